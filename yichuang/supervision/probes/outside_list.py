"""A paper or a condition was asked for that the published version does not hold: red, and the demand is stopped."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.demands import beyond
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, of, why

RULE, NAME, CARD = "outside-list", "清单以外的要求", "red"
BASIS = "粤府办〔2016〕19号 二（五）2；《行政许可法》第三十一条；《优化营商环境条例》"
HOP = "提出要求的窗口或者部门；强制停止这项要求"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Only a notice makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first notice with a line or words beyond the list that is published for this application."""
    for told in story.notices:
        if told.event.day > day:
            continue
        asked = beyond(told.lines, story.places, story.published.materials)
        if asked:
            front = next(one for one in story.fronts if one.ended is told.event)
            names = "、".join(str(one["asks"]) for one in asked)
            says = f"{zh_date(told.event.day)}告知补正时要求“{names}”，公布的清单里没有。这项要求要停止。"
            evidence = why(says, calendars, told.event.at, told.event, asks=asked, stop=True)
            return Finding(RULE, CARD, told.event.day, of(told.event, front.desk[-1][1]), evidence)
    return None
