"""The supervising body did not sign for a pushed grant by its day (审管联动)."""

from collections.abc import Sequence
from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Event, Finding, Hop, day_of
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, day_in, no_card, today, why

RULE, NAME, CARD, ABOUT = "grant-not-signed", "审批结果没有按期签收", "yellow", "grant"
BASIS = "嘉府办发〔2019〕17号 18；殷政办〔2021〕15号 三（一）2；domain.md 11.3"
HOP = "期满那天负责签收的监管部门"
APPEAL = "三个工作日内申诉"
FIRST = "inspections.push"


def find(at: datetime, since: date | None) -> Sql | None:
    """Pushed grants that nobody signed for past their day."""
    sql = f"SELECT g.id FROM inspections_grant g WHERE g.signed_at IS NULL AND g.due_on < %s AND (g.recalled_on IS NULL OR g.recalled_on > g.due_on) AND {no_card(RULE, 'g.id')}"
    return sql, [day_in(today(at))]


def judge(chain: Sequence[Event], day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after the day of signing that began unsigned: on whoever's grant it was then; a handing on keeps the day.

    What was recalled by its day needs no signing.
    """
    first, held = chain[0], chain[0]
    due, body = day_of(first.said.get("due_on")), first.said.get("body")
    if due is None or due + ONE_DAY > day:
        return None
    for event in chain[1:]:
        if event.day > due:
            break
        if event.act in ("inspections.sign", "inspections.recall"):
            return None
        if event.act == "inspections.redirect":
            body, held = event.said.get("to"), event
    says = f"推送监管的审批结果应在{zh_date(due)}前签收，{zh_date(due + ONE_DAY)}开始时还没有签收。"
    evidence = why(says, calendars, first.at, first, held, due=due.isoformat())
    return Finding(RULE, CARD, due + ONE_DAY, Hop("签收审批结果", body), evidence)
