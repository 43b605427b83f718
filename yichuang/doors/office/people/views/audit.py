"""The part of the audit administrator: who signed in, and the chains of people and halls."""

from axes.models import AccessFailureLog, AccessLog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.citizens.models import Visit
from yichuang.doors.office.people.frame import draw, need
from yichuang.journal.models import Register

MOST = 200
REGISTERS = {"people": "机构、人员、岗位、授权、令牌", "halls": "大厅、区域、窗口、座位"}


@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """Sign-ins that came in and tries that did not, newest first; by sign-in name if asked."""
    need(request, "visits")
    name = request.GET.get("q", "").replace("\0", "").strip().lower()[:40]
    came, failed = AccessLog.objects.all(), AccessFailureLog.objects.all()
    if name:
        came, failed = came.filter(username=name), failed.filter(username=name)
    told = {
        "q": name,
        "came": came.order_by("-id")[:MOST],
        "failed": failed.order_by("-id")[:MOST],
        "citizens": Visit.objects.exclude(outcome="in").order_by("-pk")[:MOST] if not name else (),
        "most": MOST,
    }
    return draw(request, "visits", "visits", **told)


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """The chains of people and halls, each led to on the journal's page."""
    actor = need(request, "records")
    found = Register.objects.filter(region=actor.region, name__in=REGISTERS)
    rows = [{"id": row.pk, "title": REGISTERS[row.name], "seq": row.seq} for row in found.order_by("name")]
    return draw(request, "records", "records", rows=rows)
