"""Numbers of persons and bodies: the samples of domain.md 6, the order of `identify`, masks, made-up numbers."""

from datetime import date

import pytest

from yichuang.law import BadInput
from yichuang.law.codes import check_uscc, normalise
from yichuang.law.identity import (
    age,
    birth_date,
    check_document,
    check_foreign,
    check_residence_permit,
    check_resident,
    identify,
    mask_id,
    mask_name,
    mask_phone,
    sex,
    synthetic_resident_id,
    synthetic_uscc,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("11010519491231002X", "resident-id"),
        ("440524188001010014", "resident-id"),
        ("34052419800101001X", "resident-id"),
        ("511902188503021218", "resident-id"),
        ("350303189911300029", "resident-id"),
        ("410505188808081003", "resident-id"),
        ("310114189206150046", "resident-id"),
        ("511902189602290012", "resident-id"),
        ("810000199408230021", "residence-permit"),
        ("830000199201300022", "residence-permit"),
        ("911124198108030024", "foreign-permanent-id"),
        ("USA110085091502", "foreign-permanent-id"),
        ("91350100M000100Y43", "uscc"),
        ("91110000600037341L", "uscc"),
        ("11100000000013338W", "uscc"),
        ("11430000006122244L", "uscc"),
        ("11330105002500287C", "uscc"),
        ("11650000010183859F", "uscc"),
        ("11370800MB28559184", "uscc"),
        ("12441500196720244T", "uscc"),
        ("11330800MB0R57773W", "uscc"),
        ("11511902MB0TE5T1XG", "uscc"),
        ("91350303MA0TE5T240", "uscc"),
        ("92410505MA0TE5T325", "uscc"),
        ("12310114MB0TE5T44C", "uscc"),
        ("51511900MJ0TE5T51B", "uscc"),
        ("93511902MA0TE5T671", "uscc"),
        ("000131003000", "item-code"),
        ("11370800MB285591843370117002011", "item-code"),
        ("11370800MB28559184337011700201101", "item-code"),
        ("12441500196720244T3442199806003202206230068", "case-number"),
    ],
)
def test_a_right_number_is_read(text, kind):
    got = identify(text, TODAY)
    assert (got.text, got.kind, got.valid, got.why) == (text, kind, True, None)


