"""The content of the thing's own papers, put together inside the act, as `cases.papers` does for a case."""

import json
from typing import Any

from yichuang.bundles.acts.board import Board
from yichuang.bundles.models import Letter
from yichuang.catalogue import bundles
from yichuang.ground.ids import uuid7
from yichuang.journal.acts import Turn
from yichuang.journal.chain import canonical, sm3
from yichuang.law import letters as law
from yichuang.law import things
from yichuang.people.models import Organisation

STATES = dict(things.PART_STATES)


def issue(turn: Turn, kind: str, board: Board, **said: Any) -> str:
    """Issue a paper of `kind`; returns its id. `said` is what it says beyond the thing and its parts."""
    thing, paper, row = turn.row, uuid7(), law.letter(kind)
    again = f"-{thing.seq + 1}" if thing.seq else ""
    content = {
        "kind": kind, "title": row.title, "number": f"一件事〔{turn.on.year}〕{thing.filing_number}{again}号", "made_on": turn.on.isoformat(),
        "made_by": turn.by.name, "region": thing.region, "thing": str(thing.id), "filing_number": thing.filing_number,
        "query_code": thing.query_code, "applicant": thing.applicant_name, "received_on": thing.received_on.isoformat(),
        "accepted_on": _day(thing.accepted_on), "due_on": _day(thing.due_on), "due_certain": bool(thing.due_certain),
        "forecast_on": _day(thing.forecast_on), "together": bool(thing.together), "delivery": thing.delivery, "hall": thing.hall_id,
        "window": thing.window_id, "issued_at_window": turn.by.window, "bundle": bundles.facts(thing.version_id).name,
        "lead": bundles.facts(thing.version_id).lead_name, "parts": [_part(board, one) for one in board.parts.values()], **said,
    }  # fmt: skip
    text = canonical(content)
    digest = sm3(text)
    turn.add(
        Letter,
        id=paper,
        thing_id=thing.id,
        kind=kind,
        number=content["number"],
        content=text,
        digest=digest,
        made_at=turn.at,
    )
    turn.errand("freeze_letter", f"freeze_letter:{paper}", owner="office", letter=str(paper))
    turn.scratch.setdefault("letters", []).append({"id": str(paper), "kind": kind, "digest": digest})
    return str(paper)


def issued(turn: Turn) -> list[dict[str, str]]:
    """Return the papers issued in this turn, for the entry and the answer."""
    return list(turn.scratch.get("letters", ()))


def _part(board: Board, part: Any) -> dict[str, Any]:
    return {
        "key": part.key, "name": part.name, "department": _names(board).get(part.department_id, ""), "state": part.state,
        "word": STATES[part.state], "starts_on": _day(part.starts_on), "due_on": _day(part.due_on), "why": part.why,
        "after": [board.parts[one].name for one in json.loads(part.after) if one in board.parts],
    }  # fmt: skip


def _names(board: Board) -> dict[int, str]:
    kept: dict[int, str] | None = board.turn.scratch.get("departments")
    if kept is None:
        ids = {part.department_id for part in board.parts.values()}
        kept = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
        board.turn.scratch["departments"] = kept
    return kept


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
