"""The daily bill: the heads of all chains that moved on a civil day, chained to the bill before, signed, kept twice.

The database keeps the bill, HOME/bills/<region>.jsonl keeps bill and heads in a file that only grows; `journal verify`
asks both. The file is written first. A bill that stands in the file alone (the machine stopped in between, or somebody
took it out of the database) is taken over as it was signed and never made anew.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from yichuang.ground import rows
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Bill, Entry, Register
from yichuang.journal.refusals import WrongState
from yichuang.journal.signing import fingerprint, signer, verify
from yichuang.journal.streams import Head, heads_of

ONE = timedelta(days=1)
GRACE = timedelta(minutes=10)  # an act that read the clock before midnight may commit after it
BLOCK = 1 << 16
SIGNED = ("region", "day", "number", "count", "heads", "before", "key", "signed_at")


def catch_up(until: date, *, at: datetime) -> int:
    """Bill every day up to `until` that has none, empty ones too; returns how many bills were made."""
    made = 0
    for region in _regions():
        last = Bill.objects.filter(region=region).order_by("-number").first()
        day = last.day + ONE if last else _first_day(region)
        while day is not None and day <= until:
            make(region, day, by=None, at=at)
            made, day = made + 1, day + ONE
    return made


def due_until(at: datetime) -> date:
    """Return the last day that may be billed at this instant."""
    return day_of(at - GRACE) - ONE


def _regions() -> list[str]:
    found = {settings.DEPLOYMENT.region, *Register.objects.values_list("region", flat=True).distinct()}
    return sorted(found | set(Bill.objects.values_list("region", flat=True).distinct()))


def _first_day(region: str) -> date | None:
    first = (
        Entry.objects.filter(region=region)
        .order_by("recorded_at")
        .values_list("recorded_at", flat=True)
        .first()
    )
    return day_of(first) if first else None


@working_paper("journal.make_bill")
def make(region: str, day: date, *, by: Actor | None, at: datetime) -> Bill:
    """The bill of one day that is over stands, signed, in the file and in the database."""
    if day >= day_of(at):
        raise WrongState("这一天还没有过完，不能出账单。")
    with _turn(region):
        before = Bill.objects.filter(region=region).order_by("-number").first()
        if before is not None and before.day >= day:
            raise WrongState("这一天已经有账单了。")
        line = _left_over(region, before) or _append(region, day, before, at)
        return Bill.objects.create(
            **{name: line[name] for name in ("region", "number", "count", "heads", "before", "key", "digest", "signature")},
            day=date.fromisoformat(line["day"]), signed_at=datetime.fromisoformat(f"{line['signed_at']}+00:00"),
        )  # fmt: skip


@contextmanager
def _turn(region: str) -> Iterator[None]:
    """Let one biller at a time write a region's file."""
    path = path_of(region)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _left_over(region: str, before: Bill | None) -> dict[str, Any] | None:
    """Return the bill that the file has ahead of the database; cut off a line that a crash left half written."""
    path, number, tail = path_of(region), before.number if before else 0, None
    if path.exists():
        tail = _tail(path)
    stands = tail["number"] if tail else 0
    if stands == number:
        return None
    if stands == number + 1 and tail is not None and _ours(tail, before):
        return tail
    raise WrongState(
        "账单文件和数据库对不上，不能接着出账单。先运行 yichuang journal verify，看清缺了哪一张。"
    )


def _tail(path: Path) -> dict[str, Any] | None:
    """Return the last whole line, read from the end; what stands after it is half a line and goes."""
    with path.open("rb") as file:
        size = end = file.seek(0, os.SEEK_END)
        text = b""
        while end and text.count(b"\n") < 2:
            start = max(0, end - BLOCK)
            file.seek(start)
            text, end = file.read(end - start) + text, start
    whole = text[: text.rfind(b"\n") + 1]
    if len(whole) < len(text):
        os.truncate(path, size - len(text) + len(whole))
    try:
        return json.loads(whole[whole.rfind(b"\n", 0, -1) + 1 :]) if whole else None
    except ValueError:
        raise WrongState("账单文件的最后一行读不懂。先运行 yichuang journal verify。") from None


def _ours(bill: dict[str, Any], before: Bill | None) -> bool:
    same = bill.get("before") == (before.digest if before else "") and bill.get("digest") == digest_of(bill)
    return same and verify(bill["digest"], bill.get("signature", ""), signer().public())


def _append(region: str, day: date, before: Bill | None, at: datetime) -> dict[str, Any]:
    """Sign the bill and append it to the file with its heads, seen to the disk; the heads pass by, however many."""
    with tempfile.TemporaryFile(dir=path_of(region).parent) as spool:
        count, heads = _spool(heads_of(region, day), spool)
        key = signer()
        bill: dict[str, Any] = {
            "region": region, "day": day.isoformat(), "number": before.number + 1 if before else 1, "count": count, "heads": heads,
            "before": before.digest if before else "", "key": fingerprint(key.public()), "signed_at": rows.text_of(at),
        }  # fmt: skip
        bill["digest"] = digest_of(bill)
        bill |= {"signature": key.sign(bill["digest"]), "public": key.public()}
        spool.seek(0)
        with path_of(region).open("ab") as file:
            file.write(canonical(bill)[:-1].encode() + b',"list":[')
            shutil.copyfileobj(spool, file)
            file.write(b"]}\n")
            file.flush()
            os.fsync(file.fileno())
    return bill


def _spool(heads: Iterable[Head], spool: IO[bytes]) -> tuple[int, str]:
    count, tally = 0, hashlib.new("sm3")
    for subject, seq, digest in heads:
        spool.write(f'{"," if count else ""}["{subject}",{seq},"{digest}"]'.encode())
        tally.update(f"{subject} {seq} {digest}\n".encode())
        count += 1
    return count, tally.hexdigest()


def root(heads: Iterable[Head]) -> str:
    """Return the SM3 digest over a list of heads in the order of their subjects, one a line."""
    return sm3("".join(f"{subject} {seq} {digest}\n" for subject, seq, digest in heads))


def digest_of(bill: dict[str, Any]) -> str:
    """Return the digest that is signed: over all of the bill but the list, for which its root stands."""
    return sm3(canonical({name: bill[name] for name in SIGNED}))


def path_of(region: str) -> Path:
    """Return the file of a region's bills."""
    return Path(settings.HOME) / "bills" / f"{region}.jsonl"


def read(region: str) -> Iterator[dict[str, Any]]:
    """Yield the bills of the file, in order; one that cannot be read comes as an empty mapping."""
    path = path_of(region)
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            try:
                bill = json.loads(line)
                yield bill if isinstance(bill, dict) and line.endswith(b"\n") else {}
            except ValueError:
                yield {}
