"""Bills: drawn, paid on line or at the window, waived, cancelled, given back. What is paid is paid once."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.cases import standing
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.clock import book
from yichuang.ground import rows
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.journal.stamps import STAMP_SQL
from yichuang.law import fees
from yichuang.payments.models import LIVE, STATES, Attempt, Bill

NAMES = dict(STATES)
LINES_MOST = 20
ASK_AFTER = timedelta(minutes=2)


def _facts(turn: Turn) -> Mapping[str, bool]:
    case, _ = rows.read(Case, "t.id = %s", [rows.key(turn.row.case_id)])
    turn.scratch["case"] = case
    return standing.facts_for(case, turn.by, turn.stamp, turn.on)


acts.FACTS[Bill] = _facts


@act("payments.draw", on=Bill, creates=True)
def draw(
    turn: Turn, *, by: Actor, at: datetime, case: UUID, lines: Iterable[Mapping[str, Any]] | None = None, waived: str = "",
    receiver: str = "", first: bool | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A case has its bill: as the published record reckons it, or by the department's post with the basis of each line.

    `waived` is the basis on which nothing is charged. Basis: 《行政许可法》 arts. 58, 59.
    """
    found, facts = _case(turn, case)
    acts.require(turn, facts)
    fee = versions.facts(found.version_id).record.get("fee") or {}
    if fee.get("charged") is False:
        raise WrongState("这个事项不收费，不能开缴费单。")
    if found.state in ("draft", "correcting") or (found.state == "closed" and found.outcome != "granted"):
        raise WrongState("这一件已经结束，或者还没有收全，不能开缴费单。")
    if Bill.objects.filter(case=found.id, state__in=LIVE).exists():
        raise WrongState("这一件已经有缴费单了。要改，先作废原来的。")
    made = _lines(fee, json.loads(found.answers), lines, waived.strip())
    total = max(0, sum(line["amount"] for line in made))
    number = f"{by.region[:6]}{turn.on:%Y%m%d}{acts.serial(turn, f'bill:{by.region}:{turn.on:%Y%m%d}'):06d}"
    turn.begin(
        case_id=found.id, number=number, payable=fees.payable(fee), first=bool(fee.get("first") if first is None else first),
        lines=json.dumps(made, ensure_ascii=False), total=total, receiver=(receiver.strip() or _receiver(turn, fee))[:80],
        state="open" if total else "waived", way="", receipt="", why=waived.strip()[:200], made_at=at, paid_at=None, ended_at=None if total else at,
    )  # fmt: skip
    turn.enter(
        "payments.draw",
        {"case": str(found.id), "number": number, "lines": made, "total": total, "why": turn.row.why},
    )
    if total:
        _tell(turn, "bill_open", receiver=turn.row.receiver)
    _on_file(turn, "billed" if total else "waived")
    return {"number": number, "total": total, "state": turn.row.state}


def _case(turn: Turn, case: UUID) -> tuple[Any, dict[str, bool]]:
    found, extra = rows.read(Case, "t.id = %s", [rows.key(case)], extra=(STAMP_SQL,))
    if found is None or found.region != turn.by.region:
        raise NotThere("没有这个办件，或者不归您看。")
    acts.see(turn, int(extra[0] or 0))
    return found, standing.facts_for(found, turn.by, turn.stamp, turn.on)


def _lines(
    fee: Mapping[str, Any], answers: Mapping[str, str], given: Iterable[Mapping[str, Any]] | None, waived: str
) -> list[dict[str, Any]]:
    if waived:
        return []
    if given is not None:
        return _checked(list(given))
    found = fees.reckon(fee, answers)
    if found.unknown or not found.lines:
        raise WrongState("收费标准没有写全，由部门按依据开缴费单。")
    return [
        {"name": line.name, "amount": line.amount, "unit": line.unit, "basis": line.basis}
        for line in found.lines
    ]


