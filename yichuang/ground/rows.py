"""Hand-made SQL for acts and for the pages of one case: one row read under its lock, many rows written in one statement.

The ORM costs two to four times the statement itself here (performance.md 3-4), and an act does nothing but
read one row and write a few. Everything else (lists, editors, figures) uses the ORM.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

M = TypeVar("M", bound=models.Model)
Row = SimpleNamespace
SQLITE_CLOCK = "strftime('%%Y-%%m-%%d %%H:%%M:%%f','now')"
POSTGRES_CLOCK = "clock_timestamp()"


class _Here(threading.local):
    """This thread's connection; asking Django for it each time costs a thirtieth of an act."""

    base: Any = None


_here = _Here()


def _base() -> Any:
    if _here.base is None:
        _here.base = connections[DEFAULT_DB_ALIAS]
    return _here.base


@cache
def vendor() -> str:
    """Return the kind of the database, which stays the same as long as the process runs."""
    return connection.vendor


def is_sqlite() -> bool:
    """Tell whether the database is SQLite."""
    return vendor() == "sqlite"


@lru_cache(maxsize=1024)
def text_of(at: datetime) -> str:
    """Return the one text form of an instant that digests and SQLite use: UTC, six decimals, no zone."""
    return at.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def execute(sql: str, params: Sequence[Any]) -> Any:
    """Run one statement of the write path and return its cursor.

    The driver's own cursor is used, because Django's wrappers cost as much as a statement; while queries are being
    counted or logged they are used after all. Errors are Django's either way.
    """
    base = _base()
    if base.connection is None or base.queries_logged or base.execute_wrappers:
        cursor = base.cursor()
        cursor.execute(sql, params)
        return cursor
    with base.wrap_database_errors:
        if base.vendor == "sqlite":
            return base.connection.execute(_marks(sql), params)
        alone = not _later.statements or base.connection.pgconn.pipeline_status
        with nullcontext() if alone else base.connection.pipeline():
            _send_later()
            return _raw_cursor()(base.connection).execute(_numbered(sql), params)


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, for which the threads of a process take turns: one at a time on SQLite, two on PostgreSQL.

    SQLite lets one write at a time, and would let the others sleep, longer each time. On PostgreSQL acts of one hall
    wait for each other's numbers, and who holds the number should not wait for a thread that waits for it.
    A thread that gets no turn in five seconds goes on all the same.
    """
    within = _base().in_atomic_block
    turns = _turns(vendor())
    taken = not within and turns.acquire(timeout=5)
    try:
        with transaction.atomic():
            yield
            _send_later()
    finally:
        _later.take()  # of a transaction that failed
        if taken:
            turns.release()


def _send_later() -> None:
    for sql, params in _later.take():
        _raw_cursor()(_base().connection).execute(sql, params)


@cache
def _turns(kind: str) -> threading.Semaphore:
    return threading.Semaphore(1 if kind == "sqlite" else 2)


def together() -> AbstractContextManager[Any]:
    """Send what is executed inside without waiting for each answer: PostgreSQL gets it in one round trip.

    Answers are there afterwards, and so is the error of the first statement that failed.
    """
    base = _base()
    if is_sqlite() or base.connection is None or base.queries_logged or base.execute_wrappers:
        return nullcontext()
    return _pipeline(base)


def starting() -> AbstractContextManager[Any]:
    """Send BEGIN along with the first statement of a transaction instead of waiting for its answer."""
    base = _base()
    waiting = base.in_atomic_block and not is_sqlite() and base.connection is not None
    return together() if waiting and not base.connection.pgconn.transaction_status else nullcontext()


@contextmanager
def _pipeline(base: Any) -> Iterator[None]:
    with base.wrap_database_errors, base.connection.pipeline():
        yield


class _Later(threading.local):
    """Statements of this thread's transaction that go along with its next one."""

    def __init__(self) -> None:
        self.statements: list[tuple[str, list[Any]]] = []

    def take(self) -> list[tuple[str, list[Any]]]:
        """Return what waits, and forget it."""
        waiting, self.statements = self.statements, []
        return waiting


