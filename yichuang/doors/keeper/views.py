"""For the machines that watch: alive, ready, measured."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from yichuang.doors.keeper import health
from yichuang.ground.now import now


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database, migrations, calendar and keys are there."""
    well, told = health.ready(now())
    return JsonResponse(told, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})


def metrics(request: HttpRequest) -> HttpResponse:
    """Give counts and gauges, only to this machine and never through a proxy."""
    if request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1") or "HTTP_X_FORWARDED_FOR" in request.META:
        return HttpResponse("仅限本机。\n", status=403, content_type="text/plain; charset=utf-8")
    return HttpResponse(health.metrics(now()), content_type="text/plain; version=0.0.4; charset=utf-8")
