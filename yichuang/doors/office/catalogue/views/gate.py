"""The basis gate: answer it for a version; what is kept, cut and owed over all items, to read and to print; the debts."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalogue import acts, checks, lists
from yichuang.catalogue import gate as room
from yichuang.catalogue.models import Version, VersionState
from yichuang.doors.office.catalogue.frame import (
    actor_of,
    departments,
    draw,
    errors_of,
    key_of,
    number,
    version_or_404,
)
from yichuang.doors.office.catalogue.views.editor import left_list
from yichuang.ground.now import now, today
from yichuang.journal.refusals import BadInput, Refused

PAGE = 100
# Named nowhere else in the record: the gate itself lists them.
BESIDE = tuple(pair for pair in room.ELEMENTS if pair[0] in ("stamp", "intermediary"))
SHORT = {
    "no_basis": "没有依据", "by_commitment": "可承诺代替", "covered": "别的材料已含", "online": "可网上核验", "unverifiable": "开具单位核实不了", "vague": "说不清",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, version: int) -> HttpResponse:
    """Each element of a version with its clause, the six tests and the verdict."""
    row = version_or_404(request, version)
    if request.method == "GET":
        return _show(request, row)
    lines, op, actor = lists.gate_lines(row), request.POST.get("op", ""), actor_of(request)
    answers = [answer for n, line in enumerate(lines) if (answer := _answer(request.POST, n, line))]
    try:
        if answers or not op:
            acts.answer_basis(
                row.item_id, by=actor, at=now(), key=key_of(request), version=row.pk, answers=answers
            )
        if op:
            acts.keep_draft(
                row.pk, record=_changed(row, lines, request.POST, op), seen=request.POST.get("seen", ""), by=actor, at=now()
            )  # fmt: skip
    except Refused as error:
        ids = {"element": "more-element", "name": "more-name"} if op == "add" else {}
        return _show(request, row, error.status, errors=errors_of(error, ids), typed=request.POST)
    return redirect(
        reverse("office:catalogue:gate", args=[row.pk]) + "?kept=1" + ("#more-element" if op else "")
    )


def _changed(row: Version, lines: list[room.Line], post: Any, op: str) -> dict[str, Any]:
    """Return the draft's record with a stamp or an intermediary named, or one taken out."""
    record = row.content
    bases = [dict(one) for one in record.get("bases") or ()]
    word, _, place = op.partition(":")
    if word == "add":
        element, name = post.get("more-element", ""), " ".join(post.get("more-name", "").split())
        if element not in dict(BESIDE):
            raise BadInput("请选择是盖章还是中介。", field="element")
        if not name or len(name) > 200:
            raise BadInput("请写明在哪里盖什么章，或者要哪一家中介做什么，最多 200 个字。", field="name")
        if any((one["element"], one["name"]) == (element, name) for one in bases):
            raise BadInput(f"“{name}”已经列出来了。", field="name")
        bases.append({"element": element, "name": name, "clause": None, "tests": {}, "verdict": None})
    elif word == "drop" and (n := number(place)) is not None and n < len(lines):
        gone = (lines[n].element, lines[n].name)
        bases = [one for one in bases if (one["element"], one["name"]) != gone or gone[0] not in dict(BESIDE)]
    return {**record, "bases": bases} if bases else {k: v for k, v in record.items() if k != "bases"}


def _answer(post: Any, n: int, line: room.Line) -> dict[str, Any] | None:
    """What was answered for one line: a verdict chosen, or a clause that was changed."""
    verdict, clause = post.get(f"verdict-{n}", ""), post.get(f"clause-{n}", "").strip()
    caught = set(post.getlist(f"caught-{n}"))
    before = {name for name, value in line.tests.items() if value}
    if not line.standing or (verdict, clause, caught) == (
        line.verdict if line.verdict != room.DEBT else "",
        line.clause,
        before,
    ):
        return None
    tests = (
        {name: name in caught for name, _ in room.TESTS}
        if verdict in (room.KEEP, room.CUT)
        else dict.fromkeys(caught, True)
    )
    return {"element": line.element, "name": line.name, "clause": clause, "tests": tests, "verdict": verdict}


