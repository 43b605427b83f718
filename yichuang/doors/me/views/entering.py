"""Signing in by a code, choosing between accounts on one telephone, opening one, signing out."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account
from yichuang.doors import brake, citizen, sms
from yichuang.doors.fields import tried
from yichuang.doors.me import forms, platform
from yichuang.ground import now
from yichuang.ground.templatetags.yc import masked_name, masked_phone
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import Refused
from yichuang.law import realname

PURPOSE, NEXT = "sign_in", "citizen.next"
WRONG = "验证码不对，再核对一遍。"
OVER = "这个验证码用不了了：用过、过了5分钟，或者错了5次。再取一次。"
NEW = "new"


def _stranger() -> Actor:
    return applicant(settings.DEPLOYMENT.region, "portal")


def _page(request: Any, name: str, status: int = 200, **told: Any) -> HttpResponse:
    response = render(request, f"me/{name}.html", told, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_in(request: Any) -> HttpResponse:
    """Ask for the telephone and send a code; whether anybody is known there is not said."""
    back = citizen.way_back(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "GET" and citizen.of(request) is not None:
        return redirect(back)
    form = forms.Phone(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = tried(form, lambda said: _ask(request, said["phone"]))
        if done is not None:
            request.session[NEXT] = back
            return redirect("me:code")
    told = {
        "form": form,
        "next": back,
        "idle": request.GET.get("idle") == "1",
        "staff": citizen.STAFF in request.session,
        "platform": settings.DEPLOYMENT.oidc_name if platform.is_there() else "",
    }
    return _page(request, "sign_in", 422 if form.errors else 200, **told)


def _ask(request: Any, phone: str) -> dict[str, Any]:
    sms.ask(request, phone, PURPOSE, by=_stranger(), at=now.now())
    return {}


@require_POST
def again(request: Any) -> HttpResponse:
    """Send another code to the same telephone."""
    phone = sms.waiting(request, PURPOSE)
    if not phone:
        return redirect("me:sign_in")
    try:
        sms.ask(request, phone, PURPOSE, by=_stranger(), at=now.now())
    except Refused as error:
        return _code_page(request, phone, forms.Code(), error.sentence)
    return redirect(f"{reverse('me:code')}?{urlencode({'sent': 1})}")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code(request: Any) -> HttpResponse:
    """Ask for the code, and let in whoever has it."""
    phone, at = sms.waiting(request, PURPOSE), now.now()
    if not phone:
        return redirect("me:sign_in")
    form = forms.Code(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = sms.attempt(request, form.cleaned_data["code"], PURPOSE, by=_stranger(), at=at)
        except Refused as error:
            form.add_error("code", error.sentence)
            return _code_page(request, phone, form)
        if outcome == accounts.RIGHT:
            return _after(request, phone)
        _failed(request, outcome)
        form.add_error("code", WRONG if outcome == accounts.WRONG else OVER)
    return _code_page(request, phone, form)


def _code_page(request: Any, phone: str, form: Any, trouble: str = "") -> HttpResponse:
    told = {
        "form": form,
        "phone": masked_phone(phone),
        "trouble": trouble,
        "sent": request.GET.get("sent") == "1",
    }
    return _page(request, "code", 429 if trouble else 422 if form.errors else 200, **told)


def _failed(request: Any, outcome: str) -> None:
    citizen.trace(request, "code", "A code was wrong or used up.")
    accounts.remember_visit(
        by=_stranger(), at=now.now(), how="sms", address=brake.client(request), outcome=outcome, why="验证码"
    )


def _after(request: Any, phone: str) -> HttpResponse:
    found = accounts.on_phone(settings.DEPLOYMENT.region, phone)
    return come_in(request, found[0], "sms") if len(found) == 1 else redirect("me:which")


def come_in(request: Any, account: Account, how: str) -> HttpResponse:
    """Let in whoever this account belongs to, on record, and lead them where they were going."""
    at, back = now.now(), request.session.pop(NEXT, "/my/")
    sms.forget(request)
    citizen.enter(request, account, at)
    by = Actor(kind="applicant", region=account.region, name="申请人", account=account.pk)
    accounts.remember_visit(by=by, at=at, how=how, address=brake.client(request))
    return redirect(back)


@never_cache
@require_http_methods(["GET", "POST"])
def which(request: Any) -> HttpResponse:
    """Choose between the accounts on this telephone, or open one where there is none."""
    proved = sms.proved(request, PURPOSE, now.now())
    if proved is None:
        return redirect("me:sign_in")
    found = accounts.on_phone(settings.DEPLOYMENT.region, proved.phone)
    if not found or request.POST.get("account") == NEW or "name" in request.POST or request.GET.get("new"):
        return _open(request, proved)
    chosen = next((one for one in found if str(one.pk) == request.POST.get("account")), None)
    if chosen is not None:
        return come_in(request, chosen, "sms")
    if request.POST.get("account"):
        citizen.trace(request, "guessed", "An account that is not on this telephone was chosen.")
    options = [
        {"value": str(one.pk), "label": masked_name(one.name), "hint": realname.level_name(one.level)}
        for one in found
    ]
    options.append({"value": NEW, "label": "都不是，给我开一个新账户"})
    missed = request.method == "POST"
    told = {
        "options": options,
        "error": "请选一个账户" if missed else "",
        "phone": masked_phone(proved.phone),
    }
    return _page(request, "which", 422 if missed else 200, **told)


def _open(request: Any, proved: sms.Proved) -> HttpResponse:
    form = forms.Name(request.POST if "name" in request.POST else None)
    if request.method == "POST" and form.is_bound:
        key = request.POST.get("idempotency_key", "")[:64] or None
        done = tried(form, lambda said: accounts.open_account(
            by=_stranger(), at=now.now(), key=key, name=said["name"], phone=proved.phone, code=proved.code
        ))  # fmt: skip
        if done is not None:
            return come_in(request, Account.objects.get(pk=done["account"]), "sms")
    return _page(request, "opening", 422 if form.errors else 200, form=form, phone=masked_phone(proved.phone))


@require_http_methods(["GET", "POST"])
def sign_out(request: Any) -> HttpResponse:
    """Sign out; a GET asks first."""
    if request.method == "POST":
        citizen.leave(request)
        return redirect("/")
    return redirect("/") if citizen.of(request) is None else _page(request, "sign_out")
