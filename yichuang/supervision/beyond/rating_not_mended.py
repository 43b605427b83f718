"""A bad rating was not mended by its day."""

from collections.abc import Sequence
from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.days_said import days_said
from yichuang.law.conduct.story import Event, Finding, Hop
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, day_in, no_card, today, why

RULE, NAME, CARD, ABOUT = "rating-not-mended", "差评没有按期整改", "red", "rating"
BASIS = "国办发〔2019〕51号；domain.md 10.1（R7）"
HOP = "办这一件的部门或者大厅"
APPEAL = "三个工作日内申诉"
FIRST = "ratings.rate"
DAYS, RECOUNT = dict.fromkeys(("ratings.rate", "ratings.verify"), "mend_due"), ("ratings.redate", "mend_due")
ENDS = ("ratings.mend", "ratings.exclude", "ratings.publish", "ratings.answer")


def find(at: datetime, since: date | None) -> Sql | None:
    """Bad ratings that wait to be mended past their day."""
    sql = (
        "SELECT r.id FROM ratings_rating r WHERE r.bad AND r.state IN ('verify', 'call', 'mend') AND r.mend_due_on < %s"
        f" AND {no_card(RULE, 'r.id')}"
    )
    return sql, [day_in(today(at))]


def judge(chain: Sequence[Event], day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after the day of mending on which it was neither mended, nor excluded, nor found without ground."""
    said = chain[0].said
    told = days_said(chain, DAYS, RECOUNT)
    if chain[0].seq not in told:
        return None
    due, known = told[chain[0].seq]
    for event in chain:
        if event.day > due:
            break
        if event.act == "ratings.verify":
            if event.said.get("verdict") == "groundless":
                return None
            due, known = told.get(event.seq, (due, event))
        if event.act in ENDS or (event.act == "ratings.review_appeal" and event.said.get("kind")):
            return None
    if due + ONE_DAY > day:
        return None
    department = said.get("department")
    hop = (
        Hop("差评整改", department)
        if department
        else Hop("差评整改", hall=said.get("hall"), window=said.get("window"))
    )
    says = f"差评应在{zh_date(due)}前整改，到{zh_date(due + ONE_DAY)}开始时还没有整改。"
    return Finding(
        RULE, CARD, due + ONE_DAY, hop, why(says, calendars, known.at, chain[0], known, due=due.isoformat())
    )
