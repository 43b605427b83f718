"""What stands against a record: one fault hides no other, terms of joint handling, promises without a law."""

import copy

import pytest

from yichuang.catalogue import checks, records, seed, sheets
from yichuang.catalogue.tests.cast import FOOD

FIRST = next(record for record in seed.items() if record["id"] == FOOD)


def found(**changes):
    return checks.check({**copy.deepcopy(FIRST), **changes})


def hard_at(**changes):
    return {(one.element, one.kind) for one in checks.hard(found(**changes))}


def test_an_unfinished_material_hides_nothing_elsewhere():
    rows = [*FIRST["materials"], {"name": ""}]
    assert {("materials", "schema"), ("materials", "lint"), ("committed_days", "term")} <= hard_at(
        materials=rows, committed_days=20
    )


@pytest.mark.parametrize(
    ("broken", "untold"),
    [
        ({"scenarios": "一个问题"}, "path"),
        ({"statutory_days": "二十"}, "term"),
        ({"materials": 7}, "path"),
        ({"legal_basis": 7}, "unknown"),
    ],
)
def test_what_cannot_be_read_is_not_guessed_at(broken, untold):
    got = found(**broken)
    assert {one.element for one in got if one.kind == "schema"} == set(broken)
    assert not any(one.kind == untold and one.element in broken for one in got)


@pytest.mark.parametrize("record", [None, [], 7, "x", {}, {"materials": [7]}, {"route": {}}, {"fee": [1]}])
def test_anything_at_all_is_answered_in_sentences(record):
    assert all(one.sentence for one in checks.check(record)) and checks.hard(checks.check(record))


@pytest.mark.parametrize(
    ("changes", "blocked"),
    [
        ({"joint": True, "statutory_days": 45}, False),
        ({"joint": True, "statutory_days": 46}, True),
        ({"joint": True, "extension_days": 15}, False),
        ({"joint": True, "extension_days": 16}, True),
        ({"joint": False, "statutory_days": 60, "extension_days": 30}, False),
        ({"joint": True, "type": "公共服务", "statutory_days": 60}, False),
    ],
)
def test_joint_permits_keep_to_45_and_15_days(changes, blocked):
    assert any(kind == "term" for _element, kind in hard_at(**changes)) is blocked


def test_a_long_promise_without_a_law_is_questioned_but_not_blocked():
    got = [one for one in found(statutory_days=None, committed_days=21) if one.kind == "term"]
    assert [one.grave for one in got] == [checks.SOFT]
    assert not [one for one in found(statutory_days=None, committed_days=20) if one.kind == "term"]


def test_an_empty_list_of_materials_is_questioned():
    assert any("一份材料也没有" in one.sentence for one in found(materials=[], scenarios=[]))


def test_joint_commitment_and_post_survive_both_file_forms():
    record = {
        **FIRST,
        "joint": True,
        "no_post": True,
        "commitment": {"approval": True, "public": None, "materials": ["营业执照"]},
    }
    assert not [one for one in checks.check(record) if one.kind == "schema"]
    back = sheets.read("目录.xlsx", sheets.write([record])).records[0]
    assert sheets.meaning(back) == sheets.meaning(record)
    assert '"commitment": {' in records.dump([record])
