"""A bundle's version (一件事) from draft to force: draft, keep, drop, submit, hand back, publish by a second person, retire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.catalogue import (
    bundle_changes,
    bundle_checks,
    bundle_records,
    checks,
    departments,
    difference,
    records,
)
from yichuang.catalogue.acts import bundling, turns
from yichuang.catalogue.models import Bundle, BundleVersion, Item, VersionState
from yichuang.catalogue.records import Record
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.people.models import Organisation

LISTS = (
    "cooperating_departments", "national_lists", "entry_conditions", "scenarios", "members", "feeds", "merged_materials", "aliases",
    "covers", "settles", "results",
)  # fmt: skip


@act("catalogue.draft_bundle", on=Register, book="catalogue")
def draft_bundle(
    turn: Turn, *, by: Actor, at: datetime, bundle: Any = None, name: str = "", category: str = "", lead: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A draft stands beside the bundle's version in force: a copy of it when `bundle` is given, else the record of a new one."""
    found = _bundle_of(bundle, by.region) if bundle else _new(turn, name, category, lead)
    waiting = BundleVersion.objects.filter(bundle=found, state__in=turns.OPEN).first()
    if waiting is not None:
        raise WrongState(f"这个一件事已经有一份没发布的第 {waiting.number} 版，接着改那一份，或先放弃它。")
    last = BundleVersion.objects.filter(bundle=found).order_by("-number").first()
    source = found.current or last
    record = source.content if source else _first(found)
    number = (last.number if last else 0) + 1
    row = bundling.version_row(
        found.pk, number, record, at, turn.on, state=VersionState.DRAFT, drafted_by_id=by.person
    )
    version = BundleVersion.objects.create(region=found.region, **row)
    turn.enter("catalogue.draft_bundle", {"bundle": str(found.pk), "key": found.key, "number": number})
    return {"bundle": str(found.pk), "version": version.pk, "number": number}


def _bundle_of(text: Any, region: str) -> Bundle:
    found: Bundle = turns.by_id(Bundle.objects.filter(region=region), text, "没有这个一件事。")
    return found


def _new(turn: Turn, name: str, category: str, lead: int | None) -> Bundle:
    title = turns.in_text(name, 200, "name", "一件事的名称")
    theme = turns.in_text(category, 40, "category", "主题")
    region = turn.by.region
    body = Organisation.objects.filter(pk=lead, region=region, valid_to=None).first() if lead else None
    if body is None:
        raise BadInput("请选择牵头部门。", field="lead")
    if Bundle.objects.filter(region=region, name=title, retired_on=None).exists():
        raise BadInput(f"已经有“{title}”。要改它，打开它再起草新版。", field="name")
    made = uuid7()
    return Bundle.objects.create(
        id=made, region=region, key=f"bundle-{made.hex[-12:]}", name=title, category=theme, lead=body
    )


def _first(bundle: Bundle) -> Record:
    return bundle_records.skeleton(
        key=bundle.key, name=bundle.name, category=bundle.category, lead=bundle.lead.name
    )


@working_paper("catalogue.keep_bundle")
def keep_bundle(version: int, *, record: Record, seen: str = "", by: Actor, at: datetime) -> dict[str, Any]:
    """Keep what was typed into a bundle's draft, finished or not; `seen` is the digest the writer started from."""
    row = turns.own(_draft(version, by), by)
    turns.typed(row, record, seen, LISTS)
    kept = {**record, "id": row.bundle.key}
    odd = list(checks.unprintable(kept, bundle_records.LABELS))
    if odd:
        raise BadInput(odd[0].sentence, field="record")
    made = bundling.version_row(row.bundle_id, row.number, kept, at, day_of(at))
    made |= {"imported": False, "drafted_by_id": row.drafted_by_id or by.person}
    BundleVersion.objects.filter(pk=version).update(**made)
    return {"version": version, "digest": made["digest"]}


