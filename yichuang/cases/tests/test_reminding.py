"""Applicants are reminded of their own days: three days before, and on the day, once each."""

from datetime import timedelta

import pytest

from tests.town import MONDAY, Town
from yichuang.cases import acts, sweeps
from yichuang.cases.tests.test_every_act import with_gap
from yichuang.clock.models import Term
from yichuang.ground.now import day_of
from yichuang.journal.models import Errand


@pytest.mark.parametrize("kind", ["gap", "correction"])
def test_three_days_before_and_on_the_day_once_each(town: Town, kind: str) -> None:
    if kind == "gap":
        case = with_gap(town)
    else:
        case = town.case("food-business-license-new", upto="filed").pk
        acts.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[{"place": 2, "reason": "1"}])
    due = Term.objects.get(subject=case, kind=kind).due_on
    before = MONDAY + (due - day_of(MONDAY)) - timedelta(days=3)
    assert [sweeps.remind(before), sweeps.remind(before)] == [1, 0]
    assert sweeps.remind(before + timedelta(days=1)) == 0
    assert [sweeps.remind(before + timedelta(days=3)), sweeps.remind(before + timedelta(days=3))] == [1, 0]
    assert Errand.objects.filter(kind="notice", args__contains=f"remind_{kind}").count() == 2
