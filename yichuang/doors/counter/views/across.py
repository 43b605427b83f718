"""跨域通办 at the 专窗: what we received for others, what others received for us; received, sent, told, taken, tied, returned, given."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.cases import acts, bundles
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.cases.places import Handing
from yichuang.doors import frame
from yichuang.doors.counter.sitting import ITEM, Sitting, Table, keep, opened
from yichuang.doors.counter.views.moving import seated
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.halls.models import Partner
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Refused, WrongState
from yichuang.law import Unlawful, across

MOST = 100
OVER = ("given", "guided")
REPORTS = (
    ("arrived", "收到材料"),
    ("accepted", "受理了"),
    ("declined", "退回了"),
    ("decided", "办结了"),
    ("returned", "寄回结果"),
)


@require_GET
def index(request: Any) -> HttpResponse:
    """What is under way between regions, what is due first on top."""
    actor, day = seated(request), day_of(now())
    side = across.IN if request.GET.get("side") == across.IN else across.OUT
    found = Handing.objects.filter(region=actor.region, side=side).select_related("partner")
    found = found.filter(state__in=OVER) if "over" in request.GET else found.exclude(state__in=OVER)
    rows = list(found.order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST])
    shown = [(row, row.state == "received" and row.due_on is not None and row.due_on < day) for row in rows]
    chips = [{"name": word, "href": f"?side={key}", "current": key == side, "count": None} for key, word in ((across.OUT, "我们代收的"), (across.IN, "外地移送来的"))]  # fmt: skip
    context = {"rows": shown, "chips": chips, "side": side, "over": "over" in request.GET}
    return render(request, "counter/across/index.html", context | frame.around(request, "通办"))


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Receive a matter of a partner region: form and identity only."""
    actor, at, errors = seated(request), now(), []
    partners = list(Partner.objects.on(day_of(at)).filter(region=actor.region).order_by("name"))
    chosen = next(
        (p for p in partners if str(p.pk) == (request.POST.get("partner") or request.GET.get("partner"))),
        None,
    )
    if request.method == "POST":
        try:
            made = _collect(request, actor, at)
            messages.success(request, f"代收了，{made['number']}。打印凭证交给申请人。")
            return redirect("counter:handing", made["id"])
        except (Refused, Unlawful) as error:
            errors = frame.told(error)
    first = Handing.objects.filter(
        pk=frame.uuid_of(request.GET.get("together", "")) or UUID(int=0), region=actor.region, side="out"
    ).first()
    context = {
        "errors": errors, "typed": request.POST or _again(first), "partners": partners, "chosen": chosen, "documents": frame.HOLDERS, "checks": across.CHECKS,
        "ticked": request.POST.getlist("checked"), "modes": [m for m in across.MODES if chosen and m[0] in chosen.modes.split()], "first": first,
        "items": sorted(chosen.items_by_code.items()) if chosen else [],
    }  # fmt: skip
    return render(
        request,
        "counter/across/new.html",
        context | frame.around(request, "通办"),
        status=422 if errors else 200,
    )


def _again(first: Handing | None) -> dict[str, str]:
    if first is None:
        return {}
    return {
        "document": first.document,
        "number": first.clear_number(),
        "name": first.name,
        "phone": vault.unlock(first.phone),
        "mode": "joint",
    }


