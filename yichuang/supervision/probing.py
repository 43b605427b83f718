"""The probes of the house, found by walking their folder, and what several of them say alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

from yichuang.clock.models import LIT
from yichuang.ground import rows
from yichuang.ground.now import day_of
from yichuang.law import BeyondCalendar
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.story import Event, Finding, Hop, Limit, Story
from yichuang.law.numbers import zh_date
from yichuang.supervision import probes

Sql = tuple[str, list[Any]]
Find = Callable[[datetime, date | None], Sql | None]
Judge = Callable[[Story, date, Calendars], Finding | None]


@dataclass(frozen=True, slots=True)
class Probe:
    """One rule: its name, card, articles, which hop it lands on, how it is appealed, whom to look at, how to judge."""

    rule: str
    name: str
    card: str
    basis: str
    hop: str
    appeal: str
    find: Find
    judge: Judge


@cache
def all_probes() -> tuple[Probe, ...]:
    """Return the probes in the order of their rules."""
    pages = [import_module(f"{probes.__name__}.{page.name}") for page in iter_modules(probes.__path__)]
    made = [
        Probe(page.RULE, page.NAME, page.CARD, page.BASIS, page.HOP, page.APPEAL, page.find, page.judge)
        for page in pages
    ]
    return tuple(sorted(made, key=lambda probe: probe.rule))


def judged(
    story: Story, day: date, calendars: Calendars, among: Iterable[Probe] | None = None
) -> list[Finding]:
    """Return what the probes find in a story by a civil day, each at most once."""
    found = (_judged(probe, story, day, calendars) for probe in among or all_probes())
    return [finding for finding in found if finding is not None]


def _judged(probe: Probe, story: Story, day: date, calendars: Calendars) -> Finding | None:
    try:
        return probe.judge(story, day, calendars)
    except BeyondCalendar:  # nobody knows yet which days are working days
        return None


def no_card(rule: str, subject: str) -> str:
    """Return the condition that no card of the rule stands in the way; one that a recount made wrong does not."""
    return f"NOT EXISTS (SELECT 1 FROM supervision_card k WHERE k.subject = {subject} AND k.rule = '{rule}' AND {stands('k')})"


def stands(card: str) -> str:
    """Return the condition that a card stands in the way of another, in the words of the index `card_once`: else SQLite does not use it."""
    return f"(NOT {card}.state = 'withdrawn' OR {card}.decided_by IS NOT NULL)"


def running(rule: str, kind: str, condition: str, params: Sequence[Any]) -> Sql:
    """Return the SQL of subjects with a running clock of a kind for which the condition holds and that have no card yet."""
    sql = (
        f"SELECT t.subject FROM clock_term t WHERE t.kind = '{kind}' AND t.ended_on IS NULL"
        f" AND {condition} AND {no_card(rule, 't.subject')}"
    )
    return sql, [day_in(value) for value in params]


def passed(rule: str, kind: str, at: datetime) -> Sql:
    """Return the SQL of clocks of a kind that are past their day and do not stand still."""
    return running(rule, kind, "t.due_on < %s AND NOT t.stopped", [today(at)])


def nearly(rule: str, kind: str, at: datetime) -> Sql:
    """Return the SQL of clocks of a kind whose last days have come, those past them included; each half has its index."""
    lit, params = running(rule, kind, f"t.colour IN {LIT} AND NOT t.stopped", [])
    turning, more = running(
        rule, kind, f"t.turns_on <= %s AND t.colour NOT IN {LIT} AND NOT t.stopped", [today(at)]
    )
    return f"{lit} UNION ALL {turning}", [*params, *more]


def today(at: datetime) -> date:
    """Return the civil day of an instant."""
    return day_of(at)


def day_in(value: Any) -> Any:
    """Return a day as this database compares it."""
    return value.isoformat() if isinstance(value, date) and rows.is_sqlite() else value


def why(
    says: str, calendars: Calendars, at: datetime, *entries: Event | None, **more: Any
) -> Mapping[str, Any]:
    """Return the evidence: the sentence, the calendar as it was, the places in the chain, and the figures it rests on."""
    places = sorted({event.seq for event in entries if event is not None})
    return {"says": says, "calendar": calendars.at(at).version, "entries": places, **more}


def overdue(
    rule: str, card: str, kind: str, word: str, story: Story, day: date, calendars: Calendars
) -> Finding | None:
    """Return the card of a limit, called by its word, that a case went past while its clock ran."""
    found = story.over(kind, day)
    if found is None or found[0].due is None:
        return None
    limit, on = found
    says = f"{word}到{zh_date(found[0].due)}，没有停止计时，{zh_date(on)}开始时还没有决定。"
    return on_desk(rule, card, says, limit, found[0].due, on, story, calendars)


def on_desk(
    rule: str, card: str, says: str, limit: Limit, due: date, on: date, story: Story, calendars: Calendars
) -> Finding:
    """Return the card about a limit, on whose turn it was when the day began."""
    hop, steps = story.desk(on)
    told = why(
        says, calendars, limit.known.at, limit.event, limit.known, due=due.isoformat(), steps=list(steps)
    )
    return Finding(rule, card, on, hop, told)


def of(event: Event, hop: Hop) -> Hop:
    """Return the hop with the person who made an entry, where it lands on a hall; departments answer as departments."""
    if hop.hall is None or event.person is None:
        return hop
    return Hop(hop.name, hop.department, hop.hall, hop.window, event.person)


def asked(subject: UUID, found: Finding, about: str = "case") -> dict[str, Any]:
    """Return what the act of issuing a card is told."""
    hop = found.hop
    return {
        "of": subject, "about": about, "case": subject if about == "case" else None, "rule": found.rule, "level": found.level, "on": found.on,
        "hop": hop.name[:40], "department": hop.department or None, "hall": hop.hall, "window": hop.window, "person": hop.person,
        "evidence": dict(found.evidence),
    }  # fmt: skip
