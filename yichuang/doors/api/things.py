"""Things (一件事): received, listed, looked at; what can be done with one, each POST one act."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yichuang.bundles import acts, application, standing
from yichuang.bundles.models import Letter, Notice, Part, Thing
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case
from yichuang.catalogue import bundles
from yichuang.doors.api.cases import PartyBody, _hall
from yichuang.doors.api.steps import Done, Verdict
from yichuang.doors.api.telling import PAGE_MOST, after, cursor_of, idempotency_key
from yichuang.ground.now import day_of
from yichuang.journal import looks
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law.things import STATES
from yichuang.ratings import guarded

router = Router()
ACTS = (
    "bundles.accept", "bundles.ask_once", "bundles.hand_in", "bundles.add_part", "bundles.withdraw", "bundles.choose_way", "bundles.plan_visit",
    "bundles.hand_over",
)  # fmt: skip
OF_PART = ("bundles.say", "bundles.find")


class MergedPaperBody(Schema):
    """How one merged paper was judged; `name` is its name in the merged list."""

    name: str = Field(max_length=300)
    state: Literal["got", "faulty", "awaited", "committed", "gap"]
    reason: str = Field("", max_length=2, description="1-7, see 退回理由")
    fields: dict[str, str] = {}


class DemandBody(Schema):
    """A line of what must be corrected, by the name of the merged paper."""

    paper: str = Field(max_length=300)
    reason: str = Field(max_length=2)
    fields: dict[str, str] = {}


class ThingFilingBody(Schema):
    """One application for many items; `answers` holds the bundle's questions by key, a member's own as `ITEM.key`."""

    bundle: str = Field(
        max_length=80, description="key, theme code or id of the bundle", examples=["open-restaurant"]
    )
    answers: dict[str, str] = {}
    choose: dict[str, str] = Field({}, description="choice group → item")
    skip: list[str] = Field([], max_length=60)
    applicant: PartyBody
    representative: PartyBody | None = None
    agent: PartyBody | None = None
    papers: list[MergedPaperBody] = Field([], max_length=300)
    form: dict[str, str] = {}
    delivery: Literal["pickup", "electronic"] = "pickup"
    together: bool = True
    hall: int | None = Field(None, ge=1, le=2**31, description="needed when the key stands for no window")


class PartRow(Schema):
    """A part. `state`: waiting, running, granted, ended, dropped. `case` is null until it begins or where this key may not see it."""

    item: str
    name: str
    department: str
    after: list[str]
    state: str
    case: UUID | None
    starts_on: date | None
    due_on: date | None
    ended_on: date | None
    why: str


class ThingRow(Schema):
    """A thing in a list. `due_on` is the joint date that people were told, `forecast_on` what the plan says now."""

    id: UUID
    seq: int
    filing_number: str
    bundle: str
    lead: str
    state: str
    outcome: str
    applicant_name: str
    filed_at: datetime
    due_on: date | None
    forecast_on: date | None


class ThingPage(Schema):
    """A page of things; `next` is null on the last one."""

    things: list[ThingRow]
    next: str | None


class NoticeRow(Schema):
    """The one notice for all departments."""

    round: int
    told_at: datetime
    due_on: date | None
    lines: list[dict[str, Any]]


class LetterRow(Schema):
    """An issued paper of the thing itself."""

    id: UUID
    kind: str
    number: str
    digest: str
    made_at: datetime


class ThingBody(ThingRow):
    """A thing with its parts, notices and letters, and which acts this key may do now."""

    query_code: str
    bundle_key: str
    bundle_version: int
    answers: dict[str, str]
    received_on: date
    say_by: date | None
    notice_by: date | None
    accepted_on: date | None
    due_certain: bool
    due_why: str
    finished_on: date | None
    closed_on: date | None
    together: bool
    delivery: str
    parts: list[PartRow]
    notices: list[NoticeRow]
    letters: list[LetterRow]
    may: list[str] = Field(
        description="the acts open to this key now, by their names in the journal; of a part as act:item"
    )


class ThingDone(Schema):
    """What an act answers: the thing, its new sequence, how it and its parts stand."""

    id: UUID
    seq: int
    filing_number: str | None = None
    query_code: str | None = None
    state: str | None = None
    outcome: str | None = None
    due_on: date | None = None
    forecast_on: date | None = None
    left: int | None = None
    together: bool | None = None
    passed: bool | None = None
    visit: UUID | None = None
    handed: list[str] | None = Field(None, description="the items whose results were handed over")
    parts: list[list[str]] | None = Field(None, description="item, state, case")
    letters: list[dict[str, str]] | None = None


class ThingSeen(Schema):
    """The sequence the caller saw; left out, the act takes the thing as it is."""

    expected: int | None = Field(None, ge=0, le=2**31 - 1)


class Say(ThingSeen):
    part: str = Field(max_length=80, description="the item")
    lines: list[DemandBody] = Field([], max_length=300)


class AskOnce(ThingSeen):
    lines: list[DemandBody] = Field([], max_length=300)


class HandIn(ThingSeen):
    papers: list[str] | None = Field(None, max_length=300, description="all that was asked for, if left out")


class Withdrawal(ThingSeen):
    items: list[str] = Field([], max_length=60, description="all parts, if left out")
    why: str = Field("", max_length=300)


class JointVisitBody(ThingSeen):
    on: date
    half: Literal["am", "pm"]
    items: list[str] = Field(max_length=60)
    place: str = Field("", max_length=120)


class FindingBody(ThingSeen):
    visit: UUID
    part: str = Field(max_length=80, description="the item")
    passed: bool
    text: str = Field("", max_length=500)


class Way(ThingSeen):
    together: bool


class AllHandedOver(ThingSeen):
    receiver_number: str = Field(max_length=60)
    receiver_name: str = Field("", max_length=100)
    mandate: str = Field("", max_length=120)
    checked: dict[str, bool]
    signature: str = Field("", max_length=60_000)


@router.post("", response={201: ThingDone}, exclude_none=True, summary="一件事收件")
def receive(request: HttpRequest, body: ThingFilingBody) -> tuple[int, dict[str, Any]]:
    """Receive one application for many items: the act `bundles.receive`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    hall = _hall(actor, body.hall)
    filing = application.Filing(
        version=bundles.by_name(body.bundle, actor.stamp).id, answers=body.answers, applicant=body.applicant.value(), hall=hall.pk,
        area=hall.organisation.area, serial_from=hall.serial_from, serial_to=hall.serial_to, window=actor.window,
        representative=body.representative.value() if body.representative else None, agent=body.agent.value() if body.agent else None,
        choose=body.choose, skip=tuple(body.skip), papers={one.name: Judgement(one.state, one.reason, one.fields) for one in body.papers},
        form=body.form, delivery=body.delivery, together=body.together, channel="api",
    )  # fmt: skip
    return 201, acts.receive(by=actor, at=at, key=idempotency_key(request), filing=filing)


