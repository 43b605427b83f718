"""Persons: accounts by the system administrator, lost passwords by the security administrator."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors.fields import tried
from yichuang.doors.office.people import forms
from yichuang.doors.office.people.frame import draw, key_of, may, need, one
from yichuang.ground.now import now, today
from yichuang.people import acts, lists, passwords
from yichuang.people.models import Delegation, Person

MOST = 200


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Persons with the posts they hold today; search by name, sign-in name or staff number."""
    actor = need(request, "persons")
    words = request.GET.get("q", "").strip()[:50]
    found = lists.found(lists.persons(actor), words)
    rows = lists.with_posts(found.order_by("name", "id"), today())
    told: dict[str, Any] = {
        "rows": rows[:MOST],
        "total": found.count(),
        "most": MOST,
        "q": words,
        "may": may(actor, "people.enrol"),
    }
    return draw(request, "persons", "persons", **told)


@require_GET
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: account, posts past and present, what was lent and received."""
    actor = need(request, "persons")
    own = one(lists.persons(actor), person)
    received = Delegation.objects.filter(to=own, ended_on=None, ends_on__gt=today())
    told: dict[str, Any] = {
        "own": own,
        "holdings": own.holdings.select_related("post__organisation").order_by("-starts_on", "-id"),
        "received": received.select_related("post__organisation", "holder"),
        "seats": own.seats.exclude(ends_on__lte=today()).select_related("window__zone__hall"),
        "second": own.authenticator_set.filter(type="totp").exists(),
        "today": today(),
        "may_reset": may(actor, "people.reset_password"),
        "may_dismiss": may(actor, "people.dismiss"),
        "may_seat": may(actor, "halls.furnish"),
    }
    return draw(request, "person", "persons", **told)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables()
def new(request: Any) -> HttpResponse:
    """Enrol a person; the first password is shown once."""
    actor = need(request, "persons", "people.enrol")
    form, word = forms.PersonForm(request.POST or None), passwords.first()

    def enrol(told: dict[str, Any]) -> dict[str, Any]:
        ready = passwords.checked(word, Person(username=told["username"]))
        return acts.enrol(by=actor, at=now(), key=key_of(request), password=ready, **told)

    made = tried(form, enrol) if request.method == "POST" else None
    if made is not None:
        return _shown(request, Person.objects.get(pk=made["person"]), word, first=True)
    return draw(request, "person_new", "persons", 422 if form.errors else 200, form=form)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables()
def reset(request: Any, person: int) -> HttpResponse:
    """Give a person a first password again; it is shown once."""
    actor = need(request, "persons", "people.reset_password")
    own = one(lists.persons(actor), person)
    form, word = forms.ResetForm(request.POST or None), passwords.first()

    def give(told: dict[str, Any]) -> dict[str, Any]:
        ready = passwords.checked(word, own)
        return acts.reset_password(
            by=actor, at=now(), key=key_of(request), person=own.pk, password=ready, **told
        )

    if request.method == "POST" and tried(form, give):
        return _shown(request, own, word, first=False)
    back = reverse("office:people:person", args=[own.pk])
    return draw(
        request, "person_reset", "persons", 422 if form.errors else 200, form=form, own=own, cancel_href=back
    )


def _shown(request: HttpRequest, own: Person, word: str, *, first: bool) -> HttpResponse:
    return draw(request, "password", "persons", own=own, word=word, first=first)
