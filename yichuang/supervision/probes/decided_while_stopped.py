"""An opinion or a decision was given while the clock stood still: either it did not stand still, or nobody waited for what stopped it."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.names import act_name
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, why

RULE, NAME, CARD = "decided-while-stopped", "停止计时中作出决定", "red"
BASIS = "《行政许可法》第四十五条"
HOP = "作决定的部门"
APPEAL = "三个工作日内申诉"
ACTS = ("cases.conclude", "cases.decide", "cases.decide_at_once")


def find(at: datetime, since: date | None) -> Sql | None:
    """Only an opinion or a decision makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first opinion or decision within a span that was not counted."""
    for event in story.find(*ACTS):
        pause = story.stopped(event)
        if pause is not None and event.day <= day:
            says = f"“{pause.name}”从{zh_date(pause.event.day)}起停止计时，没有恢复，{zh_date(event.day)}就“{act_name(event.act)}”。"
            return Finding(
                RULE,
                CARD,
                event.day,
                story.desk(event.day)[0],
                why(says, calendars, event.at, pause.event, event),
            )
    return None
