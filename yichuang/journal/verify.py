"""Finding tampering: every chain against its own entries, its subject's head, and the signed bills in database and file.

Out of reach, and said so: a consistent rewrite by somebody who also holds the signing key and the bill file, and a
consistent rewrite of entries younger than the last bill.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from yichuang.ground import vault
from yichuang.journal import bills, signing
from yichuang.journal.chain import opens, seal
from yichuang.journal.models import Bill, Chained

CHUNK = 2000
COLUMNS = (
    "subject, seq, region, act, by_person, by_post, by_name, {at}, {recorded}, payload, private, idem, digest"
)
MOST = 20
SHREDS = "journal.shred"


@dataclass
class Report:
    """What was checked and what is broken, the first broken entry first."""

    entries: int = 0
    subjects: int = 0
    bills: int = 0
    shredded: int = 0
    broken: list[dict[str, Any]] = field(default_factory=list)

    def say(self, what: str, **where: Any) -> None:
        """Note one break."""
        if len(self.broken) < MOST:
            self.broken.append({"what": what, **where})


def verify() -> Report:
    """Check everything and return the report."""
    report = Report()
    with transaction.atomic():
        heads = _subjects()
        report.subjects = len(heads)
        billed = _billed(report)
        _chains(report, heads, billed)
        _unmet(report, billed)
    return report


def _subjects() -> dict[str, tuple[int, str, str]]:
    """The head that each subject carries: sequence, digest, region."""
    found: dict[str, tuple[int, str, str]] = {}
    for model in apps.get_models():
        if issubclass(model, Chained):
            for pk, seq, head, region in model._default_manager.values_list(
                "pk", "seq", "head", "region"
            ).iterator(CHUNK):
                found[pk.hex] = (seq, head, region)
    return found


def _rows() -> Iterator[tuple[Any, ...]]:
    """All entries in the order of their chains, instants as the text that was sealed."""
    if connection.vendor == "sqlite":
        columns = COLUMNS.format(at="CAST(at AS TEXT)", recorded="CAST(recorded_at AS TEXT)")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM journal_entry ORDER BY subject, seq")
            while block := cursor.fetchmany(CHUNK):
                yield from block
        return
    text = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    columns = COLUMNS.format(at=text.format("at"), recorded=text.format("recorded_at")).replace(
        "subject,", "replace(subject::text, '-', ''),", 1
    )
    with connection.connection.cursor(name="verify") as cursor:
        cursor.execute(f"SELECT {columns} FROM journal_entry ORDER BY subject, seq")
        while block := cursor.fetchmany(CHUNK):
            yield from block


def _chains(
    report: Report, heads: dict[str, tuple[int, str, str]], billed: dict[tuple[str, int], str]
) -> None:
    current, seq, digest, gone = "", 0, "", False
    shreds: dict[str, set[int]] = {}
    empty: list[tuple[str, int]] = []
    for row in _rows():
        subject = row[0]
        if subject != current:
            _close(report, heads, current, seq, digest, gone)
            current, seq, digest, gone = subject, 0, "", False
            if subject not in heads:
                report.say("entry without its subject", subject=subject, seq=row[1])
        report.entries += 1
        if gone:
            continue
        if row[1] != seq + 1:
            report.say(
                "missing, added or moved entry", subject=subject, seq=row[1], expected=seq + 1, act=row[3]
            )
            gone = True
            continue
        seq = row[1]
        sealed = seal(
            digest, subject, seq, row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[11], row[9]
        )
        if sealed != row[12]:
            report.say("altered entry", subject=subject, seq=seq, act=row[3], by=row[6], at=row[7])
            gone = True
            continue
        digest = sealed
        _private(report, row, shreds, empty)
        if billed.pop((subject, seq), sealed) != sealed:
            report.say("entry differs from the signed bill", subject=subject, seq=seq, act=row[3])
    _close(report, heads, current, seq, digest, gone)
    for subject in heads:
        if heads[subject][0]:
            report.say("all entries of a subject are gone", subject=subject, seq=1)
    for subject, number in empty:
        if number in shreds.get(subject, ()):
            report.shredded += 1
        else:
            report.say("personal values destroyed without record", subject=subject, seq=number)


def _close(
    report: Report, heads: dict[str, tuple[int, str, str]], subject: str, seq: int, digest: str, gone: bool
) -> None:
    """Compare the end of a chain with the head its subject carries."""
    if not subject:
        return
    head = heads.pop(subject, None)
    if head is not None and not gone and (head[0], head[1]) != (seq, digest):
        report.say("cut tail or altered head", subject=subject, seq=seq, head=head[0])


def _private(
    report: Report, row: tuple[Any, ...], shreds: dict[str, set[int]], empty: list[tuple[str, int]]
) -> None:
    if '"private":' not in row[9] and row[3] != SHREDS and not row[10]:
        return
    payload = json.loads(row[9])
    if row[3] == SHREDS:
        shreds.setdefault(row[0], set()).update(payload.get("entries", ()))
    digests = payload.get("private") or {}
    if digests and not row[10]:
        empty.append((row[0], row[1]))
        return
    try:
        beside = vault.unlock(row[10])
        bad = opens(digests, beside) or sorted(set(digests) ^ set(json.loads(beside or "{}")))
    except ValueError:
        bad = ["*"]
    if bad:
        report.say("altered personal values", subject=row[0], seq=row[1], act=row[3], names=bad)


def _billed(report: Report) -> dict[tuple[str, int], str]:
    """Check the bills themselves; return what they vouch for, by subject and sequence."""
    vouched: dict[tuple[str, int], str] = {}
    public = signing.signer().public()
    for region in sorted(set(Bill.objects.values_list("region", flat=True)) | _files()):
        rows = {bill.number: bill for bill in Bill.objects.filter(region=region)}
        lines = list(bills.read(region))
        before = ""
        for number in range(1, max([*rows, *(line.get("number", 0) for line in lines), 0]) + 1):
            line = next((one for one in lines if one.get("number") == number), None)
            before = _bill(report, region, number, rows.get(number), line, before, public, vouched)
    return vouched


def _files() -> set[str]:
    folder = bills.path_of("x").parent
    return {path.stem for path in folder.glob("*.jsonl")} if folder.exists() else set()


def _bill(
    report: Report,
    region: str,
    number: int,
    row: Bill | None,
    line: dict[str, Any] | None,
    before: str,
    public: str,
    vouched: dict[tuple[str, int], str],
) -> str:
    report.bills += 1
    if row is None or line is None:
        report.say(
            "bill missing in the " + ("database" if row is None else "file"), region=region, number=number
        )
        return row.digest if row else str((line or {}).get("digest", ""))
    try:
        kept = {**line, "day": line["day"]}
        same = (row.day.isoformat(), row.count, row.heads, row.before, row.digest, row.signature) == (
            kept["day"], kept["count"], kept["heads"], kept["before"], kept["digest"], kept["signature"],
        )  # fmt: skip
        heads = [(str(s), int(n), str(d)) for s, n, d in kept["list"]]
        whole = (
            bills.root(heads) == kept["heads"]
            and len(heads) == kept["count"]
            and bills.digest_of(kept) == kept["digest"]
        )
        if not same or not whole or kept["before"] != before or kept["region"] != region:
            report.say("altered bill", region=region, number=number, day=kept["day"])
        elif not signing.verify(kept["digest"], kept["signature"], public):
            report.say("wrong signature on a bill", region=region, number=number, day=kept["day"])
        else:
            vouched.update({(subject, seq): digest for subject, seq, digest in heads})
        return str(kept["digest"])
    except (KeyError, TypeError, ValueError):
        report.say("unreadable bill", region=region, number=number)
        return row.digest


def _unmet(report: Report, billed: dict[tuple[str, int], str]) -> None:
    """What a bill vouches for and the database no longer has."""
    for subject, seq in sorted(billed):
        report.say("entry named in a signed bill is gone", subject=subject, seq=seq)


def key_of(subject: str) -> UUID:
    """Return a reported subject as a UUID."""
    return UUID(hex=subject)
