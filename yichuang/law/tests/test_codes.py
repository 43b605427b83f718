"""Item codes, case, filing and query numbers, e-licence identifiers."""

import random
from datetime import date

import pytest

from yichuang.law import BadInput
from yichuang.law.codes import (
    QUERY_ALPHABET,
    QUERY_CODES,
    case_number,
    check_basic_code,
    check_case_number,
    check_filing_number,
    check_item_code,
    check_uscc,
    filing_number,
    group_query_code,
    item_code,
    local_basic_code,
    normalise_query_code,
    organisation_check,
    query_code,
    type_code,
    uscc_check,
)
from yichuang.law.licence_ids import check_licence_id, licence_id

DAY = date(2022, 6, 23)
BODY, CODE = "12441500196720244T", "12441500196720244T3442199806003"


@pytest.mark.parametrize(
    "code",
    [
        "11370800MB285591843370117002011",
        "11370800MB285591843370117002016",
        "11650000010183859F2650116013001",
        CODE,
        "000131024000",
        "430131056W00",
        "00016421300Y",
    ],
)
def test_real_item_codes_stand(code):
    assert check_item_code(code).valid


@pytest.mark.parametrize(
    "code, said",
    [
        ("00013100300", "11 位"),
        ("0001310030000", "13 位"),
        ("003013100300", "类型 30"),
        ("00013100300O", "第 12 位"),
        (f"{CODE}A1", "最后两位"),
    ],
)
def test_a_wrong_item_code_says_where(code, said):
    got = check_item_code(code) if len(code) != 11 else check_basic_code(code)
    assert not got.valid and said in got.why


def test_both_check_characters_of_a_credit_code_count():
    body = "91350303MA0TE5T2"
    for other in "0123456789X":
        wrong = body + other
        if other != organisation_check(body[8:]):
            got = check_uscc(wrong + uscc_check(wrong))
            assert not got.valid and "第 17 位" in got.why
    assert "区划" in check_uscc("91A50100M000100Y43").why


def test_an_unknown_authority_only_warns():
    body = "B1350303MA0TE5T24"
    got = check_uscc(body + uscc_check(body))
    assert got.valid and "登记管理部门" in got.why


def test_one_wrong_character_is_always_found():
    dice, right = random.Random(3), "91350303MA0TE5T240"
    for _ in range(500):
        place = dice.randrange(18)
        other = dice.choice("0123456789ABCDEFGHJKLMNPQRTUWXY")
        wrong = right[:place] + other + right[place + 1 :]
        assert check_uscc(wrong).valid is (wrong == right)


def test_a_case_number_is_code_day_and_serial():
    number = case_number(CODE, DAY, 68)
    assert number == "12441500196720244T3442199806003202206230068"
    assert check_case_number(number).valid
    assert check_case_number(number, DAY).valid
    assert not check_case_number(number, date(2022, 6, 22)).valid
    assert "0001" in check_case_number(number[:39] + "0000").why
    assert "数字" in check_case_number(number[:-1] + "X").why
    assert "43 位" in check_case_number("1").why


def test_a_filing_number_is_area_day_and_serial():
    number = filing_number("189901", DAY, 7)
    assert number == "18990120220623000007"
    assert check_filing_number(number).valid
    for wrong in (number[:-1], "18990120221323000007", "18990120220623000000"):
        assert not check_filing_number(wrong).valid


def test_an_item_without_a_national_code_gets_a_provisional_one():
    code = local_basic_code("01", 42)
    assert code == "180199000042"
    got = check_item_code(item_code(BODY, "3", code))
    assert got.valid and "暂编码" in got.why


@pytest.mark.parametrize(
    "ask",
    [
        lambda: case_number(CODE, DAY, 0),
        lambda: case_number(CODE, DAY, 10_000),
        lambda: case_number(CODE[:-1], DAY, 1),
        lambda: case_number("x" * 31, DAY, 1),
        lambda: filing_number("1899", DAY, 1),
        lambda: filing_number("189901", DAY, 1_000_000),
        lambda: filing_number("189901", DAY, "1"),
        lambda: item_code(BODY, "8", "442199806003"),
        lambda: item_code(BODY, "3", "4421"),
        lambda: local_basic_code("33", 1),
        lambda: query_code(QUERY_CODES),
        lambda: query_code(-1),
        lambda: query_code(1.0),
    ],
)
def test_a_number_that_would_not_stand_is_not_made(ask):
    with pytest.raises(BadInput):
        ask()


