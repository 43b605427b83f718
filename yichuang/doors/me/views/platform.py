"""Signing in by the city's identity platform: said what comes along, gone there, come back, entered or refused."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account
from yichuang.doors import brake, citizen
from yichuang.doors.me import platform
from yichuang.doors.me.views.entering import NEXT, come_in
from yichuang.ground import now
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import NotThere, Refused, WrongState
from yichuang.law import realname

FROM_ONE = (60, 600)


def _stranger() -> Actor:
    return applicant(settings.DEPLOYMENT.region, "portal")


@never_cache
@require_POST
def leave(request: Any) -> HttpResponse:
    """Say what the platform tells us, with the way there: a form may not lead to another site, a link may."""
    if not platform.is_there():
        raise NotThere("这里没有接统一身份认证。用手机登录。")
    at = now.now()
    if not brake.allowed("platform", brake.client(request), most=FROM_ONE[0], seconds=FROM_ONE[1], at=at):
        return _refused(request, "试得太多了", "过十分钟再试，或者用手机登录。", 429)
    try:
        href = platform.leave_for(request, at)
    except platform.Untrusted as error:
        return _untrusted(request, error)
    request.session[NEXT] = citizen.way_back(request, request.POST.get("next", ""))
    return render(request, "me/platform.html", {"href": href, "platform": settings.DEPLOYMENT.oidc_name})


@never_cache
@require_GET
def come_back(request: Any) -> HttpResponse:
    """Take back what the platform says; whoever it vouches for comes in. This GET writes, as the protocol has it."""
    if not platform.is_there():
        raise NotThere("这里没有接统一身份认证。用手机登录。")
    at = now.now()
    try:
        vouched = platform.come_back(request, at)
        return come_in(request, _account(vouched, at), "platform")
    except platform.Untrusted as error:
        return _untrusted(request, error)
    except Refused as error:
        _record(request, "refused", error.sentence)
        return _refused(request, "还不能用它登录", error.sentence, 422)


def _account(vouched: platform.Vouched, at: datetime) -> Account:
    """Return the account of the number, raised if the platform knows the person better, or a new one."""
    name, evidence = settings.DEPLOYMENT.oidc_name, vouched.evidence
    if evidence.level < realname.MATCHED or not vouched.number:
        raise WrongState(f"您在{name}还没有实名。先在那里实名，或者用手机登录。")
    found = accounts.with_number(settings.DEPLOYMENT.region, vouched.number)
    known = {
        "name": vouched.name,
        "document": vouched.document,
        "number": vouched.number,
        "evidence": evidence,
    }
    if found is None:
        made = accounts.open_account(by=_stranger(), at=at, phone=vouched.phone, **known)
        return Account.objects.get(pk=made["account"])
    if found.closed_at is not None:
        raise WrongState("这个账户已经注销。带身份证件到窗口恢复。")
    if evidence.level > found.level:
        by = Actor(kind="applicant", region=found.region, name="申请人", account=found.pk)
        accounts.raise_level(found.pk, by=by, at=at, **known)
    return found


def _untrusted(request: Any, error: platform.Untrusted) -> HttpResponse:
    citizen.trace(request, "platform", f"The identity platform's answer was refused: {error.why}")
    _record(request, "untrusted", error.why)
    name = settings.DEPLOYMENT.oidc_name
    return _refused(
        request, "没有登录成功", f"{name}的答复对不上，或者它现在不通。重新登录一次，或者用手机登录。", 502
    )


def _record(request: Any, outcome: str, why: str) -> None:
    accounts.remember_visit(
        by=_stranger(), at=now.now(), how="platform", address=brake.client(request), outcome=outcome, why=why
    )


def _refused(request: Any, title: str, text: str, status: int) -> HttpResponse:
    return render(request, "me/refused.html", {"title": title, "text": text}, status=status)
