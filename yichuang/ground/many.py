"""Many rows of one table in one statement: arrays on PostgreSQL, one prepared statement run for each row on SQLite.

What is written here meets no limit of parameters, and its SQL is the same for two rows as for two thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

from yichuang.ground import rows

MARKED = 500  # parameters of one SQLite statement stay far below its limit


def insert(
    model: type[models.Model], made: Sequence[Mapping[str, Any]], *, unless_there: bool = False
) -> int:
    """Insert the rows (same keys in each), filling in the model's defaults; returns how many.

    With `unless_there` a row that clashes with one that is there is left out.
    """
    if not made:
        return 0
    names, defaults = tuple(made[0]), rows.shape(model).defaults
    own = tuple(n for n in defaults if n not in made[0])
    columns = [[row[n] for row in made] for n in names] + [[defaults[n]() for _ in made] for n in own]
    names, tail = (*names, *own), " ON CONFLICT DO NOTHING" if unless_there else ""
    if rows.is_sqlite():
        return _run(model, _insert_sql(model, names, tail), names, columns)
    alike = tuple([len(set(column)) == 1 for column in columns])
    if all(alike):
        alike = (False, *alike[1:])
    sent = [column[0] for same, column in zip(alike, columns, strict=True) if same]
    sent += [_array(column) for same, column in zip(alike, columns, strict=True) if not same]
    return int(rows.execute(_unnest_sql(model, names, alike, tail), sent).rowcount)


def change(
    model: type[models.Model], changed: Sequence[Any], names: tuple[str, ...], seen: Sequence[int] = ()
) -> int:
    """Set the columns `names` of each row as it has them, by its primary key; returns how many were there.

    With `seen` only those whose sequence is still that.
    """
    if not changed:
        return 0
    wanted, values = (*names, _pk(model)), [row.__dict__ for row in changed]
    columns: list[Sequence[Any]] = [[row[n] for row in values] for n in wanted]
    if seen:
        wanted, columns = (*wanted, "seq"), [*columns, seen]
    return _run(model, _change_sql(model, rows.vendor(), names, bool(seen)), wanted, columns)


def _pk(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.attname)


def read(model: type[models.Model], column: str, keys: Sequence[Any], tail: str = "") -> list[rows.Row]:
    """Return the rows whose `column` is one of `keys`; `tail` goes on with the condition (alias t)."""
    form = rows.shape(model)
    names = ", ".join(f't."{form.columns[n]}"' for n in form.names)
    return [form.row(raw) for raw in some(model, column, keys, names, tail)]


def some(
    model: type[models.Model], column: str, keys: Sequence[Any], names: str, tail: str = ""
) -> list[tuple[Any, ...]]:
    """Return `names` (SQL on alias t) of the rows whose `column` is one of `keys`, as the database gives them."""
    form = rows.shape(model)
    start = f'SELECT {names} FROM "{form.table}" t WHERE t."{form.columns[column]}"'
    if not rows.is_sqlite():
        kind = _types(model, (column,))[0]
        return list(rows.execute(f"{start} = ANY(%s::{kind}[]) {tail}", [_array(keys)]).fetchall())
    found: list[tuple[Any, ...]] = []
    for first in range(0, len(keys), MARKED):
        block = [rows.key(key) for key in keys[first : first + MARKED]]
        found += rows.execute(f"{start} IN ({', '.join(['%s'] * len(block))}) {tail}", block).fetchall()
    return found


def _run(
    model: type[models.Model], sql: str, names: tuple[str, ...], columns: Sequence[Sequence[Any]]
) -> int:
    if not rows.is_sqlite():
        return int(rows.execute(sql, [_array(column) for column in columns]).rowcount)
    into = rows.shape(model).into
    passed = [
        [value if value is None else into[name](value) for value in column] if name in into else column
        for name, column in zip(names, columns, strict=True)
    ]
    return _each(sql, list(zip(*passed, strict=True)))


def _array(column: Sequence[Any]) -> str:
    """Return the text of a PostgreSQL array; the driver takes twenty times as long over it."""
    kinds = set(map(type, column))
    if len(kinds) == 1:
        write = _ELEMENTS.get(kinds.pop(), _element)
        return "{" + ",".join(map(write, column)) + "}"
    return "{" + ",".join(["NULL" if value is None else _element(value) for value in column]) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_ELEMENTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "NULL",
    str: _quoted,
    int: str,
    bool: lambda value: "t" if value else "f",
    UUID: str,
    date: date.isoformat,
    datetime: lambda value: f'"{value.isoformat()}"',
    Decimal: str,
}


def _element(value: Any) -> str:
    write = _ELEMENTS.get(type(value))
    return write(value) if write is not None else _quoted(str(value))


def _each(sql: str, params: Sequence[Sequence[Any]]) -> int:
    base: Any = connections[DEFAULT_DB_ALIAS]
    if base.connection is None or base.queries_logged or base.execute_wrappers:
        with base.cursor() as cursor:
            cursor.executemany(sql, params)
            return int(cursor.rowcount)
    with base.wrap_database_errors:
        return int(base.connection.executemany(sql.replace("%s", "?"), params).rowcount)


@lru_cache(maxsize=512)
def _types(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return PostgreSQL's types of the columns, without their lengths."""
    base, fields = connections[DEFAULT_DB_ALIAS], {f.attname: f for f in model._meta.concrete_fields}
    found = [(fields[n].db_type(base) or "text").partition("(")[0] for n in names]
    return tuple("text" if kind == "varchar" else kind for kind in found)


