"""How often somebody may ask: counts that all processes of this machine share, without a write to the database.

A look-up by code must be a plain GET (it stands in a QR code), and a GET opens no write. So the counts lie in a small
file of the data folder, mapped into memory: 65,536 places of window and count, found by a keyed digest of the asker.
Each asker counts in two places and the lower count holds: who shares one place with another is not stopped for it.
Nothing in the file leads back to an address.
"""

import fcntl
import hmac
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

PLACES = 65_536
# Of a query code, from one address: looks in a minute, misses in ten; and misses of everybody in a minute.
LOOKS, MISSES, ALL_MISSES = (60, 60), (20, 600), (3000, 60)
_PLACE = struct.Struct("<II")
_lock = Lock()


def allowed(what: str, who: str, *, most: int, seconds: int, at: datetime, cost: int = 1) -> bool:
    """Count `cost` for `who`, and tell whether they stay within `most` in this window of `seconds`. Cost 0 only asks."""
    window = int(at.timestamp()) // seconds & 0xFFFFFFFF
    count = min(_count(start, window, cost) for start in _places(what, who))
    return count <= most if cost else count < most


def _count(start: int, window: int, cost: int) -> int:
    with _held(start) as counts:
        began, count = _PLACE.unpack_from(counts, start)
        count = min((count if began == window else 0) + cost, 0xFFFFFFFF)
        if cost:
            _PLACE.pack_into(counts, start, window, count)
    return count


def may_look(who: str, at: datetime) -> bool:
    """Count a look at a case by its query code, at whatever door, and tell whether it is not one too many."""
    return (
        allowed("progress", who, most=LOOKS[0], seconds=LOOKS[1], at=at)
        and allowed("progress.miss", who, most=MISSES[0], seconds=MISSES[1], at=at, cost=0)
        and allowed("progress.miss", "*", most=ALL_MISSES[0], seconds=ALL_MISSES[1], at=at, cost=0)
    )


def missed(who: str, at: datetime) -> None:
    """Count a code that led to nothing."""
    allowed("progress.miss", who, most=MISSES[0], seconds=MISSES[1], at=at)
    allowed("progress.miss", "*", most=ALL_MISSES[0], seconds=ALL_MISSES[1], at=at)


def client(request: HttpRequest) -> str:
    """Return who asks: the address, or for IPv6 its /64. Behind a proxy on this machine, the address the proxy saw."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ip_address(peer)
        if address.is_loopback and seen:
            address = ip_address(seen)
    except ValueError:
        return peer[:45]
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))


def _places(what: str, who: str) -> tuple[int, int]:
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"{what}\n{who}".encode(), "sha256")
    one, two = (int.from_bytes(digest[at : at + 8], "big") % PLACES * _PLACE.size for at in (0, 8))
    return one, two


@contextmanager
def _held(start: int) -> Iterator[mmap.mmap]:
    """Hold a place against the other threads and processes."""
    number, counts = _opened(settings.HOME / "run" / "brake", os.getpid())
    with _lock:
        fcntl.lockf(number, fcntl.LOCK_EX, _PLACE.size, start)
        try:
            yield counts
        finally:
            fcntl.lockf(number, fcntl.LOCK_UN, _PLACE.size, start)


@cache
def _opened(path: Path, process: int) -> tuple[int, mmap.mmap]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    os.truncate(number, PLACES * _PLACE.size)
    return number, mmap.mmap(number, PLACES * _PLACE.size)
