"""Forced stop in a thing (一件事里强制停止违规要求): a line of the one notice is void for every part it covers; the rest goes on.

What is told once for all is void once for all: the line goes out of the notice, and out of the notices of the cases it covers, in
one transaction. No part may owe by its own list what is struck (粤府办〔2016〕19号 二（五）2; 国发〔2024〕3号 一次告知).
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.bundles import application as filed
from yichuang.bundles import files, following, letters
from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.intake import awaited_of, hand_in_whole, look_first, places_of
from yichuang.bundles.acts.parts import go_further, hold_numbers, own, prepared, receipt, still, tell
from yichuang.bundles.models import Notice, Strike, Thing
from yichuang.cases import acts as cases
from yichuang.cases.acts.intake import silent_since
from yichuang.cases.acts.stopping import asked_of, begun, decided, last_told, opened, why_void
from yichuang.cases.models import Notice as NoticeOfCase
from yichuang.cases.models import Strike as StrikeOfCase
from yichuang.catalogue import versions
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import completeness, things

Lines = list[dict[str, Any]]


@act("bundles.ask_strike", on=Thing)
def ask_strike(
    turn: Turn, *, by: Actor, at: datetime, lines: Iterable[int], why: str, card: UUID | None = None
) -> dict[str, Any]:
    """A supervisor asks that lines of the one notice be void, for every part they cover: no published list holds what they ask for."""
    still(turn, things.CORRECTING)
    reason = why_void(why)
    if _asked(turn) is not None:
        raise WrongState("已经有人提出停止，等第二人确认。")
    board = Board(turn)
    notice, told = _last(turn)
    owed, chosen = files.owed(board.content), sorted(set(lines))
    wrong = [
        n for n in chosen if not 0 <= n < len(told) or told[n].get("struck") or told[n]["paper"] not in owed
    ]
    if wrong or not chosen:
        raise BadInput("请选出补正通知书里违规的那几行。已经交来的，不用停。", field="lines")
    taken = [{**told[n], "line": n} for n in chosen]
    _not_lawful(turn, board, taken)
    with following.inside():
        for case, mine in _of_cases(turn, board, _void(told, set(chosen))):
            cases.ask_strike(case, by=by, at=at, lines=mine, why=reason, card=card)
    return begun(turn, Strike, "thing_id", notice.round, taken, reason, card)


@act("bundles.strike_demand", on=Thing)
def strike_demand(turn: Turn, *, by: Actor, at: datetime, strike: UUID) -> dict[str, Any]:
    """The unlawful lines are void for all parts; what owes nothing else is accepted, the joint clock runs as it did.

    All departments have had their one word: without the void lines nobody asks for more. Silence over five working days has
    accepted a part as of its receipt, since what was void told nothing.
    """
    still(turn, things.CORRECTING)
    asked = _open(turn, strike)
    taken, (notice, told), board = json.loads(asked.lines), _last(turn), Board(turn)
    gone = {line["line"] for line in taken}
    struck = {"struck": turn.on.isoformat(), "struck_why": asked.why}
    kept = [line | (struck if n in gone else {}) for n, line in enumerate(told)]
    _restore(turn, board, _void(told, gone))
    owed = files.owed(board.content)
    left = [line for line in kept if not line.get("struck") and line["paper"] in owed]
    changes = {"lines": json.dumps(kept, ensure_ascii=False)} | ({} if left else {"due_on": None})
    rows.update(Notice, changes, "id = %s", [notice.id])
    hold_numbers(turn)
    with following.inside():
        _strike_cases(turn, board, by)
        _go_on(turn, board, {line["paper"] for line in told} - owed)
    if not owed and turn.row.state == things.CORRECTING:
        turn.set(state=things.GOING if turn.row.accepted_on else things.FILED)
    rows.update(Strike, decided(turn, "struck", ""), "id = %s AND state = 'asked'", [rows.key(asked.id)])
    board.look()
    go_further(turn, board)
    due = notice.due_on.isoformat() if left and notice.due_on else ""
    letters.issue(
        turn, "struck", board, lines=taken, left=len(left), why=asked.why, round=notice.round, correct_by=due
    )
    tell(turn, "thing_struck", struck=len(taken))
    turn.enter(
        "bundles.strike_demand",
        {"strike": str(strike), "round": notice.round, "lines": taken, "why": asked.why, "asked_by": asked.asked_by, "left": len(left),
         "due": due, "joint": turn.scratch.get("joint", {}), "parts": board.summary(), "letters": letters.issued(turn)},
    )  # fmt: skip
    return receipt(turn, board) | {"left": len(left)}


@act("bundles.drop_strike", on=Thing)
def drop_strike(turn: Turn, *, by: Actor, at: datetime, strike: UUID, why: str) -> dict[str, Any]:
    """The demand stands for all parts: the second person refuses to stop it, or the first takes it back, with the reason."""
    reason = why_void(why)
    asked = _open(turn, strike)
    with following.inside():
        for case, _, one in _strikes(turn, Board(turn)):
            cases.drop_strike(case.id, by=by, at=at, strike=one, why=reason)
    rows.update(Strike, decided(turn, "dropped", reason), "id = %s AND state = 'asked'", [rows.key(asked.id)])
    turn.enter("bundles.drop_strike", {"strike": str(strike), "why": reason})
    return {"state": turn.row.state}


def _asked(turn: Turn) -> Any:
    return asked_of(turn, Strike, "thing_id")


def _open(turn: Turn, strike: UUID) -> Any:
    return opened(_asked(turn), strike)


def _last(turn: Turn) -> tuple[Any, Lines]:
    return last_told(turn, Notice, "thing_id")


def _void(told: Lines, gone: set[int]) -> set[str]:
    """Return the papers that nobody asks for any more: no line that stands names them."""
    standing = {line["paper"] for n, line in enumerate(told) if n not in gone and not line.get("struck")}
    return {told[n]["paper"] for n in gone} - standing


def _not_lawful(turn: Turn, board: Board, taken: Lines) -> None:
    """Refuse to strike what some part's list holds and nobody handed in: without it that part is not whole."""
    papers = {one.name: one for one in prepared(turn, board).papers}
    for line in taken:
        paper = papers.get(line["paper"])
        necessary = paper is not None and paper.required == completeness.NECESSARY and not paper.waived
        if necessary and line["reason"] == "1":
            raise WrongState(f"清单里有“{line['paper']}”，申请人还没有交，这一行不违规。")


