"""Across regions (跨域通办): received for a partner, sent on, told back, given; announced by a partner, taken in, tied, declined, returned."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.cases.places import Handing
from yichuang.clock import book
from yichuang.ground import vault
from yichuang.halls.models import Hall, Partner, Window
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.chain import canonical
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law import across, terms
from yichuang.law.codes import normalise
from yichuang.people import asked

LINES_MOST = 60
ENDED = ("decided", "ready", "delivered", "closed")


@act("cases.collect", on=Handing, creates=True)
def collect(
    turn: Turn, *, by: Actor, at: datetime, partner: int, item: str, applicant: PartyIn, checked: Collection[str] = (), mode: str = "collect",
    materials: Sequence[str] = (), delivery: str = "pickup", together: UUID | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A matter of a partner region is received here: form and identity are checked and nothing else, and its limit to go on runs.

    It is not accepted: the business place does that, and its date starts the clock. `together` joins it to the first of
    several places that work on one application (多地联办). Basis: 国办发〔2020〕35号.
    """
    serial = acts.serial(turn, f"across:{by.region}:{turn.on:%Y%m%d}")
    window = Window.objects.filter(pk=by.window or 0).values_list("kind", flat=True).first()
    acts.require(turn, {"cross_window": window == "cross"})
    other = _partner(turn, partner, mode)
    name = other.items_by_code.get(item)
    if name is None:
        raise BadInput("协议里没有这个事项。从列表里选。", field="item")
    missing = across.unchecked(checked)
    if missing and mode != "remote":
        raise BadInput(f"还没有核对：{'；'.join(missing)}。", field="checked")
    party = applicant.checked("applicant", turn.on)
    days = book.number(turn.stamp, by.region, "across_days", turn.on).whole
    due_on = (
        None
        if mode == "remote"
        else terms.due(turn.on, days, calendar=book.calendar(turn.stamp, by.region)).due_on
    )
    number = f"代收〔{turn.on:%Y}〕{by.region}-{turn.on:%m%d}-{serial:03d}"
    listed = _lines(materials)
    _begin(turn, other, party, side=across.OUT, mode=mode, number=number, item=item, item_name=name, materials=listed, delivery=delivery,
           state="guided" if mode == "remote" else "received", due_on=due_on, hall=by.hall, together=together)  # fmt: skip
    turn.set(receipt=canonical(_receipt(turn, other)))
    turn.enter("cases.collect", _told(turn, checked=sorted(checked)), private=party.snapshot())
    return {"number": number, "due_on": due_on and due_on.isoformat()}


@act("cases.send_across", on=Handing)
def send_across(turn: Turn, *, by: Actor, at: datetime, way: str, tracking: str = "") -> dict[str, Any]:
    """What was received goes to the business place: posted under its number, or handed over between the systems."""
    _move(turn, "send")
    if way not in ("post", "online"):
        raise BadInput("移送要么邮寄，要么系统移送。", field="way")
    posted = asked.text(tracking, "tracking", "邮件号", 40, empty=way == "online")
    if way == "online":
        if not Partner.objects.filter(pk=turn.row.partner_id).exclude(origin="").exists():
            raise WrongState("和对方的系统还没有接通，请邮寄。")
        turn.errand("across", f"across:{turn.row.id}:announce", handing=str(turn.row.id), say="announce")
    turn.set(way=way, tracking=posted, sent_on=turn.on)
    late = turn.row.due_on is not None and turn.on > turn.row.due_on
    turn.enter("cases.send_across", {"way": way, "tracking": posted, "late": late})
    return {"state": turn.row.state, "late": late}


