"""Outside assessments (第三方评估): on record, each finding with whoever mends it and by when, until it is seen to be mended."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.figures.models import Assessment, Finding
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.people.models import Organisation


@act("figures.assess", on=Assessment, creates=True)
def assess(
    turn: Turn, *, by: Actor, at: datetime, name: str, body: str, document: str, period: str, result: str, on: date
) -> dict[str, Any]:  # fmt: skip
    """The report of an outside assessment is on record: who looked at what, and what it came to."""
    acts.require(turn, {})
    told = {
        "name": _said(name, 100, "name", "评估名称"), "body": _said(body, 80, "body", "评估机构"), "document": _said(document, 120, "document", "报告名称或文号"),
        "period": _said(period, 40, "period", "评估的期间"), "result": _said(result, 300, "result", "评估结果"),
    }  # fmt: skip
    if on > turn.on:
        raise BadInput("报告日期不能晚于今天。", field="on")
    turn.begin(**told, on=on)
    turn.enter("figures.assess", told | {"on": on.isoformat()})
    return {}


@act("figures.find", on=Finding, creates=True)
def find(
    turn: Turn, *, by: Actor, at: datetime, assessment: UUID, text: str, department: int, due_on: date
) -> dict[str, Any]:
    """A finding of an assessment goes to the department that has to mend it, with its day."""
    acts.require(turn, {})
    if not Assessment.objects.filter(pk=assessment, region=by.region).exists():
        raise NotThere("没有这次评估。")
    body = Organisation.objects.filter(pk=department, region=by.region).first()
    if body is None:
        raise BadInput("请选择由哪个部门改。", field="department")
    if due_on < turn.on:
        raise BadInput("改好的日子不能早于今天。", field="due_on")
    said = _said(text, 300, "text", "发现的问题")
    turn.begin(
        assessment_id=assessment, text=said, department_id=body.pk, due_on=due_on, state="open", answer="", answered_by=None,
        answered_on=None, checked_by=None, checked_on=None, why="",
    )  # fmt: skip
    turn.enter(
        "figures.find",
        {"assessment": str(assessment), "text": said, "department": body.pk, "due": due_on.isoformat()},
    )
    return {}


@act("figures.answer_finding", on=Finding)
def answer_finding(turn: Turn, *, by: Actor, at: datetime, answer: str) -> dict[str, Any]:
    """The department says how it mended the finding."""
    if turn.row.state != "open":
        raise WrongState("这个问题已经答复过了，等核查。")
    text = _said(answer, 500, "answer", "怎么改的")
    turn.set(state="answered", answer=text, answered_by=by.person, answered_on=turn.on)
    turn.enter("figures.answer_finding", {"answer": text, "late": turn.on > turn.row.due_on})
    return {"state": "answered"}


@act("figures.check_finding", on=Finding)
def check_finding(turn: Turn, *, by: Actor, at: datetime, mended: bool, why: str) -> dict[str, Any]:
    """Somebody has looked: it is mended, or it goes back to the department."""
    if turn.row.state != "answered":
        raise WrongState("部门还没有答复，先等答复再核查。")
    text = _said(why, 300, "why", "核查情况")
    state = "mended" if mended else "open"
    turn.set(state=state, checked_by=by.person, checked_on=turn.on, why=text)
    turn.enter("figures.check_finding", {"mended": mended, "why": text})
    return {"state": state}


def _finding(turn: Turn) -> dict[str, bool]:
    return {"own_department": turn.row.department_id in turn.by.organisations}


acts.FACTS[Finding] = _finding


def _said(text: str, most: int, field: str, label: str) -> str:
    trimmed = text.strip()
    if not trimmed:
        raise BadInput(f"没填{label}。", field=field)
    if len(trimmed) > most:
        raise BadInput(f"{label}最长{most}个字，现在是{len(trimmed)}个。", field=field)
    return trimmed
