"""A second notice asked for what the first could have told: everything is told once."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story, Told
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, of, why

RULE, NAME, CARD = "second-notice", "没有一次告知", "red"
BASIS = "《行政许可法》第三十二条第一款第四项"
HOP = "发出告知的窗口或者部门"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Only a notice makes it so."""
    return None


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """A later notice that was forced through, or names what was neither newly handed in nor still owed."""
    for number, told in enumerate(story.notices):
        if not number or told.event.day > day:
            continue
        again = unlawful(story, number)
        if told.forced or again:
            front = next(one for one in story.fronts if one.ended is told.event)
            hop = front.desk[-1][1]
            hop = hop if told.forced else of(told.event, hop)
            says = f"{zh_date(told.event.day)}第{told.round}次告知{'由督查放行' if told.forced else '要求补第一次没有说的材料'}。"
            evidence = why(
                says,
                calendars,
                told.event.at,
                *(one.event for one in story.notices[: number + 1]),
                places=again,
            )
            return Finding(RULE, CARD, told.event.day, hop, evidence)
    return None


def unlawful(story: Story, number: int) -> list[int]:
    """Return the places of a later notice that were neither told before and never handed in, nor handed in since."""
    told: Told = story.notices[number]
    before = story.notices[:number]
    handed = [(event.seq, places) for event, places in story.handed_in if event.seq < told.event.seq]
    since = {place for seq, places in handed if seq > before[-1].event.seq for place in places}
    asked = {line.get("place") for one in before for line in one.lines}
    owed = asked - {place for _, places in handed for place in places}
    named = [line.get("place") for line in told.lines]
    return sorted(place for place in named if isinstance(place, int) and place not in since | owed)
