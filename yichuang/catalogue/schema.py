"""The shape of a record (JSON Schema), and what is wrong with one in sentences that say how to mend it.

Fields that are not listed are refused: a mistyped field name must not vanish in silence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from yichuang.catalogue.records import LABELS
from yichuang.catalogue.stages import NAMES
from yichuang.law.codes import ITEM_TYPES

TEXT = {"type": "string", "minLength": 1, "maxLength": 2000}
SHORT = {"type": "string", "minLength": 1, "maxLength": 200}
MAYBE = {"type": ["string", "null"], "maxLength": 2000}
DAYS = {"type": ["integer", "null"], "minimum": 0, "maximum": 3660}
WORD = {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,40}$"}
ELEMENTS = ("material", "condition", "step", "stamp", "intermediary")
TESTS = ("no_basis", "by_commitment", "covered", "online", "unverifiable", "vague")


def thing(required: tuple[str, ...], /, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }


def _maybe(required: tuple[str, ...], *others: str, **properties: Any) -> dict[str, Any]:
    return {**thing(required, **properties), "type": ["object", "null", *others], "maxLength": 64}


def many(one: Any, most: int = 200, **more: Any) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": one, "maxItems": most, **more}


MATERIAL = thing(
    ("name",),
    name=SHORT,
    form={"enum": ["原件", "复印件", "原件和复印件", "电子", "纸质", "纸质或电子", None]},
    copies={"type": ["integer", "null"], "minimum": 0, "maximum": 99},
    source={"enum": ["申请人自备", "政府部门核发", "其他", None]},
    required={"enum": ["必要", "非必要", "容缺后补", None]},
    obtainable_by=_maybe(
        ("kind", "name"), kind={"enum": ["电子证照", "数据共享", "系统生成"]}, name=SHORT, any_of=many(SHORT, 20)
    ),
    scenario={
        "type": ["object", "null"],
        "propertyNames": WORD,
        "additionalProperties": {"type": "array", "items": WORD, "minItems": 1, "maxItems": 60},
    },
    basis=MAYBE,
    note=MAYBE,
    points=many(SHORT, 20),
    sample=MAYBE,
    commitment={"type": ["boolean", "null"]},
)  # fmt: skip
ONLY_WHEN = {
    "type": ["object", "null"],
    "propertyNames": WORD,
    "additionalProperties": {"type": "array", "items": WORD, "minItems": 1, "maxItems": 60},
}
FEE = _maybe(
    (), charged={"type": ["boolean", "null"]}, note=MAYBE, receiver={"type": ["string", "null"], "maxLength": 80},
    payable={"enum": ["filing", "acceptance", "result", None]}, first={"type": ["boolean", "null"]},
    refund=many({"enum": ["refused", "not_accepted", "not_required", "withdrawn", "lapsed"]}, 5, uniqueItems=True),
    lines=many(
        thing(
            ("name",), name=SHORT, amount={"type": ["integer", "null"], "minimum": 0, "maximum": 100_000_000_00},
            unit={"type": ["string", "null"], "maxLength": 20}, basis=MAYBE, scenario=ONLY_WHEN,
        ), 30,
    ),
    reductions=many(
        thing(("name", "percent"), name=SHORT, percent={"type": "integer", "minimum": 1, "maximum": 100}, basis=MAYBE, scenario=ONLY_WHEN), 30
    ),
)  # fmt: skip
SCENARIO = thing(
    ("key", "question", "options"), key=WORD, question=SHORT,
    options={"type": "array", "minItems": 2, "maxItems": 60, "items": thing(("value", "label"), value=WORD, label=SHORT)},
)  # fmt: skip
FORM = thing(
    ("element",), element=WORD, group={"type": ["string", "null"], "minLength": 1, "maxLength": 20},
    label={"type": ["string", "null"], "minLength": 1, "maxLength": 40}, required={"type": ["boolean", "null"]},
    help={"type": ["string", "null"], "maxLength": 120},
    options={"type": ["array", "null"], "items": {"type": "string", "minLength": 1, "maxLength": 60}, "maxItems": 60, "uniqueItems": True},
    unit={"type": ["string", "null"], "maxLength": 10}, least={"type": ["integer", "null"]}, most={"type": ["integer", "null"]},
    when={"type": ["object", "null"], "propertyNames": WORD, "additionalProperties": {"type": "array", "items": WORD, "minItems": 1, "maxItems": 60}},
)  # fmt: skip
STEP = thing(
    ("key", "name"), key=WORD, name=SHORT, department={"type": ["string", "null"], "maxLength": 80},
    post={"enum": ["review", "approve", None]}, after=many(WORD, 40), days=DAYS, join={"enum": ["all", "any", None]},
    refusal={"enum": ["refuse", "return", "opinion", None]},
)  # fmt: skip
BASIS = thing(
    ("element", "name"), element={"enum": list(ELEMENTS)}, name=SHORT, clause={"type": ["string", "null"], "maxLength": 300},
    tests={"type": ["object", "null"], "propertyNames": {"enum": list(TESTS)}, "additionalProperties": {"type": "boolean"}},
    verdict={"enum": ["keep", "cut", "debt", None]},
)  # fmt: skip
RECORD = thing(
    ("id", "name", "type", "department", "zone", "handling_type"),
    id={"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$"},
    name=SHORT,
    base={"type": ["string", "null"], "maxLength": 200},
    variant={"type": ["string", "null"], "maxLength": 200},
    type={"enum": [name for _, name in ITEM_TYPES]},
    department={"type": "string", "minLength": 2, "maxLength": 80},
    zone={"type": "string", "minLength": 1, "maxLength": 40},
    level={"type": ["string", "null"], "maxLength": 40},
    service_objects=many(
        {"enum": ["自然人", "法人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "行政机关", "其他组织"]}, 8, uniqueItems=True
    ),
    stages=many({"enum": list(NAMES)}, 20, uniqueItems=True),
    handling_type={"enum": ["即办件", "承诺件", "其他"]},
    statutory_days=DAYS,
    committed_days=DAYS,
    day_kind={"enum": ["工作日", "自然日", None]},
    extension_days=DAYS,
    basic_code={"type": ["string", "null"], "maxLength": 64},
    local_code=_maybe(
        (), "string", region=MAYBE, name=MAYBE, department=MAYBE, type=MAYBE,
        implementation_code={"type": ["string", "null"], "maxLength": 64},
    ),
    legal_basis=many(TEXT),
    conditions=many(TEXT),
    scenarios=many(SCENARIO, 30),
    materials=many(MATERIAL, 200),
    form=many(FORM, 120),
    route=many(STEP, 40),
    combined={"type": ["boolean", "null"]},
    deemed={"type": ["boolean", "null"]},
    joint={"type": ["boolean", "null"]},
    commitment=_maybe(
        (), approval={"type": ["boolean", "null"]}, public={"type": ["boolean", "null"]}, materials=many(SHORT)
    ),
    no_post={"type": ["boolean", "null"]},
    level_needed={"enum": [1, 2, 3, 4, None]},
    points=many(thing(("name",), name=SHORT, check=MAYBE), 100),
    result_documents=many(thing(("name",), name=SHORT, kind=MAYBE, validity=MAYBE), 30),
    free_post={"type": ["boolean", "null"]},
    fee=FEE,
    special_procedures=many(
        thing(("name",), name=SHORT, days=DAYS, counted={"type": ["boolean", "null"]}, note=MAYBE, basis=MAYBE), 30
    ),
    online_depth=MAYBE,
    visits={"type": ["integer", "null"], "minimum": 0, "maximum": 99},
    consult=MAYBE,
    remedy=MAYBE,
    bases=many(BASIS, 500),
    look_again_on={"type": ["string", "null"], "format": "date"},
    note=MAYBE,
    provenance={"type": ["object", "null"]},
)  # fmt: skip

PART_LABELS = {
    "group": "分组", "help": "填写说明", "unit": "单位", "least": "最少", "most": "最多", "when": "什么情形填",
    "question": "问题", "options": "选项", "value": "选项的值", "label": "选项的文字", "key": "标识", "form": "形式", "copies": "份数",
    "source": "来源渠道", "required": "必要性", "obtainable_by": "免交方式", "scenario": "适用情形", "basis": "依据", "clause": "条款",
    "tests": "六项检验", "verdict": "结论", "element": "要素", "kind": "种类", "any_of": "任一即可", "charged": "收不收费",
    "days": "天数", "counted": "计不计时", "post": "岗位", "after": "前一环节", "validity": "有效期", "check": "看什么", "note": "说明",
    "item_id": "事项", "choice_group": "多选一的组", "from_item": "出结果的事项", "to_item": "用结果的事项", "result": "结果", "as_material": "当作哪份材料",
    "used_by": "哪些事项用", "same": "别的叫法", "paper": "材料", "proves": "能证明", "values": "怎样对应", "lines": "收费项目", "amount": "金额（分）", "receiver": "收款单位", "payable": "什么时候缴", "first": "先缴费再领", "refund": "退费的情形", "reductions": "减免", "percent": "减免的百分数",
    "join": "汇合", "refusal": "不通过时", "department": "部门", "commitment": "可承诺", "approval": "整件可承诺", "public": "承诺书公开", "materials": "材料", "sample": "样本", "name": "名称",
}  # fmt: skip
WORDS = {
    "string": "文字",
    "integer": "整数",
    "boolean": "是或否",
    "array": "列表",
    "object": "一组内容",
    "null": "空",
    "number": "数字",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a record: the element (top field) it stands in, where exactly, and the sentence."""

    element: str
    path: str
    sentence: str


@cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(RECORD, validate_formats=True)


def problems(record: Any) -> list[Problem]:
    """Return what in `record` is not of the right shape, in record order; an empty list means it is."""
    if not isinstance(record, dict):
        return [Problem("record", "", "一条事项要写成一组“名称: 内容”，现在不是。")]
    return against(_validator(), record, LABELS)


def against(validator: Any, record: Mapping[str, Any], labels: Mapping[str, str]) -> list[Problem]:
    """Return what a validator has against a record, its elements named and ordered by `labels`."""
    found = [_problem(error, labels) for error in validator.iter_errors(record)]
    return sorted(found, key=lambda one: list(labels).index(one.element) if one.element in labels else 99)


def _problem(error: Any, labels: Mapping[str, str]) -> Problem:
    places = list(_flat(error.instance_path))
    element = str(places[0]) if places else _element_of(error, labels)
    return Problem(element, "/".join(map(str, places)), f"{where(places, labels)}{_sentence(error, labels)}")


def _flat(path: Any) -> Iterator[Any]:
    yield from path


def _element_of(error: Any, labels: Mapping[str, str]) -> str:
    names = [name for name in labels if f'"{name}"' in str(error.message)]
    return names[0] if names else "record"


def where(places: list[Any], labels: Mapping[str, str] = LABELS) -> str:
    """Return a place in the record in words: 材料第 2 份的名称."""
    said = ""
    for place in places:
        if isinstance(place, int):
            said += f"第 {place + 1} 项"
        elif not said:
            said = labels.get(place, place)
        else:
            said += f"的{PART_LABELS.get(place, place)}"
    return f"“{said}”" if said else "这条记录"


