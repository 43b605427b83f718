"""The registers (一单两库): what is inspected, who may be inspected, who inspects, who steps aside."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.catalogue.models import Item
from yichuang.ground import rows, vault
from yichuang.inspections import grades, standing
from yichuang.inspections.models import (
    Check,
    Inspector,
    Interest,
    Oversight,
    Target,
    TargetLine,
)
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import draws, grading
from yichuang.law.codes import normalise
from yichuang.people import asked
from yichuang.people.models import Organisation, Person

LINE_MOST = 40


def _line(value: Any) -> str:
    return asked.text(value, "line", "业务条线", LINE_MOST)


def _body(turn: Turn, body: Any) -> Organisation:
    return asked.row(Organisation, body, "body", "部门", region=turn.by.region, valid_to=None)


@act("inspections.assign_body", on=Register, book="oversight")
def assign_body(
    turn: Turn, *, by: Actor, at: datetime, item: UUID, body: int, line: str, document: str
) -> dict[str, Any]:
    """What this item grants is supervised by this body from today on, in this line of business."""
    found = asked.row(Item, item, "item", "事项", region=by.region)
    whose = _body(turn, body)
    said = {"line": _line(line), "document": asked.text(document, "document", "依据", 200)}
    rows.update(Oversight, {"ends_on": turn.on}, "item_id = %s AND ends_on IS NULL", [rows.key(found.pk)])
    turn.add(Oversight, item_id=found.pk, body_id=whose.pk, starts_on=turn.on, ends_on=None, **said)
    turn.change_rules()
    turn.enter("inspections.assign_body", {"item": str(found.pk), "body": whose.pk, **said})
    return {"body": whose.pk}


@act("inspections.list_check", on=Check, creates=True)
def list_check(
    turn: Turn, *, by: Actor, at: datetime, name: str, line: str, weight: str, way: str, basis: str, body: int, cap: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Something stands on the list of what may be inspected at random (抽查事项清单); a general item has its cap."""
    serial = acts.serial(turn, f"inspections.check:{by.region}")
    whose = _body(turn, body)
    acts.require(turn, standing.of_body(by, whose.pk))
    asked.one_of(weight, "weight", "重点还是一般", dict(draws.WEIGHTS))
    if weight == "general" and (cap is None or not draws.LEAST_PERCENT <= cap <= 100):
        raise BadInput(f"一般检查事项要写比例上限，{draws.LEAST_PERCENT}到100。", field="cap")
    turn.begin(
        code=f"CC{serial:04d}", name=asked.text(name, "name", "抽查事项", 80), line=_line(line), weight=weight,
        cap=cap if weight == "general" else None, way=asked.text(way, "way", "检查方式", 60), basis=asked.text(basis, "basis", "依据", 200),
        body_id=whose.pk, starts_on=turn.on, ends_on=None,
    )  # fmt: skip
    row = turn.row
    turn.enter("inspections.list_check", {"code": row.code, "name": row.name, "line": row.line, "weight": weight, "cap": row.cap, "body": whose.pk})  # fmt: skip
    return {"code": row.code}


