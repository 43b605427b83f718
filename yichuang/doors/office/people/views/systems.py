"""Outside systems and their tokens."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors.fields import offer, tried
from yichuang.doors.office.people import forms
from yichuang.doors.office.people.frame import draw, key_of, need, one
from yichuang.ground.now import now, today
from yichuang.journal.actor import Actor
from yichuang.law.powers import SINGLE
from yichuang.people import acts, tokens
from yichuang.people.models import Holding, Integrator, Token

EFFECTS = ("对方马上连不上，用它的请求都会被拒绝。", "作废后不能恢复，只能重新发一个。")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Outside systems with their tokens, the open ones first."""
    actor = need(request, "systems")
    rows = Token.objects.filter(integrator__region=actor.region)
    rows = rows.select_related("integrator", "person", "post__organisation").order_by(
        "integrator__name", "-id"
    )
    return draw(request, "systems", "systems", rows=rows, today=today())


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables()
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a token; it is shown once."""
    actor = need(request, "systems")
    form, raw = (
        forms.TokenForm(request.POST or None, initial={"ends_on": today() + timedelta(days=364)}),
        tokens.make(),
    )
    held = _offer(form, actor)

    def do(told: dict[str, Any]) -> dict[str, Any]:
        seat = held.get(told["holding"])
        system = told["integrator"] or {"name": told["name"], "contact": told["contact"]}
        return acts.issue_token(
            by=actor, at=now(), key=key_of(request), raw=raw, integrator=system, ends_on=told["ends_on"],
            person=seat and seat.person_id, post=seat and seat.post_id,
        )  # fmt: skip

    made = tried(form, do) if request.method == "POST" else None
    if made is not None:
        own = Token.objects.select_related("integrator", "person", "post__organisation").get(pk=made["token"])
        return draw(request, "token", "systems", raw=raw, own=own)
    return draw(request, "token_new", "systems", 422 if form.errors else 200, form=form)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """Revoke a token, after saying what that does."""
    actor = need(request, "systems")
    own = one(Token.objects.filter(integrator__region=actor.region).select_related("integrator"), token)
    if request.method == "POST":
        acts.revoke_token(by=actor, at=now(), key=key_of(request), token=own.pk)
        return redirect("office:people:systems")
    return draw(request, "token_revocation", "systems", own=own, effects=EFFECTS)


def _offer(form: forms.TokenForm, actor: Actor) -> dict[int, Holding]:
    rows = Holding.objects.on(today()).filter(post__region=actor.region, person__is_active=True)
    rows = (
        rows.exclude(post__kind__in=SINGLE)
        .select_related("person", "post__organisation")
        .order_by("post_id", "id")
    )
    held = {row.pk: row for row in rows}
    systems = Integrator.objects.filter(region=actor.region, active=True).order_by("name")
    offer(
        form,
        integrator=[(own.pk, own.name) for own in systems],
        holding=[(key, f"{row.person.name}，{row.post}") for key, row in held.items()],
    )
    return held
