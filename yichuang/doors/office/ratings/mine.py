"""One's own ratings: in bulk only, never whose; and the verified bad ones against which one may appeal."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.ratings import forms
from yichuang.doors.office.ratings.figures import line_of
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere
from yichuang.law import ratings as law
from yichuang.ratings import acts as ratings
from yichuang.ratings import reading, standing
from yichuang.ratings.models import Rating

YEAR = timedelta(days=365)


@require_GET
def page(request: Any) -> HttpResponse:
    """What people thought of this person's contacts in the last year; nothing while there are few."""
    return _page(request)


def _page(request: Any, wrong: tuple[UUID, Any] | None = None) -> HttpResponse:
    actor, at = pages.need(request, "ratings:mine"), now()
    own = reading.of_person(actor.person or 0, actor.region).filter(rated_at__gte=at - YEAR)
    counts = reading.counts(own)
    told = {
        "few": law.FEW, "enough": not counts.few, "line": line_of("", "", counts), "form": wrong[1] if wrong else None,
        "grades": list(zip([g.name for g in law.GRADES], reversed(counts.grades), strict=True)),
        "reasons": reading.reasons_of(own.counted()) if not counts.few else [], "to_say": [_line(row, actor, wrong) for row in _verified(own)],
    }  # fmt: skip
    status = 422 if wrong else 200
    return render(
        request, "office/ratings/mine.html", pages.frame(request, "ratings:mine") | told, status=status
    )


def _verified(own: Any) -> list[Rating]:
    """Verified bad ones on their way: the finding and nothing that leads to the rater."""
    return list(
        own.filter(bad=True, state__in=law.UNENDED)
        .exclude(verdict="")
        .select_related("mending")
        .order_by("mend_due_on", "pk")[:50]
    )


def _line(row: Rating, actor: Any, wrong: tuple[UUID, Any] | None) -> dict[str, Any]:
    may = not row.appeal and standing.may("appeal", row, actor) is None
    form = wrong[1] if wrong and wrong[0] == row.pk else forms.AppealForm(prefix=row.pk.hex[-6:])
    return {"row": row, "mending": row.mending, "may": may, "form": form, "appeal": row.get_appeal_display()}


@require_POST
def appeal(request: Any, rating: UUID) -> HttpResponse:
    """Appeal against a verified bad rating of one's own contact."""
    actor, at = pages.need(request, "ratings:mine"), now()
    if (
        not reading.of_person(actor.person or 0, actor.region)
        .filter(pk=rating, bad=True)
        .exclude(verdict="")
        .exists()
    ):
        raise NotThere("没有这条差评。")
    form = forms.AppealForm(request.POST, prefix=rating.hex[-6:])
    key = sent(request)["key"]
    if tried(form, lambda told: ratings.appeal(rating, by=actor, at=at, key=key, **told)) is None:
        return _page(request, (rating, form))
    return redirect("office:ratings:mine")
