"""Bundles over the API: the list, the record, the plan."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.town import Town

pytestmark = pytest.mark.django_db
ASKED = {
    "start": "2026-03-02",
    "answer": ["subject=company", "size=normal", "fire=general"],
    "skip": ["signboard-management"],
}


@pytest.fixture
def town(town: Town) -> Town:
    """The town with two bundles."""
    town.bundle("open-restaurant", "utility-connection")
    return town


def planned(ask: Any, key: str = "open-restaurant", **asked: Any) -> Any:
    return ask("lin", "GET", f"/bundles/{key}/plan?{urlencode(asked, doseq=True)}")


def test_bundles_in_force_are_listed(ask: Any, town: Town) -> None:
    told = ask("lin", "GET", "/bundles").json()["bundles"]
    assert [one["key"] for one in told] == ["open-restaurant", "utility-connection"]
    assert (
        told[0]["lead"] == "市场监督管理局" and told[0]["promised_days"] == 4 and len(told[0]["items"]) == 8
    )


def test_a_record_comes_by_key_theme_code_or_id(ask: Any, town: Town) -> None:
    whole = town.bundle_facts("open-restaurant")
    for name in ("open-restaurant", "43TCN0003", str(whole.bundle)):
        assert ask("lin", "GET", f"/bundles/{name}").json()["record"] == whole.record
    assert ask("lin", "GET", "/bundles/nothing").status_code == 404
    assert ask("", "GET", "/bundles").status_code == 401


def test_the_plan_says_the_joint_date_and_what_decides_it(ask: Any, town: Town) -> None:
    told = planned(ask, **ASKED).json()
    assert told["joint_due_on"] == "2026-03-17" and told["critical_path"][-1] == "food-business-license-new"
    assert "signboard-management" not in [one["item"] for one in told["members"]]


def test_an_alternative_is_chosen_and_several_values_are_taken(ask: Any, town: Town) -> None:
    told = planned(ask, start="2026-03-02", choose="licence=individual-business-establishment").json()
    assert told["members"][0]["item"] == "individual-business-establishment"
    question = next(
        q for q in town.bundle_facts("utility-connection").record["scenarios"] if "可多选" in q["question"]
    )
    values = [f"{question['key']}={one['value']}" for one in question["options"][:2]]
    several = planned(ask, "utility-connection", start="2026-03-02", answer=values).json()
    assert len(several["members"]) > len(
        planned(ask, "utility-connection", start="2026-03-02", answer=values[:1]).json()["members"]
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start": "2026-03-02", "answer": "size"}, "名称=取值"),
        ({"start": "2026-03-02", "answer": "size=huge"}, "没有选项"),
        ({"start": "2026-03-02", "answer": "colour=red"}, "没有问题"),
        ({"start": "2026-03-02", "choose": "food=nothing"}, "没有事项"),
        ({"start": "2026-03-02", "skip": "food-business-license-new"}, "必须办"),
        ({"start": "2999-03-02", "answer": "size=normal"}, "工作日历只到"),
        ({}, "start"),
    ],
)
def test_what_cannot_be_planned_is_told(ask: Any, town: Town, asked: dict[str, Any], said: str) -> None:
    answer = planned(ask, **asked)
    assert answer.status_code == 422 and said in json.dumps(answer.json(), ensure_ascii=False)
