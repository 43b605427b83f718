"""Procedures by item type, papers, return reasons, ratings, printed dates."""

import string
from datetime import date

import pytest

from yichuang.law import BadInput, papers, powers, procedures, ratings, reasons
from yichuang.law.codes import APPLIED_FOR
from yichuang.law.days import Calendar
from yichuang.law.numbers import copies_text, days_text, plain_date, short_date, weekday, zh_date

LAW = "《中华人民共和国行政许可法》"
OTHER_TYPES = [row.type for row in procedures.PROCEDURES if row.type != "行政许可"]


def test_every_type_one_can_apply_for_has_a_procedure():
    assert {row.code for row in procedures.PROCEDURES} == set(APPLIED_FOR)
    with pytest.raises(BadInput, match="行政处罚"):
        procedures.procedure("行政处罚")


def test_only_permits_are_deemed_accepted_and_heard():
    for row in procedures.PROCEDURES:
        assert row.deemed_acceptance == (row.hearing is not None) == (row.type == "行政许可")
    hearing = procedures.procedure("行政许可").hearing
    assert (hearing.ask_days, hearing.hold_days, hearing.tell_days) == (5, 20, 7)


@pytest.mark.parametrize(
    "type_name, item, words",
    [
        ("行政许可", "公司设立登记", ("准予", "不予许可")),
        ("行政确认", "工伤认定", ("已确认", "不予确认")),
        ("行政确认", "内地居民结婚登记", ("已登记", "不予登记")),
        ("行政确认", "预告设立登记（预售商品房）", ("已登记", "不予登记")),
        ("行政给付", "失业保险金申领", ("已核准发放", "不予发放")),
        ("其他行政权力", "养老机构备案", ("已备案", "不予备案")),
        ("公共服务", "住房公积金提取", ("已办结", "不能办理")),
    ],
)
def test_a_result_is_named_by_type_and_name(type_name, item, words):
    assert procedures.result_words(type_name, item) == words


@pytest.mark.parametrize(
    "key, article",
    [
        ("not_required", "第三十二条第一款第一项"),
        ("not_accepted", "第三十二条第一款第二项"),
        ("corrected", "第三十二条第一款第三项"),
        ("one_time_notice", "第三十二条第一款第四项"),
        ("acceptance", "第三十二条第一款第五项"),
        ("decision_refuse", "第三十八条第二款"),
        ("extension", "第四十二条第一款"),
        ("delivery", "第四十四条"),
        ("special", "第四十五条"),
    ],
)
def test_papers_of_permits_cite_the_licensing_law(key, article):
    assert procedures.basis_of("行政许可", key, ["《公司法》第二十九条"]) == LAW + article


@pytest.mark.parametrize("type_name", OTHER_TYPES)
@pytest.mark.parametrize("key", papers.KEYS)
def test_papers_of_other_types_never_cite_it(type_name, key):
    got = procedures.basis_of(type_name, key, ["《工伤保险条例》第十七条", "《办法》第三条"])
    assert "行政许可法" not in got
    assert got.startswith("《工伤保险条例》第十七条；《办法》第三条") or key == "commitment"


def test_joint_extension_has_its_own_paragraph_days_and_approver():
    assert procedures.basis_of("行政许可", "extension", joint=True) == LAW + "第四十二条第二款"
    assert procedures.extension_days("行政许可", joint=True) == 15
    assert procedures.extension_days("行政许可") == 10
    assert procedures.extension_days("行政许可", 3) == 3
    assert procedures.extension_days("行政许可", 0) == 0
    assert procedures.extension_approver() == "本行政机关负责人"
    assert procedures.extension_approver(joint=True) == "本级人民政府负责人"


def test_articles_are_given_for_papers_that_exist():
    assert {key for key, _article in procedures.PERMIT_ARTICLES} - {"joint_extension"} <= set(papers.KEYS)


def test_remedies_name_organ_and_court_where_the_type_is_reviewable():
    told = procedures.remedies("行政许可", "示例区人民政府", "示例区人民法院")
    assert "六十日内向示例区人民政府" in told and "六个月内向示例区人民法院" in told
    assert procedures.remedies("公共服务", "", "") == ""
    with pytest.raises(BadInput):
        procedures.remedies("行政许可", "示例区人民政府", "")


@pytest.mark.parametrize(
    "name, counted, basis, notice, said",
    [
        ("听证", False, "", True, None),
        ("现场考察、专家评审、公告", False, "", True, None),
        ("公示", False, "《某条例》第九条", True, None),
        ("公示", False, "", True, "不是听证"),
        ("现场核查", True, "", True, "计入"),
        ("听证", True, "", True, "计入"),
        ("检测", False, "", False, "书面告知"),
    ],
)
def test_only_a_lawful_special_procedure_stops_the_clock(name, counted, basis, notice, said):
    got = procedures.may_stop(name, counted=counted, own_basis=basis, notice=notice)
    assert got is None if said is None else said in got


def test_a_halt_needs_a_basis_and_an_approver():
    assert procedures.may_halt(basis="《某条例》第九条", approver="郑局长") is None
    assert "依据" in procedures.may_halt(basis=" ", approver="郑局长")
    assert "批准人" in procedures.may_halt(basis="第九条", approver="")


@pytest.mark.parametrize(
    "committed, statutory, fine",
    [
        (7, 20, True),
        (20, 20, True),
        (21, 20, False),
        (None, 20, True),
        (20, None, True),
        (21, None, False),
        (0, 0, True),
    ],
)
def test_a_promise_is_not_longer_than_the_law(committed, statutory, fine):
    assert (procedures.promise_allowed(committed, statutory) is None) is fine


