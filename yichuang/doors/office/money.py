"""Money in the office: what the post is paid by the month, and what came in by day, to be held against the bank's sheet."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.doors.frame import text_of
from yichuang.doors.office import pages
from yichuang.ground.now import day_of, now
from yichuang.journal.refusals import BadInput, Refused
from yichuang.law import BadInput as Unreadable
from yichuang.law import fees
from yichuang.law.postage import AREAS
from yichuang.payments import acts, postage, reconciling
from yichuang.payments.models import Posting, PriceList, Settlement

CLASSES, MOST = 4, 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """What is not settled yet by carrier and month, the months that are closed, the prices in force."""
    actor = pages.need(request, "postage")
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            (_prices if request.POST.get("op") == "prices" else _close)(request, actor)
            return redirect("office:postage")
        except (Refused, Unreadable) as error:
            errors = [{"id": str(getattr(error, "facts", {}).get("field") or ""), "text": str(error)}]
    carrier, month = request.GET.get("carrier", "")[:40], request.GET.get("month", "")[:7]
    told = {
        "open": postage.still_open(actor.region), "closed": postage.closed(actor.region)[:60], "errors": errors, "carrier": carrier, "month": month,
        "rows": _rows(actor.region, carrier, month), "prices": _in_force(actor.region), "zones": AREAS, "classes": range(CLASSES), "typed": request.POST,
        "may": actor.kind == "supervisor",
    }  # fmt: skip
    return render(
        request, "office/postage.html", pages.frame(request, "postage") | told, status=422 if errors else 200
    )


def _rows(region: str, carrier: str, month: str) -> list[Posting]:
    try:
        return list(postage.listed(region, carrier, month)[:MOST]) if carrier and month else []
    except ValueError:
        return []


def _in_force(region: str) -> list[dict[str, Any]]:
    areas = dict(AREAS)
    found = PriceList.objects.filter(region=region).order_by("carrier", "-starts_on")[:20]
    return [
        {
            "list": one,
            "rows": [
                {"area": areas[row["area"]], "upto": row["upto"], "price": row["price"]}
                for row in json.loads(one.rows)
            ],
        }
        for one in found
    ]


def _close(request: HttpRequest, actor: Any) -> None:
    cut_off = _day(request.POST.get("cut_off", ""))
    acts.close_month(
        by=actor, at=now(), key=request.POST.get("idempotency_key") or None, carrier=text_of(request, "carrier", 40), month=text_of(request, "month", 7),
        cut_off=cut_off,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput("日期写成2026-11-30。", field="cut_off") from error


def _prices(request: HttpRequest, actor: Any) -> None:
    rows = []
    for n in range(CLASSES):
        upto, price = request.POST.get(f"upto-{n}", "").strip(), request.POST.get(f"price-{n}", "").strip()
        if upto or price:
            grams = int(upto) if upto.isascii() and upto.isdigit() and len(upto) < 6 else None
            rows.append({"area": request.POST.get(f"area-{n}", ""), "upto": grams, "price": fees.fen(price)})
    starts_on = _day(request.POST.get("starts_on", ""))
    if starts_on is None:
        raise BadInput("请填写从哪天起。", field="starts_on")
    acts.set_prices(
        by=actor, at=now(), key=request.POST.get("idempotency_key") or None, carrier=text_of(request, "carrier", 40), contract=text_of(request, "contract", 80),
        starts_on=starts_on, rows=rows,
    )  # fmt: skip


@require_GET
def settlement(request: HttpRequest, settlement: UUID) -> HttpResponse:
    """A month that is closed, letter by letter."""
    actor = pages.need(request, "postage")
    found = get_object_or_404(Settlement, pk=settlement, region=actor.region)
    rows = list(found.postings.select_related("case").order_by("posted_on", "pk")[:MOST])
    return render(
        request, "office/settlement.html", pages.frame(request, "postage") | {"one": found, "rows": rows}
    )


@require_GET
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """A month as a sheet: closed, or as it stands."""
    actor = pages.need(request, "postage")
    given = request.GET.get("settlement", "")
    if given:
        found = get_object_or_404(Settlement, pk=_uuid(given), region=actor.region)
        rows, name = list(found.postings.select_related("case").order_by("posted_on", "pk")), f"{found.month}"
    else:
        name = request.GET.get("month", "")[:7]
        rows = _rows(actor.region, request.GET.get("carrier", "")[:40], name)
    xlsx = kind == "xlsx"
    body = postage.as_xlsx(rows, f"邮费{name}") if xlsx else postage.as_csv(rows)
    answer = HttpResponse(body, content_type=XLSX if xlsx else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = (
        f'attachment; filename="postage-{"".join(c for c in name if c.isdigit() or c == "-")}.{"xlsx" if xlsx else "csv"}"'
    )
    return answer


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput("没有这张结算单。") from error


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, posting: UUID) -> HttpResponse:
    """Put the price of a letter right; after closing, the difference goes into the next month."""
    actor = pages.need(request, "postage")
    found = get_object_or_404(
        Posting.objects.select_related("case", "settlement"), pk=posting, region=actor.region, corrects=None
    )
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            price = fees.fen(request.POST.get("price", ""))
            acts.correct_posting(
                by=actor,
                at=now(),
                key=request.POST.get("idempotency_key") or None,
                posting=posting,
                price=price,
                why=text_of(request, "why", 200),
            )
            return redirect("office:postage")
        except (Refused, Unreadable) as error:
            errors = [{"id": str(getattr(error, "facts", {}).get("field") or "price"), "text": str(error)}]
    told = {
        "one": found,
        "errors": errors,
        "typed": request.POST,
        "corrections": found.corrections.order_by("posted_on"),
    }
    return render(
        request,
        "office/correction.html",
        pages.frame(request, "postage") | told,
        status=422 if errors else 200,
    )


@require_GET
def takings(request: HttpRequest) -> HttpResponse:
    """What came in on a day, by receiver and way, and what needs somebody."""
    actor = pages.need(request, "fees")
    day = _asked(request)
    told = {"day": day, "sums": reconciling.sums(actor.region, day), "rows": reconciling.paid(actor.region, day)[:MOST], "odd": reconciling.odd(actor.region), "open": reconciling.still_open(actor.region)}  # fmt: skip
    return render(request, "office/fees.html", pages.frame(request, "fees") | told)


@require_GET
def takings_sheet(request: HttpRequest) -> HttpResponse:
    """The same as a sheet, to be held against the bank's."""
    actor = pages.need(request, "fees")
    day = _asked(request)
    answer = HttpResponse(
        reconciling.as_csv(reconciling.paid(actor.region, day)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="fees-{day.isoformat()}.csv"'
    return answer


def _asked(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return day_of(now())
