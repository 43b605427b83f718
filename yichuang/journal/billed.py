"""The signed bills against each other, against their file, and against what the chains say they should be."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from yichuang.ground.rows import text_of
from yichuang.journal import bills, signing, streams
from yichuang.journal.models import Bill, Entry

ONE = timedelta(days=1)


class Says(Protocol):
    """What takes down a break (verify.Report)."""

    bills: int
    unbilled: int

    def say(self, what: str, **where: Any) -> None:
        """Note one break."""


class Tally:
    """For each region and day, the digest over the heads that the chains themselves give: what its bill must say."""

    def __init__(self) -> None:
        self._days: dict[str, date] = {}
        self._sums: dict[tuple[str, date], Any] = {}
        self.counts: dict[tuple[str, date], int] = {}

    def add(self, subject: str, tops: dict[tuple[str, str], tuple[int, str]]) -> None:
        """Add the last entries of a chain, by region and hour of recording; chains come in order."""
        last: dict[tuple[str, date], tuple[int, str]] = {}
        for (region, hour), top in tops.items():
            place = (region, self._day(hour))
            if place not in last or last[place][0] < top[0]:
                last[place] = top
        for place, (seq, digest) in last.items():
            if place not in self._sums:
                self._sums[place], self.counts[place] = hashlib.new("sm3"), 0
            self._sums[place].update(f"{subject} {seq} {digest}\n".encode())
            self.counts[place] += 1

    def _day(self, hour: str) -> date:
        if hour not in self._days:
            try:
                self._days[hour] = streams.day_of_hour(hour)
            except ValueError:  # SQLite keeps whatever somebody writes there
                self._days[hour] = date.min
        return self._days[hour]

    def root(self, region: str, day: date) -> str:
        """Return what the bill of a day must give as the root of its heads."""
        found = self._sums.get((region, day))
        return str(found.hexdigest()) if found else bills.root([])

    def days(self, region: str) -> list[date]:
        """Return the days on which anything moved."""
        return sorted(day for one, day in self._sums if one == region)

    def regions(self) -> set[str]:
        """Return the regions in which anything moved."""
        return {region for region, _ in self._sums}


def check(report: Says, tally: Tally) -> None:
    """Check all bills of all regions."""
    known = signing.known()
    stored = set(Bill.objects.values_list("region", flat=True).distinct())
    if known is None and (stored or _files()):
        report.say("signing key is missing")
    for region in sorted(stored | _files() | tally.regions()):
        _region(report, tally, region, known)


def _files() -> set[str]:
    folder = Path(settings.HOME) / "bills"
    return {path.stem for path in folder.glob("*.jsonl")} if folder.exists() else set()


def _region(report: Says, tally: Tally, region: str, known: str | None) -> None:
    """Walk the bills of a region by number, in database and file at once."""
    before: Bill | None = None
    first: date | None = None
    for number, row, line in _paired(region):
        report.bills += 1
        if row is None:
            report.say("bill missing in the database", region=region, number=number)
            continue
        if line is None:
            report.say("bill missing in the file", region=region, number=number, day=row.day.isoformat())
        elif _sound(report, row, line, before, known) and line["heads"] != tally.root(region, row.day):
            _differences(report, row, line["list"])
        first, before = first or row.day, row
    _outside(report, tally, region, first, before)


def _paired(region: str) -> Iterator[tuple[int, Bill | None, dict[str, Any] | None]]:
    """Yield each number with its bill in the database and its line in the file."""
    rows = iter(Bill.objects.filter(region=region).order_by("number").iterator(streams.CHUNK))
    row = next(rows, None)
    number = 0
    for line in bills.read(region):
        number += 1
        while row is not None and row.number < number:
            row = next(rows, None)
        mine = row if row is not None and row.number == number else None
        yield number, mine, line if line.get("number") == number else {}
    while row is not None:
        if row.number > number:
            yield row.number, row, None
        row = next(rows, None)


def _sound(report: Says, row: Bill, line: dict[str, Any], before: Bill | None, known: str | None) -> bool:
    """Tell whether a bill is the same in both places, whole, in its place, and signed by this house."""
    where = {"region": row.region, "number": row.number, "day": row.day.isoformat()}
    try:
        heads = [(str(s), int(n), str(d)) for s, n, d in line["list"]]
        whole = (
            bills.root(heads) == line["heads"]
            and len(heads) == line["count"]
            and bills.digest_of(line) == line["digest"]
        )
        chained = line["before"] == (before.digest if before else "")
        same = all(line[name] == value for name, value in _columns(row).items())
        signed = known is None or signing.verify(line["digest"], line["signature"], known)
    except (KeyError, TypeError, ValueError):
        report.say("unreadable bill", **where)
        return False
    if not (whole and chained and same):
        report.say("altered bill", **where)
    elif not signed:
        report.say("wrong signature on a bill", **where)
    elif before is not None and row.day != before.day + ONE:
        report.say("a day has no bill", **where)
    else:
        return True
    return False


def _columns(row: Bill) -> dict[str, Any]:
    names = ("region", "number", "count", "heads", "before", "key", "digest", "signature")
    signed_at = text_of(row.signed_at)
    return {name: getattr(row, name) for name in names} | {"day": row.day.isoformat(), "signed_at": signed_at}


def _differences(report: Says, row: Bill, listed: list[Any]) -> None:
    """Name each entry in which the day's chains and its bill differ."""
    vouched = {subject: (seq, digest) for subject, seq, digest in listed}
    where = {"region": row.region, "number": row.number, "day": row.day.isoformat()}
    for subject, seq, digest in streams.heads_of(row.region, row.day):
        wanted = vouched.pop(subject, None)
        if wanted is None or (wanted != (seq, digest) and _stands(subject, *wanted)):
            report.say("entry added behind a signed bill", subject=subject, seq=seq, **where)
        elif wanted != (seq, digest):
            _missed(report, subject, *wanted, where)
    for subject, wanted in vouched.items():
        _missed(report, subject, *wanted, where)


def _stands(subject: str, seq: int, digest: str) -> bool:
    return Entry.objects.filter(subject=UUID(hex=subject), seq=seq, digest=digest).exists()


def _missed(report: Says, subject: str, seq: int, digest: str, where: dict[str, Any]) -> None:
    there = Entry.objects.filter(subject=UUID(hex=subject), seq=seq).exists()
    what = "entry differs from the signed bill" if there else "entry named in a signed bill is gone"
    report.say(what, subject=subject, seq=seq, **where)


def _outside(report: Says, tally: Tally, region: str, first: date | None, last: Bill | None) -> None:
    """Count what no bill covers yet; movement before the first bill has slipped past it."""
    for day in tally.days(region):
        if last is None or day > last.day:
            report.unbilled += tally.counts[region, day]
        elif first is not None and day < first:
            report.say("entries on a day without a bill", region=region, day=day.isoformat())
