"""The words of the search: what means the same everywhere, and what people looked for in vain; one click mends it."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalogue import acts, readings, search
from yichuang.catalogue.models import Search, Word
from yichuang.doors.office.catalogue.frame import actor_of, draw, errors_of, item_or_404, key_of, number
from yichuang.ground.now import now
from yichuang.journal.refusals import Refused

PAGE, NEAREST = 50, 3


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """The words that mean the same; one is added or taken away, with effect at once."""
    errors: list[dict[str, str]] = []
    status, typed = 200, {name: request.POST.get(name, "") for name in ("said", "meant")}
    if request.method == "POST":
        try:
            acts.equate(
                by=actor_of(request),
                at=now(),
                key=key_of(request),
                **typed,
                remove=number(request.POST.get("remove")) or 0,
            )
            return redirect("office:catalogue:words")
        except Refused as error:
            status, errors = error.status, errors_of(error, {"said": "said", "meant": "meant"})
    rows = Word.objects.filter(region=actor_of(request).region).order_by("meant", "said")
    return draw(request, "words", status, here="words", words=rows, errors=errors, typed=typed)


@require_GET
def unfound(request: HttpRequest) -> HttpResponse:
    """What was looked for in vain, the most often missed first, each with the items that come nearest."""
    actor, page = actor_of(request), min(number(request.GET.get("page")) or 1, 10_000)
    missed = F("empty") + F("shown") - F("taken")
    rows = (
        Search.objects.filter(region=actor.region, settled_on=None)
        .annotate(gone=missed)
        .filter(gone__gt=0)
        .order_by("-empty", "-gone", "-last_on", "pk")
    )
    if request.GET.get("show") != "all":
        rows = rows.filter(empty__gt=0)
    first = (max(page, 1) - 1) * PAGE
    found = list(rows[first : first + PAGE + 1])
    told = [{"row": row, "nearest": nearest(actor, row.text)} for row in found[:PAGE]]
    return draw(
        request, "unfound", here="unfound", rows=told, show=request.GET.get("show", ""),
        prev_href=f"?page={page - 1}" if page > 1 else "", next_href=f"?page={page + 1}" if len(found) > PAGE else "",
    )  # fmt: skip


def nearest(actor: Any, text: str) -> list[dict[str, Any]]:
    """Return the items that share the most of what was typed: by the whole, else by its words."""
    wanted = [text, *(word for word in readings.cut(text) if len(word) > 1)]
    made: dict[UUID, str] = {}
    for one in wanted:
        for hit in search.find(actor.stamp, one, limit=NEAREST, region=actor.region):
            made.setdefault(hit.item_id, hit.variants[0].name)
    return [{"id": key, "name": name} for key, name in list(made.items())[:NEAREST]]


@require_http_methods(["GET", "POST"])
def missed(request: HttpRequest, search: int) -> HttpResponse:
    """One search that found nothing: say what it means, or that it needs no answer."""
    actor = actor_of(request)
    row = Search.objects.filter(region=actor.region, pk=search, settled_on=None).first()
    if row is None:
        raise Http404
    context: dict[str, Any] = {"row": row, "nearest": nearest(actor, row.text)}
    if request.method == "POST":
        try:
            _mend(request, row)
            return redirect("office:catalogue:unfound")
        except Refused as error:
            context |= {"errors": errors_of(error, {"add": "item", "said": "meant", "meant": "meant"})}
            return draw(request, "missed", error.status, here="unfound", typed=request.POST, **context)
    return draw(request, "missed", here="unfound", **context)


def _mend(request: HttpRequest, row: Search) -> None:
    """The words become a name of an item, or of a word of the catalogue; or the row is laid aside."""
    actor, at = actor_of(request), now()
    item, meant = request.POST.get("item", ""), request.POST.get("meant", "").strip()
    if item:
        found = item_or_404(request, _uuid(item))
        if not found.names.filter(text=row.text).exists():
            acts.name(found.pk, by=actor, at=at, add=[row.text])
    elif meant or request.POST.get("aside") != "1":
        acts.equate(by=actor, at=at, said=row.text, meant=meant)
    acts.settle_search(by=actor, at=at, key=key_of(request), search=row.pk)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
