"""The link in a text message: only where the region has switched it on, once, and never for a part of a thing."""

import json

import pytest

from tests.town import MONDAY, Town, build
from yichuang.clock import acts as clock
from yichuang.journal.models import Errand


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def invited() -> list[str]:
    return [e.key for e in Errand.objects.filter(kind="notice") if json.loads(e.args)["template"] == "rate"]


def test_nobody_is_asked_unless_the_region_says_so(town: Town) -> None:
    town.case(upto="delivered")
    assert invited() == []


def test_who_got_the_result_is_asked_once(town: Town) -> None:
    clock.set_number(
        by=town.actor("guo"), at=MONDAY, name="rating_sms", value="1", unit="开关", basis="示例办法", starts_on=MONDAY.date()
    )  # fmt: skip
    case = town.case(upto="delivered")
    assert invited() == [f"notice:{case.pk}:rate"]
