"""A work order was not answered by its day."""

from collections.abc import Sequence
from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.days_said import days_said
from yichuang.law.conduct.story import Event, Finding, Hop
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, day_in, no_card, today, why

RULE, NAME, CARD, ABOUT = "complaint-late", "工单没有按期答复", "red", "complaint"
BASIS = "国办发〔2020〕53号；domain.md 11.4"
HOP = "承办单位；还没有派出去的不落牌"
APPEAL = "三个工作日内申诉"
FIRST = "complaints.receive"
DAYS = dict.fromkeys(("complaints.receive", "complaints.extend", "complaints.reopen"), "due_on")
RECOUNT = ("complaints.redate", "due_on")
ENDS = ("complaints.answer", "complaints.pass_out", "complaints.withdraw", "complaints.close")


def find(at: datetime, since: date | None) -> Sql | None:
    """Work orders without an answer past their day."""
    states = "('received', 'dispatched', 'signed', 'returned', 'handled', 'reopened')"
    sql = f"SELECT w.id FROM complaints_workorder w WHERE w.state IN {states} AND w.due_on < %s AND {no_card(RULE, 'w.id')}"
    return sql, [day_in(today(at))]


def judge(chain: Sequence[Event], day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after a day of answering that began with the order in the hands of a body, unanswered."""
    due: date | None = None
    said = days_said(chain, DAYS, RECOUNT)
    department: int | None = None
    known = held = chain[0]
    waiting = True
    for event in [*chain, None]:
        upto = event.day if event is not None else day
        if waiting and due is not None and department and held.day <= due < due + ONE_DAY <= min(upto, day):
            says = f"工单应在{zh_date(due)}前答复，到{zh_date(due + ONE_DAY)}开始时还没有答复。"
            evidence = why(says, calendars, known.at, chain[0], known, due=due.isoformat())
            return Finding(RULE, CARD, due + ONE_DAY, Hop("工单承办", department), evidence)
        if event is None:
            return None
        if event.seq in said:
            due, known = said[event.seq]
        if event.act in ("complaints.dispatch", "complaints.reopen"):
            department, held, waiting = event.said.get("department"), event, True
        if event.act == "complaints.give_back":
            department = None
        if event.act in ENDS:
            waiting = False
    return None
