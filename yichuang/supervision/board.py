"""The board (督办看板): six numbers, each the length of a list that is made the same way, and the cases to push now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from yichuang.cases.models import ANY_CASE, GOING, STAFF_OF_DEPARTMENT, Case, Step
from yichuang.catalogue.models import Item
from yichuang.clock import book
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.halls.models import Hall
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.law.days import Calendar
from yichuang.law.states import OPEN
from yichuang.people.models import Organisation, Person
from yichuang.ratings.models import Rating
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order

DAYS = 30
MOST_DAYS = 400
ITEMS_MOST = 50
PUSH = 12
MOST = 9_999
PUSHED = ("red", "yellow")
LEFT = (("over", "超期"), ("soon", "1天内"), ("near", "2到3天"), ("more", "更多"), ("still", "不计时"))
ON_TIME = Q(decided_on__lte=Coalesce("promised_due_on", "statutory_due_on")) | Q(
    promised_due_on=None, statutory_due_on=None
)
FIRST_TIME = Q(round=0, returns=0)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a board is about: a region, perhaps one hall, some bodies, some items; a span of days up to today."""

    region: str
    since: date
    today: date
    hall: int | None = None
    bodies: frozenset[int] | None = None
    items: frozenset[UUID] | None = None

    def of(self, body: int) -> "Scope":
        """The same, of one body only."""
        return replace(self, bodies=frozenset({body}))


def scope(
    actor: Actor, today: date, *, hall: int | None = None, body: int | None = None, item: str = "", days: int = DAYS
) -> Scope:  # fmt: skip
    """Return what this actor asks for, never more than they may see: a head their own body, a hall's lead their hall."""
    bodies = None if body is None else frozenset({body})
    if actor.kind in STAFF_OF_DEPARTMENT:
        bodies = actor.organisations if bodies is None else bodies & actor.organisations
    since = today - timedelta(days=min(max(days, 1), MOST_DAYS) - 1)
    return Scope(
        actor.region, since, today, hall or _own_hall(actor), bodies, items_named(actor.region, item)
    )


def _own_hall(actor: Actor) -> int | None:
    """The hall of a supervisor who sits at a town's or a village's hall; the county's sees all."""
    return next((one.pk for one in halls(actor) if one.organisation_id == actor.organisation and one.level != "county"), None)  # fmt: skip


def halls(actor: Actor) -> list[Hall]:
    """The halls of the region, for the filter."""
    found: list[Hall] = stamps.kept(
        actor.stamp, ("board.halls", actor.region), lambda: list(Hall.objects.filter(region=actor.region).order_by("pk"))
    )  # fmt: skip
    return found


def bodies(actor: Actor) -> list[Organisation]:
    """The departments that somebody may be asked about: all of the region, or one's own."""
    found: list[Organisation] = stamps.kept(
        actor.stamp, ("board.bodies", actor.region),
        lambda: list(Organisation.objects.filter(region=actor.region, kind="department").order_by("pk")),
    )  # fmt: skip
    own = actor.kind in STAFF_OF_DEPARTMENT
    return [one for one in found if one.pk in actor.organisations] if own else found


def items_named(region: str, name: str) -> frozenset[UUID] | None:
    """The items whose names hold these words, or None for no words: all items."""
    words = name.replace("\0", "").strip()[:60]
    if not words:
        return None
    found = (
        Item.objects.filter(region=region, name__icontains=words).order_by("pk").values_list("pk", flat=True)
    )
    return frozenset(found[:ITEMS_MOST])


def cases(about: Scope) -> QuerySet[Case]:
    """The cases that a board is about, of all days."""
    return cast("QuerySet[Case]", _own(Case.objects.filter(region=about.region), about))


def cards(about: Scope) -> QuerySet[Card]:
    """The cards that hold on cases under way: on whom they land decides, not whose case it is."""
    found = Card.objects.filter(region=about.region).standing().filter(case__state__in=GOING)
    return _narrowed(found, about)


def _narrowed(found: QuerySet[Card], about: Scope) -> QuerySet[Card]:
    if about.hall is not None:
        found = found.filter(Q(hall=about.hall) | Q(case__hall=about.hall))
    if about.bodies is not None:
        found = found.filter(department__in=about.bodies)
    return found if about.items is None else found.filter(case__item__in=about.items)


def accepted(about: Scope) -> QuerySet[Case]:
    """Accepted today."""
    return cases(about).filter(accepted_on=about.today)


def decided(about: Scope) -> QuerySet[Case]:
    """Decided in the span: granted or refused."""
    span = (about.since, about.today)
    return cases(about).filter(decided_on__range=span, outcome__in=("granted", "refused"))


def open_cases(about: Scope, left: str, calendar: Calendar) -> QuerySet[Case]:
    """Cases not yet decided, by the working days left."""
    found = cases(about).filter(state__in=OPEN)
    still = Q(stopped=True) | Q(state="correcting")
    if left == "still":
        return found.filter(still)
    soon, near = edges(about.today, calendar)
    spans = {
        "over": Q(due_on__lt=about.today), "soon": Q(due_on__range=(about.today, soon)),
        "near": Q(due_on__gt=soon, due_on__lte=near), "more": Q(due_on__gt=near) | Q(due_on=None),
    }  # fmt: skip
    return found.exclude(still).filter(spans[left])


def edges(today: date, calendar: Calendar) -> tuple[date, date]:
    """The last days that are one working day away, and three."""
    return calendar.after(today, 2) - timedelta(days=1), calendar.after(today, 4) - timedelta(days=1)


