"""Which body supervises what an item grants, who decided a case, and so what is pushed to whom."""

from typing import Any

from yichuang.cases.models import Case, CreditMark
from yichuang.catalogue.models import Item
from yichuang.inspections.models import Oversight
from yichuang.journal import stamps
from yichuang.journal.acts import Turn

LISTED = frozenset({"cases.mark_credit", "cases.repair_credit"})
VOID = "cases.void"
DECIDES = frozenset({"cases.decide", "cases.decide_at_once"})


def body_of(stamp: int, case: Any) -> tuple[int, str]:
    """Return the body that supervises this case's grant and its line of business; by default who decided, in the item's zone."""
    table = stamps.kept(stamp, ("inspections.oversight", case.region), lambda: _table(case.region))
    if case.item_id in table:
        return table[case.item_id]
    zone = Item.objects.filter(pk=case.item_id).values_list("zone", flat=True).first()
    return case.department_id, str(zone or "综合")[:40]


def _table(region: str) -> dict[Any, tuple[int, str]]:
    found = Oversight.objects.filter(region=region, ends_on=None).values_list("item", "body", "line")
    return {item: (body, line) for item, body, line in found}


def persons_of(case: Case) -> set[int]:
    """Return who received, reviewed and decided the case: they neither sign for its supervision nor inspect its holder."""
    told = {
        case.received_by,
        case.decided_by,
        *(int(one) for one in case.reviewers.split(",") if one.strip().isdigit()),
    }
    return {one for one in told if one}


def follow(turn: Turn) -> None:
    """A case that was granted leaves the errand to push it; one that is made void, the errand to recall it."""
    if turn.row.outcome == "granted" and any(entry[0] in DECIDES for entry in turn.entries):
        turn.errand("push_grant", f"push_grant:{turn.row.id}", owner="system", case=str(turn.row.id))
    if turn.row.decided_on is not None:
        for act, payload, _ in turn.entries:
            if act == VOID:
                told = {"case": str(turn.row.id), "on": turn.on.isoformat(), "why": payload["why"]}
                turn.errand("recall_grant", f"recall_grant:{turn.row.id}", owner="system", **told)
    if CreditMark in turn.new:
        turn.errand("regrade", f"regrade:{turn.row.id}:{turn.row.seq}", owner="system", case=str(turn.row.id))


def follow_credit(turn: Turn) -> None:
    """The credit list has changed: whom the mark is about is graded again."""
    for act, payload, _ in turn.entries:
        if act in LISTED:
            turn.errand("regrade", f"regrade:{act}:{payload['mark']}", owner="system", mark=payload["mark"])
