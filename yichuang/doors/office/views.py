"""The office's pages: parse, one act or one question, answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import acts as case_acts
from yichuang.cases.models import Case
from yichuang.doors import caseview, claimed
from yichuang.doors.frame import text_of
from yichuang.doors.office import lists, pages
from yichuang.ground.now import day_of, now
from yichuang.journal.refusals import BadInput
from yichuang.law.states import STATES


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The tiles a post opens."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(
        request, "office/home.html", pages.frame(request) | {"groups": pages.grouped(pages.open_to(actor))}
    )


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Cases by filter, number, name or ID tail."""
    actor = pages.need(request, "cases")
    asked = request.GET.dict()
    told = lists.page(actor, asked, day_of(now()))
    return render(
        request,
        "office/cases.html",
        pages.frame(request, "cases")
        | told
        | {
            "q": asked.get("q", ""),
            "f": asked.get("f", "all"),
            "state": asked.get("state", ""),
            "states": STATES,
        },
    )


@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as CSV, streamed; the same predicate."""
    actor = pages.need(request, "cases")
    answer = StreamingHttpResponse(
        lists.lines(actor, request.GET.dict()), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer


@require_GET
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case as the supervisor sees it."""
    pages.need(request, "cases")
    view = caseview.find(request.actor, case, now(), purpose="督查")  # type: ignore[attr-defined]
    return render(request, "office/case.html", pages.frame(request, "cases") | {"view": view})


@require_POST
def voidance(request: HttpRequest, case: UUID) -> HttpResponse:
    """Void a case entered by mistake."""
    return _on_case(
        request, case, "cases.void", lambda **k: case_acts.void(case, why=text_of(request, "why", 300), **k)
    )


@require_POST
def forced_notice(request: HttpRequest, case: UUID) -> HttpResponse:
    """Let a second notice through; it stands as a breach."""
    lines = [
        {
            "place": _whole(request.POST.get("place", "")),
            "reason": "7",
            "fields": {"text": text_of(request, "text", 300)},
        }
    ]
    return _on_case(
        request,
        case,
        "cases.force_notice",
        lambda **k: case_acts.force_notice(case, lines=lines, why=text_of(request, "why", 300), **k),
    )


def _on_case(request: HttpRequest, case: UUID, name: str, act: Any) -> HttpResponse:
    actor = pages.need(request, "cases")
    if not Case.objects.sees(actor, case):
        caseview.find(actor, case, now(), purpose="督查")
    claimed.turn_away(actor, case, request.POST, now(), act=name, door="office")
    act(by=actor, at=now(), key=request.POST.get("idempotency_key") or None)
    return redirect("office:case", case=case)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 3:
        raise BadInput("请选一份材料。", field="place")
    return int(text)
