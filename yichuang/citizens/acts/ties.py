"""Whom else an account acts for: a body by its representative or an agent, a child by its guardian."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.citizens.acts.accounts import Evidence
from yichuang.citizens.models import Account, Offer, Role, Tie
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.refusals import BadInput, NotThere, NotYours, WrongState
from yichuang.law import realname
from yichuang.law.codes import check_uscc, normalise
from yichuang.law.identity import birth_date, mask_id

BODY = "001"
LONGEST_DAYS = 3 * 366
BASIS_MOST, NAME_MOST, OPEN_OFFERS = 120, 100, 200


@act("citizens.tie", on=Account)
def tie(
    turn: Turn, *, by: Actor, at: datetime, role: str, name: str, number: str, document: str = BODY, basis: str = "",
    evidence: Evidence | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The account acts for a body as its legal representative, or for a child as its guardian."""
    number, name = normalise(number), name.strip()
    _require_known(turn)
    if by.kind == "applicant" and evidence is None:
        raise NotYours("网上要和登记核对。核对不了的，带证照到窗口办。", rule="evidence")
    if evidence is None and not basis.strip():
        raise BadInput("没写凭什么：看的是哪份证照、户口簿或者文书。", field="basis")
    if not name or len(name) > NAME_MOST:
        raise BadInput(f"名称要写，最长{NAME_MOST}个字。", field="name")
    if role == Role.REPRESENTATIVE:
        kind, ends_on = _body(number), None
    elif role == Role.GUARDIAN:
        kind, ends_on = "person", _ward(turn, document, number, basis)
    else:
        raise BadInput("只能登记法定代表人或者监护人。", field="role")
    held = Tie.objects.on(turn.on).filter(account=turn.row.id, role=role, number_index=vault.index(number))
    if held.exists():
        raise WrongState("这一条已经登记过，不用再登记。")
    given = uuid7()
    turn.add(
        Tie, id=given, account_id=turn.row.id, role=role, kind=kind, name=name, document=BODY if kind == "body" else document,
        number=vault.lock(number), number_index=vault.index(number), basis=_basis(basis, evidence), starts_on=turn.on, ends_on=ends_on,
    )  # fmt: skip
    turn.enter(
        "citizens.tie", {"tie": str(given), "role": role, "basis": _basis(basis, evidence)}, private={"name": name, "number": mask_id(number)}
    )  # fmt: skip
    return {"tie": str(given)}


def _basis(basis: str, evidence: Evidence | None) -> str:
    said = f"{evidence.source}，{evidence.reference}" if evidence else basis.strip()
    return said[:BASIS_MOST]


def _require_known(turn: Turn) -> None:
    if turn.row.closed_at is not None:
        raise WrongState("这个账户已经注销。带身份证件到窗口恢复。")
    if turn.row.level < realname.MATCHED:
        raise WrongState("先实名，再办这一步。带身份证件到窗口，几分钟办好。")


def _body(number: str) -> str:
    verdict = check_uscc(number)
    if not verdict.valid:
        raise BadInput(f"{verdict.why}。", field="number")
    return "body"


def _ward(turn: Turn, document: str, number: str, basis: str) -> date | None:
    """Check who is to be looked after; returns the eighteenth birthday, on which a guardian's power for a child ends."""
    if wrong := realname.wrong_with_document(document, number, turn.on):
        raise BadInput(wrong, field="number")
    if vault.index(number) == turn.row.number_index:
        raise BadInput("这是您自己的号码。写孩子的。", field="number")
    child = realname.may_have_guardian(number, turn.on)
    if turn.by.kind == "applicant" and not child:
        raise BadInput("网上只能登记未满18周岁的孩子。成年人的监护，带法院文书到窗口办。", field="number")
    born = birth_date(number)
    if not child or born is None:
        return None
    return date(born.year + realname.ADULT, born.month, min(born.day, 28) if born.month == 2 else born.day)


@act("citizens.end_tie", on=Account)
def end_tie(turn: Turn, *, by: Actor, at: datetime, tie: UUID) -> dict[str, Any]:
    """The account no longer acts for this body or child."""
    found = Tie.objects.filter(pk=tie, account=turn.row.id).first()
    if found is None:
        raise NotThere("没有这一条。")
    if found.ended_on is not None:
        raise WrongState("这一条已经停了。")
    Tie.objects.filter(pk=tie).update(ended_on=turn.on)
    Offer.objects.filter(tie=tie, ended_on=None).update(ended_on=turn.on)
    turn.enter("citizens.end_tie", {"tie": str(tie), "role": found.role})
    return {"tie": str(tie)}


