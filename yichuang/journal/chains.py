"""One chain read and checked on the way: what the journal page and an appeal look at."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.ground.rows import text_of
from yichuang.journal.chain import seal
from yichuang.journal.models import Entry

HIDDEN = ("private", "answer", "asked")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as shown: its place, who, when, what, and whether its digest holds."""

    seq: int
    act: str
    by_name: str
    at: datetime
    recorded_at: datetime
    said: dict[str, Any]
    digest: str
    holds: bool


def read(subject: UUID, region: str) -> list[Link]:
    """Return the entries of a region's subject in order, each checked against the one before."""
    links: list[Link] = []
    before = ""
    for entry in Entry.objects.filter(subject=subject, region=region).order_by("seq"):
        sealed = seal(
            before, entry.subject.hex, entry.seq, entry.region, entry.act, entry.by_person, entry.by_post, entry.by_name,
            text_of(entry.at), text_of(entry.recorded_at), entry.idem, entry.payload,
        )  # fmt: skip
        holds = sealed == entry.digest and entry.seq == len(links) + 1
        said = {k: v for k, v in _read(entry.payload).items() if k not in HIDDEN}
        links.append(
            Link(entry.seq, entry.act, entry.by_name, entry.at, entry.recorded_at, said, entry.digest, holds)
        )
        before = entry.digest
    return links


def _read(payload: str) -> dict[str, Any]:
    """An altered payload need not be JSON: it is shown as it stands, and does not hide the chain."""
    try:
        said = json.loads(payload)
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {"payload": payload}
