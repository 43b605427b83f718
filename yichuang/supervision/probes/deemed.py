"""Nothing was said within five working days, and the law accepted in place of the office."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, why

RULE, NAME, CARD = "deemed", "逾期不告知，视为受理", "red"
BASIS = "《行政许可法》第三十二条第一款第四项"
HOP = "该答复而没有答复的窗口或者部门"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Only the keeper's act makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The day on which silence became acceptance."""
    event = story.deemed
    front = next((one for one in story.fronts if one.ended is event), None)
    if event is None or front is None or event.day > day:
        return None
    says = f"{zh_date(front.event.day)}收件，五个工作日里没有受理、没有一次告知，{zh_date(event.day)}依法视为受理。"
    return Finding(
        RULE, CARD, event.day, front.holder(event.day), why(says, calendars, event.at, front.event, event)
    )
