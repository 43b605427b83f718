"""Organisations as a tree."""

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
from yichuang.people.models import Organisation

FIELDS = ("name", "kind", "parent", "code", "area", "phone", "review_body", "court")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The tree of organisations, with what is over and who took it over."""
    actor = need(request, "organisations")
    branches = lists.tree(lists.organisations(actor))
    can = may(actor, "people.organise")
    return draw(request, "organisations", "organisations", branches=branches, today=today(), may=can)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an organisation."""
    actor = need(request, "organisations", "people.organise")
    form = _form(request, actor, {"area": actor.region})
    if request.method == "POST" and tried(form, lambda told: _organise(request, values=told)):
        return redirect("office:people:organisations")
    return _drawn(request, form, title="建一个机构", button="建这个机构")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, organisation: int) -> HttpResponse:
    """Change an organisation's particulars; an old name stays as an alias. Who may not sees them."""
    actor = need(request, "organisations", "people.organise" if request.method == "POST" else "")
    own = one(lists.organisations(actor), organisation)
    form = _form(request, actor, {name: getattr(own, name) for name in FIELDS} | {"parent": own.parent_id})
    if request.method == "POST" and tried(
        form, lambda told: _organise(request, organisation=own.pk, values=told)
    ):
        return redirect("office:people:organisations")
    aliases = own.aliases.values_list("name", flat=True)
    return _drawn(request, form, title=own.name, button="存下改动", own=own, aliases=aliases)


@require_http_methods(["GET", "POST"])
def ending(request: HttpRequest, organisation: int) -> HttpResponse:
    """End an organisation, with who takes over its matters."""
    actor = need(request, "organisations", "people.organise")
    own = one(lists.organisations(actor), organisation)
    form = forms.EndingForm(request.POST or None, initial={"ends_on": today()})
    heirs = [branch for branch in lists.tree(lists.organisations(actor)) if branch.organisation.pk != own.pk]
    offer(form, successor=_named(heirs))
    if request.method == "POST" and tried(form, lambda told: _organise(request, organisation=own.pk, **told)):
        return redirect("office:people:organisations")
    told = {"form": form, "own": own, "cancel_href": reverse("office:people:organisation", args=[own.pk])}
    return draw(request, "organisation_ending", "organisations", 422 if form.errors else 200, **told)


def _form(request: HttpRequest, actor: Actor, initial: dict[str, Any]) -> forms.OrganisationForm:
    form = forms.OrganisationForm(request.POST or None, initial=initial)
    offer(form, parent=_named(lists.tree(lists.organisations(actor).filter(valid_to=None))))
    return form


def _named(branches: list[lists.Branch]) -> list[tuple[int, str]]:
    return [(branch.organisation.pk, "　" * branch.depth + branch.organisation.name) for branch in branches]


def _organise(request: Any, **asked: Any) -> dict[str, Any]:
    return acts.organise(by=request.actor, at=now(), key=key_of(request), **asked)


def _drawn(
    request: HttpRequest, form: forms.OrganisationForm, own: Organisation | None = None, **told: Any
) -> HttpResponse:
    told |= {"form": form, "own": own, "may": may(request.actor, "people.organise")}  # type: ignore[attr-defined]
    return draw(request, "organisation", "organisations", 422 if form.errors else 200, **told)
