"""Signing in and out, the second factor, the choice of post, the password, and what a post may do."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib import auth
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.doors.entrance import duties
from yichuang.doors.entrance.forms import Activate, Code, NewPassword
from yichuang.ground.now import day_of, now
from yichuang.ground.views import refusal
from yichuang.halls import actors
from yichuang.journal.refusals import NotThere, Refused
from yichuang.law import powers
from yichuang.people import acts as people
from yichuang.people import passwords

DOORS = (
    ("/counter/", "综合窗口", "收件、受理、一次告知", frozenset({"clerk"})),
    ("/desk/", "审批台", "审查、决定、特别程序、延期", powers.DEPARTMENT | {"government"}),
    ("/issue/", "统一出件", "结果到窗、核对、交付、邮寄", frozenset({"issue", "clerk"})),
    (
        "/office/",
        "管理中心",
        "事项、人员、日历、留痕",
        frozenset({"editor", "supervisor", "government", "head", "sysadmin", "secadmin", "audadmin"}),
    ),
)


@method_decorator([never_cache, sensitive_post_parameters("password"), axes_dispatch], name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):  # type: ignore[misc]
    """Sign in; a locked account does not get in with the right password either."""

    template_name = "entrance/login.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Say why, if the session had ended by itself."""
        return super().get_context_data(**more) | {"idle": self.request.GET.get("idle") == "1"}


def locked(request: HttpRequest, credentials: Any = None, *args: Any, **more: Any) -> HttpResponse:
    """Answer while an account is locked."""
    return refusal(
        request, 429, "这个账号先锁住了", "密码连续错了五次，半小时后再登录。急用的话，找安全管理员重置密码。"
    )


@method_decorator(never_cache, name="dispatch")
class Second(AuthenticateView):  # type: ignore[misc]
    """The second factor, between the password and the session."""

    form_class = Code
    template_name = "entrance/second.html"


@method_decorator(never_cache, name="dispatch")
class SetUp(ActivateTOTPView):  # type: ignore[misc]
    """Set up one-time codes; administrators must."""

    form_class = Activate
    template_name = "entrance/totp.html"
    success_url = reverse_lazy("entrance_codes")


@require_GET
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes that are left, to be kept on paper."""
    found = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return render(request, "entrance/codes.html", {"codes": found.wrap().get_unused_codes() if found else []})


@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones are void."""
    generate_recovery_codes(request)
    return redirect("entrance_codes")


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out; a GET asks first."""
    if request.method == "POST" or not request.user.is_authenticated:
        auth.logout(request)
        return redirect("/")
    return render(request, "entrance/leave.html")


@require_GET
def home(request: Any) -> HttpResponse:
    """The posts a person may act at, and the doors of the one chosen."""
    actor = request.actor
    choices = actors.choices(request.user.pk, day_of(now()))
    doors = [
        {"href": href, "name": name, "text": text} for href, name, text, posts in DOORS if actor.kind in posts
    ]
    told = {
        "choices": choices,
        "actor": actor,
        "doors": doors,
        "second": duties.has_second_factor(request.user),
    }
    return render(request, "entrance/home.html", told | {"post": powers.post_name(actor.kind)})


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
    told = {"form": form, "rule": passwords.Rules().get_help_text(), "must": request.user.must_change}
    return render(request, "entrance/password.html", told, status=422 if form.errors else 200)


@require_GET
def may(request: Any) -> HttpResponse:
    """What this post may do, under which conditions, and by which rule."""
    rows = []
    for power in powers.POWERS:
        if request.actor.kind in power.posts:
            conditions = [powers.condition(fact) for fact in (*power.needs, *power.bars)]
            rows.append({"act": power.act, "conditions": conditions, "basis": power.basis})
    return render(
        request, "entrance/powers.html", {"rows": rows, "post": powers.post_name(request.actor.kind)}
    )
