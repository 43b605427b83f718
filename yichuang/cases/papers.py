"""The content of each paper, put together inside the act: what was said is frozen with the fact itself."""

import json
from collections.abc import Mapping
from typing import Any

from yichuang.cases.models import Handing, Paper, Sheet
from yichuang.catalogue.versions import VersionFacts
from yichuang.ground.ids import uuid7
from yichuang.journal.acts import Turn
from yichuang.journal.chain import canonical, sm3
from yichuang.law import papers as law_papers
from yichuang.law import procedures


def issue(turn: Turn, kind: str, version: VersionFacts, **said: Any) -> str:
    """Issue a paper of `kind`; returns its id. `said` is what this paper says beyond the case itself."""
    case = turn.row
    content = {
        "kind": kind,
        "title": law_papers.title(kind, version.type),
        "number": _number(turn, kind),
        "basis": basis(kind, version, said),
        "made_on": turn.on.isoformat(),
        "made_by": turn.by.name,
        "region": case.region,
        "case": str(case.id),
        "filing_number": case.filing_number,
        "case_number": case.number or "",
        "query_code": case.query_code,
        "applicant": case.applicant_name,
        "received_on": case.received_on.isoformat(),
        "accepted_on": _day(case.accepted_on),
        "promised_due_on": _day(case.promised_due_on),
        "statutory_due_on": _day(case.statutory_due_on),
        "provisional": bool(case.provisional),
        "delivery": case.delivery,
        "hall": case.hall_id,
        **_collected(case),
        **({"fetch_hall": case.fetch_hall_id} if case.fetch_hall_id else {}),
        "window": case.window_id,
        "issued_at_window": turn.by.window,
        **of_item(version),
        **said,
    }
    return put(turn, Paper, content, "paper", "freeze", case_id=case.id)


def put(
    turn: Turn, model: type[Sheet], content: Mapping[str, Any], word: str, errand: str, **owner: Any
) -> str:
    """Write a paper's content with the act and have it frozen by an errand of this kind; returns its id.

    `word` is what it is called: papers of the turn are listed in `turn.scratch` under its plural, for `issued`.
    """
    paper, text = uuid7(), canonical(content)
    digest, kind = sm3(text), content["kind"]
    turn.add(
        model, id=paper, kind=kind, number=content["number"], content=text, digest=digest, made_at=turn.at, **owner,
    )  # fmt: skip
    named: dict[str, Any] = {word: str(paper)}
    turn.errand(errand, f"{errand}:{paper}", owner="office", **named)
    turn.scratch.setdefault(f"{word}s", []).append({"id": str(paper), "kind": kind, "digest": digest})
    return str(paper)


def _collected(case: Any) -> dict[str, str]:
    """Return who received it for us in another region: both names stand on the paper."""
    if case.handing_id is None:
        return {}
    row = Handing.objects.select_related("partner").get(pk=case.handing_id)
    return {
        "collected_by": row.partner.name,
        "collected_number": row.number,
        "collected_on": row.received_on.isoformat(),
    }


def of_item(version: VersionFacts) -> dict[str, Any]:
    """Return what every paper says of the item and its organ."""
    return {
        "item": version.name, "item_code": version.code, "item_version": version.number, "type": version.type,
        "department": version.department_name, "department_phone": version.department_phone,
    }  # fmt: skip


def basis(kind: str, version: VersionFacts, said: Mapping[str, Any]) -> str:
    """Return the clause this paper rests on: the permit's article, or the item's own basis."""
    return procedures.basis_of(
        version.type, kind, version.record.get("legal_basis") or (), joint=bool(said.get("joint"))
    )


def remedies(version: VersionFacts) -> str:
    """Return the sentence on remedies, or an empty one where the organ has named no body yet."""
    if not version.review_body or not version.court:
        return ""
    return procedures.remedies(version.type, version.review_body, version.court)


def issued(turn: Turn) -> list[dict[str, str]]:
    """Return the papers issued in this turn, for the entry and the answer."""
    return list(turn.scratch.get("papers", ()))


def _number(turn: Turn, kind: str) -> str:
    title = law_papers.paper(kind).title
    again = f"-{turn.row.seq + 1}" if turn.row.seq else ""
    return f"{title[:2]}〔{turn.on.year}〕{turn.row.filing_number}{again}号"


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def read(content: str) -> dict[str, Any]:
    """Return a stored content as a mapping."""
    return json.loads(content)  # type: ignore[no-any-return]