@lru_cache(maxsize=512)
def _insert_sql(model: type[models.Model], names: tuple[str, ...], tail: str) -> str:
    columns = _columns(model, names)
    return f"INSERT INTO {columns} VALUES ({', '.join(['%s'] * len(names))}){tail}"


@lru_cache(maxsize=512)
def _unnest_sql(model: type[models.Model], names: tuple[str, ...], alike: tuple[bool, ...], tail: str) -> str:
    """Columns that say the same in each row are sent once."""
    ruled = list(zip(names, _types(model, names), alike, strict=True))
    chosen = ", ".join(f"%s::{kind}" if same else f'v."{name}"' for name, kind, same in ruled)
    given = ", ".join(f"%s::{kind}[]" for _, kind, same in ruled if not same)
    named = ", ".join(f'"{name}"' for name, _, same in ruled if not same)
    return f"INSERT INTO {_columns(model, names)} SELECT {chosen} FROM unnest({given}) AS v ({named}){tail}"


def _columns(model: type[models.Model], names: tuple[str, ...]) -> str:
    form = rows.shape(model)
    return f'"{form.table}" (' + ", ".join(f'"{form.columns[n]}"' for n in names) + ")"


@lru_cache(maxsize=512)
def _change_sql(model: type[models.Model], kind: str, names: tuple[str, ...], seen: bool) -> str:
    form = rows.shape(model)
    columns = [f'"{form.columns[n]}"' for n in names]
    if kind == "sqlite":
        sets, held = ", ".join(f"{c} = %s" for c in columns), " AND seq = %s" if seen else ""
        return f'UPDATE "{form.table}" SET {sets} WHERE "{form.columns[_pk(model)]}" = %s{held}'
    wanted = (*names, _pk(model), "seq") if seen else (*names, _pk(model))
    values = ", ".join(f"v{n}" for n in range(len(wanted)))
    sets, last = ", ".join(f"{c} = v{n}" for n, c in enumerate(columns)), len(names)
    held = f" AND t.seq = v{last + 1}" if seen else ""
    given = f"unnest({_arrays(model, wanted)}) AS v ({values})"
    return f'UPDATE "{form.table}" AS t SET {sets} FROM {given} WHERE t."{form.columns[_pk(model)]}" = v{last}{held}'


def _arrays(model: type[models.Model], names: tuple[str, ...]) -> str:
    return ", ".join(f"%s::{kind}[]" for kind in _types(model, names))
