"""A step has days of its own and did not keep them, though the whole may still be in time."""

from datetime import date, datetime

from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Desks, Finding, Story, day_of
from yichuang.law.notices import ONE_DAY
from yichuang.law.numbers import zh_date
from yichuang.supervision.probing import Sql, day_in, no_card, today, why

RULE, NAME, CARD = "step-over-time", "环节超时", "yellow"
BASIS = "粤府办〔2016〕19号 二（五）2；domain.md 10.1（环节超时而全程未超）"
HOP = "超时的环节"
APPEAL = "三个工作日内申诉"


def find(at: datetime, since: date | None) -> Sql | None:
    """Open steps past a day of their own that comes before the case's."""
    sql = (
        "SELECT c.id FROM cases_step s JOIN cases_case c ON c.id = s.case_id WHERE s.state = 'open' AND s.due_on < %s"
        f" AND s.due_on < c.due_on AND {no_card(RULE, 'c.id')}"
    )
    return sql, [day_in(today(at))]


def judge(story: Story, day: date, calendars: Calendars) -> Finding | None:
    """The first civil day after a step's own day on which it was still open; what makes the promise late is told by that."""
    first: tuple[date, str, Desks] | None = None
    for place, desks in enumerate(story.desks):
        end = min(story.desks[place + 1].event.day if place + 1 < len(story.desks) else _end(story), day)
        for key, text in desks.due.items():
            due = day_of(text)
            if (
                due is not None
                and desks.states.get(key) == "open"
                and (on := max(desks.event.day, due + ONE_DAY)) <= end
            ):
                first = (
                    min(first, (on, key, desks), key=lambda one: (one[0], one[1]))
                    if first
                    else (on, key, desks)
                )
        if first:
            break
    if first is None:
        return None
    on, key, desks = first
    over = story.over("promised", day)
    stage = next((one for one in story.published.route if one.key == key), None)
    if stage is None or (over is not None and over[1] <= on):
        return None
    says = f"环节“{stage.name}”应在{zh_date(date.fromisoformat(desks.due[key]))}前办完，{zh_date(on)}开始时还没有办完。"
    return Finding(
        RULE,
        CARD,
        on,
        story.hop_of(stage),
        why(says, calendars, desks.event.at, desks.event, due=desks.due[key], steps=[key]),
    )


def _end(story: Story) -> date:
    over = story.over_event
    return over.day if over else date.max
