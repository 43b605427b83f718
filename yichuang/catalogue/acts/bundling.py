"""Bundles (一件事) on their way in with `catalogue.import`: sorted against what is known, checked with their members' records, stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from yichuang.catalogue import bundle_checks, bundle_records, records
from yichuang.catalogue.models import Bundle, BundleVersion, VersionState
from yichuang.catalogue.records import Record
from yichuang.ground.ids import uuid7
from yichuang.journal.acts import Turn
from yichuang.people.models import Organisation

OPEN = (VersionState.DRAFT, VersionState.SUBMITTED)
Named = Sequence[tuple[str, Any]]


@dataclass(slots=True, eq=False)
class Row:
    """One bundle on its way in: where it stood, its digest, what it makes or changes, what it owes."""

    place: str
    record: Record
    digest: str
    debts: int = 0
    bundle: UUID = field(default_factory=uuid7)
    number: int = 1
    current: int | None = None
    draft: int | None = None


@dataclass(slots=True)
class Sorted:
    """The rows by what they bring, and why any of them cannot be taken."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    @property
    def coming(self) -> list[Row]:
        """What will be stored."""
        return [*self.new, *self.changed]

    def told(self) -> dict[str, int]:
        """The counts."""
        return {"new": len(self.new), "changed": len(self.changed), "same": self.same}


def apart(named: Named) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """Return the items and the bundles among records: a bundle is known by its members."""
    bundles = [one for one in named if bundle_records.is_bundle(one[1])]
    return [one for one in named if not bundle_records.is_bundle(one[1])], bundles


def sort(region: str, stamp: int, named: Named, coming: Iterable[Any]) -> Sorted:
    """Sort bundles by what they bring; their members are those in force and the items that come with them."""
    made, seen = Sorted(), dict[str, Row]()
    known = _member_records(named, stamp, coming)
    for place, record in named:
        found = bundle_checks.check(record, known)
        reasons = [one.sentence for one in bundle_checks.refusing(found)]
        if reasons:
            _refuse(made, place, record, reasons[:20])
            continue
        row = Row(place, record, records.digest_of(records.text_of(record)), len(found))
        first = seen.setdefault(record["id"], row)
        if first is not row and first.digest != row.digest:
            _refuse(made, place, record, [f"标识“{record['id']}”在{first.place}已经有了，内容不同。留一条。"])
        made.same += first is not row and first.digest == row.digest
    _against_known(region, list(seen.values()), made)
    return made


def _refuse(made: Sorted, place: str, record: Any, reasons: list[str]) -> None:
    key = record.get("id")
    made.refused.append({"place": place, "id": key[:80] if isinstance(key, str) else "", "reasons": reasons})


def _member_records(named: Named, stamp: int, coming: Iterable[Any]) -> dict[str, Mapping[str, Any]]:
    known: dict[str, Mapping[str, Any]] = {}
    for _, record in named:
        known |= bundle_checks.members_in_force(record, stamp)
    fresh = {one["id"]: one for one in coming if isinstance(one, dict) and isinstance(one.get("id"), str)}
    return known | fresh


def _against_known(region: str, rows: list[Row], made: Sorted) -> None:
    known = {bundle["key"]: bundle for bundle in _known(region)}
    drafts = {one.bundle_id: one for one in BundleVersion.objects.filter(region=region, state__in=OPEN)}
    for row in rows:
        bundle = known.get(row.record["id"])
        if bundle is None:
            made.new.append(row)
            continue
        draft = drafts.get(bundle["pk"])
        ours = draft if draft is not None and draft.imported and draft.state == VersionState.DRAFT else None
        if row.digest in (bundle["current__digest"], ours.digest if ours else None):
            made.same += 1
        elif draft is not None and ours is None:
            why = f"这个一件事的第 {draft.number} 版正在起草或送审，先发布或放弃它，再导入。"
            _refuse(made, row.place, row.record, [why])
        else:
            row.bundle, row.current, row.draft = bundle["pk"], bundle["current_id"], ours.pk if ours else None
            row.number = ours.number if ours else bundle["last"] + 1
            made.changed.append(row)


def _known(region: str) -> Any:
    last = BundleVersion.objects.filter(bundle=OuterRef("pk")).order_by("-number").values("number")[:1]
    found = Bundle.objects.filter(region=region).annotate(last=Subquery(last))
    return found.values("pk", "key", "current_id", "current__digest", "last")


def store(
    turn: Turn, sorted_: Sorted, bodies: Mapping[str, Organisation], published: bool, at: datetime
) -> None:
    """Write the new bundles in force, the changed ones as next versions: drafts unless `published`."""
    Bundle.objects.bulk_create(
        Bundle(id=row.bundle, region=turn.by.region, key=row.record["id"], **columns(row.record, bodies))
        for row in sorted_.new
    )
    BundleVersion.objects.filter(pk__in=[row.draft for row in sorted_.changed if row.draft]).delete()
    in_force = sorted_.coming if published else sorted_.new
    if published:
        past = [row.current for row in in_force if row.current]
        BundleVersion.objects.filter(pk__in=past).update(state=VersionState.PAST)
    for row in sorted_.coming:
        state = VersionState.PUBLISHED if row in in_force else VersionState.DRAFT
        drafter = turn.by.person if row in sorted_.changed else None
        values = version_row(
            row.bundle, row.number, row.record, at, turn.on, state=state, drafted_by_id=drafter
        )
        made = BundleVersion.objects.create(region=turn.by.region, imported=True, **values)
        if row in in_force:
            more = columns(row.record, bodies) if row.current else {}
            Bundle.objects.filter(pk=row.bundle).update(current=made, retired_on=None, **more)


def columns(record: Record, bodies: Mapping[str, Organisation]) -> dict[str, Any]:
    """Return the columns of a bundle that repeat its record."""
    lead = bodies[record["lead_department"]]
    return {"name": record["name"], "category": record["category"], "lead_id": lead.pk}


def version_row(
    bundle: UUID, number: int, record: Record, at: datetime, on: date, **more: Any
) -> dict[str, Any]:
    """Return the columns of a bundle's version for a record."""
    text = records.text_of(record)
    made = {
        "bundle_id": bundle, "number": number, "record": text, "digest": records.digest_of(text), "made_at": at,
        **bundle_records.columns(record), **more,
    }  # fmt: skip
    return (
        made | {"published_at": at, "effective_on": on}
        if made.get("state") == VersionState.PUBLISHED
        else made
    )
