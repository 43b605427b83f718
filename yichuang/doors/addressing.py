"""The address book as the pages read it: in clear, the usual one first; what a new entry begins with."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.citizens.models import Address
from yichuang.clock import book
from yichuang.doors.citizen import Citizen
from yichuang.ground import vault
from yichuang.law import addresses


def entries(who: Citizen) -> list[dict[str, Any]]:
    """Return the entries of the book, the usual one first."""
    rows = Address.objects.filter(account=who.account).order_by("-first", "-kept_at")
    return [opened(row) for row in rows]


def opened(row: Address) -> dict[str, Any]:
    """Return one entry in clear."""
    said = json.loads(vault.unlock(row.content) or "{}")
    return {"pk": row.pk, "first": row.first, **said, "line": _parts(said).line}


def _parts(said: Mapping[str, str]) -> addresses.Address:
    return addresses.Address(*(said.get(name, "") for name in ("province", "city", "county", "street")))


def usual(who: Citizen) -> dict[str, Any]:
    """Return the usual address, or nothing."""
    return next(iter(entries(who)), {})


def lines(who: Citizen) -> list[str]:
    """Return the addresses as lines, to pick from."""
    return [entry["line"] for entry in entries(who)]


def home(stamp: int, region: str, day: date) -> tuple[str, str, str]:
    """Return the own province, city and county of this place."""
    names = [*book.number(stamp, region, "home_area", day).value.replace("，", "、").split("、"), "", "", ""]
    return names[0], names[1], names[2]


def provinces(own: str) -> tuple[str, ...]:
    """Return the names to pick from, the own one first."""
    return (own, *(name for name in addresses.PROVINCES if name != own)) if own else addresses.PROVINCES
