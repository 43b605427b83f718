"""When the item was published anew, or the applicant gives up: told side by side, confirmed on a page of its own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.doors.apply import comparing, sheet
from yichuang.doors.apply.opening import onward, opened_old
from yichuang.drafts import acts as drafts


@require_http_methods(["GET", "HEAD", "POST"])
@opened_old
def changes(request: Any, own: sheet.Sheet) -> HttpResponse:
    """Say what the new version changed for these answers; go on by it with everything that was written."""
    if not own.is_old:
        return redirect(own.tasks_href)
    if request.method == "POST":
        drafts.renew(own.draft.pk, own.current, by=own.who.actor(), at=own.at)
        return onward(own)
    lines = comparing.lines(own)
    return render(
        request, "apply/changes.html", {"sheet": own, "lines": lines, "summed": comparing.summed(lines)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opened_old
def removal(request: Any, own: sheet.Sheet) -> HttpResponse:
    """Delete the draft, once that was confirmed."""
    if request.method == "POST":
        drafts.drop(own.draft.pk, by=own.who.actor(), at=own.at)
        return redirect("/my/")
    return render(request, "apply/removal.html", {"sheet": own})
