"""Cases of the small town whose figures can be counted by hand."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from tests.town import REGION, Town
from yichuang.bundles.tests import scenes as things
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import Case, Intake, Step
from yichuang.complaints import acts as complaints
from yichuang.complaints.tests import scenes as orders
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.law import figures
from yichuang.materials.models import Material
from yichuang.ratings import acts as ratings
from yichuang.ratings.tests import scenes as verdicts
from yichuang.supervision import acts as supervision

FOOD, FIRM, HYGIENE = "food-business-license-new", "company-establishment", "public-place-hygiene-license"
MARCH = "2026-03"
MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def lived_in(town: Town) -> None:
    """March: on time, late, told once, stopped, sent back, refused, withdrawn, deemed, on line, voided, extended."""
    town.case(FIRM, upto="delivered")
    decided(town, FOOD, after=1)
    decided(town, FOOD, after=40)
    told_once(town)
    stopped(town)
    struck(town)
    sent_back(town)
    withdrawn = town.case(FOOD, upto="accepted")
    cases.withdraw(withdrawn.pk, by=town.actor("lin"), at=MONDAY + DAY)
    on_line = town.application(FOOD, channel="portal", window=None)
    cases.receive(by=town.chen, at=MONDAY + 2 * DAY, application=on_line)
    silent = town.case(FOOD, upto="filed")
    cases.deem_accepted(silent.pk, by=town.night, at=MONDAY + 8 * DAY)
    mistaken = town.case(FIRM, upto="decided")
    cases.void(mistaken.pk, by=town.actor("guo"), at=MONDAY + DAY, why="录错了人，作废重来")
    measured(town)


def decided(town: Town, key: str, *, after: int) -> Case:
    """A case decided so many days later."""
    case = town.case(key, upto="accepted")
    town.review(case.pk, MONDAY + after * DAY)
    town.decide(case.pk, MONDAY + after * DAY)
    return case


def told_once(town: Town) -> None:
    """Something was missing, told once, brought two days later, accepted and decided."""
    first = list(town.application(FOOD).materials)[-1]
    waiting = town.application(FOOD)
    waiting.materials[first] = Judgement("faulty", "1")  # type: ignore[index]
    case = UUID(cases.receive(by=town.actor("lin"), at=MONDAY, application=waiting, then="ask_once")["id"])
    cases.hand_in(case, by=town.actor("lan"), at=MONDAY + 2 * DAY, judgements={first: "got"}, then="accept")
    town.review(case, MONDAY + 3 * DAY)
    town.decide(case, MONDAY + 3 * DAY)


def struck(town: Town) -> None:
    """What a licence on file already waived was asked for; the demand was stopped by two persons, and the case waits for acceptance."""
    case = town.case(FOOD, upto="filed").pk
    place = Material.objects.filter(subject=case, state="waived").order_by("place")[0].place
    cases.ask_once(case, by=town.actor("lin"), at=MONDAY, lines=[{"place": place, "reason": "1"}])
    strike = UUID(cases.ask_strike(case, by=town.actor("guo"), at=MONDAY, lines=[0], why="清单上免交的，不能再要")["strike"])  # fmt: skip
    cases.strike_demand(case, by=town.actor("luo"), at=MONDAY + DAY, strike=strike)


def stopped(town: Town) -> None:
    """A special procedure stood in between for four days."""
    case = town.case(FOOD, upto="accepted").pk
    by = town.staff(town.departments["market"].pk, "reviewer")
    cases.suspend(case, by=by, at=MONDAY + DAY, name="专家评审", days=5)
    cases.resume(case, by=by, at=MONDAY + 7 * DAY, result="评审通过")
    town.review(case, MONDAY + 8 * DAY)
    town.decide(case, MONDAY + 8 * DAY)


def sent_back(town: Town) -> None:
    """Wrongly accepted, put right, refused in the end."""
    case = town.case(FOOD, upto="accepted").pk
    by = town.staff(town.departments["market"].pk, "reviewer")
    cases.send_back(case, by=by, at=MONDAY + DAY, why="受理时漏了一张附表")
    step = Step.objects.get(case=case, kind="review")
    cases.conclude(case, by=by, at=MONDAY + DAY, step=step.key, verdict="fail", opinion="不符合第三条。")
    approver = town.staff(town.departments["market"].pk, "approver")
    cases.decide(
        case, by=approver, at=MONDAY + 2 * DAY, outcome="refused", opinion="不符合第三条。", clause="第三条"
    )


def measured(town: Town) -> None:
    """A sitting of ten minutes at the window, known by the session's id."""
    milliseconds = int((MONDAY + 3 * DAY - timedelta(minutes=10)).timestamp() * 1000)
    intake = UUID(int=(milliseconds << 80) | (uuid7().int & ((1 << 80) - 1)))
    lin = town.actor("lin")
    Intake.objects.create(
        id=intake, region=REGION, hall=town.hall, window=town.window, person=lin.person, kept_at=MONDAY, content=vault.lock("{}")
    )  # fmt: skip
    cases.receive(by=lin, at=MONDAY + 3 * DAY, application=town.application(FIRM), intake=intake)


def watched(town: Town) -> None:
    """Cards, one of them withdrawn; ratings, a bad one mended; work orders, one answered and solved; a thing."""
    case = town.case(FIRM, upto="delivered")
    town.card(case)
    wrong = town.card(case, rule="step-over", level="yellow")
    supervision.withdraw(wrong.pk, by=town.actor("guo"), at=MONDAY + DAY, why="期限算错。")
    ratings.rate(by=town.chen, at=MONDAY + DAY, case=case.pk, grade=5)
    verdicts.taken(town, "answer", at=MONDAY + DAY)
    verdicts.bad(town, at=MONDAY + DAY)
    orders.brought(town, "called_back")
    orders.brought(town, "signed")
    returned = orders.brought(town, "dispatched")
    complaints.give_back(returned.pk, by=town.actor("wu"), at=MONDAY, reason="不归我们管")
    things.received(things.brought(town))
    orders.flawed(town, taken_up=True)
    orders.flawed(town, item=town.items[FIRM].pk)
    urged(town, case)


def urged(town: Town, case: Case) -> None:
    """An order that was answered and closed, one that waits, one taken back."""
    guo, gao = town.actor("guo"), town.actor("gao")
    given = [UUID(supervision.order(by=guo, at=MONDAY, level="urge", why="超过时限，要说明", cases=[one])["id"]) for one in (case.pk, decided(town, FOOD, after=2).pk, decided(town, FOOD, after=3).pk)]  # fmt: skip
    supervision.sign_order(given[0], by=gao, at=MONDAY)
    supervision.answer_order(given[0], by=gao, at=MONDAY, text="已经补办手续。")
    supervision.check_order(given[0], by=guo, at=MONDAY, why="查过，属实。")
    supervision.close_order(given[0], by=guo, at=MONDAY)
    supervision.withdraw_order(given[1], by=guo, at=MONDAY, why="下错了部门。")


def figures_span() -> tuple[date, date]:
    """The days of the month in which all this happens."""
    return figures.span(MARCH)
