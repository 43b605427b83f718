"""Signing in and out, the choice of post, the password, and what a post may do."""

from typing import Any

from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.contrib import auth
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.doors import frame
from yichuang.doors.entrance import duties, own, told
from yichuang.doors.entrance.forms import NewPassword
from yichuang.ground.now import day_of, now
from yichuang.ground.views import refusal
from yichuang.halls import actors
from yichuang.halls.models import Window
from yichuang.journal.refusals import NotThere, Refused
from yichuang.law import powers
from yichuang.people import acts as people
from yichuang.people import passwords


@method_decorator([never_cache, sensitive_post_parameters("password"), axes_dispatch], name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):  # type: ignore[misc]
    """Sign in; a locked account does not get in with the right password either."""

    template_name = "entrance/login.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Say why, if the session had ended by itself; allauth's own `site` is not ours."""
        page = super().get_context_data(**more)
        return page | {"idle": self.request.GET.get("idle") == "1", "site": settings.DEPLOYMENT}


def locked(request: HttpRequest, credentials: Any = None, *args: Any, **more: Any) -> HttpResponse:
    """Answer while an account is locked."""
    return refusal(
        request, 429, "这个账号先锁住了", "密码连续错了五次，半小时后再登录。急用的话，找安全管理员重置密码。"
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer an address from which too much was tried."""
    return refusal(request, 429, "试得太多了", "这个网络地址一分钟里试了太多次。过一分钟再登录。")


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, or stop between password and second factor; a GET asks first."""
    if request.method == "POST":
        auth.logout(request)
        return redirect("/")
    if request.session.is_empty():
        return redirect("/")
    return render(request, "entrance/leave.html")


@require_GET
def home(request: Any) -> HttpResponse:
    """The posts a person may act at, and the doors of the one chosen."""
    actor = request.actor
    page = {
        "choices": [
            (choice, told.doors(choice.kind)) for choice in actors.choices(request.user.pk, day_of(now()))
        ],
        "actor": actor,
        "doors": told.doors(actor.kind),
        "post": powers.post_name(actor.kind),
        "second": duties.has_second_factor(request.user),
        "window": Window.objects.filter(pk=actor.window).select_related("zone__hall").first()
        if actor.window
        else None,
        "may_sit": own.may(actor, "halls.seat") and actor.kind != "sysadmin",
        "choice": _choice(request),
    }
    return render(request, "entrance/home.html", frame.around(request, "") | page)


@require_POST
def choose(request: Any) -> HttpResponse:
    """Act at another post from now on."""
    wanted = request.POST.get("post", "")
    mine = {str(choice.post_id): choice for choice in actors.choices(request.user.pk, day_of(now()))}
    if wanted not in mine:
        raise NotThere("您现在没有这个岗位。")
    request.session["post"] = mine[wanted].post_id
    return redirect("entrance_home")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def password(request: Any) -> HttpResponse:
    """Change the own password."""
    form = NewPassword(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = passwords.checked(form.cleaned_data["new"], request.user)
            people.change_password(by=request.actor, at=now(), password=fresh)
            request.user.refresh_from_db()
            update_session_auth_hash(request, request.user)
            return redirect("entrance_home")
        except Refused as error:
            form.add_error("new", error.sentence.rstrip("。"))
    day = day_of(now())
    must = "first" if request.user.must_change else ""
    must = must or ("old" if duties.is_password_old(request.user, request.actor, day) else "")
    page = {"form": form, "rule": passwords.Rules().get_help_text(), "must": must}
    return render(request, "entrance/password.html", page, status=422 if form.errors else 200)


@require_GET
def may(request: Any) -> HttpResponse:
    """Who one is, what this post may do and when not, and who may do the rest; any post can be looked up."""
    asked = request.GET.get("post", "")
    kind = asked if asked in dict(powers.POSTS) else request.actor.kind
    rows = [row for power in powers.POWERS if (row := told.power(power, kind))]
    chips = [
        {"name": name, "href": f"?post={post}", "current": post == kind, "count": ""}
        for post, name in powers.POSTS
    ]
    page = {
        "mine": [row for row in rows if row.may],
        "others": [row for row in rows if not row.may],
        "kind": kind,
        "post": powers.post_name(kind),
        "own": kind == request.actor.kind,
        "chips": chips,
        "choice": _choice(request),
    }
    return render(request, "entrance/powers.html", frame.around(request, "") | page)


def _choice(request: Any) -> actors.Choice | None:
    mine = actors.choices(request.user.pk, day_of(now()))
    return next((choice for choice in mine if choice.post_id == request.actor.post), None)
