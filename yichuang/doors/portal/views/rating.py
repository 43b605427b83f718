"""Rating (好差评): five equal answers, none chosen; a low one may say why; once per contact, once for a whole thing; voluntary."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.doors.portal.views.progress import look_up, private
from yichuang.doors.progress import rated
from yichuang.ground import now
from yichuang.journal.actor import applicant
from yichuang.journal.refusals import BadInput, Moved
from yichuang.law.ratings import GRADES
from yichuang.ratings import acts as ratings

WEB, PHONE, DEVICE = "1", "2", "4"
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
    if not about.asks:
        return _over(request, about)
    grade = BY_STARS.get(_stars(request.POST.get("level", "")))
    if request.method != "POST" or grade is None:
        return _ask(request, about, missed=request.method == "POST")
    if grade.bad and "said" not in request.POST:
        return _ask_why(request, about, grade)
    try:
        ratings.rate(
            by=applicant(about.region, "portal"), at=at, key=request.POST.get("idempotency_key", "")[:64] or None, grade=grade.stars,
            reasons=request.POST.getlist("reasons")[: len(ratings.REASONS)], words=request.POST.get("words", ""), channel=channel_of(request),
            contact=about.contact, **about.about,
        )  # fmt: skip
    except Moved:
        return _over(request, rated.of(found))
    except BadInput as error:
        return _ask_why(request, about, grade, error)
    channel = f"&channel={DEVICE}" if channel_of(request) == DEVICE else ""
    return redirect(f"/p/{about.code}/rating?thanks=1{channel}")


def channel_of(request: HttpRequest) -> str:
    """Return the channel of the 好差评 interface: said in the address (a QR code, a device), else by the browser."""
    asked = request.POST.get("channel") or request.GET.get("channel", "")
    if asked in SAID_IN_ADDRESS:
        return asked
    return PHONE if "Mobi" in request.headers.get("User-Agent", "") else WEB


def _stars(text: str) -> int:
    return int(text) if text in {"1", "2", "3", "4", "5"} else 0


def _page(
    request: HttpRequest, about: rated.Contact, template: str, status: int = 200, **told: Any
) -> HttpResponse:
    channel = channel_of(request)
    leave = "/leave/?device=1" if channel == DEVICE else f"/leave/?code={about.code}"
    asked = {
        "about": about, "code": about.code, "channel": channel if channel in SAID_IN_ADDRESS else "", "device": channel == DEVICE, "leave": leave, **told,
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
        errors=[{"id": "words", "text": error.sentence}] if error else [],
        words=request.POST.get("words", ""),
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
