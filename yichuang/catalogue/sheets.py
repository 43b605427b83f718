"""The catalogue as a workbook that people edit: one sheet per kind of line; out and in again changes nothing."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from yichuang.catalogue.files import Parcel, open_sheets
from yichuang.catalogue.records import Record
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput

ITEMS = "事项"
ID = "事项标识"
Put = Callable[[Any], str | int | None]
Take = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it holds (dotted inside), how the field is written and read."""

    label: str
    field: str
    put: Put
    take: Take
    width: int = 14


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _say(value: Any) -> str | None:
    return None if value is None else "是" if value else "否"


def _heard(value: Any) -> bool | None:
    words = {"是": True, "否": False, "": None, "TRUE": True, "FALSE": False, "1": True, "0": False}
    said = str("" if value is None else value).strip().upper()
    if said not in words:
        raise ValueError(f"只能填“是”或“否”，现在是“{said[:20]}”")
    return words[said]


def _whole(value: Any) -> int | None:
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError:
        raise ValueError(f"要填整数，现在是“{str(value)[:20]}”") from None


def _lines(value: Any) -> str | None:
    return "\n".join(str(one) for one in value) if value else None


def _split(value: Any) -> list[str]:
    return [line.strip() for line in str(value or "").split("\n") if line.strip()]


def _when(value: Any) -> str | None:
    return "；".join(f"{key}={'|'.join(values)}" for key, values in value.items()) if value else None


def _unwhen(value: Any) -> dict[str, list[str]] | None:
    made: dict[str, list[str]] = {}
    for part in str(value or "").replace(";", "；").split("；"):
        key, sign, values = part.strip().partition("=")
        if part.strip() and not sign:
            raise ValueError("要写成“问题=选项|选项；问题=选项”")
        if sign:
            made[key.strip()] = [one.strip() for one in values.split("|") if one.strip()]
    return made or None


def _json(value: Any) -> str | None:
    return canonical(value) if value is not None else None


def _unjson(value: Any) -> Any:
    if value in (None, ""):
        return None
    try:
        return json.loads(str(value))
    except (ValueError, RecursionError):
        raise ValueError("读不出来，保留导出时的原样") from None


def _t(label: str, field: str, width: int = 14) -> Column:
    return Column(label, field, _text, _text, width)


def _n(label: str, field: str) -> Column:
    return Column(label, field, lambda v: v, _whole, 8)


def _b(label: str, field: str) -> Column:
    return Column(label, field, _say, _heard, 8)


def _l(label: str, field: str, width: int = 30) -> Column:
    return Column(label, field, _lines, _split, width)


MAIN = (
    _t(ID, "id", 24), _t("名称", "name", 36), _t("主项", "base", 20), _t("业务办理项", "variant"), _t("类型", "type"), _t("实施部门", "department", 22),
    _t("受理区", "zone"), _t("行使层级", "level"), _l("服务对象", "service_objects", 10), _t("办件类型", "handling_type"),
    _n("法定时限", "statutory_days"), _n("承诺时限", "committed_days"), _t("时限单位", "day_kind"), _n("可延长天数", "extension_days"),
    _t("基本编码", "basic_code"), Column("当地编码", "local_code", _json, _unjson, 20), _l("设定依据", "legal_basis"), _l("受理条件", "conditions"),
    _b("审核合一", "combined"), _b("视为受理", "deemed"), _b("收不收费", "fee.charged"), _t("收费说明", "fee.note", 24), _t("网办深度", "online_depth"),
    _n("到现场次数", "visits"), _t("咨询电话", "consult"), _t("救济途径", "remedy"), _t("复核日期", "look_again_on"), _t("说明", "note", 30),
    Column("来源", "provenance", _json, _unjson, 12),
)  # fmt: skip
PARTS: dict[str, tuple[str, tuple[Column, ...]]] = {
    "材料": ("materials", (
        _t("名称", "name", 36), _t("形式", "form"), _n("份数", "copies"), _t("来源渠道", "source"), _t("必要性", "required"),
        _t("免交种类", "obtainable_by.kind"), _t("免交来源", "obtainable_by.name", 20), _l("任一即可", "obtainable_by.any_of", 20),
        Column("适用情形", "scenario", _when, _unwhen, 24), _t("依据", "basis", 24), _t("说明", "note", 24), _l("核验要点", "points"), _t("样本", "sample"),
        _b("可承诺", "commitment"),
    )),
    "情形": ("scenarios", (_t("问题标识", "key"), _t("问题", "question", 30), _t("选项值", "value"), _t("选项", "label", 24))),
    "环节": ("route", (
        _t("环节标识", "key"), _t("环节", "name", 20), _t("部门", "department", 20), _t("岗位", "post"), _l("前一环节", "after", 14), _n("天数", "days"),
        _t("汇合", "join"), _t("不通过时", "refusal"),
    )),
    "特别程序": ("special_procedures", (_t("名称", "name", 20), _n("天数", "days"), _b("计入时限", "counted"), _t("说明", "note", 30), _t("依据", "basis", 24))),
    "结果": ("result_documents", (_t("名称", "name", 30), _t("种类", "kind"), _t("有效期", "validity"))),
    "审查要点": ("points", (_t("要点", "name", 30), _t("看什么", "check", 40))),
    "逐条依据": ("bases", (
        _t("要素", "element"), _t("名称", "name", 30), _t("条款", "clause", 30), Column("六项检验", "tests", _json, _unjson, 20), _t("结论", "verdict"),
    )),
}  # fmt: skip


