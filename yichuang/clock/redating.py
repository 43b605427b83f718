"""What is re-dated when the calendar moves, beside the clocks of cases: each room says whom, its act re-dates them in bulk."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yichuang.journal import bulk, stamps
from yichuang.journal.actor import system

PAGE = 2000
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Way:
    """An act that re-dates one subject (`why` is its only parameter), and the open subjects whose days lie about a span."""

    act: Callable[..., Any]
    open: Callable[[Span], QuerySet[Any]]


WAYS: dict[str, Way] = {}
# Where a way stands in the calendars of now; a process that begins anew passes over what stays as it is once more.
_reached: dict[tuple[str, str, int, Span], UUID] = {}


def run(at: datetime, span: Span, *, why: str, seconds: float) -> bool:
    """Re-date for some `seconds` all that is open; returns whether none is left. What has its right day already is left alone."""
    until, stamp = time.monotonic() + seconds, stamps.current()
    over = all(_one(name, way, at, span, why, until, stamp) for name, way in sorted(WAYS.items()))
    if over:
        _reached.clear()
    return over


def _one(name: str, way: Way, at: datetime, span: Span, why: str, until: float, stamp: int) -> bool:
    found = way.open(span)
    for region in found.order_by("region").values_list("region", flat=True).distinct():
        place = (name, region, stamp, span)
        while time.monotonic() < until:
            after = _reached.get(place, UUID(int=0))
            page = list(
                found.filter(region=region, pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PAGE]
            )
            bulk.perform(way.act, page, by=system(region), at=at, why=why).settle()
            if page:
                _reached[place] = page[-1]
            if len(page) < PAGE:
                break
        else:
            return False
    return True
