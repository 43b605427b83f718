"""An item's record, the interchange form: its fields in their order, its one text, and what is read out of it.

A null or a missing field means “not known”, never 0 and never “none”.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.catalogue import seed
from yichuang.journal.chain import canonical, sm3

Record = dict[str, Any]

FIELDS = (
    ("id", "标识"),
    ("name", "名称"),
    ("base", "主项"),
    ("variant", "业务办理项"),
    ("type", "类型"),
    ("department", "实施部门"),
    ("zone", "受理区"),
    ("level", "行使层级"),
    ("service_objects", "服务对象"),
    ("stages", "人生和企业阶段"),
    ("handling_type", "办件类型"),
    ("statutory_days", "法定时限"),
    ("committed_days", "承诺时限"),
    ("day_kind", "时限单位"),
    ("extension_days", "可延长天数"),
    ("basic_code", "基本编码"),
    ("local_code", "当地编码"),
    ("legal_basis", "设定依据"),
    ("conditions", "受理条件"),
    ("scenarios", "情形问答"),
    ("materials", "材料"),
    ("form", "申请表"),
    ("route", "办理环节"),
    ("combined", "审核合一"),
    ("deemed", "视为受理"),
    ("joint", "联合办理"),
    ("commitment", "告知承诺"),
    ("no_post", "只能来取"),
    ("level_needed", "网上提交要几级实名"),
    ("free_post", "政府付邮费"),
    ("points", "审查要点"),
    ("result_documents", "办理结果"),
    ("fee", "收费"),
    ("special_procedures", "特别程序"),
    ("online_depth", "网办深度"),
    ("visits", "到现场次数"),
    ("consult", "咨询电话"),
    ("remedy", "救济途径"),
    ("bases", "逐条依据"),
    ("look_again_on", "复核日期"),
    ("note", "说明"),
    ("provenance", "来源"),
)
LABELS = dict(FIELDS)
PARTS = {
    "scenarios": ("key", "question", "options"),
    "materials": (
        "name", "form", "copies", "source", "required", "obtainable_by", "scenario", "basis", "note", "points", "sample", "commitment",
    ),
    "route": ("key", "name", "department", "post", "after", "days", "join", "refusal"),
    "form": ("element", "group", "label", "required", "help", "options", "unit", "least", "most", "when"),
    "result_documents": ("name", "kind", "validity"),
    "special_procedures": ("name", "days", "counted", "note", "basis"),
    "bases": ("element", "name", "clause", "tests", "verdict"),
    "points": ("name", "check"),
}  # fmt: skip
INNER = {
    "options": ("value", "label"),
    "obtainable_by": ("kind", "name", "any_of"),
    "fee": ("charged", "note", "receiver", "payable", "first", "refund", "lines", "reductions"),
    "lines": ("name", "amount", "unit", "basis", "scenario"),
    "reductions": ("name", "percent", "basis", "scenario"),
    "commitment": ("approval", "public", "materials"),
    "local_code": ("region", "name", "department", "type", "implementation_code"),
    "provenance": ("kind", "sources", "memory_fields"),
    "sources": ("title", "address", "via", "fields"),
}
VARIANT_WORDS = (
    "新办", "新设", "新发", "首次", "变更", "延续", "换发", "换证", "换领", "补办", "补发", "补领", "补证", "注销", "撤销", "迁移", "停业", "歇业",
)  # fmt: skip
_BRACKETED = re.compile(r"^(?P<base>.+?)（(?P<variant>[^（）]*)）$")
_TAIL = re.compile(
    rf"^(?P<base>.{{3,}}?)(?P<variant>{'|'.join(VARIANT_WORDS)})(?P<rest>登记|申请|备案|审批|许可|办理)?$"
)


def text_of(record: Any) -> str:
    """Return the one canonical text of a record: what is stored and digested."""
    return canonical(record)


def digest_of(text: str) -> str:
    """Return the SM3 of a record's canonical text."""
    return sm3(text)


