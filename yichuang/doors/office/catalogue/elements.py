"""The elements of the editor: which fields each holds, how one is shown, how one is read back.

What does not fit is kept as it was typed, so that nothing is lost; the check then says how to mend it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yichuang.catalogue.records import Record
from yichuang.catalogue.stages import NAMES as STAGES
from yichuang.law import BadInput, fees
from yichuang.law.codes import APPLIED_FOR, ITEM_TYPES

TEXT, AREA, NUMBER, CHOICE, YES_NO, LINES, MANY, WHEN, PRICED = (
    "text",
    "area",
    "number",
    "choice",
    "yes_no",
    "lines",
    "many",
    "when",
    "priced",
)
ALWAYS = frozenset(
    {
        "id", "name", "type", "department", "zone", "level", "service_objects", "stages", "handling_type", "statutory_days", "committed_days", "day_kind",
        "basic_code", "local_code", "legal_basis", "conditions", "scenarios", "materials", "result_documents", "fee", "special_procedures",
        "online_depth", "visits", "note", "provenance",
        "category", "lead_department", "cooperating_departments", "national_lists", "theme_code", "entry_conditions", "members", "feeds",
        "merged_materials", "results",
    }
)  # fmt: skip
IN_ROWS = {
    "materials": ("form", "copies", "source", "required", "obtainable_by", "scenario"), "special_procedures": ("days", "counted", "note"),
    "result_documents": ("kind", "validity"), "members": ("after", "required", "when", "choice_group", "note"), "feeds": ("from", "to"),
    "merged_materials": ("form", "source", "required", "obtainable_by", "used_by"), "aliases": ("same",), "covers": ("paper", "proves"),
    "settles": ("to", "values"),
}  # fmt: skip
Options = tuple[tuple[str, str], ...]


def _same(*words: str) -> Options:
    return tuple((word, word) for word in words)


TYPES = tuple((name, name) for code, name in ITEM_TYPES if code in APPLIED_FOR)
OBJECTS = _same(
    "自然人", "法人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "行政机关", "其他组织"
)


ENDED = (
    ("refused", "不予"),
    ("not_accepted", "不予受理"),
    ("not_required", "不需办理"),
    ("withdrawn", "撤回"),
    ("lapsed", "期满终止"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its kind, its path in the record (or in a row), what it is called, what helps."""

    kind: str
    path: str
    label: str
    hint: str = ""
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One entry of the editor's left list: its fields, and the rows it edits; `covers` are the record's fields in it.

    `word` counts its rows; `title` names a row that has no name of its own; `more` are fields that hang on what a row says.
    """

    key: str
    name: str
    fields: tuple[Field, ...] = ()
    rows: str = ""
    row_name: str = ""
    row_fields: tuple[Field, ...] = ()
    covers: tuple[str, ...] = field(default=())
    word: str = "个"
    title: Callable[[Mapping[str, Any]], str] | None = None
    more: Callable[[Mapping[str, Any]], tuple[Field, ...]] | None = None

    def fields_of(self, row: Mapping[str, Any]) -> tuple[Field, ...]:
        """Return the fields of a row: those of every row, and those that this one has besides."""
        return (*self.row_fields, *(self.more(row) if self.more else ()))


ELEMENTS = (
    Element("basic", "基本", (
        Field(TEXT, "name", "事项名称", "全称，不写简称。"),
        Field(TEXT, "base", "主项", "同一件事的新办、变更、延续、注销写同一个主项，搜索时排在一起。"),
        Field(TEXT, "variant", "业务办理项", "例如新办、变更、延续、注销。"),
        Field(CHOICE, "type", "事项类型", options=TYPES),
        Field(CHOICE, "department", "实施部门"),
        Field(TEXT, "zone", "受理区", "窗口所在的区，例如商事登记。"),
        Field(TEXT, "level", "行使层级", "例如县级、乡镇级。"),
        Field(MANY, "service_objects", "服务对象", options=OBJECTS),
        Field(TEXT, "basic_code", "基本编码", "12 位国家或省级编码。没有就空着，系统编临时编码。"),
        Field(CHOICE, "online_depth", "网上办到哪一步", options=_same("全程网办", "网上预审", "网上预约", "网上咨询")),
        Field(NUMBER, "level_needed", "网上提交要几级实名", "1 至 4。空着就是二级。"),
        Field(NUMBER, "visits", "最多去几次", "不用去写 0，不知道就空着。"),
        Field(TEXT, "consult", "咨询电话"),
        Field(TEXT, "look_again_on", "下次复核日期", "写成 2026-12-31。空着就按当地规定的天数。"),
        Field(AREA, "note", "说明"),
    ), covers=("id", "local_code", "provenance", "record")),
    Element("stages", "阶段", (
        Field(MANY, "stages", "人生和企业阶段", "群众和企业在哪个阶段来办这件事。首页“按阶段找”照着排。", options=_same(*STAGES)),
    )),
    Element("conditions", "依据和条件", (
        Field(LINES, "legal_basis", "设定依据", "每行一条，写出法律名称和条款号。"),
        Field(LINES, "conditions", "受理条件", "每行一条。"),
        Field(AREA, "remedy", "救济途径"),
    )),
    Element("scenarios", "情形", rows="scenarios", row_name="问题", row_fields=(
        Field(TEXT, "key", "标识", "字母和数字，例如 premises。材料用它说什么时候要。"), Field(TEXT, "question", "问题", "照窗口说的话写。"),
    )),
    Element("materials", "材料", rows="materials", row_name="材料", word="份", row_fields=(
        Field(TEXT, "name", "材料名称", "写清是哪一份，不写“等材料”。"),
        Field(CHOICE, "form", "形式", options=_same("原件", "复印件", "原件和复印件", "电子", "纸质", "纸质或电子")),
        Field(NUMBER, "copies", "份数"),
        Field(CHOICE, "source", "来源", options=_same("申请人自备", "政府部门核发", "其他")),
        Field(CHOICE, "required", "必要性", options=_same("必要", "非必要", "容缺后补")),
        Field(CHOICE, "obtainable_by.kind", "免交方式", options=_same("电子证照", "数据共享", "系统生成")),
        Field(TEXT, "obtainable_by.name", "免交来源", "证照或数据的名称。"),
        Field(LINES, "obtainable_by.any_of", "任一即可", "有其中一种就免交，每行一种。"),
        Field(WHEN, "scenario", "什么情形要交"),
        Field(TEXT, "basis", "依据", "写出条款号。"),
        Field(AREA, "note", "填写说明"),
        Field(LINES, "points", "核验要点", "每行一条，窗口照着看。"),
        Field(TEXT, "sample", "样本", "样本文件的名称或地址。"),
        Field(YES_NO, "commitment", "可以用承诺代替"),
    )),
    Element("form", "申请表", rows="form", row_name="栏目", row_fields=(
        Field(TEXT, "group", "分组", "一组是一页。"),
        Field(TEXT, "label", "名称"),
        Field(YES_NO, "required", "要不要填"),
        Field(TEXT, "help", "填写说明", "告诉人照哪里写、写成什么样，不超过40个字。"),
        Field(LINES, "options", "选项"),
        Field(TEXT, "unit", "单位", "例如平方米、万元。"),
        Field(NUMBER, "least", "最少", "数字是最小的数，文字是最少的字数。"),
        Field(NUMBER, "most", "最多", "数字是最大的数，文字是最多的字数。"),
        Field(WHEN, "when", "什么情形填"),
    )),
    Element("terms", "时限", (
        Field(CHOICE, "handling_type", "办件类型", options=_same("即办件", "承诺件", "其他")),
        Field(NUMBER, "statutory_days", "法定时限（天）", "没有规定就空着。"),
        Field(NUMBER, "committed_days", "承诺时限（天）", "当场办好写 0。"),
        Field(CHOICE, "day_kind", "时限单位", options=_same("工作日", "自然日")),
        Field(NUMBER, "extension_days", "可延长（天）", "空着就按事项类型的法定天数。"),
        Field(YES_NO, "combined", "审核合一", "审查和决定可以是同一个人。"),
        Field(YES_NO, "deemed", "超时视为受理", "五个工作日不告知就算受理。行政许可依法都是，不用填。"),
        Field(YES_NO, "joint", "几个机关联合办理", "最多 45 个工作日，延期由本级政府负责人批准。"),
        Field(YES_NO, "commitment.approval", "整件可以告知承诺", "申请人承诺符合条件，先办，办完再核查。"),
        Field(YES_NO, "commitment.public", "承诺书要公开"),
        Field(YES_NO, "no_post", "结果只能来取", "选“是”就不邮寄。"),
        Field(YES_NO, "free_post", "邮费由政府付", "没有选，就按当地数值里的规定。"),
    ), rows="special_procedures", row_name="特别程序", row_fields=(
        Field(TEXT, "name", "名称", "例如现场核查、专家评审。"), Field(NUMBER, "days", "天数"), Field(YES_NO, "counted", "计入办理时限"),
        Field(TEXT, "basis", "依据"), Field(AREA, "note", "说明"),
    )),
    Element("route", "环节", rows="route", row_name="环节", row_fields=(
        Field(TEXT, "key", "标识", "字母和数字，例如 review。"), Field(TEXT, "name", "环节名称"),
        Field(CHOICE, "department", "办理部门", "空着就是实施部门。"), Field(CHOICE, "post", "岗位", options=(("review", "审查"), ("approve", "决定"))),
        Field(LINES, "after", "等哪些环节办完", "每行一个环节标识，空着就是一开始就办。"), Field(NUMBER, "days", "天数"),
        Field(CHOICE, "join", "几个环节怎样汇合", options=(("all", "都办完"), ("any", "办完一个"))),
        Field(CHOICE, "refusal", "不通过时", options=(("refuse", "整件不予"), ("return", "退回上一环节"), ("opinion", "只作意见"))),
    )),
    Element("fee", "收费", (
        Field(YES_NO, "fee.charged", "收不收费", "没有查到就选“没有查到”。"), Field(AREA, "fee.note", "收费标准和依据", "写出项目、金额和依据的文号。"),
        Field(PRICED, "fee.lines", "收费项目", "每行一项：名称｜元｜单位｜依据，例如工本费｜20.00｜证｜发改价格〔2003〕2322号。金额没有查到就空着。"),
        Field(TEXT, "fee.receiver", "收款单位", "财政账户的名称。空着就按当地数值。"),
        Field(CHOICE, "fee.payable", "什么时候缴", "空着就是决定准予以后。", options=fees.PAYABLE),
        Field(YES_NO, "fee.first", "先缴费再领结果"),
        Field(MANY, "fee.refund", "哪些情形退费", "作废的一定退。", options=ENDED),
    ), covers=("fee",)),
    Element("results", "结果", rows="result_documents", row_name="结果", row_fields=(
        Field(TEXT, "name", "名称"), Field(CHOICE, "kind", "种类", options=_same("证照", "批文", "文书", "其他")), Field(TEXT, "validity", "有效期"),
    )),
    Element("points", "审查要点", rows="points", row_name="要点", row_fields=(Field(TEXT, "name", "要点"), Field(AREA, "check", "看什么，到什么程度算通过"))),
    Element("gate", "依据关", covers=("bases",)),
)  # fmt: skip
BY_KEY = {element.key: element for element in ELEMENTS}


def covered(element: Element) -> set[str]:
    """Return the record's fields that an element shows."""
    own = {one.path.split(".")[0] for one in element.fields} | set(element.covers)
    return own | ({element.rows} if element.rows else set())