@act("inspections.end_check", on=Check)
def end_check(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """It is inspected at random no longer; draws that were committed to go on."""
    if turn.row.ends_on is not None:
        raise WrongState("这个抽查事项已经移出清单了。")
    turn.set(ends_on=turn.on)
    turn.enter("inspections.end_check", {"why": asked.text(why, "why", "原因", 200)})
    return {"ends_on": turn.on.isoformat()}


@act("inspections.enter", on=Target, creates=True)
def enter(
    turn: Turn, *, by: Actor, at: datetime, kind: str, name: str, number: str, line: str, grade: str = "", ground: str = ""
) -> dict[str, Any]:  # fmt: skip
    """Somebody stands in the register of those who may be inspected (检查对象名录库), graded by the records, or by an evaluation with its ground."""
    serial = acts.serial(turn, f"inspections.target:{by.region}")
    acts.require(turn, standing.of_target(by))
    asked.one_of(kind, "kind", "类别", ("person", "body"))
    if grade:
        asked.one_of(grade, "grade", "信用等级", grading.GRADES)
    clear = normalise(number)
    if not clear:
        raise BadInput("请填写统一社会信用代码或者证件号码。", field="number")
    turn.begin(
        code=f"DX{serial:06d}", kind=kind, name=asked.text(name, "name", "名称", 100), number=vault.lock(clear), number_index=vault.index(clear),
        grade="B", graded_on=turn.on, ground=grades.NEW, source="new", lasts_to=None, graded_by=None, rated=grade,
        rated_ground=asked.text(ground, "ground", "定级依据", 200, empty=not grade), rated_on=turn.on if grade else None,
        rated_from="rated" if grade else "", entered_on=turn.on, left_on=None, left_why="",
    )  # fmt: skip
    turn.set(**grades.columns(grades.derived(turn.row, turn.on)))
    turn.add(TargetLine, target_id=turn.row.id, line=_line(line), since=turn.on)
    turn.enter(
        "inspections.enter", {"code": turn.row.code, "kind": kind, "grade": turn.row.grade, "source": turn.row.source, "ground": turn.row.ground, "line": _line(line)}, private={"number": clear}
    )  # fmt: skip
    return {"code": turn.row.code}


@act("inspections.add_line", on=Target)
def add_line(turn: Turn, *, by: Actor, at: datetime, line: str) -> dict[str, Any]:
    """Somebody in the register may be inspected in one more line; who had left is back."""
    said = _line(line)
    before = TargetLine.objects.filter(target=turn.row.id, line=said).first()
    if before is not None and before.ended_on is None and turn.row.left_on is None:
        raise WrongState("这个对象已经在这条线上了。")
    if before is None:
        turn.add(TargetLine, target_id=turn.row.id, line=said, since=turn.on)
    elif before.ended_on is not None:
        rows.update(TargetLine, {"since": turn.on, "ended_on": None}, "id = %s", [before.pk])
    turn.set(left_on=None, left_why="")
    turn.enter("inspections.add_line", {"line": said})
    return {"code": turn.row.code}


@act("inspections.end_line", on=Target)
def end_line(
    turn: Turn, *, by: Actor, at: datetime, line: str, why: str, leaves: bool = False
) -> dict[str, Any]:
    """No grant stands any more that put somebody into this line: no draw finds them there; `leaves` if nothing else keeps them."""
    found = TargetLine.objects.filter(target=turn.row.id, line=line, ended_on=None).first()
    if found is None:
        raise WrongState("这个对象不在这条线上。")
    rows.update(TargetLine, {"ended_on": turn.on}, "id = %s", [found.pk])
    text = asked.text(why, "why", "原因", 200)
    if leaves and turn.row.left_on is None:
        turn.set(left_on=turn.on, left_why=text)
    turn.enter("inspections.end_line", {"line": line, "why": text, "left": leaves})
    return {"left": leaves}


@act("inspections.strike", on=Target)
def strike(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """Somebody leaves the register: closed, moved away, entered twice."""
    if turn.row.left_on is not None:
        raise WrongState("这个对象已经移出名录。")
    turn.set(left_on=turn.on, left_why=asked.text(why, "why", "原因", 200))
    turn.enter("inspections.strike", {"why": turn.row.left_why})
    return {"left_on": turn.on.isoformat()}


@act("inspections.qualify", on=Inspector, creates=True)
def qualify(
    turn: Turn, *, by: Actor, at: datetime, person: int, body: int, lines: Sequence[str], certificate: str, valid_to: date
) -> dict[str, Any]:  # fmt: skip
    """A person of the staff stands in the register of inspectors (执法检查人员名录库), for these lines, by this certificate."""
    serial = acts.serial(turn, f"inspections.inspector:{by.region}")
    whose = _body(turn, body)
    acts.require(turn, standing.of_body(by, whose.pk))
    who = asked.row(Person, person, "person", "人员", region=by.region, is_active=True)
    if Inspector.objects.filter(person=who, body=whose, left_on=None).exists():
        raise WrongState("这个人已经在名录里了。", field="person")
    own = sorted({_line(line) for line in lines})
    if not own:
        raise BadInput("至少写一条业务条线。", field="lines")
    asked.day(valid_to, "valid_to", "证件有效期", since=turn.on)
    turn.begin(
        code=f"RY{serial:04d}", person_id=who.pk, body_id=whose.pk, lines=canonical(own),
        certificate=asked.text(certificate, "certificate", "执法证号", 40), valid_to=valid_to, left_on=None,
    )  # fmt: skip
    turn.enter("inspections.qualify", {"code": turn.row.code, "person": who.pk, "lines": own, "valid_to": valid_to.isoformat()})  # fmt: skip
    return {"code": turn.row.code}


@act("inspections.release", on=Inspector)
def release(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """An inspector leaves the register; what they were drawn for stays with them until somebody replaces them."""
    if turn.row.left_on is not None:
        raise WrongState("这个人已经不在名录里。")
    turn.set(left_on=turn.on)
    turn.enter("inspections.release", {"why": asked.text(why, "why", "原因", 200)})
    return {"left_on": turn.on.isoformat()}


@act("inspections.declare", on=Inspector)
def declare(turn: Turn, *, by: Actor, at: datetime, target: UUID, why: str) -> dict[str, Any]:
    """An inspector steps aside for somebody (回避): no draw committed to from now on sends them there."""
    found = asked.row(Target, target, "target", "检查对象", region=by.region)
    reason = asked.text(why, "why", "回避的理由", 200)
    if Interest.objects.filter(inspector=turn.row.id, target=found, ended_on=None).exists():
        raise WrongState("已经申报过对这个对象回避。")
    turn.add(
        Interest, inspector_id=turn.row.id, target_id=found.pk, why=vault.lock(reason), declared_on=turn.on, ended_on=None
    )  # fmt: skip
    turn.enter("inspections.declare", {"target": found.code}, private={"why": reason})
    return {"target": found.code}


@act("inspections.end_interest", on=Inspector)
def end_interest(turn: Turn, *, by: Actor, at: datetime, target: UUID, why: str) -> dict[str, Any]:
    """The reason to step aside is gone."""
    reason = asked.text(why, "why", "原因", 200)
    open_ = "inspector_id = %s AND target_id = %s AND ended_on IS NULL"
    done = rows.change(Interest, {"ended_on": turn.on}, open_, [rows.key(turn.row.id), rows.key(target)])
    if done.rowcount != 1:
        raise WrongState("没有这条回避申报，或者已经解除了。")
    turn.enter("inspections.end_interest", {"target": str(target), "why": reason})
    return {"target": str(target)}
