"""The published lists that the figures lean on: items with their versions, places, posts, the working days in force."""

import json
from datetime import date, timedelta
from typing import Any

from yichuang.catalogue.lists import in_force
from yichuang.catalogue.models import Authorisation, Bundle, Decision, Item, Version, VersionState
from yichuang.clock import book
from yichuang.halls.models import Hall, Window
from yichuang.people.models import Organisation, Person, Post

NECESSARY, LICENCE = "必要", "电子证照"
OBTAINED = (LICENCE, "数据共享", "系统生成")


def lists(region: str, stamp: int, day: date) -> dict[str, Any]:
    """Return the lists of a region as plain values: what is frozen with a period and goes out with its pack."""
    return {
        "items": _items(region, day),
        "item_keys": _named(Item.objects.filter(region=region).values_list("pk", "key")),
        "days": _days(region, stamp),
        "departments": _named(Organisation.objects.filter(region=region).values_list("pk", "name")),
        "halls": _named(Hall.objects.filter(region=region).values_list("pk", "name")),
        "windows": {
            str(window.pk): f"{window.zone.hall.name}·{window.zone.name}·{window.number}号窗"
            for window in Window.objects.filter(region=region).select_related("zone__hall")
        },
        "people": _named(Person.objects.filter(region=region).values_list("pk", "username")),
        "posts": _named(Post.objects.filter(region=region).values_list("pk", "kind")),
    }


def names(region: str) -> dict[str, dict[str, str]]:
    """Return what people read for the keys of items and people; everything else is its own name."""
    return {
        "item": dict(Bundle.objects.filter(region=region).values_list("key", "name"))
        | dict(Item.objects.filter(region=region).values_list("key", "name")),
        "clerk": dict(Person.objects.filter(region=region).values_list("username", "name")),
    }


def _named(pairs: Any) -> dict[str, str]:
    return {str(key): name for key, name in pairs}


def _items(region: str, day: date) -> dict[str, Any]:
    decided = Authorisation.objects.filter(in_force(day), region=region, decision__in=[Decision.APPROVE, Decision.AT_ONCE], post__closed_on=None)  # fmt: skip
    authorised = set(decided.values_list("item_id", flat=True))
    things = Bundle.objects.filter(region=region, retired_on=None, current__isnull=False).values_list("current__record", flat=True)  # fmt: skip
    bundled = {row["item_id"] for record in things for row in json.loads(record).get("members") or ()}
    found: dict[Any, dict[str, Any]] = {
        item.pk: {
            "name": item.name, "department": item.department.name, "resident": item.resident, "authorised": item.pk in authorised,
            "current": item.current.number if item.current and item.retired_on is None else None, "versions": {}, "key": item.key,
            "retired": item.retired_on is not None, "bundled": item.key in bundled,
        }
        for item in Item.objects.filter(region=region).select_related("department", "current")
    }  # fmt: skip
    kept = Version.objects.filter(region=region).exclude(state__in=[VersionState.DRAFT, VersionState.SUBMITTED, VersionState.DROPPED])  # fmt: skip
    for version in kept:
        found[version.item_id]["versions"][str(version.number)] = _version(version)
    return {item.pop("key"): item for item in found.values()}


def _version(version: Version) -> dict[str, Any]:
    record = json.loads(version.record)
    materials = record.get("materials") or ()
    required = [n for n, one in enumerate(materials) if (one.get("required") or NECESSARY) == NECESSARY]
    return {
        "type": version.type, "at_once": version.at_once, "statutory": version.statutory_days, "committed": version.committed_days,
        "unit": version.day_kind, "required": required, "depth": record.get("online_depth"), "visits": record.get("visits"),
        "zero": all(_sourced(materials[n]) in OBTAINED for n in required), "licensed": any(_sourced(one) == LICENCE for one in materials),
    }  # fmt: skip


def _sourced(material: dict[str, Any]) -> str:
    """Where else than from the applicant a material can be had, by the guide."""
    return str((material.get("obtainable_by") or {}).get("kind") or "")


def _days(region: str, stamp: int) -> dict[str, str]:
    calendar = book.calendar(stamp, region)
    whole = (calendar.last - calendar.first).days + 1
    line = "".join(str(int(calendar.is_workday(calendar.first + timedelta(days=n)))) for n in range(whole))
    return {"first": calendar.first.isoformat(), "work": line}
