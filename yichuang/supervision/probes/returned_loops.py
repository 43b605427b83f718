"""The department sent the case back to the window more than once: what is wrong with an acceptance is said once, whole."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, why

RULE, NAME, CARD = "returned-loops", "反复退回窗口", "yellow"
BASIS = "殷政办〔2021〕15号 三（一）1（2）"
HOP = "再次退回的部门"
APPEAL = "三个工作日内申诉"
MOST = 1


def find(at: datetime, since: date | None) -> Sql | None:
    """Only a return makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The second return of one case."""
    returns = story.find("cases.send_back")
    if len(returns) <= MOST or returns[MOST].day > day:
        return None
    event = returns[MOST]
    says = f"{zh_date(event.day)}第{MOST + 1}次退回窗口，上一次是{zh_date(returns[MOST - 1].day)}。"
    return Finding(
        RULE, CARD, event.day, story.desk(event.day)[0], why(says, calendars, event.at, *returns[: MOST + 1])
    )
