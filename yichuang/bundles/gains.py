"""Before and after, from the records: applications, papers, days and visits of things that are done, by month and bundle."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Part, Thing
from yichuang.catalogue import bundles, versions
from yichuang.clock import book
from yichuang.journal.models import Entry

FEW = 10
CONTACTS = ("bundles.receive", "bundles.hand_in", "bundles.hand_over")


@dataclass(frozen=True, slots=True)
class Gain:
    """A bundle in a month: medians before (each item for itself) and after (as one); None where no record says it."""

    name: str
    count: int
    applications: tuple[float | None, float | None]
    papers: tuple[float | None, float | None]
    planned_visits: tuple[float | None, float | None]
    visits: float | None
    days: tuple[float | None, float | None]

    @property
    def few(self) -> bool:
        """Whether so few things stand behind it that it says little."""
        return self.count < FEW


def gains(region: str, first: date, last: date, stamp: int) -> list[Gain]:
    """Return one row a bundle for the things whose last result came from `first` to `last`."""
    found = list(Thing.objects.filter(region=region, finished_on__gte=first, finished_on__lte=last))
    ids = [one.pk for one in found]
    parts: dict[UUID, list[Part]] = {}
    for part in Part.objects.filter(thing__in=ids):
        parts.setdefault(part.thing_id, []).append(part)
    entries: dict[UUID, list[Entry]] = {}
    for entry in Entry.objects.filter(subject__in=ids, act__in=CONTACTS).order_by("seq"):
        entries.setdefault(entry.subject, []).append(entry)
    by_name: dict[str, list[dict[str, Any]]] = {}
    for thing in found:
        told = _of(thing, parts.get(thing.pk, []), entries.get(thing.pk, []), stamp)
        by_name.setdefault(bundles.facts(thing.version_id).name, []).append(told)
    return [_row(name, those) for name, those in sorted(by_name.items())]


def _of(thing: Thing, parts: list[Part], entries: list[Entry], stamp: int) -> dict[str, Any]:
    saved = json.loads(entries[0].payload).get("saved", {}) if entries else {}
    took = [versions.facts(part.version_id).promised_days for part in parts]
    known = [days for days in took if days is not None]
    whole = book.calendar(stamp, thing.region).between(thing.accepted_on, thing.finished_on) if thing.accepted_on and thing.finished_on else None  # fmt: skip
    return saved | {
        "parts": len(parts) or None, "one": 1, "promised": sum(known) if known and len(known) == len(took) else None, "took": whole,
        "contacts": len({entry.at.date() for entry in entries if entry.by_post is not None}) if entries else None,
    }  # fmt: skip


def _row(name: str, those: list[dict[str, Any]]) -> Gain:
    def of(key: str) -> float | None:
        return middle(one.get(key) for one in those)

    return Gain(
        name, len(those), (of("parts"), of("one")), (of("materials_before"), of("materials_after")), (of("visits_before"), of("visits_after")),
        of("contacts"), (of("promised"), of("took")),
    )  # fmt: skip


def middle(values: Iterable[Any]) -> float | None:
    """Return the median of what is known; None where nothing is, never 0."""
    known = [value for value in values if value is not None]
    return median(known) if known else None
