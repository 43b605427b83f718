"""Files that should not come in: empty, of another kind than they say, bombs, with tricks in name and content."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
BOOK = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="事项" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}  # fmt: skip
SHEET = "xl/worksheets/sheet1.xml"
XML = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>标识</t></is></c></row>'


def upload(name: str, content: bytes) -> Any:
    """Return a file as a form sends it."""
    return SimpleUploadedFile(name, content)


def packed(parts: dict[str, Any]) -> bytes:
    """Return a package of these parts."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return box.getvalue()


def book(**changed: Any) -> bytes:
    """Return a workbook whose parts are changed: sheet=… or other=(name, content)."""
    parts = BOOK | {SHEET: changed.pop("sheet", XML.format(CELL))} | dict(changed.values())
    return packed(parts)


UPLOADS = [
    ("empty", upload("a.png", b""), "空的"), ("a page", upload("a.png", b"<html><script>alert(1)</script></html>"), "PNG"),
    ("a drawing with a script", upload("a.svg", b"<svg onload='alert(1)'/>"), "SVG"), ("a program", upload("a.exe", b"MZ\x90\0"), "EXE"),
    ("a package", upload("a.zip", packed({"a.txt": "x"})), "ZIP"), ("an OFD with a way up", upload("a.ofd", packed({"OFD.xml": "x", "../../evil": "x"})), "OFD"),
    ("a broken package", upload("a.ofd", b"PK\x03\x04" + b"\0" * 50), "OFD"), ("a name with a way up", upload("../../../etc/passwd", b"root:x"), "PNG"),
    ("a name with a script", upload("<script>alert(1)</script>.png", b"no"), "PNG"), ("a name without end", upload("名" * 900 + ".png", b"no"), "PNG"),
    ("a name with a reversed ending", upload("a\u202egnp.exe", b"MZ"), "PNG"), ("half a picture", upload("a.png", PNG[:8]), "PNG"),
    ("above the limit", upload("a.png", PNG + b"\0" * (21 * 1024 * 1024)), "MB"),
]  # fmt: skip
WORKBOOKS = [
    ("empty", upload("a.xlsx", b""), "空的"), ("no workbook", upload("a.xlsx", b"PK\x03\x04nothing"), "不是能读的"), ("a text", upload("a.xlsx", b"hello"), "JSON"),
    ("not UTF-8", upload("a.json", "事项".encode("gbk")), "UTF-8"), ("half a JSON", upload("a.json", b'[{"id": '), "JSON"), ("a word", upload("a.json", b'"x"'), "一列"),
    ("NaN", upload("a.json", b'[{"id": NaN}]'), "不是数字"), ("deep", upload("a.json", b"[" * 100_000), "读不了"), ("a number without end", upload("a.json", b'[{"statutory_days": ' + b"9" * 6000 + b"}]"), "读不了"),
    ("a name twice", upload("a.json", b'[{"id": 1, "id": 2}]'), "两次"), ("records that are none", upload("a.json", b'[null, 1, "x", []]'), "没有导入"),
    ("a record of wrong kinds", upload("a.json", b'[{"id": ["x"], "name": {"a": 1}, "materials": "x", "statutory_days": -1}]'), "没有导入"),
    ("a lone surrogate", upload("a.json", b'[{"id": "x", "name": "\\ud800"}]'), "没有导入"), ("NUL", upload("a.json", b'[{"id": "x\\u0000", "name": "\\u0000"}]'), "没有导入"),
    ("a path as its id", upload("a.json", b'[{"id": "../../x", "name": "x"}]'), "没有导入"),
    ("a formula", upload("a.xlsx", book(sheet=XML.format('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'))), "公式"),
    ("a bomb", upload("a.xlsx", book(other=("xl/media/bomb", b"\0" * 20_000_000))), "太大"), ("too many parts", upload("a.xlsx", packed({f"xl/{n}": "" for n in range(500)})), "太大"),
    ("an outer entity", upload("a.xlsx", book(sheet='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + XML.format("&e;"))), "不正常"),
    ("a macro", upload("a.xlsm", book(other=("xl/vbaProject.bin", b"x"))), "宏"), ("another table", upload("a.xlsx", book()), "标识"),
    ("a link outside", upload("a.xlsx", book(other=("xl/externalLinks/externalLink1.xml", "<x/>"))), ""), ("a way up inside", upload("a.xlsx", book(other=("../../../../tmp/evil", "x"))), ""),
    ("above the limit", upload("a.json", b"[" + b" " * 21_000_000 + b"]"), "MB"), ("a name with a script", upload("<script>alert(1)</script>.json", b"{"), "JSON"),
]  # fmt: skip
