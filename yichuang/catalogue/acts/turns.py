"""What the acts of the catalogue share: the facts for the powers, the rows of a version, its debts."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.catalogue import checks, gate, records
from yichuang.catalogue.models import Basis, Bundle, BundleVersion, Item, Version, VersionState
from yichuang.catalogue.records import Record
from yichuang.journal.actor import Actor
from yichuang.journal.acts import FACTS, Turn
from yichuang.journal.refusals import BadInput, NotThere, NotYours, Refused

IMPORTED = "按导入的目录"
LOOK_AGAIN_DAYS = 180


class NotReady(Refused):
    """A draft that cannot go on yet; `facts['problems']` lists what stands against it, each with its place and mending."""

    status, code = 422, "not_ready"


def facts(turn: Turn) -> Mapping[str, bool]:
    """Tell the powers whether the version in question was drafted by the person who acts."""
    wanted = turn.params.get("version")
    version = (
        Version.objects.filter(item=turn.row.id, pk=wanted).values("drafted_by").first()
        if isinstance(wanted, int)
        else None
    )
    drafter = version["drafted_by"] if version else None
    return {"drafted_by_me": drafter is not None and drafter == turn.by.person}


def bundle_facts(turn: Turn) -> Mapping[str, bool]:
    """Tell the powers whether the version of the bundle in question was drafted by the person who acts."""
    wanted = turn.params.get("version")
    found = BundleVersion.objects.filter(bundle=turn.row.id, pk=wanted) if isinstance(wanted, int) else None
    drafter = found.values_list("drafted_by", flat=True).first() if found else None
    return {"drafted_by_me": drafter is not None and drafter == turn.by.person}


FACTS[Item] = facts
FACTS[Bundle] = bundle_facts


def version_of(turn: Turn, version: int) -> Version:
    """Return a version of the turn's item; NotThere if it is none of it."""
    found = Version.objects.filter(item=turn.row.id, pk=version).first() if isinstance(version, int) else None
    if found is None:
        raise NotThere("这个事项没有这一版。")
    return found


def item_of(text: Any, region: str) -> Item:
    """Return an item of the region by its id; NotThere if there is none."""
    try:
        key = text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        raise NotThere("没有这个事项。") from None
    found = Item.objects.filter(pk=key, region=region).first()
    if found is None:
        raise NotThere("没有这个事项。")
    return found


def items_of(texts: Any, region: str) -> list[Item]:
    """Return items of the region by their ids, in one query; NotThere names the first that is missing."""
    try:
        keys = [text if isinstance(text, UUID) else UUID(str(text)) for text in texts]
    except (ValueError, TypeError):
        raise NotThere("没有这个事项。") from None
    if not keys:
        raise BadInput("至少选一个事项。", field="items")
    found = Item.objects.in_bulk(dict.fromkeys(keys))
    if any(key not in found or found[key].region != region for key in keys):
        raise NotThere("选的事项里有一个不存在。")
    return [found[key] for key in dict.fromkeys(keys)]


def own_department(by: Actor, item: Item) -> None:
    """Refuse a department's own officer who acts on another department's item."""
    if by.kind in ("approver", "chief", "head", "reviewer") and item.department_id not in by.organisations | {
        by.organisation
    }:
        raise NotYours(f"“{item.name}”不归您的部门，要由{item.department.name}来办。", rule="own_department")


def in_text(value: str, most: int, field: str, what: str) -> str:
    """Return a text that was typed, trimmed; BadInput when it is empty or too long."""
    text = " ".join(str(value or "").split())
    if not text:
        raise BadInput(f"请填写{what}。", field=field)
    if len(text) > most:
        raise BadInput(f"{what}最多 {most} 个字，现在是 {len(text)} 个。", field=field)
    return text


def span(starts_on: date | None, ends_on: date | None, turn: Turn) -> tuple[date, date | None]:
    """Return the days of a written list's row; BadInput when it ends before it begins."""
    first = starts_on or turn.on
    if ends_on is not None and ends_on <= first:
        raise BadInput("结束日期要晚于开始日期。", field="ends_on")
    return first, ends_on


def version_row(
    item: Any,
    number: int,
    record: Record,
    at: datetime,
    on: date,
    look_again_days: int = LOOK_AGAIN_DAYS,
    **more: Any,
) -> dict[str, Any]:
    """Return the columns of a version row for a record; a guide without a date of its own is looked at again by local rule."""
    text = records.text_of(record)
    made = {
        "item_id": item, "number": number, "record": text, "digest": records.digest_of(text), "made_at": at,
        **records.columns(record), **more,
    }  # fmt: skip
    if made.get("state") == VersionState.PUBLISHED:
        again = made["look_again_on"] or on + timedelta(days=look_again_days)
        made.update(published_at=at, effective_on=on, look_again_on=again)
    return made


def answered(version: int) -> list[dict[str, Any]]:
    """Return the gate's answers for a version as mappings."""
    rows = Basis.objects.filter(version=version).values("element", "name", "clause", "tests", "verdict")
    return [{**row, "tests": json.loads(row["tests"])} for row in rows]


def debts(record: Record, lines: list[gate.Line]) -> list[dict[str, Any]]:
    """Return what a published record owes: vague words, elements without a clause or judged cut."""
    owed = [
        {
            "element": records.LABELS.get(one.element, one.element),
            "kind": one.kind if one.grave == checks.HARD else "soft",
            "text": one.sentence[:300],
        }
        for one in checks.check(record)
        if one.kind in ("lint", "term")
    ]
    for line in gate.open_lines(lines):
        kind = "cut" if line.verdict == gate.CUT else "basis"
        owed.append({"element": line.element_word, "kind": kind, "text": f"{line.name}：{line.why}"[:300]})
    return owed


def basis_rows(record: Record) -> list[dict[str, Any]]:
    """Return the gate's rows that a record brings along: what it names a clause or an answer for."""
    made = []
    for (element, name), answer in gate.answers_in(record).items():
        verdict, _why = gate.verdict_of(answer["clause"], answer["tests"], answer["verdict"])
        made.append(
            {
                "element": element,
                "name": name[:200],
                "clause": answer["clause"],
                "tests": records.text_of(answer["tests"]),
                "verdict": verdict,
            }
        )
    return made
