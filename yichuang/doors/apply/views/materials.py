"""One material a page: handed in from the phone, or in another of the ways that its row offers."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.doors import citizen, files, pledges
from yichuang.doors.apply import rows, sheet
from yichuang.doors.apply.opening import onward, opened
from yichuang.drafts import acts as drafts
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.refusals import BadInput, Moved, NotThere, Refused
from yichuang.law import reuse
from yichuang.law.numbers import zh_date
from yichuang.materials import acts as keeping
from yichuang.materials.models import File

MOST_AT_ONCE = 20
LABELS = {
    rows.UPLOAD: ("拍照或选文件上传", "可以一次选几张，自动排好页"),
    rows.WINDOW: ("到窗口交", "网上先提交，带原件到任意综合窗口，收齐才受理"),
    rows.LATER: ("先受理，以后补交", "要签容缺承诺，在约定日期前补齐"),
    rows.NONE: ("不交这一份", "这一份不是必要的"),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def material(request: Any, own: sheet.Sheet, place: int) -> HttpResponse:
    """Take the files of one material, or how else it will come."""
    row, errors = _row(own, place), []
    chosen = request.POST.get("way", "")
    if request.method == "POST":
        errors = _take(request, own, row)
        own = own.fresh()
        row = _row(own, place)
        if not errors and request.POST.get("then") == "more":
            return redirect(own.href("material", place))
        if not errors:
            errors = _choose(own, row, chosen or (rows.UPLOAD if row.files else ""))
            if not errors:
                return onward(own, back=request.POST.get("back", ""))
    way = chosen or row.way or row.ways[0]
    words = {v: _label(own, row, v) for v in row.ways}
    options = [{"value": v, "label": words[v][0], "hint": words[v][1], "checked": v == way} for v in row.ways]
    told = {
        "sheet": own, "row": row, "options": options, "errors": errors, "limit": settings.DEPLOYMENT.upload_megabytes,
        "error": next((e["text"] for e in errors if e["id"] == "file-file"), ""), "back": request.GET.get("back", request.POST.get("back", ""))[:10],
    }  # fmt: skip
    return render(request, "apply/material.html", told, status=422 if errors else 200)


def _label(own: sheet.Sheet, row: rows.Row, way: str) -> tuple[str, str]:
    if way == rows.EARLIER:
        told = f"{zh_date(row.paper.checked_on)}核对，{reuse.trust_word(row.paper.trust)}。再用时加水印，写明办这件事"
        return "用以前交过的", told
    if way == rows.COMMIT:
        facts = row.uses[0][0]
        told = pledges.consequences(facts, stamp=stamps.current(), region=own.draft.region, day=own.today)
        return "用书面承诺代替", f"签告知承诺书，不用交这一份。{told}".rstrip("。")
    return LABELS[way]


def _row(own: sheet.Sheet, place: int) -> rows.Row:
    row = next((one for one in own.materials if one.place == place and not one.waived), None)
    if row is None:
        raise NotThere("这份材料不用您交。")
    return row


def _take(request: Any, own: sheet.Sheet, row: rows.Row) -> list[dict[str, str]]:
    """Keep the files that came; one that cannot be kept is told, the others stay."""
    wrong = []
    for upload in request.FILES.getlist("file")[:MOST_AT_ONCE]:
        try:
            files.take(upload, own.draft.pk, by=own.who.actor(), at=own.at, place=row.place)
        except BadInput as error:
            wrong.append({"id": "file-file", "text": error.sentence})
    return wrong


def _choose(own: sheet.Sheet, row: rows.Row, way: str) -> list[dict[str, str]]:
    if way not in row.ways:
        return [{"id": "file-file", "text": f"请拍照或选文件交{row.name}，或换一种交法"}]
    if way == rows.EARLIER:
        keeping.use_again(
            row.paper.id, own.draft.pk, place=row.place, item=own.facts.name, by=own.who.actor(), at=own.at
        )
        way = rows.UPLOAD
    elif way == rows.UPLOAD and not row.files:
        return [{"id": "file-file", "text": f"请拍照或选文件交{row.name}，或换一种交法"}]
    try:
        drafts.keep(own.draft.pk, {"ways": {str(row.place): way}}, by=own.who.actor(), at=own.at, turn=own.draft.turn)  # fmt: skip
    except Moved as error:
        return [{"id": "", "text": error.sentence}]
    return []


@require_http_methods(["GET", "POST"])
@opened
def parts(request: Any, own: sheet.Sheet, place: int) -> HttpResponse:
    """Take a file piece by piece from a page with scripts, and say where to go on."""
    return files.piece(request, own.draft.pk, by=own.who.actor(), at=own.at, place=_row(own, place).place)


@require_POST
@opened
def remove(request: Any, own: sheet.Sheet, place: int) -> HttpResponse:
    """Take one file out again."""
    try:
        keeping.drop(own.draft.pk, _file_id(request), by=own.who.actor(), at=own.at)
    except Refused:
        pass  # it is gone already, and the page shows what is there
    return redirect(own.href("material", place))


@require_POST
@opened
def order(request: Any, own: sheet.Sheet, place: int) -> HttpResponse:
    """Put one page before the one above it."""
    keeping.raise_page(own.draft.pk, place, _file_id(request), by=own.who.actor(), at=own.at)
    return redirect(own.href("material", place))


def _file_id(request: Any) -> UUID:
    try:
        return UUID(request.POST.get("file", ""))
    except ValueError as error:
        raise NotThere("没有这份文件。") from error


@require_safe
@citizen.required
def file(request: Any, draft: UUID, file: UUID) -> HttpResponse:
    """Give the applicant back a file of this draft."""
    own = sheet.find(citizen.here(request), draft, now.now())
    row = File.objects.filter(pk=file, subject=own.draft.pk, dropped_at=None).first()
    if row is None:
        raise NotThere("没有这份文件，或者不归您看。")
    answer: HttpResponse = files.answer(row)
    return answer
