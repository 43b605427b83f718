"""A citizen who went away: signed out after the idle minutes, and what they sent too late is kept and offered again.

When they were last seen stands in a signed cookie, so that looking at a page writes nothing.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yichuang.citizens.models import Account
from yichuang.ground import vault

COOKIE, HELD, ENTERED, SIGN_IN = "yc_here", "citizen.held", "citizen.entered", "/my/sign-in/"
FRESH_FOR, MOST = 60, 60_000
LEFT_OUT = frozenset(("csrfmiddlewaretoken", "yc_path"))
DOORS = ("/my/", "/apply/")


def is_long(request: Any, at: datetime) -> bool:
    """Tell whether the citizen of this session was away longer than this installation allows."""
    last = max(_seen(request), int(request.session.get(ENTERED, 0)))
    return at.timestamp() - last > settings.DEPLOYMENT.idle_minutes * 60


def note(request: Any, response: HttpResponse, at: datetime) -> None:
    """Renew the cookie, at most once a minute."""
    if at.timestamp() - _seen(request) >= FRESH_FOR:
        value = _signer(request).sign(str(int(at.timestamp())))
        response.set_cookie(COOKIE, value, httponly=True, samesite="Lax", secure=settings.DEPLOYMENT.https)


def _seen(request: Any) -> int:
    try:
        return int(_signer(request).unsign(request.COOKIES.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return 0


def _signer(request: Any) -> Signer:
    """Each session has its own salt, so that a cookie of another session says nothing."""
    return Signer(salt=f"{COOKIE}.{request.session.session_key}")


def sign_out(request: Any, account: str) -> HttpResponse:
    """End the session and lead to the sign-in; a form that came too late waits there, locked, for the same account."""
    late = request.method == "POST"
    held = _locked(account, request.path, request) if late else ""
    return _leave(request, held, "/my/kept/" if held else "/my/" if late else request.get_full_path())


def keep(request: Any, account: str) -> HttpResponse:
    """End the session with what is typed on the page that is left, as the script of the idle guard sends it."""
    path = request.POST.get("yc_path", "")
    held = _locked(account, path, request) if path.startswith(DOORS) and len(path) < 300 else ""
    return _leave(request, held, "/my/kept/" if held else "/my/")


def _leave(request: Any, held: str, back: str) -> HttpResponse:
    request.session.flush()
    if held:
        request.session[HELD] = held
    return redirect(f"{SIGN_IN}?{urlencode({'next': back, 'idle': '1'})}")


def _locked(account: str, path: str, request: Any) -> str:
    fields = [[name, text] for name, texts in request.POST.lists() if name not in LEFT_OUT for text in texts]
    text = json.dumps([account, path, fields])
    return vault.lock(text) if len(text) <= MOST else ""


def kept(request: Any, account: Account) -> HttpResponse:
    """Show what was sent too late, with a button that sends it now; who is not its sender sees nothing of it."""
    held = request.session.get(HELD, "")
    owner, path, fields = json.loads(vault.unlock(held)) if held else ("", "", [])
    if owner != str(account.pk):
        request.session.pop(HELD, None)
        return redirect("/my/")
    return render(request, "citizen/kept.html", {"action": path, "fields": fields})
