"""Before and after things (一件事) in the office: a table of a month, computed from the records."""

from calendar import monthrange
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yichuang.bundles import gains
from yichuang.doors.office import pages
from yichuang.ground.now import day_of, now


@require_GET
def saved(request: HttpRequest) -> HttpResponse:
    """Show what was saved in a month; the address says which, else this one."""
    actor, today = pages.need(request, "saved"), day_of(now())
    try:
        first = date.fromisoformat(f"{request.GET.get('month', '')[:7]}-01")
    except ValueError:
        first = today.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    rows = gains.gains(actor.region, first, last, actor.stamp)
    told = {"rows": rows, "month": f"{first:%Y-%m}", "few": gains.FEW}
    return render(request, "office/saved.html", pages.frame(request, "saved") | told)
