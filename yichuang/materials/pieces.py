"""Uploads in pieces, so that a broken line costs one piece and not the photograph: they wait beside the store until whole.

A file on its way is named by its subject and the sender's key. What nobody goes on with is swept after a day.
"""

import fcntl
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yichuang.journal.refusals import BadInput, Moved
from yichuang.materials import store

PIECE_MOST = 2 * store.MEGABYTE
WAITING_MOST = 40
KEPT_FOR = 86_400
READ = 256 * 1024


def _folder() -> Path:
    folder: Path = settings.HOME / "files" / "parts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(subject: UUID, key: str) -> Path:
    return _folder() / f"{subject.hex}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def at(subject: UUID, key: str) -> int:
    """Return how many bytes of this file are here already."""
    path = _path(subject, key)
    return path.stat().st_size if path.exists() else 0


def add(subject: UUID, key: str, *, start: int, piece: bytes, size: int, name: str) -> int:
    """Put a piece behind what is here; returns how many bytes are here now. Moved tells where to go on."""
    most = settings.DEPLOYMENT.upload_megabytes * store.MEGABYTE
    if not 0 < size <= most:
        raise store.too_large(name, size)
    if len(piece) > PIECE_MOST or start + len(piece) > size:
        raise BadInput("这一段比说好的长。刷新这一页，重新选这份文件。", field="file")
    path = _path(subject, key)
    if not path.exists() and len(list(_folder().glob(f"{subject.hex}-*"))) >= WAITING_MOST:
        raise BadInput("没传完的文件太多。先把前面的传完，或过一天再传。", field="file")
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        here = file.tell()
        if here != start:
            raise Moved("这份文件从别处接着传。", at=here)
        file.write(piece)
        return here + len(piece)


def whole(subject: UUID, key: str) -> Iterator[bytes]:
    """Give what is here, piece by piece."""
    with _path(subject, key).open("rb") as file:
        while block := file.read(READ):
            yield block


def drop(subject: UUID, key: str) -> None:
    """Forget a file on its way."""
    _path(subject, key).unlink(missing_ok=True)


def sweep(seconds: int = KEPT_FOR) -> int:
    """Take away what nobody went on with; returns how many."""
    before = time.time() - seconds
    old = [path for path in _folder().glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
