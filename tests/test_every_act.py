"""Every act that is not a case's: it works, it is on record, the wrong post is refused, what cannot be is refused.

The acts come from the registry: one without a line here fails the first test. A case's own acts are tested in its room.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.house.test_acts import registry
from tests.town import BEGIN, CHEN_ID, FIRM_CODE, MONDAY, REGION, Town, build
from yichuang.agency import acts as agency
from yichuang.agency.tests.test_agency import scan
from yichuang.asking import acts as asking
from yichuang.bundles import acts as bundles
from yichuang.bundles.tests import scenes
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.catalogue import acts as catalogue
from yichuang.catalogue import gate
from yichuang.catalogue.models import Authorisation, Entrustment, Item, Search, Version
from yichuang.citizens import acts as accounts
from yichuang.clock import acts as clock
from yichuang.complaints import acts as complaints
from yichuang.complaints.tests.scenes import CALL, args, brought, flawed, photo, taken
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft
from yichuang.figures import acts as figures
from yichuang.figures import appraisal
from yichuang.figures.acts import periods
from yichuang.ground.ids import uuid7
from yichuang.halls import acts as halls
from yichuang.inspections import acts as inspections
from yichuang.inspections.models import Finding, Goer, Inspection
from yichuang.inspections.tests import scenes as drawing
from yichuang.journal import errands, marks
from yichuang.journal.acts import REGISTRY
from yichuang.journal.models import Entry, Errand, Register
from yichuang.journal.refusals import NotYours, Refused
from yichuang.law import powers, selection
from yichuang.law.identity import synthetic_resident_id, synthetic_uscc
from yichuang.licences import acts as licences
from yichuang.payments import acts as payments
from yichuang.payments.models import Posting
from yichuang.people import acts as people
from yichuang.people import passwords, tokens
from yichuang.people.models import Alias, Holding, Organisation, Token
from yichuang.ratings import acts as ratings
from yichuang.ratings.tests import scenes as bad_ratings
from yichuang.registers import acts as registers
from yichuang.supervision import acts as supervision

FOOD = "food-business-license-new"
DAY, LATER = MONDAY.date(), MONDAY.date() + timedelta(days=10)
NEW_PASSWORD = "Another-Good-1965"
Args = dict[str, Any]
Ready = Callable[[Town], Args]
NOTICE = 'year = 2027\nstatus = "published"\nwork = []\n[[off]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\n'


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def drafted(town: Town, *, submitted: bool = False) -> Args:
    """A draft of the food item without a fault, or one that waits for its second reader."""
    item = town.items[FOOD]
    by = town.actor("he")
    made = catalogue.draft(by=by, at=MONDAY, item=str(item.pk))
    record = Version.objects.get(pk=made["version"]).content
    record["note"] = "法定时限 10 个工作日，情形复杂的可延长 5 个工作日"
    record["materials"][2]["name"] = "主要设备设施清单、经营布局图、操作流程图"
    catalogue.keep_draft(made["version"], record=record, by=by, at=MONDAY)
    version = Version.objects.get(pk=made["version"])
    catalogue.answer_basis(item.pk, by=by, at=MONDAY, version=version.pk, answers=passed(version))
    if submitted:
        catalogue.submit(item.pk, by=by, at=MONDAY, version=version.pk)
    return {"subject": item.pk, "version": version.pk}


def bundle_drafted(town: Town, *, submitted: bool = False) -> Args:
    """A draft of 开办旅馆一件事, or one that waits for its second reader."""
    bundle = town.bundle("open-hotel").bundle
    version = catalogue.draft_bundle(by=town.actor("he"), at=MONDAY, bundle=str(bundle))["version"]
    if submitted:
        catalogue.submit_bundle(bundle, by=town.actor("he"), at=MONDAY, version=version)
    return {"subject": bundle, "version": version}


def passed(version: Version) -> list[dict[str, Any]]:
    tests = {name: False for name, _ in gate.TESTS}
    return [
        {
            "element": kind,
            "name": name,
            "clause": "《食品安全法》第三十五条",
            "tests": tests,
            "verdict": "keep",
        }
        for kind, name in gate.elements(version.content)
    ]


def in_force(town: Town) -> Version:
    return Version.objects.get(item=town.items[FOOD], state="published")


def food(town: Town, **asked: Any) -> Args:
    return {"subject": town.items[FOOD].pk, **asked}


def unresolved(town: Town) -> Args:
    Alias.objects.create(region=REGION, name="旧市监所")
    return {"name": "旧市监所", "department": town.departments["market"].pk}


def delegated(town: Town) -> Args:
    asked = {
        "post": town.posts["sun"].pk,
        "to": town.people["wu"].pk,
        "document": "示例授权书",
        "starts_on": DAY,
        "ends_on": LATER,
    }
    return {"delegation": people.delegate(by=town.actor("sun"), at=MONDAY, **asked)["delegation"]}


def a_token(town: Town) -> Args:
    raw = tokens.make()
    people.issue_token(by=town.actor("an"), at=MONDAY, raw=raw, integrator={"name": "示例系统"})
    return {"token": Token.objects.get(digest=tokens.digest_of(raw)).pk}


def failed_errand(town: Town) -> Args:
    town.case(FOOD)
    errand = Errand.objects.filter(kind="notice").first()
    assert errand is not None
    Errand.objects.filter(pk=errand.pk).update(state="given_up")
    return {"errand": errand.pk}


def fresh_password(town: Town, who: str) -> passwords.Checked:
    return passwords.checked(NEW_PASSWORD, town.people[who])


def with_codes(town: Town) -> Args:
    people.change_second_factor(by=town.actor("xi"), at=MONDAY, secret="JBSWY3DPEHPK3PXP")
    return {}


def billed(town: Town, upto: str = "accepted", **more: Any) -> Args:
    """A bill of a case, drawn by its department; `paid` at the window, or to be given back."""
    town.rewrite(FOOD, fee={"charged": True})
    lines = [{"name": "工本费", "amount": 3000, "basis": "示发改价〔2020〕1号"}]
    case = town.case(FOOD, upto=upto)
    bill = UUID(payments.draw(by=town.actor("wu"), at=MONDAY, case=case.pk, lines=lines)["id"])
    return {"subject": bill, **more}


PRICES = {
    "carrier": "邮政速递",
    "contract": "示邮合〔2026〕1号",
    "starts_on": BEGIN,
    "rows": [{"area": "city", "upto": 100, "price": 800}],
}


def lettered(town: Town, **more: Any) -> Args:
    """A letter of February that the government pays for, at a price of the contract."""
    payments.set_prices(by=town.actor("guo"), at=MONDAY, **PRICES)
    said = {
        "tracking": "E1",
        "payer": "government",
        "area": "city",
        "grams": 50,
        "posted_on": date(2026, 2, 9),
    }
    payments.enter_posting(by=town.night, at=MONDAY, case=town.case(FOOD).pk, **said)
    return {"carrier": "邮政速递", **more}


def paid_bill(town: Town, **more: Any) -> Args:
    made = billed(town, **more)
    payments.take(made["subject"], by=town.actor("yang"), at=MONDAY, way="cash", receipt="0001")
    return made


def _charged(town: Town) -> UUID:
    town.rewrite(FOOD, fee={"charged": True})
    return town.case(FOOD).pk


def going_back(town: Town, **more: Any) -> Args:
    made = paid_bill(town, **more)
    payments.refund(made["subject"], by=town.actor("sun"), at=MONDAY, why="多收")
    return made


def begun(town: Town, **more: Any) -> Args:
    made = billed(town)
    attempt = payments.begin(made["subject"], by=town.citizen, at=MONDAY, provider="local")["attempt"]
    return made | {"attempt": attempt, "amount": 3000, **more}


def rated(town: Town) -> Args:
    return {"case": town.case(upto="delivered").pk, "grade": 5}


def ill(town: Town, upto: str = "verify", **args: Any) -> Args:
    """A bad rating at a step of its mending."""
    return {"subject": bad_ratings.taken(town, upto).pk} | args


def late_to_verify(town: Town) -> Args:
    return {"subject": bad_ratings.bad(town, at=MONDAY - timedelta(days=9))}


def appealed(town: Town, **args: Any) -> Args:
    row = bad_ratings.bad(town)
    ratings.verify(row, by=town.actor("gao"), at=MONDAY, verdict="clear", finding="属实")
    ratings.appeal(row, by=town.actor("sun"), at=MONDAY, why="那天停电")
    return {"subject": row} | args


def uncalled(town: Town) -> Args:
    row = bad_ratings.bad(town)
    ratings.verify(row, by=town.actor("guo"), at=MONDAY, verdict="clear", finding="属实")
    return {"subject": row}


def missed_search(town: Town) -> Args:
    catalogue.count_searches({"开馆子": {"empty": 3}}, by=town.night, at=MONDAY)
    return {"search": Search.objects.get().pk}


def questioned(town: Town, *, answered: bool = False, **asked: Any) -> Args:
    """A question that somebody wrote down for a caller, at the market's department."""
    made = asking.ask(
        by=town.actor("wu"),
        at=MONDAY,
        about="要多大面积",
        source="phone",
        caller="陈女士",
        phone="13800000000",
    )
    if answered:
        asking.answer(UUID(made["id"]), by=town.actor("wu"), at=MONDAY, text="没有面积要求。")
    return {"subject": UUID(made["id"]), **asked}


