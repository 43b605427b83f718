"""In-memory copies of slow-moving rules, each valid for one value of the stamp."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
STAMP_SQL = "(SELECT value FROM journal_stamp WHERE name = 'rules')"
_lock = Lock()
_kept: dict[tuple[Any, ...], Any] = {}
_kept_for: list[Any] = [None]


def current() -> int:
    """Return the stamp now in force (one small query)."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {STAMP_SQL[1:-1].split('SELECT ', 1)[1]}")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def bump() -> None:
    """Say that rules changed; every process reads them anew. Called inside the act that changes them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_stamp (name, value) VALUES ('rules', 1) "
            "ON CONFLICT (name) DO UPDATE SET value = journal_stamp.value + 1"
        )


def kept(stamp: int, name: Hashable, make: Callable[[], T]) -> T:
    """Return `make()`, remembered under `name` as long as the stamp and the database stay the same."""
    place = (stamp, connection.settings_dict["NAME"])
    with _lock:
        if _kept_for[0] != place:
            _kept.clear()
            _kept_for[0] = place
        if (name,) in _kept:
            return _kept[(name,)]  # type: ignore[no-any-return]
    value = make()
    with _lock:
        if _kept_for[0] == place:
            _kept[(name,)] = value
    return value


def forget() -> None:
    """Drop all copies (tests that roll back need it)."""
    with _lock:
        _kept.clear()
        _kept_for[0] = None
