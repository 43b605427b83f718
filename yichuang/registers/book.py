"""Which provider answers for a register on a day, kept in memory for one stamp."""

from dataclasses import dataclass
from datetime import date

from yichuang.journal import stamps
from yichuang.law import sources
from yichuang.registers import providers
from yichuang.registers.models import Connection


@dataclass(frozen=True, slots=True)
class Connected:
    """A register that is connected: by which provider, for how many hours an answer holds, since when, on what basis."""

    register: str
    provider: str
    hours: int
    starts_on: date
    basis: str


def connection(stamp: int, region: str, register: str, day: date) -> Connected | None:
    """Return who answers for the register on `day`; None where nobody does."""
    for row in stamps.kept(stamp, ("registers", region), lambda: _rows(region)).get(register, ()):
        if row.starts_on <= day:
            return row if row.provider in providers.found() else None
    return None


def _rows(region: str) -> dict[str, list[Connected]]:
    found: dict[str, list[Connected]] = {}
    for row in Connection.objects.filter(region=region).order_by("-starts_on", "-pk"):
        made = Connected(row.register, row.provider, row.hours, row.starts_on, row.basis)
        found.setdefault(row.register, []).append(made)
    return found


def gives(stamp: int, region: str, register: str, elements: tuple[str, ...], day: date) -> bool:
    """Tell whether the register is connected on `day` and its provider gives these elements."""
    found = connection(stamp, region, register, day)
    return found is not None and set(elements) <= providers.elements(found.provider, register)


def sources_of(stamp: int, region: str, day: date) -> frozenset[str]:
    """Return the names of the sources that are connected on `day`, for at least one kind of holder."""
    return stamps.kept(stamp, ("registers.sources", region, day), lambda: _sources(stamp, region, day))


def _sources(stamp: int, region: str, day: date) -> frozenset[str]:
    return frozenset(
        source.name
        for source in sources.SOURCES.values()
        if any(gives(stamp, region, register, wanted, day) for register, wanted in source.elements.items())
    )