@router.get("", response=ThingPage, summary="一件事列表")
def listed(
    request: HttpRequest, state: str = Query("", max_length=20), q: str = Query("", max_length=100), cursor: str = Query("", max_length=40),
    limit: int = Query(20, ge=1, le=PAGE_MOST),
) -> dict[str, Any]:  # fmt: skip
    """List the things this key may see, newest first, by keyset."""
    found = Thing.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    if state:
        if state not in dict(STATES):
            raise BadInput(f"没有状态“{state}”。可以用：{'、'.join(dict(STATES))}。", field="state")
        found = found.filter(state=state)
    found = found.found_by(q) if q else found
    last = after(cursor)
    found = found.filter(pk__lt=last) if last is not None else found
    page = list(found.select_related("lead").order_by("-pk")[: limit + 1])
    more = len(page) > limit
    return {
        "things": [_row(one) for one in page[:limit]],
        "next": cursor_of(page[limit - 1].pk) if more else None,
    }


def _row(thing: Thing) -> dict[str, Any]:
    names = (
        "seq",
        "filing_number",
        "state",
        "outcome",
        "applicant_name",
        "filed_at",
        "due_on",
        "forecast_on",
    )
    told = {name: getattr(thing, name) for name in names}
    return told | {"id": thing.pk, "bundle": bundles.facts(thing.version_id).name, "lead": thing.lead.name}


