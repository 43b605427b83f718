"""Forced stop: one supervisor names the lines that ask for too much, a second person confirms or refuses."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.bundles import acts as things
from yichuang.bundles import models as whole
from yichuang.bundles import standing as of_things
from yichuang.cases import acts as cases
from yichuang.cases import standing
from yichuang.cases.models import Case, Notice, Strike
from yichuang.catalogue import versions
from yichuang.doors import caseview, thingview
from yichuang.doors.frame import sent, text_of, uuid_of
from yichuang.doors.office import pages
from yichuang.doors.office.urging.forms import attempted
from yichuang.ground.now import now
from yichuang.journal.actor import Actor

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


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice is of, as the page shows it: a case, or a thing (一件事) with all its parts."""

    pk: UUID
    name: str
    number: str
    seq: int
    state: str
    lines: list[dict[str, Any]]
    strikes: QuerySet[Any]
    mine: bool
    back: str
    here: str

    @property
    def open(self) -> list[tuple[int, str]]:
        """The lines that stand, with their place in the notice."""
        told = [(n, line, line.get("material") or line.get("paper", "")) for n, line in enumerate(self.lines)]
        return [(n, f"{paper}：{line['sentence']}") for n, line, paper in told if not line.get("struck")]


def _of_case(actor: Actor, case: UUID) -> Matter:
    row = caseview.find(actor, case, now(), purpose="督查").case
    notice = Notice.objects.filter(case=case, round=row.round).first()
    return Matter(
        row.pk, versions.facts(row.version_id).name, row.filing_number, row.seq, row.state, json.loads(notice.lines) if notice else [],
        Strike.objects.filter(case=case), standing.strike_asked_by(case, actor), reverse("office:case", args=[case]), "office:stop",
    )  # fmt: skip


def _of_thing(actor: Actor, thing: UUID) -> Matter:
    view = thingview.find(actor, thing, now(), purpose="督查")
    row = view.thing
    notice = whole.Notice.objects.filter(thing=thing, round=row.round).first()
    return Matter(
        row.pk, view.name, row.filing_number, row.seq, row.state, notice.told() if notice else [], whole.Strike.objects.filter(thing=thing),
        of_things.strike_asked_by(thing, actor), reverse("office:cases"), "office:thing_stop",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def stop(request: Any, case: UUID) -> HttpResponse:
    """The open notice of a case line by line; or the stop that waits for its second person. A part leads on to its thing."""
    actor = pages.need(request, "cases")
    matter = _of_case(actor, case)
    thing = Case.objects.values_list("thing", flat=True).get(pk=case)
    if thing is not None:
        card = uuid_of(request.GET.get("card", ""))
        return redirect(reverse("office:thing_stop", args=[thing]) + (f"?card={card}" if card else ""))
    return _page(request, actor, matter, cases.ask_strike)


@require_http_methods(["GET", "POST"])
def thing_stop(request: Any, thing: UUID) -> HttpResponse:
    """The one notice of a thing: a line that is struck is void for every part it covers."""
    actor = pages.need(request, "cases")
    return _page(request, actor, _of_thing(actor, thing), things.ask_strike)


def _page(request: Any, actor: Actor, matter: Matter, ask: Callable[..., Any]) -> HttpResponse:
    form = StopForm(request.POST or None)
    form.fields["lines"].choices = matter.open  # type: ignore[attr-defined]
    if request.method == "POST":
        card = uuid_of(request.POST.get("card", ""))
        done = attempted(
            form, lambda told: ask(matter.pk, by=actor, at=now(), card=card, **told, **sent(request))
        )
        if done is not None:
            return redirect(matter.here, matter.pk)
    asked = matter.strikes.filter(state="asked").first()
    told = {
        "matter": matter, "form": form, "card": request.GET.get("card", ""), "may_ask": actor.kind == "supervisor", "asked": asked,
        "confirm": reverse(f"{matter.here}_confirmation", args=[matter.pk, asked.pk]) if asked else "",
        "refuse": reverse(f"{matter.here}_refusal", args=[matter.pk, asked.pk]) if asked else "",
        "before": matter.strikes.exclude(state="asked").order_by("-decided_at"), "whole": matter.here == "office:thing_stop",
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
    _second(request, caseview.find, cases.strike_demand, case, strike)
    return redirect("office:case", case=case)


@require_POST
def refusal(request: Any, case: UUID, strike: UUID) -> HttpResponse:
    """The demand stands, with the reason."""
    _second(request, caseview.find, cases.drop_strike, case, strike, why=True)
    return redirect("office:stop", case=case)


@require_POST
def thing_confirmation(request: Any, thing: UUID, strike: UUID) -> HttpResponse:
    """The second person confirms: the demand is void for every part."""
    _second(request, thingview.find, things.strike_demand, thing, strike)
    return redirect("office:thing_stop", thing=thing)


@require_POST
def thing_refusal(request: Any, thing: UUID, strike: UUID) -> HttpResponse:
    """The demand stands for every part, with the reason."""
    _second(request, thingview.find, things.drop_strike, thing, strike, why=True)
    return redirect("office:thing_stop", thing=thing)


def _second(
    request: Any, find: Callable[..., Any], act: Callable[..., Any], of: UUID, strike: UUID, why: bool = False
) -> None:
    """Let the second person do the act on what they may see, with the reason where the act wants one."""
    actor = pages.need(request, "cases")
    find(actor, of, now(), purpose="督查")
    said = {"why": text_of(request, "why", 300)} if why else {}
    act(of, by=actor, at=now(), strike=strike, key=sent(request)["key"], **said)