def test_item_types_have_codes():
    assert (type_code("行政许可"), type_code("其他行政权力"), type_code("公共服务"), type_code("无")) == (
        "01",
        "10",
        "20",
        None,
    )


def test_a_query_code_avoids_letters_that_look_alike():
    assert len(QUERY_ALPHABET) == 31 and not set("0O1IL") & set(QUERY_ALPHABET)
    assert (query_code(0), query_code(1), query_code(QUERY_CODES - 1)) == ("22222222", "22222223", "ZZZZZZZZ")
    dice = random.Random(1)
    drawn = [dice.randrange(QUERY_CODES) for _ in range(2000)]
    assert len({query_code(n) for n in drawn}) == len(set(drawn))


@pytest.mark.parametrize(
    "typed, read",
    [
        ("7K4M29PX", "7K4M29PX"),
        ("7k4m-29px", "7K4M29PX"),
        (" ７Ｋ４Ｍ２９ｐｘ ", "7K4M29PX"),
        ("7K4M－29PX", "7K4M29PX"),
        ("7K4M29P0", None),
        ("7K4M29P", None),
        ("", None),
    ],
)
def test_a_typed_query_code_is_read_kindly(typed, read):
    assert normalise_query_code(typed) == read


def test_a_query_code_is_printed_in_two_groups():
    assert group_query_code("7K4M29PX") == "7K4M-29PX"


ROOT = "1.2.156.3005.2."


@pytest.mark.parametrize(
    "text",
    [
        "11100000000013338W011.11430000006122244L.20230000403.001.U",
        "11100000000013338W011.11430000006122244L.20230000403.002.S",
        "11100000000013338W009.11330105002500287C.2025052201.002.0",
    ],
)
def test_real_licence_identifiers_stand(text):
    assert check_licence_id(ROOT + text).why is None
    kind, issuer, serial, version, _check = text.split(".")
    assert licence_id(kind, issuer, serial, int(version)) == ROOT + text


def test_an_issuer_given_as_an_area_only_warns():
    got = check_licence_id(ROOT + "11100000MB03271699022.340100.000000016.001.9")
    assert got.valid and "区划" in got.why


@pytest.mark.parametrize(
    "text, said",
    [
        (ROOT + "11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M", "应为 D"),
        (ROOT + "11100000000013338W011.11430000006122244L.20230000403.001.S", "应为 U"),
        (ROOT + "11100000000013338W011.11430000006122244L.20230000403.1.U", "3 位"),
        (ROOT + "11100000000013338W011.11430000006122244L.20230000403.000.U", "001"),
        (ROOT + "11100000000013338W011.1143.20230000403.001.U", "颁发机构"),
        (ROOT + "1110000000001.11430000006122244L.20230000403.001.U", "21 位"),
        (ROOT + "11100000000013338W011.11430000006122244L.2023a.001.U", "流水号"),
        (ROOT + "11100000000013338W011", "五段"),
        ("1.2.156.3005.1.11100000000013338W011.11430000006122244L.20230000403.001.U", "开头"),
        ("", "开头"),
    ],
)
def test_a_wrong_licence_identifier_says_why(text, said):
    got = check_licence_id(text)
    assert not got.valid and said in got.why


@pytest.mark.parametrize(
    "ask",
    [
        lambda: licence_id("11100000000013338W011", "11430000006122244L", "1", 0),
        lambda: licence_id("11100000000013338W011", "11430000006122244L", "a"),
        lambda: licence_id("1", "11430000006122244L", "1"),
    ],
)
def test_an_identifier_that_would_not_stand_is_not_made(ask):
    with pytest.raises(BadInput):
        ask()
