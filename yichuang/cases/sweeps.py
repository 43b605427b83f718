"""What the keeper does with cases each minute: silence, colours, gaps, corrections, recounting. Each call is bounded."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import acts
from yichuang.cases.models import Case
from yichuang.clock.models import Term
from yichuang.ground.now import day_of
from yichuang.journal.actor import system
from yichuang.journal.refusals import Refused
from yichuang.law.states import OPEN

BATCH = 500


def deem(at: datetime, batch: int = BATCH) -> int:
    """Accept what nobody answered within the notice clock; returns how many."""
    found = _terms("notice", at, batch)
    return _each(found, at, acts.deem_accepted)


def miss_gaps(at: datetime, batch: int = BATCH) -> int:
    """End the cases whose gap (容缺) was not closed in time; returns how many."""
    return _each(_terms("gap", at, batch), at, acts.miss_gap)


def lapse(at: datetime, batch: int = BATCH) -> int:
    """End the cases whose correction never came; returns how many."""
    return _each(_terms("correction", at, batch), at, acts.lapse)


def turn_colours(at: datetime, batch: int = BATCH) -> int:
    """Record every change of colour that is due; reads one partial index. Returns how many cases turned."""
    due = (
        Case.objects.filter(turns_on__lte=day_of(at))
        .order_by("turns_on", "id")
        .values_list("pk", "region")[:batch]
    )
    return _each(list(due), at, acts.turn_colour)


def recount(
    at: datetime, *, after: UUID | None = None, batch: int = BATCH, why: str = "放假安排已公布"
) -> UUID | None:
    """Count the open provisional due days anew, from the case after `after` on; returns where to go on, or None when done.

    Resumable: a case that is no longer provisional is passed over.
    """
    cases = Case.objects.filter(provisional=True, state__in=[*OPEN, "decided", "ready"]).order_by("pk")
    if after is not None:
        cases = cases.filter(pk__gt=after)
    found = list(cases.values_list("pk", "region")[:batch])
    _each(found, at, lambda case, **who: acts.recount(case, why=why, **who))
    return found[-1][0] if len(found) == batch else None


def _terms(kind: str, at: datetime, batch: int) -> list[tuple[UUID, str]]:
    due = Term.objects.filter(kind=kind, ended_on=None, due_on__lt=day_of(at)).order_by("due_on", "id")
    return list(due.values_list("subject", "region")[:batch])


def _each(found: Iterable[tuple[UUID, str]], at: datetime, act: Callable[..., Any]) -> int:
    """Perform the act on each; one that may not (somebody was faster, the type has no such rule) is left as it is."""
    done = 0
    for case, region in found:
        try:
            act(case, by=system(region), at=at)
            done += 1
        except Refused:
            continue
    return done
