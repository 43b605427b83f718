"""The elements of a bundle in the editor, made for the record in hand: members, feeds and papers are picked, never typed as codes.

A row is shown with what belongs together in one choice (`from`: item and result, `to`: item and material or question) and
taken apart again when it is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from yichuang.catalogue.bundle_changes import row_words
from yichuang.catalogue.models import Item
from yichuang.catalogue.records import Record
from yichuang.doors.office.bundles.frame import Known
from yichuang.doors.office.catalogue import elements
from yichuang.doors.office.catalogue.elements import (
    AREA,
    CHOICE,
    LINES,
    MANY,
    NUMBER,
    TEXT,
    WHEN,
    YES_NO,
    Element,
    Field,
    Options,
)

KEYS = ("basic", "scenarios", "members", "feeds", "papers", "aliases", "covers", "settles")
CATEGORIES = ("经营主体", "个人")
PAIRS = {
    "feeds": {"from": ("from_item", "result"), "to": ("to_item", "as_material")},
    "settles": {"to": ("item_id", "question")},
}
EMPTY: dict[str, Record] = {
    "feeds": {"from": "", "to": ""}, "merged_materials": {"name": "", "used_by": []}, "aliases": {"name": "", "same": []},
    "covers": {"paper": "", "proves": []}, "settles": {"key": "", "to": "", "values": {}},
}  # fmt: skip


def _same(words: Iterable[str]) -> Options:
    return tuple((word, word) for word in words)


def elements_of(record: Mapping[str, Any], known: Known, bodies: Iterable[str]) -> dict[str, Element]:
    """Return the elements of a record by key, in the order of the left list."""
    made = (
        _basic(tuple(bodies)), _scenarios(), _members(record, known), _feeds(record, known), _papers(record, known), _aliases(), _covers(),
        _settles(record, known),
    )  # fmt: skip
    return {one.key: one for one in made}


def element_of(made: Mapping[str, Element]) -> Callable[[str], str]:
    """Return what tells which element shows a field of the record; the one form is nobody's, it is mended in its items."""
    shown = {name: one.key for one in made.values() for name in elements.covered(one)}
    return lambda name: shown.get(name, "" if name == "form" else "basic")


def _basic(bodies: tuple[str, ...]) -> Element:
    fields = (
        Field(TEXT, "name", "名称", "照群众说的话，例如开办餐饮店一件事。"),
        Field(CHOICE, "category", "主题", options=_same(CATEGORIES)),
        Field(CHOICE, "lead_department", "牵头部门", "统一受理、排期、发补正通知的部门。", _same(bodies)),
        Field(TEXT, "theme_code", "主题编码", "省里给的编码。没有就空着。"),
        Field(NUMBER, "committed_days", "承诺时限（天）", "整件事从受理到办完。"),
        Field(CHOICE, "day_kind", "时限单位", options=_same(("工作日", "自然日"))),
        Field(YES_NO, "joint", "统一、联合或集中办理许可", "选“是”，许可合起来最多 45 个工作日。"),
        Field(LINES, "cooperating_departments", "配合部门", "每行一个。"),
        Field(LINES, "entry_conditions", "申请条件", "每行一条。"),
        Field(LINES, "results", "办理结果", "每行一个证照或文书。"),
        Field(LINES, "national_lists", "国家清单", "列入哪一份清单，每行一份。"),
        Field(AREA, "note", "说明"),
    )
    covers = ("id", "provenance", "record", "material_count_before", "merged_scope", "material_count_merged")
    return Element("basic", "基本", fields, covers=covers)


def _scenarios() -> Element:
    fields = (
        Field(TEXT, "key", "标识", "字母和数字，例如 size。成员用它说什么时候办。"),
        Field(TEXT, "question", "问题", "照窗口说的话写。可以选几项的，写上“可多选”。"),
    )
    return Element("scenarios", "情形", rows="scenarios", row_name="问题", row_fields=fields)


def _members(record: Mapping[str, Any], known: Known) -> Element:
    others = tuple((item, known.name(item)) for item in keys_of(record))
    fields = (
        Field(YES_NO, "required", "必办", "选“是”，申请人不能去掉。"),
        Field(TEXT, "choice_group", "多选一的组", "几个里只办一个的，写同一个组名，用字母，例如 licence。"),
        Field(WHEN, "when", "什么情形办", "一个也不勾，就是什么情形都办。"),
        Field(
            MANY, "after", "等谁办完才开始", "一个也不勾，就是一开始就办。同一组的只等选中的那个。", others
        ),
        Field(AREA, "note", "说明"),
    )
    return Element(
        "members", "成员", rows="members", row_name="成员", row_fields=fields, title=lambda row: _member(row, known)
    )  # fmt: skip


