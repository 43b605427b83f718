"""The journal as lines for people outside: what the digests seal, without the personal values that lie beside them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from yichuang.journal import signing, streams

COLUMNS = (
    "subject", "seq", "region", "act", "by_person", "by_post", "by_name", "at", "recorded_at", "payload", "idem", "digest",
)  # fmt: skip


def lines(subject: UUID | None = None) -> Iterator[dict[str, Any]]:
    """Yield the public key, then the entries in the order of their chains, then each chain's head.

    With a subject only its chain: enough to hold it against the published bills.
    """
    yield {"public": signing.signer().public(), "whole": subject is None}
    column = streams.texts()
    where, params = (
        ("WHERE subject = %s", (subject.hex if connection.vendor == "sqlite" else subject,))
        if subject
        else ("", ())
    )
    chosen = ", ".join(column[name] for name in COLUMNS)
    with streams.snapshot():
        for block in streams.stream(
            f"SELECT {chosen} FROM journal_entry {where} ORDER BY journal_entry.subject, seq", params
        ):
            for row in block:
                yield dict(zip(COLUMNS, row, strict=True))
        for head in streams.subjects() if subject is None else ():
            if head[1]:
                yield {"chain": head[0], "seq": head[1], "head": head[2]}
