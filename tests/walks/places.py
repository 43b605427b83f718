"""What the pages of halls and helpers are about: papers on their way, a mandate, a project with its plan."""

from datetime import timedelta
from uuid import UUID

from tests.town import MONDAY, Town
from yichuang.agency import acts as agency
from yichuang.agency.tests.test_agency import FIRM, scan
from yichuang.cases import acts as cases

FOOD = "food-business-license-new"


def scene(town: Town) -> dict[str, str]:
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
    return {"mandate": mandate, "plan": str(plan)}
