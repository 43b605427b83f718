"""A bundle's record (一件事), the interchange form: its fields in their order, and the record of a new one.

A null means “not known”, never 0 and never “none”.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.catalogue import records
from yichuang.catalogue.records import Record

FIELDS = (
    ("id", "标识"),
    ("name", "名称"),
    ("category", "主题"),
    ("lead_department", "牵头部门"),
    ("cooperating_departments", "配合部门"),
    ("national_lists", "国家清单"),
    ("theme_code", "主题编码"),
    ("committed_days", "承诺时限"),
    ("day_kind", "时限单位"),
    ("joint", "联合办理"),
    ("entry_conditions", "申请条件"),
    ("scenarios", "情形问答"),
    ("members", "成员事项"),
    ("feeds", "结果互认"),
    ("merged_materials", "合并材料"),
    ("aliases", "材料的别名"),
    ("covers", "材料的覆盖"),
    ("settles", "问题的对应"),
    ("results", "办理结果"),
    ("note", "说明"),
    ("provenance", "来源"),
    ("material_count_before", "合并前材料数"),
    ("merged_scope", "合并材料的范围"),
    ("material_count_merged", "合并后材料数"),
)
LABELS = dict(FIELDS)
PARTS = {
    "scenarios": ("key", "question", "options"),
    "options": ("value", "label"),
    "members": ("item_id", "after", "required", "when", "choice_group", "note"),
    "feeds": ("from_item", "result", "to_item", "as_material"),
    "merged_materials": ("name", "form", "source", "required", "obtainable_by", "used_by"),
    "obtainable_by": ("kind", "name", "any_of"),
    "aliases": ("name", "same"),
    "covers": ("paper", "proves"),
    "settles": ("key", "item_id", "question", "values"),
    "provenance": ("kind", "sources", "memory_fields"),
    "sources": ("title", "address", "via", "fields"),
}


def is_bundle(record: Any) -> bool:
    """Tell whether a record is a bundle's: it has members."""
    return isinstance(record, dict) and "members" in record


def ordered(record: Mapping[str, Any]) -> Record:
    """Return the record with its fields, and those of its parts, in the order of the format; unknown ones last."""
    made = _in_order(record, tuple(LABELS))
    return {name: _part(name, value) for name, value in made.items()}


def _part(name: str, value: Any) -> Any:
    if isinstance(value, dict) and name in PARTS:
        return {key: _part(key, inner) for key, inner in _in_order(value, PARTS[name]).items()}
    return [_part(name, one) for one in value] if isinstance(value, list) else value


def _in_order(value: Mapping[str, Any], order: Iterable[str]) -> Record:
    made = {key: value[key] for key in order if key in value}
    return made | {key: value[key] for key in sorted(value) if key not in made}


def dump(found: Iterable[Mapping[str, Any]]) -> str:
    """Return records as the JSON file that `catalogue export` writes: items, then bundles, by id, fields in order."""
    by_id = sorted(found, key=lambda record: (is_bundle(record), str(record.get("id", ""))))
    made = [ordered(record) if is_bundle(record) else records.ordered(record) for record in by_id]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def columns(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a version that repeat the record."""
    whole = records.columns(record)
    return {"committed_days": whole["committed_days"], "day_kind": whole["day_kind"]}


def skeleton(*, key: str, name: str, category: str, lead: str) -> Record:
    """Return the record of a new bundle with everything still unknown."""
    return {
        "id": key, "name": name, "category": category, "lead_department": lead, "cooperating_departments": [], "national_lists": [],
        "theme_code": None, "committed_days": None, "day_kind": "工作日", "entry_conditions": [], "scenarios": [], "members": [],
        "feeds": [], "merged_materials": [], "results": [], "note": None, "provenance": None,
    }  # fmt: skip
