"""What happens by itself: something moved in a part, and the thing moves on."""

from datetime import datetime
from typing import Any

from yichuang.bundles import following, letters
from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.parts import go_further, receipt
from yichuang.bundles.models import Thing
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState
from yichuang.law import things

NOTHING = "没有要推进的。"
CALENDAR = ("cases.recount", *following.CALENDAR)


@act("bundles.go_on", on=Thing)
def go_on(turn: Turn, *, by: Actor, at: datetime, because: str = "") -> dict[str, Any]:
    """A part's case has moved: what follows starts with what is fed to it, what depends on a refused one ends, the plan is made anew."""
    if turn.row.state == things.CLOSED:
        raise WrongState(NOTHING)
    turn.scratch["calendar"] = because in CALENDAR
    before, board = dict(vars(turn.row)), Board(turn)
    stood, planned = board.summary(), board.days()
    go_further(turn, board)
    changed = {name: value for name, value in vars(turn.row).items() if before.get(name) != value}
    days = {key: day for key, day in board.days().items() if planned.get(key) != day}
    if not changed and not days and stood == board.summary():
        raise WrongState(NOTHING)
    told = {
        name: str(value)
        for name, value in changed.items()
        if name in ("state", "outcome", "due_on", "due_why", "forecast_on", "closed_on")
    }
    turn.enter(
        "bundles.go_on",
        {
            "because": because,
            "parts": board.summary(),
            "changed": told,
            "days": days,
            "joint": turn.scratch.get("joint", {}),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board)
