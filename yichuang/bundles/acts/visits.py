"""Joint inspection (联合踏勘): the departments come together once, and each says what it found for its own part."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.parts import still, tell
from yichuang.bundles.models import Finding, Thing, Visit
from yichuang.ground import rows
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import things

HALVES = ("am", "pm")
PLACE_MOST, TEXT_MOST = 120, 500


@act("bundles.plan_visit", on=Thing)
def plan_visit(
    turn: Turn, *, by: Actor, at: datetime, on: date, half: str, items: Iterable[str], place: str = ""
) -> dict[str, Any]:
    """The lead calls the departments of these parts to one visit; the applicant is told the day. One part is looked at once."""
    still(turn, *things.UNDER_WAY)
    board = Board(turn)
    wanted = list(dict.fromkeys(items))
    if len(wanted) < 2:
        raise BadInput("联合踏勘至少有两项一起去。只有一项，由它的部门自己去。", field="items")
    if on < turn.on:
        raise BadInput("踏勘的日子不能早于今天。", field="on")
    if half not in HALVES:
        raise BadInput("请选上午或下午。", field="half")
    parts = [board.part(key) for key in wanted]
    if over := next((one for one in parts if one.state in things.OVER), None):
        raise WrongState(f"“{over.name}”已经办完，不用去看。")
    asked = Finding.objects.filter(part__in=[one.id for one in parts], found_at=None).values_list(
        "part__name", flat=True
    )
    if asked:
        raise WrongState(f"“{asked[0]}”已经约了踏勘，还没有意见。")
    visit = uuid7()
    turn.add(
        Visit,
        id=visit,
        thing_id=turn.row.id,
        on=on,
        half=half,
        place=place.strip()[:PLACE_MOST],
        called_by=by.name,
        made_at=at,
    )
    for one in parts:
        turn.add(Finding, visit_id=visit, part_id=one.id, passed=None, text="", by_name="", found_at=None)
    turn.enter(
        "bundles.plan_visit", {"visit": str(visit), "on": on.isoformat(), "half": half, "items": wanted}
    )
    tell(turn, "thing_visit", on=on.isoformat(), half=half)
    return {"visit": str(visit)}


@act("bundles.find", on=Thing)
def find(
    turn: Turn, *, by: Actor, at: datetime, visit: UUID, part: str, passed: bool, text: str = ""
) -> dict[str, Any]:
    """A department says what it found on the visit, for its own part."""
    board = Board(turn)
    mine = board.part(part)
    if not passed and not text.strip():
        raise BadInput("不通过的，请写明哪里不符合。", field="text")
    open_one = Finding.objects.filter(visit=visit, visit__thing=turn.row.id, part=mine.id).first()
    if open_one is None:
        raise BadInput("这次踏勘里没有这一项。", field="part")
    if open_one.found_at is not None:
        raise WrongState("这一项的踏勘意见已经写过了。")
    if turn.on < Visit.objects.get(pk=visit).on:
        raise WrongState("还没有到踏勘的日子。")
    found = {"passed": passed, "text": text.strip()[:TEXT_MOST], "by_name": by.name, "found_at": at}
    rows.update(Finding, found, "id = %s", [open_one.pk])
    turn.enter("bundles.find", {"visit": str(visit), "part": part, "passed": passed, "text": found["text"]})
    return {"passed": passed}
