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
    "2026-03": "8039405a0bccc8923b7bf187b55546806756eabe26b46f198d6e7291245b3fb0",
    "2026-04": "7d13b6d4a535c62a2850e52b0f6faa7f2ee18e23d0aa40bfe4672548498fcb75",
    "2026Q1": "830021129b9c12b449a0320f71f987e22c20c35bbfcc94120be0dd28a1e42655",
    "2026Q2": "c4d9b2a6c3723da79c9a760825795a6537cc1e5c9e116ef53ca5fa757a3be8a9",
}
OPEN_DATA = "1a1476aed6ffebe4b17b097dc7c020ab93715ad863b7e1e7880c50a0f5a114fc"


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
