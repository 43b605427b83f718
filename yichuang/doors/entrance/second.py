"""The second factor: asked for at sign-in, set up, taken away, and the recovery codes behind it."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yichuang.doors.entrance import duties
from yichuang.doors.entrance.forms import Activate, Code, NewCodes, Removal
from yichuang.ground.now import now
from yichuang.law.powers import SINGLE
from yichuang.people import acts as people


@method_decorator(never_cache, name="dispatch")
class Ask(AuthenticateView):  # type: ignore[misc]
    """Ask for a one-time code between the password and the session."""

    form_class = Code
    template_name = "entrance/second.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Show our `site` instead of allauth's."""
        return super().get_context_data(**more) | {"site": settings.DEPLOYMENT}


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def set_up(request: Any) -> HttpResponse:
    """Set up one-time codes; administrators must. The first answer shows the recovery codes, once."""
    if duties.has_second_factor(request.user):
        return render(request, "entrance/second_state.html", _state(request))
    form = Activate(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_second_factor(by=request.actor, at=now(), secret=form.secret)
        return _shown(request, _unused(request))
    url = get_adapter().build_totp_url(request.user, form.secret)
    told = {"form": form, "url": url, "groups": _groups(form.secret), "must": request.actor.kind in SINGLE}
    return render(request, "entrance/totp.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def remove(request: Any) -> HttpResponse:
    """Take the second factor away: for a new telephone, or for good where it is not a must."""
    if not duties.has_second_factor(request.user):
        return redirect("mfa_activate_totp")
    form = Removal(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.change_second_factor(by=request.actor, at=now(), secret=None)
        return redirect("mfa_activate_totp")
    told = {"form": form, "must": request.actor.kind in SINGLE}
    return render(request, "entrance/second_removal.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def codes(request: Any) -> HttpResponse:
    """Make new recovery codes and show them once; the old ones open nothing."""
    if not duties.has_second_factor(request.user):
        return redirect("mfa_activate_totp")
    form = NewCodes(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.renew_codes(by=request.actor, at=now())
        return _shown(request, _unused(request))
    told = {"form": form, "left": len(_unused(request))}
    return render(request, "entrance/codes_new.html", told, status=422 if form.errors else 200)


def _shown(request: HttpRequest, made: list[str]) -> HttpResponse:
    return render(request, "entrance/codes.html", {"codes": made})


def _state(request: Any) -> dict[str, Any]:
    return {"left": len(_unused(request)), "must": request.actor.kind in SINGLE}


def _unused(request: Any) -> list[str]:
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else []


def _groups(secret: str) -> list[str]:
    return [secret[at : at + 4] for at in range(0, len(secret), 4)]
