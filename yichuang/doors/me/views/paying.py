"""Paying for a case: what it costs, by which notice, to whom; then one of two honest outcomes."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.cases.models import Paper
from yichuang.doors import citizen, places
from yichuang.doors.me import mine
from yichuang.journal.refusals import BadInput, Refused, WrongState
from yichuang.law import fees
from yichuang.payments import acts, hearing, providers
from yichuang.payments.models import Attempt, Bill

NOT_PAID = "没付成，没有扣款。可以再付一次。"
OUT = "付款平台现在不通，没有扣款。过几分钟再付，或者到窗口缴。"
SILENT = "付款平台还没有告诉我们结果。过几分钟再查，知道了也会通知您。"


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def payment(request: Any, case: UUID) -> HttpResponse:
    """Show the bill and what became of it; the button leads to the platform, or asks it what it knows."""
    own = mine.find(request, case)
    bill = Bill.objects.filter(case=own.case).order_by("-made_at").first()
    error = ""
    if request.method == "POST" and bill is not None:
        try:
            answer = _ask(own, bill) if request.POST.get("op") == "ask" else _pay(request, own, bill)
            if not isinstance(answer, str):
                return answer
            error = answer
        except Refused as refused:
            error = refused.sentence
        bill.refresh_from_db()
    return render(request, "me/payment.html", _told(own, bill, error), status=409 if error else 200)


def _pay(request: Any, own: mine.Mine, bill: Bill) -> HttpResponse | str:
    name = providers.current()
    if not name:
        raise BadInput("现在不能在网上缴，请到窗口缴。")
    try:
        key = request.POST.get("idempotency_key", "")[:64] or None
        number = acts.begin(bill.pk, by=own.actor, at=own.at, key=key, provider=name)["attempt"]
    except WrongState as error:
        if "attempt" not in error.facts:
            raise
        number = str(error.facts["attempt"])
    attempt = hearing.find(number)
    if attempt.state != "asked":
        return redirect(request.path)
    back = f"{settings.DEPLOYMENT.origin if name != 'local' else ''}{request.path}"
    try:
        return redirect(providers.named(attempt.provider).order(hearing.asked_of(attempt, back), own.at))
    except OSError:
        return OUT


def _ask(own: mine.Mine, bill: Bill) -> HttpResponse | str:
    attempt = hearing.latest(bill)
    if attempt is None:
        return redirect(own.href + "payment/")
    try:
        return SILENT if hearing.ask(attempt, at=own.at) == "asked" else redirect(own.href + "payment/")
    except OSError:
        return SILENT


def _told(own: mine.Mine, bill: Bill | None, error: str) -> dict[str, Any]:
    attempt = Attempt.objects.filter(bill=bill).order_by("-pk").first() if bill else None
    receipt = (
        Paper.objects.filter(case=own.case, kind="payment").order_by("-made_at").first() if bill else None
    )
    hall = next((p for p in places.halls(own.stamp, own.case.region) if p.hall == own.case.hall_id), None)
    return {
        "mine": own, "bill": bill, "error": error, "attempt": attempt, "receipt": receipt, "online": bool(providers.current()), "hall": hall,
        "waiting": attempt is not None and attempt.state == "asked", "not_paid": NOT_PAID if attempt is not None and attempt.state in ("failed", "closed") else "",
        "total": fees.yuan(bill.total) if bill else "", "errors": [{"id": "", "text": error}] if error else [],
    }  # fmt: skip
