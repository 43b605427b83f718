"""All results of a thing in one letter (一件事邮寄): it goes out, comes back, or is signed for."""

from datetime import datetime
from typing import Any

from yichuang.bundles import following, letters
from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.out import lying
from yichuang.bundles.acts.parts import go_further, receipt, tell
from yichuang.bundles.models import Thing
from yichuang.cases import acts as cases
from yichuang.catalogue import versions
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import WrongState


@act("bundles.post", on=Thing)
def post(
    turn: Turn, *, by: Actor, at: datetime, tracking: str, address: str, receiver: str = "", carrier: str = "", area: str = "",
    grams: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Every result that lies ready and may be posted goes out in one letter, told once and paid once; the others wait to be fetched."""
    board = Board(turn)
    ready = lying(turn, board)
    goes = [part for part in ready if not versions.facts(part.version_id).record.get("no_post")]
    if not goes:
        raise WrongState("到窗口的结果都要本人领取，不能邮寄。")
    with following.one_letter():
        for part in _in_order(goes):
            cases.post(
                part.case_id, by=by, at=at, tracking=tracking, address=address, receiver=receiver, carrier=carrier, area=area, grams=grams,
            )  # fmt: skip
    number = tracking.strip()[:40]
    tell(turn, "thing_posted", tracking=number, posted=len(goes))
    turn.enter(
        "bundles.post",
        {"parts": [part.key for part in goes], "tracking": number, "left": [part.key for part in ready if part not in goes]},
        private={"receiver": receiver.strip()[:100], "address": address.strip()[:120]},
    )  # fmt: skip
    return receipt(turn, board) | {"posted": [part.key for part in goes]}


@act("bundles.sign_for", on=Thing)
def sign_for(turn: Turn, *, by: Actor, at: datetime, tracking: str, signed_by: str) -> dict[str, Any]:
    """The post's receipt of one letter is in: everything in it is delivered."""
    board = Board(turn)
    came = _posted(board, tracking)
    with following.inside():
        for part in came:
            cases.sign_for(part.case_id, by=by, at=at, signed_by=signed_by)
    board.look()
    go_further(turn, board)
    said = letters.handed(came) | {"receiver": signed_by.strip()[:100], "relation": "", "tracking": tracking}
    letters.issue(turn, "delivery", board, at=at.isoformat(), signed=False, **said)
    turn.enter(
        "bundles.sign_for",
        {"parts": [part.key for part in came], "tracking": tracking, "letters": letters.issued(turn)},
        private={"receiver": signed_by.strip()[:100]},
    )
    return receipt(turn, board) | {"handed": [part.key for part in came]}


@act("bundles.post_back", on=Thing)
def post_back(turn: Turn, *, by: Actor, at: datetime, tracking: str, why: str) -> dict[str, Any]:
    """A letter came back: everything in it waits at the window again."""
    board = Board(turn)
    back = _posted(board, tracking)
    with following.one_letter():
        for part in back:
            cases.post_back(part.case_id, by=by, at=at, why=why)
    tell(turn, "thing_came_back")
    turn.enter(
        "bundles.post_back",
        {"parts": [part.key for part in back], "tracking": tracking, "why": why.strip()[:200]},
    )
    return receipt(turn, board) | {"back": [part.key for part in back]}


def _posted(board: Board, tracking: str) -> list[Any]:
    """Return the parts whose results are in this letter, still on its way."""
    cases = ((part, board.case(part)) for part in board.parts.values())
    found = [
        part
        for part, case in cases
        if case is not None and case.state == "ready" and case.tracking and case.tracking == tracking
    ]
    if not found:
        raise WrongState("没有用这个邮件号寄出、还在路上的结果。")
    return _in_order(found)


def _in_order(parts: list[Any]) -> list[Any]:
    return sorted(parts, key=lambda one: str(one.case_id))