def _member(row: Mapping[str, Any], known: Known) -> str:
    group = f"，{row['choice_group']}组里选一" if row.get("choice_group") else ""
    return f"{known.name(row.get('item_id'))}（{'必办' if row.get('required') else '可选'}{group}）"


def keys_of(record: Mapping[str, Any]) -> list[str]:
    """Return the items of a record's members, in file order."""
    return [str(row.get("item_id")) for row in record.get("members") or () if isinstance(row, dict)]


def _offered(record: Mapping[str, Any], known: Known, part: str, name: str) -> Options:
    return tuple(
        (f"{item}|{one.get(name)}", f"{known.name(item)}：{one.get('question') or one.get(name)}")
        for item in keys_of(record)
        for one in known.records.get(item, {}).get(part) or ()
    )


def _feeds(record: Mapping[str, Any], known: Known) -> Element:
    fields = (
        Field(
            CHOICE, "from", "哪个事项的哪个结果", options=_offered(record, known, "result_documents", "name")
        ),
        Field(CHOICE, "to", "给哪个事项的哪份材料", options=_offered(record, known, "materials", "name")),
    )
    title = lambda row: f"{_half(row, 'from', known)} → {_half(row, 'to', known)}"  # noqa: E731
    return Element(
        "feeds", "结果互认", rows="feeds", row_name="互认", row_fields=fields, word="条", title=title
    )


def _half(row: Mapping[str, Any], side: str, known: Known) -> str:
    item, _, name = str(row.get(side) or "").partition("|")
    return f"{known.name(item)}的{name}" if name else "没有选"


def _papers(record: Mapping[str, Any], known: Known) -> Element:
    shared = next(one for one in elements.ELEMENTS if one.key == "materials").row_fields
    wanted = (
        "name",
        "form",
        "source",
        "required",
        "obtainable_by.kind",
        "obtainable_by.name",
        "obtainable_by.any_of",
    )
    used = Field(
        MANY, "used_by", "哪些事项用", options=tuple((item, known.name(item)) for item in keys_of(record))
    )
    fields = (*(one for one in shared if one.path in wanted), used)
    return Element(
        "papers", "合并材料", rows="merged_materials", row_name="材料", row_fields=fields, word="份",
        title=lambda row: f"{row.get('name') or '没有名称的材料'}，{len(row.get('used_by') or ())}个事项用",
    )  # fmt: skip


def _aliases() -> Element:
    fields = (
        Field(TEXT, "name", "材料名称", "这件事里用哪个名称。"),
        Field(LINES, "same", "别的叫法", "各事项里的叫法，每行一个，都只交一份。"),
    )
    return Element(
        "aliases", "材料别名", rows="aliases", row_name="别名", row_fields=fields, word="条", title=lambda row: row_words("aliases", row)
    )  # fmt: skip


def _covers() -> Element:
    fields = (
        Field(TEXT, "paper", "交了这份", "材料的名称。"),
        Field(LINES, "proves", "就不用再交", "它能证明的材料，每行一份。"),
    )
    return Element(
        "covers", "材料覆盖", rows="covers", row_name="覆盖", row_fields=fields, word="条", title=lambda row: row_words("covers", row)
    )  # fmt: skip


def _settles(record: Mapping[str, Any], known: Known) -> Element:
    asked = {q.get("key"): q for q in record.get("scenarios") or () if isinstance(q, dict)}
    own = _offered(record, known, "scenarios", "key")
    fields = (
        Field(
            CHOICE,
            "key",
            "这件事的哪个问题",
            options=tuple((str(k), str(q.get("question"))) for k, q in asked.items()),
        ),
        Field(CHOICE, "to", "答了就不用再问", options=own),
    )

    def more(row: Mapping[str, Any]) -> tuple[Field, ...]:
        item, _, key = str(row.get("to") or "").partition("|")
        options = _options(_question(known.records.get(item, {}), key))
        return tuple(
            Field(CHOICE, f"values.{value}", f"答“{label}”，等于答", options=options)
            for value, label in _options(asked.get(row.get("key"), {}))
            if options
        )

    def title(row: Mapping[str, Any]) -> str:
        item, _, key = str(row.get("to") or "").partition("|")
        mine = asked.get(row.get("key"), {}).get("question") or "没有选"
        theirs = _question(known.records.get(item, {}), key).get("question") or "没有选"
        return f"{mine} → {known.name(item)}：{theirs}" if item else str(mine)

    return Element(
        "settles", "问题对应", rows="settles", row_name="对应", row_fields=fields, word="条", title=title, more=more
    )  # fmt: skip