@act("citizens.authorise", on=Account)
def authorise(
    turn: Turn, *, by: Actor, at: datetime, tie: UUID, name: str, number: str, starts_on: date, ends_on: date, scope: Sequence[str] = (),
    document: str = "111",
) -> dict[str, Any]:  # fmt: skip
    """A named person may act for the body, for these items, until a day (excluded); it holds once they take it up."""
    own = _representing(turn, tie)
    number, name = normalise(number), name.strip()
    if wrong := realname.wrong_with_name(name):
        raise BadInput(wrong, field="name")
    if wrong := realname.wrong_with_document(document, number, turn.on):
        raise BadInput(wrong, field="number")
    if vault.index(number) == turn.row.number_index:
        raise BadInput("这是您自己的号码。您是法定代表人，不用授权。", field="number")
    _check_days(turn.on, starts_on, ends_on)
    if Offer.objects.filter(giver=turn.row.id, ended_on=None, ends_on__gt=turn.on).count() >= OPEN_OFFERS:
        raise WrongState(f"最多同时授权{OPEN_OFFERS}份。先收回不用的。")
    given = uuid7()
    turn.add(
        Offer, id=given, giver_id=turn.row.id, holder_name=own.name, holder_index=own.number_index, holder_number=own.number, name=name,
        number=vault.lock(number), number_index=vault.index(number), scope=" ".join(scope), starts_on=starts_on, ends_on=ends_on, made_at=at,
    )  # fmt: skip
    told = {
        "offer": str(given),
        "tie": str(tie),
        "scope": " ".join(scope),
        "from": starts_on.isoformat(),
        "until": ends_on.isoformat(),
    }
    turn.enter("citizens.authorise", told, private={"name": name, "number": mask_id(number)})
    return {"offer": str(given)}


def _representing(turn: Turn, tie: UUID) -> Tie:
    _require_known(turn)
    found = Tie.objects.on(turn.on).filter(pk=tie, account=turn.row.id, role=Role.REPRESENTATIVE).first()
    if found is None:
        raise NotThere("没有这个单位，或者您不是它的法定代表人。")
    return found


def _check_days(today: date, starts_on: date, ends_on: date) -> None:
    if starts_on < today:
        raise BadInput("授权从今天或者以后开始。", field="starts_on")
    if ends_on <= starts_on:
        raise BadInput("最后一天不能早于第一天。", field="ends_on")
    if ends_on - starts_on > timedelta(days=LONGEST_DAYS):
        raise BadInput("一次最长授权三年。", field="ends_on")


@act("citizens.end_authorisation", on=Account)
def end_authorisation(turn: Turn, *, by: Actor, at: datetime, offer: UUID) -> dict[str, Any]:
    """The body's representative takes an authorisation back, from today on."""
    found = Offer.objects.filter(pk=offer).first()
    mine = Tie.objects.on(turn.on).filter(account=turn.row.id, role=Role.REPRESENTATIVE)
    if found is None or not mine.filter(number_index=found.holder_index).exists():
        raise NotThere("没有这份授权，或者不归您收回。")
    if found.ended_on is not None:
        raise WrongState("这份授权已经收回。")
    Offer.objects.filter(pk=offer).update(ended_on=turn.on)
    Tie.objects.filter(offer=found, ended_on=None).update(ended_on=turn.on)
    turn.enter("citizens.end_authorisation", {"offer": str(offer)})
    return {"offer": str(offer)}


@act("citizens.take_up", on=Account)
def take_up(turn: Turn, *, by: Actor, at: datetime, offer: UUID) -> dict[str, Any]:
    """The authorised person takes it up, and acts for the body from its first day on."""
    _require_known(turn)
    found = Offer.objects.filter(
        pk=offer, number_index=turn.row.number_index or "-", region=turn.row.region
    ).first()
    if found is None:
        raise NotThere("没有给您的这份授权。")
    if found.tie_id is not None or found.ended_on is not None or found.ends_on <= turn.on:
        raise WrongState("这份授权已经接过，或者收回、到期了。")
    given = uuid7()
    turn.add(
        Tie, id=given, account_id=turn.row.id, role=Role.AGENT.value, kind="body", name=found.holder_name, document=BODY,
        number=found.holder_number, number_index=found.holder_index, scope=found.scope, basis=f"授权书{found.pk}", given_by=found.giver_id,
        starts_on=found.starts_on, ends_on=found.ends_on,
    )  # fmt: skip
    Offer.objects.filter(pk=offer).update(tie_id=given)
    turn.enter("citizens.take_up", {"offer": str(offer), "tie": str(given)})
    return {"tie": str(given)}
