"""Reading the whole journal as a stream, in the order of its chains, from one unmoving view of the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from heapq import merge
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Cast
from psycopg.pq import Format

from yichuang.ground import rows
from yichuang.journal.models import Chained, Entry
from yichuang.law.terms import day_on, midnight

CHUNK = 2000
ONE = timedelta(days=1)
Head = tuple[str, int, str]
Subject = tuple[str, int, str, str, bytes]
TEXT_COLUMNS = ("subject", "region", "act", "by_name", "at", "recorded_at", "payload", "private", "digest")


@contextmanager
def snapshot() -> Iterator[None]:
    """Hold one view of the database for a long reading, without holding up anybody who writes."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.connection.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def stream(sql: str, params: tuple[Any, ...] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a query in blocks; PostgreSQL keeps the rest on its side."""
    with connection.chunked_cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.format = Format.BINARY  # bytes come as they lie there, not as twice as many digits
        cursor.execute(sql, params)
        while block := cursor.fetchmany(CHUNK):
            yield block


def raw(text: str) -> str:
    """Return the SQL of a text as bytes, which is what digests are made of: nothing is decoded to be encoded again."""
    return f"CAST({text} AS BLOB)" if connection.vendor == "sqlite" else f"convert_to({text}, 'UTF8')"


def texts() -> dict[str, str]:
    """Return, for this database, each column of an entry as the SQL text that was sealed."""
    names = ("seq", "region", "act", "by_name", "payload", "private", "digest")
    if connection.vendor == "sqlite":
        # Django's driver turns a bare datetime column into a value; an expression stays the text that lies there.
        own = {"subject": "subject", "at": "at || ''", "recorded_at": "recorded_at || ''", "none": "''"}
        number = "coalesce({0}, '')"
    else:
        instant = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        own = {"subject": "encode(uuid_send(subject), 'hex')", "none": "''"}
        own |= {name: instant.format(name) for name in ("at", "recorded_at")}
        number = "coalesce({0}::text, '')"
    own |= {name: number.format(name) for name in ("by_person", "by_post")} | {"idem": "coalesce(idem, '')"}
    return {name: name for name in names} | own


def sealed_text() -> str:
    """Return the SQL of what follows the digest before in the text that an entry's digest seals."""
    order = (
        "subject",
        "seq",
        "region",
        "act",
        "by_person",
        "by_post",
        "by_name",
        "at",
        "recorded_at",
        "idem",
        "payload",
    )
    line, column = ("char(10)" if connection.vendor == "sqlite" else "chr(10)"), texts()
    return " || ".join(f"{line} || {column[name]}" for name in order)


def strange() -> str:
    """Return the SQL condition for a row whose values have other types than we write: text equal, bytes not."""
    if connection.vendor != "sqlite":
        return "coalesce(idem = '', false)"
    wrong = [f"typeof({name}) <> 'text'" for name in TEXT_COLUMNS]
    wrong += ["typeof(seq) <> 'integer'", "typeof(by_person) NOT IN ('integer', 'null')"]
    return " OR ".join([*wrong, "typeof(by_post) NOT IN ('integer', 'null')", "coalesce(idem, 'x') = ''"])


def entries() -> Iterator[list[tuple[Any, ...]]]:
    """Yield all entries in blocks: subject, seq, digest, hour, region, sealed text as bytes, strange, private.

    The hour is the first 13 places of `recorded_at`. The payload is the last line of the sealed text.
    """
    column = texts()
    yield from stream(
        f"SELECT {column['subject']}, seq, digest, substr({column['recorded_at']}, 1, 13), region, {raw(sealed_text())}, "
        f"{strange()}, private FROM journal_entry ORDER BY journal_entry.subject, seq"
    )


def subjects() -> Iterator[Subject]:
    """Yield subject, sequence, head, region and standing of everything that has a chain, in the order of `entries`."""
    chained = [model for model in apps.get_models() if issubclass(model, Chained)]
    yield from merge(*(_subjects(model) for model in chained))


