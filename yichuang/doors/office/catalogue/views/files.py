"""The catalogue in and out as files."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.catalogue import acts, bundle_records, departments, files, lists, sheets
from yichuang.clock import book
from yichuang.doors.office.catalogue.forms import Take
from yichuang.doors.office.catalogue.frame import actor_of, draw, enter, key_of, number
from yichuang.doors.office.catalogue.frame import departments as known
from yichuang.ground.now import now, today
from yichuang.journal.refusals import BadInput, Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 200


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Import a file: everything or nothing, with the reason for each row that does not fit."""
    actor = actor_of(request)
    form = Take(request.POST, request.FILES) if request.method == "POST" else Take()
    context: dict[str, Any] = {
        "here": "import",
        "form": form,
        "unresolved": departments.unresolved(actor.region),
        "departments": known(actor.region),
    }
    if request.method != "POST" or not form.is_valid():
        return draw(request, "import", 422 if form.errors else 200, **context)
    try:
        parcel = _read(actor.region, form.cleaned_data["file"])
        told = acts.import_(
            by=actor,
            at=now(),
            key=key_of(request),
            records=parcel.records,
            places=parcel.places,
            look_again_days=book.number(actor.stamp, actor.region, "look_again_days", today()).whole,
        )
    except Refused as error:
        rows: Any = error.facts.get("rows") or []
        return draw(
            request,
            "import",
            error.status,
            **context,
            errors=[{"id": "id_file", "text": error.sentence}],
            refused=rows[:MOST_ROWS],
            cut=len(rows) > MOST_ROWS,
        )
    return draw(
        request,
        "import",
        200,
        **context | {"unresolved": departments.unresolved(actor.region), "departments": known(actor.region)},
        told=told,
    )


def _read(region: str, upload: Any) -> files.Parcel:
    name = PurePath(upload.name or "").name[:80]
    most = settings.DEPLOYMENT.upload_megabytes
    if upload.size > most * 1_000_000:
        raise BadInput(
            f"{name} 有 {upload.size // 1_000_000} MB，最大 {most} MB。分几个文件导入。", field="file"
        )
    content = upload.read()
    if content[:2] == b"PK":
        return sheets.read(name, content, {record["id"]: record for record in lists.published(region)})
    return files.read_json(name, content)


@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Say which body a department name means."""
    acts.settle_department(
        by=actor_of(request), at=now(), key=key_of(request), name=request.POST.get("name", ""), department=number(request.POST.get("department")) or 0
    )  # fmt: skip
    return redirect("office:catalogue:import")


@require_GET
def give_json(request: HttpRequest) -> HttpResponse:
    """The records in force as JSON, the bundles too."""
    region = enter(request, "index").region
    return _sent(
        bundle_records.dump([*lists.published(region), *lists.bundles(region)]).encode(),
        "application/json; charset=utf-8",
        "catalogue.json",
    )


@require_GET
def give_xlsx(request: HttpRequest) -> HttpResponse:
    """The records in force as a workbook."""
    return _sent(sheets.write(lists.published(enter(request, "index").region)), XLSX, "catalogue.xlsx")


def _sent(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
