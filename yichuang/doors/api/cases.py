"""Cases: received, listed, looked at."""

import json
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yichuang.cases import acts, standing
from yichuang.cases.application import Application, Judgement, PartyIn
from yichuang.cases.models import AfterCheck, Case, Paper, Step
from yichuang.catalogue import versions
from yichuang.doors.api.telling import PAGE_MOST, after, cursor_of, idempotency_key
from yichuang.ground.now import day_of
from yichuang.halls.models import Hall
from yichuang.journal import looks, stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law.states import STATES
from yichuang.materials.models import Material

router = Router()


class PartyBody(Schema):
    """A person or body in a role."""

    name: str = Field(max_length=200, examples=["陈秀英"])
    number: str = Field(max_length=60, description="证件号码", examples=["189901197905120213"])
    kind: Literal["person", "body"] = "person"
    document: str = Field("111", max_length=3, description="GA/T 2000.156; 001 = 统一社会信用代码")
    phone: str = Field("", max_length=40)
    address: str = Field("", max_length=240)
    mandate: str = Field("", max_length=120, description="委托书")

    def value(self) -> PartyIn:
        """Return the party as the act takes it."""
        return PartyIn(
            self.name, self.number, self.kind, self.document, self.phone, self.address, self.mandate
        )


class JudgementBody(Schema):
    """How one material was judged; `place` is its position in the item's record."""

    place: int = Field(ge=0, le=999)
    state: Literal["got", "faulty", "gap", "committed", "awaited", "waived"]
    reason: str = Field("", max_length=2, description="1-7, see 退回理由")
    fields: dict[str, str] = {}


class LineBody(Schema):
    """A line of a one-time notice."""

    place: int = Field(ge=0, le=999)
    reason: str = Field(max_length=2)
    fields: dict[str, str] = {}


class FilingBody(Schema):
    """An application; `then` is what the window does in the same sitting."""

    item: str = Field(
        max_length=80, description="key, code or id of the item", examples=["company-establishment"]
    )
    answers: dict[str, str] = Field({}, examples=[{"premises": "own", "preapproval": "no", "agent": "no"}])
    applicant: PartyBody
    representative: PartyBody | None = None
    agent: PartyBody | None = None
    materials: list[JudgementBody] = Field([], max_length=300)
    delivery: Literal["pickup", "post"] = "pickup"
    commitment: Literal["", "materials", "approval"] = ""
    then: Literal[
        "",
        "accept",
        "ask_once",
        "tell_not_required",
        "not_accept",
        "propose_not_accept",
        "pass_on",
        "decide_at_once",
    ] = ""
    lines: list[LineBody] = Field([], max_length=300)
    why: str = Field("", max_length=300)
    whose: str = Field("", max_length=80)
    hall: int | None = Field(None, ge=1, le=2**31, description="needed when the key stands for no window")


class Receipt(Schema):
    """What filing gives back."""

    id: UUID
    seq: int
    filing_number: str
    number: str | None
    query_code: str
    state: str
    outcome: str
    promised_due_on: date | None
    statutory_due_on: date | None
    papers: list[dict[str, str]]


class CaseRow(Schema):
    """A case in a list."""

    id: UUID
    seq: int
    filing_number: str
    number: str | None
    item: str
    department: str
    state: str
    outcome: str
    applicant_name: str
    filed_at: datetime
    due_on: date | None
    provisional: bool
    colour: str
    stopped: bool


class CasePage(Schema):
    """A page of cases; `next` is null on the last one."""

    cases: list[CaseRow]
    next: str | None


class MaterialRow(Schema):
    """A material of the case, as judged. `state`: waived, awaited, got, faulty, gap, committed, na."""

    place: int
    name: str
    required: str
    how: str
    state: str
    form: str
    copies: int
    sentence: str
    gap_due_on: date | None


class StepRow(Schema):
    """A step of the route. `state`: waiting, open, done, skipped."""

    key: str
    name: str
    kind: str
    department: str
    state: str
    verdict: str
    opinion: str
    by_name: str
    done_at: datetime | None


