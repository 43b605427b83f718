"""The way out: the result arrives, is handed over or posted; withdrawn, lapsed, void; gaps filled; afterwards checked."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from yichuang.cases import delivering, papers
from yichuang.cases.acts.parts import close as end_case
from yichuang.cases.acts.parts import move, reason_given, reckon, version_of
from yichuang.cases.acts.passing import here
from yichuang.cases.models import AfterCheck, Case, CreditMark, Delivery, Party
from yichuang.clock import acts as clock
from yichuang.clock.models import Term
from yichuang.ground import rows, vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import identity
from yichuang.law.codes import normalise
from yichuang.law.states import UNDER_WAY
from yichuang.licences import acts as licences
from yichuang.materials.models import Material

SIGNATURE_MOST = 60_000
# Rooms above may hold up what leaves the desk: each returns the sentence that says why, or nothing.
HOLDS: list[Callable[[Any], str]] = []


@act("cases.arrive", on=Case)
def arrive(turn: Turn, *, by: Actor, at: datetime, documents: Iterable[str] = ()) -> dict[str, Any]:
    """The issue desk signs for the result; the window clock has stopped, the applicant is told it can be fetched."""
    move(turn, "cases.arrive")
    here(turn, by)
    clock.end(turn, ["to_window"], by=by, at=at)
    found, _ = rows.read(
        Term, "t.subject = %s AND t.kind = 'delivery' AND t.ended_on IS NULL", [rows.key(turn.row.id)]
    )
    turn.set(ready_on=turn.on, step="待出件")
    if found is not None:
        turn.set(due_on=found.due_on, colour=found.colour, turns_on=found.turns_on)
    turn.enter("cases.arrive", {"documents": list(documents)})
    _tell(turn, "to_post" if turn.row.delivery == "post" else "ready")
    return {"state": turn.row.state}


def _tell(turn: Turn, template: str, **args: Any) -> None:
    turn.errand(
        "notice",
        f"notice:{turn.row.id}:{turn.row.seq + len(turn.entries)}:{template}",
        template=template,
        case=str(turn.row.id),
        **args,
    )


@act("cases.hand_over", on=Case)
def hand_over(
    turn: Turn, *, by: Actor, at: datetime, receiver_number: str, checked: Mapping[str, bool], signature: str = "", mandate: str = "",
    receiver_name: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The result is handed to the checked applicant or agent, against a signature (送达回证)."""
    move(turn, "cases.hand_over")
    here(turn, by)
    if turn.row.tracking:
        raise WrongState(f"这一件已经寄出，邮件号{turn.row.tracking}。邮件退回以后，才能在窗口领取。")
    nothing_holds(turn)
    unchecked = [
        word
        for key, word in (("document", "证件"), ("person", "人"), ("result", "证上信息"))
        if not checked.get(key)
    ]
    if unchecked:
        raise WrongState(f"还没有核对{'、'.join(unchecked)}。核对以后再交给办事人。")
    if len(signature) > SIGNATURE_MOST:
        raise BadInput("签名图太大，请重签一次。", field="signature")
    receiver, relation = _receiver(turn, receiver_number, receiver_name, mandate)
    turn.add(Delivery, case_id=turn.row.id, way="window", receiver=receiver, relation=relation,
             checked=json.dumps(dict(checked), sort_keys=True), signature=signature, at=at)  # fmt: skip
    delivered(turn, by, at)
    papers.issue(turn, "delivery", version_of(turn), receiver=receiver, relation=relation, way="直接送达", at=at.isoformat(),
                 documents=json.loads(turn.row.result).get("documents", []), signed=bool(signature))  # fmt: skip
    turn.enter(
        "cases.hand_over",
        {"relation": relation, "checked": dict(checked), "papers": papers.issued(turn)},
        private={"receiver": receiver},
    )
    turn.errand("close", f"close:{turn.row.id}", owner="system", case=str(turn.row.id))
    return {"state": turn.row.state}