def _restore(turn: Turn, board: Board, void: set[str]) -> None:
    """Let these papers stand as if nobody had asked for them: handed in, or waived as the list says."""
    waived = {one.name for one in prepared(turn, board).papers if one.waived}
    owed = files.owed(board.content) & void
    for name in owed & waived:
        board.content["papers"].pop(name)
    board.judge({name: filed.judged("got") for name in owed - waived})


def _of_cases(turn: Turn, board: Board, void: set[str]) -> list[tuple[UUID, list[int]]]:
    """Return each case that was told of these papers, with the lines of its own notice, in the order of case numbers."""
    places, found = set(places_of(turn, board, void)), []
    for part in board.by_code():
        case = board.case(part)
        if case is None or case.state != "correcting":
            continue
        notice = NoticeOfCase.objects.get(case=case.id, round=case.round)
        told = json.loads(notice.lines)
        mine = [
            n for n, line in enumerate(told) if (part.key, line["place"]) in places and not line.get("struck")
        ]
        if mine:
            found.append((case.id, mine))
    return found


def _strikes(turn: Turn, board: Board) -> list[tuple[Any, Any, UUID]]:
    """Return the cases whose strike waits for its second person, each with its part and strike."""
    asked = dict(
        StrikeOfCase.objects.filter(case__thing=turn.row.id, state="asked").values_list("case", "pk")
    )
    found = [(board.case(part), part) for part in board.by_code() if part.case_id in asked]
    return [(case, part, asked[case.id]) for case, part in found if case.state != "closed"]


def _strike_cases(turn: Turn, board: Board, by: Actor) -> None:
    """Strike the lines in the cases' own notices; one whose papers have come meanwhile keeps its notice as it was."""
    for case, _, strike in _strikes(turn, board):
        if case.state == "correcting":
            cases.strike_demand(case.id, by=by, at=turn.at, strike=strike)
        else:
            cases.drop_strike(case.id, by=by, at=turn.at, strike=strike, why="要的材料已经交来了")


def _go_on(turn: Turn, board: Board, here: set[str]) -> None:
    """Cases that owe nothing more go on: accepted, or looked at first where something came on line that nobody has seen."""
    waited = {one.id for one in board.cases.values() if one.state == "correcting"}
    board.look()
    came = {name for name in here if name in board.content["papers"]}
    hand_in_whole(turn, board, came, by=own(turn))
    board.look()
    for part in board.by_code():
        case = board.case(part)
        if case is None or case.id not in waited or case.state != "filed" or awaited_of(case.id):
            continue
        version = versions.facts(case.version_id)
        silent = silent_since(version, turn.row.region, turn.stamp, case.received_on, turn.on)
        (cases.deem_accepted if silent else cases.accept)(case.id, by=own(turn), at=turn.at)
    unseen = any(board.content["papers"][name]["state"] == "awaited" for name in came)
    if unseen and not files.owed(board.content):
        look_first(turn)
