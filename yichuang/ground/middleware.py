"""What every request passes: its id, its count and its log line; the API's short way in; refusals told in a sentence."""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, get_resolver

from yichuang.ground import logs

Answer = Callable[[HttpRequest], HttpResponse]
TITLES = {
    403: "这一步不能由您来办",
    404: "没有找到",
    409: "这一步没有办成",
    422: "填的内容有一处要改",
    429: "先歇一会儿再试",
}
PROBLEMS = TITLES | {
    400: "请求读不了",
    401: "没有有效的密钥",
    405: "方法不对",
    413: "请求太大",
    422: "请求里有内容要改",
}
# What a tried attack gets; each leaves a line of its own (docs/decisions/0012-what-a-tried-attack-leaves.md).
TURNED_AWAY = frozenset((400, 401, 403, 404, 405, 413, 429))
QUIET = ("/static/", "/healthz", "/readyz", "/metrics")
_log = logging.getLogger("yichuang.requests")
_refused = logging.getLogger("yichuang.refused")


class RequestId:
    """Give each request a short id that people can read out on the telephone; count it and log its outcome."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trace, began = secrets.token_hex(4).upper(), time.perf_counter()
        request.trace = trace  # type: ignore[attr-defined]
        logs.begin(trace)
        response = self.answer(request)
        response["X-Request-Id"] = trace
        if not request.path_info.startswith(QUIET):
            logs.count("requests", door_of(request.path_info), str(response.status_code))
            facts: dict[str, Any] = {
                "method": request.method,
                "path": request.path_info,
                "status": response.status_code,
            }
            facts |= {"ms": round((time.perf_counter() - began) * 1000, 1), "who": _who(request)}
            if response.status_code in TURNED_AWAY:
                code = response.headers.get("X-Refusal", str(response.status_code))
                _refused.info(
                    "turned away", extra={"facts": facts | {"code": code, "from": _address(request)}}
                )
            else:
                _log.info("answered", extra={"facts": facts})
        return response


def _who(request: HttpRequest) -> str:
    """Return who is signed in, by a number that only this house can read; nothing for a stranger."""
    session = getattr(request, "session", None)
    account = session.get("citizen") if session is not None and session.accessed else None
    person = session.get("_auth_user_id") if session is not None and session.accessed else None
    return f"account:{account}" if account else f"person:{person}" if person else ""


def _address(request: HttpRequest) -> str:
    """Return from where a request came, as the proxy on this machine says it."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return (seen if peer in ("127.0.0.1", "::1") and seen else peer)[:45]


def door_of(path: str) -> str:
    """Return the door to which a path belongs."""
    first = path.split("/", 2)[1]
    return first if first in ("entrance", "counter", "desk", "issue", "office", "api") else "portal"


class ApiFirst:
    """Lead /api/ straight to its view: a machine has no session, no form token and no messages.

    The request's id and the security headers stand before this page in settings, so they hold for the API too.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.answer(request)
        try:
            match = get_resolver().resolve(request.path_info)
        except Resolver404:
            return problem(404, "not_there", "没有这个接口地址。地址和方法见 /api/v1/openapi.json。")
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
        lazily = getattr(response, "render", None)
        response = lazily() if callable(lazily) else response
        if response.status_code == 405:
            allow = response.headers.get("Allow", "")
            response = problem(405, "wrong_method", f"这个地址不收{request.method}。可以用的方法：{allow}。")
            response["Allow"] = allow
        if not response.streaming and not response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response  # type: ignore[no-any-return]


def problem(status: int, code: str, sentence: str) -> JsonResponse:
    """Return problem details (RFC 9457) for an address under /api/ that no view answers."""
    told = {
        "type": f"about:blank#{code}",
        "title": PROBLEMS[status],
        "status": status,
        "code": code,
        "detail": sentence,
    }
    return JsonResponse(
        told,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


class Refusals:
    """Tell an act's refusal as a page or an htmx line with its own status.

    A refusal is known by what it carries (`status`, `code`, `sentence`): the ground knows no room. A door that shows
    its form again with what was typed catches the refusal itself, before it comes here.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        from yichuang.ground.views import refusal

        told = refusal(request, 405)
        told["Allow"] = response["Allow"]
        return told

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer `error` if it is a refusal; leave anything else to Django."""
        status, code, sentence = (getattr(error, name, None) for name in ("status", "code", "sentence"))
        if not (isinstance(status, int) and isinstance(code, str) and isinstance(sentence, str)):
            return None
        from yichuang.ground.views import refusal

        response = refusal(request, status, TITLES.get(status, TITLES[409]), sentence)
        response["X-Refusal"] = code
        return response


def came_from(request: HttpRequest) -> str:
    """Return the path of this site's page from which the request came, or an empty text."""
    try:
        parts, host = urlsplit(request.headers.get("Referer", "")), request.get_host()
    except (DisallowedHost, ValueError):
        return ""
    same = parts.netloc == host and parts.path.startswith("/") and not parts.path.startswith("//")
    return f"{parts.path}?{parts.query}".rstrip("?") if same else ""
