"""The pages of what was recorded: chains, errands, and who looked at whom."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases.models import Case
from yichuang.doors.office import pages, traces, words
from yichuang.exchange.models import Message
from yichuang.ground.now import now
from yichuang.journal import errands as errand_acts
from yichuang.journal.models import Errand, ErrandState, Look
from yichuang.journal.refusals import NotThere
from yichuang.people.models import Person

MOST = 100


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """The chain of one subject, checked while it is read; personal values are not shown."""
    actor = pages.need(request, "journal")
    typed = request.GET.get("q", "").replace("\0", "").strip()[:100]
    subject = _subject(actor, typed)
    trace = traces.read(subject, actor.region) if subject else None
    told = {"q": typed, "trace": trace, "asked": bool(typed), "bill": traces.last_bill(actor.region)}
    return render(request, "office/journal.html", pages.frame(request, "journal") | told)


def _subject(actor: Any, words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        pass
    found = (
        Case.objects.filter(region=actor.region).found_by(words)
        if len(words) >= 8 and words.isascii()
        else Case.objects.none()
    )
    return found.values_list("pk", flat=True).first()


@require_GET
def errands(request: HttpRequest) -> HttpResponse:
    """What waits, went out, failed or was given up."""
    actor = pages.need(request, "errands")
    state = request.GET.get("state", "")
    found = Errand.objects.filter(region=actor.region)
    rows = (found.filter(state=state) if state in ErrandState.values else found).order_by("-id")[:MOST]
    went = {one.key: one for one in Message.objects.filter(key__in=[row.key for row in rows])}
    chips = [
        {"name": label, "href": f"?state={value}", "current": value == state}
        for value, label in [("", "全部"), *ErrandState.choices]
    ]
    told = {
        "rows": [
            (row, words.errand_name(row.kind), words.owner_name(row.owner), went.get(row.key)) for row in rows
        ],
        "chips": chips,
        "alarms": errand_acts.alarms(now()),
        "most": MOST,
    }
    return render(request, "office/errands.html", pages.frame(request, "errands") | told)


@require_POST
def retry(request: HttpRequest, errand: int) -> HttpResponse:
    """Try a failed errand again."""
    actor = pages.need(request, "errands")
    if not Errand.objects.filter(pk=errand, region=actor.region).exists():
        raise NotThere("没有这一条，或者不归您看。回到列表再选。")
    errand_acts.retry(by=actor, at=now(), errand=errand, key=request.POST.get("idempotency_key") or None)
    return redirect("office:errands")


@require_GET
def looked(request: HttpRequest) -> HttpResponse:
    """Who of the staff looked at whom, for what."""
    actor = pages.need(request, "looks")
    typed = request.GET.get("q", "").replace("\0", "").strip()[:100]
    found = Look.objects.filter(region=actor.region)
    if typed:
        cases_ = Case.objects.filter(region=actor.region).found_by(typed).values("pk")[:MOST]
        looked_at = Q(subject__in=[row["pk"] for row in cases_])
        found = found.filter(looked_at | Q(person__in=Person.objects.filter(name=typed).values("pk")))
    rows = list(found.order_by("-id")[:MOST])
    names = dict(Person.objects.filter(pk__in={row.person for row in rows}).values_list("pk", "name"))
    numbers = {
        pk: number or filing
        for pk, number, filing in Case.objects.filter(
            pk__in={row.subject for row in rows if row.subject}
        ).values_list("pk", "number", "filing_number")
    }
    told = {
        "q": typed,
        "most": MOST,
        "rows": [
            {
                "at": r.at,
                "name": names.get(r.person, "—"),
                "purpose": r.purpose,
                "subject": r.subject,
                "number": numbers.get(r.subject, "") if r.subject else "",
            }
            for r in rows
        ],
    }
    return render(request, "office/looks.html", pages.frame(request, "looks") | told)
