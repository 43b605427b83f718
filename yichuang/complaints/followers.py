"""What work orders do when something is due or on record: reminders, orders from the platform, answers back to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from yichuang.clock import book, redating
from yichuang.complaints import acts, hotline, platforms
from yichuang.complaints.models import WorkOrder
from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble
from yichuang.journal.models import Heartbeat
from yichuang.journal.sweeps import SWEEPS, daily, each
from yichuang.law import complaints as law
from yichuang.law.terms import midnight

BATCH, OVERLAP = 500, timedelta(days=2)


def _open(span: redating.Span) -> Any:
    """The orders without an answer whose days lie about a span of the calendar."""
    found = WorkOrder.objects.unanswered()
    return found.filter(received_at__lt=midnight(span[1] + timedelta(days=1)), due_on__gte=span[0])


redating.WAYS["workorders"] = redating.Way(acts.redate, _open)


def remind(at: datetime, batch: int = BATCH) -> int:
    """Remind the bodies whose limit passed, the working day after; criticise those that stay silent. Returns how many."""
    today, stamp = day_of(at), stamps.current()
    past = WorkOrder.objects.unanswered().filter(due_on__lt=today, reminders__lt=2).order_by("due_on", "pk")
    found = []
    for pk, region, due, nth, reminded in past.values_list(
        "pk", "region", "due_on", "reminders", "reminded_on"
    ):
        calendar = book.calendar(stamp, region)
        days = book.number(stamp, region, law.CRITICISM_DAYS, today).whole
        on = (
            law.criticism_on(reminded, days, calendar) if nth and reminded else law.reminder_on(due, calendar)
        )
        if on <= today:
            found.append((pk, region))
    return each(found[:batch], at, acts.remind)


def fetch(at: datetime) -> int:
    """Take in what the city's platform sent since we last asked well; nothing is asked where there is none."""
    name = platforms.current()
    page = platforms.found().get(name)
    if page is None:
        return 0
    ended = Heartbeat.objects.filter(name="hotline").values_list("ended_at", flat=True).first()
    orders = page.fetch((ended or at) - OVERLAP, at)
    return hotline.take_all(orders, by=system(settings.DEPLOYMENT.region), at=at, platform=name)


def tell(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Tell the platform what became of its orders, in the order in which it happened."""
    done: dict[int, str | Trouble | None] = {}
    for asked in sorted(errands, key=lambda one: one.id):
        page = platforms.found().get(str(asked.args["platform"]))
        if page is None:
            done[asked.id] = Trouble("没有这个平台的适配器。", final=True)
            continue
        done[asked.id] = _told(page, asked, at)
    return done


def _told(page: object, asked: Asked, at: datetime) -> str | Trouble:
    args = asked.args
    said = platforms.Said(
        str(args["outer"]), str(args["what"]), at, asked.key, vault.unlock(str(args.get("text", ""))), str(args.get("outcome", "")),
        str(args.get("due_on", "")),
    )  # fmt: skip
    try:
        page.tell(said, at)  # type: ignore[attr-defined]
    except OSError:
        return Trouble("12345平台不通，通了会自动再发。", outage=True)
    except ValueError as error:
        return Trouble(str(error)[:100] or "平台没有收。", final=True)
    return "confirmed"


SWEEPS["complaints"] = daily("complaints", remind)
SWEEPS["hotline"] = fetch
HANDLERS["hotline"] = tell
