"""Grants to sign for (审批结果推送): what waits, late first; whose it is; which body supervises which item."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.catalogue.models import Item
from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.inspections import forms
from yichuang.ground.now import day_of, now
from yichuang.inspections import acts, standing
from yichuang.inspections.models import Grant, Oversight
from yichuang.journal.refusals import BadInput, NotThere

PAGE = 20
BOXES = (("waiting", "等签收"), ("late", "过了日子没签"), ("signed", "已签收"), ("recalled", "作废收回"))


@require_GET
def index(request: Any) -> HttpResponse:
    """What was pushed to whom: waiting by its day, late, signed for."""
    actor, today = pages.need(request, "inspections:index"), day_of(now())
    box = request.GET.get("box", "waiting")
    seen = Grant.objects.visible_to(actor)
    found = {
        "late": seen.standing().filter(signed_at=None, due_on__lt=today).order_by("due_on", "pk"),
        "signed": seen.standing().exclude(signed_at=None).order_by("-signed_at", "-pk"),
        "recalled": seen.exclude(recalled_on=None).order_by("-recalled_on", "-pk"),
    }.get(box, seen.standing().filter(signed_at=None).order_by("due_on", "pk"))
    page = Paginator(found.select_related("case", "item", "body", "target"), PAGE).get_page(
        request.GET.get("page")
    )
    lines = [
        {
            "row": row,
            "late": row.due_on < today and row.signed_at is None and row.recalled_on is None,
            **_may(row, actor),
        }
        for row in page
    ]
    chips = [{"name": name, "href": f"?box={key}", "current": key == box} for key, name in BOXES]
    told = {"lines": lines, "chips": chips, "box": box, "page": page}
    return render(request, "office/inspections/grants.html", pages.frame(request, "inspections:index") | told)


def _may(row: Grant, actor: Any) -> dict[str, bool]:
    facts = standing.of_grant(row, actor)
    waits = row.signed_at is None and row.recalled_on is None
    return {
        "sign": waits and standing.may("inspections.sign", actor, facts),
        "redirect": waits and standing.may("inspections.redirect", actor, facts),
    }


def _find(request: Any, grant: UUID) -> Any:
    actor = pages.need(request, "inspections:index")
    row = Grant.objects.visible_to(actor).filter(pk=grant).select_related("case", "item", "body").first()
    if row is None:
        raise NotThere("没有这一件，或者不归您看。")
    return actor, row


@require_POST
def signature(request: Any, grant: UUID) -> HttpResponse:
    """Sign for one."""
    actor, _ = _find(request, grant)
    acts.sign(grant, by=actor, at=now(), **sent(request))
    return redirect("office:inspections:grants")


@require_http_methods(["GET", "POST"])
def redirection(request: Any, grant: UUID) -> HttpResponse:
    """Say whose it is instead."""
    actor, row = _find(request, grant)
    form = forms.with_bodies(forms.RedirectForm(request.POST or None), actor)
    if request.method == "POST" and tried(
        form, lambda told: acts.redirect(grant, by=actor, at=now(), key=sent(request)["key"], **told)
    ):
        return redirect("office:inspections:grants")
    told = {"form": form, "row": row}
    return render(request, "office/inspections/redirection.html", pages.frame(request, "inspections:index") | told, status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
def oversight(request: Any) -> HttpResponse:
    """Which body supervises what an item grants; without a row the body that decided."""
    actor = pages.need(request, "inspections:oversight")
    form = forms.with_bodies(forms.OversightForm(request.POST or None), actor)

    def do(said: dict[str, Any]) -> dict[str, Any]:
        item = Item.objects.filter(region=actor.region, name=said["item"], retired_on=None).first()
        if item is None:
            raise BadInput("没有叫这个名字的事项。照事项库里的全名写。", field="item")
        return acts.assign_body(by=actor, at=now(), key=sent(request)["key"], **said | {"item": item.pk})

    if request.method == "POST" and tried(form, do):
        return redirect("office:inspections:oversight")
    rows = Oversight.objects.filter(region=actor.region, ends_on=None).select_related("item", "body")
    page = Paginator(rows.order_by("item__name"), 50).get_page(request.GET.get("page"))
    told = {"form": form, "page": page}
    return render(request, "office/inspections/oversight.html", pages.frame(request, "inspections:oversight") | told, status=422 if form.errors else 200)  # fmt: skip
