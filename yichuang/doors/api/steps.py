"""What can be done with a case, as resources: each POST is one act."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from yichuang.cases import acts
from yichuang.cases.models import Case
from yichuang.doors.api.cases import LineBody
from yichuang.doors.api.telling import idempotency_key
from yichuang.journal.refusals import NotThere
from yichuang.ratings import guarded

router = Router()


class Seen(Schema):
    """The sequence the caller saw; left out, the act takes the case as it is. A field that is not of the act is refused, a day of it above all."""

    model_config = ConfigDict(extra="forbid")

    expected: int | None = Field(None, ge=0, le=2**31 - 1)


class Remark(Seen):
    remark: str = Field("", max_length=300)


class Notice(Seen):
    lines: list[LineBody] = Field([], max_length=300)


class Forced(Notice):
    why: str = Field(max_length=300)


class HandedIn(Seen):
    places: list[int] | None = None
    judgements: dict[int, Literal["got", "awaited"]] = {}


class Correction(Seen):
    place: int = Field(ge=0, le=999)
    what: str = Field(max_length=200)


class Why(Seen):
    why: str = Field("", max_length=300)


class NotAccepted(Seen):
    why: str = Field(max_length=300)
    whose: str = Field(max_length=80)


class PassedOn(Seen):
    copies: int = Field(0, ge=0, le=9999)


class AtOnce(Seen):
    opinion: str = Field("", max_length=500)


class Conclusion(Seen):
    step: str = Field("review", max_length=40)
    verdict: Literal["pass", "fail"]
    opinion: str = Field("", max_length=2000)
    points: list[dict[str, Any]] = Field([], max_length=100)


class Suspension(Seen):
    name: str = Field(max_length=60)
    days: int = Field(ge=1, le=400)
    basis: str = Field("", max_length=200)
    hearing_on: date | None = None


class Halt(Seen):
    why: str = Field(max_length=300)
    basis: str = Field(max_length=200)


class Result(Seen):
    result: str = Field(max_length=300)


class HearingAsked(Seen):
    who: str = Field("申请人", max_length=20, description="申请人或利害关系人")


class Reason(Seen):
    reason: str = Field("", max_length=300)


class Decision(Seen):
    outcome: Literal["granted", "refused"]
    opinion: str = Field("", max_length=2000)
    clause: str = Field("", max_length=300)
    documents: list[Annotated[str, Field(max_length=120)]] = Field([], max_length=20)


class Forwarding(Seen):
    to: str = Field(max_length=80)
    opinion: str = Field(max_length=2000)


class Arrival(Seen):
    documents: list[Annotated[str, Field(max_length=120)]] = Field([], max_length=20)


class HandOver(Seen):
    receiver_number: str = Field(max_length=60)
    receiver_name: str = Field("", max_length=100)
    mandate: str = Field("", max_length=120)
    checked: dict[str, bool]
    signature: str = Field("", max_length=60_000)


class Posting(Seen):
    tracking: str = Field(max_length=40)
    address: str = Field(max_length=240)
    receiver: str = Field("", max_length=100)


class Signature(Seen):
    signed_by: str = Field("本人", max_length=100)


class Gap(Seen):
    places: list[int] = Field(max_length=300)


class Supplement(Seen):
    what: str = Field(max_length=300)


class Check(Seen):
    check: int = Field(ge=0, le=2**62)
    truthful: bool
    finding: str = Field(max_length=300)


class Verdict(Schema):
    grade: int = Field(ge=1, le=5, description="5 = 非常满意 … 1 = 非常不满意")
    reasons: list[str] = Field([], max_length=6)
    words: str = Field("", max_length=500)
    channel: Literal["1", "2", "3", "4", "5", "6"] = "1"


class Done(Schema):
    """What an act answers: the case, its new sequence, and what this act says beside."""

    id: UUID
    seq: int
    state: str | None = None
    outcome: str | None = None
    words: str | None = None
    number: str | None = None
    stopped: bool | None = None
    gap: bool | None = None
    truthful: bool | None = None
    ask_by: date | None = None
    hold_by: date | None = None
    days: int | None = None
    step: str | None = None
    shredded: int | None = None
    returns: int | None = None
    tracking: str | None = None
    promised_due_on: date | None = None
    statutory_due_on: date | None = None
    papers: list[dict[str, str]] | None = None
    grade: int | None = None


def _resource(noun: str, act: Callable[..., dict[str, Any]], body_type: type[Seen], summary: str) -> None:
    """Publish one act as POST /cases/{case}/{noun}."""

    def view(request: HttpRequest, case: UUID, body: Any) -> dict[str, Any]:
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        _to_be_seen(actor, case)
        said = body.dict()
        expected = said.pop("expected")
        return act(case, by=actor, at=at, expected=expected, key=idempotency_key(request), **said)

    view.__name__ = noun.replace("-", "_")
    view.__doc__ = (act.__doc__ or "").strip()
    view.__annotations__ = {"request": HttpRequest, "case": UUID, "body": body_type, "return": dict[str, Any]}
    router.post(f"/{{case}}/{noun}", response=Done, exclude_none=True, summary=summary)(view)


def _to_be_seen(actor: Any, case: UUID) -> None:
    if not Case.objects.sees(actor, case):
        raise NotThere("没有这个办件，或者不归您看。")


RESOURCES: tuple[tuple[str, Callable[..., dict[str, Any]], type[Seen], str], ...] = (
    ("acceptance", acts.accept, Remark, "受理"),
    ("notice", acts.ask_once, Notice, "一次性告知"),
    ("forced-notice", acts.force_notice, Forced, "放行第二次告知"),
    ("correction", acts.hand_in, HandedIn, "补正交回"),
    ("spot-correction", acts.correct_on_spot, Correction, "当场更正"),
    ("no-need", acts.tell_not_required, Why, "即时告知不受理"),
    ("non-acceptance-proposal", acts.propose_not_accept, NotAccepted, "提出不予受理"),
    ("non-acceptance", acts.not_accept, NotAccepted, "不予受理"),
    ("passing-on", acts.pass_on, PassedOn, "转部门"),
    ("decision-at-once", acts.decide_at_once, AtOnce, "当场办结"),
    ("conclusion", acts.conclude, Conclusion, "审查意见"),
    ("return", acts.send_back, Why, "退回窗口（计数）"),
    ("suspension", acts.suspend, Suspension, "特别程序"),
    ("halt", acts.halt, Halt, "中止"),
    ("resumption", acts.resume, Result, "恢复计时"),
    ("hearing-offer", acts.offer_hearing, Why, "告知听证权利"),
    ("hearing-request", acts.ask_hearing, HearingAsked, "要求听证"),
    ("extension-request", acts.ask_extension, Reason, "申请延期"),
    ("extension", acts.extend, Reason, "批准延期"),
    ("decision", acts.decide, Decision, "决定"),
    ("forwarding", acts.forward, Forwarding, "转报"),
    ("arrival", acts.arrive, Arrival, "结果到窗"),
    ("hand-over", acts.hand_over, HandOver, "出件"),
    ("posting", acts.post, Posting, "邮寄"),
    ("posting-return", acts.post_back, Why, "邮件退回"),
    ("receipt", acts.sign_for, Signature, "邮件签收"),
    ("withdrawal", acts.withdraw, Why, "撤回"),
    ("lapse", acts.lapse, Seen, "补正期满终止"),
    ("voidance", acts.void, Why, "作废"),
    ("supplement", acts.supplement, Supplement, "自愿补充"),
    ("gap-filling", acts.fill_gap, Gap, "容缺补交"),
    ("after-check", acts.after_check, Check, "事后核查"),
    ("shredding", acts.shred, Why, "销毁个人信息"),
)
for _row in RESOURCES:
    _resource(*_row)


@router.post("/{case}/ratings", response={201: Done}, exclude_none=True, summary="评价")
def rate(request: HttpRequest, case: UUID, body: Verdict) -> tuple[int, dict[str, Any]]:
    """Rate one contact: the act `ratings.rate`; only a key that stands for applicants may."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return 201, guarded.rate(by=actor, at=at, key=idempotency_key(request), case=case, **body.dict())
