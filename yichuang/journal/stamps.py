"""In-memory copies of slow-moving rules, each valid for one value of the stamp."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections

from yichuang.ground import rows

T = TypeVar("T")
STAMP_SQL = "(SELECT value FROM journal_stamp WHERE name = 'rules')"
MISSING = object()
_kept: list[tuple[Any, dict[Hashable, Any]]] = [(None, {})]


def current() -> int:
    """Return the stamp now in force (one small query)."""
    return int(rows.execute(f"SELECT {STAMP_SQL}", ()).fetchone()[0] or 0)


def bump() -> None:
    """Say that rules changed; every process reads them anew. Called inside the act that changes them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_stamp (name, value) VALUES ('rules', 1) "
            "ON CONFLICT (name) DO UPDATE SET value = journal_stamp.value + 1"
        )


def database() -> str:
    """Return the name of the database, so that nothing kept from another one is used."""
    return str(connections.settings[DEFAULT_DB_ALIAS]["NAME"])


def kept(stamp: int, name: Hashable, make: Callable[[], T]) -> T:
    """Return `make()`, remembered under `name` as long as the stamp and the database stay the same.

    The copies of one stamp are one dictionary, replaced as a whole: threads need no lock, at worst two make the same.
    """
    place = (stamp, database())
    where, copies = _kept[0]
    if where != place:
        copies = {}
        _kept[0] = (place, copies)
    value = copies.get(name, MISSING)
    if value is MISSING:
        value = copies[name] = make()
    return value  # type: ignore[no-any-return]


def forget() -> None:
    """Drop all copies (tests that roll back need it)."""
    _kept[0] = (None, {})
