"""The content of the thing's own papers, put together inside the act, as `cases.papers` does for a case."""

import json
from collections.abc import Iterable
from typing import Any

from yichuang.bundles.acts.board import Board
from yichuang.bundles.models import Letter
from yichuang.cases import papers as of_cases
from yichuang.cases.models import Case, Delivery, Paper
from yichuang.catalogue import bundles, versions
from yichuang.journal.acts import Turn
from yichuang.law import fees, things
from yichuang.law import letters as law
from yichuang.people.models import Organisation

STATES = dict(things.PART_STATES)
# What says why a part was not granted, and by which remedies: its own papers, the latest first.
REFUSALS = ("decision_refuse", "not_accepted", "not_required", "lapsed", "withdrawn")
REASONS = ("opinion", "why", "clause", "remedies", "number")


def issue(turn: Turn, kind: str, board: Board, **said: Any) -> str:
    """Issue a paper of `kind`; returns its id. `said` is what it says beyond the thing and its parts."""
    thing, row = turn.row, law.letter(kind)
    again = f"-{thing.seq + 1}" if thing.seq else ""
    content = {
        "kind": kind, "title": row.title, "number": f"一件事〔{turn.on.year}〕{thing.filing_number}{again}号", "made_on": turn.on.isoformat(),
        "made_by": turn.by.name, "region": thing.region, "thing": str(thing.id), "filing_number": thing.filing_number,
        "query_code": thing.query_code, "applicant": thing.applicant_name, "received_on": thing.received_on.isoformat(),
        "accepted_on": _day(thing.accepted_on), "due_on": _day(thing.due_on), "due_certain": bool(thing.due_certain),
        "forecast_on": _day(thing.forecast_on), "together": bool(thing.together), "delivery": thing.delivery, "hall": thing.hall_id,
        "window": thing.window_id, "issued_at_window": turn.by.window, "bundle": bundles.facts(thing.version_id).name,
        "lead": bundles.facts(thing.version_id).lead_name, "parts": [_part(board, one) for one in board.parts.values()],
        "say_by": _day(thing.say_by), "notice_by": _day(thing.notice_by),
        "path": [board.parts[key].name for key in turn.scratch.get("path", ()) if key in board.parts], **said,
    }  # fmt: skip
    return of_cases.put(turn, Letter, content, "letter", "freeze_letter", thing_id=thing.id)


def issued(turn: Turn) -> list[dict[str, str]]:
    """Return the papers issued in this turn, for the entry and the answer."""
    return list(turn.scratch.get("letters", ()))


def outcomes(board: Board) -> dict[str, dict[str, Any]]:
    """Return for each part what its own papers say of a refusal, and what becomes of its fee: what the result letter tells."""
    ids = [part.case_id for part in board.parts.values() if part.case_id]
    told = {}
    for paper in Paper.objects.filter(case__in=ids, kind__in=REFUSALS).order_by("made_at", "pk"):
        content = of_cases.read(paper.content)
        told[paper.case_id] = {name: content[name] for name in REASONS if content.get(name)}
    return {
        key: {**told.get(part.case_id, {}), "fee": _fee(board, part)} for key, part in board.parts.items()
    }


def _fee(board: Board, part: Any) -> str:
    """Return what becomes of the fee: "none", "due" (granted), "back", "kept", or "void" where nothing was asked for yet."""
    fee, case = versions.facts(part.version_id).record.get("fee") or {}, board.case(part)
    if not fee.get("charged"):
        return "none"
    if part.state == things.GRANTED:
        return "due"
    return "void" if case is None else "back" if fees.goes_back(fee, case.outcome) else "kept"


def handed(parts: Iterable[Any]) -> dict[str, Any]:
    """Return what a hand-over says: to whom, and the papers of each result."""
    named = {part.case_id: part.name for part in parts}
    found = Delivery.objects.filter(case__in=named, failed=False).order_by("-pk").first()
    rows = Case.objects.filter(pk__in=named).values_list("pk", "number", "result")
    results = [
        {
            "name": named[pk],
            "case_number": number or "",
            "documents": json.loads(result or "{}").get("documents", []),
        }
        for pk, number, result in sorted(rows, key=lambda row: list(named).index(row[0]))
    ]
    to = {"receiver": found.receiver, "relation": found.relation} if found else {}
    return {"results": results, **to}


def _part(board: Board, part: Any) -> dict[str, Any]:
    version, case = versions.facts(part.version_id), board.case(part)
    return {
        "key": part.key, "name": part.name, "department": _names(board).get(part.department_id, ""), "state": part.state,
        "word": STATES[part.state], "days": version.promised_days, "unit": version.unit, "type": version.type,
        "accepted_on": _day(case.accepted_on) if case else "", "case_state": case.state if case else "", "starts_on": _day(part.starts_on), "due_on": _day(part.due_on), "why": part.why,
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
