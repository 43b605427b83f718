"""One version: what it says, how it differs, how it looks at each door; submitting, publishing, handing back."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.cases.models import Case
from yichuang.catalogue import acts, checks, guide, schema
from yichuang.catalogue import versions as room
from yichuang.catalogue.models import Version, VersionState
from yichuang.clock import book
from yichuang.doors.office.catalogue.frame import actor_of, draw, errors_of, key_of, version_or_404
from yichuang.doors.office.catalogue.views import editor, form_looks
from yichuang.ground.now import now, today
from yichuang.journal.refusals import Refused
from yichuang.law import BadInput, selection

LOOKS = {
    "guide": "办事指南",
    "counter": "受理台",
    "notice": "一次性告知书",
    "api": "接口",
    **form_looks.LOOKS,
}
MOST_CASES = 100


@require_GET
def page(request: HttpRequest, version: int) -> HttpResponse:
    """A version as it stands; a submitted one with the way to publish it or hand it back."""
    return _page(request, version_or_404(request, version))


def _page(request: HttpRequest, row: Version, status: int = 200, **more: Any) -> HttpResponse:
    actor, record = actor_of(request), row.content
    before = (
        row.item.versions.filter(number__lt=row.number, state__in=[VersionState.PUBLISHED, VersionState.PAST])
        .order_by("-number")
        .first()
    )
    side = editor.side(request, row, record)
    if row.state in (VersionState.PUBLISHED, VersionState.PAST) and before is not None:
        side = side | {"changes": editor.difference.compare(before.content, record), "current": before}
    context: dict[str, Any] = {
        "version": row, "item": row.item, "record": record, "side": side, "mine": row.drafted_by_id is not None and row.drafted_by_id == actor.person,
        "submitted": row.state == VersionState.SUBMITTED, "findings": checks.check(record), "looks": LOOKS, "reasons": json.loads(row.worse), "fee": guide.fee_words(record.get("fee") or {}),
    }  # fmt: skip
    return draw(request, "version", status, **context, **more)


@require_POST
def submission(request: HttpRequest, version: int) -> HttpResponse:
    """A draft goes to another person, or its page says what is to be mended first."""
    row = version_or_404(request, version)
    try:
        acts.submit(row.item_id, by=actor_of(request), at=now(), key=key_of(request), version=row.pk)
    except acts.NotReady as error:
        return _page(request, row, error.status, errors=_to_places(row, error))
    return redirect("office:catalogue:version", version=row.pk)


def _to_places(row: Version, error: Refused) -> list[dict[str, str]]:
    """Return what stands in the way, each with the address of the place where it is mended."""
    problems: Any = error.facts["problems"]
    return [
        {"id": "", "text": one["sentence"], "href": editor.place_of(row.pk, one["element"], one["path"])}
        for one in problems
    ]


@require_POST
def publication(request: HttpRequest, version: int) -> HttpResponse:
    """Another person puts a submitted version in force."""
    row, reason = version_or_404(request, version), request.POST.get("worse_reason", "")
    again = book.number(actor_of(request).stamp, row.item.region, "look_again_days", today()).whole
    try:
        acts.publish(
            row.item_id,
            by=actor_of(request),
            at=now(),
            key=key_of(request),
            version=row.pk,
            worse_reason=reason,
            look_again_days=again,
        )
    except Refused as error:
        return _page(
            request,
            row,
            error.status,
            errors=errors_of(error, {"worse_reason": "worse-reason"}),
            reason=reason,
        )
    return redirect("office:catalogue:item", item=row.item_id)


@require_POST
def hand_back(request: HttpRequest, version: int) -> HttpResponse:
    """A submitted version goes back to its drafter."""
    row, reason = version_or_404(request, version), request.POST.get("reason", "")
    try:
        acts.hand_back(
            row.item_id, by=actor_of(request), at=now(), key=key_of(request), version=row.pk, reason=reason
        )
    except Refused as error:
        return _page(
            request, row, error.status, errors=errors_of(error, {"reason": "back-reason"}), back_reason=reason
        )
    return redirect("office:catalogue:item", item=row.item_id)


@require_http_methods(["GET", "POST"])
def dropping(request: HttpRequest, version: int) -> HttpResponse:
    """Ask once more; then the draft is given up."""
    row = version_or_404(request, version)
    if request.method == "GET":
        return draw(request, "dropping", version=row, item=row.item)
    acts.drop_draft(row.pk, by=actor_of(request), at=now())
    return redirect("office:catalogue:item", item=row.item_id)


@require_GET
def cases(request: HttpRequest, version: int) -> HttpResponse:
    """The open cases that finish under a version: the count for everybody, the cases for those who may see them."""
    row, actor = version_or_404(request, version), actor_of(request)
    found = Case.objects.open().filter(department=row.item.department_id, version=row.pk)
    seen = found.visible_to(actor).order_by("due_on", "pk")[: MOST_CASES + 1]
    return draw(
        request,
        "cases",
        version=row,
        item=row.item,
        total=found.count(),
        cases=list(seen)[:MOST_CASES],
        most=MOST_CASES,
    )


@require_GET
def preview(request: HttpRequest, version: int, look: str) -> HttpResponse:
    """A version as guide, counter, notice or API would show it, with the questions to try."""
    row = version_or_404(request, version)
    if look not in LOOKS:
        raise Http404
    record = row.content
    context: dict[str, Any] = {
        "version": row,
        "item": row.item,
        "look": look,
        "looks": LOOKS,
        "shape": schema.problems(record),
    }
    if context["shape"]:
        return draw(request, "preview", 200, **context)
    answers = {
        key: value
        for question in record.get("scenarios") or ()
        if (value := request.GET.get(f"a-{(key := question['key'])}"))
    }
    try:
        context |= _looked(actor_of(request).stamp, row, answers)
    except BadInput as error:
        return draw(request, "preview", 422, **context, errors=[{"id": "", "text": str(error)}])
    if look in form_looks.LOOKS:
        context |= form_looks.looked(look, record, answers, request.GET.get("kind", ""))
    if look == "sheet":
        return draw(request, "form_paper", 200, **context)
    return draw(request, "notice" if look == "notice" else "preview", 200, **context)


def _looked(stamp: int, row: Version, answers: dict[str, str]) -> dict[str, Any]:
    facts, day = room.fresh(row.pk), today()
    calendar = book.calendar(stamp, row.item.region)
    sheet = guide.sheet(facts, answers, day, calendar=calendar)
    chosen = selection.select(facts.record, answers)
    told = {
        "item": facts.key, "version": facts.number, "questions_left": list(chosen.questions_left),
        "materials": [{"name": m.name, "required": m.required, "how": m.how, "obtainable_by": m.obtainable_by} for m in chosen.materials],
        "promised_due": sheet.promised_on and sheet.promised_on.isoformat(), "statutory_due": sheet.statutory_on and sheet.statutory_on.isoformat(),
    }  # fmt: skip
    rows = [_at_counter(n, m, facts.record["materials"][m.index]) for n, m in enumerate(chosen.materials)]
    return {
        "sheet": sheet,
        "answers": answers,
        "rows": rows,
        "api": json.dumps(told, ensure_ascii=False, indent=2),
        "today": day,
    }


def _at_counter(n: int, material: selection.Chosen, record: Any) -> dict[str, Any]:
    state = "waived" if material.waived else "gap" if material.how == selection.LATER else "open"
    note = "；".join(record.get("points") or ()) or material.why_zh
    return {
        "id": n,
        "name": material.name,
        "note": note,
        "source": record.get("source") or "",
        "state": state,
        "word": "",
        "current": n == 0,
    }
