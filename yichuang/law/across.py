"""Across regions (跨域通办): the three modes, and which state of a handing follows which, for the place that receives and the one that handles."""

from collections.abc import Collection
from dataclasses import dataclass

MODES = (("remote", "全程网办"), ("collect", "异地代收代办"), ("joint", "多地联办"))
OUT, IN = "out", "in"
STATES = (
    ("guided", "已指引网办"), ("received", "已代收"), ("sent", "已移送"), ("announced", "待寄到"), ("arrived", "对方已收到"), ("accepted", "业务地已受理"),
    ("declined", "业务地退回"), ("decided", "业务地已办结"), ("returned", "结果已寄回"), ("given", "已交付"),
)  # fmt: skip
CHECKS = (("form", "表填全了，材料份数对得上清单"), ("identity", "证件是原件，人和证件一致"))


@dataclass(frozen=True, slots=True)
class Step:
    """One row: the act or report, on which side, from which states, to which."""

    name: str
    side: str
    start: tuple[str, ...]
    end: str


STEPS = (
    Step("send", OUT, ("received",), "sent"),
    Step("arrived", OUT, ("sent",), "arrived"),
    Step("accepted", OUT, ("sent", "arrived"), "accepted"),
    Step("declined", OUT, ("sent", "arrived"), "declined"),
    Step("decided", OUT, ("accepted",), "decided"),
    Step("returned", OUT, ("accepted", "decided"), "returned"),
    Step("give", OUT, ("returned", "declined"), "given"),
    Step("take", IN, ("announced",), "arrived"),
    Step("tie", IN, ("arrived",), "accepted"),
    Step("decline", IN, ("announced", "arrived"), "declined"),
    Step("return", IN, ("accepted",), "returned"),
)
REPORTS = ("arrived", "accepted", "declined", "decided", "returned")
_BY_NAME = {step.name: step for step in STEPS}
_WORDS = dict(STATES)


def step(name: str) -> Step | None:
    """Return the row of a step, or None. Basis: 国办发〔2020〕35号 (domain.md 11.2)."""
    return _BY_NAME.get(name)


def lawful(name: str, side: str, state: str) -> str | None:
    """Return None if this step may be taken on this side and in this state, else the sentence that says why not.

    The receiving place checks form and identity only and never accepts; acceptance is the business place's.
    Basis: 国办发〔2020〕35号 (domain.md 11.2).
    """
    row = _BY_NAME[name]
    if row.side != side:
        return "这一步归另一地办。代收地只收件、核对，业务地受理、决定。"
    if state not in row.start:
        wanted = "、".join(_WORDS[one] for one in row.start)
        return f"这一件现在是“{_WORDS[state]}”，这一步只能在“{wanted}”时办。"
    return None


def unchecked(done: Collection[str]) -> tuple[str, ...]:
    """Return what the receiving place has not checked yet, in words. Basis: 国办发〔2020〕35号 (收受分离)."""
    return tuple(word for key, word in CHECKS if key not in done)


def word(state: str) -> str:
    """Return a state in words. Basis: domain.md 11.2."""
    return _WORDS[state]
