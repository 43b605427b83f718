"""The promised day is near: at most one working day, or a fifth of the promise, is left."""

from datetime import date, datetime

from yichuang.law import cards
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Limit, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, nearly, on_desk

RULE, NAME, CARD = "due-soon", "将近承诺期限", "yellow"
BASIS = "粤府办〔2016〕19号 二（五）2"
HOP = "那天开始时轮到的环节"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Promised clocks in their last days."""
    return nearly(RULE, "promised", at)


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day that began in the last days of the promise; never while stopped."""
    days, unit = story.published.promised, story.published.unit

    def yellow(limit: Limit, due: date) -> date:
        return cards.yellow_from(due, days, calendars.at(limit.known.at), unit=unit)

    found = story.soon("promised", day, yellow)
    if found is None or found[0].due is None:
        return None
    (limit, on), due = found, found[0].due
    says = f"承诺期限到{zh_date(due)}，{zh_date(on)}开始时还没有决定，剩下的时间不多于1个工作日或者承诺的五分之一。"
    return on_desk(RULE, CARD, says, limit, due, on, story, calendars)
