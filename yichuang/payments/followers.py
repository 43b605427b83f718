"""What follows for the money: bills are drawn when they are due, ended with their case, asked after, given back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.ground import signed
from yichuang.journal.actor import system
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble
from yichuang.journal.refusals import Refused
from yichuang.journal.sweeps import SWEEPS
from yichuang.law import fees
from yichuang.payments import acts, hearing, postage, providers
from yichuang.payments.models import LIVE, Bill

OUT_OF_REACH = "付款平台没有应答。通了会自动再问。"


def draw(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Draw the bill of a case that has come to the moment when it is due; what the record does not say, people draw."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        case = Case.objects.filter(pk=asked.args["case"]).first()
        if case is not None and _due(case, asked.args["moment"]):
            try:
                acts.draw(by=system(asked.region), at=at, key=asked.key, case=case.pk)
            except Refused:
                pass
        done[asked.id] = "confirmed"
    return done


def _due(case: Any, moment: str) -> bool:
    fee = versions.facts(case.version_id).record.get("fee") or {}
    return fees.payable(fee) == moment and bool(fee.get("lines"))


def end(errands: Sequence[Asked], at: datetime) -> Outcome:
    """A case has ended without a grant: what is open is void, what is paid goes back where the rule says so."""
    for asked in errands:
        for bill in Bill.objects.filter(case=asked.args["case"], state__in=LIVE).select_related("case"):
            _end(bill, asked, at)
    return {asked.id: "confirmed" for asked in errands}


def _end(bill: Bill, asked: Asked, at: datetime) -> None:
    by, outcome = system(asked.region), bill.case.outcome
    fee = versions.facts(bill.case.version_id).record.get("fee") or {}
    try:
        if bill.state == "paid" and fees.goes_back(fee, outcome):
            acts.refund(
                bill.pk,
                by=by,
                at=at,
                key=asked.key,
                why=f"办件{bill.case.get_outcome_display()}，退回已缴的费用",
            )
        elif bill.state in ("open", "waived"):
            acts.cancel(
                bill.pk, by=by, at=at, key=asked.key, why=f"办件{bill.case.get_outcome_display()}，不用缴了"
            )
    except Refused:
        pass


def on_file(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Put what became of a bill on the file of its case."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        said = {name: value for name, value in asked.args.items() if name != "case"}
        cases.note_fee(UUID(asked.args["case"]), by=system(asked.region), at=at, key=asked.key, **said)
        done[asked.id] = "confirmed"
    return done


def ask(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Ask after attempts of which nobody has told us; goes on until it is known."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        try:
            state = hearing.ask(hearing.find(asked.args["attempt"]), at=at)
            done[asked.id] = "confirmed" if state != "asked" else Trouble("付款平台还没有结果。", outage=True)
        except OSError:
            done[asked.id] = Trouble(OUT_OF_REACH, outage=True)
        except Refused as error:
            done[asked.id] = Trouble(error.sentence)
    return done


def give_back(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Have the platform give back what was paid; the same order twice gives back once."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        attempt = hearing.find(asked.args["attempt"])
        if attempt.state == "back":
            done[asked.id] = "confirmed"
            continue
        try:
            told = providers.named(attempt.provider).back(hearing.asked_of(attempt), attempt.amount, at)
            acts.give_back(
                attempt.bill_id,
                by=system(asked.region),
                at=at,
                key=asked.key,
                attempt=attempt.number,
                receipt=told.reference or told.number,
            )
            done[asked.id] = "confirmed"
        except OSError:
            done[asked.id] = Trouble(OUT_OF_REACH, outage=True)
        except Refused as error:
            done[asked.id] = Trouble(error.sentence)
    return done


def forget(at: datetime) -> int:
    """Forget the messages that are too old to be taken again."""
    return int(acts.forget_heard(at - 2 * signed.FRESH, by=None, at=at))


HANDLERS.update(
    {
        "fees": draw,
        "fees_end": end,
        "fee_on_file": on_file,
        "pay_ask": ask,
        "pay_back": give_back,
        "postage": postage.follow,
    }
)
SWEEPS["pay_messages"] = forget
