"""What the applicant changes: one more member, parts withdrawn, everything at once or as it comes."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.bundles import application as filed
from yichuang.bundles import following, letters
from yichuang.bundles.acts.board import Board
from yichuang.bundles.acts.parts import go_further, joint_moved, prepared, receipt, replan, still
from yichuang.bundles.models import Thing
from yichuang.cases import acts as cases
from yichuang.catalogue import bundles
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import plans, things
from yichuang.law.states import OPEN


@act("bundles.add_part", on=Thing)
def add_part(
    turn: Turn, *, by: Actor, at: datetime, item: str, answers: Mapping[str, str] | None = None,
    papers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One more member joins, if nothing that waits for it has begun; `papers` says how its own papers are judged (name → state)."""
    still(turn, *things.UNDER_WAY)
    board = Board(turn)
    record = bundles.facts(turn.row.version_id).record
    members = {one.item: one for one in plans.members(record)}
    if item not in members:
        raise BadInput("这个“一件事”里没有这一项。", field="item")
    if said := things.may_add(item, board.rules(), {key: one.after for key, one in members.items()}):
        raise WrongState(said)
    given = json.loads(turn.row.answers) | dict(answers or {})
    skip = [one for one in json.loads(turn.row.skip) if one != item]
    choose = json.loads(turn.row.choose)
    group = members[item].group
    alive = [key for key, one in board.parts.items() if one.state != things.DROPPED]
    if group and any(members[key].group == group for key in alive if key in members):
        raise WrongState("同一组里已经选了另一项，不能再加。")
    turn.set(
        answers=json.dumps(given, ensure_ascii=False, sort_keys=True), skip=json.dumps(skip, ensure_ascii=False),
        choose=json.dumps(choose | ({group: item} if group else {}), ensure_ascii=False, sort_keys=True),
    )  # fmt: skip
    ready = prepared(turn, board)
    joined = next((one for one in ready.standing.members if one.item == item), None)
    if joined is None:
        raise BadInput("照现在的回答，用不着办这一项。回答变了，请先改回答。", field="item")
    if ready.questions_left:
        raise BadInput("这一项的情形还没有问完。", field="answers", left=list(ready.questions_left))
    version = ready.items[item]
    board.rejoin(
        key=item, name=version.name[:200], item_id=version.item, version_id=version.id, department_id=version.department,
        after=json.dumps([one for one in joined.after if one in board.parts]), place=len(board.parts) + 1,
    )  # fmt: skip
    board.content["form"] |= dict(form or {})
    board.judge({name: filed.judged(state) for name, state in (papers or {}).items()})
    added = replan(turn, board, added=version.name)
    go_further(turn, board)
    turn.enter(
        "bundles.add_part",
        {
            "item": item,
            "moved": added,
            "joint": joint_moved(added) or turn.scratch.get("joint", {}),
            "parts": board.summary(),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board)


@act("bundles.withdraw", on=Thing)
def withdraw(
    turn: Turn, *, by: Actor, at: datetime, items: Iterable[str] = (), why: str = ""
) -> dict[str, Any]:
    """The applicant withdraws parts before they are decided, or all of them; what depends on them ends, the rest goes on."""
    still(turn, *things.UNDER_WAY)
    board = Board(turn)
    wanted = list(items) or [key for key, one in board.parts.items() if one.state not in things.OVER]
    if not wanted:
        raise WrongState("没有还能撤回的。")
    with following.inside():
        for key in wanted:
            part, case = board.part(key), board.case(board.part(key))
            if part.state in things.OVER or (case is not None and case.state not in OPEN):
                raise WrongState(f"“{part.name}”已经有决定，不能撤回。")
            if case is not None:
                cases.withdraw(case.id, by=by, at=at, why=why)
            else:
                part.state, part.ended_on, part.why = things.DROPPED, turn.on, "申请人撤回"
    turn.scratch["withdrawn"] = True
    board.look()
    go_further(turn, board)
    turn.enter(
        "bundles.withdraw",
        {
            "items": wanted,
            "why": why.strip()[:300],
            "joint": turn.scratch.get("joint", {}),
            "parts": board.summary(),
            "letters": letters.issued(turn),
        },
    )
    return receipt(turn, board)


@act("bundles.choose_way", on=Thing)
def choose_way(turn: Turn, *, by: Actor, at: datetime, together: bool) -> dict[str, Any]:
    """The applicant fetches everything at once, or each result as it comes."""
    still(turn, *things.UNDER_WAY, things.DONE)
    if turn.row.together == together:
        raise WrongState("已经是这样领了。")
    turn.set(together=together)
    turn.enter("bundles.choose_way", {"together": together})
    return {"together": together}
