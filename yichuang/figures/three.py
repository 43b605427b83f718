"""The 三办 list (马上办、网上办、一次办): item by item from the records, each with what it stands on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue.models import Item
from yichuang.law import figures

ON_LINE = ("全程网办", "网上预审", "网上申请")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item and why it is done at once, on line, in one visit; empty where nothing on record says so."""

    key: str
    name: str
    department: str
    at_once: str
    on_line: str
    once: str


def listed(region: str, content: Mapping[str, Any] | None) -> list[Listed]:
    """Return the items in force that stand on the list; where the record is silent about visits, real cases of a period speak."""
    real = (content or {}).get("indicators", {}).get("once_cases", {}).get("item", {})
    period = (content or {}).get("period", "")
    found = Item.objects.filter(region=region, current__isnull=False, retired_on=None)
    rows = [_of(item, real.get(item.key), period) for item in found.select_related("current", "department").order_by("department__name", "name")]  # fmt: skip
    return [row for row in rows if row.at_once or row.on_line or row.once]


def _of(item: Item, real: list[Any] | None, period: str) -> Listed:
    assert item.current is not None
    record = json.loads(item.current.record)
    depth, visits = record.get("online_depth"), record.get("visits")
    once = f"办事指南：到现场{visits}次" if visits is not None and visits <= 1 else ""
    if visits is None and real and real[0] == real[1] and not figures.few(real[2]):
        once = f"{period}办结{real[2]}件，都不超过1次"
    return Listed(
        item.key, item.name, item.department.name, "即办件：当场办结" if item.current.at_once else "",
        f"办事指南：{depth}" if depth in ON_LINE else "", once,
    )  # fmt: skip
