"""The account itself: how well known, which telephone, closing it."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Visit
from yichuang.doors import citizen, sms
from yichuang.doors.fields import tried
from yichuang.doors.me import checks, forms
from yichuang.doors.me.views.entering import OVER, WRONG
from yichuang.ground import now
from yichuang.ground.templatetags.yc import masked_id, masked_phone, typed
from yichuang.journal.refusals import BadInput
from yichuang.law import realname, sources
from yichuang.law.codes import normalise

PURPOSE, VISITS = "phone", 10
HOW = {"sms": "短信验证码", "platform": "统一身份认证"}
OUTCOMES = {"in": "登录", "wrong": "验证码不对", "over": "验证码用不了"}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@citizen.required
def levels(request: Any) -> HttpResponse:
    """What my level is, what each level is good for, and how to raise it."""
    who, at = citizen.here(request), now.now()
    connected = checks.is_connected(who, sources.CITIZENS, at) and who.account.level < realname.MATCHED
    form = forms.Known(request.POST if request.method == "POST" else None, initial={"name": who.account.name})
    if (
        request.method == "POST"
        and connected
        and tried(form, lambda said: _match(request, who, said, at)) is not None
    ):
        return redirect("me:levels")
    told = {
        "who": who, "form": form, "connected": connected, "level": realname.level_word(who.account.level),
        "levels": [{"name": name, "what": what, "now": own == who.account.level} for own, name, what in realname.LEVELS],
        "weak": who.account.level < realname.SEEN,
    }  # fmt: skip
    return render(request, "me/levels.html", told, status=422 if form.errors else 200)


def _match(request: Any, who: citizen.Citizen, said: dict[str, Any], at: datetime) -> dict[str, Any]:
    number = normalise(said["number"])
    if wrong := realname.wrong_with_document("111", number, now.day_of(at)):
        raise BadInput(wrong, field="number")
    evidence = checks.person(who, said["name"], number, at)
    key = request.POST.get("idempotency_key", "")[:64] or None
    return accounts.raise_level(
        who.account.pk, by=who.actor(), at=at, key=key, name=said["name"], number=number, evidence=evidence
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@citizen.required
def phone(request: Any) -> HttpResponse:
    """Ask for the new telephone and send a code there."""
    who = citizen.here(request)
    form = forms.Phone(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = tried(form, lambda said: _ask(request, who, said["phone"]))
        if done is not None:
            return redirect("me:phone_code")
    told = {"form": form, "who": who, "phone": masked_phone(who.account.clear_phone())}
    return render(request, "me/phone.html", told, status=422 if form.errors else 200)


def _ask(request: Any, who: citizen.Citizen, number: str) -> dict[str, Any]:
    sms.ask(request, number, PURPOSE, by=who.actor(), at=now.now())
    return {}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@citizen.required
def phone_code(request: Any) -> HttpResponse:
    """Take the code that came to the new telephone."""
    who, number = citizen.here(request), sms.waiting(request, PURPOSE)
    if not number:
        return redirect("me:phone")
    form = forms.Code(request.POST if request.method == "POST" else None)
    if request.method == "POST" and tried(form, lambda said: _change(request, who, said["code"])) is not None:
        return redirect("me:account")
    told = {"form": form, "who": who, "phone": masked_phone(number)}
    return render(request, "me/phone_code.html", told, status=422 if form.errors else 200)


def _change(request: Any, who: citizen.Citizen, typed: str) -> dict[str, Any]:
    at = now.now()
    outcome = sms.attempt(request, typed, PURPOSE, by=who.actor(), at=at)
    proved = sms.proved(request, PURPOSE, at)
    if outcome != accounts.RIGHT or proved is None:
        raise BadInput(WRONG if outcome == accounts.WRONG else OVER, field="code")
    done = accounts.change_phone(who.account.pk, by=who.actor(), at=at, phone=proved.phone, code=proved.code)
    sms.forget(request)
    return done


@require_http_methods(["GET"])
@citizen.required
def account(request: Any) -> HttpResponse:
    """What is known of me here, and when somebody signed in."""
    who = citizen.here(request)
    own = who.account
    rows = [
        {"label": "姓名", "value": typed(own.name), "href": "/my/levels/", "action": "核对"},
        {"label": "证件号码", "value": masked_id(own.clear_number()) if own.number else "没有登记"},
        {
            "label": "手机号码",
            "value": masked_phone(own.clear_phone()) if own.phone else "没有登记",
            "href": "/my/phone/",
        },
        {
            "label": "实名等级",
            "value": realname.level_name(own.level),
            "href": "/my/levels/",
            "action": "提高",
        },
    ]
    visits = Visit.objects.filter(account=own.pk).order_by("-at")[:VISITS]
    told = {
        "who": who,
        "rows": rows,
        "visits": [
            (one.at, HOW.get(one.how, one.how), OUTCOMES.get(one.outcome, one.outcome)) for one in visits
        ],
    }
    return render(request, "me/account.html", told)


@require_http_methods(["GET", "POST"])
@citizen.required
def closing(request: Any) -> HttpResponse:
    """Close the account; a page asks first."""
    who = citizen.here(request)
    if request.method == "POST":
        accounts.close(
            who.account.pk,
            by=who.actor(),
            at=now.now(),
            key=request.POST.get("idempotency_key", "")[:64] or None,
        )
        citizen.leave(request)
        return redirect("/")
    effects = [
        "不能再用手机登录这个账户",
        "替单位和孩子办事的关系都停下",
        "已经提交的件接着办，凭查询码能查",
        "要恢复，带身份证件到窗口",
    ]
    return render(
        request,
        "me/sure.html",
        {"title": "注销账户？", "effects": effects, "button": "注销账户", "back": "me:account"},
    )
