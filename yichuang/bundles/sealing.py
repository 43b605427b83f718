"""The rows beside a thing, sealed with it: how each part stands and what departments asked and found cannot be changed by hand.

`Thing.rows_seal` names the digest of each kind of row; it is one of the columns that the last entry seals.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Model

from yichuang.bundles.models import Demand, Finding, Notice, Part, Thing, Visit
from yichuang.ground import rows
from yichuang.journal.acts import Turn
from yichuang.journal.chain import canonical, sm3_of

CHUNK = 500
# What an act alters in place, beside what it adds.
ALTERED = {"bundles.find": Finding, "bundles.strike_demand": Notice}
Rows = dict[UUID, list[list[str]]]
# Kind, model, the way to its thing, the columns that are sealed.
KINDS: tuple[tuple[str, type[Model], str, tuple[str, ...]], ...] = (
    ("parts", Part, "thing_id", ("key", "place", "name", "item_id", "version_id", "department_id", "after", "state", "case_id", "starts_on",
                                 "due_on", "clock_on", "ended_on", "why")),
    ("demands", Demand, "part__thing_id", ("part_id", "round", "lines", "silent", "by_person", "by_name", "said_at")),
    ("notices", Notice, "thing_id", ("round", "lines", "told_at", "due_on")),
    ("visits", Visit, "thing_id", ("id", "on", "half", "place", "called_by", "made_at")),
    ("findings", Finding, "visit__thing_id", ("visit_id", "part_id", "passed", "text", "by_name", "found_at")),
)  # fmt: skip


def seal(turn: Turn) -> None:
    """Seal what the act has written beside the thing; what it did not touch keeps its seal."""
    sealed = _said(turn.row.rows_seal)
    first = not sealed.keys() >= {kind for kind, *_ in KINDS}
    for kind, model, way, columns in KINDS:
        if first or model in turn.new or model is Part or model is ALTERED.get(turn.act):
            there = [] if turn.fresh else _there(model, way, columns, turn.row.id)
            made = [_texts(_new(model, row, name) for name in columns) for row in turn.new.get(model, ())]
            sealed[kind] = digest([*there, *made])
    turn.set(rows_seal=" ".join(f"{kind}={sealed[kind]}" for kind, *_ in KINDS))


def _there(model: type[Model], way: str, columns: Iterable[str], thing: UUID) -> list[list[str]]:
    """Return the rows as the act leaves them, what it has yet to send to the database included."""
    column, _, through = way.partition("__")
    where = (
        f"t.{column} = %s"
        if not through
        else f"t.{column}_id IN (SELECT id FROM bundles_{column} WHERE {through} = %s)"
    )
    return [
        _texts(getattr(row, name) for name in columns)
        for row in rows.read_all(model, where, [rows.key(thing)])
    ]


def _new(model: type[Model], row: Mapping[str, Any], name: str) -> Any:
    field: Any = model._meta.get_field(name)
    return row[name] if name in row else field.get_default()


def altered() -> Iterator[tuple[str, str]]:
    """Yield each thing, as in the journal, of which rows of a kind are not what was sealed; with the kind."""
    after = None
    while block := _sealed(after):
        ids = [pk for pk, _ in block]
        found = {kind: read(model, way, columns, ids) for kind, model, way, columns in KINDS}
        for pk, text in block:
            sealed = _said(text)
            yield from (
                (pk.hex, kind) for kind, *_ in KINDS if digest(found[kind].get(pk, [])) != sealed.get(kind)
            )
        after = ids[-1]


def _said(text: str) -> dict[str, str]:
    """Return the seal of each kind; a kind that somebody wiped out has none."""
    return {kind: one for kind, _, one in (word.partition("=") for word in text.split())}


def _sealed(after: UUID | None) -> list[tuple[UUID, str]]:
    things = Thing.objects.exclude(rows_seal="").order_by("pk")
    return list((things.filter(pk__gt=after) if after else things).values_list("pk", "rows_seal")[:CHUNK])


def read(model: type[Model], way: str, columns: Iterable[str], things: Iterable[UUID]) -> Rows:
    """Return the rows of a kind by thing, each as the texts that are sealed."""
    made: Rows = {}
    names = tuple(columns)
    for thing, *values in model._default_manager.filter(**{f"{way}__in": list(things)}).values_list(
        F(way), *names
    ):
        made.setdefault(thing, []).append(_texts(values))
    return made


def digest(found: Iterable[list[str]]) -> str:
    """Return the digest of rows, in whatever order they come."""
    return sm3_of(canonical(sorted(found)).encode())


def _texts(values: Iterable[Any]) -> list[str]:
    return [_text(value) for value in values]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
