"""After the draw: who goes by when, who steps aside, what was found, what is published; the sweep's reminder."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yichuang.clock import book
from yichuang.ground import vault
from yichuang.inspections import reading
from yichuang.inspections.models import (
    Draw,
    DrawCheck,
    Finding,
    Goer,
    Inspection,
    Inspector,
    Interest,
    Pool,
)
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law import BeyondCalendar, asking, draws, terms
from yichuang.people import asked

GOING = ("drawn", "inspecting", "results")


@act("inspections.begin", on=Draw)
def begin(turn: Turn, *, by: Actor, at: datetime, inspect_by: date) -> dict[str, Any]:
    """The inspectors are sent: all objects are visited by this day."""
    if turn.row.state != "drawn":
        raise WrongState("还没有抽取，或者已经下达过检查任务。")
    turn.set(state="inspecting", inspect_by=asked.day(inspect_by, "inspect_by", "查完的日期", since=turn.on))
    turn.enter("inspections.begin", {"inspect_by": inspect_by.isoformat()})
    return {"inspect_by": inspect_by.isoformat()}


@act("inspections.replace", on=Draw)
def replace(turn: Turn, *, by: Actor, at: datetime, inspection: int, out: str, why: str) -> dict[str, Any]:
    """An inspector who cannot go steps aside for the next one in the object's own order; nobody picks who that is."""
    if turn.row.state not in GOING:
        raise WrongState("这次抽查现在不能换人。")
    place = asked.row(Inspection, inspection, "inspection", "检查对象", draw=turn.row.id)
    gone = Goer.objects.filter(inspection=place, inspector__code=out, out_on=None).first()
    if gone is None:
        raise BadInput("这个人不在这一户的检查人员里。", field="out")
    if place.findings.filter(check_item__line=gone.line).exists():
        raise WrongState("这一户已经查过了，不能再换人。")
    reason = asked.text(why, "why", "原因", 200)
    following = _next(turn, place, gone)
    Goer.objects.filter(pk=gone.pk).update(out_on=turn.on)
    Goer.objects.create(
        region=turn.row.region,
        inspection=place,
        inspector=following,
        line=gone.line,
        place=gone.place + draws.EACH,
    )
    told = {"object": place.target.code, "line": gone.line, "out": out, "in": following.code}
    turn.set(replaced=draws.canonical([*Draw(replaced=turn.row.replaced).listed("replaced"), told]))
    if not Interest.objects.filter(
        inspector=gone.inspector_id, target=place.target_id, ended_on=None
    ).exists():
        turn.add(Interest, inspector_id=gone.inspector_id, target_id=place.target_id, why=vault.lock(reason), declared_on=turn.on, ended_on=None)  # fmt: skip
    turn.enter("inspections.replace", told, private={"why": reason})
    return {"in": following.code}


def _next(turn: Turn, place: Inspection, gone: Goer) -> Inspector:
    pool = Pool.objects.get(draw=turn.row.id)
    order = draws.order_of(reading.seed_of(turn.row, pool), place.target.code, gone.line)
    used = Goer.objects.filter(inspection=place, line=gone.line).count()
    if used >= len(order):
        raise WrongState("这条线上没有别的执法人员可以替换。")
    return Inspector.objects.get(region=turn.row.region, code=order[used])


