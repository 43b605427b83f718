"""Who looked at whom: queued in memory, appended in batches, outside the chain. A GET never waits on a write."""

import atexit
import logging
import threading
from collections import deque
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import close_old_connections

from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.models import Look

BATCH, SECONDS = 200, 2.0
MOST = 100_000  # when the database is away for long, memory must not fill; the oldest go first
_queue: deque[dict[str, Any]] = deque(maxlen=MOST)
_turn = threading.Lock()
_wake = threading.Event()
_thread: list[threading.Thread] = []
_lock = threading.Lock()
log = logging.getLogger(__name__)


def seen(
    actor: Actor, purpose: str, *, subject: UUID | None = None, holder_index: str = "", at: datetime
) -> None:
    """Remember that this member of staff looked, for what purpose; applicants looking at their own are not staff."""
    if actor.person is None:
        return
    _queue.append(
        {"region": actor.region, "person": actor.person, "post": actor.post, "purpose": purpose[:40], "subject": subject,
         "holder_index": holder_index, "at": at}
    )  # fmt: skip
    _start()
    if len(_queue) >= BATCH:
        _wake.set()


@working_paper("journal.write_looks")
def write(rows: list[dict[str, Any]], *, by: Actor | None = None, at: datetime | None = None) -> int:
    """Append the queued looks."""
    Look.objects.bulk_create([Look(**row) for row in rows], batch_size=BATCH)
    return len(rows)


def flush() -> int:
    """Append what is queued now, in one transaction; returns how many. What could not be written stays in the queue."""
    with _turn:
        taken = [_queue.popleft() for _ in range(len(_queue))]
        try:
            return write(taken, by=None, at=None) if taken else 0
        except Exception:
            _queue.extendleft(reversed(taken))
            raise


def _start() -> None:
    with _lock:
        if not _thread:
            _thread.append(threading.Thread(target=_loop, name="looks", daemon=True))
            _thread[0].start()
            atexit.register(_safely)


def _loop() -> None:
    while True:
        _wake.wait(SECONDS)
        _wake.clear()
        _safely()


def _safely() -> None:
    """A look that could not be written stays out of the page's way, and is said in the log."""
    try:
        close_old_connections()
        flush()
    except Exception:
        log.exception("%s looks could not be written; they are kept for the next try.", len(_queue))