@act("cases.hear_across", on=Handing)
def hear_across(
    turn: Turn, *, by: Actor, at: datetime, what: str, on: date | None = None, number: str = "", promised: date | None = None, why: str = "",
    result: str = "", tracking: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The business place said what it did: got it, accepted it with number and days, sent it back, decided, posted the result."""
    if what not in across.REPORTS:
        raise BadInput("请选择对方办到了哪一步。", field="what")
    if (
        by.kind == "applicant"
        and not Partner.objects.filter(pk=turn.row.partner_id, integrator=by.integrator or 0).exists()
    ):
        raise NotYours("这一件不归这个接口管。", rule="own_case")
    _move(turn, what)
    day = asked.day(on or turn.on, "on", "日期", since=turn.row.received_on)
    if day > turn.on:
        raise BadInput("日期不能晚于今天。", field="on")
    by_report: dict[str, dict[str, Any]] = {
        "arrived": {"arrived_on": day},
        "accepted": {"accepted_on": day, "case_number": number.strip()[:64], "promised_due_on": promised},
        "declined": {"why": asked.text(why, "why", "退回的原因", 300, empty=what != "declined")},
        "decided": {"result": asked.text(result, "result", "结果", 200, empty=what != "decided")},
        "returned": {
            "result": (result.strip() or turn.row.result)[:200],
            "result_tracking": tracking.strip()[:40],
        },
    }
    changes = by_report[what]
    turn.set(**changes)
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}
    turn.enter("cases.hear_across", {"what": what, **said})
    return {"state": turn.row.state}


@act("cases.give_across", on=Handing)
def give_across(turn: Turn, *, by: Actor, at: datetime, receiver_number: str, receiver_name: str = "") -> dict[str, Any]:  # fmt: skip
    """The result, or what was sent back, is given to the checked applicant at the place that received it."""
    _move(turn, "give")
    given = normalise(receiver_number)
    own = vault.index(given) == turn.row.holder_index if given else False
    if not own and not receiver_name.strip():
        raise BadInput("请读领取人的证件。不是本人的，写明代领人的姓名。", field="receiver_number")
    who = turn.row.name if own else f"{receiver_name.strip()[:60]}（代领）"
    turn.set(given_on=turn.on, receiver=who)
    turn.enter("cases.give_across", {"own": own}, private={"receiver": who, "number": given})
    return {"state": turn.row.state}


@act("cases.announce", on=Handing, creates=True)
def announce(
    turn: Turn, *, by: Actor, at: datetime, partner: int, peer: UUID | None, number: str, item: str, item_name: str, applicant: PartyIn,
    mode: str = "collect", materials: Sequence[str] = (), delivery: str = "pickup", received_on: date | None = None, tracking: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A partner region has received a matter for us; nothing is accepted before it is here and was looked at."""
    acts.serial(turn, f"announced:{by.region}")
    acts.require(turn, {})
    other = _partner(turn, partner, mode)
    if by.kind == "applicant" and (by.integrator is None or other.integrator_id != by.integrator):
        raise NotYours("这个接口密钥不是协议对方的。", rule="own_case")
    party = applicant.checked("applicant", turn.on)
    line = asked.text(number, "number", "代收编号", 40)
    if (
        peer is not None
        and Handing.objects.filter(region=by.region, partner=other, peer=peer, side="in").exists()
    ):
        raise WrongState("这一件已经移送过了。")
    _begin(turn, other, party, side=across.IN, mode=mode, number=line, item=asked.text(item, "item", "事项编码", 64),
           item_name=asked.text(item_name, "item_name", "事项名称", 200), materials=_lines(materials), delivery=delivery, state="announced",
           due_on=None, hall=by.hall, together=None)  # fmt: skip
    turn.set(peer=peer, tracking=tracking.strip()[:40], received_on=received_on or turn.on)
    turn.enter("cases.announce", _told(turn, peer=str(peer or "")), private=party.snapshot())
    return {"state": "announced"}


@act("cases.take_across", on=Handing)
def take_across(turn: Turn, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What the partner sent is here; the receiving place is told."""
    _move(turn, "take")
    turn.set(arrived_on=turn.on, hall_id=by.hall)
    _report(turn, "arrived")
    turn.enter("cases.take_across", {"hall": by.hall})
    return {"state": turn.row.state}


@act("cases.tie_across", on=Handing)
def tie_across(turn: Turn, *, by: Actor, at: datetime, case: UUID) -> dict[str, Any]:
    """The matter is this case of ours: accepted here, and from its day the clock runs; the receiving place is told."""
    _move(turn, "tie")
    row = Case.objects.filter(pk=case, region=turn.row.region, applicant_index=turn.row.holder_index).first()
    if row is None:
        raise BadInput("不是这位申请人的件。", field="case")
    if row.accepted_on is None:
        raise WrongState("先受理，再关联。受理日从这里算起。")
    turn.set(
        case_id=row.pk,
        accepted_on=row.accepted_on,
        case_number=row.number or "",
        promised_due_on=row.promised_due_on,
    )
    _report(turn, "accepted")
    turn.enter(
        "cases.tie_across",
        {"case": str(row.pk), "number": row.number, "accepted": row.accepted_on.isoformat()},
    )
    return {"state": turn.row.state}


@act("cases.decline_across", on=Handing)
def decline_across(turn: Turn, *, by: Actor, at: datetime, why: str) -> dict[str, Any]:
    """The matter goes back to the place that received it, with the reason; no clock has begun."""
    _move(turn, "decline")
    turn.set(why=asked.text(why, "why", "退回的原因", 300))
    _report(turn, "declined")
    turn.enter("cases.decline_across", {"why": turn.row.why})
    return {"state": turn.row.state}


@act("cases.return_across", on=Handing)
def return_across(turn: Turn, *, by: Actor, at: datetime, tracking: str) -> dict[str, Any]:
    """The result goes back to the place that received the matter, under its tracking number."""
    _move(turn, "return")
    row = Case.objects.select_related("item").get(pk=turn.row.case_id)
    if row.state not in ENDED:
        raise WrongState("还没有办结，没有结果可以寄。")
    named = json.loads(row.result).get("documents") or [f"{row.item.name}结果"]
    turn.set(result="、".join(named)[:200], result_tracking=asked.text(tracking, "tracking", "邮件号", 40))
    _report(turn, "returned")
    turn.enter("cases.return_across", {"tracking": turn.row.result_tracking, "result": turn.row.result})
    return {"state": turn.row.state}


def _begin(
    turn: Turn, other: Partner, party: PartyIn, *, side: str, mode: str, number: str, item: str, item_name: str, materials: list[str],
    delivery: str, state: str, due_on: date | None, hall: int | None, together: UUID | None,
) -> None:  # fmt: skip
    if delivery not in ("pickup", "post"):
        raise BadInput("结果要么在代收地取，要么寄给申请人。", field="delivery")
    turn.begin(
        side=side, mode=mode, partner_id=other.pk, together=together, number=number, hall_id=hall, item_code=item, item_name=item_name,
        kind=party.kind, name=party.name, document=party.document, holder_number=vault.lock(party.number),
        holder_index=vault.index(party.number), phone=vault.lock(party.phone), address=vault.lock(party.address),
        materials=json.dumps(materials, ensure_ascii=False), delivery=delivery, state=state, received_on=turn.on, due_on=due_on, way="",
        tracking="", sent_on=None, arrived_on=None, accepted_on=None, promised_due_on=None, case_number="", case_id=None, why="", result="",
        result_tracking="", given_on=None, receiver="", peer=None, receipt="",
    )  # fmt: skip


def _partner(turn: Turn, partner: int, mode: str) -> Partner:
    found = (
        Partner.objects.on(turn.on).filter(pk=partner, region=turn.by.region).first()
        if 0 < partner < 2**31
        else None
    )
    if found is None:
        raise BadInput("没有和这个地区的协议，或者协议不在有效期。", field="partner")
    if mode not in found.modes.split():
        raise BadInput("协议里没有这种办法。", field="mode")
    return found


def _move(turn: Turn, step: str) -> None:
    row = across.step(step)
    refused = across.lawful(step, turn.row.side, turn.row.state)
    if refused or row is None:
        raise WrongState(refused or "没有这一步。", state=turn.row.state)
    turn.set(state=row.end)


def _report(turn: Turn, what: str) -> None:
    """Tell the receiving place, if its system is connected and the matter came from there."""
    if turn.row.peer is not None:
        turn.errand("across", f"across:{turn.row.id}:{what}", handing=str(turn.row.id), say=what)


def _lines(materials: Sequence[str]) -> list[str]:
    lines = [line for text in materials if (line := asked.text(text, "materials", "材料", 120, empty=True))]
    if len(lines) > LINES_MOST:
        raise BadInput(f"材料最多列{LINES_MOST}行。", field="materials")
    return lines


def _told(turn: Turn, **more: Any) -> dict[str, Any]:
    row = turn.row
    return {"number": row.number, "partner": row.partner_id, "mode": row.mode, "item": row.item_code, "materials": json.loads(row.materials),
            "due": row.due_on and row.due_on.isoformat(), **more}  # fmt: skip


def _receipt(turn: Turn, other: Partner) -> dict[str, Any]:
    """What the applicant's receipt says, frozen here: both names, whose acceptance starts the clock, by when it goes on."""
    row, by = turn.row, turn.by
    hall = Hall.objects.filter(pk=by.hall or 0).first()
    return {
        "number": row.number, "mode": row.mode, "item": row.item_name, "item_code": row.item_code, "applicant": row.name,
        "received_at": hall.name if hall else "", "phone": hall.phone if hall else "", "complaints": hall.complaints if hall else "12345",
        "business": other.name, "business_phone": other.phone, "business_address": other.address, "business_site": other.site,
        "materials": json.loads(row.materials), "received_on": turn.on.isoformat(), "due_on": row.due_on and row.due_on.isoformat(),
        "delivery": row.delivery, "made_by": by.name.partition("·")[0], "agreement": other.agreement,
    }  # fmt: skip


def _facts(turn: Turn) -> Mapping[str, bool]:
    own = turn.row.hall_id is None or turn.row.hall_id == turn.by.hall
    return {"own_hall": own and turn.by.hall is not None}


acts.FACTS[Handing] = _facts