class PaperRow(Schema):
    """An issued paper; its content is at /cases/{case}/papers/{id}."""

    id: UUID
    kind: str
    number: str
    digest: str
    made_at: datetime


class CheckRow(Schema):
    """A check that is due after the decision; `check` is what an after-check names."""

    check: int
    kind: str
    due_on: date


class CaseBody(CaseRow):
    """A case with its materials, steps, papers and open checks, and which acts this key may do now."""

    query_code: str
    answers: dict[str, str]
    item_key: str
    item_version: int
    received_on: date
    accepted_on: date | None
    promised_due_on: date | None
    statutory_due_on: date | None
    decided_on: date | None
    delivery: str
    materials: list[MaterialRow]
    steps: list[StepRow]
    papers: list[PaperRow]
    checks: list[CheckRow]
    may: list[str] = Field(description="the acts open to this key now, by their names in the journal")


@router.post("", response={201: Receipt}, summary="收件（可同时受理、告知、即办）")
def receive(request: HttpRequest, body: FilingBody) -> tuple[int, dict[str, Any]]:
    """Receive an application: the act `cases.receive`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    version = versions.by_name(body.item, actor.stamp)
    hall = _hall(actor, body.hall)
    application = Application(
        version=version.id, answers=body.answers, applicant=body.applicant.value(), hall=hall.pk, area=hall.organisation.area,
        serial_from=hall.serial_from, serial_to=hall.serial_to, window=actor.window,
        representative=body.representative.value() if body.representative else None, agent=body.agent.value() if body.agent else None,
        materials={m.place: Judgement(m.state, m.reason, m.fields) for m in body.materials}, delivery=body.delivery,
        commitment_scope=body.commitment, channel="api",
    )  # fmt: skip
    return 201, acts.receive(
        by=actor, at=at, key=idempotency_key(request), application=application, then=body.then, **_said(body)
    )


def _said(body: FilingBody) -> dict[str, Any]:
    """The arguments of the act that follows in the same sitting."""
    if body.then == "ask_once":
        return {"lines": [line.dict() for line in body.lines]}
    if body.then in ("not_accept", "propose_not_accept"):
        return {"why": body.why, "whose": body.whose}
    return {"why": body.why} if body.then == "tell_not_required" else {}


def _hall(actor: Any, asked: int | None) -> Hall:
    wanted = actor.hall or asked
    found = stamps.kept(
        actor.stamp,
        ("api.halls", actor.region),
        lambda: {h.pk: h for h in Hall.objects.filter(region=actor.region).select_related("organisation")},
    )
    if wanted not in found:
        raise BadInput("请写明由哪个大厅收件（hall）。", field="hall")
    return found[wanted]


@router.get("", response=CasePage, summary="办件列表")
def listed(
    request: HttpRequest, state: str = Query("", max_length=20), q: str = Query("", max_length=100), cursor: str = Query("", max_length=40),
    limit: int = Query(20, ge=1, le=PAGE_MOST),
) -> dict[str, Any]:  # fmt: skip
    """List the cases this key may see, newest first, by keyset."""
    found = Case.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    if state:
        if state not in dict(STATES):
            raise BadInput(f"没有状态“{state}”。可以用：{'、'.join(dict(STATES))}。", field="state")
        found = found.in_state(state)
    if q:
        found = found.found_by(q)
    last = after(cursor)
    if last is not None:
        found = found.filter(pk__lt=last)
    page = list(found.select_related("item", "department").order_by("-pk")[: limit + 1])
    more = len(page) > limit
    return {
        "cases": [_row(case) for case in page[:limit]],
        "next": cursor_of(page[limit - 1].pk) if more else None,
    }


def _row(case: Case) -> dict[str, Any]:
    return {
        "id": case.pk, "seq": case.seq, "filing_number": case.filing_number, "number": case.number, "item": case.item.name,
        "department": case.department.name, "state": case.state, "outcome": case.outcome, "applicant_name": case.applicant_name,
        "filed_at": case.filed_at, "due_on": case.due_on, "provisional": case.provisional, "colour": case.colour, "stopped": case.stopped,
    }  # fmt: skip


@router.get("/{case}", response=CaseBody, summary="一个办件")
def one(request: HttpRequest, case: UUID) -> dict[str, Any]:
    """Show one case; the look is on record."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    row = _visible(actor, case)
    looks.seen(actor, "api", subject=row.pk, at=at)
    version = versions.facts(row.version_id)
    materials = (
        Material.objects.filter(subject=row.pk)
        .order_by("place")
        .values("place", "name", "required", "how", "state", "form", "copies", "sentence", "gap_due_on")
    )
    steps = list(Step.objects.filter(case=row).order_by("pk").select_related("department"))
    checks = AfterCheck.objects.filter(case=row, checked_at=None).order_by("pk")
    open_now = standing.open_acts(row, actor, actor.stamp, day_of(at), steps)
    papers = (
        Paper.objects.filter(case=row).order_by("made_at").values("id", "kind", "number", "digest", "made_at")
    )
    return _row(row) | {
        "query_code": row.query_code, "answers": json.loads(row.answers), "item_key": version.key, "item_version": version.number,
        "received_on": row.received_on, "accepted_on": row.accepted_on, "promised_due_on": row.promised_due_on,
        "statutory_due_on": row.statutory_due_on, "decided_on": row.decided_on, "delivery": row.delivery,
        "materials": list(materials), "steps": [_step(s) for s in steps], "papers": list(papers),
        "checks": [{"check": c.pk, "kind": c.kind, "due_on": c.due_on} for c in checks],
        "may": sorted(name for name, no in open_now.items() if no is None and name not in _pointless(row)),
    }  # fmt: skip


