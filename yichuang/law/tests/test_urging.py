"""The ladder of urging: its clocks, what follows by itself, who may order which step."""

from datetime import date

import pytest

from yichuang.law import urging
from yichuang.law.days import Calendar

C = Calendar.builtin()
SIGN, ANSWER = date(2026, 3, 3), date(2026, 3, 6)  # a Tuesday, a Friday
LATE, SATURDAY, MONDAY = date(2026, 3, 4), date(2026, 3, 7), date(2026, 3, 9)


def follows(level: str, state: str, today: date, returns: int = 0) -> str | None:
    found = urging.follows(
        level, state, sign_due_on=SIGN, answer_due_on=ANSWER, returns=returns, today=today, calendar=C
    )
    return found.level if found else None


@pytest.mark.parametrize(
    "state, today, returns, step",
    [
        ("ordered", SIGN, 0, None),
        ("ordered", LATE, 0, "supervise"),
        ("signed", LATE, 0, None),
        ("signed", ANSWER, 0, None),
        ("signed", SATURDAY, 0, None),  # a higher order is not given on a day off
        ("signed", MONDAY, 0, "supervise"),
        ("handled", MONDAY, 0, "supervise"),
        ("answered", MONDAY, 0, None),  # who answered in time waits for the check, however long that takes
        ("signed", LATE, 1, None),
        ("signed", LATE, 2, "supervise"),
        ("checked", MONDAY, 2, None),
        ("closed", MONDAY, 0, None),
    ],
)
def test_what_follows_an_urging(state: str, today: date, returns: int, step: str | None) -> None:
    assert follows("urge", state, today, returns) == step


@pytest.mark.parametrize(
    "level, step",
    [("urge", "supervise"), ("supervise", "circulate"), ("circulate", "talk"), ("talk", None), ("mend", None), ("account", None)],
)  # fmt: skip
def test_the_clock_climbs_to_the_talk_and_people_go_on(level: str, step: str | None) -> None:
    assert follows(level, "ordered", LATE) == step


def test_the_sentence_says_what_was_not_done() -> None:
    def why(state: str, today: date, returns: int = 0) -> str:
        found = urging.follows(
            "urge", state, sign_due_on=SIGN, answer_due_on=ANSWER, returns=returns, today=today, calendar=C
        )
        assert found
        return found.why

    assert why("ordered", LATE) == "催办到3月3日没有签收"
    assert why("signed", MONDAY) == "催办到3月6日没有答复"
    assert why("signed", LATE, 2) == "催办的答复退回了2次"


@pytest.mark.parametrize(
    "level, supervisor, government, system",
    [
        ("urge", True, True, True),
        ("supervise", True, True, True),
        ("circulate", True, True, True),
        ("talk", True, True, True),
        ("mend", True, True, False),
        ("account", False, True, False),
    ],
)
def test_who_may_order_which(level: str, supervisor: bool, government: bool, system: bool) -> None:
    allowed = [urging.may_order(level, post) is None for post in ("supervisor", "government", "system")]
    assert allowed == [supervisor, government, system]
    assert urging.may_order(level, "head") is not None


def test_an_unknown_step_is_told_the_known_ones() -> None:
    assert "催办" in str(urging.may_order("shout", "supervisor"))


def test_people_may_go_on_after_the_talk() -> None:
    steps = ["urge"]
    while higher := urging.next_for_people(steps[-1]):
        steps.append(higher)
    assert steps == [level for level, _ in urging.LEVELS]


@pytest.mark.parametrize(
    "act, state, after",
    [
        ("supervision.sign_order", "ordered", "signed"),
        ("supervision.take_in_hand", "signed", "handled"),
        ("supervision.answer_order", "handled", "answered"),
        ("supervision.answer_order", "signed", "answered"),
        ("supervision.send_order_back", "answered", "signed"),
        ("supervision.check_order", "answered", "checked"),
        ("supervision.close_order", "checked", "closed"),
    ],
)
def test_the_way_of_an_order(act: str, state: str, after: str) -> None:
    assert urging.lawful(act, state) is None and urging.state_after(act) == after


def test_a_closed_order_goes_nowhere() -> None:
    assert all(urging.lawful(act, "closed") for act in urging._MOVES)
    assert "等签收" in str(urging.lawful("supervision.sign_order", "signed"))
