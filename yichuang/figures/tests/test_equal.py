"""Every figure twice: by its script over the tables, and by Python from the journal alone; the bytes are the same."""

import pytest

from tests.town import REGION, Town, build
from yichuang.figures import appraisal, facts, reckoning, registry
from yichuang.figures.lists import lists
from yichuang.figures.tests import scenes
from yichuang.journal import stamps
from yichuang.law import chronicle
from yichuang.law import figures as law

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
            "fact_case": 19,
            "fact_item": 15,
            "fact_card": 2,
            "fact_rating": 3,
            "fact_order": 3,
            "fact_thing": 1,
            "fact_urging": 3,
            "fact_flaw": 2,
            "fact_listed": 15,
        }[name]
    )


def test_scripts_and_python_count_the_same(kept):
    with facts.laid(REGION, FIRST, LAST, kept):
        made = {name: relation(name) for name in chronicle.RELATIONS}
        for one in registry.INDICATORS:
            rows = [row for name in one.relation for row in made[name]]
            assert summed(facts.found(one.sql)) == summed(registry.cells(one, rows)), one.key


def summed(cells: list) -> dict:
    """Cells of the same place together."""
    made: dict = {}
    for *place, part, whole, count in cells:
        before = made.get(tuple(place), (0, 0, 0))
        made[tuple(place)] = (before[0] + int(part), before[1] + int(whole), before[2] + int(count))
    return made


def test_figures_from_the_journal_are_those_of_the_tables_byte_by_byte(kept):
    tables = reckoning.text(reckoning.reckon(REGION, scenes.MARCH, kept))
    assert reckoning.text(reckoning.replay(REGION, scenes.MARCH, kept)) == tables


def test_figures_counted_by_hand(kept):
    found = reckoning.reckon(REGION, scenes.MARCH, kept)["indicators"]
    whole = {key: cuts.get("whole", {}).get("") for key, cuts in found.items()}
    assert whole["first_time"][:2] == [8, 10]
    assert whole["returned"][:2] == [1, 16]
    assert whole["online_cases"][:2] == [1, 19]
    assert whole["serving"] == [600, 60, 1, "10.00"]
    assert whole["wait"] is None
    assert whole["red_cards"][:2] == [1, 10] and whole["yellow_cards"][:2] == [0, 10]
    assert whole["rated"][:2] == [3, 10]
    assert [whole[key][3] for key in ("good", "bad", "satisfaction")] == ["33.33", "66.67", "46.67"]
    by_item = {key: found[key]["item"][scenes.FIRM][:2] for key in ("rated", "bad", "red_cards")}
    assert by_item == {"rated": [3, 4], "bad": [2, 3], "red_cards": [1, 4]} and "clerk" not in found["rated"]
    assert whole["mended"][:2] == [1, 1] == whole["mended_in_time"][:2]
    assert whole["answered"][:2] == [1, 3] and whole["solved"][:2] == [1, 1]
    assert whole["bundled_forms"][:2] == [4, 5] and whole["bundled_papers"][:2] == [2, 20]
    assert whole["called_back"][:2] == [1, 2] and whole["urged"][:2] == [1, 2]
    assert whole["order_called_back"][:2] == [1, 1] == whole["order_satisfied"][:2]
    assert whole["things"] == [1, 1, 1, "1"] and whole["bundled_days"] == [28 - 12, 28, 1, "57.14"]
    assert whole["bundle_cases"][:2] == [2, 19]  # two of the five parts have begun
    assert whole["right"][:2] == [14, 15] and whole["rating_covered"] == [15, 15, 15, "100.00"]
    assert whole["overdue"][:2] == [0, 10] and whole["zero_visits"][:2] == [0, 10]
    assert whole["claimed"] is None is whole["bundled_visits"]


def case(**said: object) -> dict:
    """A case of seven promised and twenty statutory days that was decided after three, with nine papers of ten on file."""
    return dict.fromkeys(chronicle.CASE) | {
        "decided": 1, "filed": 1, "at_once": 0, "promised_days": 7, "statutory_days": 20, "used_days": 3, "unit": "工作日", "due_on": "2026-03-11",
        "accepted_on": "2026-03-02", "decided_on": "2026-03-05", "needed": 10, "waived": 6, "spared": 9, "visits": 0,
    } | said  # fmt: skip


@pytest.mark.parametrize(
    ("key", "rows", "text"),
    [
        ("compression_real", [case()], "57.14"),
        ("days_saved", [case(), case(used_days=6), case(unit="自然日")], "15.50"),
        ("papers_cut", [case(), case(spared=0), case(needed=0)], "45.00"),
        ("waived", [case()], "60.00"),
        ("overdue", [case(), case(decided_on="2026-03-12"), case(due_on=None)], "50.00"),
        ("zero_visits", [case(), case(visits=2)], "50.00"),
        ("papers_listed", [{"papers": 5, "papers_first": 10}, {"papers": 10, "papers_first": 10}, {"papers": 0, "papers_first": 0}], "25.00"),
        ("called_back", [{"valid": 1, "bad": 1, "known": known, "called": called} for known, called in ((1, 1), (1, 0), (0, 0))], "50.00"),
        ("bundled_days", [{"days_before": 28, "days_after": 12}, {"days_before": None, "days_after": 3}], "57.14"),
    ],
)  # fmt: skip
def test_worked_figures(key, rows, text):
    one = registry.BY_KEY[key]
    [figure] = [told for cut in [reckoning.added(registry.cells(one, rows))["whole"]] for told in cut.values()]  # fmt: skip
    assert law.value(*figure[:2], one.unit) == text


def test_packaged_sheets_are_worth_a_hundred_points_on_known_indicators():
    for sheet in appraisal.packaged().values():
        assert sum(line["points"] for line in sheet["lines"]) == 100, sheet["key"]
        assert all(line.get("hand") or line["key"] in registry.BY_KEY for line in sheet["lines"]), sheet[
            "key"
        ]


def test_lists_of_an_older_period_do_as_well(kept):
    older = {name: told for name, told in kept.items() if name != "item_keys"}
    before = {"indicators": {"on_time": {}, "compression_promised": {}}}
    made = [reckoning.only(reckoning.replay(REGION, scenes.MARCH, one), before) for one in (kept, older)]
    assert made[0] == made[1] != before


def test_a_period_closed_before_an_indicator_came_is_held_against_what_it_counted(kept):
    made = reckoning.reckon(REGION, scenes.MARCH, kept)
    before = made | {"indicators": {key: made["indicators"][key] for key in ("on_time", "visits")}}
    assert reckoning.only(made, before) == before
    assert [one.key for one in registry.counted_in(before)] == ["on_time", "visits"]


def test_every_indicator_has_its_script_words_source_and_basis():
    for one in registry.INDICATORS:
        assert one.sql.startswith(f"-- {one.name.split('（')[0]}"), one.key
        assert one.formula and one.source and one.basis
    assert {path.stem for path in registry.SCRIPTS.glob("*.sql")} == set(registry.BY_KEY)
