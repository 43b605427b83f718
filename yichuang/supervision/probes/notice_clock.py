"""The five working days to answer an application are nearly over: one is left, and nothing was said."""

from datetime import date, datetime

from yichuang.law import cards
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Story
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.law.terms import NOTICE_DAYS
from yichuang.supervision.probing import Sql, nearly, why

RULE, NAME, CARD = "notice-clock", "将近告知期限", "yellow"
BASIS = "《行政许可法》第三十二条第一款第四项"
HOP = "那天开始时该答复的窗口或者部门"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Notice clocks in their last working day."""
    return nearly(RULE, "notice", at)


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day that began with one working day left and no answer, in any round."""
    for front in story.fronts:
        calendar = calendars.at(front.known.at)
        due = front.due or calendar.after(front.event.day, NOTICE_DAYS)
        on = max(front.event.day + ONE_DAY, cards.yellow_from(due, None, calendar))
        end = min(front.ended.day if front.ended else date.max, day)
        if on <= min(end, due):
            says = f"{zh_date(front.event.day)}收件，{zh_date(due)}前要受理、一次告知或者不予受理，{zh_date(on)}开始时还没有答复。"
            return Finding(
                RULE,
                CARD,
                on,
                front.holder(on),
                why(says, calendars, front.known.at, front.event, front.known, due=due.isoformat()),
            )
    return None
