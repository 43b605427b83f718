"""The promise was not kept: the day passed while the clock ran, and nothing was decided."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.supervision.probing import Sql, overdue, passed

RULE, NAME, CARD = "promised-over", "超过承诺期限", "red"
BASIS = "粤府办〔2016〕19号 二（五）2"
HOP = "期满以后第一天开始时轮到的环节"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Running clocks of this kind past their day."""
    return passed(RULE, "promised", at)


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after the limit in force, while the clock ran; also where it was decided later on."""
    return overdue(RULE, CARD, "promised", "承诺期限", story, day, calendars)
