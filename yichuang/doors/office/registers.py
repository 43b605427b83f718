"""The page of the base registers: who answers for each, since when, how it went lately; another provider, or a drill."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Avg, Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.doors.office import pages
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput
from yichuang.law import sources
from yichuang.registers import acts, book, providers
from yichuang.registers.models import Connection, Evidence

LATELY = timedelta(days=1)
NOBODY = ("", "断开，材料照旧要交")


class ConnectForm(forms.Form):
    """Who answers for a register from a day on."""

    register = forms.ChoiceField(label="哪个基础库", choices=list(sources.REGISTERS.items()))
    provider = forms.ChoiceField(label="由谁应答", required=False)
    starts_on = forms.DateField(
        label="从哪天起", error_messages={"required": "请填写从哪天起", "invalid": "日期写成2026-12-01这样"}
    )
    hours = forms.IntegerField(
        label="查到的结果管几小时", min_value=1, max_value=720, initial=24,
        error_messages={"required": "请填写管几小时", "invalid": "小时数写成整数，例如24", "min_value": "至少1小时", "max_value": "最多720小时"},
    )  # fmt: skip
    basis = forms.CharField(
        label="依据", max_length=200, error_messages={"required": "请写明接通、断开或演练的依据"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, title(name)) for name in providers.found()]
        self.fields["provider"].choices = [*named, NOBODY]  # type: ignore[attr-defined]


def title(provider: str) -> str:
    """Return the Chinese name of a provider."""
    page = providers.found().get(provider)
    return str(getattr(page, "TITLE", provider)) if page else "没有接通"


@require_http_methods(["GET", "POST"])
def registers(request: HttpRequest) -> HttpResponse:
    """The four registers as they stand, the changes, and a form to change who answers."""
    actor, at = pages.need(request, "registers"), now()
    form, status = ConnectForm(request.POST or None, initial={"starts_on": day_of(at)}), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                acts.connect(
                    by=actor, at=at, key=request.POST.get("idempotency_key") or None, **form.cleaned_data
                )
                return redirect("office:registers")
            except BadInput as error:
                named = str(error.facts.get("field", ""))
                form.add_error(named if named in form.fields else None, error.sentence)
        status = 422
    history = Connection.objects.filter(region=actor.region).order_by("-pk")[:30]
    told = {
        "rows": _rows(actor.region, at), "form": form, "waiting": Errand.objects.unended().filter(region=actor.region, kind="verify").count(),
        "history": [{"register": sources.REGISTERS[row.register], "provider": title(row.provider), "row": row} for row in history],
        "may": actor.kind == "sysadmin",
    }  # fmt: skip
    return render(request, "office/registers.html", pages.frame(request, "registers") | told, status=status)


def _rows(region: str, at: datetime) -> list[dict[str, Any]]:
    """Each register with its provider today and how the askings of the last day went: one query for all."""
    stamp, day = stamps.current(), day_of(at)
    asked = Evidence.objects.filter(region=region, asked_at__gt=at - LATELY, asked_at__lte=at).exclude(
        outcome=sources.REFUSED
    )
    told = {
        one["register"]: one
        for one in asked.values("register").annotate(
            all=Count("pk"),
            down=Count("pk", filter=Q(outcome=sources.DOWN)),
            mean=Avg("took_ms"),
            last=Max("asked_at"),
        )
    }
    found = []
    for register, name in sources.REGISTERS.items():
        connected = book.connection(stamp, region, register, day)
        page = providers.found().get(connected.provider) if connected else None
        found.append(
            {"name": name, "connected": connected, "provider": title(connected.provider if connected else ""),
             "drill": bool(getattr(page, "DRILL", False)), "asked": told.get(register),
             "sources": [s.name for s in sources.SOURCES.values() if register in s.elements]}
        )  # fmt: skip
    return found
