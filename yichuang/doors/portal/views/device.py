"""The rating device of a window (评价器): five equal answers for what was just finished; leaving is one tap and counts nothing."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.doors.portal.views.progress import private
from yichuang.doors.portal.views.rating import BY_STARS, DEVICE, said, stars_of
from yichuang.doors.progress import device, rated
from yichuang.ground import now
from yichuang.halls.models import Window
from yichuang.journal.actor import applicant
from yichuang.journal.refusals import BadInput, Moved, NotThere
from yichuang.ratings import acts as ratings
from yichuang.ratings import guarded

LEFT = "yc_device_left"


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Follow the window: wait, ask, ask why, thank; then wait again."""
    at, window = now.now(), device.window_of(key[:200], settings.DEPLOYMENT.region)
    if window is None:
        raise NotThere("这个评价器的地址过期了。在窗口的“评价器”页面重新打开。")
    if request.method == "POST":
        return _answered(request, key, window, at)
    if left := device.about_of(request.GET.get("left", "")[:300]):
        response = redirect("portal:device", key)
        response.set_cookie(
            LEFT, left[0].hex, max_age=3600, httponly=True, samesite="Lax", secure=request.is_secure()
        )
        return response
    if request.GET.get("thanks"):
        return _page(request, key, window, "portal/device_thanks.html")
    about = device.waiting(window, at, request.COOKIES.get(LEFT, ""))
    return (
        _ask(request, key, window, about)
        if about
        else _page(request, key, window, "portal/device_waiting.html")
    )


def _answered(request: HttpRequest, key: str, window: Window, at: datetime) -> HttpResponse:
    about = device.of(window, at, request.POST.get("about", "")[:300])
    grade = BY_STARS.get(stars_of(request.POST.get("level", "")))
    if about is None:
        return redirect("portal:device", key)
    if grade is None:
        return _ask(request, key, window, about, missed=True)
    if grade.bad and "said" not in request.POST:
        return _why(request, key, window, about, grade)
    by = replace(applicant(about.region, "counter"), opened=about.subject)
    try:
        guarded.rate(by=by, at=at, channel=DEVICE, **said(request, grade.stars), **about.asked)
    except Moved:
        return redirect("portal:device", key)
    except BadInput as error:
        return _why(request, key, window, about, grade, error)
    return redirect(f"/device/{key}/?thanks=1")


def _page(
    request: HttpRequest, key: str, window: Window, template: str, status: int = 200, **told: Any
) -> HttpResponse:
    response: HttpResponse = private(
        render(request, template, {"key": key, "window": window, "device": True, **told}, status=status)
    )
    return response


def _ask(
    request: HttpRequest, key: str, window: Window, about: rated.Contact, *, missed: bool = False
) -> HttpResponse:
    errors = [{"id": "", "text": "请在五档里选一档"}] if missed else []
    told = {"about": about, "token": device.token_of(about), "errors": errors}
    return _page(request, key, window, "portal/device.html", 422 if missed else 200, **told)


def _why(
    request: HttpRequest,
    key: str,
    window: Window,
    about: rated.Contact,
    grade: Any,
    error: BadInput | None = None,
) -> HttpResponse:
    ticked = request.POST.getlist("reasons")
    told = {
        "about": about, "token": device.token_of(about), "grade": grade, "caption": f"您选的是“{grade.name}”",
        "options": [{"value": one, "label": one, "checked": one in ticked} for one in ratings.REASONS],
        "errors": [{"id": str(error.facts.get("field", "words")), "text": error.sentence}] if error else [],
        "words": request.POST.get("words", ""), "phone": request.POST.get("phone", ""),
    }  # fmt: skip
    return _page(request, key, window, "portal/device_why.html", 422 if error else 200, **told)