def test_papers_are_issued_by_acts_that_exist():
    acts = {power.act for power in powers.POWERS}
    assert len(set(papers.KEYS)) == len(papers.PAPERS) == 30
    for row in papers.PAPERS:
        assert row.act in acts or (row.key, row.act) == ("guide", "")
        assert row.copies in (1, 2) and row in papers.issued_by(row.act)


@pytest.mark.parametrize("row", procedures.PROCEDURES, ids=lambda row: row.type)
def test_decisions_are_titled_by_type(row):
    granted, refused = papers.title("decision_grant", row.type), papers.title("decision_refuse", row.type)
    assert granted != refused
    assert ("许可" in granted) == (row.type == "行政许可")
    assert papers.title("acceptance", row.type) == "受理通知书"


def test_an_unknown_paper_or_type_is_refused():
    for ask in (lambda: papers.paper("x"), lambda: papers.title("acceptance", "行政处罚")):
        with pytest.raises(BadInput):
            ask()


FIELDS = {
    "material": "营业执照",
    "form": "复印件",
    "copies": 1,
    "page": 2,
    "what": "盖章",
    "place": "第 3 页右下角",
    "expired_on": "2026年5月1日",
    "item": "住所",
    "here": "甲路 1 号",
    "there": "乙路 2 号",
    "missing": "第二章",
    "sample": 4,
    "text": "照片背景要换成白色再交一次",
}


@pytest.mark.parametrize(
    "key, said",
    [
        ("1", "没有交 营业执照。请交 复印件 1 份"),
        ("2", "营业执照 第 2 页看不清。请重新复印或拍照"),
        ("3", "营业执照 没有盖章。请在 第 3 页右下角 补上"),
        ("4", "营业执照 2026年5月1日 已过期。请交有效期内的"),
        ("5", "营业执照 上的 住所 是 甲路 1 号，申请书上是 乙路 2 号。请改成一致"),
        ("6", "营业执照 缺 第二章。照样本第 4 项补上"),
        ("7", "照片背景要换成白色再交一次"),
    ],
)
def test_a_reason_prints_one_sentence_that_says_what_to_do(key, said):
    assert reasons.sentence(key, FIELDS) == said


@pytest.mark.parametrize("row", reasons.REASONS, ids=lambda row: row.key)
def test_a_reason_asks_for_exactly_the_fields_of_its_sentence(row):
    needed = {name for _text, name, _spec, _conv in string.Formatter().parse(row.template) if name}
    assert needed == {name for name, _label in row.fields}
    assert len(reasons.wrong_with(row.key, {})) == len(row.fields)
    with pytest.raises(BadInput, match="请填写"):
        reasons.sentence(row.key, {})


@pytest.mark.parametrize(
    "text, said", [("太短了", "10 个字"), ("请按要求把相关材料都补齐再来", "说得不清楚")]
)
def test_free_text_is_long_enough_and_not_vague(text, said):
    assert said in reasons.wrong_with("7", {"text": text})[0]


def test_free_text_needs_a_second_look():
    assert [row.key for row in reasons.REASONS if row.second_look] == ["7"]
    with pytest.raises(BadInput):
        reasons.reason("8")


def test_a_template_in_a_field_stays_text():
    assert "{form.__class__}" in reasons.sentence("2", {"material": "{form.__class__}", "page": 1})


def test_two_numberings_of_grades_run_against_each_other():
    for row in ratings.GRADES:
        assert row.standard_code + row.interface_code == 6
        assert ratings.grade(row.stars) is ratings.by_standard_code(row.standard_code) is row
    assert [row.name for row in ratings.GRADES if row.bad] == ["不满意", "非常不满意"]
    for wrong in (0, 6, "5", True):
        with pytest.raises(BadInput):
            ratings.grade(wrong)


def test_limits_to_mend_are_local():
    assert ratings.mend_due(date(2025, 12, 25), Calendar.builtin(), 5) == date(2026, 1, 4)
    assert dict(ratings.MEND_LIMITS) == {"德州": 5, "四川、遂宁": 15}
    assert dict(ratings.CHANNELS)[ratings.DEFAULT_CHANNEL] == "系统默认"


def test_dates_are_printed_with_the_weekday_in_full_width_brackets():
    day = date(2026, 11, 27)
    assert zh_date(day) == "2026年11月27日（周五）"
    assert (plain_date(day), short_date(day), weekday(day)) == ("2026年11月27日", "11月27日", "周五")
    assert zh_date(date(2026, 2, 1)) == "2026年2月1日（周日）"


@pytest.mark.parametrize(
    "days, unit, text",
    [
        (5, "working", "5 个工作日"),
        (30, "natural", "30 个自然日"),
        (0, "working", "当场"),
        (None, "working", "没有规定"),
    ],
)
def test_terms_are_printed_with_their_unit(days, unit, text):
    assert days_text(days, unit) == text


def test_copies_are_printed_with_their_number():
    assert (copies_text("原件", 1), copies_text("原件", None), copies_text(None, 2)) == (
        "原件 1 份",
        "原件",
        "2 份",
    )


@pytest.mark.parametrize(
    "depth, taken",
    [("全程网办", True), ("网上预审", True), (None, True), ("网上预约", False), ("网上咨询", False)],
)
def test_what_goes_on_line_no_further_than_a_booking_is_filed_at_the_window(depth, taken):
    told = procedures.may_file_on_line(depth)
    assert (told is None) == taken and (taken or "到窗口办" in told)
