"""How the result comes: fetched at a hall, or posted."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yichuang.doors.apply import giving, sheet
from yichuang.doors.apply.opening import onward, opened
from yichuang.drafts import acts as drafts
from yichuang.journal.refusals import Moved


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def delivery(request: Any, own: sheet.Sheet) -> HttpResponse:
    """Ask how the result comes; an address is asked for only where it is posted."""
    said, errors = giving.suggested(own), []
    if request.method == "POST":
        said = {name: " ".join(request.POST.get(name, "").split())[:200] for name in giving.FIELDS}
        errors = giving.wrong(own, said)
        if not errors:
            try:
                kept = giving.kept(said)
                drafts.keep(
                    own.draft.pk, {"delivery": kept}, by=own.who.actor(), at=own.at, turn=own.draft.turn
                )
                return onward(own, back=request.POST.get("back", ""))
            except Moved as error:
                errors = [{"id": "", "text": error.sentence}]
    told = {
        "sheet": own, "said": said, "options": giving.options(own, said["way"]), "errors": errors, "by_field": {e["id"]: e["text"] for e in errors},
        "posts": giving.may_post(own), "back": request.GET.get("back", request.POST.get("back", ""))[:10],
    }  # fmt: skip
    return render(request, "apply/delivery.html", told, status=422 if errors else 200)
