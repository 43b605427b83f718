"""Where an item is accepted and results are fetched: halls, zones, windows, hours. Kept in memory for one stamp."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalogue import mandates
from yichuang.catalogue.versions import VersionFacts
from yichuang.halls.models import Hall, Window
from yichuang.journal import stamps

LEVELS = {"county": 0, "town": 1, "village": 2}
ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Area:
    """A zone of a hall with the numbers of its windows."""

    name: str
    kind: str
    kind_word: str
    windows: tuple[tuple[int, int], ...]

    @property
    def numbers(self) -> str:
        """1至3号窗, or 3号窗."""
        return spans([number for _, number in self.windows])


@dataclass(frozen=True, slots=True)
class Place:
    """A hall, and in it the windows that are meant here."""

    hall: int
    name: str
    level: str
    address: str
    phone: str
    complaints: str
    hours: str
    areas: tuple[Area, ...]
    windows: str = ""

    @property
    def issue_area(self) -> str:
        """Where results are handed out: 统一出件1号窗, or nothing."""
        return next((f"{a.name}{a.numbers}" for a in self.areas if a.kind == ISSUE), "")


def halls(stamp: int, region: str) -> tuple[Place, ...]:
    """Return all halls of a region, the county's first."""
    return stamps.kept(stamp, ("doors.halls", region), lambda: _halls(region))


def of_item(facts: VersionFacts, stamp: int, region: str, day: date) -> tuple[Place, ...]:
    """Return the halls to which this item is entrusted on `day`, with the windows that take it."""
    if facts.item not in mandates_of(stamp):
        return ()
    found = []
    for place in halls(stamp, region):
        windows = [
            (area, number)
            for area in place.areas
            for pk, number in area.windows
            if area.kind in ("general", "quick", "cross")
            and mandates.entrusted(stamp, facts.item, place.hall, pk, day)[0]
        ]
        if windows:
            own = [one for one in windows if one[0].name == facts.zone] or windows
            found.append(_at(place, own))
    return tuple(found)


def mandates_of(stamp: int) -> frozenset[Any]:
    """Return the items that some hall accepts."""
    return stamps.kept(stamp, "doors.entrusted_items", _entrusted_items)


def _entrusted_items() -> frozenset[Any]:
    from yichuang.catalogue.models import Entrustment

    return frozenset(Entrustment.objects.values_list("item_id", flat=True))


def _at(place: Place, windows: list[tuple[Area, int]]) -> Place:
    by_area: dict[str, list[int]] = {}
    for area, number in windows:
        by_area.setdefault(area.name, []).append(number)
    words = "、".join(f"{name}{spans(numbers)}" for name, numbers in by_area.items())
    return Place(
        place.hall, place.name, place.level, place.address, place.phone, place.complaints, place.hours, place.areas, words
    )  # fmt: skip


def _halls(region: str) -> tuple[Place, ...]:
    windows: dict[int, list[tuple[int, int]]] = {}
    for zone, pk, number in (
        Window.objects.filter(zone__hall__region=region).order_by("number").values_list("zone_id", "pk", "number")
    ):  # fmt: skip
        windows.setdefault(zone, []).append((pk, number))
    rows = Hall.objects.filter(region=region).prefetch_related("zones").order_by("pk")
    return tuple(_place(row, windows) for row in sorted(rows, key=lambda hall: LEVELS.get(hall.level, 9)))


def _place(hall: Hall, windows: dict[int, list[tuple[int, int]]]) -> Place:
    areas = tuple(
        Area(zone.name, zone.kind, zone.get_kind_display(), tuple(windows.get(zone.pk, ())))
        for zone in sorted(hall.zones.all(), key=lambda zone: zone.pk)
    )
    hours = f"工作日{hall.opens:%-H:%M}至{hall.closes:%-H:%M}"
    return Place(
        hall.pk, hall.name, hall.get_level_display(), hall.address, hall.phone, hall.complaints, hours, areas
    )  # fmt: skip


def spans(numbers: list[int]) -> str:
    """Return 1至3、5号窗 for 1, 2, 3, 5; nothing for none."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}至{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{'、'.join(words)}号窗" if words else ""
