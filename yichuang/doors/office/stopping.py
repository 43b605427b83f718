"""Forced stop: one supervisor names the lines that ask for too much, a second person confirms or refuses."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.cases import acts as cases
from yichuang.cases import standing
from yichuang.cases.models import Notice, Strike
from yichuang.doors import caseview
from yichuang.doors.frame import sent, text_of, uuid_of
from yichuang.doors.office import pages
from yichuang.doors.office.urging.forms import attempted
from yichuang.ground.now import now

WHY = "为什么违规（写明超出了清单的哪一条）"


class StopForm(forms.Form):
    """Which lines of the notice are void, and why."""

    lines = forms.TypedMultipleChoiceField(
        label="哪几行违规", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选出违规的那几行", "invalid_choice": "从通知书的各行里选"},
    )  # fmt: skip
    why = forms.CharField(
        label=WHY, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么违规", "max_length": "理由最长300个字"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def stop(request: Any, case: UUID) -> HttpResponse:
    """The open notice line by line; or the stop that waits for its second person."""
    actor = pages.need(request, "cases")
    view = caseview.find(actor, case, now(), purpose="督查")
    notice = Notice.objects.filter(case=case, round=view.case.round).first()
    lines = json.loads(notice.lines) if notice else []
    form = StopForm(request.POST or None)
    form.fields["lines"].choices = [  # type: ignore[attr-defined]
        (n, f"{line['material']}：{line['sentence']}") for n, line in enumerate(lines) if not line.get("struck")
    ]  # fmt: skip
    if request.method == "POST":
        card = uuid_of(request.POST.get("card", ""))
        done = attempted(
            form, lambda told: cases.ask_strike(case, by=actor, at=now(), card=card, **told, **sent(request))
        )
        if done is not None:
            return redirect("office:stop", case=case)
    told = {
        "view": view, "lines": lines, "form": form, "card": request.GET.get("card", ""), "may_ask": actor.kind == "supervisor",
        "asked": Strike.objects.filter(case=case, state="asked").first(), "mine": standing.strike_asked_by(case, actor),
        "before": Strike.objects.filter(case=case).exclude(state="asked").order_by("-decided_at"),
    }  # fmt: skip
    return render(
        request,
        "office/stop.html",
        pages.frame(request, "cases") | told,
        status=422 if form.errors else 200,
    )


@require_POST
def confirmation(request: Any, case: UUID, strike: UUID) -> HttpResponse:
    """The second person confirms: the demand is void."""
    actor = pages.need(request, "cases")
    caseview.find(actor, case, now(), purpose="督查")
    cases.strike_demand(case, by=actor, at=now(), strike=strike, key=sent(request)["key"])
    return redirect("office:case", case=case)


@require_POST
def refusal(request: Any, case: UUID, strike: UUID) -> HttpResponse:
    """The demand stands, with the reason."""
    actor = pages.need(request, "cases")
    caseview.find(actor, case, now(), purpose="督查")
    why = text_of(request, "why", 300)
    cases.drop_strike(case, by=actor, at=now(), strike=strike, why=why, key=sent(request)["key"])
    return redirect("office:stop", case=case)
