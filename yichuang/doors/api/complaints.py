"""Work orders (工单) of the city's 12345 platform: sent in once by their number, and what became of them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from yichuang.complaints import hotline, platforms
from yichuang.complaints.models import WorkOrder
from yichuang.doors.api.telling import idempotency_key
from yichuang.journal import looks
from yichuang.journal.refusals import NotThere, NotYours
from yichuang.law.powers import TAKES

router = Router()
PUSHED = "api"


class OrderBody(Schema):
    """An order as the platform has it; `category` also in Chinese (投诉). The same `number` again changes nothing."""

    number: str = Field(min_length=1, max_length=64, examples=["SL20260001"])
    category: str = Field(max_length=10, examples=["complaint"])
    content: str = Field(min_length=1, max_length=2000)
    title: str = Field("", max_length=100)
    urgency: Literal["normal", "urgent"] = "normal"
    caller: str = Field("", max_length=50)
    phone: str = Field("", max_length=20)
    place: str = Field("", max_length=100)
    due_on: date | None = Field(None, description="the platform's own limit; the earlier of the two holds")


class OrderDone(Schema):
    """The order here: its own number, the code to follow it by, the day by which it is answered."""

    id: UUID
    seq: int
    number: str
    query_code: str
    state: str
    due_on: date


class OrderStanding(Schema):
    """What became of an order; nothing of who called."""

    id: UUID
    seq: int
    number: str
    outer_number: str
    category: str
    state: str
    department: str
    due_on: date
    late: bool
    round: int
    signed_at: datetime | None
    answered_at: datetime | None
    outcome: str
    answer: str
    grade: int | None
    solved: bool | None


@router.post("", response={200: OrderDone, 201: OrderDone}, summary="12345工单：送来")
def receive(request: HttpRequest, body: OrderBody) -> tuple[int, dict[str, Any]]:
    """Take an order in, once for its number (201); sent again, what stands comes back (200): the act `complaints.receive`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    idempotency_key(request)
    if actor.kind not in TAKES:
        raise NotYours("送工单的接口密钥要绑在窗口、出件、导办或者督查的岗位上。", rule="post")
    coming = platforms.coming(body.dict())
    made, new = hotline.take(coming, by=actor, at=at, platform=platforms.current() or PUSHED)
    return (201 if new else 200), made


@router.get("/{number}", response=OrderStanding, summary="12345工单：办到哪")
def standing(request: HttpRequest, number: str) -> dict[str, Any]:
    """Tell how an order stands, by the platform's number."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    seen = WorkOrder.objects.visible_to(actor).select_related("department")
    row = (
        seen.filter(outer_number=number[:64], platform=platforms.current() or PUSHED).first()
        if number
        else None
    )
    if row is None:
        raise NotThere("没有这件工单。")
    looks.seen(actor, "接口看工单", subject=row.pk, at=at)
    names = (
        "id",
        "seq",
        "number",
        "outer_number",
        "category",
        "state",
        "due_on",
        "late",
        "round",
        "signed_at",
        "answered_at",
        "outcome",
        "grade",
        "solved",
    )
    told = {name: getattr(row, name) for name in names}
    return told | {"department": row.department.name if row.department else "", "answer": row.clear("answer")}
