"""The daily bill: the heads of all chains that moved on a civil day, chained to the bill before, signed, kept twice.

The database keeps the bill, HOME/bills keeps bill and heads in a file that only grows; `journal verify` asks both.
"""

import json
import os
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max, Min

from yichuang.ground import rows
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.chain import sm3
from yichuang.journal.models import Bill, Entry
from yichuang.journal.refusals import WrongState
from yichuang.journal.signing import signer
from yichuang.law.terms import midnight

ONE = timedelta(days=1)
Head = tuple[str, int, str]


def catch_up(until: date, *, at: datetime) -> int:
    """Bill every day up to `until` that has none, empty ones too; returns how many bills were made."""
    made = 0
    for region in sorted(set(Entry.objects.values_list("region", flat=True).distinct())):
        last = Bill.objects.filter(region=region).order_by("-number").first()
        day = last.day + ONE if last else _first_day(region)
        while day is not None and day <= until:
            make(region, day, by=None, at=at)
            made, day = made + 1, day + ONE
    return made


def _first_day(region: str) -> date | None:
    first = Entry.objects.filter(region=region).aggregate(first=Min("recorded_at"))["first"]
    return day_of(first) if first else None


@working_paper("journal.make_bill")
def make(region: str, day: date, *, by: Actor | None, at: datetime) -> Bill:
    """Make the bill of one day that is over; the file is written first, so a bill in the database is always in the file."""
    if day >= day_of(at):
        raise WrongState("这一天还没有过完，不能出账单。")
    before = Bill.objects.filter(region=region).order_by("-number").first()
    if before is not None and before.day >= day:
        raise WrongState("这一天已经有账单了。")
    heads = heads_of(region, day)
    number = before.number + 1 if before else 1
    bill: dict[str, Any] = {
        "region": region, "day": day.isoformat(), "number": number, "count": len(heads), "heads": root(heads),
        "before": before.digest if before else "",
    }  # fmt: skip
    digest, key = digest_of(bill), signer()
    line: dict[str, Any] = {
        **bill,
        "digest": digest,
        "signature": key.sign(digest),
        "public": key.public(),
        "list": heads,
    }
    append(region, line)
    return Bill.objects.create(
        region=region, day=day, number=number, count=len(heads), heads=bill["heads"], before=bill["before"], digest=digest,
        signature=line["signature"], signed_at=at,
    )  # fmt: skip


def heads_of(region: str, day: date) -> list[Head]:
    """Return subject, sequence and digest of the last entry of every chain that moved on the day, by the recording clock."""
    start, end = midnight(day), midnight(day + ONE)
    moved = Entry.objects.filter(region=region, recorded_at__gte=start, recorded_at__lt=end)
    tops = moved.order_by().values("subject").annotate(top=Max("seq")).values_list("subject", "top")
    wanted = dict(tops)
    found = moved.filter(subject__in=list(wanted)) if len(wanted) < 500 else moved
    return sorted(
        (e[0].hex, e[1], e[2])
        for e in found.order_by().values_list("subject", "seq", "digest").iterator()
        if wanted.get(e[0]) == e[1]
    )


def root(heads: Iterable[Head]) -> str:
    """Return the SM3 digest over the list of heads, one a line."""
    return sm3("\n".join(f"{subject} {seq} {digest}" for subject, seq, digest in heads))


def digest_of(bill: dict[str, Any]) -> str:
    """Return the digest that is signed."""
    return sm3("\n".join(str(bill[name]) for name in ("region", "day", "number", "count", "heads", "before")))


def path_of(region: str) -> Path:
    """Return the file of a region's bills."""
    return Path(settings.HOME) / "bills" / f"{region}.jsonl"


def append(region: str, line: dict[str, Any]) -> None:
    """Append a bill and see it to disk; a line that a crash left without its bill is made again the same."""
    path = path_of(region)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = [old for old in read(region) if old["number"] < line["number"]]
    if path.exists() and len(kept) != sum(1 for _ in read(region)):
        path.write_text("".join(json.dumps(old, ensure_ascii=False) + "\n" for old in kept), "utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read(region: str) -> Iterable[dict[str, Any]]:
    """Yield the bills of the file, in order; one that cannot be read comes as an empty mapping."""
    path = path_of(region)
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                yield json.loads(line)
            except ValueError:
                yield {"number": 0}


def subject_key(value: Any) -> Any:
    """Return a subject as this database's parameter."""
    return rows.key(value)
