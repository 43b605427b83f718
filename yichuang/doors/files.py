"""Files at any door: taken from a form, given back as downloads only.

`take(upload, subject, …)` stores what a form or the camera sent; `answer(file)` gives one back. A file never shows as a page
of ours: attachment, its own type and nothing guessed, a sandbox without origin. A picture still shows in `<img>`.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, JsonResponse

from yichuang.cases.models import Case
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Moved, NotThere
from yichuang.materials import acts, marking, pieces, store
from yichuang.materials.models import File


def take(upload: UploadedFile, subject: UUID, *, by: Actor, at: datetime, place: int | None = None) -> File:
    """Keep an uploaded file with its subject; a refusal carries the sentence that says what to hand in instead."""
    name = upload.name or "文件"
    stored = store.put(upload.chunks(), name=name, size=upload.size)
    return acts.keep(subject, stored, by=by, at=at, name=name, place=place)


def piece(request: Any, subject: UUID, *, by: Actor, at: datetime, place: int) -> JsonResponse:
    """One piece of a file on its way (materials/pieces.py): GET asks where to go on, POST brings the next; the last one keeps it."""
    key, name = request.GET.get("key", "")[:200], request.GET.get("name", "")[:200] or "文件"
    if request.method != "POST":
        return JsonResponse({"at": pieces.at(subject, key)})
    start, size = (int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1 for text in (request.GET.get("at", ""), request.GET.get("size", "")))  # fmt: skip
    try:
        here = pieces.add(subject, key, start=start, piece=request.body, size=size, name=name)
        if here == size:
            stored = store.put(pieces.whole(subject, key), name=name, size=size)
            acts.keep(subject, stored, by=by, at=at, name=name, place=place)
            pieces.drop(subject, key)
    except Moved as error:
        return JsonResponse({"at": error.facts["at"]}, status=409)
    except BadInput as error:
        pieces.drop(subject, key)
        return JsonResponse({"error": error.sentence}, status=422)
    return JsonResponse({"at": here, "done": here == size})


def find(actor: Actor, file: UUID, at: datetime) -> File:
    """Return a file of a case that this actor may see, and put the look on record; NotThere otherwise."""
    row = File.objects.filter(pk=file, dropped_at=None).first()
    if row is None or not Case.objects.visible_to(actor).filter(pk=row.subject).exists():
        raise NotThere("没有这份文件，或者不归您看。")
    looks.seen(actor, "看材料", subject=row.subject, at=at)
    return row


def answer(row: File) -> Any:
    """Return a file as a download; a paper used again carries its mark, the original stays untouched."""
    try:
        content = store.place().open(row.sha256)
    except FileNotFoundError as error:
        raise NotThere("这份文件的内容不在了，请找系统管理员从备份恢复。") from error
    if row.mark:
        return _marked(row, content)
    response = FileResponse(content, content_type=row.type)
    response["Content-Length"] = str(row.size)
    return _as_download(response, row.name)


def _marked(row: File, content: Any) -> Any:
    with content:
        made = marking.marked(content.read(), row.type, row.mark)
    name = row.name if made.type == row.type else f"{row.name.rsplit('.', 1)[0]}.{made.ending}"
    return _as_download(HttpResponse(made.content, content_type=made.type), name)


def _as_download(response: Any, name: str) -> Any:
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
