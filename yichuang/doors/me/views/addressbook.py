"""The address book: one line first, which falls into its parts; the parts can be put right one by one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.cases.application import PHONE
from yichuang.citizens.acts import addresses as acts
from yichuang.citizens.models import Address
from yichuang.doors import addressing, citizen
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere, Refused
from yichuang.law import addresses
from yichuang.law.codes import normalise

FIELDS = ("receiver", "phone", "province", "city", "county", "street")


@require_GET
@citizen.required
def book(request: Any) -> HttpResponse:
    """The addresses I keep."""
    return render(request, "me/addresses.html", {"entries": addressing.entries(citizen.here(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def entry(request: Any, address: UUID | None = None) -> HttpResponse:
    """Keep an address: a new one, or one of the book put right."""
    who, at = citizen.here(request), now.now()
    own = addressing.home(stamps.current(), who.account.region, now.day_of(at))
    said, errors = _begin(who, address, own), []
    if request.method == "POST":
        said = {name: " ".join(request.POST.get(name, "").split())[:120] for name in (*FIELDS, "whole")}
        if request.POST.get("op") == "split" or (said["whole"] and not said["street"]):
            said |= _split(said["whole"], own[0])
            errors = (
                []
                if said["street"]
                else [{"id": "whole", "text": "没有拆出门牌号。把地址写全，或者在下面分栏填"}]
            )
        else:
            errors = _wrong(said, own[0])
            if not errors and (answer := _kept(request, who, address, said, at, errors)):
                return answer
    told = {
        "said": said, "errors": errors, "by_field": {e["id"]: e["text"] for e in errors}, "provinces": addressing.provinces(own[0]),
        "address": address, "usual": request.POST.get("first") == "1" if request.method == "POST" else said.get("first", False),
    }  # fmt: skip
    return render(request, "me/address.html", told, status=422 if errors else 200)


def _begin(who: citizen.Citizen, address: UUID | None, own: tuple[str, str, str]) -> dict[str, Any]:
    if address is None:
        fresh = {"receiver": who.account.name, "phone": who.account.clear_phone()}
        return (
            fresh | dict(zip(("province", "city", "county"), own, strict=True)) | {"street": "", "whole": ""}
        )
    row = Address.objects.filter(account=who.account, pk=address).first()
    if row is None:
        raise NotThere("没有这个地址，或者不是您的。")
    return addressing.opened(row) | {"whole": ""}


def _split(text: str, home: str) -> dict[str, str]:
    found = addresses.split(text, home=home)
    return {"province": found.province, "city": found.city, "county": found.county, "street": found.street}


def _wrong(said: dict[str, str], home: str) -> list[dict[str, str]]:
    found = []
    if not said["receiver"]:
        found.append({"id": "receiver", "text": "请填写收件人姓名"})
    if not PHONE.match(normalise(said["phone"]).replace(" ", "")):
        found.append({"id": "phone", "text": "收件电话写11位手机号码，或者区号-号码"})
    parts = addresses.Address(said["province"], said["city"], said["county"], said["street"])
    return found + [
        {"id": name, "text": text} for name, text in addresses.wrong(parts, addressing.provinces(home))
    ]


def _kept(request: Any, who: citizen.Citizen, address: UUID | None, said: dict[str, str], at: Any, errors: list[dict[str, str]]) -> HttpResponse | None:  # fmt: skip
    content = {name: said[name] for name in FIELDS} | {"phone": normalise(said["phone"]).replace(" ", "")}
    try:
        acts.keep_address(
            address, by=who.actor(), at=at, content=content, first=request.POST.get("first") == "1"
        )
    except Refused as error:
        errors.append({"id": str(error.facts.get("field") or ""), "text": error.sentence})
        return None
    return redirect("me:addresses")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def removal(request: Any, address: UUID) -> HttpResponse:
    """Take an address out of the book."""
    who = citizen.here(request)
    kept = _begin(who, address, ("", "", ""))
    if request.method == "POST":
        acts.drop_address(address, by=who.actor(), at=now.now())
        return redirect("me:addresses")
    return render(request, "me/address_removal.html", {"kept": kept, "effects": ["已经寄出的邮件不受影响。"]})