def helped(town: Town, **asked: Any) -> Args:
    """An order that the fire brigade helps the market's department with."""
    order = taken(town)
    bodies = town.departments
    complaints.dispatch(
        order.pk,
        by=town.actor("guo"),
        at=MONDAY,
        department=bodies["market"].pk,
        assisting=[bodies["fire"].pk],
    )
    return args(order, **asked)


def longer(town: Town, **asked: Any) -> Args:
    """An order whose body asked for five working days more."""
    order = brought(town, "signed")
    complaints.ask_extension(order.pk, by=town.actor("wu"), at=MONDAY, days=5, reason="要到现场核对")
    return args(order, **asked)


def own_order(town: Town, upto: str = "answered", **asked: Any) -> Args:
    """An order that Chen filed on line, as far as `upto`."""
    made = UUID(complaints.receive(by=town.citizen, at=MONDAY, **CALL | {"source": "portal"})["id"])
    if upto == "answered":
        complaints.dispatch(made, by=town.actor("guo"), at=MONDAY, department=town.departments["market"].pk)
        complaints.sign_for(made, by=town.actor("wu"), at=MONDAY)
        complaints.record_handling(made, by=town.actor("wu"), at=MONDAY, outcome="solved", text="改好了。")
        complaints.answer(made, by=town.actor("wu"), at=MONDAY, text="改好了。")
    return {"subject": made, **asked}


def overdue(town: Town) -> Args:
    return args(taken(town, at=MONDAY - timedelta(days=21)))


def mended_flaw(town: Town, **asked: Any) -> Args:
    found = flawed(town)
    made = town.publish(FOOD, note="改过")
    Version.objects.filter(pk=made.pk).update(published_at=MONDAY + timedelta(hours=1))
    return {"subject": found, "version": made.pk, **asked}


SIGN = "signboard-management"
FETCHED = {"receiver_number": CHEN_ID, "checked": {"document": True, "person": True, "result": True}}


LETTER = {"tracking": "EA1", "address": "示例区幸福路1号"}


def thing(town: Town, made: Callable[..., Any] = scenes.received, **asked: Any) -> Args:
    """A thing of the restaurant, as `made`."""
    return {"subject": made(scenes.brought(town)).pk, **asked}


def all_said(town: Town, *lines: str, **asked: Any) -> Args:
    """A thing filed on line of which every department has said its part, for these parts with a paper missing."""
    made = scenes.on_line(town)
    scenes.said(town, made, {key: scenes.missing(made, key) for key in lines})
    return {"subject": made.pk, **asked}


STOP = {"lines": [0], "why": "清单里没有房东的证明"}


def to_stop(town: Town, **asked: Any) -> Args:
    """A thing of which a supervisor asked to stop a demand."""
    made = scenes.demanded(scenes.brought(town))
    strike = bundles.ask_strike(made.pk, by=town.actor("guo"), at=MONDAY, **STOP)["strike"]
    return {"subject": made.pk, "strike": UUID(strike), **asked}


def part_case(town: Town) -> Args:
    """A thing one of whose cases was decided, and which does not know it yet."""
    made = scenes.received(scenes.brought(town))
    case = scenes.part(made, "individual-business-establishment").case_id
    town.review(case, MONDAY)
    town.decide(case, MONDAY)
    return {"subject": made.pk}


def joining(town: Town) -> Args:
    """A thing without the signboard, and what the signboard's own questions are answered."""
    made = scenes.received(scenes.brought(town), skip=(SIGN,))
    asked = town.version(SIGN).record["scenarios"] or ()
    return {
        "subject": made.pk,
        "item": SIGN,
        "answers": {f"{SIGN}.{q['key']}": q["options"][0]["value"] for q in asked},
    }


def looked(town: Town, *, passed: bool) -> Args:
    made, visit = scenes.called(town)
    return {"subject": made.pk, "visit": visit, "part": FOOD, "passed": passed, "text": ""}


ANSWER = {"question": "要多大面积", "answer": "没有面积要求。", "basis": "《食品安全法》第三十三条"}


def known(town: Town, *, published: bool = False, **asked: Any) -> Args:
    """An answer for everybody, drafted by Wu, published by Sun."""
    made = UUID(asking.write_answer(by=town.actor("wu"), at=MONDAY, **ANSWER)["id"])
    if published:
        asking.publish_answer(made, by=town.actor("sun"), at=MONDAY)
    return {"subject": made, **asked}


FIRM = PartyIn("示例商贸有限公司", FIRM_CODE, "body", "001")
PARTY = PartyIn("陈秀英", CHEN_ID)
STAGES = [{"item": FOOD, "begins_on": DAY, "ends_on": LATER}]


PARTNER = {
    "name": "邻州市",
    "area": "189902",
    "modes": ["collect"],
    "items": {"0100001": "企业设立登记"},
    "agreement": "示例协议",
    "starts_on": BEGIN,
}


VISIT = {
    "name": "陈秀英",
    "phone": "13800000000",
    "address": "示例区幸福路1号",
    "ground": "老年人",
    "number": CHEN_ID,
    "wish": "补领社保卡",
}


def visited(town: Town) -> Args:
    return {"subject": UUID(agency.ask_visit(by=town.actor("dao"), at=MONDAY, **VISIT)["id"])}


def going_by(town: Town) -> Args:
    return {"day": DAY, "half": "am", "visitor": town.people["lin"].pk}


def going(town: Town) -> Args:
    asked = visited(town)
    agency.plan_visit(asked["subject"], by=town.actor("dao"), at=MONDAY, **going_by(town))
    return asked


A_FIRM = {"kind": "body", "name": "示例小吃店", "number": FIRM_CODE, "line": drawing.LINE}
BEFORE = MONDAY - timedelta(days=20)


def lots(town: Town, upto: str = "committed", *, officers: int = 4, **asked: Any) -> Args:
    """A draw committed to three weeks ago, as far as it is wanted."""
    made = drawing.draw(town, upto, count=6, officers=officers, start=BEFORE)
    return {"subject": made.pk, **asked}


def to_commit(town: Town, **changes: Any) -> Args:
    check = drawing.a_check(town)
    drawing.inspectors(town)
    drawing.targets(town, 4)
    return drawing.asked(check, **changes)


def firm(town: Town, **asked: Any) -> Args:
    return {"subject": drawing.targets(town, 1)[0].pk, **asked}


def stepping(town: Town, *, declared: bool = False, **asked: Any) -> Args:
    one, target = drawing.inspectors(town, 1)[0], drawing.targets(town, 1)[0]
    if declared:
        inspections.declare(one.pk, by=town.actor("sun"), at=MONDAY, target=target.pk, why="亲属")
    return {"subject": one.pk, "target": target.pk, **asked}


def objected(town: Town, **asked: Any) -> Args:
    made = firm(town)
    inspections.grade(made["subject"], by=town.actor("sun"), at=MONDAY, grade="C", ground="处罚决定")
    inspections.raise_objection(made["subject"], by=town.actor("wu"), at=MONDAY, why="处罚已撤销")
    return made | asked


def to_mend(town: Town, **asked: Any) -> Args:
    made = lots(town, "inspecting", officers=2)
    place = Inspection.objects.select_related("draw").filter(draw=made["subject"]).first()
    assert place is not None
    after = BEFORE + (drawing.AFTER - MONDAY)
    drawing.report(town, place, after, outcome="6", text="台账不全")
    inspections.publish(made["subject"], by=town.actor("sun"), at=after + timedelta(days=4))
    return {"subject": place.target_id, "finding": Finding.objects.get().pk, **asked}


def photographed(town: Town, **changes: Any) -> Args:
    order = brought(town, "dispatched")
    bundle = uuid7()
    photo(town, bundle)
    return {"subject": order.pk, "bundle": bundle, **changes}


def to_unseal(town: Town, **changes: Any) -> Args:
    said = {"number": synthetic_uscc("189901", 500), "asker": "陈秀英", "checked": "营业执照、介绍信"}
    return lots(town, "drawn", **said | changes)


