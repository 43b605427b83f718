"""Home visits at the hall: asked for, given a day and a visitor, the route of a day, begun on the phone, ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.agency import acts
from yichuang.agency.models import Visit
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.doors import frame
from yichuang.doors.counter.sitting import ITEM, Sitting, Table, keep, opened
from yichuang.doors.counter.views.agency import helper
from yichuang.doors.counter.views.moving import seated
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Refused
from yichuang.people.models import Holding

MOST = 100
SOURCES = (("phone", "电话"), ("desk", "帮办"))


def _own(actor: Actor) -> Any:
    return Visit.objects.filter(region=actor.region, organisation=actor.organisation or 0)


@require_GET
def index(request: Any) -> HttpResponse:
    """The route of a day, and who waits for a day."""
    actor, today = helper(request), day_of(now())
    day = frame.date_of(request.GET.get("day"), "day") or today
    route = list(
        _own(actor)
        .filter(state="planned", day=day)
        .select_related("visitor", "item")
        .order_by("visitor", "place", "pk")[:MOST]
    )
    waiting = _own(actor).filter(state="asked").select_related("item").order_by("asked_at")[:MOST]
    for row in route:
        looks.seen(actor, "看上门路线", subject=row.pk, holder_index=row.holder_index, at=now())
    shown = [(row, row.clear_address(), row.clear_phone()) for row in route]
    context = {"route": shown, "waiting": waiting, "day": day, "before": day - timedelta(days=1), "after": day + timedelta(days=1), "late": _own(actor).filter(state="planned", day__lt=today).count()}  # fmt: skip
    return render(request, "counter/visits/index.html", context | frame.around(request, "帮办"))


@require_POST
def route(request: Any) -> HttpResponse:
    """Put the visits of a day into the order of the numbers that were typed."""
    actor, day = helper(request), frame.date_of(request.POST.get("day"), "day") or day_of(now())
    typed = [
        (frame.whole(text) or 0, key)
        for name, text in request.POST.items()
        if name.startswith("place-") and (key := frame.uuid_of(name[6:]))
    ]
    acts.order_route(
        by=actor,
        at=now(),
        key=frame.sent(request)["key"],
        day=day,
        visits=[key for _, key in sorted(typed, key=lambda one: one[0])],
    )
    return redirect(f"{request.path.removesuffix('route/')}?day={day}")


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Write down a visit that was asked for by telephone or through a helper."""
    actor, at, errors = helper(request), now(), []
    if request.method == "POST":
        try:
            made = _ask(request, actor, at)
            messages.success(request, f"记下了，{made['number']}。")
            return redirect("counter:visit", made["id"])
        except Refused as error:
            errors = frame.told(error)
    items = Item.objects.filter(region=actor.region, current__isnull=False, retired_on=None).order_by("name")
    context = {"errors": errors, "typed": request.POST, "grounds": acts.grounds(stamps.current(), actor.region, day_of(at)), "sources": SOURCES, "items": items.values_list("key", "name")}  # fmt: skip
    return render(
        request,
        "counter/visits/new.html",
        context | frame.around(request, "帮办"),
        status=422 if errors else 200,
    )


def _ask(request: Any, actor: Actor, at: Any) -> dict[str, Any]:
    name = frame.text_of(request, "item", 200).strip()
    key = (
        Item.objects.filter(region=actor.region, name=name).values_list("key", flat=True).first()
        if name
        else ""
    )
    if name and not key:
        raise BadInput("没有这个事项。从列表里选，或者写在“想办什么”里。", field="item")
    said = {
        field: frame.text_of(request, field, 200)
        for field in ("name", "phone", "address", "ground", "number", "wish", "source")
    }
    return acts.ask_visit(by=actor, at=at, key=frame.sent(request)["key"], item=key or "", **said)


@require_GET
def visit(request: Any, visit: UUID) -> HttpResponse:
    """One visit: where, whom to ring, for what, and what may be done now."""
    return _page(request, visit)


def _one(request: Any, visit: UUID) -> Visit:
    row = _own(helper(request)).filter(pk=visit).select_related("item", "visitor", "case").first()
    if row is None:
        raise Http404("没有这次上门，或者不归您看。")
    return row


def _page(request: Any, visit: UUID, errors: Any = (), status: int = 200) -> HttpResponse:
    row, actor, day = _one(request, visit), request.actor, day_of(now())
    looks.seen(actor, "看上门", subject=row.pk, holder_index=row.holder_index, at=now())
    held = Holding.objects.on(day).filter(post__organisation=row.organisation_id, post__kind__in=acts.HELPERS)
    fitting = Case.objects.filter(
        region=actor.region, hall=actor.hall or 0, received_on__gte=row.day or day
    ).select_related("item")
    fitting = (
        fitting.filter(applicant_index=row.holder_index)
        if row.holder_index
        else fitting.filter(applicant_name=row.name)
    )
    context = {
        "row": row, "errors": errors, "typed": request.POST, "open": row.state in ("asked", "planned"), "address": row.clear_address(), "phone": row.clear_phone(),
        "people": held.order_by("person").values_list("person", "person__name").distinct(), "cases": fitting.order_by("-pk")[:5] if row.state == "planned" else [],
    }  # fmt: skip
    return render(
        request, "counter/visits/visit.html", context | frame.around(request, "帮办"), status=status
    )


@require_POST
def planning(request: Any, visit: UUID) -> HttpResponse:
    """Give the visit its day and its visitor."""
    post = request.POST
    try:
        day = frame.date_of(post.get("day"), "day")
        if day is None:
            raise BadInput("请选哪天上门。", field="day")
        acts.plan_visit(
            visit,
            by=helper(request),
            at=now(),
            day=day,
            half=post.get("half", ""),
            visitor=frame.whole(post.get("visitor", "")) or 0,
            **frame.sent(request),
        )
    except Refused as error:
        return _page(request, visit, frame.told(error), error.status)
    return redirect("counter:visit", visit)


@require_POST
def ending(request: Any, visit: UUID) -> HttpResponse:
    """The visit is over."""
    try:
        case = frame.uuid_of(request.POST.get("case", ""))
        acts.end_visit(
            visit,
            by=helper(request),
            at=now(),
            case=case,
            why=frame.text_of(request, "why", 200),
            **frame.sent(request),
        )
    except Refused as error:
        return _page(request, visit, frame.told(error), error.status)
    return redirect("counter:visit", visit)


@require_POST
def sitting(request: Any, visit: UUID) -> HttpResponse:
    """Begin at the door: the window's own bench on the phone, kept at every step, with the person on the table if their number is known."""
    row, actor, at = _one(request, visit), seated(request), now()
    table = opened(actor)
    if table.sitting.applicant:
        return _page(request, visit, [{"id": "", "text": "手上还有一件没办完，先挂起它。"}], 409)
    if row.holder_number:
        looks.seen(actor, "上门接件", subject=row.pk, holder_index=row.holder_index, at=at)
        party = {"name": row.name, "number": vault.unlock(row.holder_number), "kind": "person", "document": "111", "phone": row.clear_phone(),
                 "address": row.clear_address(), "source": "typed"}  # fmt: skip
        keep(Table(Sitting(step=ITEM, applicant=party), table.intake), by=actor, at=at)
    return redirect("counter:bench")
