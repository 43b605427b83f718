"""Catalogue files as they come in: JSON and XLSX, read within limits, with a word for where each record stands."""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from yichuang.journal.refusals import BadInput

MOST_BYTES = 32_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 400
MOST_RATIO = 400
MOST_ROWS = 200_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3}[0-9]{1,7})"')


@dataclass(slots=True)
class Parcel:
    """Records of one or more files, and where each stands."""

    records: list[Any] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def add(self, record: Any, place: str) -> None:
        """Put a record in."""
        self.records.append(record)
        self.places.append(place)


def read_json(name: str, content: bytes) -> Parcel:
    """Return the records of a JSON file: a list, one record, or `{"items": [...], "bundles": [...]}`. BadInput says what is wrong."""
    if len(content) > MOST_BYTES:
        raise BadInput(
            f"{name} 有 {len(content) // 1_000_000} MB，最大 {MOST_BYTES // 1_000_000} MB。分几个文件导入。",
            field="file",
        )
    try:
        found = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadInput(f"{name} 不是 UTF-8 编码的文字文件。另存为 UTF-8 再导入。", field="file") from None
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{name} 第 {error.lineno} 行第 {error.colno} 个字附近不是正确的 JSON。", field="file"
        ) from None
    except (ValueError, RecursionError) as error:
        said = str(error) if str(error).startswith("“") else "里有读不了的内容（嵌套太深，或数字太长）。"
        raise BadInput(f"{name} {said}", field="file") from None
    if isinstance(found, dict):
        lists = [found[name] for name in ("items", "bundles") if isinstance(found.get(name), list)]
        found = [one for part in lists for one in part] if lists else [found]
    if not isinstance(found, list):
        raise BadInput(f"{name} 里要是一列事项记录，现在不是。", field="file")
    parcel = Parcel()
    for number, record in enumerate(found, 1):
        parcel.add(record, f"{name} 第 {number} 条")
    return parcel


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"“{twice[:40]}”在同一组里写了两次，留一个。")
    return made


def _no_constant(word: str) -> Any:
    raise ValueError(f"“{word}”不是数字。")


def open_sheets(name: str, content: bytes) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet of an XLSX file; BadInput for anything that is not a plain small table.

    A formula is refused: what it shows here may not be what its writer saw.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(
            f"{name} 有 {len(content) // 1_000_000} MB，最大 {MOST_BYTES // 1_000_000} MB。分几个文件导入。",
            field="file",
        )
    _weigh(name, content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {sheet: _rows(name, book, sheet) for sheet in book.sheet_names}
    except BadInput:
        raise
    except BaseException as error:
        # calamine panics on crafted files; a panic is no Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise BadInput(
            f"{name} 不是能读的 XLSX 表格。用表格软件另存为 .xlsx 再导入。", field="file"
        ) from None


def _rows(name: str, book: Any, sheet: str) -> list[list[Any]]:
    rows: Sequence[Sequence[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    if len(rows) > MOST_ROWS:
        raise BadInput(f"{name} 的“{sheet}”有 {len(rows)} 行，最多 {MOST_ROWS} 行。", field="file")
    return [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        return cell.strip()
    return cell


def _weigh(name: str, content: bytes) -> None:
    """Unpack within limits, whatever the file says of itself: bombs, formulas, macros and entities stay outside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            said = sum(part.file_size for part in parts)
            if (
                len(parts) > MOST_PARTS
                or said > MOST_UNPACKED
                or said > MOST_RATIO * max(len(content), 10_000)
            ):
                raise BadInput(f"{name} 解开后太大，没有打开。", field="file")
            for part in parts:
                _look_at(name, part.filename, packed.read(part))
    except BadInput:
        raise
    except Exception:
        raise BadInput(
            f"{name} 不是能读的 XLSX 表格。用表格软件另存为 .xlsx 再导入。", field="file"
        ) from None


def _look_at(name: str, part: str, body: bytes) -> None:
    if part.endswith(("vbaProject.bin", ".exe", ".dll")):
        raise BadInput(f"{name} 里有宏，没有打开。另存为不带宏的 .xlsx 再导入。", field="file")
    if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in body[:4096]:
        raise BadInput(f"{name} 的内容不正常，没有打开。", field="file")
    if part.startswith("xl/worksheets/"):
        formula = _FORMULA.search(body)
        if formula:
            cells = _CELL.findall(body[: formula.start()])
            where = cells[-1].decode() if cells else "表里"
            raise BadInput(f"{name} 的 {where} 是公式。把表格粘贴为数值，再导入。", field="file")
