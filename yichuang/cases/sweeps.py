"""What the keeper does with cases each minute: silence, colours, gaps, corrections, recounting. Each call is bounded."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.cases import acts
from yichuang.cases.acts.intake import silent_since
from yichuang.cases.models import GOING, Case
from yichuang.catalogue import versions
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.clock.models import Term
from yichuang.ground import many, rows
from yichuang.ground.cycles import unsearched
from yichuang.ground.now import day_of
from yichuang.halls.models import Hall
from yichuang.journal import bulk, stamps
from yichuang.journal.actor import system
from yichuang.journal.models import Errand
from yichuang.journal.refusals import WrongState
from yichuang.journal.sweeps import each

BATCH, PAGE, OF_RECOUNT = 500, 5000, 20_000
SECONDS = 20  # then errands and other sweeps have their turn


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


@unsearched()
def turn_colours(at: datetime, batch: int = PAGE) -> int:
    """Record every change of colour that is due, oldest first; reads one partial index. Returns how many cases turned."""
    due = Case.objects.filter(turns_on__lte=day_of(at)).order_by("turns_on", "id")
    done, after, until = 0, None, time.monotonic() + SECONDS
    while time.monotonic() < until:
        later = Q(turns_on=after[0], id__gt=after[1]) | Q(turns_on__gt=after[0]) if after else Q()
        page = list(due.filter(later).values_list("turns_on", "pk", "region")[:batch])
        done += bulk.each(acts.turn_colour, [(case, region) for _, case, region in page], at)
        if len(page) < batch:
            break
        after = page[-1][:2]
    return done


@unsearched()
def recount(
    at: datetime,
    *,
    span: tuple[date, date] | None = None,
    why: str = "放假安排已公布",
    seconds: float | None = None,
) -> bool:
    """Count open due days anew for some `seconds`; returns whether none is left.

    Those that are provisional, and those that run through a day of `span`, of which the calendar now says something
    else. Over is over: closed cases keep what they were judged by. What was counted bears the calendar's version and is
    passed over, so it goes on where it stopped, even when it was killed.
    """
    until = time.monotonic() + (SECONDS if seconds is None else seconds)
    for region in Hall.objects.order_by("region").values_list("region", flat=True).distinct():
        old = Term.objects.filter(ended_on=None, region=region).exclude(
            calendar=book.calendar(stamps.current(), region).version[:16]
        )
        ways: list[tuple[QuerySet[Any], str]] = [(_provisional(old, region), "pk")]
        if span:
            ways.append((old.filter(starts_on__lte=span[1], due_on__gte=span[0]), "subject"))
        for way in ways:
            if not _recounted(*way, region, at, why, until):
                return False
    return True


def _provisional(old: QuerySet[Term], region: str) -> QuerySet[Case]:
    return Case.objects.filter(Exists(old.filter(subject=OuterRef("pk"))), provisional=True, region=region)


def _recounted(found: QuerySet[Any], key: str, region: str, at: datetime, why: str, until: float) -> bool:
    """Count these cases, whose ids are `key`, anew, page by page, until the time is over; returns whether none is left."""
    after = UUID(int=0)
    while time.monotonic() < until:
        later = found.filter(**{f"{key}__gt": after}).order_by(key)
        page = list(later.values_list(key, flat=True)[:OF_RECOUNT])
        states = ", ".join(f"'{state}'" for state in GOING)
        going = many.some(Case, "id", list(dict.fromkeys(page)), "t.id", f"AND t.state IN ({states})")
        told = bulk.perform(
            acts.recount,
            [UUID(case) if rows.is_sqlite() else case for (case,) in going],
            by=system(region),
            at=at,
            why=why,
        ).settle()
        stay = [case for case, error in told.refused if isinstance(error, WrongState)]
        clock.keep_calendar(stay, book.calendar(stamps.current(), region).version, by=system(region), at=at)
        if len(page) < OF_RECOUNT:
            return True
        after = page[-1]
    return False


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
