"""Forced stop (强制停止违规要求): one asks that a demand be void, another confirms; the case goes on as it was handed in."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from yichuang.cases import papers
from yichuang.cases.acts.intake import _change_material, materials_of
from yichuang.cases.acts.parts import move, reckon, version_of
from yichuang.cases.models import Case, Notice, Strike
from yichuang.catalogue.versions import VersionFacts
from yichuang.clock import acts as clock
from yichuang.ground import rows
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.law import completeness, terms

WHY_LEAST = 5


@act("cases.ask_strike", on=Case)
def ask_strike(
    turn: Turn, *, by: Actor, at: datetime, lines: Iterable[int], why: str, card: UUID | None = None
) -> dict[str, Any]:
    """A supervisor asks that lines of the notice be void: they ask for what the published list does not hold."""
    move(turn, "cases.ask_strike")
    reason = why_void(why)
    if _asked(turn) is not None:
        raise WrongState("已经有人提出停止，等第二人确认。")
    notice, told = _last(turn)
    chosen = sorted(set(lines))
    wrong = [n for n in chosen if not 0 <= n < len(told) or told[n].get("struck")]
    if wrong or not chosen:
        raise BadInput("请选出补正通知书里违规的那几行。", field="lines")
    taken = [{**told[n], "line": n} for n in chosen]
    _not_lawful(turn, taken)
    return begun(turn, Strike, "case_id", notice.round, taken, reason, card)


@act("cases.strike_demand", on=Case)
def strike_demand(turn: Turn, *, by: Actor, at: datetime, strike: UUID) -> dict[str, Any]:
    """The unlawful lines are void: struck with their reason, the applicant is told; with nothing else missing the case goes on.

    It goes on as handed in: the notice was none, so its five working days run from the day of receipt.
    """
    version = version_of(turn)
    move(turn, "cases.strike_demand")
    asked = _open(turn, strike)
    taken = json.loads(asked.lines)
    for line in taken:
        _restore(turn, version, line)
    notice, told = _last(turn)
    gone = {line["line"] for line in taken}
    kept = [line | ({"struck": turn.on.isoformat()} if n in gone else {}) for n, line in enumerate(told)]
    left = [line for line in kept if not line.get("struck")]
    changes = {"lines": json.dumps(kept, ensure_ascii=False)}
    rows.update(Notice, changes | ({} if left else {"due_on": None}), "id = %s", [notice.id])
    if not left:
        _go_on(turn, by, at, version)
    _decide(turn, asked, "struck", "")
    due = turn.row.due_on.isoformat() if turn.row.due_on else None
    papers.issue(
        turn, "demand_struck", version, lines=taken, left=len(left), why=asked.why, round=notice.round, due_on=due or "",
    )  # fmt: skip
    turn.enter(
        "cases.strike_demand",
        {"strike": str(strike), "round": notice.round, "lines": taken, "why": asked.why, "asked_by": asked.asked_by,
         "left": len(left), "received_on": turn.row.received_on.isoformat(), "due": due, "papers": papers.issued(turn)},
    )  # fmt: skip
    template = "struck_partly" if left else "struck"
    turn.errand(
        "notice", f"notice:{turn.row.id}:{turn.row.seq}:struck", template=template, case=str(turn.row.id), count=len(taken),
        left=len(left),
    )  # fmt: skip
    return {"state": turn.row.state, "left": len(left), "papers": papers.issued(turn)}


@act("cases.drop_strike", on=Case)
def drop_strike(turn: Turn, *, by: Actor, at: datetime, strike: UUID, why: str) -> dict[str, Any]:
    """The demand stands: the second person refuses to stop it, or the first takes it back, with the reason."""
    move(turn, "cases.drop_strike")
    reason = why_void(why)
    _decide(turn, _open(turn, strike), "dropped", reason)
    turn.enter("cases.drop_strike", {"strike": str(strike), "why": reason})
    return {"state": turn.row.state}


def _asked(turn: Turn) -> Any:
    return asked_of(turn, Strike, "case_id")


def _open(turn: Turn, strike: UUID) -> Any:
    return opened(_asked(turn), strike)


def _last(turn: Turn) -> tuple[Any, list[dict[str, Any]]]:
    return last_told(turn, Notice, "case_id")


def begun(
    turn: Turn, strikes: type[Model], owner: str, round_: int, taken: list[dict[str, Any]], why: str, card: UUID | None
) -> dict[str, Any]:  # fmt: skip
    """Put down the strike of these lines, of a case or of a thing (`owner` names its column), and enter it; returns its id."""
    made = uuid7()
    turn.add(
        strikes, id=made, **{owner: turn.row.id}, round=round_, lines=json.dumps(taken, ensure_ascii=False), why=why, card=card,
        state="asked", asked_by=turn.by.person, asked_name=turn.by.name, asked_at=turn.at, decided_by=None, decided_at=None,
    )  # fmt: skip
    said = {"strike": str(made), "round": round_, "lines": taken, "why": why}
    turn.enter(turn.act, said | ({"card": str(card)} if card else {}))
    return {"strike": str(made)}


def asked_of(turn: Turn, strikes: type[Model], owner: str) -> Any:
    """Return the strike of the turn's subject that waits for its second person, or None."""
    found, _ = rows.read(strikes, f"t.{owner} = %s AND t.state = 'asked'", [rows.key(turn.row.id)])
    return found


