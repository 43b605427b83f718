"""The state table: every road ends, nothing goes back, what the law forbids has no row."""

import pytest

from yichuang.law import powers, states

NAMES = [name for name, _word in states.STATES]
OUTCOMES = {name for name, _word in states.OUTCOMES}


def after(state):
    return {move.end or state for move in states.MOVES if state in move.start}


def reached(state):
    found, todo = set(), [state]
    while todo:
        for one in after(todo.pop()) - found:
            found.add(one)
            todo.append(one)
    return found


def test_a_case_gets_from_nothing_into_every_state_it_can_have():
    # A step is concluded until all are: the room then sets 已审查, which no single act ends in.
    assert reached("") | reached("reviewed") == set(NAMES) - {"draft"}


@pytest.mark.parametrize("state", [name for name in NAMES if name not in ("draft", "closed")])
def test_from_every_state_a_road_leads_to_the_end(state):
    assert "closed" in reached(state)


def test_nothing_leads_out_of_the_end():
    assert after("closed") == {"closed"}


def test_after_acceptance_there_is_no_correction_and_after_decision_no_return():
    for state in ("accepted", "reviewed"):
        assert not {"filed", "correcting"} & reached(state)
    for state in ("decided", "ready", "delivered"):
        assert not {"filed", "correcting", "accepted", "reviewed"} & reached(state)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        ("cases.accept", "accepted"),
        ("cases.accept", "correcting"),
        ("cases.ask_once", "accepted"),
        ("cases.ask_once", "correcting"),
        ("cases.not_accept", "accepted"),
        ("cases.decide", "filed"),
        ("cases.decide", "decided"),
        ("cases.suspend", "filed"),
        ("cases.suspend", "decided"),
        ("cases.extend", "decided"),
        ("cases.extend", "filed"),
        ("cases.hand_over", "decided"),
        ("cases.hand_over", "accepted"),
        ("cases.withdraw", "decided"),
        ("cases.supplement", "decided"),
        ("cases.lapse", "filed"),
        ("cases.lapse", "accepted"),
        ("cases.deem_accepted", "correcting"),
        ("cases.void", "closed"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_with_both_words(act, state):
    said = states.lawful(act, state)
    assert said and dict(states.STATES)[state] in said and said.endswith("。")


def test_an_act_may_start_where_its_row_says():
    for move in states.MOVES:
        assert all(states.lawful(move.act, state) is None for state in move.start)


def test_only_an_end_has_an_outcome_and_every_outcome_has_its_act():
    given = {move.outcome for move in states.MOVES if move.outcome}
    assert all(move.end == "closed" for move in states.MOVES if move.outcome)
    assert given | {"granted", "refused"} == OUTCOMES


def test_every_row_has_its_basis_and_its_power():
    assert len({move.act for move in states.MOVES}) == len(states.MOVES)
    for move in states.MOVES:
        assert move.basis and powers.power_for(move.act) is not None, move.act
        assert {*move.start, move.end or NAMES[0]} <= {"", *NAMES}


def test_an_unknown_act_moves_nothing():
    with pytest.raises(KeyError):
        states.move_for("cases.gone")
