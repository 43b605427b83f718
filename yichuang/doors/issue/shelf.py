"""What lies at the issue desk: on its way to the window, waiting to be fetched, in the post.

Results of one thing (一件事) that are fetched together are one row, under the thing's number and name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from yichuang.bundles.models import Part, Thing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles
from yichuang.doors import caseview
from yichuang.journal.actor import Actor
from yichuang.law import things

PAGE, MOST = 50, 1000


@dataclass(frozen=True, slots=True)
class Shelf:
    """One list: its key in the address, its name, and what it says when it is empty."""

    key: str
    name: str
    empty: str


SHELVES = (
    Shelf("coming", "待到窗", "没有在路上的结果。"),
    Shelf("waiting", "待出件", "没有等人来领的结果。"),
    Shelf("posted", "已寄", "没有在邮寄路上的结果。"),
)


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies here of a thing: how many results have come, are still to come, are in the post."""

    thing: Thing
    came: int
    left: int
    sent: int

    @property
    def name(self) -> str:
        """The bundle's name."""
        return bundles.facts(self.thing.version_id).name

    @property
    def words(self) -> str:
        """Whether it can be handed over now."""
        if self.sent and not self.came:
            return f"{self.sent}项在邮寄路上"
        if self.thing.state == things.CLOSED or not (self.came or self.left):
            return dict(things.STATES)[self.thing.state]
        if not self.thing.together:
            return f"到了{self.came}项，办好一项领一项"
        return f"到了{self.came}项，还差{self.left}项" if self.left else f"{self.came}项到齐，可以交"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a result, or all results of a thing that are fetched together; what is left of its clock."""

    case: Case | None
    left: Any
    href: str
    of: Lying | None = None
    whole: bool = False

    @property
    def key(self) -> UUID:
        """What the line opens: the thing, or the case."""
        return self.of.thing.pk if self.of and self.whole else self.case.pk  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows and the cursor of the next one."""

    rows: list[Row]
    next: str
    first: bool


def shelf_named(key: str) -> Shelf:
    """Return the asked list, or the one of results that wait."""
    return next((shelf for shelf in SHELVES if shelf.key == key), SHELVES[1])


def shelf_of(case: Case) -> Shelf:
    """Return the list on which a case lies."""
    key = (
        "coming"
        if case.state == "decided"
        else "posted"
        if case.state == "ready" and case.tracking
        else "waiting"
    )
    return shelf_named(key)


def source(shelf: Shelf, actor: Actor) -> QuerySet[Case]:
    """Return the cases of a list, unordered."""
    lies_here = Q(fetch_hall=None, hall=actor.hall) | Q(fetch_hall=actor.hall)
    mine = Case.objects.visible_to(actor).filter(lies_here)
    if shelf.key == "coming":
        return mine.filter(state="decided")
    ready = mine.filter(state="ready")
    lying = ready.exclude(tracking="") if shelf.key == "posted" else ready.filter(tracking="")
    return lying.exclude(thing__isnull=False, pk__in=_behind(lying, actor, letters=shelf.key == "posted"))


def _behind(lying: QuerySet[Case], actor: Actor, *, letters: bool) -> Any:
    """Return the results that go with one which stands for all of them: fetched together, or in one letter."""
    of = Thing.objects.visible_to(actor).filter(
        pk=OuterRef("thing"), **({} if letters else {"together": True})
    )
    first = lying.filter(thing=OuterRef("thing"), tracking=OuterRef("tracking"), pk__lt=OuterRef("pk"))
    return lying.filter(Exists(of), Exists(first), thing__isnull=False).order_by().values("pk")


def counts(actor: Actor, today: date) -> dict[str, str]:
    """Return how much lies on each list, and how much should have come by now."""
    found = {shelf.key: source(shelf, actor)[: MOST + 1].count() for shelf in SHELVES}
    found["late"] = source(SHELVES[0], actor).filter(due_on__lt=today)[: MOST + 1].count()
    return {key: str(number) if number <= MOST else f"{MOST}+" for key, number in found.items()}


