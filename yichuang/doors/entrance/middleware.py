"""Closed by default: whoever asks for a page that is not listed here signs in first, at a post, within the idle time."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from yichuang.doors.entrance import duties, seen
from yichuang.ground import now
from yichuang.ground.views import refusal
from yichuang.halls import actors

# A path ending in * opens everything below it. Whatever is not listed is closed.
OPEN_PATHS = (
    "/pay/*",  # platforms sign what they say; the test page is known by its number
    "/display/",  # size and contrast
    "/parts/",  # the pattern page answers 404 outside the demo
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/*",
    "/api/*",  # the API asks for a token itself
    "/entrance/login/",
    "/entrance/second/",  # the second factor, between the password and the session
    "/entrance/logout/",
)
# By their namespaces: the portal is for everybody; the two doors of citizens ask by themselves (doors/citizen.py).
OPEN_DOORS = ("portal", "me", "apply")
SIGN_IN = "/entrance/login/"
POST = "post"
NO_POST = ("您现在没有岗位", "没有岗位就没有权限，这里的页面都看不了。找本单位的安全管理员任命岗位。")
GONE = ("刚才的岗位用不了了", "任期、授权或代班到期，或者有人撤回了。回到选岗位的页面，换一个岗位。")
Answer = Callable[[HttpRequest], HttpResponse]


class ClosedByDefault:
    """Give `request.actor` to whoever may come in, and send everybody else where they have to go first."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = None
        request.entered_at = None
        response = self.answer(request)
        if request.entered_at is not None:
            response.headers.setdefault("Cache-Control", "no-store")
            if request.user.is_authenticated:
                seen.note(request, response, request.entered_at)
        return response

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Ask, for a closed page, who this is; None lets the request in."""
        if is_open(request.path_info, request.resolver_match.app_names):
            return None
        at = request.entered_at = now.now()
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if seen.is_idle(request, at):
            auth.logout(request)
            return _to_sign_in(request, idle="1")
        return _at_a_post(request, now.day_of(at))


def is_open(path: str, doors: list[str] | None = None) -> bool:
    """Tell whether a path is for everybody."""
    if doors and doors[0] in OPEN_DOORS:
        return True
    return any(path == rule or (rule[-1] == "*" and path.startswith(rule[:-1])) for rule in OPEN_PATHS)


def _at_a_post(request: Any, day: date) -> HttpResponse | None:
    """Let in whoever has a post, once the duties of the account are done."""
    person, path = request.user, request.path_info
    if path in duties.ALWAYS:
        return None
    request.actor = actors.for_person(
        person.pk, post_id=request.session.get(POST), day=day, channel="counter"
    )
    if request.actor is None:
        request.actor = actors.for_person(person.pk, day=day, channel="counter")
        if request.actor is None:
            return _refused(request, *NO_POST)
        if not path.startswith("/entrance/"):
            return _refused(request, *GONE)
    duty = duties.first(person, request.actor, day)
    return None if duty is None or path.startswith(duty) else _go(request, duty)


def _refused(request: Any, title: str, text: str) -> HttpResponse:
    if request.htmx:
        return refusal(request, 403, title, text)
    page = {"heading": title, "text": text, "others": request.actor is not None}
    return render(request, "entrance/refused.html", page, status=403)


def _to_sign_in(request: HttpRequest, **more: str) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        told = {"type": "about:blank", "title": "要先登录", "status": 401, "detail": "要先登录。"}
        return JsonResponse(told, status=401, content_type="application/problem+json")
    return _go(request, f"{SIGN_IN}?{urlencode({'next': _back(request), **more})}")


def _go(request: Any, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _back(request: Any) -> str:
    """The page to come back to: this one, or the page that held the form or the fragment."""
    if request.method in ("GET", "HEAD") and not request.htmx:
        return str(request.get_full_path())
    url = request.htmx.current_url if request.htmx else request.headers.get("Referer")
    if not url or not url_has_allowed_host_and_scheme(url, {request.get_host()}):
        return "/entrance/"
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
