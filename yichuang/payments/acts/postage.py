"""What the post is paid: contract prices, a row for each letter, months that are closed; corrections go into the next month."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.cases.models import Case
from yichuang.clock import book
from yichuang.ground.ids import uuid7
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere, WrongState
from yichuang.law import fees, postage
from yichuang.payments.models import Posting, PriceList, Settlement

AREAS = dict(postage.AREAS)


@act("payments.set_prices", on=Register, book="postage")
def set_prices(
    turn: Turn, *, by: Actor, at: datetime, carrier: str, contract: str, starts_on: date, rows: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    """A carrier's contract prices are in force from a day on; letters keep the price they were posted at."""
    name, number = carrier.strip()[:40], contract.strip()[:80]
    if not name or not number:
        raise BadInput("请填写承运单位和合同号。", field="carrier")
    made = [
        {"area": str(row.get("area")), "upto": row.get("upto"), "price": row.get("price")} for row in rows
    ]
    wrong = [r for r in made if r["area"] not in AREAS or type(r["upto"]) is not int or type(r["price"]) is not int
             or not 0 < r["upto"] <= postage.HEAVIEST or not 0 < r["price"] <= fees.MOST]  # fmt: skip
    if wrong or not made or len({(r["area"], r["upto"]) for r in made}) != len(made):
        raise BadInput("每一行写区域、多少克以内、多少元，区域和重量不要重复。", field="rows")
    before = PriceList.objects.filter(region=by.region, carrier=name)
    if before.filter(starts_on__gte=starts_on).exists():
        raise WrongState("已经有从这一天或者更晚开始的价目。改成更晚的一天。")
    before.filter(ends_on=None).update(ends_on=starts_on)
    turn.add(
        PriceList, carrier=name, contract=number, starts_on=starts_on, ends_on=None, rows=json.dumps(made)
    )
    turn.enter(
        "payments.set_prices",
        {"carrier": name, "contract": number, "from": starts_on.isoformat(), "rows": made},
    )
    return {"carrier": name}


@act("payments.enter_posting", on=Register, book="postage")
def enter_posting(
    turn: Turn, *, by: Actor, at: datetime, case: UUID, tracking: str, payer: str, carrier: str = "", area: str = "", grams: int | None = None,
    posted_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A letter has gone out: it is a row for the month, at the price of the day; a price that is not known stays open."""
    if not Case.objects.filter(pk=case, region=by.region).exists():
        raise NotThere("没有这个办件，或者不归您看。")
    if Posting.objects.filter(case=case, tracking=tracking, corrects=None).exists():
        raise WrongState("这封邮件已经记过了。")
    day = posted_on or turn.on
    name = carrier or book.number(turn.stamp, by.region, "postal_carrier", day).value
    where = area if area in AREAS else "city"
    listed = _list(by.region, name, day)
    cost = postage.price(json.loads(listed.rows), where, grams) if listed else None
    made = {"carrier": name, "tracking": tracking[:40], "payer": payer if payer in ("government", "applicant") else "applicant", "area": where,
            "grams": grams, "price": cost, "contract": listed.contract if listed else ""}  # fmt: skip
    turn.add(Posting, id=uuid7(), case_id=case, posted_on=day, corrects_id=None, settlement_id=None, **made)
    turn.enter("payments.enter_posting", {**made, "case": str(case), "on": day.isoformat()})
    return {"price": cost}


def _list(region: str, carrier: str, day: date) -> PriceList | None:
    lists = PriceList.objects.filter(region=region, carrier=carrier, starts_on__lte=day)
    return lists.order_by("-starts_on").first()


@act("payments.correct_posting", on=Register, book="postage")
def correct_posting(
    turn: Turn, *, by: Actor, at: datetime, posting: UUID, price: int, why: str
) -> dict[str, Any]:
    """A letter's price is put right by the difference, as a row of its own; what is settled stays as it was."""
    found = Posting.objects.filter(pk=posting, region=by.region, corrects=None).first()
    if found is None:
        raise NotThere("没有这封邮件的邮费。")
    text = why.strip()[:200]
    if not text:
        raise BadInput("请写明为什么更正。", field="why")
    if type(price) is not int or not 0 <= price <= fees.MOST:
        raise BadInput("金额写成数字，最多两位小数，例如12.00。", field="price")
    stands = (found.price or 0) + sum(found.corrections.values_list("price", flat=True))  # type: ignore[arg-type]
    if found.price is not None and price == stands:
        raise WrongState(f"邮费现在就是{fees.yuan(stands)}元，不用更正。")
    if found.price is None and found.settlement_id is None and not found.corrections.exists():
        Posting.objects.filter(pk=found.pk).update(price=price, why=text)
        turn.enter("payments.correct_posting", {"posting": str(posting), "price": price, "why": text})
        return {"price": price}
    turn.add(Posting, id=uuid7(), case_id=found.case_id, carrier=found.carrier, tracking=found.tracking, payer=found.payer, area=found.area,
             grams=found.grams, price=price - stands, contract=found.contract, posted_on=turn.on, corrects_id=found.pk, why=text, settlement_id=None)  # fmt: skip
    turn.enter(
        "payments.correct_posting", {"posting": str(posting), "difference": price - stands, "why": text}
    )
    return {"difference": price - stands}


@act("payments.close_month", on=Register, book="postage")
def close_month(
    turn: Turn, *, by: Actor, at: datetime, carrier: str, month: str, cut_off: date | None = None
) -> dict[str, Any]:
    """A month is closed with a carrier: every letter up to the cut-off that is not settled yet, priced, and summed by who pays."""
    try:
        until = cut_off or postage.month_end(month)
    except ValueError as error:
        raise BadInput("月份写成2026-11。", field="month") from error
    if until >= turn.on:
        raise WrongState(f"截止日{until.isoformat()}还没有过，过了才能结算。")
    if until > postage.month_end(month) + timedelta(days=31):
        raise BadInput("截止日不能比月末晚一个月以上。", field="cut_off")
    if Settlement.objects.filter(region=by.region, carrier=carrier, month__gte=month).exists():
        raise WrongState("这个月，或者更晚的月份，已经结算了。更正记到下个月。")
    due = list(
        Posting.objects.filter(
            region=by.region, carrier=carrier, settlement=None, posted_on__lte=until
        ).order_by("posted_on", "pk")
    )
    if not due:
        raise WrongState("到截止日没有要结算的邮件。")
    if unknown := [row.tracking for row in due if row.price is None]:
        raise WrongState(f"还有{len(unknown)}封没有邮费，先填上：{'、'.join(unknown[:5])}。")
    sums = {
        payer: sum(row.price or 0 for row in due if row.payer == payer)
        for payer in ("government", "applicant")
    }
    lines = [[str(row.pk), row.tracking, row.payer, row.price] for row in due]
    made = {"id": uuid7(), "carrier": carrier, "month": month, "cut_off": until, "count": len(due), **sums, "digest": sm3(canonical(lines)),
            "closed_at": at, "closed_by": by.name}  # fmt: skip
    Settlement.objects.create(region=by.region, **made)
    Posting.objects.filter(pk__in=[row.pk for row in due]).update(settlement=made["id"])
    turn.enter(
        "payments.close_month",
        {
            "carrier": carrier,
            "month": month,
            "cut_off": until.isoformat(),
            "count": len(due),
            **sums,
            "digest": made["digest"],
        },
    )
    return {"settlement": str(made["id"]), "count": len(due), **sums}
