"""Rating (好差评): five equal answers, none chosen; a low one may say why; once per contact, once for a whole thing; voluntary."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.doors import citizen
from yichuang.doors.portal.views import kiosk
from yichuang.doors.portal.views.progress import look_up, private
from yichuang.doors.progress import rated
from yichuang.ground import now
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import BadInput, Moved
from yichuang.law.ratings import GRADES
from yichuang.ratings import acts as ratings
from yichuang.ratings import guarded, reading

WEB, PHONE, DEVICE, MACHINE = "1", "2", "4", "5"
SAID_IN_ADDRESS = ("3", "4", "5", "6")
BY_STARS = {grade.stars: grade for grade in GRADES}


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Take the verdict on one contact: one tap, or two with the reasons of a low one."""
    at = now.now()
    found = look_up(request, code, at)
    if isinstance(found, HttpResponse):
        return found
    about = rated.of(found)
    grade = BY_STARS.get(stars_of(request.POST.get("level", "")))
    if not about.is_open or (about.rating and (request.method != "POST" or grade is None)):
        return _over(request, about)
    if request.method != "POST" or grade is None:
        return _ask(request, about, missed=request.method == "POST")
    if grade.bad and "said" not in request.POST and about.rating is None:
        return _ask_why(request, about, grade)
    try:
        guarded.rate(
            by=rater(request, about, at),
            at=at,
            channel=channel_of(request),
            **said(request, grade.stars),
            **about.asked,
        )
    except Moved:
        return _over(request, rated.of(found))
    except BadInput as error:
        return _ask_why(request, about, grade, error)
    channel = f"&channel={DEVICE}" if channel_of(request) == DEVICE else ""
    return redirect(f"/p/{about.code}/rating?thanks=1{channel}")


def said(request: HttpRequest, stars: int) -> dict[str, Any]:
    """Return what was typed and ticked."""
    return {
        "grade": stars, "key": request.POST.get("idempotency_key", "")[:64] or None, "words": request.POST.get("words", ""),
        "reasons": request.POST.getlist("reasons")[: len(ratings.REASONS)], "phone": request.POST.get("phone", "")[:30],
    }  # fmt: skip


def rater(request: HttpRequest, about: rated.Contact, at: datetime) -> Actor:
    """Return who rates: the citizen of the session, or whoever holds the code; a member of staff is refused, on record."""
    if citizen.STAFF in request.session:
        person = request.session[citizen.STAFF]
        raise guarded.staff_tried(about.region, at, person=int(person), **about.about)
    who = citizen.of(request)
    return who.actor("portal") if who else replace(applicant(about.region, "portal"), opened=about.subject)


def channel_of(request: HttpRequest) -> str:
    """Return the channel of the 好差评 interface: said in the address (a QR code, a device), else by the browser."""
    asked = request.POST.get("channel") or request.GET.get("channel", "")
    if asked in SAID_IN_ADDRESS:
        return asked
    if kiosk.on(request):
        return MACHINE
    return PHONE if "Mobi" in request.headers.get("User-Agent", "") else WEB


def stars_of(text: str) -> int:
    """Return the stars that a button sent, or 0."""
    return int(text) if text in {"1", "2", "3", "4", "5"} else 0


def _page(
    request: HttpRequest, about: rated.Contact, template: str, status: int = 200, **told: Any
) -> HttpResponse:
    channel = channel_of(request)
    leave = "/leave/?device=1" if channel == DEVICE else f"/leave/?code={about.code}"
    asked = {
        "about": about, "code": about.code, "channel": channel if channel in SAID_IN_ADDRESS else "", "device": channel == DEVICE, "leave": leave,
        "tolds": reading.told_about(**about.about) if channel != DEVICE else [], **told,
    }  # fmt: skip
    response: HttpResponse = private(render(request, template, asked, status=status))
    return response


def _ask(request: HttpRequest, about: rated.Contact, *, missed: bool) -> HttpResponse:
    errors = [{"id": "", "text": "请在五档里选一档"}] if missed else []
    return _page(request, about, "portal/rating.html", 422 if missed else 200, errors=errors)


def _ask_why(
    request: HttpRequest, about: rated.Contact, grade: Any, error: BadInput | None = None
) -> HttpResponse:
    ticked = request.POST.getlist("reasons")
    options = [{"value": one, "label": one, "checked": one in ticked} for one in ratings.REASONS]
    return _page(
        request,
        about,
        "portal/rating_why.html",
        status=422 if error else 200,
        errors=[{"id": str(error.facts.get("field", "words")), "text": error.sentence}] if error else [],
        words=request.POST.get("words", ""),
        phone=request.POST.get("phone", ""),
        signed_in=citizen.of(request) is not None,
        grade=grade,
        options=options,
        caption=f"您选的是“{grade.name}”",
    )


def _over(request: HttpRequest, about: rated.Contact) -> HttpResponse:
    """Say thank you, that it was rated already, or that there is nothing to rate yet."""
    rating = about.rating
    thanks = rating is not None and bool(request.GET.get("thanks"))
    mend = rating.mend_due_on if rating and thanks else None
    return _page(request, about, "portal/rated.html", thanks=thanks, rating=rating, mend=mend)
