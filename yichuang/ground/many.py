"""Many rows of one table in one statement: PostgreSQL gets them as arrays, SQLite as JSON.

What is written here meets no limit of parameters, and its SQL is the same for two rows as for two thousand. While the
database carries the statement out, other threads of this process go on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models

from yichuang.ground import rows

_PACKER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)
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
    columns: list[Sequence[Any]] = [[row[n] for row in made] for n in names]
    columns += [[defaults[n]() for _ in made] for n in own]
    names, tail = (*names, *own), " ON CONFLICT DO NOTHING" if unless_there else ""
    alike = tuple([c[0] == c[-1] and c.count(c[0]) == len(c) for c in columns])
    if all(alike):
        alike = (False, *alike[1:])
    columns = _passed(model, names, columns)
    sent = [column[0] for same, column in zip(alike, columns, strict=True) if same]
    sent += _packed([column for same, column in zip(alike, columns, strict=True) if not same])
    return int(rows.execute(_insert_sql(model, rows.vendor(), names, alike, tail), sent).rowcount)


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
    sql = _change_sql(model, rows.vendor(), names, bool(seen))
    return int(rows.execute(sql, _packed(_passed(model, wanted, columns))).rowcount)


def _pk(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return str(model._meta.pk.attname)


def read(model: type[models.Model], column: str, keys: Sequence[Any], tail: str = "") -> list[rows.Row]:
    """Return the rows whose `column` is one of `keys`; `tail` goes on with the condition (alias t)."""
    form = rows.shape(model)
    return [form.row(raw) for raw in some(model, column, keys, ", ".join(form.chosen), tail)]


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


def _passed(
    model: type[models.Model], names: Sequence[str], columns: Sequence[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Return the columns with their values as this database takes them."""
    into = rows.shape(model).into
    return [
        [value if value is None else into[name](value) for value in column] if name in into else column
        for name, column in zip(names, columns, strict=True)
    ]


def _packed(columns: Sequence[Sequence[Any]]) -> list[str]:
    """Return the parameters that carry the columns."""
    if rows.is_sqlite():
        return [_PACKER.encode(list(zip(*columns, strict=True)))]
    return [_array(column) for column in columns]


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


@lru_cache(maxsize=512)
def _types(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return PostgreSQL's types of the columns, without their lengths."""
    base, fields = connections[DEFAULT_DB_ALIAS], {f.attname: f for f in model._meta.concrete_fields}
    found = [(fields[n].db_type(base) or "text").partition("(")[0] for n in names]
    return tuple("text" if kind == "varchar" else kind for kind in found)


@lru_cache(maxsize=512)
def _insert_sql(
    model: type[models.Model], kind: str, names: tuple[str, ...], alike: tuple[bool, ...], tail: str
) -> str:
    """Columns that say the same in each row are sent once."""
    if kind == "sqlite":
        place = count()
        chosen = ", ".join("%s" if same else _unpacked(next(place)) for same in alike)
        # Without the condition SQLite would take ON for that of a join.
        return f"INSERT INTO {_columns(model, names)} SELECT {chosen} FROM json_each(%s) WHERE true{tail}"
    ruled = list(zip(names, _types(model, names), alike, strict=True))
    chosen = ", ".join(f"%s::{kind}" if same else f'v."{name}"' for name, kind, same in ruled)
    given = ", ".join(f"%s::{kind}[]" for _, kind, same in ruled if not same)
    named = ", ".join(f'"{name}"' for name, _, same in ruled if not same)
    return f"INSERT INTO {_columns(model, names)} SELECT {chosen} FROM unnest({given}) AS v ({named}){tail}"


def _unpacked(place: int) -> str:
    return f"json_extract(value, '$[{place}]')"


def _columns(model: type[models.Model], names: tuple[str, ...]) -> str:
    form = rows.shape(model)
    return f'"{form.table}" (' + ", ".join(f'"{form.columns[n]}"' for n in names) + ")"


@lru_cache(maxsize=512)
def _change_sql(model: type[models.Model], kind: str, names: tuple[str, ...], seen: bool) -> str:
    form = rows.shape(model)
    wanted = (*names, _pk(model), "seq") if seen else (*names, _pk(model))
    values, last = [f"v{n}" for n in range(len(wanted))], len(names)
    if kind == "sqlite":
        unpacked = ", ".join(f"{_unpacked(n)} AS {value}" for n, value in enumerate(values))
        given = f"(SELECT {unpacked} FROM json_each(%s)) AS v"
    else:
        given = f"unnest({_arrays(model, wanted)}) AS v ({', '.join(values)})"
    sets = ", ".join(f'"{form.columns[name]}" = {value}' for name, value in zip(names, values, strict=False))
    held = f" AND t.seq = v{last + 1}" if seen else ""
    return f'UPDATE "{form.table}" AS t SET {sets} FROM {given} WHERE t."{form.columns[_pk(model)]}" = v{last}{held}'


def _arrays(model: type[models.Model], names: tuple[str, ...]) -> str:
    return ", ".join(f"%s::{kind}[]" for kind in _types(model, names))
