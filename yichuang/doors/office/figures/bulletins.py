"""Bulletins at the office: those that are out, a new one on a closed period, one as page and PDF."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors import bulletins
from yichuang.doors.fields import line, tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.asking.forms import words
from yichuang.figures import acts, appraisal
from yichuang.figures.acts import periods
from yichuang.figures.models import Bulletin
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere

HERE = "figures:index"


class NewForm(forms.Form):
    """A bulletin."""

    number = line("文号", 40, hint="例如示政务通报〔2026〕3号")
    scheme = forms.ChoiceField(label="按哪张考核表排名")
    words = words("正文", 2000, rows=8, hint="写明好在哪里、差在哪里、哪天前改；数字和排名会自动附在后面")


@require_GET
def index(request: Any) -> HttpResponse:
    """The bulletins, newest first."""
    actor = pages.need(request, HERE)
    rows = Bulletin.objects.filter(region=actor.region).select_related("period").defer("content", "period__content", "period__lists")  # fmt: skip
    told = {"rows": rows.order_by("-issued_on", "-number")}
    return render(request, "office/figures/bulletins.html", pages.frame(request, HERE) | told)


@require_http_methods(["GET", "POST"])
def new(request: Any, name: str) -> HttpResponse:
    """Write a bulletin on a closed period."""
    actor = pages.need(request, HERE)
    period = periods.of(actor.region, name)
    form = NewForm(request.POST or None, initial={"scheme": "hundred-points"})
    kinds = form.fields["scheme"]
    assert isinstance(kinds, forms.ChoiceField)
    kinds.choices = [(key, one["name"]) for key, one in appraisal.schemes(actor.region).items()]

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return acts.issue_bulletin(by=actor, at=now(), key=sent(request)["key"], period=period.pk, **told)

    if request.method == "POST" and (done := tried(form, do)):
        return redirect("office:figures:bulletin", bulletin=done["id"])
    told = pages.frame(request, HERE) | {"form": form, "name": name}
    return render(request, "office/figures/bulletin_new.html", told, status=422 if form.errors else 200)


def _find(request: Any, bulletin: UUID) -> Bulletin:
    actor = pages.need(request, HERE)
    found = Bulletin.objects.filter(pk=bulletin, region=actor.region).select_related("period").defer("period__content", "period__lists").first()  # fmt: skip
    if found is None:
        raise NotThere("没有这份通报。回到列表再选。")
    return found


@require_GET
def page(request: Any, bulletin: UUID) -> HttpResponse:
    """One bulletin."""
    told = bulletins.told(_find(request, bulletin))
    return render(request, "office/figures/bulletin.html", pages.frame(request, HERE) | told)


@require_GET
def pdf(request: Any, bulletin: UUID) -> HttpResponse:
    """One bulletin as PDF."""
    return bulletins.pdf(_find(request, bulletin))
