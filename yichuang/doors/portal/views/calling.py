"""请回电: who did not find their matter leaves a name and a number; it becomes a question with an owner and a day."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.asking import acts as asking
from yichuang.doors import brake, citizen, places
from yichuang.ground import now
from yichuang.ground.views import refusal
from yichuang.journal import stamps
from yichuang.journal.actor import applicant
from yichuang.journal.refusals import BadInput

NUMBER = re.compile(r"ZX\d{13}")
# From one address in an hour; for one telephone in a day, so that nobody is rung up at the wish of others.
FROM_ONE, TO_ONE = (5, 3600), (3, 86_400)
TOO_OFTEN = ("请回电太多次了", "一小时以后再试，或者现在就拨12345。")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to be rung back: what one wants, how one is called, a number."""
    who = citizen.of(request)
    typed = {
        "about": request.GET.get("q", "")[:60],
        "caller": who.account.name if who else "",
        "phone": who.account.clear_phone() if who else "",
    }
    if request.method != "POST":
        return _show(request, typed)
    typed = {name: request.POST.get(name, "").strip()[:200] for name in typed}
    errors = _missing(typed)
    if errors:
        return _show(request, typed, errors)
    at = now.now()
    if not _allowed(request, typed["phone"], at):
        return refusal(request, 429, *TOO_OFTEN)
    try:
        made = asking.ask(
            by=who.actor("portal") if who else applicant(settings.DEPLOYMENT.region, "portal"), at=at, source="callback",
            key=request.POST.get("idempotency_key", "")[:64] or None, **typed,
        )  # fmt: skip
    except BadInput as error:
        field = str(error.facts.get("field") or "about")
        return _show(request, typed, [{"id": field, "text": error.sentence}])
    asked = {"number": made["number"], "by": made["due_on"]}
    return redirect(f"{reverse('portal:called')}?{urlencode(asked)}")


def _missing(typed: dict[str, str]) -> list[dict[str, str]]:
    wanted = {"about": "请写一句您想办什么", "caller": "请写怎么称呼您", "phone": "请填写电话号码"}
    return [{"id": name, "text": text} for name, text in wanted.items() if not typed[name]]


def _allowed(request: HttpRequest, phone: str, at: Any) -> bool:
    digits = re.sub(r"\D", "", phone)
    return brake.allowed(
        "callback", brake.client(request), most=FROM_ONE[0], seconds=FROM_ONE[1], at=at
    ) and brake.allowed("callback.to", digits, most=TO_ONE[0], seconds=TO_ONE[1], at=at)


def _show(
    request: HttpRequest, typed: dict[str, str], errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    halls = places.halls(stamps.current(), settings.DEPLOYMENT.region)[:1]
    wrong = {one["id"]: one["text"] for one in errors or ()}
    told = {"typed": typed, "errors": errors or [], "wrong": wrong, "halls": halls}
    response = render(request, "portal/callback.html", told, status=422 if errors else 200)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_safe
def called(request: HttpRequest) -> HttpResponse:
    """Confirm the call-back: its number and the day by which it comes."""
    number = request.GET.get("number", "")
    if not NUMBER.fullmatch(number):
        return redirect("portal:callback")
    try:
        day = date.fromisoformat(request.GET.get("by", ""))
    except ValueError:
        return redirect("portal:callback")
    return render(
        request, "portal/called.html", {"pairs": [{"label": "咨询编号", "value": number}], "day": day}
    )
