"""A home visit (上门办理) asked for on line, seen, and taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.agency import acts
from yichuang.agency.models import Visit
from yichuang.doors import citizen, frame
from yichuang.ground.now import day_of, now
from yichuang.halls.models import Hall
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, Refused

MOST = 20


@require_safe
@citizen.required
def visits(request: Any) -> HttpResponse:
    """The visits this person asked for, the youngest first."""
    who = citizen.here(request)
    rows = Visit.objects.filter(account=who.account.pk).select_related("item", "visitor", "organisation")
    return render(request, "me/visits.html", {"rows": rows.order_by("-pk")[:MOST]})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def new(request: Any) -> HttpResponse:
    """Ask for a visit."""
    who, at = citizen.here(request), now()
    errors: list[dict[str, str]] = []
    region = who.account.region
    halls = {hall.organisation_id: hall.name for hall in Hall.objects.filter(region=region).order_by("pk")}
    if request.method == "POST":
        try:
            desk = frame.whole(request.POST.get("organisation", "")) or 0
            if desk not in halls:
                raise BadInput("请选择离您近的大厅。", field="organisation")
            said = {
                name: frame.text_of(request, name, 200) for name in ("phone", "address", "ground", "wish")
            }
            acts.ask_visit(
                by=who.actor(), at=at, key=frame.sent(request)["key"], name=who.account.name, organisation=desk, **said,
                number=who.account.clear_number() if who.account.document == "111" else "",
            )  # fmt: skip
            return redirect("me:visits")
        except Refused as error:
            errors = [{"id": str(error.facts.get("field", "")), "text": error.sentence}]
    context = {
        "errors": errors, "typed": request.POST or {"phone": who.account.clear_phone()}, "halls": list(halls.items()),
        "grounds": acts.grounds(stamps.current(), region, day_of(at)),
    }  # fmt: skip
    return render(request, "me/visit_new.html", context, status=422 if errors else 200)


@require_POST
@citizen.required
def ending(request: Any, visit: UUID) -> HttpResponse:
    """Take a visit back."""
    acts.end_visit(visit, by=citizen.here(request).actor(), at=now(), why="办事人不用上门了")
    return redirect("me:visits")
