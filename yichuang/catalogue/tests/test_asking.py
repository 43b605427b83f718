"""A form of one's own: what the lint says of it, how it is compared in words, that it goes out and in unchanged."""

import json

import pytest

from tests import town as towns
from yichuang.catalogue import acts, checks, difference, forms, lists, records, seed, sheets
from yichuang.journal.actor import system

FOOD = next(record for record in seed.items() if record["id"] == "food-business-license-new")


def own(*rows):
    return {**FOOD, "form": list(rows)}


def found(*rows):
    return [(one.grave, one.path, one.sentence) for one in checks.check(own(*rows)) if one.element == "form"]


@pytest.mark.parametrize(
    ("rows", "path", "words"),
    [
        ([{"element": "nothing"}], "form/0/element", "没有数据元“nothing”"),
        ([{"element": "place_area"}, {"element": "place_area"}], "form/1/element", "第 1 行问过了"),
        ([{"element": "place_right", "options": []}], "form/0/options", "至少两个选项"),
        ([{"element": "place_area", "when": {"x": ["y"]}}], "form/0/when", "没有问题 x"),
        ([{"element": "place_area", "when": {"warehouse": ["z"]}}], "form/0/when", "没有选项 z"),
        ([{"element": "place_area", "label": "面积,平方米"}], "form/0/label", "半角标点"),
        ([{"element": "place_area", "least": 9, "most": 3}], "form/0/least", "还大"),
        ([{"element": "shareholders", "help": "按规定填写有关材料。"}], "form/0/help", "说不清"),
        ([{"element": "place_area", "colour": "red"}], "form/0", "没有这个要素"),
    ],
)
def test_what_blocks_says_where_and_how_to_mend_it(rows, path, words):
    hard = [(at, said) for grave, at, said in found(*rows) if grave == "hard"]
    assert any(at == path and words in said for at, said in hard), hard


def test_a_field_that_needs_help_and_a_long_page_are_told():
    assert [one[0] for one in found({"element": "place_area", "help": ""})] == ["soft"]
    many = [key for key, one in forms.library()["elements"].items() if one["type"] == "text"][:20]
    assert any("分成两组" in said for _, _, said in found(*({"element": key, "group": "全在一页"} for key in many)))  # fmt: skip


def test_a_form_of_ones_own_is_compared_with_the_packaged_one_in_words():
    rows = [row for row in forms.rows_of(FOOD) if row["element"] not in ("place_right", "health_cert_count")]
    rows += [{"element": "worker_count", "required": True}]
    changed = [{**row, "required": False} if row["element"] == "place_area" else row for row in rows]
    said = {change.sentence: change.worse for change in difference.compare(FOOD, own(*changed))}
    assert said == {
        "申请表：加上“从业人数（人员）”": "要多填 1 项",
        "申请表：“经营场所面积”改成可以不填": "",
        "申请表：删去“场所怎样取得（经营场所）”": "",
        "申请表：删去“有健康证明的从业人数（人员）”": "",
    }
    back = {change.sentence: change.worse for change in difference.compare(own(*changed), FOOD)}
    assert back["申请表：“经营场所面积”改成必填"] == "原来可以不填，现在必须填"


@pytest.mark.parametrize(
    "rows",
    [
        [1],
        [{}],
        [{"element": []}],
        [{"element": "place_area", "options": 5, "when": [], "label": 7, "least": "x"}],
    ],
)
def test_a_draft_may_hold_anything_and_is_still_shown(rows):
    record = {**FOOD, "form": rows, "scenarios": ["x"]}
    assert forms.of(record)
    assert [one for one in checks.check(record) if one.grave == "hard"]
    assert all(change.element == "form" for change in difference.compare(FOOD, {**FOOD, "form": rows}))


def test_a_packaged_form_follows_when_a_question_goes():
    left = [question for question in FOOD["scenarios"] if question["key"] != "warehouse"]
    record = {**FOOD, "scenarios": left}
    rows = {row["element"]: row for row in forms.rows_of(record)}
    assert "when" not in rows["store_area"]
    assert rows["food_sales"]["when"] == {"project": ["sales"]}
    [told] = [one for one in checks.check(record) if one.element == "form"]
    assert (told.grave, told.text) == ("soft", "warehouse")


def test_more_cases_and_fewer_options_are_worse():
    few = own({"element": "place_right", "options": ["自有", "租赁"], "when": {"warehouse": ["yes"]}})
    wide = own({"element": "place_right", "options": ["自有", "借用"]})
    [change] = [one for one in difference.compare(few, wide) if one.element == "form"]
    assert change.worse == "少了选项“租赁”，更多情形要填"


def test_a_form_goes_out_and_in_unchanged():
    record = own(*forms.rows_of(FOOD), {"element": "worker_count", "required": False, "options": None})
    [back] = sheets.read("x.xlsx", sheets.write([record])).records
    assert sheets.meaning(back) == sheets.meaning(record)
    assert records.dump([record]) == records.dump(
        [records.ordered(dict(reversed(list(record.items()))))],
    )


@pytest.mark.django_db
def test_an_imported_form_comes_out_byte_by_byte():
    towns.build(keys=())
    record = records.ordered(own(*forms.rows_of(FOOD), {"element": "worker_count", "required": False}))
    acts.import_(by=system(towns.REGION), at=towns.MONDAY, records=[record])
    out = records.dump(lists.published(towns.REGION))
    assert out == records.dump([record])
    again = acts.import_(by=system(towns.REGION), at=towns.MONDAY, records=json.loads(out))
    assert (again["new"], again["changed"]) == (0, 0)
