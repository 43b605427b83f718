"""What the pages of halls and helpers are about: papers on their way, a mandate, a project with its plan."""

from datetime import timedelta
from uuid import UUID

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.agency import acts as agency
from yichuang.agency.tests.test_agency import CHEN, FIRM, scan
from yichuang.cases import acts as cases

FOOD = "food-business-license-new"


def scene(town: Town) -> dict[str, str | list[str]]:
    """Return the words of the addresses."""
    by, day = town.actor("lin"), MONDAY.date()
    town.annex()
    cases.send_on(town.case(FOOD).pk, by=by, at=MONDAY, what="papers", bag="F-7")
    mandate = agency.take_mandate(by=by, at=MONDAY, holder=FIRM, scan=scan())["id"]
    plan = UUID(agency.open_plan(by=by, at=MONDAY, mandate=UUID(mandate), name="示例冷链厂房")["id"])
    stage = {"item": FOOD, "begins_on": day, "ends_on": day + timedelta(days=9), "what": "准备平面图"}
    agency.order_plan(plan, by=by, at=MONDAY, stages=[stage])
    agency.note(plan, by=by, at=MONDAY, text="周五看现场")
    town.tie(town.account())
    return {"mandate": mandate, "plan": str(plan), **_between_regions(town), "visits": _visits(town)}


def _visits(town: Town) -> list[str]:
    """A visit that waits and one with its day."""
    said = {"phone": "13800000000", "address": "示例区幸福路1号", "ground": "老年人", "number": CHEN_ID}
    waiting = agency.ask_visit(by=town.actor("lin"), at=MONDAY, name="陈秀英", wish="补领社保卡", **said)[
        "id"
    ]
    going = agency.ask_visit(by=town.actor("lin"), at=MONDAY, name="陈秀英", item=FOOD, **said)["id"]
    agency.plan_visit(
        UUID(going),
        by=town.actor("lin"),
        at=MONDAY,
        day=MONDAY.date(),
        half="am",
        visitor=town.people["lin"].pk,
    )
    return [waiting, going]


def _between_regions(town: Town) -> dict[str, str | list[str]]:
    """A matter in each state that has buttons of its own."""
    lin, partner = town.actor("lin"), town.partner()
    asked = {
        "partner": partner,
        "item": "0100001",
        "applicant": CHEN,
        "checked": ["form", "identity"],
        "materials": ["身份证1份"],
    }
    out = [UUID(cases.collect(by=town.across(), at=MONDAY, **asked)["id"]) for _ in range(3)]
    for one in out[1:]:
        cases.send_across(one, by=lin, at=MONDAY, way="post", tracking="EX1")
    for what in ("accepted", "returned"):
        cases.hear_across(out[2], by=lin, at=MONDAY, what=what)
    came = {
        "partner": partner,
        "peer": None,
        "item": "0100001",
        "item_name": "企业设立登记",
        "applicant": CHEN,
    }
    here = [UUID(cases.announce(by=lin, at=MONDAY, number=f"代收{n}号", **came)["id"]) for n in range(3)]
    for one in here[1:]:
        cases.take_across(one, by=lin, at=MONDAY)
    cases.tie_across(here[2], by=lin, at=MONDAY, case=town.case(FOOD, upto="decided").pk)
    return {
        "partner": str(partner),
        "collected": str(out[0]),
        "handings": [str(one) for one in (*out, *here)],
    }
