"""Halls, zones, windows, and who sits there."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors.fields import offer, tried
from yichuang.doors.office.people import forms
from yichuang.doors.office.people.frame import draw, key_of, need, one
from yichuang.ground.now import now, today
from yichuang.halls import acts
from yichuang.halls.models import Hall, Seat, Window, Zone
from yichuang.journal.actor import Actor
from yichuang.people import lists

FIELDS = ("name", "level", "address", "phone", "complaints", "opens", "closes", "serial_from", "serial_to")
ORDER = {"county": 0, "town": 1, "village": 2}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The halls of the region, the county's first."""
    actor = need(request, "halls")
    rows = (
        Hall.objects.filter(region=actor.region)
        .select_related("organisation")
        .prefetch_related("zones__windows")
    )
    return draw(request, "halls", "halls", rows=sorted(rows, key=lambda hall: (ORDER[hall.level], hall.pk)))


@require_GET
def hall(request: HttpRequest, hall: int) -> HttpResponse:
    """One hall with its zones and windows, and who sits there today."""
    actor = need(request, "halls")
    own = one(Hall.objects.filter(region=actor.region).select_related("organisation"), hall)
    seats = Seat.objects.filter(starts_on__lte=today()).exclude(ends_on__lte=today()).select_related("person")
    windows = Window.objects.order_by("number").prefetch_related(
        Prefetch("seats", seats, to_attr="now_taken")
    )
    zones = own.zones.order_by("id").prefetch_related(Prefetch("windows", windows))
    return draw(request, "hall", "halls", own=own, zones=zones)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a hall."""
    actor = need(request, "halls")
    form = _form(request, actor, {"opens": "09:00", "closes": "17:00"})
    made = tried(form, lambda told: _furnish(request, "hall", told)) if request.method == "POST" else None
    if made is not None:
        return redirect("office:people:hall", hall=made["hall"])
    return _drawn(request, form, title="设一个大厅", button="设这个大厅")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, hall: int) -> HttpResponse:
    """Change a hall's particulars."""
    actor = need(request, "halls")
    own = one(Hall.objects.filter(region=actor.region), hall)
    now_so = {name: getattr(own, name) for name in FIELDS} | {"organisation": own.organisation_id}
    form = _form(request, actor, now_so)
    if request.method == "POST" and tried(form, lambda told: _furnish(request, "hall", told, own.pk)):
        return redirect("office:people:hall", hall=own.pk)
    return _drawn(request, form, title=own.name, button="存下改动", own=own)


@require_http_methods(["GET", "POST"])
def zone(request: HttpRequest, hall: int, zone: int | None = None) -> HttpResponse:
    """Add a zone to a hall, or change one."""
    actor = need(request, "halls")
    own = one(Hall.objects.filter(region=actor.region), hall)
    old = one(Zone.objects.filter(hall=own), zone) if zone is not None else None
    form = forms.ZoneForm(request.POST or None, initial={"name": old.name, "kind": old.kind} if old else {})
    done = request.method == "POST" and tried(
        form, lambda told: _furnish(request, "zone", told | {"hall": own.pk}, old and old.pk)
    )
    if done:
        return redirect("office:people:hall", hall=own.pk)
    title = f"改“{old.name}”" if old else "加一个区域"
    return _drawn(request, form, title=title, button="存下改动" if old else "加这个区域", own=own)


@require_http_methods(["GET", "POST"])
def window(request: HttpRequest, hall: int, window: int | None = None) -> HttpResponse:
    """Add a window to a hall, or change one."""
    actor = need(request, "halls")
    own = one(Hall.objects.filter(region=actor.region), hall)
    old = one(Window.objects.filter(zone__hall=own), window) if window is not None else None
    now_so = (
        {"zone": old.zone_id, "number": old.number, "name": old.name, "kind": old.kind}
        if old
        else {"zone": request.GET.get("zone"), "kind": "general"}
    )
    form = forms.WindowForm(request.POST or None, initial=now_so)
    offer(form, zone=own.zones.order_by("id").values_list("id", "name"))
    if request.method == "POST" and tried(
        form, lambda told: _furnish(request, "window", told, old and old.pk)
    ):
        return redirect("office:people:hall", hall=own.pk)
    title = f"改“{old.name}”" if old else "加一个窗口"
    return _drawn(request, form, title=title, button="存下改动" if old else "加这个窗口", own=own)


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, hall: int) -> HttpResponse:
    """Say who sits at which window, from which day."""
    actor = need(request, "halls")
    own = one(Hall.objects.filter(region=actor.region), hall)
    form = forms.SeatForm(
        request.POST or None, initial={"window": request.GET.get("window"), "starts_on": today()}
    )
    windows = Window.objects.filter(zone__hall=own).select_related("zone").order_by("number")
    people = lists.with_posts(lists.persons(actor).filter(is_active=True).order_by("name", "id"), today())
    offer(
        form,
        window=[(place.pk, f"{place.name}（{place.zone.name}）") for place in windows],
        person=[(row.pk, f"{row.name}（{row.now_held[0].post}）") for row in people if row.now_held],
    )

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return acts.seat(by=actor, at=now(), key=key_of(request), **told)

    if request.method == "POST" and tried(form, do):
        return redirect("office:people:hall", hall=own.pk)
    return _drawn(request, form, title="安排窗口", button="安排", own=own)


def _form(request: HttpRequest, actor: Actor, initial: dict[str, Any]) -> forms.HallForm:
    form = forms.HallForm(request.POST or None, initial=initial)
    bodies = lists.tree(lists.organisations(actor).filter(valid_to=None))
    offer(form, organisation=[(b.organisation.pk, "　" * b.depth + b.organisation.name) for b in bodies])
    return form


def _furnish(request: Any, part: str, values: dict[str, Any], change: int | None = None) -> dict[str, Any]:
    return acts.furnish(
        by=request.actor, at=now(), key=key_of(request), part=part, values=values, change=change
    )


def _drawn(request: HttpRequest, form: Any, **told: Any) -> HttpResponse:
    return draw(request, "hall_form", "halls", 422 if form.errors else 200, form=form, **told)
