"""What is not paid holds up the result where the item says: first pay, then fetch."""

from typing import Any

from yichuang.cases.acts.closing import HOLDS
from yichuang.catalogue import versions
from yichuang.law import fees
from yichuang.payments.models import LIVE, Bill

NO_BILL = "这个事项先缴费再领，缴费单还没有开出。请部门开缴费单，或者写明免收的依据。"


def owed(case: Any) -> str:
    """Return why the result may not be handed over yet, or nothing."""
    fee = versions.facts(case.version_id).record.get("fee") or {}
    if case.outcome != "granted" or fee.get("charged") is False:
        return ""
    bill = Bill.objects.filter(case=case.id, state__in=LIVE).values("state", "first", "total").first()
    if bill is None:
        return NO_BILL if fee.get("first") else ""
    if bill["first"] and bill["state"] == "open":
        return f"这个事项先缴费再领，还有{fees.yuan(bill['total'])}元没有缴。缴了再交件。"
    return ""


def register() -> None:
    """Have the issue desk's acts ask."""
    if owed not in HOLDS:
        HOLDS.append(owed)
