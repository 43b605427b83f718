"""What a fee leaves on the file of the case: billed, paid, waived, given back; the receipt is a paper like the others."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.cases import papers
from yichuang.cases.acts.parts import version_of
from yichuang.cases.models import Case
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput

WHAT = ("billed", "waived", "paid", "cancelled", "refunded")


@act("cases.note_fee", on=Case)
def note_fee(
    turn: Turn, *, by: Actor, at: datetime, what: str, number: str, total: int, lines: Iterable[Mapping[str, Any]] = (), receiver: str = "",
    way: str = "", receipt: str = "", why: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What became of the bill is on the file of the case; what was paid has its receipt (缴费凭证)."""
    if what not in WHAT:
        raise BadInput("没有这种缴费记录。", field="what")
    said = {
        "number": number[:24],
        "total": total,
        "receiver": receiver[:80],
        "way": way[:8],
        "receipt": receipt[:64],
        "why": why[:200],
    }
    if what == "paid":
        papers.issue(
            turn,
            "payment",
            version_of(turn),
            charged=[dict(line) for line in lines],
            paid_at=at.isoformat(),
            bill=said,
        )
    if (
        what in ("paid", "waived")
        and turn.row.delivery == "electronic"
        and turn.row.state in ("decided", "ready")
    ):
        turn.errand(
            "deliver_online", f"deliver_online:{turn.row.id}:{number}", owner="system", case=str(turn.row.id)
        )
    turn.enter("cases.note_fee", {"what": what, **said, "papers": papers.issued(turn)})
    return {"what": what}
