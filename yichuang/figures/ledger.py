"""The ledger (封签) of a closed period: its journal without names, each line bound to the entry it stands for and to the line before.

`sealed` commits to the digest of the original entry with a salt that stays here: whoever is shown an entry can hold it against the
line, nobody can guess a name against it. `link` chains the lines; the last link is frozen, signed and published with the period.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.figures import facts
from yichuang.figures.models import Period
from yichuang.ground import vault
from yichuang.journal import signing, streams
from yichuang.journal.chain import canonical
from yichuang.law import chronicle, figures

BATCH = 400
Line = dict[str, Any]


class Codes:
    """The codes of one pack: of cases and persons, and the salts of its lines; from a key of that period alone."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    def code(self, text: str) -> str:
        """Return the code of a subject or a person."""
        return self._made(f"code\n{text}")[:24] if text else ""

    def salt(self, subject: str, seq: int) -> str:
        """Return the salt of an entry's line."""
        return self._made(f"salt\n{subject}\n{seq}")

    def _made(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), "sha256").hexdigest()


def made(region: str, name: str, kept: Mapping[str, Any], until: datetime) -> dict[str, Any]:
    """Return a new key, locked, and what is frozen of the ledger: its length, its last link, who signed it."""
    key = secrets.token_hex(32)
    head, count, chains = "", 0, 0
    for line in lines(region, name, kept, until, key):
        head, count, chains = line["link"], count + 1, chains + (line["seq"] == 1)
    told = {"region": region, "period": name, "cut_off": until.isoformat(), "lines": count, "chains": chains, "head": head}  # fmt: skip
    signer = signing.signer()
    signature = signer.sign(canonical(told))
    return {"key": vault.lock(key), "told": told | {"public": signer.public(), "signature": signature}}


def of(period: Period) -> Iterator[Line]:
    """Yield the lines of a closed period once more: the same bytes as when it was closed."""
    until = datetime.fromisoformat(period.figures()["cut_off"])
    return lines(period.region, period.name, period.kept(), until, vault.unlock(period.ledger_key))


def head(period: Period) -> str:
    """Return the last link of a closed period's ledger, made anew from the journal."""
    last = ""
    for line in of(period):
        last = line["link"]
    return last


def lines(region: str, name: str, kept: Mapping[str, Any], until: datetime, key: str) -> Iterator[Line]:
    """Yield the lines in the order of their codes, things first: every entry of every chain that the period's figures lean on."""
    codes, link = Codes(key), ""
    with streams.snapshot():
        first, others = behind(region, name, kept, until)
        for subjects in (first, others):
            those = sorted(subjects, key=codes.code)
            for n in range(0, len(those), BATCH):
                for line in _chained(_read(those[n : n + BATCH], region, kept, until), codes):
                    link = line["link"] = follows(link, line)
                    yield line


def behind(region: str, name: str, kept: Mapping[str, Any], until: datetime) -> tuple[set[str], set[str]]:
    """Return the subjects behind the facts of a period, from the journal alone: the things, and everything else."""
    first, last = figures.span(name)
    happened = facts.events(region, kept, until, (first, last))
    found = chronicle.told(happened, kept, first.isoformat(), last.isoformat())
    things = {row["id"] for row in found["fact_thing"]} | {row["thing"] for row in found["fact_case"] if row["thing"]}  # fmt: skip
    return things, {row["id"] for rows in found.values() for row in rows if "id" in row} - things


def follows(link: str, line: Mapping[str, Any]) -> str:
    """Return the link of a line after the one before it."""
    return hashlib.sha256(f"{link}\n{canonical(line)}".encode()).hexdigest()


def sealed(salt: str, digest: str) -> str:
    """Return the commitment to an entry's digest."""
    return hashlib.sha256(f"{salt}\n{digest}".encode()).hexdigest()


def _chained(read: Iterable[tuple[dict[str, Any], str]], codes: Codes) -> list[Line]:
    """The lines of some chains, in the order of their codes."""
    told = [_line(event, digest, codes) for event, digest in read]
    return sorted(told, key=lambda line: (line["subject"], line["seq"]))


def _line(event: dict[str, Any], digest: str, codes: Codes) -> Line:
    seal = sealed(codes.salt(event["subject"], event["seq"]), digest)
    named = {"subject": codes.code(event["subject"]), "seq": event["seq"], "sealed": seal}
    if "act" not in event:
        return named
    say = event["say"] | {name: codes.code(event["say"][name]) for name in ("thing", "person") if name in event["say"]}  # fmt: skip
    return event | named | {"who": codes.code(event["who"]), "say": say}


def _read(
    subjects: Iterable[str], region: str, kept: Mapping[str, Any], until: datetime
) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield every entry of the chains by then: what figures read of it, or only that it is there, and its digest."""
    column = streams.texts()
    ids = [facts.key_of(one) for one in subjects]
    chosen = ", ".join(column[name] for name in ("subject", "seq", "act", "at", "by_person", "by_post", "payload", "digest"))  # fmt: skip
    where = f"subject IN ({', '.join(['%s'] * len(ids))}) AND region = %s AND recorded_at <= %s"
    for block in streams.stream(
        f"SELECT {chosen} FROM journal_entry WHERE {where}", (*ids, region, facts.instant(until))
    ):
        known = [row for row in block if row[2] in chronicle.SAID]
        yield from zip(facts.told(known, kept), (row[-1] for row in known), strict=True)
        yield from (({"subject": row[0], "seq": row[1]}, row[-1]) for row in block if row[2] not in chronicle.SAID)  # fmt: skip


def subject_of(period: Period, code: str) -> UUID | None:
    """Return whose code it is in a period's pack, or None."""
    codes, until = Codes(vault.unlock(period.ledger_key)), datetime.fromisoformat(period.figures()["cut_off"])
    things, others = behind(period.region, period.name, period.kept(), until)
    return next((UUID(hex=one) for one in things | others if codes.code(one) == code), None)


def opened(period: Period, subject: UUID) -> Iterator[dict[str, Any]]:
    """Yield what an auditor is shown of one chain: code, salt, the digest before and the sealed text of each entry.

    This names people: it is for whoever may see the case, never for the public.
    """
    codes, before = Codes(vault.unlock(period.ledger_key)), ""
    until = facts.instant(datetime.fromisoformat(period.figures()["cut_off"]))
    sql = f"SELECT seq, digest, {streams.raw(streams.sealed_text())} FROM journal_entry WHERE subject = %s AND recorded_at <= %s ORDER BY seq"
    for block in streams.stream(sql, (facts.key_of(subject.hex), until)):
        for seq, digest, text in block:
            yield {"subject": codes.code(subject.hex), "seq": seq, "salt": codes.salt(subject.hex, seq), "before": before, "text": bytes(text).decode()}  # fmt: skip
            before = digest
