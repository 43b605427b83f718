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
    "2026-03": "55f1cb7b192e560f61b11712d96124a454b66c982b3d90ec276a33d692752906",
    "2026-04": "c6467dd449c09c4370092cd7e017a6764ebac8fa418e46da16a59bdd7c49bd5e",
    "2026Q1": "e98341c97d788a27971973a7cd0201393e615ff8cd628290b03bf373c8baa5c9",
    "2026Q2": "76cef9454fc63395c9f8ca5867aea90d35c74ccc82021f74e92fa93282e8aba2",
}
OPEN_DATA = "294f721fa1333c57a11d91b6f640aa2b55a3e883190797dc804cd7afcc22eb70"


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
