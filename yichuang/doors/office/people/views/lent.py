"""What is lent: delegations in writing, and substitutes during a leave."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.doors.fields import offer, tried
from yichuang.doors.office.people import forms
from yichuang.doors.office.people.frame import draw, key_of, may, need, one
from yichuang.ground.now import now, today
from yichuang.people import acts, lists


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Delegations and leaves of today and later."""
    actor = need(request, "lent")
    told: dict[str, Any] = {
        "rows": lists.lent(actor, today()),
        "leaves": lists.leaves(actor, today()),
        "today": today(),
        "may_end": may(actor, "people.end_delegation"),
        "may_leave": actor.kind == "secadmin",
    }
    return draw(request, "lent", "lent", **told)


@require_POST
def end(request: HttpRequest, delegation: int) -> HttpResponse:
    """Take a delegation back."""
    actor = need(request, "lent")
    own = one(lists.lent(actor, today()), delegation)
    acts.end_delegation(by=actor, at=now(), key=key_of(request), delegation=own.pk)
    return redirect("office:people:lent")


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Register somebody's leave, and who stands in."""
    actor = need(request, "lent", "people.appoint")
    form = forms.LeaveForm(request.POST or None, initial={"starts_on": today()})
    people = [
        (one.pk, f"{one.name}（{'、'.join(str(held.post) for held in one.now_held) or '没有岗位'}）")
        for one in lists.with_posts(
            lists.persons(actor).filter(is_active=True).order_by("name", "id"), today()
        )
    ]
    offer(form, person=people, substitute=people)

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return acts.take_leave(by=actor, at=now(), key=key_of(request), **told)

    if request.method == "POST" and tried(form, do):
        return redirect("office:people:lent")
    return draw(request, "leave", "lent", 422 if form.errors else 200, form=form)
