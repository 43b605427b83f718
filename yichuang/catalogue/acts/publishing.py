"""A version in force: publish it, answer the basis gate, retire the item, say where it is accepted and what people call it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from yichuang.catalogue import departments, difference, gate, records
from yichuang.catalogue.acts import turns
from yichuang.catalogue.acts.drafting import against
from yichuang.catalogue.models import Basis, Debt, Item, Name, Version, VersionState
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState


@act("catalogue.publish", on=Item)
def publish(
    turn: Turn, *, by: Actor, at: datetime, version: int, worse_reason: str = "", look_again_days: int = turns.LOOK_AGAIN_DAYS,
) -> dict[str, Any]:  # fmt: skip
    """A submitted version is in force from today and never changes again; the one before it is past.

    Whoever drafted it may not publish it. What is worse for the public than before needs a reason.
    `look_again_days` is the local number; a date in the record goes before it.
    """
    row = turns.version_of(turn, version)
    turns.stands(row, VersionState.SUBMITTED, "送审后才能发布。")
    stop = against(row, turn.row.current_id)
    if stop:
        raise turns.NotReady(f"还有 {len(stop)} 处要改，不能发布。退回给起草的人。", problems=stop)
    record, marks = row.content, _marks(turn.row.current_id, row)
    reason = turns.worse_given(marks, worse_reason)
    again = row.look_again_on or turn.on + timedelta(days=look_again_days)
    Version.objects.filter(pk=turn.row.current_id).update(state=VersionState.PAST)
    Version.objects.filter(pk=row.pk).update(
        state=VersionState.PUBLISHED, published_at=at, effective_on=turn.on, worse=records.text_of(marks),
        worse_reason=reason, look_again_on=again,
    )  # fmt: skip
    lines = gate.lines(record, turns.answered(row.pk))
    for owed in turns.debts(record, lines):
        turn.add(Debt, version_id=row.pk, mended_on=None, **owed)
    turn.set(current_id=row.pk, retired_on=None, **_item_columns(turn, record))
    turn.enter(
        "catalogue.publish",
        {"number": row.number, "digest": row.digest, "worse": marks, "reason": reason},
    )
    turn.change_rules()
    return {"version": row.pk, "number": row.number, "worse": marks}


def _marks(current: int | None, row: Version) -> list[str]:
    before = Version.objects.filter(pk=current).first() if current else None
    return difference.worse(difference.compare(before.content, row.content)) if before else []


def _item_columns(turn: Turn, record: records.Record) -> dict[str, Any]:
    body = departments.found(turn.row.region, [record["department"]])[record["department"]]
    base, variant = records.base_of(record)
    return {
        "name": record["name"], "department_id": body.pk, "zone": record["zone"], "base": base[:200], "variant": variant[:200],
        "local_code": records.local_code_of(record),
    }  # fmt: skip


@act("catalogue.answer_basis", on=Item)
def answer_basis(
    turn: Turn, *, by: Actor, at: datetime, version: int, answers: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Elements of a version have their clause, the six answers and the verdict that follows from them."""
    row = turns.version_of(turn, version)
    if row.state in (VersionState.PAST, VersionState.DROPPED):
        raise WrongState(f"第 {row.number} 版已经不用了，依据记在现行版或草稿上。")
    standing = set(gate.elements(row.content))
    made = [_answer(one, standing) for one in answers]
    if not made:
        raise BadInput("至少答一项。", field="answers")
    for one in made:
        Basis.objects.update_or_create(
            version_id=row.pk, element=one["element"], name=one["name"],
            defaults={"clause": one["clause"], "tests": records.text_of(one["tests"]), "verdict": one["verdict"]},
        )  # fmt: skip
    kept = [one["name"] for one in made if one["verdict"] == gate.KEEP]
    for one in made:
        owed = Debt.objects.filter(
            version=row.pk,
            kind__in=["basis", "cut"],
            mended_on=None,
            text__startswith=f"{one['name']}："[:300],
        )
        if one["verdict"] == gate.KEEP:
            owed.update(mended_on=turn.on)
        elif one["verdict"] == gate.CUT:
            owed.update(kind="cut", text=f"{one['name']}：已判定取消，下一版删去"[:300])
    payload = [
        [
            one["element"],
            one["name"],
            one["clause"],
            sorted(k for k, v in one["tests"].items() if v),
            one["verdict"],
        ]
        for one in made
    ]
    turn.enter("catalogue.answer_basis", {"number": row.number, "answers": payload})
    return {"version": row.pk, "kept": len(kept), "answered": len(made)}


def _answer(one: Mapping[str, Any], standing: set[tuple[str, str]]) -> dict[str, Any]:
    element, name = str(one.get("element") or ""), str(one.get("name") or "")
    if (element, name) not in standing:
        raise BadInput(f"这一版里没有“{name[:60]}”。刷新后再答。", field="name")
    clause = " ".join(str(one.get("clause") or "").split())
    if len(clause) > 300:
        raise BadInput(f"条款最多 300 个字，现在是 {len(clause)} 个。", field="clause")
    given = one.get("tests") or {}
    tests = {key: bool(given[key]) for key, _word in gate.TESTS if key in given}
    wanted = str(one.get("verdict") or "")
    verdict, why = gate.verdict_of(clause, tests, wanted or None)
    if wanted == gate.KEEP and verdict != gate.KEEP:
        raise BadInput(f"“{name[:60]}”不能保留：{why}。", field="verdict")
    return {"element": element, "name": name, "clause": clause, "tests": tests, "verdict": verdict}


@act("catalogue.retire", on=Item)
def retire(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """The item takes no more applications; cases under way finish under their version."""
    turns.retire(turn, "catalogue.retire", reason, "这个事项已经停办了。")
    return {}


@act("catalogue.reside", on=Item)
def reside(turn: Turn, *, by: Actor, at: datetime, resident: bool, document: str = "") -> dict[str, Any]:
    """The item is accepted in the halls, or it is not and takes the hand-over route."""
    if bool(turn.row.resident) == resident:
        raise WrongState("这个事项已经进驻了。" if resident else "这个事项本来就没有进驻。")
    turn.set(resident=resident)
    turn.enter("catalogue.reside", {"resident": resident, "document": document.strip()[:120]})
    turn.change_rules()
    return {"resident": resident}


@act("catalogue.name", on=Item)
def name(
    turn: Turn, *, by: Actor, at: datetime, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> dict[str, Any]:
    """The words by which people look for the item are these."""
    known = set(Name.objects.filter(item=turn.row.id).values_list("text", flat=True))
    fresh = [turns.in_text(text, 80, "add", "叫法") for text in add if str(text).strip()]
    fresh = [text for text in dict.fromkeys(fresh) if text not in known]
    gone = [text for text in remove if text in known]
    if not fresh and not gone:
        raise BadInput("没有要加或要删的叫法。", field="add")
    if len(known) + len(fresh) - len(gone) > 60:
        raise BadInput("一个事项最多 60 个叫法。", field="add")
    for text in fresh:
        turn.add(Name, item_id=turn.row.id, text=text)
    Name.objects.filter(item=turn.row.id, text__in=gone).delete()
    turn.enter("catalogue.name", {"add": fresh, "remove": gone})
    turn.change_rules()
    return {"names": sorted((known | set(fresh)) - set(gone))}