def element_of(name: str) -> str:
    """Return the element that shows a field of the record."""
    return next((element.key for element in ELEMENTS if name in covered(element)), "basic")


def read(element: Element, post: Any, record: Mapping[str, Any]) -> Record:
    """Return the record with what was typed into an element; other elements stay as they are."""
    made = dict(record)
    for one in element.fields:
        found = _same_order(made.get(one.path), value_of(one, post, f"f-{one.path}", record))
        put(made, one.path, found, one.path.split(".")[0] in ALWAYS)
    if not any((made.get("commitment") or {}).values()):
        made.pop("commitment", None)
    if element.rows:
        made[element.rows] = _rows(element, post, record)
        if not made[element.rows] and element.rows not in ALWAYS:
            del made[element.rows]
    return made


def _rows(element: Element, post: Any, record: Mapping[str, Any]) -> list[Record]:
    count = min(whole(post.get("rows")), 200)
    before = list(record.get(element.rows) or ())
    made = []
    for n in range(count):
        row = dict(before[n]) if n < len(before) else {}
        for one in element.fields_of(row):
            keep = one.path.split(".")[0] in (*IN_ROWS.get(element.rows, ()), "name", "key", "question")
            found = _same_order(row.get(one.path), value_of(one, post, f"r-{n}-{one.path}", record))
            put(row, one.path, found, keep)
        if element.rows in ("materials", "merged_materials"):
            _source(row)
        if element.rows == "scenarios":
            row["options"] = _options(post, n)
        made.append(row)
    return made