def to_regrade(town: Town) -> Args:
    made = firm(town)
    number = synthetic_uscc("189901", 500)
    cases.mark_credit(by=town.actor("guo"), at=MONDAY, holder_number=number, reason="失信")
    return made


def a_check(town: Town, **changes: Any) -> Args:
    said = {
        "name": "餐饮检查",
        "line": "餐饮",
        "weight": "key",
        "way": "实地检查",
        "basis": "《食品安全法》第一百一十条",
    }
    return {**said, "body": town.departments["market"].pk, **changes}


def an_officer(town: Town, **changes: Any) -> Args:
    said = {"person": town.people["wu"].pk, "body": town.departments["market"].pk, "lines": ["餐饮"]}
    return {**said, "certificate": "示例001", "valid_to": LATER, **changes}


def pushed(town: Town, *, signed: bool = False, **asked: Any) -> Args:
    case = town.case(FOOD, upto="decided", at=MONDAY - timedelta(hours=3))
    made = UUID(inspections.push(by=town.night, at=MONDAY, case=case.pk)["id"])
    if signed:
        inspections.sign(made, by=town.actor("qi"), at=MONDAY)
    return {"subject": made, **asked}


def to_replace(town: Town, **asked: Any) -> Args:
    made = lots(town, "inspecting")
    goer = Goer.objects.select_related("inspector").filter(inspection__draw=made["subject"]).first()
    assert goer is not None
    return made | {"inspection": goer.inspection_id, "out": goer.inspector.code, **asked}


def to_report(town: Town) -> Args:
    made = lots(town, "inspecting", officers=2)
    goer = (
        Goer.objects.filter(inspector__person=town.people["market0"])
        .select_related("inspection__draw")
        .first()
    )
    assert goer is not None
    return made | drawing.said_of(goer.inspection, BEFORE + (drawing.AFTER - MONDAY))


def collected(town: Town) -> Args:
    return {"partner": town.partner(), "item": "0100001", "applicant": PARTY, "checked": ["form", "identity"]}


def gone(town: Town, *heard: str) -> Args:
    made = UUID(cases.collect(by=town.across(), at=MONDAY, **collected(town))["id"])
    cases.send_across(made, by=town.actor("lin"), at=MONDAY, way="post", tracking="EX1")
    for what in heard:
        cases.hear_across(made, by=town.actor("lin"), at=MONDAY, what=what)
    return {"subject": made}


def announced(town: Town) -> Args:
    return {
        "partner": town.partner(),
        "peer": None,
        "number": "代收1号",
        "item": "0100001",
        "item_name": "企业设立登记",
        "applicant": PARTY,
    }


def coming(town: Town) -> Args:
    return {"subject": UUID(cases.announce(by=town.actor("lin"), at=MONDAY, **announced(town))["id"])}


def here(town: Town) -> Args:
    own = coming(town)
    cases.take_across(own["subject"], by=town.actor("lin"), at=MONDAY)
    return own


def ended_here(town: Town) -> Args:
    own = here(town)
    cases.tie_across(own["subject"], by=town.actor("lin"), at=MONDAY, case=town.case(FOOD, upto="decided").pk)
    return own


def mandated(town: Town) -> UUID:
    return UUID(agency.take_mandate(by=town.actor("dao"), at=MONDAY, holder=FIRM, scan=scan())["id"])


def ended(town: Town) -> Args:
    mandate = mandated(town)
    agency.end_mandate(mandate, by=town.actor("dao"), at=MONDAY)
    return {"subject": mandate}


def planned(town: Town) -> Args:
    return {
        "subject": UUID(
            agency.open_plan(by=town.actor("dao"), at=MONDAY, mandate=mandated(town), name="厂房")["id"]
        )
    }


def closed_plan(town: Town) -> Args:
    plan = planned(town)
    agency.close_plan(plan["subject"], by=town.actor("dao"), at=MONDAY)
    return plan


def tied(town: Town) -> Args:
    plan = planned(town)
    stage = agency.order_plan(plan["subject"], by=town.actor("dao"), at=MONDAY, stages=STAGES)["stages"][0]
    return plan | {"stage": stage, "case": town.case(FOOD, applicant=FIRM, representative=PARTY).pk}


PHONE, AGENT_ID = "13900000000", synthetic_resident_id("189901", date(1985, 1, 1), 7)


def carded(town: Town, *, answered: bool = False, **asked: Any) -> Args:
    card = town.card()
    if answered:
        supervision.answer(card.pk, by=town.actor("wu"), at=MONDAY, text="已经补办。")
    return {"subject": card.pk, **asked}


def moved(town: Town, asked: Args) -> Args:
    """The day after is a day off since."""
    clock.close_days(
        by=town.actor("xi"), at=MONDAY, days={DAY + timedelta(days=1): "台风"}, source="示例通告"
    )
    return asked | {"why": "台风"}


def to_order(town: Town) -> Args:
    return {"level": "urge", "why": "超了承诺时限，写明原因", "card": town.card().pk}


def urged(town: Town, upto: str = "ordered", **asked: Any) -> Args:
    order = UUID(supervision.order(by=town.actor("guo"), at=MONDAY, **to_order(town))["id"])
    steps = (
        ("signed", supervision.sign_order, "gao", {}), ("answered", supervision.answer_order, "gao", {"text": "已经办结。"}),
        ("checked", supervision.check_order, "guo", {"why": "查过，属实。"}),
    )  # fmt: skip
    for _, step, who, said in steps[: ("ordered", "signed", "answered", "checked").index(upto)]:
        step(order, by=town.actor(who), at=MONDAY, **said)
    return {"subject": order, **asked}


def to_issue(town: Town) -> Args:
    case = town.case()
    return {"of": case.pk, "about": "case", "case": case.pk, "rule": "promised-over", "level": "red", "on": DAY, "hop": "决定",
            "department": case.department_id, "evidence": {}}  # fmt: skip


JANUARY = "2026-01"


def reckoned(town: Town, period: str = JANUARY) -> Args:
    made = periods.reckoned(REGION, period, at=MONDAY)
    figures.keep_reckoning(REGION, period, made, by=town.night, at=MONDAY)
    return {"period": period}


def closed(town: Town, **asked: Any) -> Args:
    made = figures.close(by=town.night, at=MONDAY, **reckoned(town))
    return {"subject": UUID(made["id"]), **asked}


def closed_published(town: Town) -> Args:
    asked = closed(town)
    figures.publish(asked["subject"], by=town.actor("guo"), at=MONDAY)
    return asked


def bulletin(town: Town, **asked: Any) -> Args:
    return {
        "period": closed(town)["subject"],
        "number": "示例通报〔2026〕1号",
        "words": "一月按时办结。",
    } | asked


def adopted(town: Town, **asked: Any) -> Args:
    made = figures.adopt_scheme(by=town.actor("guo"), at=MONDAY, scheme="three-checks")
    return {"subject": UUID(made["id"]), **asked}


def scoring(town: Town, **asked: Any) -> Args:
    told = {
        "period": JANUARY,
        "department": town.departments["market"].pk,
        "line": "at-post",
        "points": "9.5",
        "why": "一次脱岗",
    }
    return adopted(town, **told | asked)


ASSESSED = {
    "name": "营商环境评估",
    "body": "示例评估公司",
    "document": "评估报告",
    "period": "2025年",
    "result": "良好",
    "on": DAY,
}


def assessed(town: Town, **asked: Any) -> Args:
    made = figures.assess(by=town.actor("guo"), at=MONDAY, **ASSESSED)
    told = {
        "assessment": UUID(made["id"]),
        "text": "指南里的电话打不通",
        "department": town.departments["market"].pk,
        "due_on": LATER,
    }
    return told | asked


def finding(town: Town, *, answered: bool = False, **asked: Any) -> Args:
    made = UUID(figures.find(by=town.actor("guo"), at=MONDAY, **assessed(town))["id"])
    if answered:
        figures.answer_finding(made, by=town.actor("gao"), at=MONDAY, answer="电话换好了")
    return {"subject": made, **asked}


KNOWN = {"name": "陈秀英", "number": CHEN_ID, "proofs": ["document", "social_card", "bank_card"]}
TIED_FIRM = {
    "role": "representative",
    "name": "示例商贸有限公司",
    "number": FIRM_CODE,
    "basis": "营业执照正本",
}
AGENT = {"name": "王芳", "number": AGENT_ID, "starts_on": DAY, "ends_on": LATER}


def own(town: Town, **asked: Any) -> Args:
    return {"subject": town.account().pk, **asked}


def closed_account(town: Town) -> Args:
    accounts.close(town.account().pk, by=town.actor("lin"), at=MONDAY)
    return own(town)


def representing(town: Town) -> Args:
    return own(town, tie=town.tie(town.account()).pk)


