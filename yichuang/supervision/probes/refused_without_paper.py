"""Somebody was turned away without the written, dated paper, or without reasons."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Event, Finding, Story
from yichuang.law.names import act_name
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Hop, Sql, of, why

RULE, NAME, CARD = "refused-without-paper", "不予受理、不予许可没有文书或者理由", "red"
BASIS = "《行政许可法》第三十二条第二款、第三十八条第二款"
HOP = "拒绝的窗口或者部门"
APPEAL = "三个工作日内申诉"
PAPERS = {
    "cases.not_accept": ("not_accepted", ("why", "whose")),
    "cases.tell_not_required": ("not_required", ("why",)),
    "cases.decide": ("decision_refuse", ("opinion", "clause")),
    "cases.lapse": ("lapsed", ()),
}


def find(at: datetime, since: date | None) -> Sql | None:
    """Only a refusal makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first refusal whose entry names no such paper, or whose reasons are empty."""
    for event in story.find(*PAPERS):
        if event.day > day or (event.act == "cases.decide" and event.said.get("outcome") != "refused"):
            continue
        lacks = _lacks(event)
        if lacks:
            says = f"{zh_date(event.day)}“{act_name(event.act)}”没有{'、'.join(lacks)}。"
            return Finding(
                RULE, CARD, event.day, _hop(story, event), why(says, calendars, event.at, event, lacks=lacks)
            )
    return None


def _lacks(event: Event) -> list[str]:
    kind, reasons = PAPERS[event.act]
    said = event.said
    papers = [paper.get("kind") for paper in said.get("papers") or ()]
    lacks = [] if kind in papers else ["文书"]
    return lacks + (["理由"] if any(not str(said.get(name) or "").strip() for name in reasons) else [])


def _hop(story: Story, event: Event) -> Hop:
    if event.act == "cases.decide":
        return Hop("决定", story.published.department)
    front = next((one for one in story.fronts if one.ended is event), story.fronts[-1])
    return of(event, front.desk[-1][1])