def _checked(given: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each line says for what, how many fen, and on which notice it rests."""
    if not given or len(given) > LINES_MOST:
        raise BadInput(f"缴费单写1到{LINES_MOST}项。", field="lines")
    made = []
    for place, line in enumerate(given):
        name, basis, amount = (
            str(line.get("name") or "").strip(),
            str(line.get("basis") or "").strip(),
            line.get("amount"),
        )
        if not name or not basis:
            raise BadInput("每一项都要写收什么费、依据哪个文件。", field=f"lines.{place}")
        if type(amount) is not int or not 0 < amount <= fees.MOST:
            raise BadInput("金额要大于0，写成数字，最多两位小数。", field=f"lines.{place}")
        made.append(
            {
                "name": name[:60],
                "amount": amount,
                "unit": str(line.get("unit") or "")[:20],
                "basis": basis[:200],
            }
        )
    return made


def _receiver(turn: Turn, fee: Mapping[str, Any]) -> str:
    return str(fee.get("receiver") or book.number(turn.stamp, turn.by.region, "fee_receiver", turn.on).value)


@act("payments.begin", on=Bill)
def begin(turn: Turn, *, by: Actor, at: datetime, provider: str) -> dict[str, Any]:
    """The applicant goes to pay on line: one attempt at a time, asked after until it is known what became of it."""
    _only(turn, "open")
    going = _attempt(turn, "t.state = 'asked'")
    if going is not None:
        raise WrongState("上一次付款还没有结果。先查结果，再付。", attempt=going.number)
    number = f"P{turn.on:%y%m%d}{secrets.token_hex(10)}"
    turn.add(
        Attempt,
        bill_id=turn.row.id,
        provider=provider[:20],
        number=number,
        amount=turn.row.total,
        asked_at=at,
        ended_at=None,
    )
    turn.enter("payments.begin", {"attempt": number, "amount": turn.row.total, "provider": provider[:20]})
    turn.errand("pay_ask", f"pay_ask:{number}", owner="system", not_before=at + ASK_AFTER, attempt=number)
    return {"attempt": number, "amount": turn.row.total}


@act("payments.learn", on=Bill)
def learn(
    turn: Turn, *, by: Actor, at: datetime, attempt: str, outcome: str, amount: int = 0, reference: str = ""
) -> dict[str, Any]:
    """It is known what became of an attempt: paid, failed or closed. What is paid beyond the bill goes back."""
    tried = _attempt(turn, "t.number = %s", attempt)
    if tried is None or outcome not in ("paid", "failed", "closed"):
        raise BadInput("没有这次付款，或者结果看不懂。", field="attempt")
    if tried.state == outcome or tried.state in ("paid", "surplus", "back"):
        raise WrongState("这次付款的结果已经记过了。", known=tried.state)
    if outcome == "paid" and amount != tried.amount:
        raise BadInput(
            f"金额对不上：缴费单{fees.yuan(tried.amount)}元，平台说{fees.yuan(amount)}元。", field="amount"
        )
    state = outcome
    if outcome == "paid" and turn.row.state != "open":
        state = "surplus"
    done = {"state": state, "reference": reference[:64], "ended_at": at}
    rows.update(Attempt, done, "bill_id = %s AND number = %s", [rows.key(turn.row.id), attempt])
    turn.enter(
        "payments.learn",
        {"attempt": attempt, "outcome": state, "amount": amount, "reference": reference[:64]},
    )
    if state == "paid":
        _paid(turn, at, "online", reference)
    elif state == "surplus":
        turn.errand("pay_back", f"pay_back:{attempt}", owner="system", attempt=attempt)
    else:
        _tell(turn, "bill_unpaid")
    return {"state": turn.row.state, "attempt": state}


@act("payments.take", on=Bill)
def take(turn: Turn, *, by: Actor, at: datetime, way: str, receipt: str) -> dict[str, Any]:
    """The window took the money, in cash or by card, under the number of a receipt."""
    _only(turn, "open")
    if way not in ("cash", "pos"):
        raise BadInput("窗口收款选现金或者刷卡。", field="way")
    number = receipt.strip()[:40]
    if not number:
        raise BadInput("请填写票据号。", field="receipt")
    if going := _attempt(turn, "t.state = 'asked'"):
        raise WrongState("网上有一次付款还没有结果。先查结果，免得收两次。", attempt=going.number)
    turn.enter("payments.take", {"way": way, "receipt": number, "amount": turn.row.total})
    _paid(turn, at, way, number)
    return {"state": "paid"}


def _paid(turn: Turn, at: datetime, way: str, receipt: str) -> None:
    turn.set(state="paid", way=way, receipt=receipt[:40], paid_at=at)
    _tell(turn, "bill_paid")
    _on_file(turn, "paid")


@act("payments.cancel", on=Bill)
def cancel(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """A bill that nobody has paid is void."""
    _only(turn, "open", "waived")
    text = _reason(why, "请写明为什么作废。")
    if by.kind != "system" and (going := _attempt(turn, "t.state = 'asked'")):
        raise WrongState("网上有一次付款还没有结果。先查结果，再作废。", attempt=going.number)
    turn.set(state="cancelled", why=text, ended_at=at)
    turn.enter("payments.cancel", {"why": text})
    _on_file(turn, "cancelled")
    return {"state": "cancelled"}


@act("payments.refund", on=Bill)
def refund(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """What was paid goes back: by the platform it came from, or at the window."""
    _only(turn, "paid")
    text = _reason(why, "请写明为什么退。")
    turn.set(state="refunding", why=text)
    turn.enter("payments.refund", {"why": text, "amount": turn.row.total})
    tried = _attempt(turn, "t.state = 'paid'")
    if tried is not None:
        turn.errand("pay_back", f"pay_back:{tried.number}", owner="system", attempt=tried.number)
    _tell(turn, "bill_refunding" if tried is not None else "bill_fetch")
    return {"state": "refunding"}


@act("payments.give_back", on=Bill)
def give_back(turn: Turn, *, by: Actor, at: datetime, receipt: str, attempt: str = "") -> dict[str, Any]:
    """The money is back with the payer; a second payment of the same bill goes back without touching the bill."""
    number = _reason(receipt, "请填写退款的票据号。")[:40]
    tried = _attempt(turn, "t.number = %s", attempt) if attempt else None
    if attempt and (tried is None or tried.state not in ("paid", "surplus")):
        raise WrongState("这次付款没有要退的钱。")
    if tried is not None:
        rows.update(
            Attempt, {"state": "back"}, "bill_id = %s AND number = %s", [rows.key(turn.row.id), attempt]
        )
    if tried is None or tried.state == "paid":
        _only(turn, "refunding")
        if tried is None and turn.row.way == "online":
            raise WrongState("网上付的从网上退，系统在办。")
        turn.set(state="refunded", receipt=number, ended_at=at)
        _on_file(turn, "refunded")
    _tell(turn, "bill_refunded")
    turn.enter("payments.give_back", {"receipt": number, "attempt": attempt, "amount": turn.row.total})
    return {"state": turn.row.state}


def _attempt(turn: Turn, where: str, *params: Any) -> Any:
    found, _ = rows.read(Attempt, f"t.bill_id = %s AND {where}", [rows.key(turn.row.id), *params])
    return found


def _only(turn: Turn, *states: str) -> None:
    if turn.row.state not in states:
        wanted = "、".join(NAMES[state] for state in states)
        raise WrongState(
            f"这张缴费单现在是“{NAMES[turn.row.state]}”，这一步只能在“{wanted}”时办。", state=turn.row.state
        )


def _reason(text: str, sentence: str) -> str:
    if not text.strip():
        raise BadInput(sentence, field="why")
    return text.strip()[:200]


def _tell(turn: Turn, template: str, **args: Any) -> None:
    key = f"notice:{turn.row.id}:{turn.row.seq + len(turn.entries)}:{template}"
    turn.errand(
        "notice", key, template=template, case=str(turn.row.case_id), amount=fees.yuan(turn.row.total), **args
    )


def _on_file(turn: Turn, what: str) -> None:
    """What became of the bill goes on the file of the case, with its paper where one is due."""
    row = turn.row
    turn.errand(
        "fee_on_file", f"fee_on_file:{row.id}:{what}", owner="system", case=str(row.case_id), what=what, number=row.number,
        lines=json.loads(row.lines), total=row.total, receiver=row.receiver, way=row.way, receipt=row.receipt, why=row.why,
    )  # fmt: skip
