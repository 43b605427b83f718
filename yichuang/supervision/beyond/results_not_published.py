"""The result of an inspection drawn at random was not public by its day (双随机、一公开)."""

from collections.abc import Sequence
from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Event, Finding, Hop, day_of
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, day_in, no_card, today, why

RULE, NAME, CARD, ABOUT = "results-not-published", "抽查结果没有按期公示", "red", "draw"
BASIS = "国发〔2019〕5号；嘉府办发〔2019〕17号 19；domain.md 11.3"
HOP = "牵头抽查的部门"
APPEAL = "三个工作日内申诉"
FIRST = "inspections.commit"


def find(at: datetime, since: date | None) -> Sql | None:
    """Draws with an inspected object whose result is past its day and not public."""
    sql = (
        "SELECT DISTINCT i.draw_id FROM inspections_inspection i WHERE i.published_at IS NULL AND i.due_on < %s"
        f" AND {no_card(RULE, 'i.draw_id')}"
    )
    return sql, [day_in(today(at))]


def judge(chain: Sequence[Event], day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after the day of publishing of any object that began without its result public."""
    lead, owed = chain[0].said.get("lead"), {}
    public: dict[str, date] = {}
    for event in chain:
        if event.act == "inspections.report" and event.said.get("due_on"):
            owed[str(event.said["object"])] = event
        if event.act == "inspections.publish":
            public |= {str(code): event.day for code in event.said.get("objects") or () if code not in public}
    late = [
        (due, event)
        for code, event in owed.items()
        if (due := day_of(event.said["due_on"])) and due + ONE_DAY <= day and public.get(code, date.max) > due
    ]
    if lead is None or not late:
        return None
    due = min(due for due, _ in late)
    events = [event for one, event in late if one == due]
    says = f"{len(events)}户的检查结果应在{zh_date(due)}前公示，{zh_date(due + ONE_DAY)}开始时还没有公示。"
    evidence = why(says, calendars, events[0].at, chain[0], *events, due=due.isoformat())
    return Finding(RULE, CARD, due + ONE_DAY, Hop("公示抽查结果", lead), evidence)