def nothing_holds(turn: Turn) -> None:
    """Refuse while something holds up the result, such as a fee that is paid first."""
    for holds in HOLDS:
        if why := holds(turn.row):
            raise WrongState(why, held=True)


def _receiver(turn: Turn, number: str, name: str, mandate: str) -> tuple[str, str]:
    """Who may fetch: the applicant, the agent on record, or somebody with a written mandate."""
    given = normalise(number)
    if not given:
        raise BadInput("请读领取人的证件，或输入证件号码。", field="receiver_number")
    if vault.index(given) == turn.row.applicant_index:
        return turn.row.applicant_name, "本人"
    for party in rows.read_all(Party, "t.case_id = %s", [rows.key(turn.row.id)]):
        if vault.unlock(party.number) == given:
            return party.name, {"representative": "法定代表人", "agent": "代理人"}.get(party.role, "本人")
    if not mandate.strip() or not name.strip():
        raise WrongState(
            "这个人不是申请人，也不是登记的代理人。要有委托书，并填写代领人的姓名。", mandate=True
        )
    verdict = identity.check_document("111", given, turn.on)
    if not verdict.valid:
        raise BadInput(f"代领人的证件号码：{verdict.why}。请照证件再核对一遍。", field="receiver_number")
    return name.strip()[:100], f"代领（{mandate.strip()[:30]}）"


def delivered(turn: Turn, by: Actor, at: datetime) -> None:
    clock.end(turn, ["delivery"], by=by, at=at)
    turn.set(delivered_on=turn.on, due_on=None, turns_on=None, colour="green", step="")


