"""A citizen's pre-reviews: ask for one, read the answer, ask again after changing, go on with what a window kept."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.asking import acts as asking
from yichuang.asking.models import PreReview
from yichuang.doors import citizen, prereviewed
from yichuang.doors.frame import sent
from yichuang.drafts.models import Draft
from yichuang.ground.now import now
from yichuang.journal.refusals import NotThere, WrongState

MOST = 50


@require_GET
@citizen.required
def index(request: Any) -> HttpResponse:
    """My pre-reviews, on line and at windows."""
    found = (
        PreReview.objects.visible_to(citizen.here(request).actor())
        .select_related("item")
        .order_by("-asked_at")[:MOST]
    )
    return render(request, "me/reviews.html", {"rows": [prereviewed.shown(row) for row in found]})


@require_http_methods(["GET", "POST"])
@citizen.required
def of_draft(request: Any, draft: UUID) -> HttpResponse:
    """The pre-review of a draft: not asked, waiting, answered."""
    who, at = citizen.here(request), now()
    own = (
        Draft.objects.filter(pk=draft, account=who.account, item__isnull=False)
        .exclude(state="dropped")
        .select_related("item")
        .first()
    )
    if own is None:
        raise NotThere("没有这份草稿，或者不是您的。")
    row = PreReview.objects.filter(draft=draft).first()
    error = None
    if request.method == "POST":
        try:
            if row is None:
                asking.ask_review(by=who.actor(), at=at, draft=draft, key=sent(request)["key"])
            else:
                asking.ask_review_again(row.pk, by=who.actor(), at=at, key=sent(request)["key"])
            return redirect("me:review", draft=draft)
        except WrongState as refused:
            error = refused
    told = prereviewed.shown(row) if row else {}
    errors = [{"id": "", "text": error.sentence}] if error else []
    return render(
        request, "me/review.html", {"draft": own, **told, "errors": errors}, status=409 if error else 200
    )


@require_POST
@citizen.required
def taking(request: Any, review: UUID) -> HttpResponse:
    """Go on on line with what a window kept: its answers come along."""
    actor, at = citizen.here(request).actor(), now()
    row = PreReview.objects.visible_to(actor).select_related("item").filter(pk=review, kind="window").first()
    if row is None:
        raise NotThere("没有这份预审结果，或者不是您的。")
    asking.take_review(row.pk, by=actor, at=at, key=sent(request)["key"])
    answers = urlencode(row.opened().get("answers") or {})
    return redirect(f"{reverse('apply:new', args=[row.item.key])}?{answers}")
