"""Views kept under a name (常看): as chips on the board, a form to keep the filters of now, a page to let them go."""

from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.doors.frame import text_of
from yichuang.doors.office import pages
from yichuang.doors.office.board import asked as asking
from yichuang.doors.office.board.asked import Asked
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput
from yichuang.supervision import acts
from yichuang.supervision.boards import SavedView

NAME_MOST = 60


def chips(actor: Actor, asked: Asked) -> list[dict[str, Any]]:
    """Return one's own views and those of one's body, as links."""
    here = asked.query()
    return [
        {"name": one.name, "href": f"{reverse('office:board:index')}{one.query}", "current": one.query == here and bool(here)}
        for one in SavedView.objects.open_to(actor).order_by("name", "pk")
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name; and all that is kept."""
    actor, at, error = pages.need(request, "board:index"), now(), ""
    asked = asking.read(actor, _sent(request), day_of(at))
    if request.method == "POST":
        try:
            name, shared = text_of(request, "name", NAME_MOST), request.POST.get("shared") == "1"
            acts.keep_view(by=actor, at=at, name=name, query=asked.query(), shared=shared)
            return redirect(reverse("office:board:index") + asked.query())
        except BadInput as refused:
            error = refused.sentence
    rows = SavedView.objects.open_to(actor).select_related("body").order_by("name", "pk")
    told = {
        "rows": [{"view": one, "own": one.owner == actor.person, "href": f"{reverse('office:board:index')}{one.query}"} for one in rows],
        "errors": [{"id": "name", "text": error}] if error else [], "name": request.POST.get("name", ""), "query": asked.query(),
        "chosen": asking.filters(actor, asked)["chosen"], "shared": request.POST.get("shared") == "1",
    }  # fmt: skip
    frame = pages.frame(request, "board:index")
    return render(request, "office/board/views.html", frame | told, status=422 if error else 200)


def _sent(request: HttpRequest) -> dict[str, str]:
    """The filters: in the address, or as the form carries them."""
    return dict(parse_qsl(request.POST.get("query", "").lstrip("?"))) if request.method == "POST" else request.GET.dict()  # fmt: skip


@require_POST
def removal(request: HttpRequest, view: int) -> HttpResponse:
    """Keep a view no more."""
    actor = pages.need(request, "board:index")
    acts.drop_view(view, by=actor, at=now())
    return redirect("office:board:views")