@act("cases.post", on=Case)
def post(
    turn: Turn, *, by: Actor, at: datetime, tracking: str, address: str, receiver: str = "", carrier: str = "", area: str = "",
    grams: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The result is posted as the applicant wishes; it is delivered when signed for, and the post is paid by the month."""
    move(turn, "cases.post")
    here(turn, by)
    if turn.row.tracking:
        raise WrongState("这一件已经寄出了。")
    if version_of(turn).record.get("no_post"):
        raise WrongState("这个事项的结果要本人领取，不能邮寄。")
    nothing_holds(turn)
    number = reason_given(tracking, "请扫或输入邮件号。", "tracking")[:40]
    where = reason_given(address, "请填写收件地址。", "address")[:120]
    who = receiver.strip()[:100] or turn.row.applicant_name
    turn.add(
        Delivery,
        case_id=turn.row.id,
        way="post",
        receiver=who,
        tracking=number,
        address=vault.lock(where),
        at=at,
    )
    payer = turn.row.postage or _payer(turn)
    turn.set(delivery="post", tracking=number, step="已寄出", postage=payer)
    said: dict[str, Any] = {
        "tracking": number,
        "carrier": carrier.strip()[:40],
        "area": area[:10],
        "grams": grams,
        "payer": payer,
    }
    turn.enter("cases.post", said, private={"receiver": who, "address": where})
    turn.errand(
        "postage",
        f"postage:{turn.row.id}:{number}",
        owner="system",
        case=str(turn.row.id),
        on=turn.on.isoformat(),
        **said,
    )
    _tell(turn, "posted", tracking=number)
    return {"state": turn.row.state, "tracking": number}


def _payer(turn: Turn) -> str:
    chosen = delivering.way("post", version_of(turn), turn.row.region, turn.stamp, turn.on)
    return chosen.payer if chosen else ""


@act("cases.post_back", on=Case)
def post_back(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The letter came back: from here it is a pickup at the window."""
    move(turn, "cases.post_back")
    if not turn.row.tracking:
        raise WrongState("这一件没有寄出过。")
    text = reason_given(why, "请写明退回的原因。", "why")[:200]
    turn.set(delivery="pickup", tracking="", step="待出件")
    rows.update(Delivery, {"failed": True}, "case_id = %s AND way = 'post'", [rows.key(turn.row.id)])
    turn.enter("cases.post_back", {"why": text})
    _tell(turn, "came_back")
    return {"state": turn.row.state}


@act("cases.sign_for", on=Case)
def sign_for(turn: Turn, *, by: Actor, at: datetime, signed_by: str = "本人") -> dict[str, Any]:
    """The post's receipt is in: delivered."""
    move(turn, "cases.sign_for")
    if not turn.row.tracking:
        raise WrongState("这一件没有寄出，不能签收。")
    delivered(turn, by, at)
    papers.issue(turn, "delivery", version_of(turn), receiver=signed_by[:100], relation="", way="邮寄送达", at=at.isoformat(),
                 documents=json.loads(turn.row.result).get("documents", []), tracking=turn.row.tracking, signed=True)  # fmt: skip
    turn.enter(
        "cases.sign_for",
        {"tracking": turn.row.tracking, "papers": papers.issued(turn)},
        private={"receiver": signed_by[:100]},
    )
    turn.errand("close", f"close:{turn.row.id}", owner="system", case=str(turn.row.id))
    return {"state": turn.row.state}


@act("cases.close", on=Case)
def close(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The file is closed after delivery; rating is voluntary and holds nothing up."""
    move(turn, "cases.close")
    turn.set(closed_on=turn.on, turns_on=None, due_on=None, step="")
    turn.enter("cases.close", {"outcome": turn.row.outcome})
    return {"state": turn.row.state}


@act("cases.withdraw", on=Case)
def withdraw(turn: Turn, *, by: Actor, at: datetime, why: str = "") -> dict[str, Any]:
    """The applicant withdraws before the decision; the papers go back against a receipt."""
    move(turn, "cases.withdraw")
    end_case(turn, by, at)
    papers.issue(turn, "withdrawn", version_of(turn), why=why.strip()[:300])
    turn.enter("cases.withdraw", {"why": why.strip()[:300], "papers": papers.issued(turn)})
    _tell(turn, "withdrawn")
    return {"state": turn.row.state, "outcome": turn.row.outcome}


@act("cases.lapse", on=Case)
def lapse(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The correction period is over and nothing came: ended, with a notice of its own."""
    move(turn, "cases.lapse")
    if turn.row.due_on is None:
        raise WrongState("这一件没有补正期限，不能按期满终止。")
    if turn.on <= turn.row.due_on:
        raise WrongState(f"补正期限到{turn.row.due_on.month}月{turn.row.due_on.day}日，还没有过。")
    due_on = turn.row.due_on
    end_case(turn, by, at)
    papers.issue(turn, "lapsed", version_of(turn), due_on=due_on.isoformat(), why="补正期满没有交齐材料")
    turn.enter("cases.lapse", {"due": due_on.isoformat(), "papers": papers.issued(turn)})
    _tell(turn, "lapsed")
    return {"state": turn.row.state, "outcome": turn.row.outcome}


@act("cases.void", on=Case)
def void(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """A supervisor voids a case entered by mistake: nothing is erased, its licences no longer count, the applicant is told."""
    text = reason_given(why, "请写明为什么作废。", "why")[:300]
    move(turn, "cases.void")
    end_case(turn, by, at)
    taken_back = licences.take_back(turn, by=by, at=at)
    turn.enter("cases.void", {"why": text, "licences": taken_back})
    _tell(turn, "voided")
    return {"state": turn.row.state, "outcome": turn.row.outcome}


@act("cases.supplement", on=Case)
def supplement(turn: Turn, *, by: Actor, at: datetime, what: str) -> dict[str, Any]:
    """The applicant hands in more of their own will; the clock runs on, nobody may ask for it."""
    move(turn, "cases.supplement")
    text = reason_given(what, "请写明补充了什么。", "what")[:300]
    papers.issue(turn, "filing_receipt", version_of(turn), materials=[text], voluntary=True)
    turn.enter("cases.supplement", {"what": text, "papers": papers.issued(turn)})
    return {"state": turn.row.state}


@act("cases.fill_gap", on=Case)
def fill_gap(turn: Turn, *, by: Actor, at: datetime, places: Iterable[int]) -> dict[str, Any]:
    """What was left out (容缺) is handed in; when all is there, the decision is open again."""
    move(turn, "cases.fill_gap")
    if not turn.row.gap:
        raise WrongState("这一件没有容缺的材料。")
    open_rows = rows.read_all(Material, "t.subject = %s AND t.state = 'gap'", [rows.key(turn.row.id)])
    given = [row for row in open_rows if row.place in set(places)]
    if not given:
        raise BadInput("请选出这次补交的材料。", field="places")
    for row in given:
        rows.update(Material, {"state": "got"}, "id = %s", [row.id])
    if len(given) == len(open_rows):
        clock.end(turn, ["gap"], by=by, at=at)
        turn.set(gap=False)
    papers.issue(turn, "filing_receipt", version_of(turn), materials=[row.name for row in given])
    turn.enter(
        "cases.fill_gap",
        {"places": [row.place for row in given], "complete": not turn.row.gap, "papers": papers.issued(turn)},
    )
    return {"gap": turn.row.gap}


@act("cases.miss_gap", on=Case)
def miss_gap(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The gap was not closed in time: the case ends, and gaps are closed to this applicant until repair (domain.md 1.5; L)."""
    move(turn, "cases.miss_gap")
    if not turn.row.gap:
        raise WrongState("这一件没有容缺的材料。")
    end_case(turn, by, at)
    turn.set(gap=False)
    _mark(turn, "容缺材料没有按承诺补交")
    papers.issue(turn, "lapsed", version_of(turn), why="容缺材料没有在承诺的日期前补交")
    turn.enter("cases.miss_gap", {"papers": papers.issued(turn)})
    _tell(turn, "lapsed")
    return {"state": turn.row.state, "outcome": turn.row.outcome}


def _mark(turn: Turn, reason: str) -> None:
    turn.add(CreditMark, region=turn.row.region, holder_index=turn.row.applicant_index, reason=reason, starts_on=turn.on, repaired_on=None,
             case=turn.row.id)  # fmt: skip


@act("cases.after_check", on=Case)
def after_check(
    turn: Turn, *, by: Actor, at: datetime, check: int, truthful: bool, finding: str
) -> dict[str, Any]:
    """A commitment, a sample of what was decided at once, or what a source could not tell is checked.

    A false commitment closes commitment until repair. A sample that does not hold is the office's own mistake, and where a
    source has no record nobody promised anything: neither marks anybody; a source may be looked into before the decision. Basis: 国办发〔2020〕42号.
    """
    move(turn, "cases.after_check")
    text = reason_given(finding, "请写明核查情况。", "finding")[:300]
    due, _ = rows.read(
        AfterCheck,
        "t.id = %s AND t.case_id = %s AND t.checked_at IS NULL",
        [check, rows.key(turn.row.id)],
    )
    if due is None:
        raise WrongState("没有这项待核查的任务，或者已经核查过了。")
    if due.kind != "source" and turn.row.state in UNDER_WAY:
        raise WrongState("承诺和即办件办结以后再核查。")
    made = {"checked_at": at, "truthful": truthful, "finding": text, "by_person": by.person}
    rows.update(AfterCheck, made, "id = %s", [check])
    if not truthful and due.kind == "commitment":
        _mark(turn, "承诺不实")
    turn.enter("cases.after_check", {"check": check, "truthful": truthful, "finding": text})
    return {"truthful": truthful}


__all__ = [
    "after_check", "arrive", "close", "fill_gap", "hand_over", "lapse", "miss_gap", "post", "post_back", "reckon", "sign_for",
    "supplement", "void", "withdraw",
]  # fmt: skip
