"""Replaying the figures: from the journal alone, and held against what was frozen or what the tables say; byte by byte."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yichuang.figures import ledger, reckoning
from yichuang.figures.acts.periods import frozen
from yichuang.figures.lists import lists
from yichuang.figures.models import Period
from yichuang.journal import stamps
from yichuang.journal.chain import canonical, sm3
from yichuang.law import figures


@dataclass(frozen=True, slots=True)
class Compared:
    """A period replayed: whether the bytes are the same, both digests, and the places where they differ."""

    period: str
    closed: bool
    journal: str
    kept: str
    differs: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether not a byte differs."""
        return self.journal == self.kept


def compared(region: str, day: date) -> Iterator[Compared]:
    """Replay every closed period up to its cut-off, and the month and quarter under way as they stand."""
    done = set()
    for period in Period.objects.filter(region=region).order_by("first", "name"):
        done.add(period.name)
        yield one_closed(period)
    for name in (figures.holding(day), figures.holding(day, quarter=True)):
        if name not in done:
            yield one_open(region, name, day)


def one_closed(period: Period) -> Compared:
    """Replay a closed period from what was recorded by its cut-off, with the lists of that day."""
    until = datetime.fromisoformat(period.figures()["cut_off"])
    made = reckoning.replay(period.region, period.name, period.kept(), until)
    kept = frozen(period)
    told = _compare(period.name, True, reckoning.only(made, kept), kept)
    head = period.ledger().get("head")
    if head is None or head == ledger.head(period):
        return told
    return replace(
        told, journal=sm3(f"{told.journal}\n{ledger.head(period)}"), differs=(*told.differs, "ledger")
    )


def one_open(region: str, name: str, day: date) -> Compared:
    """Replay an open period and reckon it from the tables."""
    kept = lists(region, stamps.current(), day)
    return _compare(name, False, reckoning.replay(region, name, kept), reckoning.reckon(region, name, kept))


def _compare(name: str, closed: bool, journal: dict[str, Any], kept: dict[str, Any]) -> Compared:
    mine, theirs = reckoning.flat(journal), reckoning.flat(kept)
    places = sorted(set(mine) | set(theirs))
    differs = tuple(" ".join(place).strip() for place in places if mine.get(place) != theirs.get(place))
    return Compared(name, closed, sm3(canonical(journal)), sm3(canonical(kept)), differs)