def bad(about: Scope) -> QuerySet[Rating]:
    """Bad ratings of which something is still to be done."""
    return cast("QuerySet[Rating]", ratings(about).unended())


def ratings(about: Scope) -> Any:
    """The ratings that a board is about, of all days."""
    return _own(Rating.objects.filter(region=about.region), about)


def _own(found: Any, about: Scope) -> Any:
    """Keep what has a hall, a department and an item of the board."""
    if about.hall is not None:
        found = found.filter(hall=about.hall)
    if about.bodies is not None:
        found = found.filter(department__in=about.bodies)
    return found if about.items is None else found.filter(item__in=about.items)


LISTS = {
    "red": lambda about: cards(about).filter(level="red"),
    "yellow": lambda about: cards(about).filter(level="yellow"),
    "accepted": accepted,
    "decided": decided,
    "late": lambda about: decided(about).exclude(ON_TIME),
    "on_time": lambda about: decided(about).filter(ON_TIME),
    "again": lambda about: decided(about).exclude(FIRST_TIME),
    "first": lambda about: decided(about).filter(FIRST_TIME),
    "bad": bad,
}


# Of a span of days that is over, as the weekly letter tells it.
OF_SPAN = {
    "taken": lambda about: cases(about).filter(accepted_on__range=(about.since, about.today)),
    "lit_red": lambda about: issued(about).filter(level="red"),
    "lit_yellow": lambda about: issued(about).filter(level="yellow"),
    "rated": lambda about: _rated(about),
}


def issued(about: Scope) -> QuerySet[Card]:
    """The cards that hold since a day of the span, whatever became of the case."""
    found = Card.objects.filter(region=about.region, on__range=(about.since, about.today)).standing()
    return _narrowed(found, about)


def _rated(about: Scope) -> QuerySet[Rating]:
    """The bad ratings of the span that count."""
    begin = datetime.combine(about.since, time(), SHANGHAI)
    end = datetime.combine(about.today + timedelta(days=1), time(), SHANGHAI)
    return cast(
        "QuerySet[Rating]", ratings(about).counted().filter(bad=True, rated_at__gte=begin, rated_at__lt=end)
    )


def length(found: QuerySet[Any]) -> int:
    """Return how many rows a list has, counted up to `MOST`; one more says that there are more."""
    return found.order_by()[: MOST + 1].count()


def numbers(about: Scope) -> dict[str, int]:
    """Return the length of every list of `LISTS`, in five questions."""
    lit = {level: length(cards(about).filter(level=level)) for level in PUSHED}
    done = decided(about).order_by().aggregate(
        decided=Count("pk"), on_time=Count("pk", filter=ON_TIME), first=Count("pk", filter=FIRST_TIME)
    )  # fmt: skip
    rest = {"late": done["decided"] - done["on_time"], "again": done["decided"] - done["first"]}
    return {**lit, **done, **rest, "accepted": accepted(about).count(), "bad": length(bad(about))}


@dataclass(frozen=True, slots=True)
class Push:
    """A case to push: its card, where it stands since when, in whose hands."""

    card: Card
    case: Case
    body: str
    who: str
    since: date
    order: Order | None


def push(about: Scope, most: int = PUSH) -> list[Push]:
    """Return the cases to push now: red before yellow, what holds longest first, each case once."""
    seen: dict[UUID, Card] = {}
    for level in PUSHED:
        found = cards(about).filter(level=level).order_by("on", "pk")
        block = found.select_related("case__item", "case__department", "case__hall", "department", "hall")
        for card in block[: most * 2] if len(seen) < most else ():
            if card.case_id is not None and len(seen) < most:
                seen.setdefault(card.case_id, card)
    return told(seen.values())


def told(lit: Iterable[Card]) -> list[Push]:
    """Return cards with what the table says beside them: last hand, name, order; in three questions."""
    those = [card for card in lit if card.case is not None]
    steps = Step.objects.filter(case__in=[card.case_id for card in those]).exclude(done_at=None)
    last = {
        pk: (name, at)
        for pk, name, at in steps.order_by("done_at").values_list("case_id", "by_name", "done_at")
    }
    people = {card.person for card in those} | {card.case.received_by for card in those if card.case}
    names = dict(Person.objects.filter(pk__in=[pk for pk in people if pk]).values_list("pk", "name"))
    open_ = Order.objects.open().filter(card__in=[card.pk for card in those]).order_by("ordered_at")
    orders = {order.card_id: order for order in open_}
    return [_pushed(card, last.get(card.case_id or ANY_CASE), names, orders.get(card.pk)) for card in those]


def _pushed(card: Card, last: tuple[str, Any] | None, names: dict[int, str], order: Order | None) -> Push:
    case = card.case
    assert case is not None
    who = names.get(card.person or 0) or (
        last[0].split("·")[0] if last else names.get(case.received_by or 0, "")
    )
    days = (
        case.received_on,
        case.accepted_on,
        case.decided_on,
        case.ready_on,
        day_of(last[1]) if last else None,
    )
    body = card.department or card.hall or case.department
    return Push(card, case, body.name, who, max(day for day in days if day), order)


def calendar(about: Scope, stamp: int) -> Calendar:
    """The working days of the region."""
    return book.calendar(stamp, about.region)


def pulse() -> str:
    """Return what changes with every act: so that a board asks little while nothing happened."""
    latest = Entry.objects.aggregate(at=Max("recorded_at"))["at"]
    return latest.isoformat() if latest else ""


def late_first(found: QuerySet[Case]) -> QuerySet[Case]:
    """Order a list of cases: what is due first stands first, what has no day last."""
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")