_later = _Later()


@cache
def _raw_cursor() -> Any:
    """The cursor that takes PostgreSQL's own $1: the usual one takes long statements apart anew each time."""
    from psycopg import RawCursor

    return RawCursor


@lru_cache(maxsize=2048)
def _numbered(sql: str) -> str:
    first, *others = sql.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(others, 1))]).replace("%%", "%")


@lru_cache(maxsize=2048)
def _marks(sql: str) -> str:
    return sql.replace("%s", "?").replace("%%", "%")


def clock_sql() -> str:
    """Return the expression for the database's own clock."""
    return SQLITE_CLOCK if is_sqlite() else POSTGRES_CLOCK


def clock_value(raw: Any) -> datetime:
    """Return the instant read by `clock_sql`."""
    return instant(raw)  # type: ignore[no-any-return]


def _uuid_in(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value


def _uuid_out(value: Any) -> Any:
    return UUID(hex=value) if isinstance(value, str) else value


def _instant_in(value: Any) -> Any:
    return text_of(value) if isinstance(value, datetime) else value


def instant(value: Any) -> Any:
    """Return an instant as the database gave it: SQLite's texts name no zone, and mean UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value if "+" in value else value + "+00:00")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _date_in(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _date_out(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


class Shape:
    """The columns of one model and how its values pass in and out of this database."""

    def __init__(self, model: type[models.Model]) -> None:
        sqlite = is_sqlite()
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.CompositePrimaryKey)]
        self.table = model._meta.db_table
        self.names = [f.attname for f in fields]
        self.columns = {f.attname: f.column for f in fields}
        # An expression has no declared type, by which SQLite's driver would call a slow converter for each value.
        self.chosen = [
            f't."{f.column}"' if not sqlite or not _way_out(f) else f'+t."{f.column}"' for f in fields
        ]
        self.into = {f.attname: way for f in fields if sqlite and (way := _way_in(f))}
        self.out = {f.attname: way for f in fields if sqlite and (way := _way_out(f))}
        self.defaults = {f.attname: f.get_default for f in fields if f.has_default() and not f.primary_key}

    def row(self, raw: Sequence[Any]) -> Row:
        """Return the row of what the database gave."""
        row = Row()
        row.__dict__.update(self.values(raw))
        return row

    def values(self, raw: Sequence[Any]) -> dict[str, Any]:
        """Return what the database gave by the names of the attributes."""
        made = dict(zip(self.names, raw, strict=False))
        for name, way in self.out.items():
            if made[name] is not None:
                made[name] = way(made[name])
        return made


def _kind(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _way_in(field: models.Field[Any, Any]) -> Any:
    kind = _kind(field)
    for cls, way in (
        (models.UUIDField, _uuid_in),
        (models.DateTimeField, _instant_in),
        (models.DateField, _date_in),
    ):
        if isinstance(kind, cls):
            return way
    return None


def _way_out(field: models.Field[Any, Any]) -> Any:
    kind = _kind(field)
    ways = (
        (models.UUIDField, _uuid_out),
        (models.DateTimeField, instant),
        (models.DateField, _date_out),
        (models.BooleanField, bool),
    )
    for cls, way in ways:
        if isinstance(kind, cls):
            return way
    return None


@lru_cache(maxsize=256)
def _shape(model: type[models.Model], kind: str) -> Shape:
    return Shape(model)


def shape(model: type[models.Model]) -> Shape:
    """Return the shape of `model` on the connected database."""
    return _shape(model, vendor())


@lru_cache(maxsize=512)
def _select_sql(model: type[models.Model], kind: str, extra: tuple[str, ...], where: str, lock: bool) -> str:
    form = _shape(model, kind)
    names = ", ".join([*form.chosen, *extra])
    tail = " FOR UPDATE OF t" if lock and kind == "postgresql" else ""
    return f'SELECT {names} FROM "{form.table}" t WHERE {where}{tail}'


def read(
    model: type[models.Model],
    where: str,
    params: Sequence[Any],
    *,
    lock: bool = False,
    extra: tuple[str, ...] = (),
) -> tuple[Row | None, tuple[Any, ...]]:
    """Return the first row for the SQL condition `where` on alias t, and the values of the `extra` expressions."""
    form = shape(model)
    with starting():
        found = execute(_select_sql(model, vendor(), extra, where, lock), params)
    raw = found.fetchone()
    if raw is None:
        return None, ()
    return form.row(raw), raw[len(form.names) :]


def read_all(model: type[models.Model], where: str, params: Sequence[Any]) -> list[Row]:
    """Return all rows for the SQL condition `where` on alias t (it may carry ORDER BY)."""
    form = shape(model)
    with starting():
        found = execute(_select_sql(model, vendor(), (), where, False), params)
    return [form.row(raw) for raw in found.fetchall()]


def instances(model: type[M], where: str, params: Sequence[Any]) -> list[M]:
    """Return the same rows as instances of the model, for the pages that show one case: the ORM costs them four times as much."""
    form = shape(model)
    found = execute(_select_sql(model, vendor(), (), where, False), params).fetchall()
    values = (form.values(raw) for raw in found)
    return [model.from_db(DEFAULT_DB_ALIAS, form.names, list(one.values())) for one in values]


@lru_cache(maxsize=512)
def _insert_sql(model: type[models.Model], kind: str, names: tuple[str, ...], count: int) -> str:
    form = _shape(model, kind)
    columns = ", ".join(f'"{form.columns[n]}"' for n in names)
    one = "(" + ", ".join(["%s"] * len(names)) + ")"
    return f'INSERT INTO "{form.table}" ({columns}) VALUES {", ".join([one] * count)}'


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert `rows` (same keys in each; attribute names) in one statement. Defaults of the model are filled in."""
    form = shape(model)
    full = [{**{n: made() for n, made in form.defaults.items() if n not in row}, **row} for row in rows]
    if not full:
        return
    for row in full if form.into else ():
        _pass_in(form, row)
    names = tuple(full[0])
    values = itemgetter(*names)
    params = [value for row in full for value in values(row)]
    execute(_insert_sql(model, vendor(), names, len(full)), params)


def _pass_in(form: Shape, row: dict[str, Any]) -> None:
    for name, way in form.into.items():
        if row.get(name) is not None:
            row[name] = way(row[name])


@lru_cache(maxsize=512)
def _update_sql(model: type[models.Model], kind: str, names: tuple[str, ...], where: str) -> str:
    form = _shape(model, kind)
    return f'UPDATE "{form.table}" SET {", ".join(f"{chr(34)}{form.columns[n]}{chr(34)} = %s" for n in names)} WHERE {where}'


def update(model: type[models.Model], changes: Mapping[str, Any], where: str, params: Sequence[Any]) -> None:
    """Set `changes` on the rows for the SQL condition `where`.

    On PostgreSQL within an act it goes along with the next statement: nobody waits for an answer that is not used.
    """
    sql, values = _changing(model, changes, where, params)
    base = _base()
    alone = is_sqlite() or not base.in_atomic_block or base.connection is None
    if alone or base.queries_logged or base.execute_wrappers:
        execute(sql, values)
    else:
        _later.statements.append((_numbered(sql), values))


def change(model: type[models.Model], changes: Mapping[str, Any], where: str, params: Sequence[Any]) -> Any:
    """The same now: return the cursor, whose `rowcount` is known at once, inside `together` when that ends."""
    return execute(*_changing(model, changes, where, params))


def _changing(
    model: type[models.Model], changes: Mapping[str, Any], where: str, params: Sequence[Any]
) -> tuple[str, list[Any]]:
    passed = dict(changes)
    _pass_in(shape(model), passed)
    return _update_sql(model, vendor(), tuple(passed), where), [*passed.values(), *params]


def key(value: Any) -> Any:
    """Return a UUID as a parameter for this database."""
    return value.hex if isinstance(value, UUID) and is_sqlite() else value
