"""Files handed in: kept, handed on from a session to its case, dropped, and what nobody owns swept away."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import reuse
from yichuang.materials import kinds, marking, pieces, store
from yichuang.materials.models import Earlier, File

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


def remember(
    case: UUID, found: list[dict[str, Any]], *, item: str, given_by: str, by: Actor, at: datetime
) -> int:
    """What was handed in with a case and verified may be used again, with its files; returns how many papers.

    Each of `found` has place, name, holder_index, trust, checked_by. A file that takes no mark is not used again.
    """
    places = [one["place"] for one in found]
    there = File.objects.filter(subject=case, place__in=places, dropped_at=None, mark="")
    fit = [file for file in there.order_by("rank", "kept_at", "pk") if _takes_a_mark(file)]
    made: int = _remember(case, found, fit, item, given_by, by=by, at=at)
    return made


def _takes_a_mark(file: File) -> bool:
    try:
        with store.place().open(file.sha256) as content:
            return marking.can_be_marked(content.read(), file.type)
    except FileNotFoundError:
        return False


@working_paper("materials.remember")
def _remember(
    case: UUID, found: list[dict[str, Any]], fit: list[File], item: str, given_by: str, *, by: Actor, at: datetime
) -> int:  # fmt: skip
    """The papers are remembered, once for a case and a place."""
    made = 0
    for one in found:
        until = reuse.expires(one["name"], day_of(at))
        files = [file for file in fit if file.place == one["place"]]
        if (
            until is None
            or not (files or one["trust"] == reuse.D)
            or Earlier.objects.filter(case=case, place=one["place"]).exists()
        ):
            continue
        paper = Earlier.objects.create(
            id=uuid7(), region=by.region, holder_index=one["holder_index"], name=reuse.standard(one["name"])[:200], trust=one["trust"],
            given_by=given_by[:100], item=item[:120], case=case, place=one["place"], checked_on=day_of(at), checked_by=one["checked_by"][:120],
            expires_on=until,
        )  # fmt: skip
        _copy(files, paper.pk, None, "", at)
        made += 1
    return made


@working_paper("materials.withdraw_earlier")
def withdraw_earlier(paper: UUID, *, by: Actor, at: datetime) -> None:
    """The owner does not want this paper used again; the case that it came with keeps it, nothing new gets it."""
    mine = Earlier.objects.filter(pk=paper, region=by.region, withdrawn_at=None)
    if by.kind == "applicant":
        mine = mine.filter(holder_index__in=by.holders)
    if not mine.update(withdrawn_at=at):
        raise NotThere("没有这份材料，或者已经不再使用。")


@working_paper("materials.reuse")
def use_again(paper: UUID, subject: UUID, *, place: int, item: str, by: Actor, at: datetime) -> int:
    """Copies of an earlier paper lie with a draft, a session or a case, marked for this matter; the originals stay as they are.

    An applicant uses their own. Returns how many files.
    """
    mine = Earlier.objects.filter(pk=paper, region=by.region, withdrawn_at=None, expires_on__gte=day_of(at))
    if by.kind == "applicant":
        mine = mine.filter(holder_index__in=by.holders)
    found = mine.first()
    if found is None:
        raise NotThere("这份材料不能再用了：过了期，或者本人不再同意使用。请交新的。")
    mark = reuse.watermark(found.given_by, item, found.expires_on)
    files = list(File.objects.filter(subject=paper, dropped_at=None).order_by("rank", "kept_at", "pk"))
    there = set(
        File.objects.filter(subject=subject, place=place, dropped_at=None).values_list("sha256", flat=True)
    )
    return _copy([file for file in files if file.sha256 not in there], subject, place, mark, at)


@working_paper("materials.lend")
def lend(source: UUID, subject: UUID, *, places: Mapping[int, int], by: Actor, at: datetime) -> int:
    """One paper that several parts of a thing use lies with each of them: `places` says from where it is copied to where.

    Returns how many files.
    """
    found: dict[int | None, list[File]] = {}
    lying = File.objects.filter(subject=source, dropped_at=None, place__in=set(places.values()))
    for file in lying.order_by("rank", "kept_at", "pk"):
        found.setdefault(file.place, []).append(file)
    return sum(_copy(found.get(origin, []), subject, place, "", at) for place, origin in places.items())


def _copy(files: list[File], subject: UUID, place: int | None, mark: str, at: datetime) -> int:
    made = [
        File(id=uuid7(), region=f.region, subject=subject, place=place, name=f.name, type=f.type, size=f.size, pages=f.pages, sha256=f.sha256,
             sm3=f.sm3, by_person=f.by_person, rank=f.rank, mark=mark, kept_at=at)
        for f in files
    ]  # fmt: skip
    return len(File.objects.bulk_create(made))


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