def _pointless(case: Case) -> set[str]:
    """Acts that the key's post may do, and that have nothing to do on this case now."""
    stopped = (
        {"cases.suspend", "cases.halt", "cases.decide", "cases.conclude"}
        if case.stopped
        else {"cases.resume"}
    )
    extended = (
        {"cases.ask_extension", "cases.extend"} if case.extended or case.statutory_due_on is None else set()
    )
    posted = {"cases.hand_over", "cases.post"} if case.tracking else {"cases.post_back", "cases.sign_for"}
    return stopped | extended | posted | (set() if case.gap else {"cases.fill_gap"})


def _step(step: Step) -> dict[str, Any]:
    names = ("key", "name", "kind", "state", "verdict", "opinion", "by_name", "done_at")
    return {name: getattr(step, name) for name in names} | {"department": step.department.name}


def _visible(actor: Any, case: UUID) -> Case:
    row = Case.objects.visible_to(actor).select_related("item", "department").filter(pk=case).first()
    if row is None:
        raise NotThere("没有这个办件，或者不归您看。")
    return row


class PaperBody(Schema):
    """An issued paper: its content as frozen with the act, and its printed form once that is frozen too."""

    id: UUID
    kind: str
    number: str
    made_at: datetime
    digest: str = Field(description="SM3 of the canonical content, as it stands in the journal")
    content: dict[str, Any]
    template: str
    html: str
    html_sm3: str


@router.get("/{case}/papers/{paper}", response=PaperBody, summary="一份文书")
def paper(request: HttpRequest, case: UUID, paper: UUID) -> dict[str, Any]:
    """Show an issued paper of a case; the look is on record."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    row = _visible(actor, case)
    made = Paper.objects.filter(case=row, pk=paper).first()
    if made is None:
        raise NotThere("这一件没有这份文书。")
    looks.seen(actor, "api", subject=row.pk, at=at)
    names = ("id", "kind", "number", "made_at", "digest", "template", "html", "html_sm3")
    return {name: getattr(made, name) for name in names} | {"content": json.loads(made.content)}


@router.get("/{case}/journal", response=list[dict[str, Any]], summary="全程留痕")
def journal(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """Show the chain of one case: who, when, what, digest. Personal values are not in it."""
    row = _visible(request.actor, case)  # type: ignore[attr-defined]
    entries = (
        Entry.objects.filter(subject=row.pk)
        .order_by("seq")
        .values("seq", "act", "by_name", "at", "recorded_at", "payload", "digest")
    )
    return [entry | {"payload": _public(json.loads(entry["payload"]))} for entry in entries]


def _public(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in ("private", "answer", "asked")}
