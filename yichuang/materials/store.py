"""Where files lie: outside the database, under their digest, whole or not at all.

A file is written under a temporary name, flushed to the disk, renamed; only then its row is written (`acts.keep`). What
lies here without a row is an orphan and is swept. Nobody is given a file for knowing its digest: ways in are rows.
"""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from django.conf import settings

from yichuang.journal.refusals import BadInput
from yichuang.materials import kinds

_refused = logging.getLogger("yichuang.refused")
MEGABYTE = 1024 * 1024
ORPHAN_AFTER = 3600


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies in the store and waits for its row."""

    sha256: str
    sm3: str
    size: int
    type: str
    pages: int | None


class Place(Protocol):
    """Where files can lie: a folder here; an object store is a class with these four words."""

    def take(self, draft: Path, digest: str) -> None:
        """Keep the finished file `draft` under its digest, durably; keeping it twice is harmless."""

    def open(self, digest: str) -> BinaryIO:
        """Open the file for reading; FileNotFoundError if it is gone."""

    def old(self, seconds: int) -> Iterator[str]:
        """Name the digests of files that have lain here for longer."""

    def remove(self, digest: str) -> None:
        """Take the file away; one that is gone already is no trouble."""


class Folder:
    """Files in a folder, two letters a level."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest[2:4] / digest

    def take(self, draft: Path, digest: str) -> None:
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(draft, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def open(self, digest: str) -> BinaryIO:
        return self._path(digest).open("rb")

    def old(self, seconds: int) -> Iterator[str]:
        before = time.time() - seconds
        for path in self.root.glob("??/??/*"):
            if path.stat().st_mtime < before:
                yield path.name

    def remove(self, digest: str) -> None:
        self._path(digest).unlink(missing_ok=True)


# A site with a virus scanner puts its caller here: it gets the draft and returns a sentence when it must not be kept.
SCANNERS: list[Callable[[Path], str | None]] = []


def place() -> Place:
    """Return where the files of this installation lie."""
    return Folder(settings.HOME / "files")


def put(chunks: Iterable[bytes], *, name: str, size: int | None = None) -> Stored:
    """Store what comes in `chunks` and return what it is; BadInput with the sentence of what to hand in instead."""
    most = settings.DEPLOYMENT.upload_megabytes * MEGABYTE
    if size is not None and size > most:
        raise too_large(name, size)
    draft = _draft()
    try:
        written, sha256, sm3 = _write(draft, chunks, most, name)
        kind = kinds.kind_of(draft)
        if kind is None:
            raise _wrong_kind(name)
        for scan in SCANNERS:
            if sentence := scan(draft):
                raise BadInput(sentence, field="file")
        stored = Stored(sha256, sm3, written, kind.type, kinds.pages_of(draft, kind))
        place().take(draft, sha256)
    except BadInput as error:
        _refused.info(
            "file turned away", extra={"facts": {"code": error.code, "size": size, "ending": name[-8:]}}
        )
        raise
    finally:
        draft.unlink(missing_ok=True)
    return stored


def _draft() -> Path:
    folder = settings.HOME / "files" / "new"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Path(folder / uuid4().hex)


def forget_drafts(seconds: int = ORPHAN_AFTER) -> int:
    """Take away drafts of uploads that broke off; returns how many."""
    before = time.time() - seconds
    broken = [path for path in (settings.HOME / "files" / "new").glob("*") if path.stat().st_mtime < before]
    for path in broken:
        path.unlink(missing_ok=True)
    return len(broken)


def _write(draft: Path, chunks: Iterable[bytes], most: int, name: str) -> tuple[int, str, str]:
    sha256, sm3, written = hashlib.sha256(), hashlib.new("sm3"), 0
    with open(draft, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        for chunk in chunks:
            written += len(chunk)
            if written > most:
                raise too_large(name, None)
            sha256.update(chunk)
            sm3.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not written:
        raise BadInput(f"{name}是空的，请重新选一份。", field="file")
    return written, sha256.hexdigest(), sm3.hexdigest()


def too_large(name: str, size: int | None) -> BadInput:
    """Return the refusal of a file that is too large."""
    most = settings.DEPLOYMENT.upload_megabytes
    has = f"有{-(-size // MEGABYTE)} MB，" if size else ""
    return BadInput(f"{name}{has}每份要小于{most} MB。可以拍照上传，会自动压缩。", field="file")


def _wrong_kind(name: str) -> BadInput:
    stem, dot, ending = name.rpartition(".")
    now = f"现在是{ending.upper()[:8]}" if dot and ending.isalnum() else "这份认不出是什么"
    words = "、".join(kind.word for kind in kinds.KINDS[:-1])
    return BadInput(f"{stem or name}要{words}或{kinds.OFD.word}，{now}。", field="file")
