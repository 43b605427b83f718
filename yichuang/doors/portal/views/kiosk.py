"""The portal on a self-service machine: the same pages with big targets, a fixed row below, and nothing left behind."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yichuang.doors import citizen, places
from yichuang.ground.context import COOKIE as DISPLAY
from yichuang.journal import stamps

COOKIE = "yc_kiosk"
KEPT = 10 * 365 * 86_400


def on(request: HttpRequest) -> bool:
    """Whether this browser is a machine in the hall."""
    return request.COOKIES.get(COOKIE) == "1"


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Make this browser a machine; `?end=1` makes it an ordinary one again."""
    response = redirect("portal:home")
    if "end" in request.GET:
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE, "1", max_age=KEPT, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    response.delete_cookie(DISPLAY)
    return response


@require_POST
def wipe(request: Any) -> HttpResponse:
    """Whoever stood here is gone: their session, their display, the way they came."""
    citizen.leave(request)
    response = redirect("portal:home")
    response.delete_cookie(DISPLAY)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def call(request: HttpRequest) -> HttpResponse:
    """Say where somebody is who helps."""
    halls = places.halls(stamps.current(), settings.DEPLOYMENT.region)[:1]
    return render(request, "portal/kiosk_help.html", {"halls": halls})
