"""The credit grade of a target: derived from the records, evaluated, objected to, repaired."""

from datetime import datetime
from typing import Any

from yichuang.clock import book
from yichuang.inspections import grades, standing
from yichuang.inspections.models import Finding, Objection, Target
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import NotYours, WrongState
from yichuang.law import BeyondCalendar, grading, terms
from yichuang.people import asked


@act("inspections.grade", on=Target)
def grade(turn: Turn, *, by: Actor, at: datetime, grade: str, ground: str) -> dict[str, Any]:
    """A target was evaluated (信用评价): that is its grade, unless the credit list or an inspection says worse."""
    asked.one_of(grade, "grade", "信用等级", grading.GRADES)
    _there(turn)
    turn.set(
        rated=grade, rated_ground=asked.text(ground, "ground", "定级依据", 200), rated_on=turn.on, rated_from="rated"
    )  # fmt: skip
    found = grades.settle(turn, "inspections.grade", person=by.person, rated=grade, rated_ground=turn.row.rated_ground)  # fmt: skip
    return {"grade": found.grade}


@act("inspections.regrade", on=Target)
def regrade(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What is on record gives another grade, or another reason for it: a mark, its repair, a result, or time that has passed."""
    _there(turn)
    if not grades.differs(turn.row, grades.derived(turn.row, turn.on)):
        raise WrongState("信用等级没有变。")
    return {"grade": grades.settle(turn, "inspections.regrade").grade}


@act("inspections.mend_finding", on=Target)
def mend_finding(turn: Turn, *, by: Actor, at: datetime, finding: int, ground: str) -> dict[str, Any]:
    """What an inspection found is mended, by a check afterwards (整改复查合格): it no longer counts against the grade (信用修复)."""
    there = Finding.objects.filter(
        pk=finding, inspection__target=turn.row.id, inspection__published_at__isnull=False
    )
    row = there.select_related("check_item").first()
    if row is None or row.outcome not in grading.GRAVE | grading.FAULT or row.mended_on is not None:
        raise WrongState("没有这个要整改的问题，或者已经复查合格了。")
    if not standing.of_body(by, row.check_item.body_id)["own_body"]:
        raise NotYours("这个问题由查的部门复查。", rule="own_body")
    said = asked.text(ground, "ground", "怎么复查的", 200)
    there.update(mended_on=turn.on)
    found = grades.settle(
        turn, "inspections.mend_finding", person=by.person, check=row.check_item.code, mended=said
    )
    return {"grade": found.grade}


@act("inspections.raise_objection", on=Target)
def raise_objection(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """A target objects to its grade (异议): somebody other than who gave it answers by its day."""
    _there(turn)
    if Objection.objects.filter(target=turn.row.id, answered_on=None).exists():
        raise WrongState("已经有一条异议在复核，等它有结果。")
    number = book.number(turn.stamp, turn.row.region, "grade_objection_days", turn.on)
    due = _due(turn, number.whole)
    said = asked.text(why, "why", "异议的理由", 300)
    turn.add(
        Objection, target_id=turn.row.id, grade=turn.row.grade, why=said, raised_on=turn.on, due_on=due, taken_by=by.name, answered_on=None,
        holds=None, answer="", answered_by="",
    )  # fmt: skip
    turn.enter(
        "inspections.raise_objection",
        {"grade": turn.row.grade, "due_on": due.isoformat()},
        private={"why": said},
    )
    return {"due_on": due.isoformat()}


@act("inspections.answer_objection", on=Target)
def answer_objection(
    turn: Turn, *, by: Actor, at: datetime, holds: bool, answer: str, grade: str = ""
) -> dict[str, Any]:
    """The objection holds and the grade is another, or it does not; with the reason. A mark is repaired in the credit list alone."""
    there = Objection.objects.filter(target=turn.row.id, answered_on=None)
    if not there.exists():
        raise WrongState("没有等复核的异议。")
    said = asked.text(answer, "answer", "复核的理由", 200)
    if holds:
        asked.one_of(grade, "grade", "复核后的信用等级", grading.GRADES)
        if turn.row.source == "mark":
            raise WrongState("等级来自失信名单。先在信用名单里修复，等级自动改。")
        if grade >= turn.row.grade:
            raise WrongState("异议成立，等级要比现在的好。", field="grade")
        turn.set(rated=grade, rated_ground=f"异议成立：{said}"[:200], rated_on=turn.on, rated_from="settled")
    there.update(answered_on=turn.on, holds=holds, answer=said, answered_by=by.name)
    found = grades.settle(turn, "inspections.answer_objection", person=by.person, holds=holds, answer=said)
    return {"grade": found.grade}


def _there(turn: Turn) -> None:
    if turn.row.left_on is not None:
        raise WrongState("这个对象已经移出名录。")


def _due(turn: Turn, days: int) -> Any:
    try:
        calendar = book.calendar(turn.stamp, turn.row.region)
        return terms.due(turn.on, days, unit="working", calendar=calendar).due_on or turn.on
    except BeyondCalendar:
        return turn.on
