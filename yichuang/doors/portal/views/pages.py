"""Pages that only say something: the halls, the accessibility statement."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.doors import places
from yichuang.journal import stamps
from yichuang.law.codes import group_query_code, normalise_query_code


@require_safe
def halls(request: HttpRequest) -> HttpResponse:
    """List the halls with their zones, windows and hours."""
    return render(
        request, "portal/halls.html", {"halls": places.halls(stamps.current(), settings.DEPLOYMENT.region)}
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what works without sight, pointer or scripts, what does not yet, and who answers complaints."""
    return render(request, "portal/accessibility.html", {"halls": _first()})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Say goodbye to whoever does not rate: it counts as nothing."""
    code = normalise_query_code(request.GET.get("code", "")[:40])
    told = {"device": bool(request.GET.get("device")), "code": group_query_code(code) if code else ""}
    return render(request, "portal/leave.html", told)


def _first() -> tuple[places.Place, ...]:
    return places.halls(stamps.current(), settings.DEPLOYMENT.region)[:1]