def write(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return records as a workbook; every text is written as text, so that nothing in it is a formula."""
    found = sorted(records, key=lambda record: str(record.get("id")))
    box = io.BytesIO()
    book = xlsxwriter.Workbook(
        box, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1, "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True, "num_format": "@"})
    _sheet(
        book, ITEMS, MAIN, ([_dig(record, column.field) for column in MAIN] for record in found), head, body
    )
    for title, (name, columns) in PARTS.items():
        heads = (_t(ID, "id", 24), *columns)
        _sheet(book, title, heads, _part_rows(found, name, columns), head, body)
    book.close()
    return box.getvalue()


def _part_rows(
    records: list[Mapping[str, Any]], name: str, columns: tuple[Column, ...]
) -> Iterable[list[Any]]:
    for record in records:
        for one in record.get(name) or ():
            if name != "scenarios":
                yield [record["id"], *(_dig(one, column.field) for column in columns)]
                continue
            for option in one["options"]:
                yield [record["id"], one["key"], one["question"], option["value"], option["label"]]


def _sheet(
    book: Any, title: str, columns: tuple[Column, ...], rows: Iterable[list[Any]], head: Any, body: Any
) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.label, head)
    for line, row in enumerate(rows, 1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            said = column.put(value)
            if isinstance(said, int) and not isinstance(said, bool):
                sheet.write_number(line, place, said)
            elif said is not None:
                sheet.write_string(line, place, said, body)


def _dig(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def read(name: str, content: bytes, known: Mapping[str, Record] | None = None) -> Parcel:
    """Return the records of a workbook; `known` are those in force, by id.

    An empty cell is “not known”. A record that says the same as the one in force is that one, so that a workbook that
    went out comes in again without a change.
    """
    sheets = open_sheets(name, content)
    if ITEMS not in sheets:
        raise BadInput(f"{name} 里没有“{ITEMS}”这张表。用导出的表格来改。", field="file")
    wrong: list[str] = []
    made, places = _main(name, sheets[ITEMS], wrong)
    for title, (part, columns) in PARTS.items():
        if title in sheets:
            _fill(name, title, part, columns, sheets[title], made, wrong)
    strange = [title for title in sheets if title != ITEMS and title not in PARTS]
    if strange:
        wrong.append(f"{name} 里有不认识的表“{strange[0][:20]}”，删去再导入")
    if wrong:
        more = f"（另有 {len(wrong) - 5} 处）" if len(wrong) > 5 else ""
        raise BadInput(f"{'；'.join(wrong[:5])}{more}。", field="file", problems=wrong)
    parcel = Parcel()
    for key, record in made.items():
        old = (known or {}).get(key)
        parcel.add(old if old is not None and meaning(old) == meaning(record) else record, places[key])
    return parcel


def _main(name: str, rows: list[list[Any]], wrong: list[str]) -> tuple[dict[str, Record], dict[str, str]]:
    made: dict[str, Record] = {}
    places: dict[str, str] = {}
    for line, row in _lines_of(name, ITEMS, MAIN, rows, wrong):
        key = str(row.get("id") or "")
        if not key or key in made:
            wrong.append(f"“{ITEMS}”第 {line} 行{'没有填' + ID if not key else f'的{ID} {key} 上面已经有了'}")
            continue
        made[key], places[key] = _blank(row), f"{name} “{ITEMS}”第 {line} 行"
    return made, places


def _blank(row: Record) -> Record:
    """Every field of the workbook is there; an unknown one is null, a list without lines is empty."""
    record: Record = {column.field.split(".")[0]: None for column in MAIN} | {
        part: [] for part, _ in PARTS.values() if part in LISTED
    }
    record |= {"fee": {"charged": None, "note": None}}
    record |= {field: value for field, value in row.items() if value is not None}
    return {field: value for field, value in record.items() if value is not None or field in NULLED}


LISTED = ("materials", "scenarios", "special_procedures", "result_documents")
NULLED = (
    "statutory_days", "committed_days", "basic_code", "local_code", "online_depth", "visits", "note", "provenance", "level", "day_kind",
)  # fmt: skip


def _fill(
    name: str, title: str, part: str, columns: tuple[Column, ...], rows: list[list[Any]], made: dict[str, Record], wrong: list[str]
) -> None:  # fmt: skip
    for line, row in _lines_of(name, title, (_t(ID, "id"), *columns), rows, wrong):
        record = made.get(str(row.pop("id", "") or ""))
        if record is None:
            wrong.append(f"“{title}”第 {line} 行的{ID}不在“{ITEMS}”表里")
            continue
        lines = record.setdefault(part, []) or record[part]
        if part == "scenarios":
            _option(lines, row)
        else:
            lines.append(_whole_part(part, row))


def _option(lines: list[Record], row: Record) -> None:
    question = next((q for q in lines if q["key"] == row.get("key")), None)
    if question is None:
        question = {"key": row.get("key") or "", "question": row.get("question") or "", "options": []}
        lines.append(question)
    question["options"].append({"value": row.get("value") or "", "label": row.get("label") or ""})


WHOLE = {
    "materials": ("form", "copies", "source", "required", "obtainable_by", "scenario"),
    "special_procedures": ("days", "counted", "note"),
    "result_documents": ("kind", "validity"),
}


def _whole_part(part: str, row: Record) -> Record:
    made = dict.fromkeys(WHOLE.get(part, ()))
    return made | {field: value for field, value in row.items() if value not in (None, [])}


def _lines_of(
    name: str, title: str, columns: tuple[Column, ...], rows: list[list[Any]], wrong: list[str]
) -> Iterable[tuple[int, Record]]:
    """Yield (line number, fields) for each row that holds something."""
    if not rows:
        wrong.append(f"{name} 的“{title}”是空的")
        return
    by_label = {column.label: column for column in columns}
    heads = [str(cell or "") for cell in rows[0]]
    unknown = [label for label in heads if label and label not in by_label]
    if unknown or columns[0].label not in heads:
        said = f"有不认识的列“{unknown[0][:20]}”" if unknown else f"没有“{columns[0].label}”这一列"
        wrong.append(f"{name} 的“{title}”{said}")
        return
    for line, cells in enumerate(rows[1:], 2):
        if all(cell in (None, "") for cell in cells):
            continue
        yield line, _row(title, line, heads, cells, by_label, wrong)


def _row(
    title: str,
    line: int,
    heads: list[str],
    cells: list[Any],
    by_label: Mapping[str, Column],
    wrong: list[str],
) -> Record:
    made: Record = {}
    for label, cell in zip(heads, cells, strict=False):
        column = by_label.get(label)
        if column is None:
            continue
        try:
            value = column.take(cell)
        except ValueError as error:
            wrong.append(f"“{title}”第 {line} 行的“{label}”{error}")
            continue
        outer, _, inner = column.field.partition(".")
        if not inner:
            made[outer] = value
        elif value not in (None, []):
            made.setdefault(outer, {})[inner] = value
    return made


def meaning(value: Any) -> Any:
    """Return what a record says, without what it leaves unknown: nulls, empty texts and empty lists drop out."""
    if isinstance(value, Mapping):
        said = {key: meaning(one) for key, one in value.items()}
        return {key: one for key, one in said.items() if one not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [meaning(one) for one in value]
    return value