def offered(town: Town) -> Args:
    asked = representing(town) | AGENT
    return own(
        town,
        offer=UUID(
            accounts.authorise(asked.pop("subject"), by=town.actor("lin"), at=MONDAY, **asked)["offer"]
        ),
    )


def taking(town: Town) -> Args:
    return {"subject": town.account("王芳", AGENT_ID, phone=PHONE).pk, "offer": offered(town)["offer"]}


def to_review(town: Town) -> Args:
    """A draft of Chen's that nobody has looked at."""
    return {"draft": drafts.begin(town.version(FOOD), {}, by=town.citizen, at=MONDAY).pk}


def reviewed(town: Town, *, answered: bool = False, changed: bool = False, **asked: Any) -> Args:
    """A draft that waits for its pre-review, or was answered, or was changed since."""
    draft = to_review(town)["draft"]
    made = UUID(asking.ask_review(by=town.citizen, at=MONDAY, draft=draft)["id"])
    if answered:
        asking.answer_review(made, by=town.actor("wu"), at=MONDAY, lines=[])
    if changed:
        drafts.keep(
            draft,
            {"values": {"x": "1"}},
            by=town.citizen,
            at=MONDAY,
            turn=Draft.objects.get(pk=draft).turn,
        )
    return {"subject": made, **asked}


def looked_at(town: Town, *, taken: bool = False, **asked: Any) -> Args:
    """What a window saw of the food item: everything is there."""
    facts = town.version(FOOD)
    answers = {q["key"]: q["options"][0]["value"] for q in facts.record.get("scenarios") or ()}
    judged = {
        str(m.index): {"state": "got"}
        for m in selection.select(facts.record, answers).materials
        if not m.waived
    }
    told = {"version": facts.id, "answers": answers, "judged": judged}
    if not asked and not taken:
        return told
    made = UUID(asking.keep_review(by=town.actor("lin"), at=MONDAY, **told)["id"])
    if taken:
        asking.take_review(made, by=town.actor("lin"), at=MONDAY)
    return {"subject": made}


