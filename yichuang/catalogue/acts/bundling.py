"""Bundles (一件事) on their way in with `catalogue.import`: sorted against what is known, checked with their members' records, stored."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.catalogue import bundle_checks, bundle_records, records
from yichuang.catalogue.acts import sorting, turns
from yichuang.catalogue.acts.sorting import Named, Sorted
from yichuang.catalogue.models import Bundle, BundleVersion, VersionState
from yichuang.catalogue.records import Record
from yichuang.journal.acts import Turn
from yichuang.people.models import Organisation


def apart(named: Named) -> tuple[list[tuple[str, Any]], list[tuple[str, Any]]]:
    """Return the items and the bundles among records: a bundle is known by its members."""
    bundles = [one for one in named if bundle_records.is_bundle(one[1])]
    return [one for one in named if not bundle_records.is_bundle(one[1])], bundles


def sort(region: str, stamp: int, named: Named, coming: Iterable[Any]) -> Sorted:
    """Sort bundles by what they bring; their members are those in force and the items that come with them."""
    made, members = Sorted(), _member_records(named, stamp, coming)

    def checked(record: Any) -> tuple[list[str], int]:
        found = bundle_checks.check(record, members)
        return [one.sentence for one in bundle_checks.refusing(found)], len(found)

    rows = sorting.distinct(named, checked, made)
    there = sorting.known(Bundle.objects.filter(region=region), BundleVersion.objects.all(), "bundle")
    drafts = {one.bundle_id: one for one in BundleVersion.objects.filter(region=region, state__in=turns.OPEN)}
    sorting.against(there, drafts, lambda draft: draft.imported, "一件事", rows, made)
    return made


def _member_records(named: Named, stamp: int, coming: Iterable[Any]) -> dict[str, Mapping[str, Any]]:
    known: dict[str, Mapping[str, Any]] = {}
    for _, record in named:
        known |= bundle_checks.members_in_force(record, stamp)
    fresh = {one["id"]: one for one in coming if isinstance(one, dict) and isinstance(one.get("id"), str)}
    return known | fresh


def store(
    turn: Turn, sorted_: Sorted, bodies: Mapping[str, Organisation], published: bool, at: datetime
) -> None:
    """Write the new bundles in force, the changed ones as next versions: drafts unless `published`."""
    Bundle.objects.bulk_create(
        Bundle(id=row.owner, region=turn.by.region, key=row.record["id"], **columns(row.record, bodies))
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
            row.owner, row.number, row.record, at, turn.on, state=state, drafted_by_id=drafter
        )
        made = BundleVersion.objects.create(region=turn.by.region, imported=True, **values)
        if row in in_force:
            more = columns(row.record, bodies) if row.current else {}
            Bundle.objects.filter(pk=row.owner).update(current=made, retired_on=None, **more)


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