def _subjects(model: type[Chained]) -> Iterator[Subject]:
    table = model._meta.db_table
    columns = [_plain(model._meta.get_field(name)) for name in model.STANDS]
    line = "char(31)" if connection.vendor == "sqlite" else "chr(31)"
    later = [(name, _plain(model._meta.get_field(name))) for name in model.LATER]
    added = "".join(
        f" || CASE WHEN {column} = '' THEN '' ELSE {line} || '{name}=' || {column} END"
        for name, column in later
    )
    stands = raw((f" || {line} || ".join(columns) or "''") + added)
    for block in stream(
        f'SELECT {_plain(model._meta.pk)}, seq, head, region, {stands} FROM "{table}" ORDER BY "{table}".id'
    ):
        yield from block


def _plain(field: Any) -> str:
    """Return the SQL of a column as the text that `chain.standing` makes of its value."""
    kind, column = field.target_field if field.is_relation else field, f'"{field.column}"'
    if connection.vendor == "sqlite":
        return column if field.primary_key else f"coalesce(CAST({column} AS TEXT), '')"
    if isinstance(kind, models.UUIDField):
        column = f"encode(uuid_send({column}), 'hex')"
    elif isinstance(kind, models.BooleanField):
        column = f"{column}::int::text"
    elif isinstance(kind, models.DateField):
        column = f"to_char({column}, 'YYYY-MM-DD')"
    else:
        column = f"{column}::text"
    return column if field.primary_key else f"coalesce({column}, '')"


def issued(table: str, owner: str) -> str:
    """Return the SQL of a table of issued papers as `PAPERS` wants it; `owner` is the column of whose chain they are."""
    plain = connection.vendor == "sqlite"
    subject, paper = (
        (owner, "id") if plain else (f"encode(uuid_send({owner}), 'hex')", "encode(uuid_send(id), 'hex')")
    )
    return f"SELECT {subject}, {paper}, {raw('content')} FROM {table} ORDER BY {table}.{owner}"


# The rooms above say which of their rows are papers: SQL for subject, id and `raw` content, in the order of subjects.
PAPERS: list[Callable[[], str]] = []


# Rows beside a subject that one of its sealed columns vouches for: yields the subject and the kind of what was altered.
BESIDE: list[Callable[[], Iterator[tuple[str, str]]]] = []


def papers() -> Iterator[tuple[str, str, bytes]]:
    """Yield subject, id and content, as bytes, of every issued paper, in the order of `entries`."""
    yield from merge(*(_rows(sql()) for sql in PAPERS), key=itemgetter(0))


def _rows(sql: str) -> Iterator[tuple[str, str, bytes]]:
    for block in stream(sql):
        yield from block


def heads_of(region: str, day: date) -> Iterator[Head]:
    """Yield subject, sequence and digest of the last entry of every chain that moved on the day, by the recording clock."""
    start, end = (_instant(midnight(one)) for one in (day, day + ONE))
    sql = f"SELECT {texts()['subject']}, seq, digest FROM journal_entry WHERE region = %s AND recorded_at >= %s AND recorded_at < %s"
    last: Head | None = None
    for block in stream(f"{sql} ORDER BY journal_entry.subject, seq", (region, start, end)):
        for head in block:
            if last is not None and head[0] != last[0]:
                yield last
            last = head
    if last is not None:
        yield last


def _instant(at: datetime) -> Any:
    return rows.text_of(at) if connection.vendor == "sqlite" else at


def day_of_hour(hour: str) -> date:
    """Return the civil date in Shanghai of an hour written as in `entries`."""
    return day_on(datetime.fromisoformat(f"{hour}:00:00+00:00"))


def told(subject: str, seq: int) -> dict[str, Any]:
    """Return what an entry says of itself, for the report that names it."""
    at = Cast("recorded_at", models.TextField())  # as it lies there, which may be no instant any more
    found = Entry.objects.filter(subject=UUID(hex=subject), seq=seq).values("act", "by_name", said=at).first()
    return {"act": found["act"], "by": found["by_name"], "at": found["said"]} if found else {}
