"""A version before it is in force: draft, keep, submit, hand back, drop."""

import json
from datetime import datetime
from typing import Any

from yichuang.catalogue import checks, coding, gate, records
from yichuang.catalogue.acts import turns
from yichuang.catalogue.models import Basis, Item, Version, VersionState
from yichuang.catalogue.records import Record
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import codes
from yichuang.people.models import Organisation

LISTS = (
    "legal_basis",
    "conditions",
    "scenarios",
    "materials",
    "route",
    "points",
    "result_documents",
    "special_procedures",
    "bases",
    "service_objects",
)


@act("catalogue.draft", on=Register, book="catalogue")
def draft(
    turn: Turn, *, by: Actor, at: datetime, item: Any = None, name: str = "", department: int | None = None, zone: str = "", type: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A draft stands beside the version in force: a copy of it when `item` is given, else the record of a new item."""
    found = turns.item_of(item, by.region) if item else _new_item(turn, name, department, zone, type)
    last = Version.objects.filter(item=found).order_by("-number").first()
    waiting = Version.objects.filter(item=found, state__in=turns.OPEN).first()
    if waiting is not None:
        raise WrongState(f"这个事项已经有一份没发布的第 {waiting.number} 版，接着改那一份，或先放弃它。")
    source = found.current or last
    record = source.content if source else _first_record(found, type)
    number = (last.number if last else 0) + 1
    row = turns.version_row(
        found.pk, number, record, at, turn.on, state=VersionState.DRAFT, drafted_by_id=by.person
    )
    version = Version.objects.create(region=found.region, **row)
    if source is not None:
        _carry_answers(source.pk, version.pk)
    turn.enter("catalogue.draft", {"item": str(found.pk), "key": found.key, "number": number})
    return {"item": str(found.pk), "version": version.pk, "number": number}


def _new_item(turn: Turn, name: str, department: int | None, zone: str, type: str) -> Item:
    title = turns.in_text(name, 200, "name", "事项名称")
    place = turns.in_text(zone, 40, "zone", "受理区")
    body = Organisation.objects.filter(pk=department, region=turn.by.region).first() if department else None
    if body is None:
        raise BadInput("请选择实施部门。", field="department")
    if codes.type_code(type) is None:
        raise BadInput("请选择事项类型。", field="type")
    if Item.objects.filter(region=turn.by.region, name=title, department=body, retired_on=None).exists():
        raise BadInput(f"{body.name}已经有“{title}”。要改它，打开那个事项再起草新版。", field="name")
    giver = coding.Codes(Item.objects.filter(region=turn.by.region).values_list("code", flat=True))
    code, provisional = giver.give({"type": type}, body.code)
    base, variant = records.derived(title)
    return Item.objects.create(
        id=uuid7(), region=turn.by.region, key=f"item-{code[19:].lower()}", name=title, code=code, provisional_code=provisional,
        department=body, zone=place, base=base, variant=variant,
    )  # fmt: skip


def _first_record(item: Item, type: str) -> Record:
    return records.skeleton(
        key=item.key, name=item.name, department=item.department.name, zone=item.zone, type=type
    )


def _carry_answers(source: int, target: int) -> None:
    old = Basis.objects.filter(version=source).values(
        "region", "element", "name", "clause", "tests", "verdict"
    )
    Basis.objects.bulk_create([Basis(version_id=target, **row) for row in old])


@working_paper("catalogue.keep_draft")
def keep_draft(version: int, *, record: Record, seen: str = "", by: Actor, at: datetime) -> dict[str, Any]:
    """Keep what was typed into a draft, finished or not; `seen` is the digest the writer started from."""
    row = turns.own(_draft(version, by), by)
    turns.typed(row, record, seen, LISTS)
    kept = {**record, "id": row.item.key}
    found = checks.check(kept)
    if any(one.kind == "schema" and "控制字符" in one.sentence for one in found):
        raise BadInput("内容里有看不见的控制字符，删去后再保存。", field="record")
    made = turns.version_row(row.item_id, row.number, kept, at, day_of(at), worse_reason="")
    made["drafted_by_id"] = row.drafted_by_id or by.person
    Version.objects.filter(pk=version).update(
        **{name: value for name, value in made.items() if name != "item_id"}
    )
    return {"version": version, "digest": made["digest"], "hard": len(checks.hard(found))}


@working_paper("catalogue.drop_draft")
def drop_draft(version: int, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Give up a draft; the next one gets the next number."""
    row = _draft(version, by)
    Version.objects.filter(pk=row.pk).update(state=VersionState.DROPPED)
    return {"version": version}


def _draft(version: int, by: Actor) -> Version:
    found = Version.objects.select_related("item").filter(item__region=by.region)
    row: Version = turns.held_draft(found, version, by, "catalogue.draft")
    return row


@act("catalogue.submit", on=Item)
def submit(turn: Turn, *, by: Actor, at: datetime, version: int) -> dict[str, Any]:
    """A draft with nothing against it waits for another person to publish it."""
    row = turns.version_of(turn, version)
    turns.stands(row, VersionState.DRAFT, "不用再送审。")
    stop = against(row, turn.row.current_id)
    if stop:
        raise turns.NotReady(f"还有 {len(stop)} 处要改，改好才能送审。", problems=stop)
    Version.objects.filter(pk=row.pk).update(state=VersionState.SUBMITTED)
    turn.enter("catalogue.submit", {"number": row.number, "digest": row.digest})
    return {"version": row.pk, "number": row.number}


def against(row: Version, current: int | None) -> list[dict[str, str]]:
    """Return what stands against submitting a version: hard findings, unknown department, basis gaps of new elements."""
    record = row.content
    found = [
        {"element": f.element, "path": f.path, "text": f.text, "sentence": f.sentence}
        for f in checks.hard(checks.check(record))
    ]
    found += turns.unknown_body(row.item.region, record.get("department"), "department")
    before = Version.objects.filter(pk=current).values_list("record", flat=True).first() if current else None
    lines = gate.lines(record, turns.answered(row.pk))
    for line in gate.blocking(lines, json.loads(before) if before else None):
        what = "已判定取消，要从清单里删去" if line.verdict == gate.CUT else line.why
        found.append(
            {
                "element": "bases",
                "path": f"{line.element}/{line.name}",
                "text": line.name,
                "sentence": f"{line.element_word}“{line.name}”：{what}。",
            }
        )
    return found


@act("catalogue.hand_back", on=Item)
def hand_back(turn: Turn, *, by: Actor, at: datetime, version: int, reason: str) -> dict[str, Any]:
    """A submitted version goes back to its drafter, with the reason."""
    row = turns.version_of(turn, version)
    why = turns.handed_back(row, reason)
    Version.objects.filter(pk=row.pk).update(state=VersionState.DRAFT)
    turn.enter("catalogue.hand_back", {"number": row.number, "reason": why})
    return {"version": row.pk, "number": row.number}
