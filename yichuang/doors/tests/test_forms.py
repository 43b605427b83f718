"""A form as the doors show it: whence each value comes, nothing typed is lost, nobody types over what is locked."""

from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from yichuang.doors import forms
from yichuang.law import forms as law

TODAY = date(2026, 3, 2)
FORM = [
    {
        "key": "applicant",
        "title": "申请人",
        "fields": [
            {"key": "name", "label": "姓名", "type": "text", "sources": ["identity"], "locked": True},
            {"key": "number", "label": "证件号码", "type": "document", "sources": ["identity"], "locked": True},
            {"key": "home", "label": "现住址", "type": "address", "sources": ["address"], "help": "写到门牌号。"},
            {"key": "born", "label": "出生日期", "type": "date", "most": 0},
            {"key": "why", "label": "补领原因", "type": "choice", "options": [["a", "丢失"], ["b", "损坏"]]},
            {"key": "ways", "label": "项目", "type": "many", "options": [["a", "甲"], ["b", "乙"]]},
            {"key": "area", "label": "面积", "type": "number", "unit": "平方米", "required": False},
            {"key": "more", "label": "说明", "type": "long", "required": False},
            {"key": "town", "label": "乡镇", "type": "choice", "options": [[str(n), f"第{n}镇"] for n in range(9)]},
        ],
    }
]  # fmt: skip
FACTS = {"identity": {"name": "买买提·吐尔逊", "number": "11010519491231002X"}, "address": {"home": "示例区人民路1号"}}  # fmt: skip


@pytest.fixture
def group():
    return law.groups(FORM, {}, kind="person")[0]


@pytest.fixture
def filled(group):
    return law.prefill([group], FACTS)


def drawn(group, values, filled, errors=()):
    return render_to_string("forms/group.html", forms.page_context(group, values, filled, dict(errors)))


def test_what_is_locked_is_text_and_says_where_it_is_mended(group, filled):
    html = drawn(group, {}, filled)
    assert "买买提·吐尔逊" in html
    assert "110105********002X" in html
    assert 'name="name"' not in html
    assert "这2项从实名信息预填，不能改；不对就到任意窗口更正实名信息。" in html


def test_what_was_filled_in_says_whence(group, filled):
    html = drawn(group, {}, filled)
    assert 'value="示例区人民路1号"' in html
    assert "写到门牌号。从常用地址预填，请核对。" in html
    assert "从常用地址预填" not in drawn(group, {"home": "别处2号院"}, filled)


def test_everything_typed_comes_back(group, filled):
    post = QueryDict("home=x&born_year=2026&born_month=13&born_day=1&why=b&ways=a&ways=b&area=很大&town=3&name=假名")  # fmt: skip
    typed = forms.read(group, post)
    clean, wrong = law.check_group(group, law.merged(typed, filled), TODAY)
    html = drawn(group, typed, filled, wrong)
    for kept in ('value="x"', 'value="13"', 'value="很大"', 'value="b" checked', 'value="3" selected'):
        assert kept in html
    assert clean["name"] == "买买提·吐尔逊"
    told = forms.page_context(group, typed, filled, wrong)["errors"]
    assert [one["id"] for one in told] == ["home", "born_year", "area"]
    for one in told:
        assert f'id="{one["id"]}"' in html


def test_the_answers_are_looked_over_with_a_way_back(group, filled):
    [part] = forms.summary([group], {"born": "2020-02-03"}, filled, lambda g: f"/apply/{g.key}/")
    rows = {row["label"]: row for row in part["rows"]}
    assert rows["姓名"]["href"] == ""
    assert rows["姓名"]["tag"] == "从实名信息预填"
    assert (rows["出生日期"]["value"], rows["出生日期"]["href"]) == (
        "2020年2月3日",
        "/apply/applicant/#born_year",
    )
    assert rows["补领原因"]["value"] == "没有填"
    assert "2020年2月3日" in render_to_string("forms/answers.html", {"answers": [part]})


def test_a_filed_form_is_shown_to_a_clerk_masked_and_printed_whole(group, filled):
    content = law.frozen([group], {"why": "a", "name": "假名"}, filled)
    assert content["values"]["name"] == "买买提·吐尔逊"
    seen = render_to_string("forms/filled.html", {"filled": forms.filed(content)})
    paper = render_to_string("forms/paper.html", {"name": "某事项", "filled": forms.filed(content, masked=False)})  # fmt: skip
    assert "110105********002X" in seen
    assert "11010519491231002X" in paper
    assert "丢失" in seen
    assert "丢失" in paper


def test_the_empty_paper_has_boxes_and_room(group):
    told = forms.blank([group], {})
    html = render_to_string("forms/paper.html", {"name": "某事项", "blanks": told})
    assert "□丢失" in html
    assert "平方米" in html
    assert "（可以不填）" in html


def test_a_script_in_a_value_is_only_text(group):
    html = drawn(group, {"home": '"><script>x</script>', "more": "</textarea><script>"}, {})
    assert "<script>" not in html
