"""Fees are reckoned in whole fen from what is published; what is not known is not nothing."""

import pytest

from yichuang.law import BadInput, fees

FEE = {
    "charged": True,
    "lines": [
        {"name": "登记费", "amount": 8000, "basis": "甲", "scenario": {"use": ["home"]}},
        {"name": "登记费", "amount": 55000, "basis": "甲", "scenario": {"use": ["shop"]}},
        {"name": "评估费", "amount": None, "scenario": {"value": ["asked"]}},
    ],
    "reductions": [
        {"name": "小微企业", "percent": 100, "basis": "乙", "scenario": {"small": ["yes"]}},
        {"name": "减半", "percent": 50, "basis": "丙", "scenario": {"half": ["yes"]}},
        {"name": "凭证明", "percent": 100, "basis": "丁"},
    ],
    "refund": ["refused"],
}


def test_the_lines_follow_the_answers():
    assert fees.reckon(FEE, {"use": "home"}).total == 8000
    assert fees.reckon(FEE, {"use": "shop"}).total == 55000
    assert fees.reckon(FEE, {}).lines == ()


def test_a_reduction_without_a_scenario_is_for_people_to_judge():
    assert fees.reckon(FEE, {"use": "home", "half": "yes"}).total == 4000
    assert fees.reckon(FEE, {"use": "home", "small": "yes", "half": "yes"}).total == 0


def test_a_reduction_is_rounded_in_the_payers_favour():
    assert fees.reduction(333, 50) == 167


def test_what_has_no_amount_is_unknown_and_not_nothing():
    found = fees.reckon(FEE, {"use": "home", "value": "asked"})
    assert found.unknown == ("评估费",)


def test_money_goes_back_by_the_record_and_always_when_void():
    assert fees.goes_back(FEE, "refused") and fees.goes_back({}, "void")
    assert not fees.goes_back(FEE, "withdrawn")


@pytest.mark.parametrize(
    ("text", "amount"), [("30", 3000), ("30.5", 3050), ("０.０１", 1), ("1,200.00元", 120000)]
)
def test_yuan_are_read_as_fen(text, amount):
    assert fees.fen(text) == amount


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1e3", "三十", "9999999999"])
def test_anything_else_is_told_how_to_be_written(text):
    with pytest.raises(BadInput, match="两位小数"):
        fees.fen(text)


def test_amounts_are_said_with_two_places():
    assert (fees.yuan(3000), fees.yuan(-5), fees.yuan(0)) == ("30.00", "-0.05", "0.00")
    assert fees.payable({}) == "result"