def _question(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return next((one for one in record.get("scenarios") or () if one.get("key") == key), {})


def _options(question: Mapping[str, Any]) -> Options:
    return tuple((str(one.get("value")), str(one.get("label"))) for one in question.get("options") or ())


def opened(record: Record) -> Record:
    """Return the record as the editor shows it: what belongs together in one choice."""
    return record | {
        name: [
            row | {one: _joined(row, parts) for one, parts in pairs.items()} for row in record.get(name) or ()
        ]
        for name, pairs in PAIRS.items()
    }


def _joined(row: Record, parts: tuple[str, str]) -> str:
    first, second = (str(row.get(part) or "") for part in parts)
    return f"{first}|{second}" if first or second else ""


def closed(record: Record) -> Record:
    """Return the record as it is kept, from what the editor showed."""
    made = dict(record)
    for name, pairs in PAIRS.items():
        made[name] = [_apart(row, pairs) for row in record.get(name) or ()]
    made["settles"] = [_values(row, record) for row in made["settles"]]
    return {
        name: value for name, value in made.items() if value or name not in ("aliases", "covers", "settles")
    }


def _apart(row: Record, pairs: Mapping[str, tuple[str, str]]) -> Record:
    made = {name: value for name, value in row.items() if name not in pairs}
    for side, parts in pairs.items():
        first, _, second = str(row.get(side) or "").partition("|")
        made |= {parts[0]: first, parts[1]: second}
    return made


def _values(row: Record, record: Record) -> Record:
    known = [value for value, _ in _options(_question(record, str(row.get("key") or "")))]
    values = {key: value for key, value in (row.get("values") or {}).items() if value and key in known}
    return row | {"key": row.get("key") or "", "values": values}


def change(element: Element, record: Record, op: str, new: str) -> tuple[Record, str, str]:
    """Return the record after an act on its rows, the row in hand, and what takes the focus."""
    before = keys_of(record)
    if op == "add" and element.key == "members":
        if not new or new in before:
            return record, "", "new"
        fresh = {
            "item_id": new,
            "after": [],
            "required": False,
            "when": None,
            "choice_group": None,
            "note": None,
        }
        return record | {"members": [*(record.get("members") or ()), fresh]}, at(len(before)), at(len(before))
    if op == "add" and element.rows in EMPTY:
        rows = [*(record.get(element.rows) or ()), dict(EMPTY[element.rows])]
        return (
            record | {element.rows: rows},
            at(len(rows) - 1),
            f"r-{len(rows) - 1}-{element.row_fields[0].path}",
        )
    made, row, focus = elements.change_rows(element, record, op)
    gone = [item for item in before if item not in keys_of(made)]
    return (_without(made, gone[0]) if gone else made), row, focus


def at(number: int) -> str:
    """Return the id of a row on the page."""
    return f"row-{number}"


def _without(record: Record, item: str) -> Record:
    """Whoever waited for a member that is gone waits for it no longer; what it gave and used goes with it."""
    members = [
        row | {"after": [one for one in row.get("after") or () if one != item]} for row in record["members"]
    ]
    papers = [
        row | {"used_by": [one for one in row.get("used_by") or () if one != item]}
        for row in record.get("merged_materials") or ()
    ]
    feeds = [
        row
        for row in record.get("feeds") or ()
        if item not in (_first(row.get("from")), _first(row.get("to")))
    ]
    settles = [row for row in record.get("settles") or () if _first(row.get("to")) != item]
    return record | {"members": members, "merged_materials": papers, "feeds": feeds, "settles": settles}


def _first(pair: Any) -> str:
    return str(pair or "").partition("|")[0]


def library(region: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the items in force that are no members yet, by department, for the picker."""
    there = keys_of(record)
    rows = Item.objects.filter(region=region, current__isnull=False, retired_on=None).exclude(key__in=there)
    made: dict[str, list[dict[str, str]]] = {}
    for key, name, body in rows.order_by("department__name", "name").values_list(
        "key", "name", "department__name"
    ):
        made.setdefault(body, []).append({"key": key, "label": name, "word": ""})
    groups = [{"title": title, "elements": found} for title, found in made.items()]
    hint = "删去成员时，等它的、用它结果的也一起改。"
    return {"label": "从目录里加一个成员", "hint": hint, "library": groups}