NUMBER = {
    "name": "mend_days",
    "value": "10",
    "unit": "工作日",
    "basis": "《示例办法》第三条",
    "starts_on": DAY,
}
RECORD = {
    "kind": "居民身份证",
    "number": "L1",
    "holder_number": CHEN_ID,
    "holder_name": "陈秀英",
    "issuer": "示例区",
    "valid_from": BEGIN,
}
CONNECTED = {"register": "citizens", "provider": "local", "basis": "示例政数函〔2026〕3号", "starts_on": DAY}
ZONE = {"part": "zone", "values": {"name": "社会民生", "kind": "general"}}
# act: the function, who does it, what makes it ready (its arguments), and arguments for which it cannot be done
WAYS: dict[str, tuple[Any, str, Ready, Ready]] = {
    "agency.ask_visit": (agency.ask_visit, "dao", lambda t: dict(VISIT), lambda t: VISIT | {"ground": "谁都行"}),
    "agency.end_visit": (agency.end_visit, "dao", lambda t: visited(t) | {"why": "家里没人"}, lambda t: visited(t) | {"why": ""}),
    "agency.order_route": (agency.order_route, "dao", lambda t: {"day": DAY, "visits": [going(t)["subject"]]}, lambda t: {"day": DAY, "visits": [uuid7()]}),
    "agency.plan_visit": (agency.plan_visit, "dao", lambda t: visited(t) | going_by(t), lambda t: visited(t) | going_by(t) | {"day": date(2026, 3, 8)}),
    "cases.announce": (cases.announce, "lin", lambda t: announced(t), lambda t: announced(t) | {"partner": 0}),
    "cases.collect": (cases.collect, "across", lambda t: collected(t), lambda t: collected(t) | {"checked": ["form"]}),
    "cases.decline_across": (cases.decline_across, "lin", lambda t: coming(t) | {"why": "缺原件"}, lambda t: coming(t) | {"why": ""}),
    "cases.give_across": (cases.give_across, "lin", lambda t: gone(t, "accepted", "returned") | {"receiver_number": CHEN_ID}, lambda t: gone(t) | {"receiver_number": CHEN_ID}),
    "cases.hear_across": (cases.hear_across, "lin", lambda t: gone(t) | {"what": "arrived"}, lambda t: gone(t) | {"what": "returned"}),
    "cases.return_across": (cases.return_across, "lin", lambda t: ended_here(t) | {"tracking": "EX2"}, lambda t: coming(t) | {"tracking": "EX2"}),
    "cases.send_across": (
        cases.send_across, "lin", lambda t: {"subject": UUID(cases.collect(by=t.across(), at=MONDAY, **collected(t))["id"]), "way": "post", "tracking": "EX1"},
        lambda t: gone(t) | {"way": "post", "tracking": "EX1"},
    ),
    "cases.take_across": (cases.take_across, "lin", lambda t: coming(t), lambda t: ended_here(t)),
    "cases.tie_across": (cases.tie_across, "lin", lambda t: here(t) | {"case": t.case().pk}, lambda t: here(t) | {"case": t.case(upto="filed").pk}),
    "halls.agree": (halls.agree, "xi", lambda t: {"values": PARTNER}, lambda t: {"values": PARTNER | {"modes": []}}),
    "halls.end_agreement": (halls.end_agreement, "xi", lambda t: {"partner": t.partner(), "reason": "到期"}, lambda t: {"partner": 0, "reason": "到期"}),
    "complaints.answer": (complaints.answer, "wu", lambda t: args(brought(t, "handled"), text="改好了。"), lambda t: args(brought(t, "handled"), text="")),
    "complaints.answer_flaw": (complaints.answer_flaw, "he", lambda t: {"subject": flawed(t), "text": "没有错。"}, lambda t: {"subject": flawed(t), "text": ""}),
    "complaints.ask_extension": (
        complaints.ask_extension, "wu", lambda t: args(brought(t, "signed"), days=5, reason="要核对"), lambda t: args(brought(t, "signed"), days=11, reason="要核对"),
    ),
    "complaints.attach": (complaints.attach, "guo", lambda t: photographed(t), lambda t: photographed(t, bundle=uuid7())),
    "complaints.assist": (complaints.assist, "zheng", lambda t: helped(t, text="现场看过。"), lambda t: helped(t, text=" ")),
    "complaints.call_back": (
        complaints.call_back, "dao", lambda t: args(brought(t, "closed"), reached=True, solved=True, grade=4), lambda t: args(brought(t, "answered"), reached=True, solved=True),
    ),
    "complaints.close": (complaints.close, "guo", lambda t: args(brought(t, "answered")), lambda t: args(brought(t, "handled"))),
    "complaints.dispatch": (
        complaints.dispatch, "guo", lambda t: args(taken(t), department=t.departments["market"].pk), lambda t: args(taken(t), department=0),
    ),
    "complaints.extend": (complaints.extend, "guo", lambda t: longer(t, allow=True, reason="同意"), lambda t: args(brought(t, "signed"), allow=True, reason="同意")),
    "complaints.find_flaw": (
        complaints.find_flaw, "chen", lambda t: {"place": "fee", "content": "收费写错了。"}, lambda t: {"place": "roof", "content": "收费写错了。"},
    ),
    "complaints.give_back": (complaints.give_back, "wu", lambda t: args(brought(t), reason="归消防"), lambda t: args(brought(t), reason="")),
    "complaints.mend_flaw": (complaints.mend_flaw, "he", mended_flaw, lambda t: {"subject": flawed(t), "version": t.items[FOOD].current_id}),
    "complaints.pass_out": (complaints.pass_out, "guo", lambda t: args(taken(t), to="邻区", reason="不在本区"), lambda t: args(brought(t), to="邻区", reason="不在本区")),
    "complaints.rate_answer": (complaints.rate_answer, "citizen", lambda t: own_order(t, grade=2, solved=False), lambda t: own_order(t, "received", grade=2, solved=False)),
    "complaints.receive": (complaints.receive, "dao", lambda t: dict(CALL), lambda t: CALL | {"phone": ""}),
    "complaints.record_handling": (
        complaints.record_handling, "wu", lambda t: args(brought(t, "signed"), outcome="solved", text="改了。"),
        lambda t: args(brought(t), outcome="solved", text="改了。"),
    ),
    "complaints.redate": (complaints.redate, "night", lambda t: moved(t, args(taken(t))), lambda t: args(taken(t)) | {"why": "台风"}),
    "complaints.remind": (complaints.remind, "night", overdue, lambda t: args(taken(t))),
    "complaints.reopen": (complaints.reopen, "guo", lambda t: args(brought(t, "called_back"), reason="又让交了"), lambda t: args(brought(t), reason="又让交了")),
    "complaints.reveal": (complaints.reveal, "dao", lambda t: args(taken(t), reason="回电"), lambda t: args(taken(t), reason="")),
    "complaints.sign_for": (complaints.sign_for, "wu", lambda t: args(brought(t)), lambda t: args(brought(t, "signed"))),
    "complaints.take_flaw": (complaints.take_flaw, "he", lambda t: {"subject": flawed(t)}, lambda t: {"subject": flawed(t, taken_up=True)}),
    "complaints.take_over": (complaints.take_over, "guo", lambda t: args(taken(t), reason="人在休假"), lambda t: args(taken(t, "guo"), reason="人在休假")),
    "complaints.withdraw": (complaints.withdraw, "citizen", lambda t: own_order(t, "received"), lambda t: own_order(t)),
    "agency.close_plan": (agency.close_plan, "dao", planned, closed_plan),
    "agency.end_mandate": (agency.end_mandate, "dao", lambda t: {"subject": mandated(t)}, lambda t: ended(t)),
    "agency.give_mandate": (
        agency.give_mandate, "citizen", lambda t: {"holder": PARTY, "organisation": t.hall.organisation_id},
        lambda t: {"holder": PARTY, "organisation": 0},
    ),
    "agency.note": (agency.note, "dao", lambda t: planned(t) | {"text": "周五看现场"}, lambda t: planned(t) | {"text": " "}),
    "agency.open_plan": (agency.open_plan, "dao", lambda t: {"mandate": mandated(t), "name": "厂房"}, lambda t: {"mandate": uuid7(), "name": "厂房"}),
    "agency.order_plan": (agency.order_plan, "dao", lambda t: planned(t) | {"stages": STAGES}, lambda t: planned(t) | {"stages": [{"item": "?"}]}),
    "agency.pass_plan": (agency.pass_plan, "dao", lambda t: planned(t) | {"agent": t.people["lin"].pk}, lambda t: planned(t) | {"agent": 0}),
    "agency.take_mandate": (agency.take_mandate, "dao", lambda t: {"holder": PARTY, "scan": scan()}, lambda t: {"holder": PARTY, "scan": uuid7()}),
    "agency.tie_case": (agency.tie_case, "dao", lambda t: tied(t), lambda t: tied(t) | {"stage": 0}),
    "asking.answer": (asking.answer, "wu", lambda t: questioned(t, text="没有面积要求。"), lambda t: questioned(t, text=" ")),
    "asking.ask": (asking.ask, "dao", lambda t: {"about": "要多大面积", "source": "guide"}, lambda t: {"about": "", "source": "guide"}),
    "asking.ask_again": (asking.ask_again, "wu", lambda t: questioned(t, text="还问一句。"), lambda t: questioned(t, text="")),
    "asking.call": (asking.call, "wu", lambda t: questioned(t, reached=True, text="说清了。"), lambda t: questioned(t, reached=True, text="")),
    "asking.close": (asking.close, "wu", lambda t: questioned(t, answered=True), questioned),
    "asking.hand_over": (
        asking.hand_over, "wu", lambda t: questioned(t, reason="问的是消防", department=t.departments["fire"].pk), lambda t: questioned(t, reason="", department=0),
    ),
    "asking.answer_review": (asking.answer_review, "wu", lambda t: reviewed(t, lines=[]), lambda t: reviewed(t, lines=[{"part": "m:97"}])),
    "asking.ask_review": (asking.ask_review, "citizen", to_review, lambda t: {"draft": UUID(int=7)}),
    "asking.ask_review_again": (asking.ask_review_again, "citizen", lambda t: reviewed(t, answered=True, changed=True), lambda t: reviewed(t, answered=True)),
    "asking.keep_review": (asking.keep_review, "lin", looked_at, lambda t: looked_at(t) | {"judged": {}}),
    "asking.take_review": (asking.take_review, "lin", lambda t: looked_at(t, kept=True), lambda t: looked_at(t, taken=True)),
    "asking.publish_answer": (asking.publish_answer, "sun", known, lambda t: known(t, published=True)),
    "asking.renew_answer": (asking.renew_answer, "wu", lambda t: known(t, published=True), known),
    "asking.revise_answer": (asking.revise_answer, "wu", lambda t: known(t, **ANSWER), lambda t: known(t, **ANSWER | {"answer": ""})),
    "asking.withdraw_answer": (asking.withdraw_answer, "wu", lambda t: known(t, reason="条文改了"), lambda t: known(t, reason="")),
    "asking.write_answer": (asking.write_answer, "wu", lambda t: dict(ANSWER), lambda t: ANSWER | {"answer": ""}),
    "cases.mark_credit": (cases.mark_credit, "guo", lambda t: {"holder_number": CHEN_ID, "reason": "法院名单"}, lambda t: {"holder_number": "", "reason": "法院名单"}),
    "cases.repair_credit": (
        cases.repair_credit, "guo",
        lambda t: {"mark": cases.mark_credit(by=t.night, at=MONDAY, holder_number=CHEN_ID, reason="名单")["mark"], "basis": "修复决定"},
        lambda t: {"mark": 1, "basis": "修复决定"},
    ),
    "bundles.accept": (bundles.accept, "night", lambda t: {"subject": scenes.silent(t).pk}, lambda t: thing(t, scenes.on_line)),
    "bundles.add_part": (
        bundles.add_part, "lin", joining, lambda t: thing(t, item=SIGN),
    ),
    "bundles.ask_strike": (bundles.ask_strike, "guo", lambda t: thing(t, scenes.demanded, **STOP), lambda t: thing(t, **STOP)),
    "bundles.strike_demand": (bundles.strike_demand, "luo", to_stop, lambda t: thing(t, strike=UUID(int=0))),
    "bundles.drop_strike": (bundles.drop_strike, "luo", lambda t: to_stop(t, why="清单里有这一份"), lambda t: thing(t, strike=UUID(int=0), why="清单里有这一份")),
    "bundles.ask_once": (bundles.ask_once, "wu", lambda t: all_said(t, FOOD), lambda t: thing(t, scenes.on_line)),
    "bundles.choose_way": (bundles.choose_way, "lin", lambda t: thing(t, together=False), lambda t: thing(t, together=True)),
    "bundles.extend": (bundles.extend, "luo", lambda t: thing(t, reason="会审复杂"), lambda t: thing(t, scenes.on_line, reason="会审复杂")),
    "bundles.find": (bundles.find, "wu", lambda t: looked(t, passed=True), lambda t: looked(t, passed=False)),
    "bundles.go_on": (bundles.go_on, "night", part_case, thing),
    "bundles.hand_in": (bundles.hand_in, "lin", lambda t: thing(t, scenes.told_once), thing),
    "bundles.hand_over": (bundles.hand_over, "yang", lambda t: thing(t, scenes.ready, **FETCHED), lambda t: thing(t, **FETCHED)),
    "bundles.plan_visit": (
        bundles.plan_visit, "lin", lambda t: thing(t, on=LATER, half="am", items=[FOOD, SIGN]), lambda t: thing(t, on=LATER, half="am", items=[FOOD]),
    ),
    "bundles.post": (bundles.post, "yang", lambda t: thing(t, scenes.ready, **LETTER), lambda t: thing(t, **LETTER)),
    "bundles.post_back": (
        bundles.post_back, "yang", lambda t: thing(t, scenes.mailed, tracking="EA1", why="查无此人"), lambda t: thing(t, scenes.ready, tracking="EA1", why="查无此人"),
    ),
    "bundles.sign_for": (
        bundles.sign_for, "yang", lambda t: thing(t, scenes.mailed, tracking="EA1", signed_by="陈秀英"),
        lambda t: thing(t, scenes.mailed, tracking="EA2", signed_by="陈秀英"),
    ),
    "bundles.receive": (
        bundles.receive, "lin", lambda t: {"filing": scenes.whole(scenes.brought(t))},
        lambda t: {"filing": replace(scenes.whole(scenes.brought(t)), answers={})},
    ),
    "bundles.say": (bundles.say, "wu", lambda t: thing(t, scenes.on_line, part=FOOD), lambda t: thing(t, part=FOOD)),
    "bundles.withdraw": (bundles.withdraw, "lin", thing, lambda t: thing(t, scenes.ready)),
    "catalogue.answer_basis": (
        catalogue.answer_basis, "he",
        lambda t: food(t, version=in_force(t).pk, answers=passed(in_force(t))[:1]),
        lambda t: food(t, version=0, answers=[]),
    ),
    "catalogue.authorise": (
        catalogue.authorise, "gao",
        lambda t: {"rows": [{"item": t.items[FOOD].pk, "decision": "review", "post": t.posts["qi"].pk}], "document": "示例授权书", "starts_on": LATER},
        lambda t: {"rows": [], "document": "示例授权书"},
    ),
    "catalogue.draft": (catalogue.draft, "he", lambda t: {"item": str(t.items[FOOD].pk)}, lambda t: {"item": drafted(t) and str(t.items[FOOD].pk)}),
    "catalogue.draft_bundle": (
        catalogue.draft_bundle, "he", lambda t: {"bundle": str(t.bundle("open-restaurant").bundle)}, lambda t: {"bundle": str(bundle_drafted(t)["subject"])},
    ),
    "catalogue.hand_back_bundle": (
        catalogue.hand_back_bundle, "hua", lambda t: bundle_drafted(t, submitted=True) | {"reason": "时限写短了"}, lambda t: bundle_drafted(t) | {"reason": "短"},
    ),
    "catalogue.publish_bundle": (catalogue.publish_bundle, "hua", lambda t: bundle_drafted(t, submitted=True), bundle_drafted),
    "catalogue.retire_bundle": (
        catalogue.retire_bundle, "he", lambda t: {"subject": t.bundle("open-restaurant").bundle, "reason": "依据废止"},
        lambda t: {"subject": t.bundle("open-restaurant").bundle, "reason": ""},
    ),
    "catalogue.submit_bundle": (catalogue.submit_bundle, "he", bundle_drafted, lambda t: bundle_drafted(t, submitted=True)),
    "catalogue.end_entrustment": (
        catalogue.end_entrustment, "he", lambda t: {"entrustments": [Entrustment.objects.get(item=t.items[FOOD]).pk], "reason": "收回"},
        lambda t: {"entrustments": [0], "reason": "收回"},
    ),
    "catalogue.entrust": (
        catalogue.entrust, "he", lambda t: {"items": [t.items[FOOD].pk], "hall": t.hall.pk, "window": t.window.pk, "document": "示例委托书", "refusal": True},
        lambda t: {"items": [t.items[FOOD].pk], "hall": 0, "document": "示例委托书"},
    ),
    "catalogue.equate": (catalogue.equate, "he", lambda t: {"said": "饭馆子", "meant": "餐饮"}, lambda t: {"said": "饭馆子", "meant": "饭馆子"}),
    "catalogue.hand_back": (catalogue.hand_back, "hua", lambda t: drafted(t, submitted=True) | {"reason": "材料名称含糊"}, lambda t: drafted(t) | {"reason": "含糊"}),
    "catalogue.import": (catalogue.import_, "he", lambda t: {"records": [in_force(t).content | {"committed_days": 9}]},
                         lambda t: {"records": [{"id": "?"}]}),
    "catalogue.name": (catalogue.name, "he", lambda t: food(t, add=["开饭店"]), lambda t: food(t, add=["太" * 300])),
    "catalogue.publish": (catalogue.publish, "hua", lambda t: drafted(t, submitted=True), drafted),
    "catalogue.reside": (catalogue.reside, "he", lambda t: food(t, resident=False, document="示例通知"), lambda t: food(t, resident=True, document="示例通知")),
    "catalogue.retire": (catalogue.retire, "he", lambda t: food(t, reason="依据废止"), lambda t: food(t, reason="")),
    "catalogue.revoke": (
        catalogue.revoke, "gao",
        lambda t: {"authorisations": [Authorisation.objects.get(item=t.items[FOOD], post=t.posts["wu"], decision="review").pk], "reason": "调岗"},
        lambda t: {"authorisations": [0], "reason": "调岗"},
    ),
    "catalogue.settle_department": (catalogue.settle_department, "he", unresolved, lambda t: {"name": "没有这个名字", "department": 0}),
    "catalogue.settle_search": (catalogue.settle_search, "he", missed_search, lambda t: {"search": 0}),
    "catalogue.submit": (catalogue.submit, "he", drafted, lambda t: drafted(t, submitted=True)),
    "citizens.authorise": (accounts.authorise, "lin", lambda t: representing(t) | AGENT, lambda t: representing(t) | AGENT | {"ends_on": DAY}),
    "citizens.change_phone": (accounts.change_phone, "lin", lambda t: own(t, phone=PHONE, code=t.proved(PHONE)), lambda t: own(t, phone=PHONE, code=0)),
    "citizens.close": (accounts.close, "lin", own, closed_account),
    "citizens.end_authorisation": (accounts.end_authorisation, "lin", offered, lambda t: own(t, offer=uuid7())),
    "citizens.end_tie": (accounts.end_tie, "lin", lambda t: own(t, tie=t.tie(t.account()).pk), lambda t: own(t, tie=uuid7())),
    "citizens.open": (accounts.open_account, "lin", lambda t: KNOWN, lambda t: KNOWN | {"proofs": ["document", "phone"]}),
    "citizens.raise_level": (accounts.raise_level, "lin", lambda t: own(t, **KNOWN), lambda t: own(t, **KNOWN | {"proofs": []})),
    "citizens.take_up": (accounts.take_up, "lin", taking, lambda t: own(t, offer=uuid7())),
    "citizens.tie": (accounts.tie, "lin", lambda t: own(t, **TIED_FIRM), lambda t: own(t, **TIED_FIRM | {"basis": ""})),
    "clock.close_days": (clock.close_days, "xi", lambda t: {"days": {date(2026, 3, 5): "台风"}, "source": "示例通告"}, lambda t: {"days": {}, "source": "示例通告"}),
    "clock.import_notice": (clock.import_notice, "xi", lambda t: {"text": NOTICE, "source": "示例通知"}, lambda t: {"text": NOTICE, "source": " "}),
    "clock.set_number": (clock.set_number, "guo", lambda t: NUMBER, lambda t: NUMBER | {"value": "许多"}),
    "halls.furnish": (
        halls.furnish, "xi", lambda t: {**ZONE, "values": {**ZONE["values"], "hall": t.hall.pk}},  # type: ignore[dict-item]
        lambda t: {**ZONE, "values": {**ZONE["values"], "hall": 0}},  # type: ignore[dict-item]
    ),
    "halls.seat": (halls.seat, "lan", lambda t: {"window": t.window.pk}, lambda t: {"window": 0}),
    "inspections.abandon": (inspections.abandon, "sun", lambda t: lots(t, why="号码停止公布"), lambda t: lots(t, "drawn", why="不满意")),
    "inspections.add_line": (inspections.add_line, "wu", lambda t: firm(t, line="消防"), lambda t: firm(t, line=drawing.LINE)),
    "inspections.answer_objection": (
        inspections.answer_objection, "guo", lambda t: objected(t, holds=True, grade="B", answer="处罚已撤销"), lambda t: objected(t, holds=True, grade="D", answer="不改"),
    ),
    "inspections.assign_body": (
        inspections.assign_body, "guo", lambda t: {"item": t.items[FOOD].pk, "body": t.departments["health"].pk, "line": "餐饮", "document": "职责分工"},
        lambda t: {"item": t.items[FOOD].pk, "body": 0, "line": "餐饮", "document": "职责分工"},
    ),
    "inspections.begin": (inspections.begin, "sun", lambda t: lots(t, "drawn", inspect_by=LATER), lambda t: lots(t, inspect_by=LATER)),
    "inspections.commit": (inspections.commit, "sun", lambda t: to_commit(t), lambda t: to_commit(t, overall=1)),
    "inspections.correct": (
        inspections.correct, "guo", lambda t: lots(t, "drawn", announced="70316", again="70316", why="抄错"),
        lambda t: lots(t, "drawn", announced="70316", again="70361", why="抄错"),
    ),
    "inspections.declare": (inspections.declare, "sun", lambda t: stepping(t, why="亲属"), lambda t: stepping(t, why=" ")),
    "inspections.end_check": (inspections.end_check, "sun", lambda t: {"subject": drawing.a_check(t), "why": "不再检查"}, lambda t: {"subject": drawing.a_check(t), "why": ""}),
    "inspections.end_interest": (inspections.end_interest, "sun", lambda t: stepping(t, declared=True, why="已离婚"), lambda t: stepping(t, why="没有")),
    "inspections.enter": (inspections.enter, "wu", lambda t: A_FIRM, lambda t: A_FIRM | {"grade": "E"}),
    "inspections.grade": (inspections.grade, "sun", lambda t: firm(t, grade="D", ground="处罚决定"), lambda t: firm(t, grade="D", ground="")),
    "inspections.list_check": (inspections.list_check, "sun", lambda t: a_check(t), lambda t: a_check(t, weight="general")),
    "inspections.mend_finding": (inspections.mend_finding, "sun", lambda t: to_mend(t, ground="复查合格"), lambda t: to_mend(t, ground="")),
    "inspections.publish": (inspections.publish, "sun", lambda t: lots(t, "results"), lambda t: lots(t, "inspecting")),
    "inspections.push": (
        inspections.push, "night", lambda t: {"case": t.case(FOOD, upto="decided", at=MONDAY - timedelta(hours=3)).pk},
        lambda t: {"case": t.case(FOOD).pk},
    ),
    "inspections.qualify": (inspections.qualify, "sun", lambda t: an_officer(t), lambda t: an_officer(t, lines=[])),
    "inspections.raise_objection": (inspections.raise_objection, "sun", lambda t: firm(t, why="评错了"), lambda t: firm(t, why="")),
    "inspections.redirect": (
        inspections.redirect, "qi", lambda t: pushed(t, body=t.departments["fire"].pk, why="归消防"),
        lambda t: pushed(t, body=t.departments["market"].pk, why="归自己"),
    ),
    "inspections.regrade": (inspections.regrade, "night", to_regrade, lambda t: firm(t)),
    "inspections.release": (inspections.release, "sun", lambda t: {"subject": drawing.inspectors(t, 1)[0].pk, "why": "调离"}, lambda t: {"subject": drawing.inspectors(t, 1)[0].pk, "why": ""}),
    "inspections.remind": (
        inspections.remind, "night", lambda t: lots(t, "results", inspections=Inspection.objects.values_list("pk", flat=True)),
        lambda t: lots(t, "results", inspections=[]),
    ),
    "inspections.replace": (inspections.replace, "sun", lambda t: to_replace(t, why="同学"), lambda t: to_replace(t, why="")),
    "inspections.report": (inspections.report, "market0", to_report, lambda t: to_report(t) | {"outcome": "8"}),
    "inspections.run": (
        inspections.run, "sun", lambda t: lots(t, announced="70315", again="70315", witnesses=drawing.WITNESSES),
        lambda t: lots(t, announced="70315", again="70315", witnesses=[]),
    ),
    "inspections.recall": (
        inspections.recall, "night", lambda t: pushed(t, on=DAY, why="录错了人"), lambda t: pushed(t, on=DAY, why=""),
    ),
    "inspections.end_line": (
        inspections.end_line, "night", lambda t: firm(t, line=drawing.LINE, why="准予作废"), lambda t: firm(t, line="没有的线", why="准予作废"),
    ),
    "inspections.sign": (inspections.sign, "qi", lambda t: pushed(t), lambda t: pushed(t, signed=True)),
    "inspections.strike": (inspections.strike, "sun", lambda t: firm(t, why="注销"), lambda t: firm(t, why="")),
    "inspections.unseal": (inspections.unseal, "sun", lambda t: to_unseal(t), lambda t: to_unseal(t, number="")),
    "journal.mark_demo": (marks.mark_demo, "night", lambda t: {}, lambda t: {}),
    "journal.retry_errand": (errands.retry, "xi", failed_errand, lambda t: {"errand": 0}),
    "licences.change_state": (
        licences.change_state, "gao", lambda t: {"licence": t.licence("居民身份证").pk, "state": "02", "reason": "暂扣决定"},
        lambda t: {"licence": t.licence("居民身份证").pk, "state": "00", "reason": "暂扣决定"},
    ),
    "licences.file": (licences.file_licences, "he", lambda t: {"records": [RECORD]}, lambda t: {"records": [RECORD | {"number": ""}]}),
    "payments.close_month": (payments.close_month, "guo", lambda t: lettered(t, month="2026-02"), lambda t: {"carrier": "邮政速递", "month": "2026-02"}),
    "payments.correct_posting": (
        payments.correct_posting, "guo", lambda t: {"posting": lettered(t) and Posting.objects.get().pk, "price": 900, "why": "超重"},
        lambda t: {"posting": lettered(t) and Posting.objects.get().pk, "price": 900, "why": ""},
    ),
    "payments.enter_posting": (
        payments.enter_posting, "night", lambda t: {"case": t.case(FOOD).pk, "tracking": "E1", "payer": "government"},
        lambda t: {"case": UUID(int=0), "tracking": "E1", "payer": "government"},
    ),
    "payments.set_prices": (payments.set_prices, "guo", lambda t: PRICES, lambda t: PRICES | {"rows": []}),
    "payments.begin": (payments.begin, "citizen", lambda t: billed(t, provider="local"), lambda t: paid_bill(t, provider="local")),
    "payments.cancel": (payments.cancel, "wu", lambda t: billed(t, why="开错了"), lambda t: billed(t, why="")),
    "payments.draw": (
        payments.draw, "wu", lambda t: {"case": _charged(t), "lines": [{"name": "工本费", "amount": 3000, "basis": "示发改价〔2020〕1号"}]},
        lambda t: {"case": _charged(t), "lines": []},
    ),
    "payments.give_back": (payments.give_back, "yang", lambda t: going_back(t, receipt="T1"), lambda t: going_back(t, receipt=" ")),
    "payments.learn": (payments.learn, "night", lambda t: begun(t, outcome="paid"), lambda t: begun(t, outcome="paid", amount=1)),
    "payments.refund": (payments.refund, "sun", lambda t: paid_bill(t, why="多收"), lambda t: billed(t, why="多收")),
    "payments.take": (payments.take, "yang", lambda t: billed(t, way="cash", receipt="0001"), lambda t: billed(t, way="cash", receipt="")),
    "people.appoint": (people.appoint, "an", lambda t: {"person": t.people["hu"].pk, "post": t.posts["wu"].pk}, lambda t: {"person": 0, "post": t.posts["wu"].pk}),
    "people.change_password": (people.change_password, "lin", lambda t: {"password": fresh_password(t, "lin")}, lambda t: {}),
    "people.change_second_factor": (people.change_second_factor, "xi", lambda t: {"secret": "JBSWY3DPEHPK3PXP"}, lambda t: {}),
    "people.delegate": (
        people.delegate, "sun", lambda t: {"post": t.posts["sun"].pk, "to": t.people["wu"].pk, "document": "授权书", "starts_on": DAY, "ends_on": LATER},
        lambda t: {"post": t.posts["sun"].pk, "to": t.people["sun"].pk, "document": "授权书", "starts_on": DAY, "ends_on": LATER},
    ),
    "people.dismiss": (people.dismiss, "an", lambda t: {"holding": Holding.objects.get(person=t.people["wu"]).pk},
                       lambda t: {"holding": Holding.objects.get(person=t.people["xi"]).pk}),
    "people.end_delegation": (people.end_delegation, "sun", delegated, lambda t: {"delegation": 0}),
    "people.enrol": (people.enrol, "xi", lambda t: {"username": "xinren", "name": "新人", "password": fresh_password(t, "hu")},
                     lambda t: {"username": "lin", "name": "新人", "password": fresh_password(t, "hu")}),
    "people.issue_token": (people.issue_token, "an", lambda t: {"raw": tokens.make(), "integrator": {"name": "示例系统"}}, lambda t: {"raw": "短", "integrator": {"name": "示例系统"}}),
    "people.organise": (
        people.organise, "xi",
        lambda t: {"values": {"name": "示例局", "kind": "department", "area": REGION, "parent": Organisation.objects.get(name="示例区人民政府").pk}},
        lambda t: {"values": {"name": "市场监督管理局", "kind": "department", "area": REGION}},
    ),
    "people.renew_codes": (people.renew_codes, "xi", with_codes, lambda t: {}),
    "people.reset_password": (people.reset_password, "an", lambda t: {"person": t.people["lin"].pk, "password": fresh_password(t, "lin")},
                              lambda t: {"person": t.people["an"].pk, "password": fresh_password(t, "an")}),
    "people.revoke_token": (people.revoke_token, "an", a_token, lambda t: {"token": 0}),
    "people.take_leave": (people.take_leave, "wu", lambda t: {"starts_on": DAY, "ends_on": LATER}, lambda t: {"starts_on": LATER, "ends_on": DAY}),
    "registers.connect": (registers.connect, "xi", lambda t: CONNECTED, lambda t: CONNECTED | {"provider": "nobody"}),
    "registers.import_records": (
        registers.import_records, "xi", lambda t: {"register": "citizens", "records": [{"number": CHEN_ID, "name": "陈秀英"}]},
        lambda t: {"register": "citizens", "records": [{"name": "陈秀英"}]},
    ),
    "figures.adopt_scheme": (figures.adopt_scheme, "guo", lambda t: {"scheme": "three-checks"}, lambda t: {"scheme": "none"}),
    "figures.answer_finding": (figures.answer_finding, "gao", lambda t: finding(t, answer="换好了"), lambda t: finding(t, answered=True, answer="换好了")),
    "figures.assess": (figures.assess, "guo", lambda t: ASSESSED, lambda t: ASSESSED | {"on": LATER}),
    "figures.check_finding": (figures.check_finding, "guo", lambda t: finding(t, answered=True, mended=True, why="打通了"), lambda t: finding(t, mended=True, why="打通了")),
    "figures.close": (figures.close, "guo", reckoned, lambda t: {"period": closed(t) and JANUARY}),
    "figures.find": (figures.find, "guo", assessed, lambda t: assessed(t, due_on=BEGIN)),
    "figures.issue_bulletin": (figures.issue_bulletin, "guo", bulletin, lambda t: bulletin(t, period=uuid7())),
    "figures.publish": (figures.publish, "guo", closed, closed_published),
    "figures.refuse": (figures.refuse, "guo", lambda t: closed(t, what="改按时办结率"), lambda t: closed(t, what=" ")),
    "figures.score": (figures.score, "guo", scoring, lambda t: scoring(t, points="11")),
    "figures.set_scheme": (
        figures.set_scheme, "guo", lambda t: adopted(t, lines=appraisal.packaged()["hundred-points"]["lines"], basis="示例办法"),
        lambda t: adopted(t, lines=[], basis="示例办法"),
    ),
    "supervision.answer": (supervision.answer, "wu", lambda t: carded(t, text="系统故障，已经补办。"), lambda t: carded(t, text=" ")),
    "supervision.appeal": (supervision.appeal, "gao", lambda t: carded(t, text="停止计时期间不该算。"), lambda t: carded(t, text="")),
    "supervision.issue": (supervision.issue, "night", to_issue, lambda t: to_issue(t) | {"of": t.card().subject}),
    "supervision.write_letter": (supervision.write_letter, "night", lambda t: {"week": date(2026, 2, 23)}, lambda t: {"week": date(2026, 2, 24)}),
    "supervision.note_try": (
        supervision.note_try, "night", lambda t: carded(t, what="withdraw", why="牌落在您身上"), lambda t: {"subject": UUID(int=0), "what": "withdraw", "why": ""},
    ),
    "supervision.uphold": (supervision.uphold, "guo", lambda t: carded(t, answered=True, why="理由不成立。"), lambda t: carded(t, why="理由不成立。")),
    "supervision.withdraw": (supervision.withdraw, "guo", lambda t: carded(t, why="期限算错。"), lambda t: carded(t, why="")),
    "ratings.answer": (ratings.answer, "guo", lambda t: ill(t, "answer", text_to_rater="改好了"), lambda t: ill(t, text_to_rater="改好了")),
    "ratings.appeal": (ratings.appeal, "sun", lambda t: ill(t, "mend", why="那天停电"), lambda t: ill(t, why="那天停电")),
    "ratings.call_back": (
        ratings.call_back, "guo", lambda t: ill(t, "call", reached=True, note="说清了"), lambda t: ill(t, "call", reached=True, note=""),
    ),
    "ratings.exclude": (ratings.exclude, "guo", lambda t: ill(t, kind="mistaken", why="点错了"), lambda t: ill(t, kind="mistaken", why="")),
    "ratings.mend": (ratings.mend, "gao", lambda t: ill(t, "mend", what="加窗口"), lambda t: ill(t, what="加窗口")),
    "ratings.note_look": (
        ratings.note_look, "night", lambda t: ill(t, person=1, post=1, why="不是回访的人"), lambda t: {"subject": UUID(int=0), "person": 1, "post": 1, "why": ""},
    ),
    "ratings.note_try": (ratings.note_try, "night", lambda t: {"what": "twice", "channel": "3"}, lambda t: {"what": "\0", "channel": "3"}),
    "ratings.publish": (ratings.publish, "guo", lambda t: ill(t, "publish", published="改好了"), lambda t: ill(t, published="改好了")),
    "ratings.redate": (ratings.redate, "night", lambda t: moved(t, ill(t)), lambda t: ill(t, why="台风")),
    "ratings.remind": (ratings.remind, "night", late_to_verify, ill),
    "ratings.review_appeal": (
        ratings.review_appeal, "guo", lambda t: appealed(t, upheld=True, why="属实"), lambda t: ill(t, upheld=True, why="属实"),
    ),
    "ratings.take_call": (ratings.take_call, "gao", lambda t: uncalled(t), ill),
    "ratings.verify": (
        ratings.verify, "gao", lambda t: ill(t, verdict="clear", finding="属实"), lambda t: ill(t, verdict="perhaps", finding="属实"),
    ),
    "supervision.order": (supervision.order, "guo", lambda t: to_order(t), lambda t: to_order(t) | {"level": "shout"}),
    "supervision.sign_order": (supervision.sign_order, "gao", lambda t: urged(t), lambda t: urged(t, "signed")),
    "supervision.take_in_hand": (supervision.take_in_hand, "sun", lambda t: urged(t, "signed"), lambda t: urged(t)),
    "supervision.answer_order": (supervision.answer_order, "gao", lambda t: urged(t, "signed", text="已经办结。"), lambda t: urged(t, text="已经办结。")),
    "supervision.check_order": (supervision.check_order, "guo", lambda t: urged(t, "answered", why="查过，属实。"), lambda t: urged(t, why="查过，属实。")),
    "supervision.send_order_back": (supervision.send_order_back, "guo", lambda t: urged(t, "answered", why="还没说清楚。"), lambda t: urged(t, why="还没说清楚。")),
    "supervision.close_order": (supervision.close_order, "guo", lambda t: urged(t, "checked"), lambda t: urged(t, "answered")),
    "supervision.redate_order": (supervision.redate_order, "night", lambda t: moved(t, urged(t)), lambda t: urged(t, why="台风")),
    "supervision.redate_card": (supervision.redate_card, "night", lambda t: moved(t, carded(t)), lambda t: carded(t, why="台风")),
    "supervision.raise_order": (supervision.raise_order, "guo", lambda t: urged(t, level="supervise", why="没有人签收。"), lambda t: urged(t, level="talk", why="没有人签收。")),
    "supervision.withdraw_order": (supervision.withdraw_order, "guo", lambda t: urged(t, why="已经当面说清。"), lambda t: urged(t, why="")),
    "ratings.rate": (ratings.rate, "chen", rated, lambda t: {"case": t.case(upto="filed").pk, "grade": 5}),
}  # fmt: skip
OTHERS = sorted(name for name in registry() if REGISTRY[name].model is not Case)


