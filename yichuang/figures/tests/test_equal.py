"""Every figure twice: by its script over the tables, and by Python from the journal alone; the bytes are the same."""

import pytest

from tests.town import REGION, Town, build
from yichuang.figures import facts, reckoning, registry
from yichuang.figures.lists import lists
from yichuang.figures.tests import scenes
from yichuang.journal import stamps
from yichuang.law import chronicle

FIRST, LAST = scenes.figures_span()


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    return town


@pytest.fixture
def kept(town: Town) -> dict:
    return lists(REGION, stamps.current(), LAST)


def test_facts_from_the_tables_are_those_from_the_journal(kept):
    with facts.laid(REGION, FIRST, LAST, kept):
        columns = ", ".join(chronicle.CASE)
        tables = [
            dict(zip(chronicle.CASE, row, strict=True))
            for row in facts.found(f"SELECT {columns} FROM fact_case ORDER BY id")
        ]
    journal = chronicle.cases(facts.events(REGION, kept), kept, FIRST.isoformat(), LAST.isoformat())
    assert tables == sorted(journal, key=lambda row: row["id"])
    assert len(tables) == 11


def test_scripts_and_python_count_the_same(kept):
    with facts.laid(REGION, FIRST, LAST, kept):
        for one in registry.INDICATORS:
            columns = chronicle.CASE if one.relation == registry.CASE else chronicle.ITEM
            rows = [dict(zip(columns, row, strict=True)) for row in facts.found(f"SELECT {', '.join(columns)} FROM {one.relation}")]  # fmt: skip
            by_script = {(*cell[:5], *map(int, cell[5:])) for cell in facts.found(one.sql)}
            assert by_script == set(registry.cells(one, rows)), one.key


def test_figures_from_the_journal_are_those_of_the_tables_byte_by_byte(kept):
    tables = reckoning.text(reckoning.reckon(REGION, scenes.MARCH, kept))
    assert reckoning.text(reckoning.replay(REGION, scenes.MARCH, kept)) == tables


def test_figures_counted_by_hand(kept):
    found = reckoning.reckon(REGION, scenes.MARCH, kept)["indicators"]
    whole = {key: cuts.get("whole", {}).get("") for key, cuts in found.items()}
    assert whole["first_time"][:2] == [3, 5]
    assert whole["returned"][:2] == [1, 9]
    assert whole["online_cases"][:2] == [1, 11]
    assert whole["serving"] == [600, 60, 1, "10.00"]
    assert whole["wait"] is None


def test_every_indicator_has_its_script_words_source_and_basis():
    for one in registry.INDICATORS:
        assert one.sql.startswith(f"-- {one.name.split('（')[0]}"), one.key
        assert one.formula and one.source and one.basis
    assert {path.stem for path in registry.SCRIPTS.glob("*.sql")} == set(registry.BY_KEY)
