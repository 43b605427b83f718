"""What a firm sees of its projects (项目代办), and mandates for a help desk (帮办委托) given on line and ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.agency import acts, book
from yichuang.agency.models import Mandate
from yichuang.cases.application import PartyIn
from yichuang.catalogue.models import Item
from yichuang.doors import citizen, frame
from yichuang.ground.now import day_of, now
from yichuang.halls.models import Hall
from yichuang.journal.refusals import BadInput, Refused

MOST = 50


@require_safe
@citizen.required
def plans(request: Any) -> HttpResponse:
    """The projects of the firms this person may act for, and the mandates they gave."""
    who, day = citizen.here(request), day_of(now())
    rows = book.plans(book.of_firm(who.account.region, who.holders)[:MOST], day)
    given = Mandate.objects.filter(region=who.account.region, holder_index__in=who.holders, ended_on=None)
    mandates = list(given.select_related("organisation").order_by("-pk")[:MOST])
    return render(request, "me/plans.html", {"rows": rows, "mandates": mandates})


@require_safe
@citizen.required
def plan(request: Any, plan: UUID) -> HttpResponse:
    """One project of one's own firm: what is done, what is late, who does what next."""
    who, day = citizen.here(request), day_of(now())
    row = (
        book.of_firm(who.account.region, who.holders)
        .filter(pk=plan)
        .select_related("agent", "organisation")
        .first()
    )
    if row is None:
        raise Http404("没有这个项目，或者不是您的。")
    stood = [book.standing(stage, day) for stage in row.stages.select_related("item", "case")]
    context = {"plan": row, "stages": stood, "remarks": row.remarks.order_by("-pk")[:MOST]}
    return render(request, "me/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def mandate_new(request: Any) -> HttpResponse:
    """Let a help desk file for oneself, or for whom one acts now."""
    who, at = citizen.here(request), now()
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            _give(request, who, at)
            return redirect("me:plans")
        except Refused as error:
            errors = [{"id": str(error.facts.get("field", "")), "text": error.sentence}]
    context = {"errors": errors, "typed": request.POST, "who": who, "desks": _desks(who.account.region), "items": _items(who.account.region)}  # fmt: skip
    return render(request, "me/mandate_new.html", context, status=422 if errors else 200)


def _give(request: Any, who: citizen.Citizen, at: Any) -> None:
    organisation = frame.whole(request.POST.get("organisation", ""))
    if organisation not in {key for key, _ in _desks(who.account.region)}:
        raise BadInput("请选择由哪里帮您办。", field="organisation")
    until = frame.date_of(request.POST.get("ends_on"), "ends_on", "最后一天")
    scope = [_key(who.account.region, name) for name in request.POST.getlist("scope") if name.strip()]
    acts.give_mandate(
        by=who.actor(), at=at, key=frame.sent(request)["key"], holder=_holder(who), organisation=organisation, scope=scope,
        ends_on=until + timedelta(days=1) if until else None,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def mandate_ending(request: Any, mandate: UUID) -> HttpResponse:
    """End a mandate, once that was confirmed."""
    who = citizen.here(request)
    row = (
        Mandate.objects.filter(pk=mandate, holder_index__in=who.holders)
        .select_related("organisation")
        .first()
    )
    if row is None:
        raise Http404("没有这份委托，或者不是您给的。")
    if request.method == "POST":
        acts.end_mandate(row.pk, by=who.actor(), at=now(), why="委托人在网上结束")
        return redirect("me:plans")
    return render(request, "me/mandate_ending.html", {"row": row})


def _holder(who: citizen.Citizen) -> PartyIn:
    """Return for whom the mandate is: the firm or ward one acts for, or oneself."""
    if who.tie is not None:
        tie = who.tie
        return PartyIn(tie.name, tie.clear_number(), tie.kind, tie.document, phone=who.account.clear_phone())
    own = who.account
    return PartyIn(own.name, own.clear_number(), "person", own.document, phone=own.clear_phone())


def _desks(region: str) -> list[tuple[int, str]]:
    """Return the organisations that run a hall, where there is a help desk."""
    found = Hall.objects.filter(region=region).select_related("organisation").order_by("pk")
    return list({hall.organisation_id: (hall.organisation_id, hall.name) for hall in found}.values())


def _items(region: str) -> list[str]:
    found = Item.objects.filter(region=region, current__isnull=False, retired_on=None)
    return list(found.order_by("name").values_list("name", flat=True))


def _key(region: str, name: str) -> str:
    key = Item.objects.filter(region=region, name=name.strip()[:200]).values_list("key", flat=True).first()
    if key is None:
        raise BadInput(f"没有叫“{name.strip()[:40]}”的事项。从列表里选。", field="scope-1")
    return key
