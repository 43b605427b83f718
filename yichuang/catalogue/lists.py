"""The written lists as people read and print them: 授权清单 and how full it is, 委托受理清单, debts, what the gate keeps."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.catalogue import gate
from yichuang.catalogue.models import (
    Authorisation,
    Basis,
    BundleVersion,
    Debt,
    Decision,
    Entrustment,
    Item,
    Version,
)
from yichuang.catalogue.records import Record


@dataclass(frozen=True, slots=True)
class Fullness:
    """授权到位率: resident items with a written authorisation to decide, of all resident items; and those without."""

    authorised: int
    resident: int
    missing: tuple[Item, ...]

    @property
    def rate(self) -> str:
        """The share in words, with one decimal."""
        return f"{100 * self.authorised / self.resident:.1f}%" if self.resident else "没有进驻事项"


def in_force(day: date) -> Q:
    """Return the condition for rows in force on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))


def authorisations(
    region: str, day: date, *, department: int | None = None, item: UUID | None = None, past: bool = False
) -> QuerySet[Authorisation]:
    """Return the rows of the authorisation list in force on a day (or all of them), by department and item."""
    found = Authorisation.objects.filter(region=region).select_related(
        "item__department", "post__organisation"
    )
    if not past:
        found = found.filter(in_force(day) | Q(starts_on__gt=day))
    if department:
        found = found.filter(item__department=department)
    if item:
        found = found.filter(item=item)
    return found.order_by("item__department__name", "item__key", "decision", "post_id", "starts_on")


def fullness(region: str, day: date, *, department: int | None = None) -> Fullness:
    """Return how full the authorisation list is: a resident item counts when a post may decide it (决定 or 当场办结)."""
    items = Item.objects.filter(
        region=region, resident=True, current__isnull=False, retired_on=None
    ).select_related("department")
    if department:
        items = items.filter(department=department)
    decided = set(
        Authorisation.objects.filter(
            in_force(day),
            region=region,
            decision__in=[Decision.APPROVE, Decision.AT_ONCE],
            post__closed_on=None,
        ).values_list("item_id", flat=True)
    )
    every = list(items.order_by("department__name", "key"))
    missing = tuple(item for item in every if item.pk not in decided)
    return Fullness(len(every) - len(missing), len(every), missing)


def entrustments(
    region: str, day: date, *, department: int | None = None, hall: int | None = None, past: bool = False
) -> QuerySet[Entrustment]:
    """Return the rows of the list of entrusted acceptance in force on a day (or all of them)."""
    found = Entrustment.objects.filter(region=region).select_related(
        "item__department", "hall", "zone", "window"
    )
    if not past:
        found = found.filter(in_force(day) | Q(starts_on__gt=day))
    if department:
        found = found.filter(item__department=department)
    if hall:
        found = found.filter(Q(hall=hall) | Q(hall=None))
    return found.order_by("item__department__name", "item__key", "hall_id", "zone_id", "window_id")


def debts(
    region: str, *, department: int | None = None, kind: str = "", item: UUID | None = None
) -> QuerySet[Debt]:
    """Return what published records still owe: the current version's open debts."""
    found = Debt.objects.filter(
        version__item__region=region,
        version__state="published",
        mended_on=None,
        version__item__retired_on=None,
    )
    if department:
        found = found.filter(version__item__department=department)
    if kind:
        found = found.filter(kind=kind)
    if item:
        found = found.filter(version__item=item)
    return found.select_related("version__item__department").order_by(
        "version__item__department__name", "version__item__key", "pk"
    )


DEBT_KINDS = (
    ("lint", "说不清的词"),
    ("basis", "没写依据"),
    ("cut", "已判取消，还在清单里"),
    ("term", "时限"),
    ("soft", "可以改得更清楚"),
)


def gate_lines(version: Version) -> list[gate.Line]:
    """Return the gate of a version with the answers given in the office."""
    rows = Basis.objects.filter(version=version).values("element", "name", "clause", "tests", "verdict")
    return gate.lines(version.content, [{**row, "tests": json.loads(row["tests"])} for row in rows])


@dataclass(frozen=True, slots=True)
class GateSheet:
    """One item's lines of a printed 保留 or 取消 list."""

    item: Item
    lines: tuple[gate.Line, ...]


def gate_list(region: str, verdict: str, *, department: int | None = None) -> list[GateSheet]:
    """Return the printable list of what is kept or cut (or owed), item by item, over the versions in force."""
    return gate_lists(region, department=department)[verdict]


def gate_lists(region: str, *, department: int | None = None) -> dict[str, list[GateSheet]]:
    """Return the lists of what is kept, cut and owed, by verdict.

    What earlier versions had cut and the current one no longer asks for stays on the 取消 list.
    """
    items = Item.objects.filter(region=region, current__isnull=False, retired_on=None).select_related(
        "current", "department"
    )
    if department:
        items = items.filter(department=department)
    answers: dict[int, list[dict[str, Any]]] = {}
    for row in Basis.objects.filter(version__in=items.values("current")).values(
        "version_id", "element", "name", "clause", "tests", "verdict"
    ):
        answers.setdefault(row["version_id"], []).append({**row, "tests": json.loads(row["tests"])})
    found: dict[str, list[GateSheet]] = {verdict: [] for verdict in gate.VERDICTS}
    for item in items.order_by("department__name", "key"):
        version = item.current
        if version is None:
            continue
        lines = gate.lines(version.content, answers.get(version.pk, ()))
        for verdict, sheets in found.items():
            own = tuple(line for line in lines if line.verdict == verdict)
            if own:
                sheets.append(GateSheet(item, own))
    return found


def published(region: str) -> list[Record]:
    """Return the records in force, for the export."""
    texts = Version.objects.filter(
        item__region=region, item__retired_on=None, state="published"
    ).select_related("item")
    return [version.content for version in texts]


def bundles(region: str) -> list[Record]:
    """Return the records of the bundles in force, for the export."""
    texts = BundleVersion.objects.filter(region=region, bundle__retired_on=None, state="published")
    return [version.content for version in texts]