def _collect(request: Any, actor: Actor, at: Any) -> dict[str, Any]:
    post = request.POST
    return acts.collect(
        by=actor, at=at, key=frame.sent(request)["key"], partner=frame.whole(post.get("partner", "")) or 0, item=post.get("item", "")[:64],
        applicant=frame.party_of(request), checked=post.getlist("checked"), mode=post.get("mode", "collect"), delivery=post.get("delivery", "pickup"),
        materials=frame.text_of(request, "materials", 4000).split("\n"), together=frame.uuid_of(post.get("together", "")),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def incoming(request: Any) -> HttpResponse:
    """Register what a partner sent by post, or take its file."""
    actor, at, errors = seated(request), now(), []
    if request.method == "POST":
        try:
            made = _announce(request, actor, at)
            return redirect("counter:handing", made["id"])
        except (Refused, Unlawful) as error:
            errors = frame.told(error)
    partners = Partner.objects.on(day_of(at)).filter(region=actor.region).order_by("name")
    context = {"errors": errors, "typed": request.POST, "partners": partners, "documents": frame.HOLDERS}
    return render(
        request,
        "counter/across/incoming.html",
        context | frame.around(request, "通办"),
        status=422 if errors else 200,
    )


def _announce(request: Any, actor: Actor, at: Any) -> dict[str, Any]:
    partner = Partner.objects.filter(
        pk=frame.whole(request.POST.get("partner", "")) or 0, region=actor.region
    ).first()
    if partner is None:
        raise BadInput("请选择是哪个地区代收的。", field="partner")
    upload = request.FILES.get("bundle")
    if upload is None:
        given: dict[str, Any] = {
            "peer": None, "number": frame.text_of(request, "number_there", 40), "item": frame.text_of(request, "item", 64),
            "item_name": frame.text_of(request, "item_name", 200), "applicant": frame.party_of(request), "tracking": frame.text_of(request, "tracking", 40),
            "materials": frame.text_of(request, "materials", 4000).split("\n"),
        }  # fmt: skip
    else:
        given = _from_file(upload.read(bundles.MOST + 1).decode("utf-8", "replace"), partner)
    return acts.announce(by=actor, at=at, key=frame.sent(request)["key"], partner=partner.pk, **given)


def _from_file(text: str, partner: Partner) -> dict[str, Any]:
    try:
        whole = json.loads(text)
        said = bundles.opened(str(whole["bundle"]), str(whole.get("signature", "")), partner.public)
        own = said["applicant"]
        party = PartyIn(
            *(str(own[name]) for name in ("name", "number", "kind", "document", "phone", "address"))
        )
        return {"peer": UUID(said["peer"]), "number": str(said["number"]), "item": str(said["item"]), "item_name": str(said["item_name"]), "applicant": party,
                "mode": str(said["mode"]), "materials": [str(m) for m in said["materials"]], "delivery": str(said["delivery"]), "tracking": str(said["tracking"])}  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("这个移送文件读不懂。请对方重新导出。", field="bundle") from error


@require_GET
def handing(request: Any, handing: UUID) -> HttpResponse:
    """One matter between regions, and what may be done with it here now."""
    return _page(request, handing)


def _one(request: Any, handing: UUID) -> Handing:
    actor = seated(request)
    row = (
        Handing.objects.filter(pk=handing, region=actor.region)
        .select_related("partner", "hall", "case")
        .first()
    )
    if row is None:
        raise Http404("没有这一件，或者不归您看。")
    return row


def _page(request: Any, handing: UUID, errors: Any = (), status: int = 200) -> HttpResponse:
    row, actor = _one(request, handing), request.actor
    looks.seen(actor, "看通办件", subject=row.pk, holder_index=row.holder_index, at=now())
    may = {step.name for step in across.STEPS if across.lawful(step.name, row.side, row.state) is None}
    fitting = Case.objects.filter(
        region=actor.region, applicant_index=row.holder_index, accepted_on__isnull=False, handings=None
    )
    context = {
        "row": row, "may": may, "errors": errors, "typed": request.POST, "materials": json.loads(row.materials), "reports": [r for r in REPORTS if r[0] in may],
        "number": row.clear_number(), "phone": vault.unlock(row.phone), "online": bool(row.partner.origin), "today": day_of(now()),
        "cases": fitting.select_related("item").order_by("-pk")[:8] if "tie" in may else [],
        "others": Handing.objects.filter(region=actor.region, together=row.together or row.pk).exclude(pk=row.pk).select_related("partner") if row.mode == "joint" else [],
    }  # fmt: skip
    return render(
        request, "counter/across/handing.html", context | frame.around(request, "通办"), status=status
    )


@require_GET
def receipt(request: Any, handing: UUID) -> HttpResponse:
    """The receipt with both names, as it was given."""
    row = _one(request, handing)
    if not row.receipt:
        raise Http404("这一件没有代收凭证。")
    looks.seen(request.actor, "看代收凭证", subject=row.pk, holder_index=row.holder_index, at=now())
    said = json.loads(row.receipt)
    days = {
        name: date.fromisoformat(said[name]) if said.get(name) else None for name in ("received_on", "due_on")
    }
    return render(
        request, "counter/across/receipt.html", {"c": said | days, "mode": dict(across.MODES)[said["mode"]]}
    )


@require_GET
def bundle(request: Any, handing: UUID) -> HttpResponse:
    """The signed file for a partner whose system is not connected."""
    row = _one(request, handing)
    if row.side != across.OUT or row.state not in ("received", "sent"):
        raise WrongState("这一件现在不能导出移送文件。")
    looks.seen(request.actor, "导出移送文件", subject=row.pk, holder_index=row.holder_index, at=now())
    answer = HttpResponse(
        json.dumps(bundles.signed(bundles.announcement(row)), ensure_ascii=False),
        content_type="application/json",
    )
    answer["Content-Disposition"] = f'attachment; filename="{row.pk}.json"'
    return answer


@require_POST
def step(request: Any, handing: UUID, what: str) -> HttpResponse:
    """One step of a matter between regions."""
    row, actor, post, sent = _one(request, handing), request.actor, request.POST, frame.sent(request)
    text = {
        name: frame.text_of(request, name, 300)
        for name in ("tracking", "why", "result", "case_number", "receiver_name")
    }
    doing = {
        "sending": lambda: acts.send_across(row.pk, by=actor, at=now(), way=post.get("way", ""), tracking=text["tracking"], **sent),
        "hearing": lambda: acts.hear_across(row.pk, by=actor, at=now(), what=post.get("what", ""), on=frame.date_of(post.get("on"), "on"), number=text["case_number"],
                                            promised=frame.date_of(post.get("promised"), "on"), why=text["why"], result=text["result"], tracking=text["tracking"], **sent),
        "giving": lambda: acts.give_across(row.pk, by=actor, at=now(), receiver_number=post.get("receiver_number", "")[:60], receiver_name=text["receiver_name"], **sent),
        "taking": lambda: acts.take_across(row.pk, by=actor, at=now(), **sent),
        "tying": lambda: acts.tie_across(row.pk, by=actor, at=now(), case=frame.uuid_of(post.get("case", "")) or UUID(int=0), **sent),
        "declining": lambda: acts.decline_across(row.pk, by=actor, at=now(), why=text["why"], **sent),
        "returning": lambda: acts.return_across(row.pk, by=actor, at=now(), tracking=text["tracking"], **sent),
    }  # fmt: skip
    if what not in doing:
        raise Http404("没有这个操作。")
    try:
        doing[what]()
    except Refused as error:
        return _page(request, handing, frame.told(error), error.status)
    return redirect("counter:handing", row.pk)


@require_POST
def sitting(request: Any, handing: UUID) -> HttpResponse:
    """Lay the applicant of what was sent here on the table: the window goes on as always, and the case knows where it came from."""
    row, actor, at = _one(request, handing), seated(request), now()
    table = opened(actor)
    if table.sitting.applicant:
        return _page(request, handing, [{"id": "", "text": "手上还有一件没办完，先挂起它。"}], 409)
    if row.side != across.IN or row.state != "arrived":
        return _page(request, handing, [{"id": "", "text": "收到材料以后才能接件。"}], 409)
    looks.seen(actor, "窗口接件", subject=row.pk, holder_index=row.holder_index, at=at)
    party = {"name": row.name, "number": row.clear_number(), "kind": row.kind, "document": row.document, "phone": vault.unlock(row.phone),
             "address": vault.unlock(row.address), "source": "typed"}  # fmt: skip
    fresh = Sitting(
        step=ITEM, applicant={name: value for name, value in party.items() if value}, handing=str(row.pk)
    )
    keep(Table(fresh, table.intake), by=actor, at=at)
    return redirect("counter:bench")