def act(town: Town, name: str, asked: Args, **changes: Any) -> Any:
    """Perform an act as the person of its line."""
    do, who, *_ = WAYS[name]
    by = (
        town.across()
        if who == "across"
        else town.citizen
        if who == "citizen"
        else getattr(town, who)
        if who in ("night", "chen", "citizen")
        else town.actor(who, **changes)
    )
    asked = dict(asked)
    subject = [asked.pop("subject")] if "subject" in asked else []
    return by, do(*subject, by=by, at=MONDAY, **asked)


def test_every_act_has_its_line() -> None:
    assert sorted(WAYS) == OTHERS


@pytest.mark.parametrize("name", OTHERS)
def test_it_works_and_is_on_record_with_who_and_when(town: Town, name: str) -> None:
    asked = WAYS[name][2](town)
    by, answer = act(town, name, asked)
    entry = Entry.objects.get(act=name, subject=answer["id"], seq=answer["seq"])
    assert (entry.by_person, entry.by_post, entry.by_name, entry.at) == (by.person, by.post, by.name, MONDAY)
    head = REGISTRY[name].model.objects.filter(pk=answer["id"]).values_list("head", flat=True).first()  # type: ignore[attr-defined]
    assert head == entry.digest


@pytest.mark.parametrize("name", OTHERS)
def test_the_wrong_post_is_refused_and_writes_nothing(town: Town, name: str) -> None:
    asked = WAYS[name][2](town)
    allowed = powers.power_for(name).posts  # type: ignore[union-attr]
    wrong = next((kind for kind, _ in powers.POSTS if kind not in allowed), "applicant")
    before = (
        Entry.objects.count(),
        list(Register.objects.order_by("pk").values_list("pk", "seq")),
        Item.objects.count(),
    )
    do, *_ = WAYS[name]
    subject = [asked.pop("subject")] if "subject" in (asked := dict(asked)) else []
    with pytest.raises(NotYours):
        do(*subject, by=town.actor("lin", kind=wrong), at=MONDAY, **asked)
    assert before == (
        Entry.objects.count(),
        list(Register.objects.order_by("pk").values_list("pk", "seq")),
        Item.objects.count(),
    )


NEVER_REFUSED = {"journal.mark_demo", "people.change_password", "people.change_second_factor"}


@pytest.mark.parametrize("name", sorted(set(OTHERS) - NEVER_REFUSED))
def test_what_cannot_be_is_refused_in_a_sentence_and_writes_nothing(town: Town, name: str) -> None:
    asked = WAYS[name][3](town)
    before = Entry.objects.count()
    with pytest.raises(Refused) as told:
        act(town, name, asked)
    assert Entry.objects.count() == before and told.value.sentence.endswith("。")