def opened(found: Any, strike: UUID) -> Any:
    """Return the strike that waits if it is this one; NotThere otherwise."""
    if found is None or found.id != strike:
        raise NotThere("没有等确认的停止要求，或者已经办过了。")
    return found


def last_told(turn: Turn, notices: type[Model], owner: str) -> tuple[Any, list[dict[str, Any]]]:
    """Return the notice of the subject's round with its lines; WrongState if there is none."""
    where = f"t.{owner} = %s AND t.round = %s"
    found, _ = rows.read(notices, where, [rows.key(turn.row.id), turn.row.round])
    if found is None:
        raise WrongState("这一件没有补正通知，没有可以停止的要求。")
    return found, json.loads(found.lines)


def _not_lawful(turn: Turn, taken: list[dict[str, Any]]) -> None:
    """Refuse to strike what the list holds and nobody handed in: without it the application is not whole."""
    owed = {m["place"]: m for m in materials_of(turn)}
    listed = {i: m["name"] for i, m in enumerate(version_of(turn).record.get("materials") or ())}
    for line in taken:
        made = owed.get(line.get("place"))
        necessary = (
            made is not None and made["required"] == completeness.NECESSARY and made["how"] == "submit"
        )
        if necessary and listed.get(line["place"]) == line["material"] and line.get("reason") == "1":
            raise WrongState(f"清单里有“{line['material']}”，申请人还没有交，这一行不违规。")


def _restore(turn: Turn, version: VersionFacts, line: dict[str, Any]) -> None:
    """Let the material stand as if it had never been asked for: handed in, waived, or not on the list at all."""
    listed = [m["name"] for m in version.record.get("materials") or ()]
    for made in materials_of(turn):
        if made["place"] == line.get("place") and made["state"] == "faulty":
            on_list = made["place"] < len(listed) and listed[made["place"]] == made["name"]
            state = "na" if not on_list else "got" if made["how"] == "submit" else "waived"
            _change_material(turn, made, state=state, reason="", sentence="")


def _go_on(turn: Turn, by: Actor, at: datetime, version: VersionFacts) -> None:
    clock.end(turn, ["correction"], by=by, at=at)
    notice = clock.start(
        turn, "notice", days=terms.NOTICE_DAYS, starts_on=turn.row.received_on, by=by, at=at, owner=version.department
    )  # fmt: skip
    turn.set(state="filed", step="受理")
    reckon(turn, {"notice": notice})


def _decide(turn: Turn, asked: Any, state: str, why: str) -> None:
    rows.update(Strike, decided(turn, state, why), "id = %s AND state = 'asked'", [rows.key(asked.id)])


def decided(turn: Turn, state: str, why: str) -> dict[str, Any]:
    """Return what a strike says once the second person has spoken."""
    return {
        "state": state,
        "decided_by": turn.by.person,
        "decided_name": turn.by.name,
        "decided_at": turn.at,
        "decided_why": why,
    }


def why_void(text: str) -> str:
    """Return the reason trimmed, or refuse one that says nothing."""
    if len(text.strip()) < WHY_LEAST:
        raise BadInput(f"理由写{WHY_LEAST}个字以上，写明超出了清单的哪一条。", field="why")
    return text.strip()[:300]
