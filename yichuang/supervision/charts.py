"""What the charts of the board draw: who is slow, which stage, when it is crowded, what people say; and what is below."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Count, Func, IntegerField, Max, OuterRef, Q, QuerySet, Subquery

from yichuang.cases.models import Case, Step
from yichuang.catalogue.models import Item
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.law.days import Calendar
from yichuang.law.states import OPEN
from yichuang.materials.models import Material
from yichuang.people.models import Organisation
from yichuang.supervision import board
from yichuang.supervision.board import Scope
from yichuang.supervision.models import Card

NEWEST = 20_000
PAPERS = 3_000
WEEKS = 4
ACCEPTS = ("cases.accept", "cases.decide_at_once", "cases.deem_accepted")
STAGES = ("受理", "审查", "决定", "送到窗口", "领取")
HEAT = 10
AHEAD = 8
MINUTE = timedelta(minutes=1)
DEAR = 0.05
K = TypeVar("K")
T = TypeVar("T")


class _Kept:
    """What was dear to make, for a minute: among very many cases a chart may be that old, numbers and table never."""

    def __init__(self) -> None:
        self.made: dict[Any, tuple[datetime, Any]] = {}

    def get(self, key: Any, at: datetime, make: Callable[[], T]) -> T:
        """Return what is kept, or make it; it is kept only if it took long."""
        found = self.made.get(key)
        if found is not None and found[0] <= at < found[0] + MINUTE:
            return cast(T, found[1])
        began = perf_counter()
        value = make()
        if perf_counter() - began > DEAR:
            self.made = {name: one for name, one in self.made.items() if at < one[0] + MINUTE} | {
                key: (at, value)
            }
        return value


_kept = _Kept()


def fresh(what: str, about: Scope, at: datetime, make: Callable[[], T]) -> T:
    """Return what `make` says of this scope, at most a minute old where it is dear to make."""
    return _kept.get((what, stamps.database(), about), at, make)


@dataclass(frozen=True, slots=True)
class Slow:
    """A department and how many of its open cases have how long left, in the order of `board.LEFT`."""

    body: int
    name: str
    counts: tuple[int, ...]


def slow_bodies(about: Scope, calendar: Calendar) -> list[Slow]:
    """Return the departments with open cases, those with most overdue first; in three questions."""
    found = _under_way(about)
    soon, near = board.edges(about.today, calendar)
    told: dict[int, Counter[str]] = {}
    for body, state, due_on, count in found.values_list("department", "state", "due_on").annotate(
        n=Count("pk")
    ):
        left = "still" if state == "correcting" else _left(due_on, about.today, soon, near)
        told.setdefault(body, Counter())[left] += count
    stopped = found.filter(stopped=True).exclude(state="correcting")
    for body, due_on, count in stopped.values_list("department", "due_on").annotate(n=Count("pk")):
        told[body][_left(due_on, about.today, soon, near)] -= count
        told[body]["still"] += count
    names = dict(Organisation.objects.filter(pk__in=told).values_list("pk", "name"))
    rows = [Slow(body, names[body], tuple(one[key] for key, _ in board.LEFT)) for body, one in told.items()]
    return sorted(rows, key=lambda row: (*(-count for count in row.counts[:3]), row.name))


def _under_way(about: Scope) -> QuerySet[Case]:
    """Open cases; all of a region by its bodies, so that the index of departments answers without the rows."""
    if (about.hall, about.bodies, about.items) == (None, None, None):
        own = list(Organisation.objects.filter(region=about.region).values_list("pk", flat=True))
        return Case.objects.filter(department__in=own, state__in=OPEN).order_by()
    return board.cases(about).filter(state__in=OPEN).order_by()


def _left(due_on: date | None, today: date, soon: date, near: date) -> str:
    if due_on is None:
        return "more"
    return "over" if due_on < today else "soon" if due_on <= soon else "near" if due_on <= near else "more"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and the working days it took: the median, and what nine of ten stay within."""

    name: str
    count: int
    median: float
    most: float


def slow_stages(about: Scope, calendar: Calendar) -> tuple[list[Stage], int]:
    """Return the stages of the cases decided in the span (the newest of very many), and how many those are."""
    reviewed = Step.objects.filter(case=OuterRef("pk"), kind="review").order_by().values("case")
    newest = board.decided(about).order_by("-decided_on", "-pk").annotate(
        reviewed=Subquery(reviewed.annotate(at=Max("done_at")).values("at"))
    )  # fmt: skip
    took: list[Counter[int]] = [Counter() for _ in STAGES]
    days = newest.values_list(
        "received_on", "accepted_on", "reviewed", "decided_on", "ready_on", "delivered_on"
    )
    found = days[:NEWEST]
    for row in found:
        marks = [day_of(day) if isinstance(day, datetime) else day for day in row]
        for place, (start, end) in enumerate(pairwise(marks)):
            begin = start or (marks[1] if place == 2 else None)
            if begin is not None and end is not None:
                took[place][calendar.between(begin, end)] += 1
    return [
        Stage(name, one.total(), *spread(one)) for name, one in zip(STAGES, took, strict=True) if one
    ], len(found)


