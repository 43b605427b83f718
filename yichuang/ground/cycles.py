"""No search for cycles while very many short-lived rows pass: each search walks over all of them, and finds none."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_open: list[bool] = []  # one for each block that is open; the first knows whether the collector ran before


@contextmanager  # and so a decorator as well
def unsearched() -> Iterator[None]:
    """Keep Python's collector still inside the block; what counts references frees as ever. Blocks are bounded in time."""
    with _lock:
        _open.append(gc.isenabled() or any(_open))
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            ran = _open.pop()
            if ran and not _open:
                gc.enable()
