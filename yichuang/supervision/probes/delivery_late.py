"""The licence was not delivered within ten working days of the decision, and not because nobody fetched it."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Finding, Hop, Story
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.law.terms import DELIVERY_DAYS
from yichuang.supervision.probing import Sql, passed, why

RULE, NAME, CARD = "delivery-late", "超过送达期限", "red"
BASIS = "《行政许可法》第四十四条"
HOP = "没有送到窗口的是部门；到了窗口没有寄出的是大厅"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Delivery clocks past their day."""
    return passed(RULE, "delivery", at)


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after the limit; what lies ready to be fetched waits for the applicant, not for the office."""
    if story.decided is None:
        return None
    limit = story.result_due["delivery"]
    due = limit.due or calendars.at(limit.known.at).after(story.decided.day, DELIVERY_DAYS)
    on = due + ONE_DAY
    if on > day or any(
        event is not None and event.day < on for event in (story.delivered, story.posted, story.ended)
    ):
        return None
    arrived = story.arrived is not None and story.arrived.day < on
    if arrived and story.delivery != "post":
        return None
    hop = Hop("邮寄", hall=story.hall) if arrived else Hop("结果送到窗口", story.published.department)
    says = f"{zh_date(story.decided.day)}作出决定，应在{zh_date(due)}前送达，{zh_date(on)}开始时{'到了窗口，还没有寄出' if arrived else '还没有送到窗口'}。"
    entries = (story.decided, limit.known, story.arrived if arrived else None)
    return Finding(RULE, CARD, on, hop, why(says, calendars, limit.known.at, *entries, due=due.isoformat()))