def page(shelf: Shelf, actor: Actor, today: date, after: str = "") -> Page:
    """Return a page of a list: what is due first comes first."""
    found = source(shelf, actor).select_related("item", "department").order_by("due_on", "pk")
    due, last = _read(after)
    if due is not None and last is not None:
        found = found.filter(due_on__gte=due).filter(Q(due_on__gt=due) | Q(pk__gt=last))
    cases = list(found[: PAGE + 1])
    query = {"shelf": shelf.key, **({"after": after} if due else {})}
    more = f"{cases[PAGE - 1].due_on}~{cases[PAGE - 1].pk}" if len(cases) > PAGE else ""
    return Page(_rows(cases[:PAGE], actor, today, query, grouped=shelf.key != "coming"), more, due is None)


def search(words: str, actor: Actor, today: date) -> Page:
    """Return the things and cases of this hall found by a number, a query code, a name or the end of an ID, newest first."""
    whole = list(Thing.objects.visible_to(actor).found_by(words).order_by("-pk")[:PAGE])
    found = (
        Case.objects.visible_to(actor)
        .found_by(words)
        .exclude(thing__in=[thing.pk for thing in whole])
        .select_related("item", "department")
        .order_by("-pk")[:PAGE]
    )
    query = {"q": words}
    lying = lying_of(whole)
    rows = [Row(None, None, _thing_href(thing, query), lying[thing.pk], True) for thing in whole]
    return Page([*rows, *_rows(list(found), actor, today, query)][:PAGE], "", True)


def lying_of(found: Iterable[Thing]) -> dict[UUID, Lying]:
    """Return what lies here of these things: one query."""
    rows = {thing.pk: thing for thing in found}
    came, left, sent = dict.fromkeys(rows, 0), dict.fromkeys(rows, 0), dict.fromkeys(rows, 0)
    parts = Part.objects.filter(thing__in=rows).values_list(
        "thing_id", "state", "case__state", "case__tracking"
    )
    for thing, state, case, tracking in parts if rows else ():
        came[thing] += case == "ready" and not tracking
        sent[thing] += case == "ready" and bool(tracking)
        left[thing] += state in (things.WAITING, things.RUNNING) or case == "decided"
    return {pk: Lying(thing, came[pk], left[pk], sent[pk]) for pk, thing in rows.items()}


def _rows(
    cases: list[Case], actor: Actor, today: date, query: dict[str, str], *, grouped: bool = False
) -> list[Row]:
    """Return cases as rows; on a grouped list the case of a thing that is fetched together stands for the whole."""
    ids = {case.thing for case in cases if case.thing}
    of = lying_of(Thing.objects.visible_to(actor).filter(pk__in=ids)) if ids else {}
    return [_row(case, actor, today, query, of.get(case.thing), grouped) for case in cases]  # type: ignore[arg-type]


# A step that is over its limit is a yellow card, the promise and the law's own limits are red ones (domain.md 10.1, Y2).
def _row(
    case: Case, actor: Actor, today: date, query: dict[str, str], of: Lying | None, grouped: bool
) -> Row:
    whole = grouped and of is not None and (of.thing.together or bool(case.tracking))
    href = f"{reverse('issue:case', args=[case.pk])}?{urlencode(query)}"
    left = caseview.left_of(case, actor, today)
    if case.state == "decided" and left.card:
        left = replace(left, card="yellow" if left.days is not None and left.days < 0 else "")
    return Row(case, left, _thing_href(of.thing, query) if whole and of else href, of, whole)


def _thing_href(thing: Thing, query: dict[str, str]) -> str:
    return f"{reverse('issue:thing', args=[thing.pk])}?{urlencode(query)}"


def _read(after: str) -> tuple[date | None, UUID | None]:
    day, _, key = after.partition("~")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None, None
