"""What one department's opinion does to the other steps of the route."""

import pytest

from yichuang.law.routes import Stage, onward, reviewed

FIRE = Stage("fire", "review", "open")
HEALTH = Stage("health", "review", "open")
DECIDE = Stage("decide", "approve", "waiting", ("fire", "health"))


def test_a_join_of_all_waits_for_the_last_one() -> None:
    first = onward([FIRE, HEALTH, DECIDE], "fire", "pass")
    assert first == {"fire": "done", "health": "open", "decide": "waiting"}
    last = onward([Stage("fire", "review", "done"), HEALTH, DECIDE], "health", "pass")
    assert last["decide"] == "open"


def test_a_join_of_any_opens_with_the_first_and_lets_the_others_fall_away() -> None:
    joined = Stage("decide", "approve", "waiting", ("fire", "health"), "any")
    assert onward([FIRE, HEALTH, joined], "health", "pass") == {
        "fire": "skipped",
        "health": "done",
        "decide": "open",
    }


def test_what_somebody_else_still_waits_for_does_not_fall_away() -> None:
    joined = Stage("plan", "review", "waiting", ("fire", "health"), "any")
    last = Stage("decide", "approve", "waiting", ("plan", "fire"))
    assert onward([FIRE, HEALTH, joined, last], "health", "pass")["fire"] == "open"


def test_steps_before_one_that_fell_away_fall_away_too() -> None:
    chain = [Stage("a", "review", "open"), Stage("b", "review", "waiting", ("a",)), HEALTH]
    joined = Stage("decide", "approve", "waiting", ("b", "health"), "any")
    states = onward([*chain, joined], "health", "pass")
    assert (states["a"], states["b"]) == ("skipped", "skipped")


def test_a_refusal_that_refuses_all_ends_the_review() -> None:
    strict = Stage("fire", "review", "open", refusal="refuse")
    stages = [strict, HEALTH, DECIDE]
    states = onward(stages, "fire", "fail")
    assert states == {"fire": "done", "health": "skipped", "decide": "open"} and reviewed(stages, states)


def test_a_refusal_that_returns_opens_the_step_before_again() -> None:
    stages = [Stage("fire", "review", "done"), Stage("plan", "review", "open", ("fire",), refusal="return")]
    states = onward(stages, "plan", "fail")
    assert states == {"fire": "open", "plan": "waiting"} and not reviewed(stages, states)


@pytest.mark.parametrize("refusal", ["opinion", "refuse", "return"])
def test_what_a_refusal_does_is_nothing_to_one_who_agrees(refusal: str) -> None:
    stages = [Stage("fire", "review", "open", refusal=refusal), HEALTH, DECIDE]
    assert onward(stages, "fire", "pass") == onward([FIRE, HEALTH, DECIDE], "fire", "pass")
