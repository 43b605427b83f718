"""The editor of a bundle: one element at a time, kept and checked on every save, with the lint and the differences beside."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yichuang.catalogue import acts, bundle_checks, checks, difference
from yichuang.catalogue.acts.bundle_versions import against, changes
from yichuang.catalogue.models import BundleVersion, VersionState
from yichuang.doors.office.bundles import elements
from yichuang.doors.office.bundles.frame import Known, draw, known, version_or_404
from yichuang.doors.office.catalogue import shown
from yichuang.doors.office.catalogue.elements import read
from yichuang.doors.office.catalogue.frame import actor_of, departments, errors_of
from yichuang.ground.now import now
from yichuang.journal.refusals import Refused


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, version: int, element: str) -> HttpResponse:
    """One element of a draft: shown, or kept with what was typed; a button on a row saves first."""
    row = version_or_404(request, version)
    if element not in elements.KEYS:
        raise Http404
    if row.state != VersionState.DRAFT:
        return redirect("office:bundles:version", version=row.pk)
    if request.method == "POST":
        return _keep(request, row, element)
    return _show(request, row, row.content, element, at=request.GET.get("at", ""))


def _keep(request: HttpRequest, row: BundleVersion, key: str) -> HttpResponse:
    content = elements.opened(row.content)
    element = _elements(request, row, content)[0][key]
    record, op, at, focus = read(element, request.POST, content), request.POST.get("op", ""), "", ""
    if op and element.rows:
        record, at, focus = elements.change(element, record, op, request.POST.get("new", ""))
    record = elements.closed(record)
    try:
        acts.keep_bundle(
            row.pk, record=record, seen=request.POST.get("seen", ""), by=actor_of(request), at=now()
        )
    except Refused as error:
        return _show(request, row, record, key, error.status, errors=errors_of(error))
    target = request.POST.get("go") or key
    address = reverse("office:bundles:editor", args=[row.pk, target if target in elements.KEYS else key])
    return redirect(f"{address}?at={at}#{focus}" if at or focus else f"{address}?kept=1")


def _elements(request: HttpRequest, row: BundleVersion, record: Any) -> tuple[dict[str, Any], Known]:
    told = known(row.region, record, actor_of(request).stamp)
    return elements.elements_of(record, told, (body.name for body in departments(row.region))), told


def _show(
    request: HttpRequest, row: BundleVersion, record: Any, key: str, status: int = 200, at: str = "", **more: Any
) -> HttpResponse:  # fmt: skip
    made, told = _elements(request, row, record)
    found = bundle_checks.check(record, told.records)
    of = elements.element_of(made)
    context: dict[str, Any] = {
        "version": row, "bundle": row.bundle, "element": made[key], "shown": shown.element(made[key], elements.opened(record), found, (), at, of),
        "left": left_list(row, made, found, key), "side": side(row, record), "kept": request.GET.get("kept") == "1" and status == 200,
        "next": _next(made, key), "blocked": len(checks.hard(found)), "owed": [one for one in found if one.grave == checks.SOFT],
    }  # fmt: skip
    if key == "members":
        context["picker"] = elements.library(row.region, record)
    return draw(request, "editor", status, **context, **more)


def _next(made: dict[str, Any], key: str) -> Any:
    place = elements.KEYS.index(key) + 1
    return made[elements.KEYS[place]] if place < len(elements.KEYS) else None


def left_list(row: BundleVersion, made: Any, found: list[checks.Finding], here: str) -> list[dict[str, Any]]:
    """Return the left list: each element with a tick, how much is to be mended, or how many warnings it has."""
    of = elements.element_of(made)
    count = {
        grave: [of(one.element) for one in found if one.grave == grave]
        for grave in (checks.HARD, checks.SOFT)
    }
    return [
        {
            "number": n, "name": one.name, "wrong": count[checks.HARD].count(one.key), "warned": count[checks.SOFT].count(one.key),
            "current": one.key == here, "href": reverse("office:bundles:editor", args=[row.pk, one.key]),
        }
        for n, one in enumerate(made.values(), 1)
    ]  # fmt: skip


def side(row: BundleVersion, record: Any) -> dict[str, Any]:
    """Return the right side: what differs from the version in force."""
    current = row.bundle.current
    told = changes(current.pk, record) if current and current.pk != row.pk else []
    return {"changes": told, "worse": difference.worse(told), "current": current}


def to_places(request: HttpRequest, row: BundleVersion) -> list[dict[str, str]]:
    """Return what stands in the way of a version, each with the address of the place where it is mended."""
    made, _ = _elements(request, row, row.content)
    of = elements.element_of(made)
    return [
        {"id": "", "text": one["sentence"], "href": _place(row.pk, made.get(of(one["element"])), one["path"])}
        for one in against(row, actor_of(request).stamp)
    ]


def _place(version: int, element: Any, path: str) -> str:
    if element is None:
        return reverse("office:bundles:look", args=[version, "form"])
    address, parts = reverse("office:bundles:editor", args=[version, element.key]), path.split("/")
    if element.rows == parts[0] and parts[1:] and parts[1].isdigit():
        return f"{address}?at={elements.at(int(parts[1]))}#{elements.at(int(parts[1]))}"
    return address
