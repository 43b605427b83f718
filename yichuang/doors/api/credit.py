"""The local list of those for whom gap and commitment are closed: listed, entered, repaired. For the supervisor."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from yichuang.cases import acts
from yichuang.cases.models import CreditMark
from yichuang.doors.api.telling import PAGE_MOST, idempotency_key
from yichuang.journal.refusals import NotYours
from yichuang.law import powers

router = Router()


class Marked(Schema):
    """Whom the list names, by document number, and why."""

    holder_number: str = Field(max_length=60, description="证件号码")
    reason: str = Field(max_length=200, description="列入的依据和理由")


class Repaired(Schema):
    basis: str = Field(max_length=200, description="信用修复的依据")


class Mark(Schema):
    """A mark in force. Numbers are kept as a keyed index only, so they are not told."""

    mark: int
    reason: str
    starts_on: date
    case: UUID | None


class MarkPage(Schema):
    marks: list[Mark]
    next: int | None


class MarkDone(Schema):
    mark: int
    seq: int


@router.get("", response=MarkPage, summary="在列的失信记录")
def listed(
    request: HttpRequest,
    after: int = Query(0, ge=0, le=2**62),
    limit: int = Query(50, ge=1, le=PAGE_MOST),
) -> dict[str, Any]:
    """List the marks in force in the order they were made."""
    actor = request.actor  # type: ignore[attr-defined]
    if refused := powers.may("cases.repair_credit", actor.kind, {}):
        raise NotYours(refused.sentence, rule=refused.rule)
    found = CreditMark.objects.filter(region=actor.region, repaired_on=None, pk__gt=after).order_by("pk")
    page = list(found[: limit + 1])
    marks = [
        {"mark": m.pk, "reason": m.reason, "starts_on": m.starts_on, "case": m.case} for m in page[:limit]
    ]
    return {"marks": marks, "next": page[limit - 1].pk if len(page) > limit else None}


@router.post("", response={201: MarkDone}, summary="列入失信名单")
def mark(request: HttpRequest, body: Marked) -> tuple[int, dict[str, Any]]:
    """Put somebody on the list: the act `cases.mark_credit`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return 201, acts.mark_credit(by=actor, at=at, key=idempotency_key(request), **body.dict())


@router.post("/{mark}/repair", response=MarkDone, summary="信用修复")
def repair(request: HttpRequest, mark: int, body: Repaired) -> dict[str, Any]:
    """Open gap and commitment to the holder again: the act `cases.repair_credit`."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    return acts.repair_credit(by=actor, at=at, key=idempotency_key(request), mark=mark, **body.dict())
