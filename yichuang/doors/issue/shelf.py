"""What lies at the issue desk: on its way to the window, waiting to be fetched, in the post."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from yichuang.cases.models import Case
from yichuang.doors import caseview
from yichuang.journal.actor import Actor

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
class Row:
    """One result: its case, what is left of its clock, and how it is to be fetched."""

    case: Case
    left: Any
    href: str


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
    return ready.exclude(tracking="") if shelf.key == "posted" else ready.filter(tracking="")


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
    return Page([_row(case, actor, today, query) for case in cases[:PAGE]], more, due is None)


def search(words: str, actor: Actor, today: date) -> Page:
    """Return the cases of this hall found by a number, a query code, a name or the end of an ID, newest first."""
    found = (
        Case.objects.visible_to(actor)
        .found_by(words)
        .select_related("item", "department")
        .order_by("-pk")[:PAGE]
    )
    return Page([_row(case, actor, today, {"q": words}) for case in found], "", True)


# A step that is over its limit is a yellow card, the promise and the law's own limits are red ones (domain.md 10.1, Y2).
def _row(case: Case, actor: Actor, today: date, query: dict[str, str]) -> Row:
    href = f"{reverse('issue:case', args=[case.pk])}?{urlencode(query)}"
    left = caseview.left_of(case, actor, today)
    if case.state == "decided" and left.card:
        left = replace(left, card="yellow" if left.days is not None and left.days < 0 else "")
    return Row(case, left, href)


def _read(after: str) -> tuple[date | None, UUID | None]:
    day, _, key = after.partition("~")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None, None
