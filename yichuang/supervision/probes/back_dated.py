"""An entry claims to have been made much earlier than it was recorded."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import DECIDED, DELIVERED, Event, Finding, Story
from yichuang.law.names import act_name
from yichuang.law.numbers import zh_date
from yichuang.law.terms import day_on
from yichuang.supervision.probing import Hop, Sql, of, why

RULE, NAME, CARD = "back-dated", "倒签日期", "red"
BASIS = "粤府办〔2016〕19号 二（五）3（全程留痕）"
HOP = "补记的人所在的窗口或者部门"
APPEAL = "三个工作日内申诉"
BEHIND = (
    "cases.conclude",
    "cases.send_back",
    "cases.suspend",
    "cases.halt",
    "cases.resume",
    "cases.extend",
    *DECIDED,
)
OUT = ("cases.arrive", "cases.post", *DELIVERED)


def find(at: datetime, since: date | None) -> Sql | None:
    """Only an entry makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first entry of a person that was recorded later than it claims by more than the local number allows."""
    for event in story.events:
        late = event.recorded_at - event.at
        if event.person is None or late <= story.back_dated or event.day > day:
            continue
        claimed, hours = day_on(event.at), int(late.total_seconds() // 3600)
        says = f"“{act_name(event.act)}”写的是{zh_date(claimed)}，到{zh_date(day_on(event.recorded_at))}才记下，晚了{hours}小时。"
        return Finding(
            RULE,
            CARD,
            event.day,
            _hop(story, event),
            why(says, calendars, event.recorded_at, event, hours=hours),
        )
    return None


def _hop(story: Story, event: Event) -> Hop:
    if event.act in BEHIND and event.act != "cases.decide_at_once":
        return story.desk(event.day)[0]
    if event.act in OUT:
        return Hop("出件", hall=story.hall, person=event.person)
    front = next((one for one in reversed(story.fronts) if one.event.seq <= event.seq), None)
    return of(event, front.desk[-1][1]) if front else Hop("受理", story.published.department)
