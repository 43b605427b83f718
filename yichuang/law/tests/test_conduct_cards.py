"""The states of a card, and its appeal."""

from datetime import date

from yichuang.law.conduct import cards
from yichuang.law.days import Calendar


def test_a_card_moves_only_where_its_state_leads() -> None:
    assert cards.move("answer", "issued") == ("answered", "")
    assert cards.move("appeal", "upheld")[0] == ""
    assert cards.move("withdraw", "upheld")[1]
    assert cards.move("withdraw", "upheld", by_system=True) == ("withdrawn", "")
    assert cards.move("withdraw", "withdrawn", by_system=True)[1]


def test_three_working_days_to_appeal() -> None:
    assert cards.appeal_due(date(2026, 2, 12), Calendar.builtin()) == date(2026, 2, 24)
