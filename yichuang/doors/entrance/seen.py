"""How long ago a signed-in person was last seen, kept in a signed cookie so that looking at a page writes nothing."""

from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = "yc_seen"
ENTERED = "entered_at"
FRESH_FOR = 60
# Pages that ask again by themselves send this header; they do not keep a session awake.
QUIET = "YC-Quiet"


def enter(request: HttpRequest, at: datetime) -> None:
    """Remember in the new session when it began."""
    request.session[ENTERED] = int(at.timestamp())


def is_idle(request: HttpRequest, at: datetime) -> bool:
    """Tell whether the person was away longer than this installation allows."""
    return at.timestamp() - _last(request) > settings.DEPLOYMENT.idle_minutes * 60


def note(request: HttpRequest, response: HttpResponse, at: datetime) -> None:
    """Renew the cookie, at most once a minute."""
    if request.headers.get(QUIET) or at.timestamp() - _from_cookie(request) < FRESH_FOR:
        return
    value = _signer(request).sign(str(int(at.timestamp())))
    response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.DEPLOYMENT.https)


def _last(request: HttpRequest) -> int:
    return max(_from_cookie(request), int(request.session.get(ENTERED, 0)))


def _from_cookie(request: HttpRequest) -> int:
    try:
        return int(_signer(request).unsign(request.COOKIES.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return 0


def _signer(request: HttpRequest) -> Signer:
    """Each session has its own salt, so that a cookie of another session says nothing."""
    return Signer(salt=f"{COOKIE}.{request.session.session_key}")
