"""What the applicant wishes on the way: another way of delivery, another agent; an e-licence needs no window."""

import json
from datetime import date, datetime
from typing import Any

from yichuang.cases import delivering, papers
from yichuang.cases.acts.closing import delivered, nothing_holds
from yichuang.cases.acts.parts import move, version_of
from yichuang.cases.application import PartyIn, PostTo
from yichuang.cases.models import Case, Delivery, Party
from yichuang.citizens.models import Account, Role, Tie
from yichuang.clock import acts as clock
from yichuang.ground import rows, vault
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, WrongState
from yichuang.law import delivery

WORDS = {"pickup": "自己来取", "post": "邮寄", "electronic": "只要电子证照"}


@act("cases.change_delivery", on=Case)
def change_delivery(
    turn: Turn, *, by: Actor, at: datetime, way: str, to: PostTo | None = None
) -> dict[str, Any]:
    """The result comes as the applicant now wishes; until it is posted or fetched that may change."""
    move(turn, "cases.change_delivery")
    if turn.row.tracking:
        raise WrongState(f"已经寄出了，邮件号{turn.row.tracking}。邮件退回以后才能改。")
    if turn.row.outcome == "refused" and way == delivery.ELECTRONIC:
        raise WrongState("决定书要自己来取，或者邮寄。")
    columns = wished(turn, way, to)
    if (
        all(getattr(turn.row, name) == value for name, value in columns.items() if name != "delivery_to")
        and way != "post"
    ):
        raise WrongState(f"现在就是“{WORDS[way]}”，不用改。")
    before = turn.row.delivery
    turn.set(**columns)
    private = {"to": to.said()} if to is not None and way == "post" else {}
    turn.enter(
        "cases.change_delivery", {"from": before, "to": way, "postage": columns["postage"]}, private=private
    )
    if turn.row.state == "ready" and before != way:
        _tell(turn, "ready" if way == "pickup" else "to_post")
    if way == delivery.ELECTRONIC and turn.row.state in ("decided", "ready"):
        turn.errand(
            "deliver_online",
            f"deliver_online:{turn.row.id}:{turn.row.seq + 1}",
            owner="system",
            case=str(turn.row.id),
        )
    return {"delivery": way, "postage": columns["postage"]}


def wished(turn: Turn, way: str, to: PostTo | None) -> dict[str, Any]:
    """Return the columns of a wish, or refuse a way that does not stand open for the item."""
    version = version_of(turn)
    chosen = delivering.way(way, version, turn.row.region, turn.stamp, turn.on)
    if chosen is None:
        open_ = "、".join(
            WORDS[one.key] for one in delivering.ways(version, turn.row.region, turn.stamp, turn.on)
        )
        raise BadInput(f"这个事项的结果可以{open_}。", field="delivery")
    if way != "post":
        return {"delivery": way, "delivery_to": "", "postage": ""}
    if to is None:
        raise BadInput("请填写收件人、电话和地址。", field="address")
    return {
        "delivery": way,
        "delivery_to": vault.lock(json.dumps(to.checked().said(), ensure_ascii=False)),
        "postage": chosen.payer,
    }


def _tell(turn: Turn, template: str, **args: Any) -> None:
    key = f"notice:{turn.row.id}:{turn.row.seq + len(turn.entries)}:{template}"
    turn.errand("notice", key, template=template, case=str(turn.row.id), **args)


@act("cases.deliver_online", on=Case)
def deliver_online(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The e-licence stands in the applicant's space, as they wished: delivered (电子送达)."""
    move(turn, "cases.deliver_online")
    licences = json.loads(turn.row.result).get("licences") or {}
    if turn.row.delivery != delivery.ELECTRONIC or turn.row.outcome != "granted" or not licences:
        raise WrongState("这一件没有选只要电子证照，或者没有发电子证照。")
    nothing_holds(turn)
    turn.add(
        Delivery,
        case_id=turn.row.id,
        way="electronic",
        receiver=turn.row.applicant_name,
        relation="本人",
        at=at,
    )
    clock.end(turn, ["to_window"], by=by, at=at)
    delivered(turn, by, at)
    papers.issue(turn, "delivery", version_of(turn), receiver=turn.row.applicant_name, relation="本人", way="电子送达", at=at.isoformat(),
                 documents=sorted(licences), signed=False)  # fmt: skip
    turn.enter("cases.deliver_online", {"licences": licences, "papers": papers.issued(turn)})
    _tell(turn, "delivered_online")
    turn.errand("close", f"close:{turn.row.id}", owner="system", case=str(turn.row.id))
    return {"state": turn.row.state}


@act("cases.change_agent", on=Case)
def change_agent(
    turn: Turn, *, by: Actor, at: datetime, agent: PartyIn | None, starts_on: date | None = None
) -> dict[str, Any]:
    """The applicant names another agent with a written mandate, or none: who acted until now no longer sees the case.

    Basis: 《民法典》 arts. 165, 173; 《行政许可法》 art. 29.
    """
    move(turn, "cases.change_agent")
    was = rows.read_all(Party, "t.case_id = %s AND t.role = 'agent'", [rows.key(turn.row.id)])
    if by.kind == "applicant" and not _is_principal(turn, by):
        raise WrongState("换代理人要由申请人办，代理人自己不能换。")
    if agent is None and not was:
        raise WrongState("这一件没有代理人。")
    if agent is None:
        given, said = None, {}
    else:
        given = agent.checked("agent", turn.on)
        if not given.mandate:
            raise BadInput("请写委托书的日期或者编号。", field="agent.mandate")
        if vault.index(given.number) == turn.row.applicant_index:
            raise BadInput("代理人不能是申请人自己。", field="agent.number")
        said = given.row("agent")
    if was and given is not None:
        rows.update(Party, said, "id = %s", [was[0].id])
    elif was:
        Party.objects.filter(pk=was[0].id).delete()
    elif given is not None:
        turn.add(Party, case_id=turn.row.id, **said)
    turn.set(account=_account(turn, given))
    papers.issue(turn, "agent_changed", version_of(turn), agent=given.name if given else "", mandate=given.mandate if given else "",
                 was=was[0].name if was else "", starts_on=(starts_on or turn.on).isoformat())  # fmt: skip
    private = {"was": was[0].name if was else "", **({"agent": given.snapshot()} if given else {})}
    turn.enter("cases.change_agent", {"mandate": given.mandate if given else "", "starts_on": (starts_on or turn.on).isoformat(), "papers": papers.issued(turn)}, private=private)  # fmt: skip
    return {"agent": bool(given)}


def _is_principal(turn: Turn, by: Actor) -> bool:
    """Tell whether the applicant acts, or who stands for them by law: not somebody whom they only sent."""
    if by.account is None:
        return False
    mine = Account.objects.filter(pk=by.account, number_index=turn.row.applicant_index)
    lawful = (
        Tie.objects.on(turn.on)
        .filter(account=by.account, number_index=turn.row.applicant_index)
        .exclude(role=Role.AGENT)
    )
    return mine.exists() or lawful.exists()


def _account(turn: Turn, agent: PartyIn | None) -> Any:
    """Return whose account the case hangs from now: the new agent's where they have one, else the applicant's."""
    indexes = [vault.index(agent.number)] if agent is not None else []
    for index in (*indexes, turn.row.applicant_index):
        found = (
            Account.objects.filter(region=turn.row.region, number_index=index, closed_at=None)
            .values_list("pk", flat=True)
            .first()
        )
        if found is not None:
            return found
    return None
