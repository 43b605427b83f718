"""What the keeper does with cases each minute: silence, colours, gaps, corrections, recounting. Each call is bounded."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from yichuang.cases import acts
from yichuang.cases.acts.intake import silent_since
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.clock.models import Term
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.models import Errand
from yichuang.journal.sweeps import each
from yichuang.law.states import OPEN

BATCH = 500
log = logging.getLogger(__name__)


def deem(at: datetime, batch: int = BATCH) -> int:
    """Accept what nobody answered within the notice clock; returns how many."""
    return _overdue("notice", at, batch, acts.deem_accepted, _may_be_deemed)


def miss_gaps(at: datetime, batch: int = BATCH) -> int:
    """End the cases whose gap (容缺) was not closed in time; returns how many."""
    return _overdue("gap", at, batch, acts.miss_gap)


def remind(at: datetime, batch: int = BATCH) -> int:
    """Remind applicants of their own days, three days before and on the day; once each. Returns how many."""
    today, done = day_of(at), 0
    for left in (3, 0):
        day = today + timedelta(days=left)
        due = Term.objects.filter(kind__in=("correction", "gap"), ended_on=None, due_on=day).order_by("id")
        for subject, region, kind in due.values_list("subject", "region", "kind")[:batch]:
            if Errand.objects.filter(key=f"remind:{subject}:{kind}:{day}:{today}").exists():
                continue
            done += each(
                [(subject, region)],
                at,
                lambda case, kind=kind, day=day, **who: acts.remind(case, kind=kind, due_on=day, **who),
            )
    return done


def lapse(at: datetime, batch: int = BATCH) -> int:
    """End the cases whose correction never came; returns how many."""
    return _overdue("correction", at, batch, acts.lapse)


def turn_colours(at: datetime, batch: int = BATCH) -> int:
    """Record every change of colour that is due; reads one partial index. Returns how many cases turned."""
    due = (
        Case.objects.filter(turns_on__lte=day_of(at))
        .order_by("turns_on", "id")
        .values_list("pk", "region")[:batch]
    )
    return each(list(due), at, acts.turn_colour)


def recount(
    at: datetime,
    *,
    span: tuple[date, date] | None = None,
    after: UUID | None = None,
    batch: int = BATCH,
    why: str = "放假安排已公布",
) -> UUID | None:
    """Count open due days anew, from the case after `after` on; returns where to go on, or None when done.

    Those that are provisional, and those that run through a day of `span`, of which the calendar now says something
    else. Over is over: closed cases keep what they were judged by. Resumable.
    """
    touched = Q(provisional=True)
    if span:
        running = Term.objects.filter(ended_on=None, starts_on__lte=span[1], due_on__gte=span[0])
        touched |= Q(pk__in=running.values("subject"))
    cases = Case.objects.filter(touched, state__in=[*OPEN, "decided", "ready"]).order_by("pk")
    if after is not None:
        cases = cases.filter(pk__gt=after)
    found = list(cases.values_list("pk", "region")[:batch])
    each(found, at, lambda case, **who: acts.recount(case, why=why, **who))
    return found[-1][0] if len(found) == batch else None


def _overdue(
    kind: str,
    at: datetime,
    batch: int,
    act: Callable[..., Any],
    chosen: Callable[[list[tuple[UUID, str]], datetime], list[tuple[UUID, str]]] | None = None,
) -> int:
    """Perform the act on what is overdue, oldest first, up to `batch`; what may not be moved holds up nothing behind it."""
    done, after = 0, 0
    due = Term.objects.filter(kind=kind, ended_on=None, due_on__lt=day_of(at)).order_by("id")
    while done < batch:
        block = list(due.filter(id__gt=after).values_list("id", "subject", "region")[:batch])
        found = [(subject, region) for _, subject, region in block]
        done += each(chosen(found, at) if chosen else found, at, act)
        if len(block) < batch:
            break
        after = block[-1][0]
    return done


def _may_be_deemed(found: list[tuple[UUID, str]], at: datetime) -> list[tuple[UUID, str]]:
    """Keep the cases for which silence is acceptance; the others stay overdue and are seen by their colour."""
    stamp, day = stamps.current(), day_of(at)
    filed = Case.objects.filter(pk__in=[case for case, _ in found], state="filed")
    return [
        (case, region)
        for case, region, version, received_on in filed.order_by("due_on", "pk").values_list(
            "pk", "region", "version_id", "received_on"
        )
        if silent_since(versions.facts(version), region, stamp, received_on, day) is not None
    ]
