"""What happens to orders by itself: the next step when nobody signs or answers; an order ends whose card was withdrawn."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Q

from yichuang.clock import book, redating
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.journal.refusals import Refused
from yichuang.journal.streams import issued
from yichuang.journal.sweeps import each
from yichuang.law import urging as law
from yichuang.law.conduct.cards import MOVES
from yichuang.law.terms import midnight
from yichuang.supervision import acts
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order, OrderPaper

BATCH = 200
CLIMBS = tuple(level for level, _ in law.LEVELS if (up := law.next_for_people(level)) and law.may_order(up, "system") is None)  # fmt: skip
GONE = "这张牌已经撤销，督办没有了依据。"


def climb(at: datetime, batch: int = BATCH) -> int:
    """Let the next step follow every order that was not signed for or answered in time. Returns how many were raised."""
    today, stamp, done = day_of(at), stamps.current(), 0
    late = (
        Q(state=law.ORDERED, sign_due_on__lt=today)
        | Q(answer_due_on__lt=today)
        | Q(returns__gte=law.RETURNS_MOST)
    )
    found = Order.objects.filter(late, state__in=law.WAITING, level__in=CLIMBS).order_by("sign_due_on", "id")
    for order in found[:batch]:
        step = law.follows(
            order.level, order.state, sign_due_on=order.sign_due_on, answer_due_on=order.answer_due_on, returns=order.returns,
            today=today, calendar=book.calendar(stamp, order.region),
        )  # fmt: skip
        if step is None:
            continue
        try:
            acts.raise_order(
                order.pk, by=system(order.region), at=at, expected=order.seq, level=step.level, why=step.why
            )
            done += 1
        except Refused:
            continue
    return done


def end(at: datetime, batch: int = BATCH) -> int:
    """Withdraw the open orders whose card was withdrawn. Returns how many."""
    found = (
        Order.objects.open()
        .filter(card__state="withdrawn")
        .order_by("id")
        .values_list("pk", "region")[:batch]
    )
    return each(list(found), at, partial(acts.withdraw_order, why=GONE))


def run(at: datetime) -> int:
    """Do both: what has no ground any more climbs no further."""
    return end(at) + climb(at)


def waiting(span: redating.Span) -> Any:
    """The orders that wait for somebody and whose days lie about a span of the calendar."""
    begun = Q(ordered_at__lt=midnight(span[1] + timedelta(days=1)))
    return Order.objects.filter(begun, state__in=law.WAITING, answer_due_on__gte=span[0])


def open_to_appeal(span: redating.Span) -> Any:
    """The cards that may be appealed against and whose last day for that lies about a span of the calendar."""
    begun = Q(issued_at__lt=midnight(span[1] + timedelta(days=1)))
    return Card.objects.filter(begun, state__in=MOVES["appeal"][0], appeal_due_on__gte=span[0])


def printed() -> str:
    """Return the SQL of all printed orders, which `journal verify` holds against the chains."""
    return issued(OrderPaper._meta.db_table, "order_id")
