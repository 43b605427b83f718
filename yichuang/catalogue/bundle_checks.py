"""What stands against a bundle's record: its shape, then what the law's lint finds with the records of its members.

Hard findings block 送审 and, but for vague words, refuse an import; the rest is what the bundle owes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from yichuang.catalogue import checks, forms, schema, versions
from yichuang.catalogue.bundle_records import LABELS
from yichuang.catalogue.checks import HARD, SOFT, Finding
from yichuang.law import bundles

KEY = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$"}
GROUP = {"type": ["string", "null"], "pattern": "^[A-Za-z0-9_.-]{1,40}$"}
NAMES = {"type": ["array", "null"], "items": schema.SHORT, "maxItems": 60}
MEMBER = schema.thing(
    ("item_id",), item_id=KEY, after={"type": ["array", "null"], "items": KEY, "maxItems": 60}, required={"type": ["boolean", "null"]},
    when=schema.ONLY_WHEN, choice_group=GROUP, note=schema.MAYBE,
)  # fmt: skip
FEED = schema.thing(
    ("from_item", "result", "to_item", "as_material"), from_item=KEY, result=schema.SHORT, to_item=KEY, as_material=schema.SHORT
)  # fmt: skip
PAPER = schema.thing(
    ("name", "used_by"), name=schema.SHORT, used_by={"type": "array", "items": KEY, "maxItems": 60},
    **{part: schema.MATERIAL["properties"][part] for part in ("form", "source", "required", "obtainable_by")},
)  # fmt: skip
ALIAS = schema.thing(
    ("name", "same"),
    name=schema.SHORT,
    same={"type": "array", "items": schema.SHORT, "minItems": 1, "maxItems": 60},
)
COVER = schema.thing(
    ("paper", "proves"),
    paper=schema.SHORT,
    proves={"type": "array", "items": schema.SHORT, "minItems": 1, "maxItems": 60},
)
SETTLE = schema.thing(
    ("key", "item_id", "question", "values"), key=schema.WORD, item_id=KEY, question=schema.WORD,
    values={"type": "object", "propertyNames": schema.WORD, "additionalProperties": schema.WORD},
)  # fmt: skip
RECORD = schema.thing(
    ("id", "name", "category", "lead_department", "members"),
    id=KEY,
    name=schema.SHORT,
    category={"type": "string", "minLength": 1, "maxLength": 40},
    lead_department={"type": "string", "minLength": 2, "maxLength": 80},
    cooperating_departments=NAMES,
    national_lists=schema.many(schema.TEXT, 20),
    theme_code={"type": ["string", "null"], "maxLength": 64},
    committed_days=schema.DAYS,
    day_kind={"enum": ["工作日", "自然日", None]},
    joint={"type": ["boolean", "null"]},
    entry_conditions=schema.many(schema.TEXT, 60),
    scenarios=schema.many(schema.SCENARIO, 30),
    members={"type": "array", "items": MEMBER, "maxItems": 60},
    feeds=schema.many(FEED, 400),
    merged_materials=schema.many(PAPER, 200),
    aliases=schema.many(ALIAS),
    covers=schema.many(COVER),
    settles=schema.many(SETTLE),
    results=NAMES,
    note=schema.MAYBE,
    provenance={"type": ["object", "null"]},
    material_count_before=schema.DAYS,
    merged_scope={"type": ["string", "null"], "maxLength": 40},
    material_count_merged=schema.DAYS,
)  # fmt: skip


@cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(RECORD, validate_formats=True)


def check(record: Any, items: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    """Return everything found in a bundle's record; `items` are the records in force by key.

    Of what has not the right shape only that is said: the law reads whole records.
    """
    if not isinstance(record, dict):
        return [Finding(HARD, "schema", "record", "", "", "一件事要写成一组“名称: 内容”，现在不是。")]
    odd = list(checks.unprintable(record, LABELS))
    if odd:
        return odd
    shape = schema.against(_validator(), record, LABELS)
    return [Finding(HARD, "schema", one.element, one.path, "", one.sentence) for one in shape] or [
        _found(one) for one in bundles.findings(record, items, _forms(record, items))
    ]


def _found(one: bundles.Finding) -> Finding:
    grave = HARD if one.kind == bundles.HARD else SOFT
    return Finding(grave, one.topic, one.element, one.path, one.text, one.sentence)


def _forms(
    record: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Return the members' forms by the names of the items, as the sentences say them."""
    known = [items[row["item_id"]] for row in record["members"] if row["item_id"] in items]
    return {str(one.get("name") or one.get("id")): forms.of(one) for one in known}


def refusing(found: list[Finding]) -> list[Finding]:
    """Return what refuses an import: a vague word of a real record is a debt, it only blocks 送审."""
    return [one for one in checks.hard(found) if one.kind != "lint"]


def members_in_force(record: Any, stamp: int) -> dict[str, Mapping[str, Any]]:
    """Return the records in force of a bundle's members, by key; the record may be an unfinished draft."""
    rows = record.get("members") if isinstance(record, dict) else None
    keys = {row.get("item_id") for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
    known = versions.by_keys((key for key in keys if isinstance(key, str)), stamp)
    return {key: one.record for key, one in known.items()}
