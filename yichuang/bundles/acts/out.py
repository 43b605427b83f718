"""The way out: all results in one hand-over; the thing's papers frozen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.bundles import following, letters
from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.parts import go_further, receipt
from yichuang.bundles.models import Letter, Thing
from yichuang.cases import acts as cases
from yichuang.cases.acts.sessions import keep_html
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.refusals import WrongState
from yichuang.law import things


@act("bundles.hand_over", on=Thing)
def hand_over(
    turn: Turn, *, by: Actor, at: datetime, receiver_number: str, checked: Mapping[str, bool], signature: str = "", mandate: str = "",
    receiver_name: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Every result that lies ready is handed over at once, against one signature; with 一起领 only when all parts are over."""
    board = Board(turn)
    ready = lying(turn, board)
    with following.inside():
        for part in sorted(ready, key=lambda one: str(one.case_id)):
            cases.hand_over(
                part.case_id, by=by, at=at, receiver_number=receiver_number, checked=checked, signature=signature, mandate=mandate,
                receiver_name=receiver_name,
            )  # fmt: skip
    board.look()
    go_further(turn, board)
    letters.issue(turn, "delivery", board, at=at.isoformat(), signed=bool(signature), **letters.handed(ready))
    turn.enter(
        "bundles.hand_over",
        {"parts": [part.key for part in ready], "checked": dict(checked), "letters": letters.issued(turn)},
    )
    return receipt(turn, board) | {"handed": [part.key for part in ready]}


def lying(turn: Turn, board: Board) -> list[Any]:
    """Return the parts whose result lies at the window, or say why nothing leaves it now; with 一起领 all or nothing."""
    if turn.row.together and turn.row.state not in (things.DONE, things.CLOSED):
        raise WrongState("办事人选了全部办完一起领，还有没办完的。要先领，请先改成“办好一项领一项”。")
    cases = [(part, board.case(part)) for part in board.parts.values()]
    waiting = [part for part, case in cases if case is not None and case.state == "decided"]
    if turn.row.together and waiting:
        raise WrongState(f"“{waiting[0].name}”的结果还没有到窗口，到齐再一起交。")
    ready = [part for part, case in cases if case is not None and case.state == "ready" and not case.tracking]
    if not ready:
        raise WrongState("没有到窗口的结果可以领。")
    return ready


@working_paper("bundles.freeze_letters")
def freeze_letters(sheets: Sequence[tuple[UUID, str, str]], *, by: Actor | None, at: datetime) -> None:
    """The sheets of issued letters are kept as they were printed: (id, HTML, template); one frozen before stays."""
    keep_html(Letter, sheets)