def ordered(record: Mapping[str, Any]) -> Record:
    """Return the record with its fields, and those of its parts, in the order of the format; unknown ones last."""
    made = _in_order(record, tuple(name for name, _ in FIELDS))
    return {name: _part(name, value) for name, value in made.items()}


def dump(records: Iterable[Mapping[str, Any]]) -> str:
    """Return records as the JSON file that `catalogue export` writes: by id, fields in order, one space of indent."""
    found = sorted(records, key=lambda record: str(record.get("id", "")))
    return json.dumps([ordered(record) for record in found], ensure_ascii=False, indent=1) + "\n"


def _part(name: str, value: Any) -> Any:
    order = PARTS.get(name) or INNER.get(name)
    if isinstance(value, dict):
        made = _in_order(value, order or tuple(value))
        return {key: _part(key, inner) for key, inner in made.items()} if name != "scenario" else made
    if isinstance(value, list):
        return [_part(name, one) if isinstance(one, dict) else one for one in value]
    return value


def _in_order(value: Mapping[str, Any], order: tuple[str, ...]) -> Record:
    made = {key: value[key] for key in order if key in value}
    made.update({key: value[key] for key in sorted(value) if key not in made})
    return made


def columns(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a version that repeat the record, so that lists and clocks need not open it."""
    return {
        "type": _short(record.get("type"), 20),
        "handling": _short(record.get("handling_type"), 6),
        "statutory_days": _days(record.get("statutory_days")),
        "committed_days": _days(record.get("committed_days")),
        "day_kind": record.get("day_kind") if record.get("day_kind") in ("工作日", "自然日") else "工作日",
        "extension_days": _days(record.get("extension_days")),
        "at_once": record.get("handling_type") == "即办件",
        "combined": record.get("combined") is True,
        "look_again_on": _day(record.get("look_again_on")),
    }


def _short(value: Any, length: int) -> str:
    return value[:length] if isinstance(value, str) else ""


def _days(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= 32767 else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def base_of(record: Mapping[str, Any]) -> tuple[str, str]:
    """Return the base item (主项) and the variant (业务办理项): the record's own, the packaged table's, else by rule."""
    if record.get("base"):
        return str(record["base"]), str(record.get("variant") or "")
    name, key = str(record.get("name") or ""), str(record.get("id"))
    if key in seed.load("variants")["alone"]:
        return name, ""
    return _known().get(key) or derived(name)


def derived(name: str) -> tuple[str, str]:
    """Split a name such as 某某许可证变更 or 某某许可（延续） into base and variant; a name without one is its own base."""
    inside = _BRACKETED.match(name)
    if inside and any(word in inside["variant"] for word in VARIANT_WORDS):
        return inside["base"], inside["variant"]
    tail = _TAIL.match(name)
    if tail and tail["base"][-1] not in "和及与或、，":
        return tail["base"] + (tail["rest"] or ""), tail["variant"]
    return name, ""


def _known() -> dict[str, tuple[str, str]]:
    bases: dict[str, dict[str, str]] = seed.load("variants")["bases"]
    return {key: (base, variant) for base, variants in bases.items() for key, variant in variants.items()}


def local_code_of(record: Mapping[str, Any]) -> str:
    """Return the code by which the place of origin knows the item, or nothing."""
    local = record.get("local_code")
    code = local.get("implementation_code") if isinstance(local, dict) else local
    return code[:64] if isinstance(code, str) else ""


def skeleton(*, key: str, name: str, department: str, zone: str, type: str) -> Record:
    """Return the record of a new item with everything still unknown."""
    return {
        "id": key, "name": name, "type": type, "department": department, "zone": zone, "level": "县级", "service_objects": [],
        "handling_type": "承诺件", "statutory_days": None, "committed_days": None, "day_kind": "工作日", "basic_code": None,
        "local_code": None, "legal_basis": [], "conditions": [], "scenarios": [], "materials": [], "result_documents": [],
        "fee": {"charged": None, "note": None}, "special_procedures": [], "online_depth": None, "visits": None, "note": None,
        "provenance": None,
    }  # fmt: skip
