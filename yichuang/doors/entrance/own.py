"""What people do with their own post: lend it, go on leave, take a window."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.doors import frame
from yichuang.doors.entrance.forms import AwayForm, LendForm, WindowForm
from yichuang.doors.fields import offer, tried
from yichuang.ground.now import now, today
from yichuang.halls import acts as halls
from yichuang.halls.models import Window
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotYours
from yichuang.law import powers
from yichuang.people import acts as people
from yichuang.people import lists
from yichuang.people.models import Delegation, Leave, Person, Post


@require_GET
def lent(request: Any) -> HttpResponse:
    """What one gave away and received, and one's leaves."""
    actor, day = request.actor, today()
    still = Delegation.objects.filter(ended_on=None, ends_on__gt=day).select_related(
        "post__organisation", "holder", "to"
    )
    page = {
        "given": still.filter(holder_id=actor.person).order_by("starts_on", "id"),
        "received": still.filter(to_id=actor.person).order_by("starts_on", "id"),
        "leaves": Leave.objects.filter(person_id=actor.person, ends_on__gt=day).order_by("starts_on", "id"),
        "may_lend": may(actor, "people.delegate") and actor.acting_for is None,
        "may_end": may(actor, "people.end_delegation"),
        "may_leave": may(actor, "people.take_leave"),
    }
    return _drawn(request, "lent", **page)


@require_http_methods(["GET", "POST"])
def lend(request: Any) -> HttpResponse:
    """Lend the post at which one acts, in writing."""
    actor = _need(request, "people.delegate")
    post = Post.objects.select_related("organisation").get(pk=actor.post or 0)
    form = LendForm(request.POST or None, initial={"starts_on": today()})
    offer(form, to=_named(lists.could_receive(post, today()), actor))

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return people.delegate(by=actor, at=now(), key=_key(request), post=actor.post, **told)

    if request.method == "POST" and tried(form, do):
        return redirect("entrance_lent")
    return _drawn(request, "lend", form, post=post)


@require_POST
def take_back(request: Any, delegation: int) -> HttpResponse:
    """Take back what one lent."""
    people.end_delegation(by=request.actor, at=now(), key=_key(request), delegation=delegation)
    return redirect("entrance_lent")


@require_http_methods(["GET", "POST"])
def away(request: Any) -> HttpResponse:
    """Register one's own leave, and who stands in."""
    actor = _need(request, "people.take_leave")
    form = AwayForm(request.POST or None, initial={"starts_on": today()})
    post = Post.objects.select_related("organisation").get(pk=actor.post or 0)
    offer(form, substitute=_named(lists.could_receive(post, today()), actor))

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return people.take_leave(by=actor, at=now(), key=_key(request), **told)

    if request.method == "POST" and tried(form, do):
        return redirect("entrance_lent")
    return _drawn(request, "away", form)


@require_http_methods(["GET", "POST"])
def window(request: Any) -> HttpResponse:
    """Take a window from today on."""
    actor = _need(request, "halls.seat")
    form = WindowForm(request.POST or None, initial={"window": actor.window})
    places = Window.objects.filter(zone__hall__region=actor.region).select_related("zone__hall")
    near = sorted(places, key=lambda w: (w.zone.hall_id != actor.hall, w.zone.hall_id, w.number))
    offer(form, window=[(w.pk, f"{w.zone.hall}，{w.name}（{w.zone.name}）") for w in near])

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return halls.seat(by=actor, at=now(), key=_key(request), **told)

    if request.method == "POST" and tried(form, do):
        return redirect("entrance_home")
    return _drawn(request, "window", form)


def may(actor: Actor, act: str) -> bool:
    """Tell whether this kind of post may perform an act at all; the act itself asks again with the facts."""
    power = powers.power_for(act)
    return power is not None and actor.kind in power.posts


def _need(request: Any, act: str) -> Actor:
    actor: Actor = request.actor
    no = powers.may(act, actor.kind, {"own_post": actor.acting_for is None})
    if no is not None:
        raise NotYours(no.sentence, rule=no.rule)
    return actor


def _named(rows: Any, actor: Actor) -> list[tuple[int, str]]:
    found = lists.with_posts(rows.exclude(pk=actor.person), today())
    return [(one.pk, f"{one.name}（{_posts(one)}）") for one in found]


def _posts(person: Person) -> str:
    held: list[Any] = person.now_held  # type: ignore[attr-defined]
    return "、".join(str(row.post) for row in held)


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("idempotency_key") or None


def _drawn(request: Any, name: str, form: Any = None, **told: Any) -> HttpResponse:
    page = frame.around(request, "") | {"form": form} | told
    status = 422 if form is not None and form.errors else 200
    return render(request, f"entrance/{name}.html", page, status=status)
