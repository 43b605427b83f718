"""The case went to and fro between bodies, and nobody handled it (推诿)."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Event, Finding, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, why

RULE, NAME, CARD = "passing-the-parcel", "推诿：在单位之间来回", "red"
BASIS = "粤府办〔2016〕19号 二（五）2；domain.md 10.1"
HOP = "最后一次推出去的部门"
APPEAL = "三个工作日内申诉"
LEAST = 3


def find(at: datetime, since: date | None) -> Sql | None:
    """Only returns and forwards make it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The third time that the case left one body for another without a decision."""
    moved = [event for event in story.events if _leaves(event)]
    if len(moved) < LEAST or moved[LEAST - 1].day > day:
        return None
    event = moved[LEAST - 1]
    says = f"到{zh_date(event.day)}，这一件在窗口和部门之间转了{LEAST}次，还没有决定。"
    return Finding(
        RULE, CARD, event.day, story.desk(event.day)[0], why(says, calendars, event.at, *moved[:LEAST])
    )


def _leaves(event: Event) -> bool:
    """Handed on, proposed to be refused, sent back, sent up, or given back to an earlier department by the route."""
    if event.act in ("cases.pass_on", "cases.propose_not_accept", "cases.send_back", "cases.forward"):
        return True
    if event.act != "cases.conclude" or event.said.get("verdict") != "fail":
        return False
    moved = event.said.get("steps") or {}
    return moved.get(event.said.get("step")) in ("open", "waiting")
