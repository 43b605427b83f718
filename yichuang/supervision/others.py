"""What is judged and is no case: ratings not mended, work orders not answered, grants not signed for, results not published."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from itertools import chain, groupby
from operator import itemgetter
from pkgutil import iter_modules
from uuid import UUID

from yichuang.complaints.models import WorkOrder
from yichuang.ground import many
from yichuang.inspections.models import Draw, Grant
from yichuang.journal.models import Entry
from yichuang.law import BeyondCalendar
from yichuang.law.conduct.calendars import Calendars
from yichuang.law.conduct.cards import RECOUNTS
from yichuang.law.conduct.story import Event, Finding, count_from
from yichuang.ratings.models import Rating
from yichuang.supervision import beyond, reading
from yichuang.supervision.probing import Find

COLUMNS = "t.subject, t.seq, t.act, t.at, t.recorded_at, t.payload, t.by_person, t.by_name, t.region"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about something else than a case; `first` is the act with which its chains begin."""

    rule: str
    name: str
    card: str
    basis: str
    hop: str
    appeal: str
    about: str
    first: str
    find: Find
    judge: Callable[[Sequence[Event], date, Calendars], Finding | None]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules in their order."""
    pages = [import_module(f"{beyond.__name__}.{page.name}") for page in iter_modules(beyond.__path__)]
    return tuple(
        Rule(p.RULE, p.NAME, p.CARD, p.BASIS, p.HOP, p.APPEAL, p.ABOUT, p.FIRST, p.find, p.judge)
        for p in pages
    )


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of something that is no case, and the rule about it."""

    id: UUID
    region: str
    rule: Rule
    events: Sequence[Event]

    @property
    def recounts(self) -> list[Event]:
        """The entries that say that its days were counted anew."""
        return [event for event in self.events if event.act in RECOUNTS]

    def found(self, stamp: int, day: date, before: int | None = None) -> Finding | None:
        """Return what the rule finds by a day, or as it was before an entry."""
        events = [event for event in self.events if before is None or event.seq < before]
        return _found(self.rule, events, day, reading.calendars(self.region, stamp)) if events else None


def read(subjects: Sequence[UUID], stamp: int) -> Iterator[Chain]:
    """Yield the chains of those subjects that a rule is about."""
    raw = (
        sorted(many.some(Entry, "subject", list(subjects), COLUMNS), key=itemgetter(0, 1)) if subjects else []
    )
    for key, group in groupby(raw, key=itemgetter(0)):
        entries = list(group)
        rule = next((rule for rule in all_rules() if rule.first == entries[0][2]), None)
        if rule is not None:
            region = entries[0][8]
            events = reading.events_of(entries)
            count_from(events, reading.back_dated(stamp, region, events[0].day))
            yield Chain(reading.subject_of(key), region, rule, events)


def findings(subjects: Sequence[UUID], stamp: int, day: date) -> Iterator[tuple[UUID, str, str, Finding]]:
    """Yield what the rules find in the chains of these subjects."""
    for chain_ in read(subjects, stamp):
        found = chain_.found(stamp, day)
        if found is not None:
            yield chain_.id, chain_.region, chain_.rule.about, found


def _found(rule: Rule, events: Sequence[Event], day: date, calendars: Calendars) -> Finding | None:
    try:
        return rule.judge(events, day, calendars)
    except BeyondCalendar:
        return None


def everything() -> Iterator[UUID]:
    """Yield all bad ratings, all work orders, all pushed grants, all draws."""
    ratings = Rating.objects.filter(bad=True).order_by("pk").values_list("pk", flat=True)
    orders = WorkOrder.objects.order_by("pk").values_list("pk", flat=True)
    grants = Grant.objects.order_by("pk").values_list("pk", flat=True)
    draws = Draw.objects.order_by("pk").values_list("pk", flat=True)
    return chain(ratings.iterator(), orders.iterator(), grants.iterator(), draws.iterator())
