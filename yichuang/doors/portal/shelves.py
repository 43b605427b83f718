"""The items as the public browses them, kept in memory for one stamp, and what most people came for lately."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from yichuang.cases.models import Case
from yichuang.catalogue import stages
from yichuang.catalogue.models import Item
from yichuang.doors.endings import length_words
from yichuang.journal import stamps

LATELY = timedelta(days=60)
PERSONS, BODIES = "person", "body"
WHOM = {PERSONS: "个人办事", BODIES: "企业和单位办事"}
PAGE = 30
# What older people come for, by words of the names, the likeliest first.
ELDERS = (
    "社会保障卡补领",
    "养老金申领",
    "高龄津贴",
    "住院费用报销",
    "身份证到期",
    "优待证",
    "养老",
    "医疗保险",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item on the shelf."""

    item: Any
    key: str
    name: str
    department: str
    zone: str
    whom: frozenset[str]
    promised: str
    visits: int | None
    stages: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """One line that helps to choose: how long, how often one must come."""
        some = [
            f"承诺{self.promised}"
            if self.promised and self.promised != "当场"
            else self.promised and "当场办结",
            "不用到现场" if self.visits == 0 else f"去{self.visits}次" if self.visits else "",
        ]
        return "，".join(filter(None, some)) or self.department


def entries(stamp: int, region: str) -> tuple[Entry, ...]:
    """Return all items in force, by name."""
    return stamps.kept(stamp, ("portal.entries", region), lambda: _entries(region))


def _entries(region: str) -> tuple[Entry, ...]:
    rows = Item.objects.filter(region=region, current__isnull=False, retired_on=None).values_list(
        "pk", "key", "name", "department__name", "zone", "current__committed_days", "current__day_kind", "current__record",
    )  # fmt: skip
    return tuple(sorted((_entry(*row) for row in rows.iterator()), key=lambda one: (one.name, one.key)))


def _entry(
    item: Any, key: str, name: str, department: str, zone: str, days: int | None, unit: str, text: str
) -> Entry:
    record = json.loads(text)
    objects = record.get("service_objects") or ()
    whom = {PERSONS if one == "自然人" else BODIES for one in objects} or {PERSONS, BODIES}
    promised = length_words(days, "natural" if unit == "自然日" else "working")
    return Entry(
        item, key, name, department, zone, frozenset(whom), promised, record.get("visits"), stages.of(record)
    )


def zones(stamp: int, region: str, whom: str) -> list[tuple[str, int]]:
    """Return the fields of matters for persons or bodies, with how many items each holds; the fullest first."""
    return Counter(one.zone for one in entries(stamp, region) if whom in one.whom).most_common()


def by_stage(stamp: int, region: str, whose: str) -> list[tuple[stages.Stage, int]]:
    """Return the stages of a life or of an enterprise with how many items each holds; one without items is left out."""
    count = Counter(name for one in entries(stamp, region) for name in one.stages)
    return [(one, count[one.name]) for one in stages.STAGES if one.whose == whose and count[one.name]]


def departments(stamp: int, region: str) -> list[tuple[str, int]]:
    """Return the departments with how many items each has."""
    return Counter(one.department for one in entries(stamp, region)).most_common()


def often(stamp: int, region: str, day: date, *, whom: str = "", most: int = 8) -> list[Entry]:
    """Return what most people came for in the last sixty days; where too few came yet, one item of each field."""
    known = {one.item: one for one in entries(stamp, region) if not whom or whom in one.whom}
    asked = [known[item] for item in _asked(stamp, region, day) if item in known]
    first_of_field = {one.zone: one for one in reversed(known.values())}.values()
    return list(dict.fromkeys([*asked, *first_of_field, *known.values()]))[:most]


def elders(stamp: int, region: str, day: date, *, most: int) -> list[Entry]:
    """Return what older people come for: matters of persons alone, those of `ELDERS` first, then what is asked often."""
    found = often(stamp, region, day, whom=PERSONS, most=len(entries(stamp, region)))
    alone = [one for one in found if one.whom == {PERSONS}]
    named = [one for word in ELDERS for one in alone if word in one.name]
    return list(dict.fromkeys([*named, *alone, *found]))[:most]


def _asked(stamp: int, region: str, day: date) -> list[Any]:
    """Counted once a day and stamp: over a million cases the count takes a moment."""

    def count() -> tuple[date, list[Any]]:
        rows = (
            Case.objects.filter(received_on__gt=day - LATELY, item__region=region)
            .values_list("item")
            .annotate(n=Count("pk"))
        )
        return day, [item for item, _ in sorted(rows, key=lambda row: (-row[1], str(row[0])))]

    return stamps.kept(stamp, ("portal.asked", region, day), count)[1]
