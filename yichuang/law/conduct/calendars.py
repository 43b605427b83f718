"""The calendar as it was known at an instant: a card is judged by what was in force when it arose."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime

from yichuang.law.days import Calendar


class Calendars:
    """The calendars of a region in the order in which they came into force; the first was there from the beginning."""

    __slots__ = ("_made", "_since")

    def __init__(self, first: Calendar, later: Iterable[tuple[datetime, Calendar]] = ()) -> None:
        rest = sorted(later, key=lambda pair: pair[0])
        self._since = [since for since, _ in rest]
        self._made = [first, *(calendar for _, calendar in rest)]

    def at(self, instant: datetime) -> Calendar:
        """The calendar in force at an instant. Basis: domain.md 2.2 (versioned data)."""
        return self._made[bisect_right(self._since, instant)]
