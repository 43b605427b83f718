"""Home visits (上门办理): asked for by whom the local rule names, given a day and a visitor, ordered into a route, ended."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.agency.models import Visit
from yichuang.cases.application import PHONE
from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.clock import book
from yichuang.ground import vault
from yichuang.journal import acts
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.law import identity
from yichuang.law.codes import normalise
from yichuang.people import asked
from yichuang.people.models import Holding, Organisation

HELPERS = ("clerk", "guide")
ROUTE_MOST = 40


def grounds(stamp: int, region: str, day: date) -> list[str]:
    """Return who may ask for a visit, in the words of the local rule in force."""
    words = book.number(stamp, region, "visit_who", day).value
    return [word for word in re.split(r"[、，,]", words) if word]


@act("agency.ask_visit", on=Visit, creates=True)
def ask_visit(
    turn: Turn, *, by: Actor, at: datetime, name: str, phone: str, address: str, ground: str, number: str = "", item: str = "", wish: str = "",
    organisation: int | None = None, source: str = "phone",
) -> dict[str, Any]:  # fmt: skip
    """Somebody who may ask for it wants the window to come to them."""
    serial = acts.serial(turn, f"visit:{by.region}:{turn.on:%Y%m%d}")
    acts.require(turn, {})
    if by.kind == "applicant" and by.account is None:
        raise NotYours("请先登录，再约上门。", rule="own_case")
    if ground not in grounds(turn.stamp, by.region, turn.on):
        raise BadInput("请选择为什么可以上门办。", field="ground")
    ring = re.sub(r"\s", "", normalise(phone))
    if not PHONE.match(ring):
        raise BadInput("请填写能打通的电话，手机号码11位。", field="phone")
    given = normalise(number)
    if given and not identity.check_document("111", given, turn.on).valid:
        raise BadInput("身份证号码对不上，请照证件再核对一遍。", field="number")
    desk = asked.row(Organisation, organisation or by.organisation, "organisation", "大厅", region=by.region)
    what = (
        Item.objects.filter(region=by.region, key=item).values_list("pk", flat=True).first() if item else None
    )
    if item and what is None:
        raise BadInput("没有这个事项。从列表里选。", field="item")
    said = asked.text(wish, "wish", "想办什么", 200, empty=what is not None)
    where = asked.text(address, "address", "地址", 120)
    made = f"上门〔{turn.on:%Y}〕{by.region}-{turn.on:%m%d}-{serial:03d}"
    turn.begin(
        organisation_id=desk.pk, number=made, name=asked.text(name, "name", "姓名", 100), holder_number=vault.lock(given) if given else "",
        holder_index=vault.index(given) if given else "", phone=vault.lock(ring), address=vault.lock(where), ground=ground, item_id=what, wish=said,
        source="online" if by.kind == "applicant" else asked.one_of(source, "source", "怎么约的", ("phone", "desk")), account=by.account, asked_at=at,
        state="asked", day=None, half="", visitor_id=None, place=0, case_id=None, why="",
    )  # fmt: skip
    turn.enter(
        "agency.ask_visit",
        {"number": made, "ground": ground, "item": item},
        private={"name": turn.row.name, "phone": ring, "address": where},
    )
    return {"number": made}


@act("agency.plan_visit", on=Visit)
def plan_visit(turn: Turn, *, by: Actor, at: datetime, day: date, half: str, visitor: int) -> dict[str, Any]:
    """The visit has its day and its visitor; another day may be set while nobody has been there."""
    _open(turn)
    when = asked.day(day, "day", "哪天", since=turn.on)
    calendar = book.calendar(turn.stamp, turn.row.region)
    if not calendar.is_workday(when):
        raise BadInput("那天不上班，换一天。", field="day")
    posts = {"post__organisation": turn.row.organisation_id, "post__kind__in": HELPERS}
    if not Holding.objects.on(when).filter(person=visitor, **posts).exists():
        raise BadInput("请选一位本单位的窗口或导办人员。", field="visitor")
    last = Visit.objects.filter(
        organisation=turn.row.organisation_id, visitor=visitor, day=when, state="planned"
    ).count()
    turn.set(
        state="planned",
        day=when,
        half=asked.one_of(half, "half", "上午还是下午", ("am", "pm")),
        visitor_id=visitor,
        place=last + 1,
    )
    turn.enter("agency.plan_visit", {"day": when.isoformat(), "half": half, "visitor": visitor})
    return {"day": when.isoformat()}


@act("agency.order_route", on=Register, book="visits")
def order_route(turn: Turn, *, by: Actor, at: datetime, day: date, visits: Sequence[UUID]) -> dict[str, Any]:
    """The visits of a day stand in this order on the visitor's way."""
    rows = {
        row.pk: row
        for row in Visit.objects.filter(
            region=by.region, organisation=by.organisation or 0, day=day, state="planned"
        )
    }
    wanted = list(dict.fromkeys(visits))[:ROUTE_MOST]
    if not wanted or set(wanted) - set(rows):
        raise BadInput("那天的路线变了，刷新后再排。", field="visits")
    for place, key in enumerate(wanted, start=1):
        Visit.objects.filter(pk=key).update(place=place)
    turn.enter("agency.order_route", {"day": day.isoformat(), "visits": [rows[key].number for key in wanted]})
    return {"visits": len(wanted)}


@act("agency.end_visit", on=Visit)
def end_visit(
    turn: Turn, *, by: Actor, at: datetime, case: UUID | None = None, why: str = ""
) -> dict[str, Any]:
    """The visit is over: with the case that was received there, or with the reason why nothing came of it."""
    _open(turn)
    if by.kind == "applicant" and turn.row.account != by.account:
        raise NotYours("这次上门不是您约的。", rule="own_case")
    if case is not None:
        found = Case.objects.filter(pk=case, region=turn.row.region).first()
        if found is None or (turn.row.holder_index and found.applicant_index != turn.row.holder_index):
            raise BadInput("不是这位办事人的件。", field="case")
        turn.set(state="done", case_id=found.pk)
    else:
        turn.set(state="dropped", why=asked.text(why, "why", "没办成的原因", 200))
    turn.enter("agency.end_visit", {"case": str(case) if case else "", "why": turn.row.why})
    return {"state": turn.row.state}


def _open(turn: Turn) -> None:
    if turn.row.state not in ("asked", "planned"):
        raise WrongState("这次上门已经结束了。")


def _facts(turn: Turn) -> Mapping[str, bool]:
    return {"own_desk": turn.row.organisation_id in (turn.by.organisations | {turn.by.organisation})}


acts.FACTS[Visit] = _facts
