"""Identifiers: UUIDv7 (RFC 9562), so that rows made one after another lie side by side in an index."""

import os
import time
from uuid import UUID

TAIL, FETCHED = 10, 256
# The kernel is asked once for many; a child process must not use what its parent has.
_tails: list[bytes] = []
os.register_at_fork(after_in_child=_tails.clear)


def uuid7() -> UUID:
    """Return a new UUIDv7: 48 bits of milliseconds, then randomness."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(_tail(), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)


def _tail() -> bytes:
    try:
        return _tails.pop()
    except IndexError:
        block = os.urandom(TAIL * FETCHED)
        _tails.extend(block[n : n + TAIL] for n in range(TAIL, len(block), TAIL))
        return block[:TAIL]
