"""The same scenes give the same bytes on every database: tables, journal, the closed period, the open data.

Nothing is left out: a content holds names, keys and whole numbers, no id and no machine's clock; only closing adds its cut-off.
"""

from datetime import date

import pytest

from tests.town import REGION, Town, build
from yichuang.figures import public, reckoning
from yichuang.figures.acts import periods
from yichuang.figures.lists import lists
from yichuang.figures.models import Period
from yichuang.figures.tests import scenes
from yichuang.figures.tests.test_periods import APRIL_20, closed
from yichuang.journal import stamps
from yichuang.journal.chain import canonical, sm3

GOLDEN = {
    "2026-03": "3a774a63b085ec454406b94a429bab96d1a91dfd704b9ca303e8856e1a3a22ca",
    "2026-04": "3f4ee85233760db1a3088ff33e7b98399d53e4bcf70cbcba632b5c5e7644b84b",
    "2026Q1": "a902b49256a3dd8fc174ae45a4540f54ad45071341ea83892a65166a7032b776",
    "2026Q2": "191e43ddf77ebd5ff3f3d1377f31895061468bfac28df81e938624136015e797",
}
OPEN_DATA = "1f3a44ba18b73440a55d31e1778e67614b2a8ccaf53f16fc754fc76191d99573"


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    scenes.watched(town)
    return town


@pytest.fixture
def kept(town: Town) -> dict:
    return lists(REGION, stamps.current(), date(2026, 4, 30))


def test_months_and_quarters_have_the_same_bytes_on_both_databases_from_tables_and_journal(kept):
    made = {name: reckoning.text(reckoning.reckon(REGION, name, kept)) for name in GOLDEN}
    assert {name: reckoning.text(reckoning.replay(REGION, name, kept)) for name in GOLDEN} == made
    assert {name: sm3(text) for name, text in made.items()} == GOLDEN


def test_open_data_has_the_same_bytes_on_both_databases(kept):
    told = [public.as_csv(reckoning.reckon(REGION, name, kept)) for name in GOLDEN]
    assert sm3("".join(told)) == OPEN_DATA


def test_closing_freezes_these_bytes(town):
    closed(town, at=APRIL_20)
    assert sm3(canonical(periods.frozen(Period.objects.get(name=scenes.MARCH)))) == GOLDEN[scenes.MARCH]