@working_paper("catalogue.drop_bundle")
def drop_bundle(version: int, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Give up a bundle's draft; the next one gets the next number."""
    row = _draft(version, by)
    BundleVersion.objects.filter(pk=row.pk).update(state=VersionState.DROPPED)
    return {"version": version}


def _draft(version: int, by: Actor) -> BundleVersion:
    found = BundleVersion.objects.select_related("bundle", "drafted_by").filter(region=by.region)
    row: BundleVersion = turns.held_draft(found, version, by, "catalogue.draft_bundle")
    return row


@act("catalogue.submit_bundle", on=Bundle)
def submit_bundle(turn: Turn, *, by: Actor, at: datetime, version: int) -> dict[str, Any]:
    """A bundle's draft with nothing against it waits for another person to publish it."""
    row = _version_of(turn, version)
    turns.stands(row, VersionState.DRAFT, "不用再送审。")
    _ready(row, turn.stamp, "改好才能送审")
    BundleVersion.objects.filter(pk=row.pk).update(state=VersionState.SUBMITTED)
    turn.enter("catalogue.submit_bundle", {"number": row.number, "digest": row.digest})
    return {"version": row.pk, "number": row.number}


def _version_of(turn: Turn, version: int) -> BundleVersion:
    found = BundleVersion.objects.filter(bundle=turn.row.id, pk=version) if isinstance(version, int) else None
    row = found.select_related("bundle").first() if found is not None else None
    if row is None:
        raise NotThere("这个一件事没有这一版。")
    return row


def _ready(row: BundleVersion, stamp: int, then: str) -> None:
    stop = against(row, stamp)
    if stop:
        raise turns.NotReady(f"还有 {len(stop)} 处要改，{then}。", problems=stop)


def against(row: BundleVersion, stamp: int) -> list[dict[str, str]]:
    """Return what stands against submitting a bundle's version: hard findings and a lead that is no body of the region."""
    record = row.content
    found = [
        {"element": one.element, "path": one.path, "text": one.text, "sentence": one.sentence}
        for one in checks.hard(bundle_checks.check(record, bundle_checks.members_in_force(record, stamp)))
    ]
    found += turns.unknown_body(row.region, record.get("lead_department") or None, "lead_department")
    return found


@act("catalogue.hand_back_bundle", on=Bundle)
def hand_back_bundle(turn: Turn, *, by: Actor, at: datetime, version: int, reason: str) -> dict[str, Any]:
    """A submitted version of a bundle goes back to its drafter, with the reason."""
    row = _version_of(turn, version)
    why = turns.handed_back(row, reason)
    BundleVersion.objects.filter(pk=row.pk).update(state=VersionState.DRAFT)
    turn.enter("catalogue.hand_back_bundle", {"number": row.number, "reason": why})
    return {"version": row.pk, "number": row.number}


@act("catalogue.publish_bundle", on=Bundle)
def publish_bundle(
    turn: Turn, *, by: Actor, at: datetime, version: int, worse_reason: str = ""
) -> dict[str, Any]:
    """A submitted version of a bundle is in force from today and never changes again; whoever drafted it may not publish it."""
    row = _version_of(turn, version)
    turns.stands(row, VersionState.SUBMITTED, "送审后才能发布。")
    _ready(row, turn.stamp, "不能发布。退回给起草的人")
    record = row.content
    marks = difference.worse(changes(turn.row.current_id, record))
    reason = turns.worse_given(marks, worse_reason)
    BundleVersion.objects.filter(pk=turn.row.current_id).update(state=VersionState.PAST)
    BundleVersion.objects.filter(pk=row.pk).update(
        state=VersionState.PUBLISHED, published_at=at, effective_on=turn.on, worse=records.text_of(marks), worse_reason=reason,
    )  # fmt: skip
    bodies = departments.found(turn.row.region, [record["lead_department"]])
    turn.set(current_id=row.pk, retired_on=None, **bundling.columns(record, bodies))
    turn.enter(
        "catalogue.publish_bundle",
        {"number": row.number, "digest": row.digest, "worse": marks, "reason": reason},
    )
    turn.change_rules()
    return {"version": row.pk, "number": row.number, "worse": marks}


def changes(current: int | None, record: Mapping[str, Any]) -> list[bundle_changes.Told]:
    """Return how a record differs from a version of its bundle, or nothing when there is none."""
    before = BundleVersion.objects.filter(pk=current).first() if current else None
    if before is None:
        return []
    keys = {m.get("item_id") for one in (before.content, record) for m in one.get("members") or ()}
    names = dict(Item.objects.filter(region=before.region, key__in=keys).values_list("key", "name"))
    return bundle_changes.compare(before.content, record, names)


@act("catalogue.retire_bundle", on=Bundle)
def retire_bundle(turn: Turn, *, by: Actor, at: datetime, reason: str) -> dict[str, Any]:
    """The bundle takes no more applications; its items are still applied for one by one, what runs finishes."""
    turns.retire(turn, "catalogue.retire_bundle", reason, "这个一件事已经停办了。")
    return {}
