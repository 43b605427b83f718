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
    scenes.watched(town)
    return town


@pytest.fixture
def kept(town: Town) -> dict:
    return lists(REGION, stamps.current(), LAST)


def relation(name: str) -> list[dict]:
    columns = chronicle.RELATIONS[name]
    return [
        dict(zip(columns, row, strict=True))
        for row in facts.found(f"SELECT {', '.join(columns)} FROM {name} ORDER BY 1")
    ]


@pytest.mark.parametrize("name", chronicle.RELATIONS)
def test_facts_from_the_tables_are_those_from_the_journal(kept, name):
    with facts.laid(REGION, FIRST, LAST, kept):
        tables = relation(name)
    journal = chronicle.told(facts.events(REGION, kept), kept, FIRST.isoformat(), LAST.isoformat())[name]
    key = chronicle.RELATIONS[name][0]
    assert tables == sorted(journal, key=lambda row: row[key])
    assert (
        len(tables)
        == {
            "fact_case": 16,
            "fact_item": 15,
            "fact_card": 2,
            "fact_rating": 3,
            "fact_order": 3,
            "fact_thing": 1,
        }[name]
    )


def test_scripts_and_python_count_the_same(kept):
    with facts.laid(REGION, FIRST, LAST, kept):
        made = {name: relation(name) for name in chronicle.RELATIONS}
        for one in registry.INDICATORS:
            rows = [row for name in one.relation for row in made[name]]
            by_script = {(*cell[:5], *map(int, cell[5:])) for cell in facts.found(one.sql)}
            assert by_script == set(registry.cells(one, rows)), one.key


def test_figures_from_the_journal_are_those_of_the_tables_byte_by_byte(kept):
    tables = reckoning.text(reckoning.reckon(REGION, scenes.MARCH, kept))
    assert reckoning.text(reckoning.replay(REGION, scenes.MARCH, kept)) == tables


def test_figures_counted_by_hand(kept):
    found = reckoning.reckon(REGION, scenes.MARCH, kept)["indicators"]
    whole = {key: cuts.get("whole", {}).get("") for key, cuts in found.items()}
    assert whole["first_time"][:2] == [6, 8]
    assert whole["returned"][:2] == [1, 14]
    assert whole["online_cases"][:2] == [1, 16]
    assert whole["serving"] == [600, 60, 1, "10.00"]
    assert whole["wait"] is None
    assert whole["red_cards"][:2] == [1, 8] and whole["yellow_cards"][:2] == [0, 8]
    assert whole["rated"][:2] == [3, 8]
    assert [whole[key][3] for key in ("good", "bad", "satisfaction")] == ["33.33", "66.67", "46.67"]
    assert whole["mended"][:2] == [1, 1] == whole["mended_in_time"][:2]
    assert whole["answered"][:2] == [1, 3] and whole["solved"][:2] == [1, 1]
    assert whole["bundled_forms"][1] > 1 and whole["bundled_papers"][0] > 0


def test_every_indicator_has_its_script_words_source_and_basis():
    for one in registry.INDICATORS:
        assert one.sql.startswith(f"-- {one.name.split('（')[0]}"), one.key
        assert one.formula and one.source and one.basis
    assert {path.stem for path in registry.SCRIPTS.glob("*.sql")} == set(registry.BY_KEY)