@pytest.mark.parametrize(
    "text, kind, said",
    [
        ("511902188502290010", "resident-id", "1885年02月29日不存在"),
        ("110105194913310021", "resident-id", "1949年13月31日不存在"),
        ("110105209912310029", "resident-id", "早于今天"),
        ("110105194912310021", "uscc", "如果是身份证号码，最后一位应为 X"),
        ("820000199209290020", "residence-permit", "应为 3"),
        ("1101051949123100", None, "16 位"),
        ("110105491231002", None, "15 位"),
        ("12110000400000000X", "uscc", "应为 1"),
        ("11370800MB28559185", "uscc", "应为 4"),
        ("91350100I000100Y43", "uscc", "“I”"),
        ("9135010OM000100Y43", "uscc", "“O”"),
        ("91350100M000100Y4", None, "17 位"),
        ("91350100M000100Y433", None, "19 位"),
        ("913501", None, "6 位"),
        ("11370800MB285591853370117002011", "item-code", "应为 4"),
        ("11370800MB285591848370117002011", "item-code", "层级 8"),
        ("11370800MB285591843373317002011", "item-code", "类型 33"),
        ("11370800MB28559184337011700201", None, "30 位"),
        ("11370800MB28559184337O117002011", "item-code", "“O”"),
        ("12441500196720244T3442199806003202213230068", "case-number", "20221323"),
        ("12441500196720244T3442199806003202711220068", "case-number", "今天之后"),
        ("", None, "没有填写"),
        ("没有号码", None, "4 位"),
        ("9" * 100_000, None, "100000 位"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(text, kind, said):
    got = identify(text, TODAY)
    assert (got.kind, got.valid) == (kind, False)
    assert said in got.why


@pytest.mark.parametrize(
    "text, said",
    [
        ("11330105002500287C3330117002011", "层级"),
        ("180199000001", "暂编码"),
        ("990131003000", "省级代码"),
        ("189901199002030127", "区划"),
    ],
)
def test_a_warning_keeps_the_number_valid(text, said):
    got = identify(text, TODAY)
    assert got.valid and said in got.why


@pytest.mark.parametrize(
    "text", ["11010519491231002x", " 110105 19491231 002X\n", "１１０１０５１９４９１２３１００２ｘ"]
)
def test_a_number_is_normalised_before_it_is_read(text):
    assert identify(text, TODAY).text == "11010519491231002X"


def test_look_alike_digits_are_not_digits():
    assert identify("①10105194912310021"[:18], TODAY).valid is False
    assert identify("٣40524198001010012", TODAY).kind == "uscc"
    assert normalise("４Ａ　b\u200bc") == "4ABC"


def test_the_birth_day_may_be_today_but_not_tomorrow():
    number = synthetic_resident_id("189901", TODAY, 1)
    assert identify(number, TODAY).valid
    assert not identify(number, date(2026, 11, 20)).valid


def test_a_digit_only_firm_is_not_taken_for_a_foreigner():
    found = [
        firm
        for serial in range(400)
        for firm in [all_digit_firm(serial)]
        if firm and check_resident_like(firm)
    ]
    assert found
    assert all(identify(firm, TODAY).kind == "uscc" for firm in found)


def all_digit_firm(serial):
    from yichuang.law.codes import organisation_check, uscc_check

    body = f"91110108{serial:08d}"
    body += organisation_check(body[8:])
    whole = body + uscc_check(body)
    return whole if whole.isdigit() else None


def check_resident_like(number):
    from stdnum.iso7064 import mod_11_2

    return mod_11_2.is_valid(number)


@pytest.mark.parametrize(
    "check, text, said",
    [
        (check_resident, "110105491231002", "15 位"),
        (check_resident, "1101", "4 位"),
        (check_resident, "11010519491231002A", "数字或 X"),
        (check_resident, "110105194912310021", "应为 X"),
        (check_residence_permit, "8100001994082300", "16 位"),
        (check_foreign, "811124198108030024", "以 9 开头"),
        (check_foreign, "911124198108030025", "应为 4"),
    ],
)
def test_each_kind_says_what_is_wrong(check, text, said):
    got = check(text, TODAY)
    assert not got.valid and said in got.why


@pytest.mark.parametrize(
    "code, number, valid",
    [
        ("111", "11010519491231002X", True),
        ("111", "810000199408230021", True),
        ("111", "110105194912310021", False),
        ("414", "E12345678", True),
        ("414", "EA1234567", True),
        ("414", "X1", False),
        ("511", "12345678", True),
        ("511", "1234567", False),
        ("516", "H12345678", True),
        ("516", "M1234567801", True),
        ("516", "A12345678", False),
        ("553", "911124198108030024", True),
        ("553", "USA110085091502", True),
        ("553", "12", False),
    ],
)
def test_documents_are_checked_by_their_type(code, number, valid):
    got = check_document(code, number, TODAY)
    assert got.valid is valid and (got.why is None) is valid


def test_an_unknown_document_type_is_impossible_input():
    with pytest.raises(BadInput):
        check_document("999", "1", TODAY)


def test_sex_birth_and_age_are_read_from_the_number():
    assert (sex("11010519491231002X"), birth_date("11010519491231002X")) == ("女", date(1949, 12, 31))
    assert sex("440524188001010014") == "男"
    assert age("11010519491231002X", date(2026, 12, 30)) == 76
    assert age("11010519491231002X", date(2026, 12, 31)) == 77
    assert (sex("E12345678"), birth_date("91350100M000100Y43"), age("", TODAY)) == (None, None, None)


@pytest.mark.parametrize(
    "name, shown",
    [
        ("", ""),
        ("张", "*"),
        ("张三", "张*"),
        ("李小敏", "李*敏"),
        ("欧阳娜娜", "欧**娜"),
        ("𠮷野", "𠮷*"),
    ],
)
def test_names_are_masked(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    "number, staff, public",
    [
        ("11010519491231002X", "110105********002X", "1****************X"),
        ("E12345678", "E********", "E*******8"),
        ("12", "1*", "1*"),
        ("", "", ""),
    ],
)
def test_numbers_are_masked(number, staff, public):
    assert (mask_id(number), mask_id(number, public=True)) == (staff, public)


@pytest.mark.parametrize(
    "phone, shown",
    [
        ("13800003210", "138****3210"),
        ("6234567", "*****67"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_phones_are_masked(phone, shown):
    assert mask_phone(phone) == shown


def test_made_up_numbers_are_right_and_of_nobody():
    people = {synthetic_resident_id("189901", date(1990, 1, 1), seq) for seq in range(1000)}
    assert len(people) == 1000
    assert all(check_resident(number, TODAY).valid for number in people)
    firms = {
        synthetic_uscc("189901", serial, category=c) for serial in range(500) for c in ("91", "11", "52")
    }
    assert len(firms) == 1500
    assert all(check_uscc(firm).valid and identify(firm, TODAY).kind == "uscc" for firm in firms)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: synthetic_resident_id("110105", date(1990, 1, 1), 1),
        lambda: synthetic_resident_id("189901", date(1990, 1, 1), 1000),
        lambda: synthetic_uscc("110105", 1),
        lambda: synthetic_uscc("189901", -1),
        lambda: synthetic_uscc("189901", 1, category="9I"),
    ],
)
def test_a_number_of_somebody_is_never_made(ask):
    with pytest.raises(BadInput):
        ask()
