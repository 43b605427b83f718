"""Each probe says what it is; the page of all of them is fresh."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.cards_page import page
from yichuang.ground import rows
from yichuang.law.conduct.cards import LEVELS, TIMED
from yichuang.supervision.others import all_rules
from yichuang.supervision.probing import Probe, all_probes

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("probe", all_probes(), ids=lambda probe: probe.rule)
def test_a_probe_says_what_it_is(probe: Probe) -> None:
    assert probe.card in dict(LEVELS) and all((probe.name, probe.basis, probe.hop, probe.appeal))
    assert len(probe.rule) <= 30 and probe.rule == probe.rule.lower()


def test_no_two_probes_share_a_rule() -> None:
    rules = [probe.rule for probe in all_probes()]
    assert len(set(rules)) == len(rules) and set(TIMED) <= {*rules, *(rule.rule for rule in all_rules())}


@pytest.mark.django_db
def test_the_page_of_cards_is_fresh() -> None:
    assert (ROOT / "docs" / "cards.md").read_text(encoding="utf-8") == page(), (
        "python -m tools.cards_page > docs/cards.md"
    )


@pytest.mark.skipif(not rows.is_sqlite(), reason="the plan as SQLite tells it")
@pytest.mark.django_db
def test_no_rule_reads_every_card_for_every_clock() -> None:
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    for probe in all_probes():
        if wanted := probe.find(at, None):
            plan = [line[3] for line in rows.execute(f"EXPLAIN QUERY PLAN {wanted[0]}", wanted[1]).fetchall()]
            assert not {"SCAN k", "SCAN t"} & set(plan), (probe.rule, plan)
            assert probe.rule != "due-soon" or any("term_lit" in line for line in plan), plan
