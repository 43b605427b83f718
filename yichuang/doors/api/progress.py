"""What everybody may ask without a key: where a case stands, by its query code. No personal data."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import Throttled

from yichuang.cases.models import Case
from yichuang.doors import brake
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere
from yichuang.law.codes import normalise_query_code
from yichuang.law.states import OUTCOMES, STATES

router = Router()


class Standing(Schema):
    """Where a case stands, in words and dates."""

    item: str
    department: str
    state: str
    state_words: str
    outcome: str
    outcome_words: str
    received_on: date
    due_on: date | None
    provisional: bool


@router.get(
    "/progress/{code}",
    auth=None,
    response=Standing,
    summary="凭查询码查进度",
)
def standing(request: HttpRequest, code: str) -> dict[str, Any]:
    """Say where the case with this query code stands."""
    at, who = now(), brake.client(request)
    if not brake.may_look(who, at):
        raise Throttled(wait=brake.MISSES[1])
    wanted = normalise_query_code(code[:40])
    mine = Case.objects.filter(region=settings.DEPLOYMENT.region, query_code=wanted or "")
    case = mine.select_related("item", "department").first() if wanted else None
    if case is None:
        brake.missed(who, at)
        raise NotThere("没有这个查询码。查询码是8个字母和数字，没有0、O、1、I、L。")
    return {
        "item": case.item.name, "department": case.department.name, "state": case.state, "state_words": dict(STATES)[case.state],
        "outcome": case.outcome, "outcome_words": dict(OUTCOMES).get(case.outcome, ""), "received_on": case.received_on,
        "due_on": case.due_on, "provisional": case.provisional,
    }  # fmt: skip
