"""The editor (S15): one element at a time, kept and checked on every save, compared with what is in force."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yichuang.cases.models import Case
from yichuang.catalogue import acts, checks, difference, gate, lists, stages
from yichuang.catalogue.acts.drafting import against
from yichuang.catalogue.models import Version, VersionState
from yichuang.doors.office.catalogue import asked, elements, shown
from yichuang.doors.office.catalogue.frame import actor_of, departments, draw, errors_of, version_or_404
from yichuang.ground.now import now
from yichuang.journal.refusals import Refused


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, version: int, element: str) -> HttpResponse:
    """One element of a draft: shown, or kept with what was typed; a button on a row saves first."""
    row = version_or_404(request, version)
    if element not in elements.BY_KEY or element == "gate":
        raise Http404
    if row.state != VersionState.DRAFT:
        return redirect("office:catalogue:version", version=row.pk)
    if request.method == "POST":
        return _keep(request, row, elements.BY_KEY[element])
    content = _content(row, elements.BY_KEY[element])
    return _show(request, row, content, elements.BY_KEY[element], at=request.GET.get("at", ""))


def _content(row: Version, element: elements.Element) -> Any:
    """Return the record; a form that is still the packaged one is laid out, so that it can be changed."""
    return asked.laid_out(row.content) if element.key == "form" else row.content


def _keep(request: HttpRequest, row: Version, element: elements.Element) -> HttpResponse:
    content = _content(row, element)
    record = stages.kept(elements.read(element, request.POST, content), content)
    op, at, focus = request.POST.get("op", ""), "", ""
    if op and element.key == "form":
        record, at, focus = asked.change(record, op, request.POST.get("new", ""))
    elif op and element.rows:
        record, at, focus = elements.change_rows(element, record, op)
    try:
        acts.keep_draft(
            row.pk, record=record, seen=request.POST.get("seen", ""), by=actor_of(request), at=now()
        )
    except Refused as error:
        return _show(request, row, record, element, error.status, errors=errors_of(error))
    target = request.POST.get("go") or element.key
    address = reverse(
        "office:catalogue:editor",
        args=[row.pk, target if target in elements.BY_KEY and target != "gate" else element.key],
    )
    if target == "gate":
        address = reverse("office:catalogue:gate", args=[row.pk])
    return redirect(f"{address}?at={at}#{focus}" if at else f"{address}?kept=1")


def _show(
    request: HttpRequest,
    row: Version,
    record: Any,
    element: elements.Element,
    status: int = 200,
    at: str = "",
    **more: Any,
) -> HttpResponse:
    found = checks.check(record)
    names = [body.name for body in departments(row.item.region)]
    context: dict[str, Any] = {
        "version": row, "item": row.item, "element": element, "shown": shown.element(element, stages.filled(record), found, names, at),
        "left": left_list(row, found, element.key), "side": side(request, row, record), "kept": request.GET.get("kept") == "1" and status == 200,
        "next": _next(element.key), "blocked": len(checks.hard(found)),
    }  # fmt: skip
    if element.key == "form":
        context["picker"] = {
            "label": "从数据元库里加一个栏目",
            "hint": "数据元说好了名称、类型、检查和从哪里预填，不用写代码。",
            "library": asked.library(record),
        }
    return draw(request, "editor", status, **context, **more)


def _next(key: str) -> elements.Element | None:
    keys = [one.key for one in elements.ELEMENTS]
    place = keys.index(key) + 1
    return elements.ELEMENTS[place] if place < len(keys) else None


def left_list(row: Version, found: list[checks.Finding], here: str) -> list[dict[str, Any]]:
    """Return the left list: each element with a tick or how much is to be mended."""
    wrong: dict[str, int] = {}
    for one in checks.hard(found):
        wrong[elements.element_of(one.element)] = wrong.get(elements.element_of(one.element), 0) + 1
    stop = [problem for problem in against(row, row.item.current_id) if problem["element"] == "bases"]
    wrong["gate"] = len(stop)
    owed = len(gate.open_lines(lists.gate_lines(row)))
    return [
        {
            "number": n,
            "key": one.key,
            "name": one.name,
            "wrong": wrong.get(one.key, 0),
            "owed": owed if one.key == "gate" else 0,
            "current": one.key == here,
            "href": _address(row.pk, one.key),
        }
        for n, one in enumerate(elements.ELEMENTS, 1)
    ]


def _address(version: int, key: str) -> str:
    if key == "gate":
        return reverse("office:catalogue:gate", args=[version])
    return reverse("office:catalogue:editor", args=[version, key])


def place_of(version: int, field: str, path: str) -> str:
    """Return the address where a field of the record is mended, at its row if it stands in one."""
    key, parts = elements.element_of(field), path.split("/")
    if field == "bases" or key == "gate":
        return _address(version, "gate")
    row = (
        f"row-{parts[1]}"
        if elements.BY_KEY[key].rows == parts[0] and parts[1:] and parts[1].isdigit()
        else ""
    )
    return f"{_address(version, key)}?at={row}#{row}" if row else _address(version, key)


def side(request: HttpRequest, row: Version, record: Any) -> dict[str, Any]:
    """Return the right side: what differs from the version in force, and whom a publication touches."""
    current = row.item.current
    changes = difference.compare(current.content, record) if current and current.pk != row.pk else []
    return {
        "changes": changes,
        "worse": difference.worse(changes),
        "current": current,
        "touched": touched(row),
    }


def touched(row: Version) -> dict[str, Any]:
    """Return how many open cases stay with the version in force, and how many of them still mend their papers."""
    current = row.item.current
    if current is None or current.pk == row.pk:
        return {"open": 0, "correcting": 0}
    open_cases = Case.objects.open().filter(department=row.item.department_id, version=current.pk)
    return {
        "open": open_cases.count(),
        "correcting": open_cases.filter(state="correcting").count(),
        "version": current,
    }