def _same_order(before: Any, after: Any) -> Any:
    """Ticks come back in the order of the page; the same ones stay as they stood."""
    both = isinstance(before, list) and isinstance(after, list)
    return before if both and sorted(map(str, before)) == sorted(map(str, after)) else after


def whole(text: str | None) -> int:
    """Return a small whole number that was typed, or 0."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _source(row: Record) -> None:
    """A source of which nothing is said is none."""
    source = {
        key: value for key, value in (row.get("obtainable_by") or {}).items() if value not in (None, "", [])
    }
    if source.get("name") and "any_of" not in source:
        source["any_of"] = [source["name"]]
    row["obtainable_by"] = source or None


def _options(post: Any, n: int) -> list[Record]:
    count = min(whole(post.get(f"r-{n}-options")), 60)
    return [
        {"value": _typed(post, f"r-{n}-value-{m}"), "label": _typed(post, f"r-{n}-label-{m}")}
        for m in range(count)
    ]


def put(target: Record, path: str, value: Any, keep: bool) -> None:
    """Set a value at its path; an empty one goes away, unless its field always stands."""
    outer, _, inner = path.partition(".")
    if inner:
        box = dict(target.get(outer) or {})
        if value in (None, "", []) and inner not in box and path.startswith("fee."):
            return
        box[inner] = value
        target[outer] = box
    elif value in (None, "", []) and not keep:
        target.pop(outer, None)
    else:
        target[outer] = value


def _typed(post: Any, name: str) -> str:
    return " ".join(str(post.get(name) or "").split())


def value_of(one: Field, post: Any, name: str, record: Mapping[str, Any]) -> Any:
    """Return what was typed into a field; what does not fit comes back as it was typed."""
    if one.kind == LINES:
        return [line for text in str(post.get(name) or "").splitlines() if (line := " ".join(text.split()))]
    if one.kind == PRICED:
        before = ((record.get("fee") or {}).get("lines")) or ()
        return priced(str(post.get(name) or ""), {row.get("name"): row for row in before})
    if one.kind == MANY:
        return [value for value in post.getlist(name) if value]
    if one.kind == WHEN:
        return _when(post, name, record)
    typed = (
        str(post.get(name) or "").strip().replace("\r\n", "\n") if one.kind == AREA else _typed(post, name)
    )
    if one.kind == NUMBER:
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else typed or None
    if one.kind == YES_NO:
        return {"1": True, "0": False}.get(typed)
    return typed if typed or one.path in ("name", "key", "question") else None


def priced(text: str, before: Mapping[str, Record]) -> list[Record]:
    """Return the lines of a fee as typed; a line that keeps its name keeps its scenario, what is no amount stays as it is."""
    made = []
    for line in text.splitlines():
        name, amount, unit, basis, *_ = [
            *(" ".join(part.split()) for part in line.replace("|", "｜").split("｜")),
            "",
            "",
            "",
        ]
        if name:
            kept = {key: value for key, value in before.get(name, {}).items() if key == "scenario"}
            made.append(
                {"name": name, "amount": _fen(amount), "unit": unit or None, "basis": basis or None, **kept}
            )
    return made


def _fen(typed: str) -> Any:
    try:
        return fees.fen(typed) if typed else None
    except BadInput:
        return typed


def price_lines(rows: Any) -> str:
    """Return the lines of a fee as they are typed."""
    parts = [
        (
            row.get("name"),
            fees.yuan(row["amount"]) if isinstance(row.get("amount"), int) else row.get("amount"),
            row.get("unit"),
            row.get("basis"),
        )
        for row in rows or ()
    ]
    return "\n".join("｜".join(str(part or "") for part in line) for line in parts)


def _when(post: Any, name: str, record: Mapping[str, Any]) -> dict[str, list[str]] | None:
    """All options ticked is the same as none; a question that is gone keeps its ticks until somebody takes them away."""
    sizes = {
        question.get("key"): len(question.get("options") or ()) for question in record.get("scenarios") or ()
    }
    keys = [field.removeprefix(f"{name}-") for field in post if field.startswith(f"{name}-")]
    chosen = {key: [value for value in post.getlist(f"{name}-{key}") if value] for key in keys}
    return {key: values for key, values in chosen.items() if values and len(values) != sizes.get(key)} or None


def change_rows(element: Element, record: Record, op: str) -> tuple[Record, str, str]:
    """Return the record after an act on rows (add, remove, up, down; add or remove an option), the row in hand, what takes focus."""
    word, *places = op.split(":")
    numbers = [whole(place) for place in places if place.isascii() and place.isdigit()]
    rows = [dict(row) for row in record.get(element.rows) or ()]
    n, focus = numbers[0] if numbers else len(rows), ""
    if word == "add":
        rows.append(
            {"key": "", "question": "", "options": [{"value": "", "label": ""}] * 2}
            if element.rows == "scenarios"
            else {"name": ""}
        )
        n = len(rows) - 1
        focus = f"r-{n}-{element.row_fields[0].path}"
    elif word == "remove" and n < len(rows):
        del rows[n]
        n = max(n - 1, 0)
    elif word in ("up", "down") and n < len(rows):
        other = n + (1 if word == "down" else -1)
        if 0 <= other < len(rows):
            rows[n], rows[other], n = rows[other], rows[n], other
    elif word == "option" and n < len(rows):
        rows[n]["options"] = [*(rows[n].get("options") or ()), {"value": "", "label": ""}]
        focus = f"r-{n}-value-{len(rows[n]['options']) - 1}"
    elif word == "drop" and n < len(rows) and len(numbers) > 1:
        options = list(rows[n].get("options") or ())
        rows[n]["options"] = options[: numbers[1]] + options[numbers[1] + 1 :]
    return {**record, element.rows: rows}, f"row-{n}", focus or f"row-{n}"
