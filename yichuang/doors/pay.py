"""Where platforms tell us what became of a payment, and the page of the test platform. Nobody signs in here.

A call-back is believed by its signature alone (`payments.providers`); the test page by the number that only its payer has.
"""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.ground import signed
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere, Refused
from yichuang.payments import acts, hearing, providers
from yichuang.payments.models import LocalOrder
from yichuang.payments.providers import OUTCOMES, local

app_name = "pay"
MOST = 10_000
SILENT = "silent"


@csrf_exempt  # signed by the platform, which has no page of ours
@require_POST
def callback(request: HttpRequest, provider: str) -> HttpResponse:
    """Take what a platform says, once; the same thing under a fresh signature is answered alike."""
    at = now()
    try:
        if provider != providers.current():
            raise NotThere("没有这个付款平台。")
        told = providers.named(provider).read(request.headers, request.body[:MOST], at)
        acts.hear(f"{provider}:{told.nonce}", by=None, at=at)
        return JsonResponse({"number": told.number, "state": hearing.take(told, at=at)})
    except Refused as error:
        return JsonResponse({"code": error.code, "sentence": error.sentence}, status=error.status)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The page of the test platform: the payer chooses what becomes of the payment."""
    kept = LocalOrder.objects.filter(number=number).first() if providers.current() == local.NAME else None
    if kept is None:
        raise NotThere("没有这次付款。")
    if request.method != "POST":
        return _shown(request, kept)
    chosen = request.POST.get("outcome", "")
    if chosen not in (*OUTCOMES, SILENT):
        return _shown(request, kept, missed=True)
    state = "paid" if chosen == SILENT else chosen
    if acts.settle_test_order(number, state, by=None, at=now()) and chosen != SILENT:
        _say(kept, state)
    return redirect(kept.back)


def _shown(request: HttpRequest, kept: LocalOrder, *, missed: bool = False) -> HttpResponse:
    options = [
        {"value": "paid", "label": "付款成功"},
        {"value": "failed", "label": "付不成，余额不够"},
        {"value": "closed", "label": "不付了，关掉"},
        {"value": SILENT, "label": "付了，但是回执没有送到", "hint": "看平台没有消息的时候，页面怎样说"},
    ]
    told = {
        "order": kept,
        "options": options,
        "errors": [{"id": "outcome_0", "text": "请选择这次付款的结果"}] if missed else [],
    }
    return render(request, "pay/page.html", told, status=422 if missed else 200)


def _say(kept: LocalOrder, state: str) -> None:
    """Send the signed message as the platform would, and have it checked as any other."""
    at, nonce = now(), secrets.token_hex(16)
    body, time = local.message(kept.number, state, kept.amount), str(int(at.timestamp()))
    heads: dict[str, Any] = {
        "X-Pay-Time": time,
        "X-Pay-Nonce": nonce,
        "X-Pay-Sign": signed.sign(providers.key_of(local.NAME), time, nonce, body),
    }
    told = local.read(heads, body, at)
    acts.hear(f"{local.NAME}:{told.nonce}", by=None, at=at)
    hearing.take(told, at=at)


urlpatterns = [
    path("callbacks/<slug:provider>/", callback, name="callback"),
    path("<str:number>/", page, name="page"),
]