def spread(counted: Counter[int]) -> tuple[float, float]:
    """Return median and ninetieth percentile (nearest rank) of counted values."""
    return _at(counted, 0.5), _at(counted, 0.9)


def _at(counted: Counter[int], share: float) -> float:
    rank, seen = share * counted.total(), 0
    for value in sorted(counted):
        seen += counted[value]
        if seen >= rank:
            return float(value)
    return 0.0


class HourOf(Func):
    """The hour of an instant in UTC; a tenth of the price of Django's own on SQLite."""

    output_field = IntegerField()
    template = "CAST(substr(%(expressions)s, 12, 2) AS INTEGER)"

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """PostgreSQL keeps instants as such."""
        template = "CAST(EXTRACT(HOUR FROM %(expressions)s AT TIME ZONE 'UTC') AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **more)


def crowded_hours(about: Scope) -> tuple[list[tuple[int, int, int]], list[date]]:
    """Return (hour, filed, accepted) of today's weekday in the last weeks, and the days counted."""
    days = [about.today - timedelta(weeks=n) for n in range(WEEKS, -1, -1)]
    filed = _by_hour(board.cases(about).filter(received_on__in=days), "filed_at")
    those = board.cases(about).filter(accepted_on__in=days).order_by().values("pk")
    took = _by_hour(Entry.objects.filter(subject__in=those, act__in=ACCEPTS), "at")
    if not filed and not took:
        return [], days
    first, last = min([*filed, *took, 9]), max([*filed, *took, 16])
    return [(hour, filed[hour], took[hour]) for hour in range(first, last + 1)], days


def _by_hour(found: QuerySet[Any], name: str) -> Counter[int]:
    """Count by the hour in Shanghai, which is eight ahead of UTC all the year."""
    hours = found.order_by().values_list(HourOf(name)).annotate(n=Count("*"))
    return Counter({(hour + AHEAD) % 24: count for hour, count in hours})


def said(about: Scope) -> tuple[list[tuple[str, int]], int]:
    """Return why people were not satisfied, most often first, and how many said so in the span."""
    begin = datetime.combine(about.since, time(), SHANGHAI)
    found = (
        board.ratings(about).counted().filter(bad=True, rated_at__gte=begin).values_list("reasons", flat=True)
    )
    counted: Counter[str] = Counter()
    for text in found:
        counted.update(json.loads(text) or ["没有说"])
    return _most(counted), len(found)


def _most(counted: Counter[K]) -> list[tuple[K, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], str(pair[0])))


def channels(about: Scope) -> list[tuple[str, int]]:
    """Return through which channels the cases of the span came (the newest of very many), most first."""
    return _most(Counter(_newest(about, "channel", NEWEST)))


def _newest(about: Scope, name: str, most: int) -> Any:
    """A column of the cases last received in the span; reads the index `case_received` backwards."""
    found = board.cases(about).filter(received_on__range=(about.since, about.today))
    return found.order_by("-received_on", "-filed_at").values_list(name, flat=True)[:most]


def waived(about: Scope) -> tuple[int, int]:
    """Return (not asked for, wanted in all) of the papers of the newest cases of the span."""
    newest = list(_newest(about, "pk", PAPERS))
    states = Material.objects.filter(subject__in=newest).exclude(state="na").order_by()
    counted = dict(states.values_list("state").annotate(n=Count("pk"))) if newest else {}
    return counted.get("waived", 0), sum(counted.values())


@dataclass(frozen=True, slots=True)
class Heat:
    """An item: how many were decided, how many of them without a correction and without being sent back."""

    key: str
    name: str
    count: int
    first: int


def heat(about: Scope, most: int = HEAT) -> list[Heat]:
    """Return the items with most cases decided in the span: where the catalogue is worth mending."""
    found = board.decided(about).order_by().values_list("item").annotate(
        n=Count("pk"), first=Count("pk", filter=board.FIRST_TIME)
    )  # fmt: skip
    rows = sorted(found, key=lambda row: (-row[1], str(row[0])))[:most]
    items: dict[UUID, Item] = {one.pk: one for one in Item.objects.filter(pk__in=[row[0] for row in rows])}
    return [Heat(items[pk].key, items[pk].name, count, first) for pk, count, first in rows]


def demanded(about: Scope, rules: Iterable[str], most: int = 10) -> list[Card]:
    """Return the newest cards for papers or conditions outside the published list, whatever became of the case."""
    found: Any = Card.objects.filter(region=about.region, rule__in=rules, on__gte=about.since)
    if about.bodies is not None:
        found = found.filter(department__in=about.bodies)
    if about.hall is not None:
        found = found.filter(Q(hall=about.hall) | Q(case__hall=about.hall))
    if about.items is not None:
        found = found.filter(case__item__in=about.items)
    return list(found.select_related("case__item", "department", "hall").order_by("-on", "-pk")[:most])
