"""Any place: a window for other regions with a partner, matters both ways; a home visit; a mandate and a project with its plan."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.agency import acts as agency
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.clock import book
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of
from yichuang.halls import acts as halls
from yichuang.halls.models import Hall
from yichuang.journal import stamps
from yichuang.materials import acts as materials
from yichuang.materials import store
from yichuang.town import cast
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

SCAN = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
AGREED = {"00010101": "企业设立登记", "00140203": "社会保障卡补领", "00090307": "婚姻登记档案查询"}
STAGES = ("company-establishment", "food-business-license-new", "fire-safety-check-general")
CHECKED = ("form", "identity")


def fill(town: Town, when: datetime) -> None:
    """Furnish the window, agree with a partner, and let a day's work lie on the tables."""
    _window(town)
    folk, day = Folk(town, day_of(when)), day_of(when)
    partner = _partner(town)
    _across(town, folk, partner, when)
    _visits(town, folk, when, day)
    _project(town, folk, when, day)
    _passages(town, folk, when)


def _window(town: Town) -> None:
    by, at = town.by, town.founded_at
    hall = town.halls["county"]
    zone = halls.furnish(
        by=by, at=at, part="zone", values={"hall": hall, "name": "跨区域通办", "kind": "cross"}
    )["zone"]
    window = halls.furnish(
        by=by,
        at=at,
        part="window",
        values={"zone": zone, "number": 99, "name": "跨域通办专窗", "kind": "cross"},
    )["window"]
    halls.seat(by=by, at=at, window=window, person=town.people["ye"])


def _partner(town: Town) -> int:
    said = {
        "name": "邻州市（示例）", "area": "189902", "contact": "示例联系人", "phone": "0188-7654321", "address": "邻州市通办路1号", "modes": ["remote", "collect", "joint"],
        "items": AGREED, "agreement": "示例通办协议〔2026〕1号", "starts_on": date(2026, 1, 1),
    }  # fmt: skip
    return int(halls.agree(by=town.by, at=town.founded_at, values=said)["partner"])


def _people(count: int) -> list[PartyIn]:
    return [
        PartyIn(one.name, one.number, phone=one.phone, address=one.address)
        for one in cast.citizens()[20 : 20 + count]
    ]


def _across(town: Town, folk: Folk, partner: int, when: datetime) -> None:
    ye = folk.person("ye")
    first, second, third = _people(3)
    item = next(iter(AGREED))
    asked: dict[str, Any] = {
        "partner": partner,
        "item": item,
        "checked": CHECKED,
        "materials": ["居民身份证1份", "申请表1份"],
    }
    cases.collect(by=ye, at=when, applicant=first, **asked)
    sent = UUID(cases.collect(by=ye, at=when - timedelta(days=3), applicant=second, **asked)["id"])
    cases.send_across(sent, by=ye, at=when - timedelta(days=3), way="post", tracking="EX1899020001")
    cases.hear_across(sent, by=ye, at=when, what="accepted", number="邻州办〔2026〕7号")
    came = {
        "partner": partner,
        "peer": None,
        "number": "代收〔2026〕189902-001",
        "item": item,
        "item_name": AGREED[item],
        "tracking": "EX1899020009",
    }
    cases.announce(by=ye, at=when, applicant=third, materials=["居民身份证1份", "住所证明1份"], **came)


def _visits(town: Town, folk: Folk, when: datetime, day: date) -> None:
    dao = folk.person("dao")
    calendar = book.calendar(stamps.current(), town.by.region)
    for n, (party, ground) in enumerate(zip(_people(6)[3:], ("老年人", "残疾人", "老年人"), strict=True)):
        said = {
            "name": party.name,
            "phone": party.phone,
            "address": party.address,
            "number": party.number,
            "ground": ground,
        }
        visit = UUID(agency.ask_visit(by=dao, at=when, wish="补领社会保障卡", **said)["id"])
        if n:
            agency.plan_visit(
                visit, by=dao, at=when, day=calendar.next_workday(day), half="am", visitor=town.people["lin"]
            )


def _project(town: Town, folk: Folk, when: datetime, day: date) -> None:
    dao, firm = folk.person("dao"), cast.firms()[0]
    stored = store.put([SCAN], name="委托书.png", size=len(SCAN))
    scan = materials.keep(uuid7(), stored, by=dao, at=when, name="委托书.png").pk
    holder = PartyIn(firm.name, firm.number, "body", "001", firm.phone)
    mandate = UUID(agency.take_mandate(by=dao, at=when, holder=holder, scan=scan)["id"])
    plan = UUID(agency.open_plan(by=dao, at=when, mandate=mandate, name="示例冷链食品厂")["id"])
    stages = [
        {"item": key, "begins_on": day + timedelta(days=9 * n - 12), "ends_on": day + timedelta(days=9 * n - 3), "who": who, "what": what}
        for n, (key, who, what) in enumerate(zip(STAGES, ("agent", "firm", "department"), ("核对申请表", "准备平面图", "现场检查"), strict=True))
    ]  # fmt: skip
    agency.order_plan(plan, by=dao, at=when, stages=stages)
    agency.note(plan, by=dao, at=when, text="企业周五前把平面图送来。")


def _passages(town: Town, folk: Folk, when: datetime) -> None:
    """Papers of the town halls are on their way to the departments."""
    lower = Hall.objects.filter(region=town.by.region, level="town")
    found = Case.objects.filter(
        region=town.by.region, hall__in=lower, state__in=("filed", "accepted")
    ).order_by("-pk")
    for case in found[:3]:
        clerk = next((a for a in map(folk.actor, folk.clerks) if a.hall == case.hall_id), None)
        if clerk is not None:
            cases.send_on(case.pk, by=clerk, at=when, what="papers", bag=f"F-{case.filing_number[-4:]}")
