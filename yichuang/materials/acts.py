"""Files handed in: kept, handed on from a session to its case, dropped, and what nobody owns swept away."""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.materials import kinds, pieces, store
from yichuang.materials.models import File

NAME_MOST = 120
FILES_MOST = 200


@working_paper("materials.keep")
def keep(
    subject: UUID, stored: store.Stored, *, by: Actor, at: datetime, name: str, place: int | None = None
) -> File:
    """A stored file belongs to this subject (a case, or a session before it), at a material's place in the record."""
    if File.objects.filter(subject=subject, dropped_at=None).count() >= FILES_MOST:
        raise BadInput(f"一件最多传{FILES_MOST}份文件，先删掉不用的。", field="file")
    return File.objects.create(
        id=uuid7(), region=by.region, subject=subject, place=place, name=plain_name(name, stored.type), type=stored.type,
        size=stored.size, pages=stored.pages, sha256=stored.sha256, sm3=stored.sm3, by_person=by.person, kept_at=at,
        rank=File.objects.filter(subject=subject, place=place).count(),
    )  # fmt: skip


@working_paper("materials.drop")
def drop(subject: UUID, file: UUID, *, since: UUID | None = None, by: Actor, at: datetime) -> None:
    """The file is no longer part of its subject; its content goes with the next sweep.

    With `since`, only what this person took in after that session began (ids stand in the order of their making).
    """
    mine = File.objects.filter(subject=subject, dropped_at=None)
    if since is not None:
        mine = mine.filter(by_person=by.person, pk__gt=since)
    if not mine.filter(pk=file).update(dropped_at=at):
        raise NotThere("没有这份文件，或者不是这次拍的。以前交来的不能删。")


@working_paper("materials.raise_page")
def raise_page(subject: UUID, place: int, file: UUID, *, by: Actor, at: datetime) -> None:
    """The file stands before the one that stood above it; the first one stays where it is."""
    there = list(
        File.objects.filter(subject=subject, place=place, dropped_at=None).order_by("rank", "kept_at", "pk")
    )
    at_place = next((n for n, one in enumerate(there) if one.pk == file), None)
    if at_place is None:
        raise NotThere("没有这份文件，或者已经删掉了。")
    if at_place:
        there[at_place - 1], there[at_place] = there[at_place], there[at_place - 1]
    for rank, one in enumerate(there):
        one.rank = rank
    File.objects.bulk_update(there, ["rank"])


@working_paper("materials.adopt")
def adopt(session: UUID, case: UUID, *, by: Actor, at: datetime) -> int:
    """What was handed in during a session belongs to the case that came of it; returns how many files."""
    return File.objects.filter(subject=session, dropped_at=None).update(subject=case)


@working_paper("materials.sweep")
def sweep(*, by: Actor, at: datetime, after: int = store.ORPHAN_AFTER) -> dict[str, Any]:
    """Contents without a living row are gone: orphans of a broken upload, and what was dropped; unfinished drafts too."""
    where, gone = store.place(), []
    for digest in list(where.old(after)):
        if not File.objects.filter(sha256=digest, dropped_at=None).exists():
            where.remove(digest)
            gone.append(digest)
    return {"removed": len(gone) + store.forget_drafts(after) + pieces.sweep()}


def plain_name(name: str, type: str) -> str:
    """Return a file's name without folders and invisible signs, with the ending that its content has."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .") or "文件"
    kind = kinds.BY_TYPE[type]
    path = Path(clean)
    endings = {"." + kind.ending} | ({".jpeg"} if kind is kinds.JPEG else set())
    stem = path.stem if path.suffix.lower() in endings else clean
    return f"{stem[:NAME_MOST]}.{kind.ending}"
