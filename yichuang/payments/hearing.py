"""What a platform says, taken once: by its call-back, by asking on the way back, or by the errand that asks later."""

from datetime import datetime

from yichuang.journal.actor import system
from yichuang.journal.refusals import NotThere, WrongState
from yichuang.law import fees
from yichuang.payments import acts, providers
from yichuang.payments.models import Attempt, Bill
from yichuang.payments.providers import Asked, Told


def asked_of(attempt: Attempt, back: str = "") -> Asked:
    """Return an attempt as its platform knows it."""
    bill = attempt.bill
    subject = f"{bill.case.item.name}，{fees.yuan(attempt.amount)}元"
    return Asked(attempt.number, attempt.amount, bill.receiver, subject, back)


def find(number: str) -> Attempt:
    """Return an attempt by our number, or refuse."""
    found = Attempt.objects.filter(number=number).select_related("bill__case__item").first()
    if found is None:
        raise NotThere("没有这次付款。")
    return found


def take(told: Told, *, at: datetime) -> str:
    """Put on record what the platform says; the same thing said again changes nothing. Returns the state of the attempt."""
    attempt = find(told.number)
    try:
        learnt = acts.learn(
            attempt.bill_id, by=system(attempt.region), at=at, attempt=told.number, outcome=told.outcome, amount=told.amount,
            reference=told.reference,
        )  # fmt: skip
        return str(learnt["attempt"])
    except WrongState as error:
        return str(error.facts["known"]) if "known" in error.facts else attempt.state


def ask(attempt: Attempt, *, at: datetime) -> str:
    """Ask the platform what became of an attempt; returns its state, `asked` while nobody knows. OSError: out of reach."""
    if attempt.state != "asked":
        return attempt.state
    told = providers.named(attempt.provider).find(asked_of(attempt), at)
    return take(told, at=at) if told is not None else "asked"


def latest(bill: Bill) -> Attempt | None:
    """Return the last try to pay a bill."""
    return Attempt.objects.filter(bill=bill).select_related("bill__case__item").order_by("-pk").first()