@act("inspections.report", on=Draw)
def report(
    turn: Turn, *, by: Actor, at: datetime, inspection: int, check: str, outcome: str, checked_on: date, text: str = "", followed: str = ""
) -> dict[str, Any]:  # fmt: skip
    """One of those who went says what was found at an object in one check; the day to publish it begins to run."""
    if turn.row.state != "inspecting":
        raise WrongState("还没有下达检查任务，或者结果已经录齐。")
    place = asked.row(Inspection, inspection, "inspection", "检查对象", draw=turn.row.id)
    line = (
        DrawCheck.objects.filter(draw=turn.row.id, check_item__code=check)
        .select_related("check_item")
        .first()
    )
    if line is None:
        raise BadInput("这次抽查没有这个抽查事项。", field="check")
    own = line.check_item
    if not place.goers.filter(line=own.line, out_on=None, inspector__person=by.person or 0).exists():
        raise NotYours("这一户这一项不是您去查的，由去检查的人录结果。", rule="my_inspection")
    if place.findings.filter(check_item=own).exists():
        raise WrongState("这一户这一项的结果已经录过了。")
    _day(turn, checked_on)
    asked.one_of(outcome, "outcome", "检查结果", dict(draws.OUTCOMES))
    said = asked.text(text, "text", "情况", 300, empty=outcome == "1")
    after = asked.text(followed, "followed", "后续处理", 200, empty=True)
    _nobody_named(said, after)
    Finding.objects.create(
        region=turn.row.region, inspection=place, check_item=own, outcome=outcome, text=said, checked_on=checked_on, by_person=by.person,
        by_name=by.name, at=at, followed=after,
    )  # fmt: skip
    due_on = _checked(turn, place)
    turn.enter(
        "inspections.report",
        {"object": place.target.code, "check": check, "outcome": outcome, "text": said, "checked_on": checked_on.isoformat()}
        | ({"due_on": due_on.isoformat()} if due_on else {}),
    )  # fmt: skip
    return {"state": turn.row.state}


def _nobody_named(text: str, followed: str) -> None:
    """What is published says nothing about a person (《个人信息保护法》第二十五条)."""
    for field, said in (("text", text), ("followed", followed)):
        if found := asking.personal(said):
            raise BadInput(f"结果要公示，不能写{found[0][1]}。删掉再录。", field=field)


def _day(turn: Turn, checked_on: date) -> None:
    drawn = reading.day_of(turn.row.drawn_at)
    if not drawn <= asked.day(checked_on, "checked_on", "检查日期") <= turn.on:
        raise BadInput(f"检查日期要在{drawn}到今天之间。", field="checked_on")


def _checked(turn: Turn, place: Inspection) -> date | None:
    """The object is checked when every check of the draw was made there, and the draw when every object is; returns its day to publish."""
    wanted = DrawCheck.objects.filter(draw=turn.row.id).count()
    made = list(place.findings.values_list("checked_on", flat=True))
    if len(made) < wanted:
        return None
    last = max(made)
    due_on = _due(turn, last)
    Inspection.objects.filter(pk=place.pk).update(checked_on=last, due_on=due_on)
    if not Inspection.objects.filter(draw=turn.row.id, checked_on=None).exists():
        turn.set(state="results")
    return due_on


def _due(turn: Turn, last: date) -> date:
    calendar = book.calendar(turn.stamp, turn.row.region)
    try:
        return terms.due(last, turn.row.publish_days, unit="working", calendar=calendar).due_on or turn.on
    except BeyondCalendar:
        return turn.on


@act("inspections.publish", on=Draw)
def publish(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Every result that is whole and not yet public is public; when all are, so is the draw."""
    if turn.row.state not in ("inspecting", "results"):
        raise WrongState("现在没有要公示的结果。")
    ready = Inspection.objects.filter(draw=turn.row.id, published_at=None).exclude(checked_on=None)
    there = dict(ready.values_list("target__code", "target"))
    codes = list(there)
    if not codes:
        raise WrongState("现在没有要公示的结果。")
    late = ready.filter(due_on__lt=turn.on).count()
    ready.update(published_at=at)
    if not Inspection.objects.filter(draw=turn.row.id, published_at=None).exists():
        turn.set(state="published", published_at=at)
    for target in there.values():
        turn.errand("regrade", f"regrade:{turn.row.id}:{target}", owner="system", target=str(target))
    turn.enter("inspections.publish", {"objects": codes, "late": late})
    return {"count": len(codes), "state": turn.row.state}


@act("inspections.remind", on=Draw)
def remind(turn: Turn, *, by: Actor, at: datetime, inspections: Sequence[int]) -> dict[str, Any]:
    """It is on record that results of this draw are to be published in two working days, or should have been."""
    owed = Inspection.objects.filter(
        draw=turn.row.id, pk__in=list(inspections), published_at=None, reminded_on=None
    )
    codes = list(owed.values_list("target__code", flat=True))
    if not codes:
        raise WrongState("没有要提醒的。")
    owed.update(reminded_on=turn.on)
    turn.enter("inspections.remind", {"objects": codes})
    return {"count": len(codes)}
