"""The route of a case: which steps open, wait or fall away when a department has said its opinion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WAITING, OPEN, DONE, SKIPPED = "waiting", "open", "done", "skipped"
ENDED = (DONE, SKIPPED)
ALL, ANY = "all", "any"
OPINION, REFUSE, RETURN = "opinion", "refuse", "return"
FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Stage:
    """A step as it stands: what it waits for, how those join, and what its refusal does to the case."""

    key: str
    kind: str
    state: str
    after: tuple[str, ...] = ()
    join: str = ALL
    refusal: str = OPINION


def onward(stages: Sequence[Stage], key: str, verdict: str) -> dict[str, str]:
    """Return the state of every step after the step `key` was concluded with `verdict`.

    A refusal is an opinion for whoever decides, ends the review (`refuse`), or goes back to the steps before (`return`).
    Basis: settled.md, Data that is dear to add later (route: join, effect of a refusal);
    《行政许可法》 arts. 26, 34.
    """
    states = {one.key: one.state for one in stages}
    own = next(one for one in stages if one.key == key)
    if verdict == FAIL and own.refusal == RETURN and own.after:
        return states | _back(stages, own)
    states[key] = DONE
    if verdict == FAIL and own.refusal == REFUSE:
        states |= {one.key: SKIPPED for one in stages if _unfinished(one, states) and one.kind == "review"}
    for one in stages:
        if states[one.key] == WAITING and _ready(one, states):
            states[one.key] = OPEN
            for left in _no_longer_awaited(stages, one.after, states):
                states[left] = SKIPPED
    return states


def reviewed(stages: Iterable[Stage], states: dict[str, str]) -> bool:
    """Tell whether every review is over, so that the case waits for its decision.

    Basis: 《行政许可法》 arts. 34, 38.
    """
    return all(states[one.key] in ENDED for one in stages if one.kind == "review")


def _back(stages: Sequence[Stage], own: Stage) -> dict[str, str]:
    waits = {one.key: WAITING for one in stages if one.state == OPEN and set(one.after) & set(own.after)}
    return waits | {own.key: WAITING} | dict.fromkeys(own.after, OPEN)


def _ready(one: Stage, states: dict[str, str]) -> bool:
    ended = [states[key] in ENDED for key in one.after]
    return any(ended) if one.join == ANY else all(ended)


def _unfinished(one: Stage, states: dict[str, str]) -> bool:
    return states[one.key] not in ENDED


def _no_longer_awaited(stages: Sequence[Stage], keys: Iterable[str], states: dict[str, str]) -> Iterator[str]:
    """Yield the steps before a join that nobody waits for any more, and those before them."""
    known = {one.key: one for one in stages}
    for key in keys:
        awaited = any(key in one.after and states[one.key] == WAITING for one in stages)
        if _unfinished(known[key], states) and not awaited:
            states[key] = SKIPPED
            yield key
            yield from _no_longer_awaited(stages, known[key].after, states)