def _sentence(error: Any, labels: Mapping[str, str]) -> str:
    rule, value = error.kind, error.instance
    kind = rule.name
    if kind == "required":
        return f"缺少“{_named(getattr(rule, 'property', ''), labels)}”，要补上。"
    if kind == "additionalProperties":
        return f"里没有这个要素：{'、'.join(map(str, getattr(rule, 'unexpected', ())))}。核对名称，或删去。"
    if kind == "enum":
        return f"只能填：{'、'.join(map(_said, getattr(rule, 'options', ())))}，现在是“{_short(value)}”。"
    if kind == "type":
        return f"要填{_types(getattr(rule, 'types', ()))}，现在是“{_short(value)}”。"
    if kind in ("minLength", "minItems"):
        return "没有填。" if not value else f"太少，至少要 {getattr(rule, 'limit', '')}。"
    if kind in ("maxLength", "maxItems"):
        return f"太长，最多 {getattr(rule, 'limit', '')}{'个字' if kind == 'maxLength' else '项'}，现在是 {len(value)}。"
    if kind in ("minimum", "maximum"):
        word = "不小于" if kind == "minimum" else "不大于"
        return f"要{word} {getattr(rule, 'limit', '')}，现在是 {_short(value)}。"
    if kind == "pattern":
        return f"只能用字母、数字、点、横线和下划线，现在是“{_short(value)}”。"
    if kind == "format":
        return f"要写成年-月-日，例如 2026-12-31，现在是“{_short(value)}”。"
    if kind == "uniqueItems":
        return "里有重复的，删去一个。"
    return f"填得不对，现在是“{_short(value)}”。"


def _named(name: Any, labels: Mapping[str, str]) -> str:
    return labels.get(str(name)) or PART_LABELS.get(str(name), str(name))


def _types(types: Any) -> str:
    names = [types] if isinstance(types, str) else list(types)
    return "或".join(WORDS.get(str(name), str(name)) for name in names if str(name) != "null") or "内容"


def _said(value: Any) -> str:
    return "空" if value is None else str(value)


def _short(value: Any) -> str:
    text = "空" if value is None else str(value)
    return text if len(text) <= 40 else f"{text[:38]}……"


def expected(record: Mapping[str, Any]) -> bool:
    """Tell whether a record has the right shape."""
    return bool(_validator().is_valid(record))
