"""Between halls (同城通办): where the applicant goes on, papers and results sent from hall to hall, taken over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import papers
from yichuang.cases.acts.parts import move, version_of
from yichuang.cases.models import Case
from yichuang.cases.places import Passage
from yichuang.clock import book
from yichuang.ground import rows
from yichuang.ground.ids import uuid7
from yichuang.halls.models import Hall
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law import terms

OPEN = "t.case_id = %s AND t.taken_at IS NULL"


@act("cases.choose_hall", on=Case)
def choose_hall(turn: Turn, *, by: Actor, at: datetime, hall: int) -> dict[str, Any]:
    """The applicant goes on in another hall: corrections are taken and the result is fetched there."""
    move(turn, "cases.choose_hall")
    chosen = _hall(turn, hall)
    if chosen.pk == fetched_at(turn.row):
        raise WrongState(f"已经选在{chosen.name}了。")
    turn.set(fetch_hall_id=None if chosen.pk == turn.row.hall_id else chosen.pk)
    turn.enter("cases.choose_hall", {"hall": chosen.pk, "name": chosen.name})
    return {"hall": chosen.pk}


@act("cases.send_on", on=Case)
def send_on(
    turn: Turn, *, by: Actor, at: datetime, what: str, hall: int | None = None, bag: str = ""
) -> dict[str, Any]:
    """Papers or a result leave this hall for another one or for the department, and are due there by the local limit."""
    move(turn, "cases.send_on")
    if what not in ("papers", "result"):
        raise BadInput("移交的要么是纸质材料，要么是办理结果。", field="what")
    _may_go(turn, what)
    target = _hall(turn, hall) if hall is not None else None
    if what == "result" and target is None:
        raise BadInput("请选择结果送到哪个大厅。", field="hall")
    if target is not None and target.pk == by.hall:
        raise BadInput("就在这个大厅，不用移交。", field="hall")
    if by.hall is None:
        raise NotYours("您没有坐在窗口，不能移交。", rule="own_hall")
    due_on = _due(turn)
    made = uuid7()
    turn.add(
        Passage, id=made, case_id=turn.row.id, what=what, from_hall_id=by.hall, to_hall_id=target.pk if target else None,
        bag=bag.strip()[:40], sent_at=at, sent_by=by.name, due_on=due_on, taken_at=None, taken_by="",
    )  # fmt: skip
    if what == "result" and target is not None:
        turn.set(fetch_hall_id=None if target.pk == turn.row.hall_id else target.pk, step="移交途中")
    version = version_of(turn)
    name = target.name if target else version.department_name
    papers.issue(turn, "passage", version, what=what, sender=by.hall, whither=name, bag=bag.strip()[:40], due_on=due_on.isoformat())  # fmt: skip
    said = {
        "passage": str(made),
        "what": what,
        "whither": name,
        "bag": bag.strip()[:40],
        "due": due_on.isoformat(),
    }
    turn.enter("cases.send_on", said | {"papers": papers.issued(turn)})
    return {"passage": str(made), "due_on": due_on.isoformat()}


@act("cases.take_over", on=Case)
def take_over(turn: Turn, *, by: Actor, at: datetime, passage: UUID) -> dict[str, Any]:
    """What was on its way has arrived: the hall or the department that takes it over answers for it from now."""
    move(turn, "cases.take_over")
    found, _ = rows.read(Passage, f"t.id = %s AND {OPEN}", [rows.key(passage), rows.key(turn.row.id)])
    if found is None:
        raise WrongState("这次移交已经接收过，或者不是这一件的。")
    here = found.to_hall_id == by.hall if found.to_hall_id else turn.row.department_id in by.organisations
    if not here:
        raise NotYours("这次移交不是送到您这里的。", rule="own_hall")
    rows.update(Passage, {"taken_at": at, "taken_by": by.name}, "id = %s", [rows.key(passage)])
    if found.what == "result":
        turn.set(step="待出件")
        template = "to_post" if turn.row.delivery == "post" else "ready"
        turn.errand("notice", f"notice:{turn.row.id}:{turn.row.seq}:{template}", template=template, case=str(turn.row.id))  # fmt: skip
    late = turn.on > found.due_on
    turn.enter("cases.take_over", {"passage": str(passage), "what": found.what, "late": late})
    return {"passage": str(passage), "late": late}


def fetched_at(case: Any) -> int:
    """Return the hall where the applicant goes on."""
    return int(case.fetch_hall_id or case.hall_id)


def here(turn: Turn, by: Actor) -> None:
    """Refuse what is done to a result in a hall where it does not lie."""
    if by.kind == "system":
        return
    place = fetched_at(turn.row)
    if by.hall != place:
        name = Hall.objects.values_list("name", flat=True).get(pk=place)
        raise WrongState(f"这一件的结果在{name}取，要在那里办。")
    if turn.row.fetch_hall_id or turn.row.step == "移交途中":
        on_the_way, _ = rows.read(Passage, f"{OPEN} AND t.what = 'result'", [rows.key(turn.row.id)])
        if on_the_way is not None:
            raise WrongState("结果还在移交途中，先接收，再出件。")


def _may_go(turn: Turn, what: str) -> None:
    case = turn.row
    if what == "result" and (case.state != "ready" or case.tracking):
        raise WrongState("结果到窗以后才能移交；寄出的不用移交。")
    if what == "papers" and case.state in ("ready", "decided"):
        raise WrongState("已经办结，纸质材料不用再移交。")
    if what == "result":
        here(turn, turn.by)
    found, _ = rows.read(Passage, f"{OPEN} AND t.what = %s", [rows.key(case.id), what])
    if found is not None:
        raise WrongState("上一次移交还没有接收。")


def _due(turn: Turn) -> Any:
    days = book.number(turn.stamp, turn.row.region, "handover_days", turn.on).whole
    return terms.due(turn.on, days, calendar=book.calendar(turn.stamp, turn.row.region)).due_on


def _hall(turn: Turn, hall: int) -> Hall:
    found = Hall.objects.filter(pk=hall, region=turn.row.region).first() if 0 < hall < 2**31 else None
    if found is None:
        raise BadInput("没有这个大厅。从列表里选一个。", field="hall")
    return found
