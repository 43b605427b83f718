"""Letters as they are to be paid for: entered when they go out, listed by carrier and month, written as sheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yichuang.ground.now import day_of
from yichuang.journal.actor import system
from yichuang.journal.errands import Asked, Outcome, Trouble
from yichuang.journal.refusals import Refused
from yichuang.law import fees
from yichuang.law.postage import AREAS
from yichuang.payments import acts
from yichuang.payments.models import PAYERS, Posting, Settlement

HEADS = ("邮件号", "寄出日期", "申请编号", "区域", "克重", "谁付", "邮费（元）", "合同号", "更正说明")
_AREAS, _PAYERS = dict(AREAS), dict(PAYERS)


def follow(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Enter each letter that went out; one entered before stays."""
    done: dict[int, str | Trouble | None] = {}
    for asked in errands:
        said = {name: value for name, value in asked.args.items() if name not in ("case", "on")}
        try:
            acts.enter_posting(
                by=system(asked.region),
                at=at,
                key=asked.key,
                case=UUID(asked.args["case"]),
                posted_on=_day(asked, at),
                **said,
            )
        except Refused:
            pass
        done[asked.id] = "confirmed"
    return done


def _day(asked: Asked, at: datetime) -> date:
    return date.fromisoformat(asked.args["on"]) if asked.args.get("on") else day_of(at)


@dataclass(frozen=True, slots=True)
class Open:
    """What is not settled yet with a carrier in a month."""

    carrier: str
    month: str
    count: int
    government: int
    applicant: int
    unknown: int


def still_open(region: str) -> list[Open]:
    """Return what is not settled yet, by carrier and month of posting, the oldest first."""
    found: dict[tuple[str, str], list[Posting]] = {}
    for row in Posting.objects.filter(region=region, settlement=None).order_by("posted_on", "pk")[:20_000]:
        found.setdefault((row.carrier, f"{row.posted_on:%Y-%m}"), []).append(row)
    return [
        _open(carrier, month, rows)
        for (carrier, month), rows in sorted(found.items(), key=lambda one: (one[0][1], one[0][0]))
    ]


def _open(carrier: str, month: str, rows: list[Posting]) -> Open:
    government, applicant = (sum(r.price or 0 for r in rows if r.payer == payer) for payer, _ in PAYERS)
    return Open(carrier, month, len(rows), government, applicant, sum(r.price is None for r in rows))


def listed(region: str, carrier: str, month: str) -> QuerySet[Posting]:
    """Return the open letters of a carrier in a month."""
    year, _, number = month.partition("-")
    rows = Posting.objects.filter(region=region, carrier=carrier, settlement=None)
    return (
        rows.filter(posted_on__year=int(year), posted_on__month=int(number))
        .select_related("case")
        .order_by("posted_on", "pk")
    )


def closed(region: str) -> QuerySet[Settlement]:
    """Return the months that are closed, the youngest first."""
    return Settlement.objects.filter(region=region).order_by("-month", "carrier")


def lines(rows: Iterable[Posting]) -> list[list[Any]]:
    """Return letters as lines of a sheet."""
    return [
        [row.tracking, row.posted_on.isoformat(), row.case.filing_number, _AREAS.get(row.area, row.area), row.grams if row.grams is not None else "",
         _PAYERS[row.payer], fees.yuan(row.price) if row.price is not None else "没有填", row.contract, row.why]
        for row in rows
    ]  # fmt: skip


def as_csv(rows: Iterable[Posting]) -> bytes:
    """Return letters as CSV that spreadsheets open with Chinese in order; no cell begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([HEADS, *([_plain(cell) for cell in line] for line in lines(rows))])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+@\t\r" else cell


def as_xlsx(rows: Iterable[Posting], title: str) -> bytes:
    """Return letters as a workbook with their sum by who pays."""
    import xlsxwriter

    held = io.BytesIO()
    found = list(rows)
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, HEADS, bold)
        for place, line in enumerate(lines(found), 1):
            sheet.write_row(place, 0, line)
        for place, (payer, word) in enumerate(PAYERS, len(found) + 2):
            total = sum(row.price or 0 for row in found if row.payer == payer)
            sheet.write_row(place, 5, [f"{word}付合计", fees.yuan(total)], bold)
        sheet.set_column(0, 8, 16)
    return held.getvalue()
