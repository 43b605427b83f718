"""Signing on paper at the window: the other way for whoever does not sign on line."""

import json
from datetime import datetime
from typing import Any

from yichuang.cases.acts.parts import move, version_of
from yichuang.cases.models import Case, Party
from yichuang.drafts.acts.signing import sign
from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.law.signatures import SEEN
from yichuang.materials.models import Material


@act("cases.sign_on_paper", on=Case)
def sign_on_paper(turn: Turn, *, by: Actor, at: datetime, what: str = "form") -> dict[str, Any]:
    """The applicant signed by hand before the clerk, who saw the document; what lay before them is kept with its digest."""
    move(turn, "cases.sign_on_paper")
    signed = sign(
        turn.row.id, what=what, shown=_lay_before(turn), by=by, at=at, account_level=SEEN, how="paper", name=turn.row.applicant_name
    )  # fmt: skip
    turn.enter("cases.sign_on_paper", {"what": what, "signed": signed["digest"]})
    return {"signature": signed["id"]}


def _lay_before(turn: Turn) -> dict[str, Any]:
    """Return what the sheet says: the item, the answers, the parties, the materials."""
    mine = [rows.key(turn.row.id)]
    parties = rows.read_all(Party, "t.case_id = %s ORDER BY t.id", mine)
    materials = rows.read_all(Material, "t.subject = %s ORDER BY t.place", mine)
    version = version_of(turn)
    asked = {q["key"]: q["question"] for q in version.record.get("scenarios") or ()}
    answers = json.loads(turn.row.answers)
    return {
        "事项": version.name,
        "申请编号": turn.row.filing_number,
        "情形": [[asked.get(key, key), value] for key, value in sorted(answers.items())],
        "办事人": [party.name for party in parties],
        "材料": [row.name for row in materials if row.state not in ("na", "awaited")],
    }