@router.get("/{thing}", response=ThingBody, summary="一个一件事")
def one(request: HttpRequest, thing: UUID) -> dict[str, Any]:
    """Show one thing; the look is on record."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    row = _visible(actor, thing)
    looks.seen(actor, "api", subject=row.pk, holder_index=row.applicant_index, at=at)
    facts = bundles.facts(row.version_id)
    parts = list(Part.objects.filter(thing=row).select_related("department").order_by("place", "pk"))
    cases = [part.case_id for part in parts if part.case_id]
    seen = set(Case.objects.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))
    names = (
        "query_code", "received_on", "say_by", "notice_by", "accepted_on", "due_certain", "due_why", "finished_on", "closed_on", "together",
        "delivery",
    )  # fmt: skip
    notices = Notice.objects.filter(thing=row).order_by("round")
    letters = Letter.objects.filter(thing=row).order_by("made_at", "pk")
    return _row(row) | {name: getattr(row, name) for name in names} | {
        "bundle_key": facts.key, "bundle_version": facts.number, "answers": row.given(), "parts": [_part(part, seen) for part in parts],
        "notices": [{"round": n.round, "told_at": n.told_at, "due_on": n.due_on, "lines": n.told()} for n in notices],
        "letters": list(letters.values("id", "kind", "number", "digest", "made_at")), "may": _may(row, parts, actor, day_of(at)),
    }  # fmt: skip


def _part(part: Part, seen: set[UUID]) -> dict[str, Any]:
    names = ("name", "state", "starts_on", "due_on", "ended_on", "why")
    return {name: getattr(part, name) for name in names} | {
        "item": part.key, "department": part.department.name, "after": list(part.waits_for), "case": part.case_id if part.case_id in seen else None,
    }  # fmt: skip


def _may(row: Thing, parts: list[Part], actor: Any, today: date) -> list[str]:
    """The acts that the key's post may do on this thing; whether its state allows them is said by the act."""
    whole = [act for act in ACTS if standing.may(act, row, actor, actor.stamp, today) is None]
    own = [
        f"{act}:{part.key}"
        for act in OF_PART
        for part in parts
        if standing.may(act, row, actor, actor.stamp, today, part.department_id) is None
    ]
    return sorted([*whole, *own])


def _visible(actor: Any, thing: UUID) -> Thing:
    row = Thing.objects.visible_to(actor).select_related("lead").filter(pk=thing).first()
    if row is None:
        raise NotThere("没有这个一件事，或者不归您看。")
    return row


class ThingVerdict(Verdict):
    """A verdict on a thing: on the whole once it is done, or on its intake."""

    contact: Literal["thing", "intake"] = Field(
        "thing", description="thing = 整件事（办完以后），intake = 收件"
    )


@router.post("/{thing}/ratings", response={201: Done}, exclude_none=True, summary="评价一件事")
def rate(request: HttpRequest, thing: UUID, body: ThingVerdict) -> tuple[int, dict[str, Any]]:
    """Rate one contact of a thing: the act `ratings.rate`; only a key that stands for applicants may."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return 201, guarded.rate(by=actor, at=at, key=idempotency_key(request), thing=thing, **body.dict())


@router.get("/{thing}/journal", response=list[dict[str, Any]], summary="一件事全程留痕")
def journal(request: HttpRequest, thing: UUID) -> list[dict[str, Any]]:
    """Show the chain of one thing: who, when, what, digest. Personal values are not in it."""
    row = _visible(request.actor, thing)  # type: ignore[attr-defined]
    names = ("seq", "act", "by_name", "at", "recorded_at", "payload", "digest")
    entries = Entry.objects.filter(subject=row.pk).order_by("seq").values(*names)
    hidden = ("private", "answer", "asked")
    return [
        entry | {"payload": {k: v for k, v in json.loads(entry["payload"]).items() if k not in hidden}}
        for entry in entries
    ]


def _resource(
    noun: str, act: Callable[..., dict[str, Any]], body_type: type[ThingSeen], summary: str
) -> None:
    """Publish one act as POST /things/{thing}/{noun}."""

    def view(request: HttpRequest, thing: UUID, body: Any) -> dict[str, Any]:
        actor, at = request.actor, request.at  # type: ignore[attr-defined]
        _visible(actor, thing)
        said = body.dict()
        expected = said.pop("expected")
        return act(thing, by=actor, at=at, expected=expected, key=idempotency_key(request), **said)

    view.__name__ = f"thing_{noun.replace('-', '_')}"
    view.__doc__ = (act.__doc__ or "").strip()
    view.__annotations__ = {
        "request": HttpRequest,
        "thing": UUID,
        "body": body_type,
        "return": dict[str, Any],
    }
    router.post(f"/{{thing}}/{noun}", response=ThingDone, exclude_none=True, summary=summary)(view)


RESOURCES: tuple[tuple[str, Callable[..., dict[str, Any]], type[ThingSeen], str], ...] = (
    ("demands", acts.say, Say, "部门提出要补的，或者没有要补的"),
    ("notice", acts.ask_once, AskOnce, "一件事一次告知"),
    ("acceptance", acts.accept, ThingSeen, "一件事受理"),
    ("correction", acts.hand_in, HandIn, "一件事补正交回"),
    ("withdrawal", acts.withdraw, Withdrawal, "一件事撤回"),
    ("way", acts.choose_way, Way, "改领取办法"),
    ("visits", acts.plan_visit, JointVisitBody, "约联合踏勘"),
    ("findings", acts.find, FindingBody, "踏勘意见"),
    ("hand-over", acts.hand_over, AllHandedOver, "一件事出件"),
)
for _row_of in RESOURCES:
    _resource(*_row_of)
