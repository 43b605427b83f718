"""Files from outside: JSON and XLSX in and out, and everything odd that may be in them."""

import io
import zipfile

import pytest
import xlsxwriter

from yichuang.catalogue import files, seed, sheets
from yichuang.catalogue.columns import ITEMS
from yichuang.journal.refusals import BadInput

ALL = seed.items()


def known():
    return {record["id"]: record for record in ALL}


def test_a_workbook_out_and_in_again_is_the_same_catalogue():
    parcel = sheets.read("目录.xlsx", sheets.write(ALL), known())
    assert {record["id"]: record for record in parcel.records} == known()


def test_a_workbook_read_without_the_catalogue_says_the_same():
    parcel = sheets.read("目录.xlsx", sheets.write(ALL))
    assert all(sheets.meaning(record) == sheets.meaning(known()[record["id"]]) for record in parcel.records)


def test_a_change_in_a_cell_is_a_change_in_its_record():
    records = [dict(record) for record in ALL[:2]]
    records[1]["committed_days"] = 1 if records[1]["committed_days"] != 1 else 2
    parcel = sheets.read("目录.xlsx", sheets.write(records), known())
    assert [
        record == known()[record["id"]]
        for record in sorted(parcel.records, key=lambda r: r["id"] != records[0]["id"])
    ] == [True, False]


def test_texts_that_look_like_formulas_are_texts():
    content = sheets.write([{**ALL[0], "name": "=HYPERLINK(1)", "note": "@SUM(A1)"}])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "worksheets" in name)
    assert sheets.read("目录.xlsx", content).records[0]["name"] == "=HYPERLINK(1)"


def book(*rows, title=ITEMS):
    box = io.BytesIO()
    made = xlsxwriter.Workbook(box, {"in_memory": True})
    sheet = made.add_worksheet(title)
    for line, row in enumerate(rows):
        for place, cell in enumerate(row):
            (sheet.write_formula if str(cell).startswith("=") else sheet.write)(line, place, cell)
    made.close()
    return box.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是能读的"),
        (b"PK\x03\x04broken", "不是能读的"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "不是能读的"),
        (book(["事项标识", "名称"], ["a", "=1+1"]), "是公式"),
        (book(["事项标识", "颜色"], ["a", "红"]), "不认识的列“颜色”"),
        (book(["名称"], ["甲"]), "没有“事项标识”"),
        (book(["事项标识"], ["a"], title="表1"), "没有“事项”这张表"),
        (book(["事项标识", "名称"], ["", "甲"]), "没有填事项标识"),
        (book(["事项标识", "名称"], ["a", "甲"], ["a", "乙"]), "上面已经有了"),
        (book(["事项标识", "法定时限"], ["a", "二十"]), "要填整数"),
        (book(["事项标识", "审核合一"], ["a", "也许"]), "只能填“是”或“否”"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_workbook_that_cannot_be_used_says_why(content, said):
    with pytest.raises(BadInput) as caught:
        sheets.read("目录.xlsx", content)
    assert said in caught.value.sentence


def test_a_bomb_is_not_unpacked():
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(BadInput, match="解开后太大"):
        sheets.read("目录.xlsx", box.getvalue())


def test_entities_and_macros_stay_outside():
    for part, body in (("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"), ("xl/vbaProject.bin", b"x")):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as packed:
            packed.writestr(part, body)
        with pytest.raises(BadInput):
            sheets.read("目录.xlsx", box.getvalue())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是正确的 JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[{]", "第 1 行"),
        (b"7", "一列事项记录"),
        (b'{"id": "a", "id": "b"}', "写了两次"),
        (b'[{"statutory_days": NaN}]', "不是数字"),
        (b"[" * 100_000, "读不了"),
        (b'[{"n": ' + b"9" * 5000 + b"}]", "读不了"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_json_file_that_cannot_be_used_says_why(content, said):
    with pytest.raises(BadInput) as caught:
        files.read_json("目录.json", content)
    assert said in caught.value.sentence


def test_a_list_one_record_or_a_wrapped_list_are_read():
    assert len(files.read_json("a.json", b'[{"id": "a"}, {"id": "b"}]').records) == 2
    assert files.read_json("a.json", b'{"id": "a"}').places == ["a.json 第 1 条"]
    assert len(files.read_json("a.json", b'\xef\xbb\xbf{"items": [{"id": "a"}]}').records) == 1
