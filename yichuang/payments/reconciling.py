"""What came in, by day, for the office to hold against the bank's sheet; what does not fit and needs somebody."""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from yichuang.law import fees, terms
from yichuang.payments.models import WAYS, Attempt, Bill

HEADS = ("缴款码", "申请编号", "金额（元）", "收款单位", "方式", "票据号或流水号", "缴费时间", "状态")
_WAYS = dict(WAYS)


def paid(region: str, day: date) -> QuerySet[Bill]:
    """Return the bills paid on a civil day, in order."""
    span = (terms.midnight(day), terms.midnight(day + timedelta(days=1)))
    rows = Bill.objects.filter(region=region, paid_at__gte=span[0], paid_at__lt=span[1])
    return rows.select_related("case").order_by("paid_at", "pk")


def sums(region: str, day: date) -> list[dict[str, Any]]:
    """Return count and sum by receiver and way."""
    found = paid(region, day).order_by().values("receiver", "way").annotate(n=Count("pk"), fen=Sum("total"))
    return [{**row, "word": _WAYS[row["way"]]} for row in found.order_by("receiver", "way")]


def odd(region: str) -> QuerySet[Attempt]:
    """Return what needs somebody: money beyond the bill, tries without an outcome, refunds on their way."""
    doubtful = Q(state__in=("surplus", "asked")) | Q(state="paid", bill__state="refunding")
    return (
        Attempt.objects.filter(doubtful, region=region)
        .select_related("bill__case")
        .order_by("asked_at")[:200]
    )


def still_open(region: str) -> dict[str, int]:
    """Return how many bills are open and what they come to."""
    found = Bill.objects.filter(region=region, state="open").aggregate(n=Count("pk"), fen=Sum("total"))
    return {"count": int(found["n"] or 0), "fen": int(found["fen"] or 0)}


def as_csv(rows: Iterable[Bill]) -> bytes:
    """Return bills as CSV that spreadsheets open with Chinese in order."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for bill in rows:
        said = [bill.number, bill.case.filing_number, fees.yuan(bill.total), bill.receiver, _WAYS[bill.way], bill.receipt,
                bill.paid_at.isoformat() if bill.paid_at else "", bill.get_state_display()]  # fmt: skip
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "@", "-", "\t") else cell for cell in said])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
