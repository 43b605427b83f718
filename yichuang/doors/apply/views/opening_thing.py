"""One thing in full for whoever holds its paper and says the end of the number, or signed in: what is asked for, and results."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.doors.apply import correction
from yichuang.doors.apply.views import correcting
from yichuang.doors.progress import rated
from yichuang.doors.progress import thing as of_thing
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere
from yichuang.law import things
from yichuang.law.codes import group_query_code


@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: Any, code: str) -> HttpResponse:
    """Show the notice line by line, and how each part stands."""
    at = now.now()
    row, by = _opened(request, code, at)
    if isinstance(row, HttpResponse):
        return row
    if by is None:
        return correcting.ask_tail(request, row, at)
    grouped = group_query_code(row.query_code)
    cases = Case.objects.filter(thing=row.pk).values_list("pk", "query_code")
    links = {pk: f"/p/{group_query_code(own)}" for pk, own in cases}
    told = {
        "thing": row, "told": of_thing.tell(row, now.day_of(at), stamps.current(), links=links), "code": grouped,
        "own": correction.ThingCorrection(row, at), "contact": rated.of(row), "deeds": _deeds(row, by),
    }  # fmt: skip
    response = render(request, "apply/thing.html", told)
    response["Cache-Control"] = "private, no-store"
    return response


def _deeds(row: Thing, by: Actor) -> list[tuple[str, str]]:
    """Return what the applicant, signed in, may still do with it, each with its page."""
    if by.account is None:
        return []
    found = []
    if row.state in (*things.UNDER_WAY, things.DONE) and row.delivery == "pickup":
        found.append((reverse("me:thing_way", args=[row.pk]), "改领取办法"))
    if row.state in things.UNDER_WAY:
        found.append((reverse("me:thing_withdrawal", args=[row.pk]), "撤回"))
    return found


def _opened(request: Any, code: str, at: datetime) -> tuple[Thing | HttpResponse, Actor | None]:
    row = correcting.found(request, code, at)
    if isinstance(row, HttpResponse):
        return row, None
    if isinstance(row, Case):
        raise NotThere("这个查询码不是“一件事”的。在“办到哪一步了”里查它。")
    return row, correcting.actor(request, row)
