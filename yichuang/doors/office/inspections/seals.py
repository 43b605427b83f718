"""Was somebody in the list of a draw: asked with their document, told on record, with a slip that opens their own seal."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.inspections import draws, forms
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.inspections import acts, pooling, standing
from yichuang.inspections.models import Draw, Unsealing
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere, NotYours

PAGE = 25


@require_http_methods(["GET", "POST"])
def index(request: Any, draw: UUID) -> HttpResponse:
    """Who has asked, and one more."""
    actor, row = _of(request, draw)
    form = forms.UnsealForm(request.POST or None)
    if request.method == "POST":
        said = {"by": actor, "at": now(), "key": sent(request)["key"]}
        if tried(form, lambda told: acts.unseal(draw, **said, **told)) is not None:
            made = row.unsealings.filter(by_person=actor.person).latest("pk")
            return redirect("office:inspections:slip", draw=draw, slip=made.pk)
    told = {
        "draw": row,
        "form": form,
        "rows": row.unsealings.select_related("target").order_by("-pk")[:PAGE],
    }
    context = pages.frame(request, draws.HERE) | told
    return render(request, "office/inspections/seals.html", context, status=422 if form.errors else 200)


def _of(request: Any, draw: UUID) -> tuple[Actor, Draw]:
    actor = pages.need(request, draws.HERE)
    row = draws.find(actor, draw)
    if not standing.may("inspections.unseal", actor, standing.of_draw(row, actor)):
        raise NotYours("在不在名录里，由牵头部门的负责人和督查告知。", rule="own_body")
    if row.state == "committed":
        raise NotThere("抽取以后才能问：抽取前名录只公布摘要。")
    return actor, row


def _slip(request: Any, draw: UUID, slip: int) -> tuple[Draw, Unsealing]:
    actor, row = _of(request, draw)
    made = row.unsealings.filter(pk=slip).select_related("target").first() if slip < 2**63 else None
    if made is None:
        raise NotThere("没有这张开封单。")
    index = made.target.number_index if made.target else vault.index(vault.unlock(made.number))
    looks.seen(actor, "看开封单", subject=row.pk, holder_index=index, at=now())
    return row, made


@require_GET
def slip(request: Any, draw: UUID, slip: int) -> HttpResponse:
    """What is told, to print; the look is on record."""
    row, made = _slip(request, draw, slip)
    opened = pooling.slip(row, made.target) if made.target else None
    drawn = made.target is not None and row.inspections.filter(target=made.target).exists()
    told = {
        "draw": row, "made": made, "asker": vault.unlock(made.asker), "number": vault.unlock(made.number), "opened": opened, "drawn": drawn,
    }  # fmt: skip
    answer = render(request, "office/inspections/slip.html", pages.frame(request, draws.HERE) | told)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
def file(request: Any, draw: UUID, slip: int) -> HttpResponse:
    """The slip as the outsider's script reads it."""
    row, made = _slip(request, draw, slip)
    if made.target is None:
        raise NotThere("不在名录里的没有开封单。")
    text = json.dumps(pooling.slip(row, made.target), ensure_ascii=False, indent=1)
    answer = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-slip.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer
