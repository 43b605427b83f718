"""Twelve journeys of citizens at a phone 375 wide, each by touch with scripts and by keyboard without, up to what comes of it.

The first two stand in `test_citizen.py`, walked all four ways.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import town as towns
from tests.browser import PHONE, axe, enter, shot
from tests.town import MONDAY, Town
from tests.walks.robot import Robot
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Party
from yichuang.doors.apply.tests.applying import PDF
from yichuang.ground import now
from yichuang.law import identity
from yichuang.materials.models import Material
from yichuang.payments import acts as payments
from yichuang.payments.models import Bill
from yichuang.payments.tests.conftest import FEE

pytestmark = pytest.mark.browser
FOOD, HOUSE, GAP, CARD = (
    "food-business-license-new",
    "realestate-transfer-resale",
    "fire-safety-check-commit",
    "social-card-replace",
)
WAYS = [("touch", True), ("keyboard", False)]
ways = pytest.mark.parametrize(("hand", "scripts"), WAYS)
CHILD = identity.synthetic_resident_id("189901", date(2016, 6, 1), 12)
STRANGER = identity.synthetic_resident_id("182201", date(1985, 8, 8), 7)
CLOCK = {"at": MONDAY}


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    CLOCK["at"] = MONDAY
    monkeypatch.setattr(now, "clock", lambda: CLOCK["at"])
    return towns.build((*towns.ITEMS, HOUSE, GAP))


def later() -> datetime:
    """Let an hour pass; returns what the clocks say now."""
    CLOCK["at"] += timedelta(hours=1)
    return CLOCK["at"]


class Phone:
    """A phone in somebody's hand."""

    def __init__(self, page: Page, live_server: Any, hand: str, scripts: bool) -> None:
        self.page, self.live_server, self.hand, self.scripts = page, live_server, hand, scripts

    def apply(self, account: Any, key: str, **says: str) -> Case:
        """Sign in and file an application; returns the case."""
        enter(self.page, self.live_server, account)
        self.page.goto(f"/apply/new/{key}/")
        self.robot = Robot(self.page, self.hand, says, look=self.look)
        self.robot.walk()
        self.look(self.page)
        return Case.objects.latest("filed_at")

    def look(self, page: Page) -> None:
        """No page is wider than the phone; with scripts, axe finds nothing."""
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{page.url} is {over} px too wide"

    def open(self, address: str) -> str:
        """Open a page and return what it says."""
        self.page.goto(address)
        self.look(self.page)
        if self.scripts:
            axe(self.page)
        return self.page.locator("main").inner_text()


@pytest.fixture
def phone(new_page: Callable[..., Page], live_server: Any, hand: str, scripts: bool) -> Phone:
    page = new_page(*PHONE, has_touch=True, is_mobile=True, java_script_enabled=scripts)
    return Phone(page, live_server, hand, scripts)


def judged(town: Town, case: Case) -> list[int]:
    return list(Material.objects.filter(subject=case.pk, state="awaited").values_list("place", flat=True))


@ways
def test_a_house_changes_hands(town: Town, phone: Phone) -> None:
    case = phone.apply(town.account(), HOUSE)
    assert (case.item.key, case.state) == (HOUSE, "filed")
    assert "已提交" in phone.open(f"/p/{case.query_code}")


@ways
def test_what_is_refused_says_why_and_where_to_appeal(town: Town, phone: Phone) -> None:
    case = phone.apply(town.account(), FOOD)
    cases.accept(case.pk, by=town.actor("lin"), at=later(), got=judged(town, case))
    town.review(case.pk, later())
    cases.decide(
        case.pk,
        by=town.actor("sun"),
        at=later(),
        outcome="refused",
        opinion="场所距污染源不足25米。",
        clause="第十八条",
    )
    said = phone.open(f"/p/{case.query_code}")
    assert "没有批准" in said and "行政复议" in said


@ways
def test_what_must_be_put_right_is_put_right_once(town: Town, phone: Phone) -> None:
    case = phone.apply(town.account(), FOOD)
    places = judged(town, case)
    lines = [{"place": place, "reason": "1"} for place in places[:2]]
    cases.ask_once(case.pk, by=town.actor("lin"), at=later(), lines=lines, got=places[2:])
    later()
    phone.page.context.clear_cookies()
    phone.open(f"/p/{case.query_code}")
    phone.robot.press(phone.page.get_by_role("link", name="现在补"))
    phone.page.wait_for_url("**/correction/**")
    tail = Robot(phone.page, phone.hand, {"tail": towns.CHEN_ID[-4:]})
    tail.walk(until="^要补2份材料$")
    for slot in phone.page.locator("main input[type=file]").all():
        tail.hand_in(slot)
    with phone.page.expect_navigation():
        tail.press(phone.page.get_by_role("button", name="全部交齐，提交"))
    assert Case.objects.get(pk=case.pk).state == "filed"


@ways
def test_a_promise_stands_for_a_paper(town: Town, phone: Phone) -> None:
    record = town.version(FOOD).record
    town.rewrite(
        FOOD, materials=[{**m, "commitment": True, "obtainable_by": None} for m in record["materials"]]
    )
    case = phone.apply(town.account(), FOOD, way="commit")
    states = set(Material.objects.filter(subject=case.pk).values_list("state", flat=True))
    assert "committed" in states and "awaited" not in states


@ways
def test_a_gap_is_accepted_and_closed_later(town: Town, phone: Phone) -> None:
    town.rewrite(GAP, committed_days=15)
    case = phone.apply(town.account(), GAP, way="later")
    left = list(Material.objects.filter(subject=case.pk, how="later").values_list("place", flat=True))
    got = [place for place in judged(town, case) if place not in left]
    cases.accept(case.pk, by=town.actor("lin"), at=later(), got=got, later=left)
    later()
    phone.open(f"/my/cases/{case.pk}/gap/")
    for slot in phone.page.locator("main input[type=file]").all():
        slot.set_input_files({"name": "补.pdf", "mimeType": "application/pdf", "buffer": PDF})
    with phone.page.expect_navigation():
        phone.robot.press(phone.page.get_by_role("button", name="交上去"))
    assert not Material.objects.filter(subject=case.pk, state="gap").exists()


@ways
def test_a_payment_fails_first_and_is_made_once(town: Town, phone: Phone, settings: Any) -> None:
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"payment": "local"})
    town.rewrite(FOOD, fee=FEE)
    case = phone.apply(town.account(), FOOD)
    cases.accept(case.pk, by=town.actor("lin"), at=later(), got=judged(town, case))
    payments.draw(by=town.actor("wu"), at=later(), case=case.pk)
    later()
    for outcome, said in (("failed", "没付成，没有扣款"), ("paid", "已付30.00元")):
        assert "30.00元" in phone.open(f"/my/cases/{case.pk}/payment/")
        with phone.page.expect_navigation():
            phone.robot.press(phone.page.get_by_role("button", name="去付款"))
        payer = Robot(phone.page, phone.hand, {"outcome": outcome})
        payer.one_page()
        assert said in phone.page.locator("main").inner_text()
    assert Bill.objects.get(case=case).state == "paid"


@ways
def test_an_agent_files_with_a_mandate(town: Town, phone: Phone) -> None:
    account = town.account(
        "李敏", identity.synthetic_resident_id("189901", date(1990, 1, 5), 9), phone="13900000000"
    )
    tie = town.tie(account, role="agent")
    case = phone.apply(account, FOOD, who=str(tie.pk))
    assert dict(Party.objects.filter(case=case).values_list("role", "name")) == {
        "applicant": "示例商贸有限公司",
        "agent": "李敏",
    }


@ways
def test_a_guardian_files_for_a_child(town: Town, phone: Phone) -> None:
    tie = town.tie(town.account(), role="guardian", name="陈小雨", number=CHILD)
    case = phone.apply(town.account(), CARD, who=str(tie.pk))
    assert (case.applicant_name, Party.objects.get(case=case, role="agent").mandate) == ("陈小雨", "监护人")


@ways
def test_a_firm_files_through_its_representative(town: Town, phone: Phone) -> None:
    tie = town.tie(town.account())
    town.licence("营业执照", towns.FIRM_CODE, name="示例商贸有限公司")
    case = phone.apply(town.account(), FOOD, who=str(tie.pk))
    assert (case.applicant_kind, case.applicant_name) == ("body", "示例商贸有限公司")
    assert Material.objects.get(subject=case.pk, name="营业执照").state == "waived"


@ways
def test_somebody_from_another_city_need_not_come(town: Town, phone: Phone) -> None:
    account = town.account("阿卜杜热合曼·吐尔逊买买提", STRANGER, phone="13700000000")
    case = phone.apply(account, FOOD, way="upload", address="邻省邻市友谊路8号")
    assert (case.channel, case.delivery, case.applicant_name) == (
        "portal",
        "post",
        "阿卜杜热合曼·吐尔逊买买提",
    )
    shot(phone.page, f"far-{phone.hand}")
