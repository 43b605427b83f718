"""For whom one acts: oneself, a firm, a child; and whom a firm lets act for it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from yichuang.catalogue.models import Item
from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Offer, Role, Tie
from yichuang.doors import citizen
from yichuang.doors.fields import tried
from yichuang.doors.me import checks, forms
from yichuang.doors.me.views.space import offers_to
from yichuang.ground import now, vault
from yichuang.ground.templatetags.yc import masked_id, typed
from yichuang.journal.refusals import BadInput
from yichuang.law import realname, sources
from yichuang.law.codes import normalise

SCOPE_MOST = 30


def _key(request: Any) -> str | None:
    return request.POST.get("idempotency_key", "")[:64] or None


@require_http_methods(["GET", "POST"])
@citizen.required
def acting(request: Any) -> HttpResponse:
    """Choose for whom one acts from now on."""
    who = citizen.here(request)
    if request.method == "POST":
        wanted = request.POST.get("for", "")
        tie = next((tie for tie in who.ties if str(tie.pk) == wanted), None)
        if wanted and tie is None:
            citizen.found(request, None, "单位或者人")
        citizen.act_for(request, tie.pk if tie else None)
        return redirect(citizen.way_back(request, request.POST.get("next", "")))
    options = [
        {"value": "", "label": format_html("{}（本人）", typed(who.account.name)), "checked": who.tie is None}
    ]
    options += [
        {"value": str(tie.pk), "label": typed(tie.name), "hint": _role(tie), "checked": who.tie is not None and who.tie.pk == tie.pk}
        for tie in who.ties
    ]  # fmt: skip
    return render(
        request, "me/acting.html", {"who": who, "options": options, "next": request.GET.get("next", "")[:300]}
    )


def _role(tie: Tie) -> str:
    until = f"，到{tie.ends_on.year}年{tie.ends_on.month}月{tie.ends_on.day}日前" if tie.ends_on else ""
    scope = f"，只办{len(tie.scope.split())}个事项" if tie.scope else ""
    return f"您是{tie.get_role_display()}{scope}{until}"


@require_http_methods(["GET"])
@citizen.required
def firms(request: Any) -> HttpResponse:
    """The bodies one represents or acts for, and whom they let act for them."""
    who, at = citizen.here(request), now.now()
    own = [tie for tie in who.ties if tie.kind == "body"]
    led = {tie.number_index for tie in own if tie.role == Role.REPRESENTATIVE}
    given = (
        Offer.objects.filter(region=who.account.region, holder_index__in=led)
        .select_related("tie")
        .order_by("-made_at")[:50]
    )
    day = now.day_of(at)
    told = {
        "who": who, "firms": [(tie, _role(tie), masked_id(tie.clear_number()), tie.role == Role.REPRESENTATIVE) for tie in own],
        "given": [(offer, masked_id(vault.unlock(offer.number)), _state(offer, day), _named(offer.scope)) for offer in given],
        "offers": offers_to(who, day), "known": who.account.level >= realname.MATCHED,
    }  # fmt: skip
    return render(request, "me/firms.html", told)


def _state(offer: Offer, day: Any) -> str:
    if offer.ended_on is not None:
        return "已收回"
    if offer.ends_on <= day:
        return "已到期"
    return "在用" if offer.tie_id else "等对方接受"


def _named(scope: str) -> str:
    names = Item.objects.filter(key__in=scope.split()).values_list("name", flat=True)
    return "、".join(names) if scope else "全部事项"


@require_http_methods(["GET", "POST"])
@citizen.required
def firm(request: Any) -> HttpResponse:
    """Add a body that the register says one represents."""
    who, at = citizen.here(request), now.now()
    form = forms.Firm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and tried(form, lambda said: _tie_firm(request, who, said["number"], at)) is not None
    ):
        return redirect("me:firms")
    told = {"form": form, "connected": checks.is_connected(who, sources.ENTERPRISES, at), "who": who}
    return render(request, "me/firm_new.html", told, status=422 if form.errors else 200)


def _tie_firm(request: Any, who: citizen.Citizen, number: str, at: datetime) -> dict[str, Any]:
    number = normalise(number)
    name, evidence = checks.firm(who, number, at)
    return accounts.tie(
        who.account.pk, by=who.actor(), at=at, key=_key(request), role="representative", name=name, number=number, evidence=evidence
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@citizen.required
def authorisation(request: Any, tie: UUID) -> HttpResponse:
    """Let a named person act for the body."""
    who, at = citizen.here(request), now.now()
    own = next((one for one in who.ties if one.pk == tie and one.role == Role.REPRESENTATIVE), None)
    held = citizen.found(request, own, "单位")
    day = now.day_of(at)
    first = {
        "starts_on": day,
        "ends_on": day.replace(year=day.year + 1, day=min(day.day, 28)),
        "document": "111",
    }
    form = forms.Authorise(request.POST) if request.method == "POST" else forms.Authorise(initial=first)
    if request.method == "POST":
        done = tried(form, lambda said: accounts.authorise(
            who.account.pk, by=who.actor(), at=at, key=_key(request), tie=tie, name=said["name"], document=said["document"], number=said["number"],
            starts_on=said["starts_on"], ends_on=said["ends_on"], scope=_scope(said["scope"]),
        ))  # fmt: skip
        if done is not None:
            return redirect("me:firms")
    return render(
        request,
        "me/authorisation_new.html",
        {"form": form, "firm": held, "who": who},
        status=422 if form.errors else 200,
    )


def _scope(text: str) -> list[str]:
    """Return the keys of the items that were named; one that is not there is told."""
    names = [name.strip() for name in text.replace(",", "、").replace("，", "、").split("、") if name.strip()]
    if len(names) > SCOPE_MOST:
        raise BadInput(f"一份授权最多写{SCOPE_MOST}个事项。", field="scope")
    keys = dict(Item.objects.filter(name__in=names).values_list("name", "key"))
    if missing := [name for name in names if name not in keys]:
        raise BadInput(f"没有叫“{missing[0][:30]}”的事项。照事项名称写全。", field="scope")
    return [keys[name] for name in names]


@require_http_methods(["GET", "POST"])
@citizen.required
def ending(request: Any, offer: UUID) -> HttpResponse:
    """Take an authorisation back."""
    who = citizen.here(request)
    led = {tie.number_index for tie in who.ties if tie.role == Role.REPRESENTATIVE}
    row = citizen.found(request, Offer.objects.filter(pk=offer, holder_index__in=led).first(), "授权")
    if request.method == "POST":
        accounts.end_authorisation(
            who.account.pk, by=who.actor(), at=now.now(), key=_key(request), offer=offer
        )
        return redirect("me:firms")
    effects = [f"{row.name}从今天起不能再替{row.holder_name}办事", "已经提交的件接着办，您自己能看到"]
    return _sure(request, f"收回给{row.name}的授权？", effects, "收回授权", "me:firms")


def _sure(request: Any, title: str, effects: list[str], button: str, back: str) -> HttpResponse:
    told = {"title": title, "effects": effects, "button": button, "back": back}
    return render(request, "me/sure.html", told)


@require_http_methods(["GET", "POST"])
@citizen.required
def taking(request: Any, offer: UUID) -> HttpResponse:
    """Take up an authorisation that somebody gave me."""
    who, at = citizen.here(request), now.now()
    row = citizen.found(request, offers_to(who, now.day_of(at)).filter(pk=offer).first(), "授权")
    if request.method == "POST":
        accounts.take_up(who.account.pk, by=who.actor(), at=at, key=_key(request), offer=offer)
        return redirect("me:acting")
    effects = [
        f"您可以替{row.holder_name}办：{_named(row.scope)}",
        f"从{_day(row.starts_on)}起，到{_day(row.ends_on)}前",
        "随时可以不再替它办",
    ]
    return _sure(request, f"替{row.holder_name}办事？", effects, "接受授权", "me:home")


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@require_http_methods(["GET", "POST"])
@citizen.required
def tie_ending(request: Any, tie: UUID) -> HttpResponse:
    """Stop acting for a body or a child."""
    who = citizen.here(request)
    row = citizen.found(request, next((one for one in who.ties if one.pk == tie), None), "单位或者人")
    back = "me:firms" if row.kind == "body" else "me:wards"
    if request.method == "POST":
        accounts.end_tie(who.account.pk, by=who.actor(), at=now.now(), key=_key(request), tie=tie)
        return redirect(back)
    effects = [f"您从今天起不能再替{row.name}办事", "已经提交的件接着办", "以后要再办，得重新核对"]
    return _sure(request, f"不再替{row.name}办事？", effects, "不再办", back)


@require_http_methods(["GET", "POST"])
@citizen.required
def wards(request: Any) -> HttpResponse:
    """The children one is guardian of; one that the register knows can be added here."""
    who, at = citizen.here(request), now.now()
    form = forms.Child(request.POST if request.method == "POST" else None)
    if request.method == "POST" and tried(form, lambda said: _tie_child(request, who, said, at)) is not None:
        return redirect("me:wards")
    told = {
        "who": who, "form": form, "known": who.account.level >= realname.MATCHED,
        "wards": [(tie, masked_id(tie.clear_number())) for tie in who.ties if tie.role == Role.GUARDIAN],
        "connected": checks.is_connected(who, sources.CITIZENS, at),
    }  # fmt: skip
    return render(request, "me/wards.html", told, status=422 if form.errors else 200)


def _tie_child(request: Any, who: citizen.Citizen, said: dict[str, Any], at: datetime) -> dict[str, Any]:
    number = normalise(said["number"])
    if not who.account.number_index:
        raise BadInput("先实名，再登记孩子。带身份证件到窗口，几分钟办好。", field="number")
    evidence = checks.child(who, said["name"], number, at)
    return accounts.tie(
        who.account.pk, by=who.actor(), at=at, key=_key(request), role="guardian", name=said["name"], number=number, document="111",
        evidence=evidence,
    )  # fmt: skip
