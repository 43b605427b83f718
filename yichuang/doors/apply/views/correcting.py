"""Corrections on line, reached from the code of the paper: exactly what the one-time notice lists, handed in at once.

Whoever signed in as the applicant comes straight here. Others say the last four of the applicant's number once; that and the
code are limited by `doors.brake`, and a wrong try is on record.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.doors import brake, citizen, files
from yichuang.doors.apply import correction
from yichuang.doors.progress import standing
from yichuang.doors.progress import thing as of_thing
from yichuang.ground import now, vault
from yichuang.ground.views import refusal
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.law.codes import group_query_code, normalise, normalise_query_code
from yichuang.materials import acts as keeping

OPENED = "citizen.opened"
TRIES, WITHIN = 10, 3600
Row = Case | Thing
TOO_OFTEN = ("先歇一会儿再试", "试得太多了。一小时以后再试，或者带身份证件到任意窗口交。")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Any, code: str) -> HttpResponse:
    """Show what must be put right with a place for each file; the button hands everything in."""
    at = now.now()
    case = found(request, code, at)
    if isinstance(case, HttpResponse):
        return case
    by = actor(request, case)
    if by is None:
        return ask_tail(request, case, at)
    own = correction.of(case, at)
    if not own.is_open:
        return redirect("portal:case", group_query_code(case.query_code))
    errors: list[dict[str, str]] = []
    if request.method == "POST" and "tail" not in request.POST:
        errors = _take(request, own, by, at)
        own = correction.of(case, at)
        if not errors and request.POST.get("then") != "more":
            errors = own.wrong or _hand_in(request, own, by, at)
            if not errors:
                return redirect("portal:case", group_query_code(case.query_code))
    told = {
        "own": own, "case": case, "code": group_query_code(case.query_code), "errors": errors, "limit": settings.DEPLOYMENT.upload_megabytes,
        "slots": own.slots({e["id"]: e["text"] for e in errors}),
    }  # fmt: skip
    response = render(request, "apply/correction.html", told, status=422 if errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def found(request: Any, code: str, at: datetime) -> Row | HttpResponse:
    """Return the case or the thing of a code; refused to whoever asks too often or for a code that is not there."""
    who, wanted = brake.client(request), normalise_query_code(code[:40])
    if not brake.may_look(who, at):
        return refusal(request, 429, *TOO_OFTEN)
    region = settings.DEPLOYMENT.region
    row: Row | None = standing.find(wanted, region) if wanted else None
    row = row or (of_thing.find(wanted, region) if wanted else None)
    if row is None:
        brake.missed(who, at)
        raise NotThere("没有这个查询码。查询码是8个字母和数字，没有0、O、1、I、L。")
    return row


def actor(request: Any, case: Row) -> Actor | None:
    """Return who acts: the signed-in applicant, or whoever holds the paper and said the number's end."""
    who = citizen.of(request)
    if who is not None and type(case).objects.visible_to(who.actor()).filter(pk=case.pk).exists():
        return who.actor()
    if request.session.get(OPENED) == str(case.pk):
        return Actor("applicant", case.region, "申请人", channel="portal", opened=case.pk)
    return None


def ask_tail(request: Any, case: Row, at: datetime) -> HttpResponse:
    """Ask for the last four of the applicant's number; a right answer opens this case or thing for the session."""
    error = ""
    if request.method == "POST":
        if not brake.allowed("tail", str(case.pk), most=TRIES, seconds=WITHIN, at=at):
            return refusal(request, 429, *TOO_OFTEN)
        tail = normalise(request.POST.get("tail", "")[:10])
        if len(tail) == 4 and case.tail_index and vault.tail_index(tail) == case.tail_index:
            request.session.cycle_key()
            request.session[OPENED] = str(case.pk)
            return redirect(request.path)
        brake.missed(brake.client(request), at)
        error = (
            "请填申请人证件号码的最后4位"
            if len(tail) != 4
            else "和申请时的证件号码对不上，请照证件再核对一遍"
        )
    errors = [{"id": "tail", "text": error}] if error else []
    told = {"name": correction.of(case, at).name, "code": group_query_code(case.query_code), "errors": errors, "error": error, "back": reverse("portal:case", args=[group_query_code(case.query_code)])}  # fmt: skip
    return render(request, "apply/tail.html", told, status=422 if error else 200)


def _take(request: Any, own: "correction.Correction", by: Actor, at: datetime) -> list[dict[str, str]]:
    wrong = []
    for line in own.lines:
        for upload in request.FILES.getlist(line.slot)[:20]:
            try:
                files.take(upload, own.case.pk, by=by, at=at, place=line.place)
            except BadInput as error:
                wrong.append({"id": f"{line.slot}-file", "text": error.sentence})
    return wrong


def _hand_in(request: Any, own: "correction.Correction", by: Actor, at: datetime) -> list[dict[str, str]]:
    try:
        own.hand_in(by=by, at=at, key=request.POST.get("idempotency_key", "")[:64] or None)
    except Refused as error:
        return [{"id": "", "text": error.sentence}]
    return []


@require_http_methods(["GET", "POST"])
def parts(request: Any, code: str, place: int) -> HttpResponse:
    """Take a file of a correction piece by piece from a page with scripts."""
    at = now.now()
    case = found(request, code, at)
    if isinstance(case, HttpResponse):
        return case
    by, own = actor(request, case), correction.of(case, at)
    if by is None or not own.is_open or place not in {line.place for line in own.lines}:
        raise NotThere("这份材料现在不用补。")
    return files.piece(request, case.pk, by=by, at=at, place=place)


@require_POST
def remove(request: Any, code: str, place: int) -> HttpResponse:
    """Take out a file that was added for this correction."""
    at = now.now()
    case = found(request, code, at)
    if isinstance(case, HttpResponse):
        return case
    by, own = actor(request, case), correction.of(case, at)
    if by is not None and own.is_open:
        try:
            file = UUID(request.POST.get("file", ""))
            if any(file == kept.pk for line in own.lines for kept in line.files):
                keeping.drop(case.pk, file, by=by, at=at)
        except (ValueError, NotThere):
            pass  # it is gone already, and the page shows what is there
    return redirect("apply:correct", group_query_code(case.query_code))
