"""What a case needs to know of the item version it is pinned to: read once, kept, because versions do not change."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yichuang.catalogue.models import Item, Version
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere

UNITS = {"工作日": "working", "自然日": "natural"}


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of the route: its key, what it is, whose it is (None: the item's department), what it waits for, what its no does."""

    key: str
    name: str
    kind: str
    department: str | None
    after: tuple[str, ...]
    days: int | None
    join: str = "all"
    refusal: str = "opinion"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """An item version as the acts see it; `record` is the whole interchange record."""

    id: int
    number: int
    item: Any
    key: str
    name: str
    code: str
    zone: str
    department: int
    department_name: str
    department_code: str
    department_phone: str
    review_body: str
    court: str
    type: str
    handling: str
    at_once: bool
    combined: bool
    statutory_days: int | None
    committed_days: int | None
    unit: str
    extension_days: int | None
    route: tuple[RouteStep, ...]
    record: Mapping[str, Any]

    @property
    def promised_days(self) -> int | None:
        """The days people are promised: committed, else statutory, else unknown."""
        return self.committed_days if self.committed_days is not None else self.statutory_days

    @property
    def joint(self) -> bool:
        """Whether several organs handle it as one (统一、联合、集中办理, 《行政许可法》 art. 42(2))."""
        return bool(self.record.get("joint"))


DEFAULT_ROUTE = (
    RouteStep("review", "审查", "review", None, (), None),
    RouteStep("approve", "决定", "approve", None, ("review",), None),
)


def facts(version_id: int) -> VersionFacts:
    """Return the facts of a version; NotThere if there is none."""
    return _facts(version_id, stamps.database())


def fresh(version_id: int) -> VersionFacts:
    """Return the facts of a draft, read anew: only what is published never changes."""
    return _facts.__wrapped__(version_id, "")


@lru_cache(maxsize=8192)
def _facts(version_id: int, database: str) -> VersionFacts:
    version = Version.objects.select_related("item__department").filter(pk=version_id).first()
    if version is None:
        raise NotThere("没有这个版本的事项。")
    item, record = version.item, json.loads(version.record)
    body = item.department
    return VersionFacts(
        id=version.pk, number=version.number, item=item.pk, key=item.key, name=record.get("name") or item.name, code=item.code,
        zone=item.zone, department=body.pk, department_name=body.name, department_code=body.code, department_phone=body.phone,
        review_body=body.review_body, court=body.court, type=version.type, handling=version.handling, at_once=version.at_once,
        combined=version.combined, statutory_days=version.statutory_days, committed_days=version.committed_days,
        unit=UNITS.get(version.day_kind, "working"), extension_days=version.extension_days, route=_route(record), record=record,
    )  # fmt: skip


def _route(record: Mapping[str, Any]) -> tuple[RouteStep, ...]:
    steps = record.get("route")
    if not steps:
        return DEFAULT_ROUTE
    return tuple(
        RouteStep(
            s["key"],
            s.get("name") or s["key"],
            s.get("post") or "review",
            s.get("department"),
            tuple(s.get("after") or ()),
            s.get("days"),
            s.get("join") or "all",
            s.get("refusal") or "opinion",
        )
        for s in steps
    )


KEPT: list[Any] = [_facts]


def forget() -> None:
    """Drop what is kept (tests that roll back reuse ids)."""
    for kept in KEPT:
        kept.cache_clear()


def current(item_id: Any, stamp: int) -> VersionFacts:
    """Return the published version of an item, by item id; NotThere if there is none."""
    found = stamps.kept(stamp, "catalogue.current", _current_by_item).get(item_id)
    if found is None:
        raise NotThere("这个事项还没有发布，或者已经停办。")
    return facts(found)


def by_name(text: str, stamp: int) -> VersionFacts:
    """Return the published version of the item with this key, code or local code; NotThere if there is none."""
    found = stamps.kept(stamp, "catalogue.names", _current_by_name).get(text.strip())
    if found is None:
        raise NotThere(f"没有事项“{text[:60]}”。可以用事项的标识或编码。")
    return facts(found)


def by_keys(keys: Iterable[str], stamp: int) -> dict[str, VersionFacts]:
    """Return the published versions of the items with these keys, by key; what is not in force is missing from it."""
    known = stamps.kept(stamp, "catalogue.keys", _current_by_key)
    return {key: facts(known[key]) for key in keys if key in known}


def residents(stamp: int) -> frozenset[Any]:
    """Return the ids of items that the halls accept (已进驻)."""
    return stamps.kept(
        stamp,
        "catalogue.residents",
        lambda: frozenset(Item.objects.filter(resident=True).values_list("pk", flat=True)),
    )


def _current_by_item() -> dict[Any, int]:
    return dict(Item.objects.filter(current__isnull=False, retired_on=None).values_list("pk", "current_id"))


def _current_by_name() -> dict[str, int]:
    found: dict[str, int] = {}
    rows = Item.objects.filter(current__isnull=False, retired_on=None).values_list(
        "key", "code", "local_code", "pk", "current_id"
    )
    for key, code, local, pk, version in rows:
        found.update({name: version for name in (key, code, local, str(pk)) if name})
    return found


def _current_by_key() -> dict[str, int]:
    return dict(Item.objects.filter(current__isnull=False, retired_on=None).values_list("key", "current_id"))
