"""A form as data: what applies, what is taken, what is filled in."""

from datetime import date

import pytest

from yichuang.law import forms
from yichuang.law.identity import synthetic_resident_id, synthetic_uscc

TODAY = date(2026, 3, 2)
NUMBER = synthetic_resident_id("189901", date(1988, 5, 6), 12)


def field(type="text", label="字段", **more):
    return forms.field_of({"key": "x", "label": label, "type": type, **more})


def row(key, **more):
    return {"key": key, "label": key, "type": "text", **more}


FORM = [
    {"key": "applicant", "title": "申请人", "fields": [row("name", kind="person", sources=["identity"], locked=True), row("firm", kind="body")]},
    {"key": "agent", "title": "经办人", "fields": [row("agent", who="agent")]},
    {"key": "place", "title": "场所", "fields": [row("deed", when={"premises": ["own"]}, sources=["licence", "earlier"])]},
]  # fmt: skip


def keys(answers=None, **more):
    return [f.key for g in forms.groups(FORM, answers or {}, **{"kind": "person", **more}) for f in g.fields]


def test_the_kind_of_applicant_and_the_answers_choose_the_fields():
    assert keys() == ["name"]
    assert keys(kind="body") == ["firm"]
    assert keys({"premises": "own"}) == ["name", "deed"]
    assert keys({"premises": "lease"}, agent=True) == ["name", "agent"]


@pytest.mark.parametrize(
    ("asked", "typed", "kept"),
    [
        (field(), "　买买提·吐尔逊  阿里 ", "买买提·吐尔逊 阿里"),
        (field(), "𬭼𫖯㛃" + "长" * 60, "𬭼𫖯㛃" + "长" * 60),
        (field("long"), " 一\r\n二 ", "一\n二"),
        (field("number", unit="平方米"), "１，２００．５０平方米", "1200.5"),
        (field("money"), "¥12,000.10元", "12000.1"),
        (field("date"), "2026年2月3日", "2026-02-03"),
        (field("date"), "２０２６-2-3", "2026-02-03"),
        (field("choice", options=[["a", "甲"]]), "a", "a"),
        (field("many", options=[["a", "甲"], ["b", "乙"]]), "b\na", "a\nb"),
        (field("yesno"), "no", "no"),
        (field("phone"), "+86 138 0000 0000", "13800000000"),
        (field("phone"), "0372-1234567", "03721234567"),
        (field("document"), NUMBER.lower(), NUMBER),
        (field("document"), "H12345678", "H12345678"),
        (field("document"), "E12345678", "E12345678"),
        (field("uscc"), synthetic_uscc("189901", 7), synthetic_uscc("189901", 7)),
        (field("email"), "li@example.com", "li@example.com"),
        (field("address"), "示例区人民路１号", "示例区人民路1号"),
        (field(required=False), " ", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_way(asked, typed, kept):
    assert forms.check(asked, typed, TODAY) == (kept, "")
    assert forms.check(asked, kept, TODAY) == (kept, "")


@pytest.mark.parametrize(
    ("asked", "typed", "said"),
    [
        (field(label="姓名"), "", "请填写姓名"),
        (field("choice", label="经营场所"), "", "请选择经营场所"),
        (field("phone"), "1380000000", "手机号码要 11 位，现在是 10 位"),
        (field("document"), NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "身份证号码最后一位对不上，请照证件再核对一遍"),
        (field("document"), "18990119880506", "身份证号码要 18 位，现在是 14 位"),
        (field("date", label="出生日期", most=0), "2026-03-03", "出生日期要在今天或今天以前，现在是 2026 年 3 月 3 日"),
        (field("date", label="开工日期"), "2026-02-30", "开工日期要写年、月、日，例如 2026 年 11 月 21 日，日历里要有这一天"),
        (field("number", label="面积", least=1, unit="平方米"), "0", "面积最少 1 平方米，现在是 0"),
        (field("number", label="面积"), "很大", "面积要写成数字，例如 120"),
        (field("money", label="金额"), "5万元", "金额写成以元计的数字，例如 50000"),
        (field("choice", label="类别", options=[["a", "甲"]]), "z", "请从列出的里面选择类别"),
        (field("many", label="项目", options=[["a", "甲"]]), "a\nz", "请从列出的里面选择项目"),
        (field("text", label="名称", most=3), "一二三四", "名称最多 3 个字，现在是 4 个"),
        (field("address", label="地址"), "路", "地址要写到门牌号，现在只有 1 个字"),
        (field("email", label="邮箱"), "li", "邮箱要写成 name@example.com 这样，中间有 @"),
        (field("uscc"), "91", "统一社会信用代码要 18 位，现在是 2 位"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_how_to_mend_it(asked, typed, said):
    assert forms.check(asked, typed, TODAY)[1] == said


def test_what_is_wrong_is_kept_as_typed():
    assert forms.check(field("number"), "很大", TODAY)[0] == "很大"
    assert forms.check(field("date"), "明天", TODAY)[0] == "明天"


@pytest.mark.parametrize(
    ("asked", "value", "read"),
    [
        (field("date"), "2026-02-03", "2026年2月3日"),
        (field("number", unit="平方米"), "1200.5", "1,200.5 平方米"),
        (field("money"), "12000", "12,000 元"),
        (field("many", options=[["a", "甲"], ["b", "乙"]]), "a\nb", "甲、乙"),
        (field("yesno"), "yes", "是"),
        (field(), "", ""),
    ],
)
def test_a_value_is_shown_as_people_read_it(asked, value, read):
    assert forms.shown(asked, value) == read


def test_the_first_source_that_knows_fills_in_and_says_so():
    found = forms.groups(FORM, {"premises": "own"}, kind="person")
    facts = {"identity": {"name": "李一"}, "earlier": {"deed": "甲", "name": "旧"}, "licence": {"deed": "乙"}}
    filled = forms.prefill(found, facts)
    assert filled["name"].editable is False
    assert filled["name"].source == "从实名信息预填"
    assert (filled["deed"].value, filled["deed"].editable) == ("乙", True)
    assert forms.share(found, filled) == 1


def test_a_group_is_complete_when_nothing_is_left_to_mend():
    found = forms.groups(FORM, {"premises": "own"}, kind="person")
    assert forms.complete(found, {"name": "李一"}, TODAY) == ("applicant",)
    clean, wrong = forms.check_group(found[1], {}, TODAY)
    assert (clean, wrong) == ({"deed": ""}, {"deed": "请填写deed"})
