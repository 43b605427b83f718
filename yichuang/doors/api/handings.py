"""Between two installations (跨域通办): a matter is announced, what became of it is reported and asked for. Signed bundles."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from yichuang.cases import acts, bundles
from yichuang.cases.application import PartyIn
from yichuang.cases.places import Handing
from yichuang.doors.api.telling import idempotency_key
from yichuang.ground.now import day_of
from yichuang.halls.models import Partner
from yichuang.journal.refusals import BadInput, NotThere, NotYours

router = Router()


class BundleBody(Schema):
    """A canonical JSON text with its SM2 signature in hex."""

    bundle: str = Field(max_length=bundles.MOST)
    signature: str = Field("", max_length=200)


class HandingDone(Schema):
    """The matter as it stands here now."""

    id: UUID
    state: str
    seq: int


class HandingStanding(Schema):
    """What the business place says of a matter that was announced to it."""

    state: str
    number: str
    accepted_on: str
    promised_due_on: str
    why: str
    result: str
    tracking: str


def _partner(request: HttpRequest) -> Partner:
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    own = Partner.objects.on(day_of(at)).filter(region=actor.region, integrator=actor.integrator or 0)
    found = own.order_by("-starts_on").first()
    if found is None:
        raise NotYours("这个接口密钥不是通办协议对方的。", rule="own_case")
    return found


@router.post("", response={201: HandingDone}, summary="异地代收：移送")
def announce(request: HttpRequest, body: BundleBody) -> tuple[int, dict[str, Any]]:
    """A partner hands a matter over: the act `cases.announce`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    partner = _partner(request)
    said = bundles.opened(body.bundle, body.signature, partner.public)
    if said.get("say") != "announce" or said.get("area") != partner.area:
        raise BadInput("移送的地区和协议对不上。", field="bundle")
    party = _party(said.get("applicant"))
    return 201, acts.announce(
        by=actor, at=at, key=idempotency_key(request), partner=partner.pk, peer=_uuid(said.get("peer")), number=str(said.get("number") or ""),
        item=str(said.get("item") or ""), item_name=str(said.get("item_name") or ""), applicant=party, mode=str(said.get("mode") or ""),
        materials=[str(line) for line in _list(said.get("materials"))], delivery=str(said.get("delivery") or ""),
        received_on=bundles.day(said.get("received_on")), tracking=str(said.get("tracking") or ""),
    )  # fmt: skip


@router.get("/{peer}", response=HandingStanding, summary="异地代收：问业务地办到哪")
def standing(request: HttpRequest, peer: UUID) -> dict[str, Any]:
    """Tell the partner how a matter stands that it announced, by its own id."""
    partner = _partner(request)
    row = Handing.objects.filter(
        region=partner.region, partner__integrator=partner.integrator_id, peer=peer, side="in"
    ).first()
    if row is None:
        raise NotThere("没有移送过这一件。")
    told = bundles.report(row, row.state)
    return {"state": row.state, "number": told["number"], "accepted_on": row.accepted_on.isoformat() if row.accepted_on else "",
            "promised_due_on": told["promised"], "why": told["why"], "result": told["result"], "tracking": told["tracking"]}  # fmt: skip


@router.post("/{handing}/reports", response=HandingDone, summary="异地代收：业务地回告")
def report(request: HttpRequest, handing: UUID, body: BundleBody) -> dict[str, Any]:
    """The business place reports a step of a matter that we received for it: the act `cases.hear_across`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    partner = _partner(request)
    said = bundles.opened(body.bundle, body.signature, partner.public)
    row = Handing.objects.filter(
        pk=handing, region=partner.region, partner__integrator=partner.integrator_id, side="out"
    ).first()
    if row is None:
        raise NotThere("没有代收过这一件。")
    if said.get("area") != partner.area:
        raise BadInput("回告的地区和协议对不上。", field="bundle")
    texts = {name: str(said.get(name) or "")[:300] for name in ("number", "why", "result", "tracking")}
    return acts.hear_across(
        row.pk, by=actor, at=at, key=idempotency_key(request), what=str(said.get("say") or ""), on=bundles.day(said.get("on")),
        promised=bundles.day(said.get("promised")), **texts,
    )  # fmt: skip


def _party(given: Any) -> PartyIn:
    if not isinstance(given, dict):
        raise BadInput("移送里没有申请人。", field="bundle")
    told = {name: str(given.get(name) or "") for name in ("name", "number", "document", "phone", "address")}
    return PartyIn(kind=str(given.get("kind") or "person"), **told)


def _uuid(text: Any) -> UUID:
    try:
        return UUID(str(text))
    except ValueError as error:
        raise BadInput("移送里没有对方的件号。", field="bundle") from error


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