def _show(
    request: HttpRequest, row: Version, status: int = 200, typed: Any = None, **more: Any
) -> HttpResponse:
    lines = [_line(n, line, typed) for n, line in enumerate(lists.gate_lines(row))]
    counts = {verdict: sum(line["verdict"] == verdict for line in lines) for verdict in room.VERDICTS}
    context: dict[str, Any] = {
        "version": row, "item": row.item, "lines": lines, "counts": counts, "tests": room.TESTS, "kept": request.GET.get("kept") == "1",
        "more": {"element": typed.get("more-element", ""), "name": typed.get("more-name", "")} if typed else {}, "kinds": BESIDE,
        "open": row.state not in (VersionState.PAST, VersionState.DROPPED),
        "left": left_list(row, checks.check(row.content), "gate") if row.state == VersionState.DRAFT else [],
    }  # fmt: skip
    return draw(request, "gate", status, here="gates", **context, **more)


def _line(n: int, line: room.Line, typed: Any) -> dict[str, Any]:
    caught = typed.getlist(f"caught-{n}") if typed else [name for name, value in line.tests.items() if value]
    chosen = typed.get(f"verdict-{n}", "") if typed else (line.verdict if line.verdict != room.DEBT else "")
    return {
        "n": n, "element": line.element_word, "name": line.name, "clause": typed.get(f"clause-{n}", "") if typed else line.clause, "verdict": line.verdict,
        "word": line.verdict_word, "why": line.why, "standing": line.standing, "chosen": chosen, "own": line.element in dict(BESIDE),
        "tests": [{"key": key, "word": SHORT[key], "full": full, "checked": key in caught} for key, full in room.TESTS],
    }  # fmt: skip


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Kept, cut and owed over all items, by department."""
    actor, department = actor_of(request), number(request.GET.get("department"))
    sheets = lists.gate_lists(actor.region, department=department)
    boxes = [
        {
            "verdict": verdict,
            "name": name,
            "count": sum(len(sheet.lines) for sheet in sheets[verdict]),
            "href": _paper(verdict, department),
        }
        for verdict, name in room.VERDICTS.items()
    ]
    owed = sorted(sheets[room.DEBT], key=lambda sheet: -len(sheet.lines))
    return draw(
        request,
        "gates",
        here="gates",
        boxes=boxes,
        owed=owed[:PAGE],
        more=len(owed) - PAGE,
        departments=departments(actor.region),
        department=department,
    )


def _paper(verdict: str, department: int | None) -> str:
    asked = f"?{urlencode({'department': department})}" if department else ""
    return reverse("office:catalogue:gate_paper", args=[verdict]) + asked


@require_GET
def paper(request: HttpRequest, verdict: str) -> HttpResponse:
    """The printed list of what is kept, cut or owed."""
    if verdict not in room.VERDICTS:
        raise Http404
    department = number(request.GET.get("department"))
    sheets = lists.gate_list(actor_of(request).region, verdict, department=department)
    return draw(
        request,
        "gate_paper",
        sheets=sheets,
        word=room.VERDICTS[verdict],
        total=sum(len(s.lines) for s in sheets),
        today=today(),
        cut=verdict == room.CUT,
    )


@require_GET
def debts(request: HttpRequest) -> HttpResponse:
    """What the published records still owe."""
    actor, kind, department = (
        actor_of(request),
        request.GET.get("kind", "lint"),
        number(request.GET.get("department")),
    )
    page_number = number(request.GET.get("page")) or 1
    rows = lists.debts(
        actor.region, department=department, kind=kind if kind in dict(lists.DEBT_KINDS) else ""
    )
    first, total = (min(page_number, 10_000) - 1) * PAGE, rows.count()
    kept = {"department": str(department)} if department else {}
    chips = [
        {
            "name": name,
            "href": f"?{urlencode({**kept, 'kind': key})}",
            "count": lists.debts(actor.region, department=department, kind=key).count(),
            "current": key == kind,
        }
        for key, name in lists.DEBT_KINDS
    ]
    context: dict[str, Any] = {
        "rows": rows[first : first + PAGE], "chips": chips, "total": total, "departments": departments(actor.region), "department": department, "kind": kind,
        "prev_href": f"?{urlencode({**kept, 'kind': kind, 'page': page_number - 1})}" if page_number > 1 else "",
        "next_href": f"?{urlencode({**kept, 'kind': kind, 'page': page_number + 1})}" if first + PAGE < total else "",
    }  # fmt: skip
    return draw(request, "debts", here="debts", **context)
