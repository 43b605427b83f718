"""What is on file about me: licences, papers I handed in before, what was retrieved and on what; what I want no longer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.catalogue.models import Item
from yichuang.doors import citizen
from yichuang.ground import now
from yichuang.journal.refusals import NotThere
from yichuang.law import sources
from yichuang.licences.models import Licence
from yichuang.materials import acts as materials
from yichuang.materials.models import Earlier, File
from yichuang.registers import acts as registers
from yichuang.registers.models import Consent, Evidence

MOST = 50
OUTCOMES = {
    sources.FOUND: "查到了",
    sources.NONE: "没有记录",
    sources.DOWN: "没有应答",
    sources.REFUSED: "您没有同意，没有查",
}


@dataclass(frozen=True, slots=True)
class Retrieved:
    """One retrieving: when, from where, which facts, for what, on what ground, how it went."""

    at: datetime
    where: str
    what: str
    purpose: str
    ground: str
    outcome: str


def _holder(who: citizen.Citizen) -> str:
    return who.tie.number_index if who.tie else who.account.number_index


@require_http_methods(["GET"])
@citizen.required
def papers(request: Any) -> HttpResponse:
    """The licences, the earlier papers, the consents and the retrievings of whom I act for now."""
    who, today = citizen.here(request), now.day_of(now.now())
    holder = _holder(who) or "-"
    region = who.account.region
    consents = list(
        Consent.objects.filter(region=region, holder_index=holder).order_by("-given_at", "-pk")[:MOST]
    )
    names = dict(
        Item.objects.filter(region=region, key__in={one.item for one in consents}).values_list("key", "name")
    )
    told = {
        "who": who,
        "licences": Licence.objects.filter(region=region).valid_for(holder, today).order_by("kind"),
        "earlier": _earlier(region, holder, today),
        "consents": [{"row": one, "item": names.get(one.item, one.item)} for one in consents],
        "retrieved": [_retrieved(row) for row in Evidence.objects.filter(region=region, holder_index=holder).order_by("-asked_at", "-pk")[:MOST]],
        "most": MOST,
    }  # fmt: skip
    return render(request, "me/papers.html", told)


def _earlier(region: str, holder: str, today: date) -> list[Earlier]:
    mine = Earlier.objects.filter(
        region=region, holder_index=holder, withdrawn_at=None, expires_on__gte=today
    )
    return list(mine.order_by("-checked_on", "-pk")[:MOST])


def _retrieved(row: Evidence) -> Retrieved:
    known = sources.ELEMENTS[row.register]
    asked = set(row.elements.split(","))
    what = "、".join(word for name, word in known.items() if name in asked)
    return Retrieved(
        row.asked_at, sources.REGISTERS[row.register], what, row.purpose, row.ground, OUTCOMES[row.outcome]
    )


@require_http_methods(["GET", "POST"])
@citizen.required
def earlier_ending(request: Any, paper: UUID) -> HttpResponse:
    """Ask once, then use this paper no more."""
    who, at = citizen.here(request), now.now()
    row = Earlier.objects.filter(
        pk=paper, region=who.account.region, holder_index__in=who.holders, withdrawn_at=None
    ).first()
    if row is None:
        raise NotThere("没有这份材料，或者已经不再使用。")
    if request.method == "POST":
        materials.withdraw_earlier(row.pk, by=who.actor(), at=at)
        return redirect("me:papers")
    told = {"who": who, "row": row, "files": File.objects.filter(subject=row.pk, dropped_at=None).count()}
    return render(request, "me/paper_ending.html", told)


@require_http_methods(["GET", "POST"])
@citizen.required
def consent_ending(request: Any, given: UUID) -> HttpResponse:
    """Ask once, then retrieve nothing more on this consent."""
    who, at = citizen.here(request), now.now()
    row = Consent.objects.filter(
        pk=given, region=who.account.region, holder_index__in=who.holders, given=True, withdrawn_at=None
    ).first()
    if row is None:
        raise NotThere("没有这次同意，或者已经撤回。")
    if request.method == "POST":
        registers.withdraw_consent(row.pk, by=who.actor(), at=at)
        return redirect("me:papers")
    return render(request, "me/consent_ending.html", {"who": who, "row": row})
