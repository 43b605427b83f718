"""好差评: the worked figures of domain.md 7, what is left out, and the way of a bad rating."""

from decimal import Decimal

import pytest

from yichuang.law import ratings
from yichuang.law.ratings import CLEAR, COMPLEX, GROUNDLESS, Counts, Mended

YEAR = Counts(grades=(3, 5, 12, 40, 60), defaults=50, rateable=200)


def test_the_worked_figures_of_the_rules():
    told = ratings.indicators(YEAR)
    assert YEAR.active == 120 and YEAR.grades[2] + YEAR.grades[3] + YEAR.grades[4] == 112
    assert (told["good"], told["bad"]) == (Decimal("93.33"), Decimal("6.67"))
    assert (told["active"], told["score"]) == (Decimal("60.00"), Decimal("84.83"))


def test_one_found_malicious_leaves_seven_of_119():
    told = ratings.indicators(Counts(grades=(2, 5, 12, 40, 60), defaults=50, excluded=1, rateable=200))
    assert told["bad"] == Decimal("5.88")


def test_mending_is_measured_by_what_was_verified_and_calls_by_real_names():
    counts = Counts(
        grades=(3, 5, 12, 40, 60),
        verified=6,
        mended=5,
        in_time=4,
        real_name=3,
        visited=3,
        places=8,
        covered=7,
    )
    told = ratings.indicators(counts)
    assert (told["mended"], told["in_time"]) == (Decimal("83.33"), Decimal("66.67"))
    assert (told["visited"], told["covered"]) == (Decimal("100.00"), Decimal("87.50"))


def test_nothing_counted_is_nothing_said_and_never_nought():
    assert set(ratings.indicators(Counts()).values()) == {None}
    assert [name for name, *_ in ratings.INDICATORS] == list(ratings.indicators(Counts()))


@pytest.mark.parametrize(
    ("channel", "excluded", "counts"),
    [(4, "", True), (7, "", False), (3, "mistaken", False), (1, "malicious", False)],
)
def test_defaults_and_what_was_excluded_are_nobodys_opinion(channel, excluded, counts):
    assert ratings.counted(channel, excluded) is counts


def test_fewer_than_ten_are_few():
    assert Counts(grades=(0, 0, 0, 0, 9)).few and not Counts(grades=(0, 0, 0, 0, 10)).few


@pytest.mark.parametrize(
    ("done", "step"),
    [
        (Mended(can_call=True), "verify"),
        (Mended(CLEAR, can_call=True), "call"),
        (Mended(CLEAR), "mend"),
        (Mended(COMPLEX, can_call=True, called=True), "mend"),
        (Mended(CLEAR, can_call=True, mended=True), "call"),
        (Mended(GROUNDLESS, can_call=True, called=True), "answer"),
        (Mended(GROUNDLESS), "answer"),
        (Mended(CLEAR, mended=True), "answer"),
        (Mended(CLEAR, mended=True, answered=True), "publish"),
        (Mended(CLEAR, mended=True, answered=True, published=True), "published"),
    ],
)
def test_the_way_of_a_bad_rating(done, step):
    assert ratings.step(done) == step
    assert step in dict(ratings.MENDING_STATES)


@pytest.mark.parametrize(
    ("actives", "shown"),
    [
        ((50, 9, 8), (True, False, False)),
        ((50, 20, 9), (True, False, False)),
        ((50, 20), (True, True)),
        ((9,), (False,)),
        ((), ()),
    ],
)
def test_few_are_not_shown_to_the_public_and_never_one_line_alone_is_hidden(actives, shown):
    assert ratings.public(actives) == shown
