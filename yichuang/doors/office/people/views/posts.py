"""Posts and who holds them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors.fields import offer, tried
from yichuang.doors.office.people import forms
from yichuang.doors.office.people.frame import draw, key_of, may, need, one
from yichuang.ground.now import now, today
from yichuang.journal.actor import Actor
from yichuang.people import acts, lists
from yichuang.people.models import Holding


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Open posts with who holds them and which are empty; of one organisation if asked."""
    actor = need(request, "posts")
    bodies = lists.tree(
        lists.organisations(actor).filter(posts__closed_on=None, posts__isnull=False).distinct()
    )
    asked = request.GET.get("organisation", "")
    mine = next((branch.organisation for branch in bodies if str(branch.organisation.pk) == asked), None)
    seen = lists.posts(actor).filter(organisation=mine) if mine else lists.posts(actor)
    rows = lists.with_holders(seen, today()).order_by("organisation__kind", "organisation_id", "id")
    told: dict[str, Any] = {
        "rows": rows,
        "bodies": bodies,
        "mine": mine,
        "today": today(),
        "may": may(actor, "people.appoint"),
    }
    return draw(request, "posts", "posts", **told)


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint a person to a post that is there, or to a new one."""
    actor = need(request, "posts", "people.appoint")
    asked = {"person": request.GET.get("person"), "post": request.GET.get("post"), "starts_on": today()}
    form = forms.AppointForm(request.POST or None, initial=asked)
    _offer(form, actor)

    def do(told: dict[str, Any]) -> dict[str, Any]:
        seat = {name: told.pop(name) for name in ("organisation", "kind", "title")}
        new = None if told["post"] is not None else seat
        return acts.appoint(by=actor, at=now(), key=key_of(request), new_post=new, **told)

    if request.method == "POST" and tried(form, do):
        return redirect("office:people:posts")
    return draw(request, "appoint", "posts", 422 if form.errors else 200, form=form)


@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, holding: int) -> HttpResponse:
    """End a holding."""
    actor = need(request, "posts", "people.dismiss")
    held = one(
        Holding.objects.filter(post__in=lists.posts(actor)).select_related("person", "post__organisation"),
        holding,
    )
    form = forms.DismissForm(request.POST or None, initial={"ends_on": today()})

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return acts.dismiss(by=actor, at=now(), key=key_of(request), holding=held.pk, **told)

    if request.method == "POST" and tried(form, do):
        return redirect("office:people:posts")
    told = {"form": form, "held": held, "cancel_href": reverse("office:people:posts")}
    return draw(request, "dismiss", "posts", 422 if form.errors else 200, **told)


def _offer(form: forms.AppointForm, actor: Actor) -> None:
    people = lists.persons(actor).filter(is_active=True).order_by("name", "id")
    bodies = lists.tree(lists.organisations(actor).filter(valid_to=None))
    open_posts = lists.with_holders(lists.posts(actor), today()).order_by("organisation_id", "id")
    offer(
        form,
        person=[(one.pk, f"{one.name}（{one.username}）") for one in people],
        post=[(post.pk, f"{post}（{_holders(post)}）") for post in open_posts],
        organisation=[
            (branch.organisation.pk, "　" * branch.depth + branch.organisation.name) for branch in bodies
        ],
    )


def _holders(post: Any) -> str:
    return "、".join(held.person.name for held in post.now_held) or "空岗"
