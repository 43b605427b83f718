"""The drift radar (目录漂移雷达): what desks really ask for under each published version, held against what is published.

Everything is counted over the cases received in a span, so that each number is the length of a list made by the same words.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yichuang.cases.models import STAFF_OF_DEPARTMENT, Case, Notice
from yichuang.catalogue.models import Version
from yichuang.complaints.models import Flaw, counted
from yichuang.journal.actor import Actor
from yichuang.journal.chain import sm3
from yichuang.law.conduct import demands, drifting
from yichuang.materials.models import Material
from yichuang.supervision import board
from yichuang.supervision.drift import FROM
from yichuang.supervision.models import Card

WHATS = ("all", "beyond", "told", "waived", "applied")
SORTS = ("drift", "beyond", "told", "waived", "cases")


@dataclass(frozen=True, slots=True)
class About:
    """What is looked at: a region, from a day to a day, perhaps some publishing bodies, some items."""

    region: str
    since: date
    until: date
    bodies: frozenset[int] | None = None
    items: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A version: how many cases were received under it, asked beyond the list, told to correct, spared a listed paper."""

    version: int
    cases: int
    beyond: int
    told: int
    waived: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What was asked for beyond the list, in so many cases; a condition or a paper."""

    asks: str
    cases: int
    condition: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A window, hall or department, as the address names it: how many of its cases were asked beyond the list, and told."""

    key: str
    name: str
    beyond: int
    told: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One version, whole."""

    row: Row
    demands: list[Demand]
    papers: list[drifting.Paper]
    places: list[Place]
    findings: list[drifting.Finding]


def about(actor: Actor, since: date, until: date, body: int | None = None, item: str = "") -> About:
    """Return what this actor asks for, never more than they may see: a department its own items."""
    bodies = None if body is None else frozenset({body})
    if actor.kind in STAFF_OF_DEPARTMENT:
        bodies = actor.organisations if bodies is None else bodies & actor.organisations
    return About(actor.region, since, until, bodies, board.items_named(actor.region, item))


def cases(one: About, version: int | None = None) -> QuerySet[Case]:
    """The cases received in the span, of one version or of all."""
    found = Case.objects.filter(region=one.region, received_on__gte=one.since, received_on__lt=one.until)
    if one.bodies is not None:
        found = found.filter(item__department__in=one.bodies)
    if one.items is not None:
        found = found.filter(item__in=one.items)
    return cast("QuerySet[Case]", found if version is None else found.filter(version=version))


def _cards() -> QuerySet[Card]:
    return Card.objects.filter(rule=FROM, case=OuterRef("pk")).standing()


def _papers(**asked: Any) -> Exists:
    return Exists(Material.objects.filter(subject=OuterRef("pk"), **asked))


def named(found: QuerySet[Case], what: str, *, place: int | None = None, asks: str = "", at: str = "") -> QuerySet[Case]:  # fmt: skip
    """Narrow cases to those that a number counts: the one definition for numbers and lists."""
    if what == "beyond":
        found = found.filter(Exists(_located(_asking(_cards(), asks), at)))
    if what == "told":
        found = found.filter(round__gt=0) if place is None else found.filter(Exists(_telling(place)))
        found = found.filter(received_at(at)) if at else found
    if what == "waived":
        only: dict[str, Any] = {} if place is None else {"place": place}
        found = found.filter(_papers(state="waived", **only))
    if what == "applied" and place is not None:
        found = found.filter(Exists(Material.objects.filter(subject=OuterRef("pk"), place=place).exclude(state="na")))  # fmt: skip
    return found


def _telling(place: int) -> QuerySet[Notice]:
    return Notice.objects.filter(case=OuterRef("pk"), lines__contains=mark(place))


def mark(place: int) -> str:
    """How a line of a notice names the place of its material; a quote within a text is written otherwise."""
    return f'"place": {place}, '


def _asking(found: QuerySet[Card], asks: str) -> QuerySet[Card]:
    return found.filter(evidence__contains=f'"asks":{json.dumps(asks, ensure_ascii=False)}') if asks else found  # fmt: skip


def _located(found: QuerySet[Card], at: str) -> QuerySet[Card]:
    kind, number = _at(at)
    columns = {"w": Q(window=number), "h": Q(hall=number, window=None), "d": Q(department=number)}
    return found.filter(columns.get(kind, Q()))


def _at(text: str) -> tuple[str, int]:
    kind, number = text[:1], text[1:]
    return (kind, int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else ("", 0)


def received_at(at: str) -> Q:
    """Cases that came in at a window, or with a department."""
    kind, number = _at(at)
    column = {
        "w": Q(window=number),
        "h": Q(hall=number, window=None, passed_on=False),
        "d": Q(department=number, window=None, passed_on=True),
    }
    return column.get(kind, Q())


def rows(one: About, sort: str = "drift") -> list[Row]:
    """Return the versions under which something came in, those that drift most first; in four questions."""
    every = cases(one).order_by()
    by_version = lambda found: dict(found.values_list("version").annotate(n=Count("pk")))  # noqa: E731
    whole, told = by_version(every), by_version(named(every, "told"))
    beyond, waived = by_version(named(every, "beyond")), by_version(named(every, "waived"))
    made = [Row(pk, n, beyond.get(pk, 0), told.get(pk, 0), waived.get(pk, 0)) for pk, n in whole.items()]
    return sorted(made, key=lambda row: (*_order(row, sort), row.version))


def _order(row: Row, sort: str) -> tuple[float, ...]:
    shares = {name: -getattr(row, name) / row.cases for name in ("beyond", "told", "waived")}
    if sort == "cases":
        return (-row.cases,)
    if sort in shares:
        return (shares[sort], -row.cases)
    return (shares["beyond"], -row.beyond, shares["told"], shares["waived"])


def seen(one: About, version: Version) -> Seen:
    """Return everything about one version; as many questions whatever there is."""
    found = cases(one, version.pk).order_by()
    cards = list(
        Card.objects.filter(rule=FROM, case__in=found.values("pk"))
        .standing()
        .select_related("window", "hall", "department")
        .order_by("on", "pk")
    )
    whole = found.aggregate(
        n=Count("pk"), told=Count("pk", filter=Q(round__gt=0)), waived=Count("pk", filter=_papers(state="waived"))
    )  # fmt: skip
    row = Row(version.pk, whole["n"], len(cards), whole["told"], whole["waived"])
    asked, papers = _demands(cards), _listed(version, found)
    places = _places(cards, named(found, "told"))
    findings = drifting.findings(row.cases, [(d.asks, d.cases, d.condition) for d in asked], papers)
    return Seen(row, asked, papers, places, findings)


def _demands(cards: Sequence[Card]) -> list[Demand]:
    counted_: Counter[str] = Counter()
    for card in cards:
        counted_.update({str(line["asks"]) for line in card.why.get("asks", ())})
    rows_ = sorted(counted_.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Demand(asks, n, demands.is_condition(asks)) for asks, n in rows_]


def _listed(version: Version, found: QuerySet[Case]) -> list[drifting.Paper]:
    listed = version.content.get("materials") or ()
    states = Material.objects.filter(subject__in=found.values("pk")).exclude(state="na").order_by()
    applied: Counter[int] = Counter()
    waived: Counter[int] = Counter()
    for place, state, n in states.values_list("place", "state").annotate(n=Count("pk")):
        applied[place] += n
        waived[place] += n if state == "waived" else 0
    told = _told(found, len(listed))
    return [
        drifting.Paper(n, str(m["name"]), applied[n], told[n], waived[n], str(m.get("required") or "必要"))
        for n, m in enumerate(listed)
    ]


def _told(found: QuerySet[Case], count: int) -> list[int]:
    if not count:
        return []
    notices = Notice.objects.filter(case__in=found.values("pk")).order_by()
    made = notices.aggregate(
        **{f"p{n}": Count("case", distinct=True, filter=Q(lines__contains=mark(n))) for n in range(count)}
    )
    return [made[f"p{n}"] for n in range(count)]


def _places(cards: Sequence[Card], told: QuerySet[Case]) -> list[Place]:
    names: dict[str, str] = {}
    beyond: Counter[str] = Counter()
    for card in cards:
        key, name = _place_of(card.window, card.department, card.hall)
        names[key] = name
        beyond[key] += 1
    counts: Counter[str] = Counter()
    columns = ("window", "window__name", "department", "department__name", "hall", "hall__name", "passed_on")
    for window, w_name, department, d_name, hall, h_name, passed, n in told.values_list(*columns).annotate(n=Count("pk")):  # fmt: skip
        key, name = (
            (f"w{window}", w_name)
            if window
            else (f"d{department}", d_name)
            if passed
            else (f"h{hall}", h_name)
        )
        names.setdefault(key, name)
        counts[key] += n
    return [
        Place(key, names[key], beyond[key], counts[key])
        for key in sorted(names, key=lambda one: (-beyond[one], -counts[one], one))
    ]


def _place_of(window: Any, department: Any, hall: Any) -> tuple[str, str]:
    if window is not None:
        return f"w{window.pk}", str(window)
    if department is not None:
        return f"d{department.pk}", str(department.name)
    return (f"h{hall.pk}", str(hall.name)) if hall is not None else ("", "")


def finding_key(version: int, found: drifting.Finding) -> str:
    """Return under which words the errand about a finding is known, so that nobody hands it on twice."""
    about_what = found.name if found.place is None else str(found.place)
    return f"{version}:{found.kind}:{sm3(about_what)[:16]}"


def handed_on(version: int) -> dict[str, Flaw]:
    """Return the open work of the editors that came from the findings of a version."""
    open_ = Flaw.objects.waiting().filter(finding__startswith=f"{version}:")
    return {one.finding: one for one in open_}


def found_by_people(region: str, items: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many errors people found in the guides of these items that are not yet ended."""
    return cast("dict[UUID, int]", counted(Flaw.objects.waiting().filter(region=region, item__in=items)))
