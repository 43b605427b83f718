"""The files of a case: handed in, listed, given back as downloads."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from yichuang.cases.models import Case
from yichuang.doors import files
from yichuang.journal.refusals import NotThere, NotYours, WrongState
from yichuang.law import powers
from yichuang.law.states import OPEN
from yichuang.materials import acts as materials
from yichuang.materials import models

router = Router()
NAMES = ("id", "place", "name", "type", "size", "pages", "sha256", "sm3", "kept_at")


class FileRow(Schema):
    """A file of a case; `place` is that of the material it belongs to."""

    id: UUID
    place: int | None
    name: str
    type: str
    size: int
    pages: int | None
    sha256: str
    sm3: str
    kept_at: datetime


@router.get("/{case}/files", response=list[FileRow], summary="材料文件")
def listed(request: HttpRequest, case: UUID) -> list[dict[str, Any]]:
    """List the files of a case."""
    row = _visible(request, case)
    return [_told(file) for file in _of(row).order_by("kept_at", "pk")]


@router.post("/{case}/files", response={201: FileRow}, summary="交材料文件")
def keep(
    request: HttpRequest,
    case: UUID,
    file: File[UploadedFile],
    place: int | None = Query(None, ge=0, le=999),
) -> tuple[int, dict[str, Any]]:
    """Hand in a file (multipart, part `file`); its type is found by its content. The same content at the same place is kept once."""
    actor, at = request.actor, request.at  # type: ignore[attr-defined]
    row = _visible(request, case)
    if refused := powers.may("cases.hand_in", actor.kind, {}):
        raise NotYours(refused.sentence, rule=refused.rule)
    if row.state not in OPEN:
        raise WrongState("这一件已经办结，不能再交材料。", state=row.state)
    made = files.take(file, row.pk, by=actor, at=at, place=place)
    same = _of(row).filter(place=place, sha256=made.sha256).order_by("kept_at", "pk").first()
    if same is not None and same.pk != made.pk:
        materials.drop(row.pk, made.pk, by=actor, at=at)
        made = same
    return 201, _told(made)


@router.get("/{case}/files/{file}", summary="下载材料文件", response={200: Any})
def one(request: HttpRequest, case: UUID, file: UUID) -> HttpResponse:
    """Give a file back as a download; the look is on record."""
    row = _visible(request, case)
    if not _of(row).filter(pk=file).exists():
        raise NotThere("这一件没有这份文件。")
    found = files.find(request.actor, file, request.at)  # type: ignore[attr-defined]
    return files.answer(found)  # type: ignore[no-any-return]


def _visible(request: HttpRequest, case: UUID) -> Case:
    row = Case.objects.visible_to(request.actor).filter(pk=case).first()  # type: ignore[attr-defined]
    if row is None:
        raise NotThere("没有这个办件，或者不归您看。")
    return row


def _of(case: Case) -> Any:
    return models.File.objects.filter(subject=case.pk, dropped_at=None)


def _told(file: models.File) -> dict[str, Any]:
    return {name: getattr(file, name) for name in NAMES}
