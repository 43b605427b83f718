"""The catalogue as a workbook that people edit: one sheet per kind of line; out and in again changes nothing."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.catalogue.columns import ID, ITEMS, MAIN, PARTS, Column, text
from yichuang.catalogue.files import Parcel, open_sheets
from yichuang.catalogue.records import Record
from yichuang.journal.refusals import BadInput


def write(records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return records as a workbook; every text is written as text, so that nothing in it is a formula."""
    import xlsxwriter

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
        heads = (text(ID, "id", 24), *columns)
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
    for line, row in _lines_of(name, title, (text(ID, "id"), *columns), rows, wrong):
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
