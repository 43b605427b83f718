"""The issue desk by keyboard and devices: scanned, read, checked, signed, handed over, printed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import town as towns
from tests.browser import axe, enter
from tools.bridge_simulator import Bridge
from yichuang.bundles.models import Letter
from yichuang.bundles.tests import scenes
from yichuang.cases.models import Case, Delivery
from yichuang.doors.issue import views

pytestmark = pytest.mark.browser
KEY = "food-business-license-new"
# As fast as a scanner; a loaded machine would let a typing robot fall behind.
SCANNER = """text => [...text, "Enter"].forEach(key =>
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


@pytest.fixture
def town(transactional_db, monkeypatch):
    monkeypatch.setattr(views, "now", lambda: towns.MONDAY + timedelta(days=1))
    return towns.build((KEY,))


@pytest.fixture
def bridge(live_server, settings):
    """A bridge on a port of its own, which the pages are told and may ask."""
    with Bridge(port=0, origin=live_server.url) as simulated:
        settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"bridge": simulated.address})
        policy = settings.CONTENT_SECURITY_POLICY
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": {**policy["DIRECTIVES"], "connect-src": ["'self'", simulated.address]}
        }
        yield simulated


def test_a_result_is_scanned_checked_signed_and_handed_over_without_the_mouse(
    town, bridge, at_desktop, live_server
):
    case = town.case(KEY, upto="ready")
    town.case(KEY, upto="ready")
    bridge.cards.append({"name": "陈秀英", "number": towns.CHEN_ID, "matched": True})
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(reverse("issue:shelf"))
    page.keyboard.type(case.query_code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#handover")
    axe(page)
    page.keyboard.press("F4")
    page.wait_for_selector("#checked-document:focus")
    for key in "123":
        page.keyboard.press(key)
    page.keyboard.press("q")
    page.wait_for_selector("text=签好了")
    page.keyboard.press("F9")
    page.wait_for_selector("text=已交给办事人")
    delivery = Delivery.objects.get(case=case)
    assert Case.objects.get(pk=case.pk).state == "delivered" and delivery.signature.startswith(
        "data:image/png"
    )
    axe(page)


def test_a_scanner_that_types_finds_its_case_wherever_the_focus_is(town, at_desktop, live_server):
    first, second = town.case(KEY, upto="ready"), town.case(KEY, upto="ready")
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(reverse("issue:case", args=[first.pk]))
    page.locator("#case-title").focus()
    page.evaluate(SCANNER, second.query_code)
    page.wait_for_url(f"**{second.pk}**")
    page.__dict__["_yc_troubles"] = []  # no bridge here, and Chromium says so


def test_a_scanner_on_the_bridge_finds_its_case(town, bridge, at_desktop, live_server):
    case = town.case(KEY, upto="ready")
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(reverse("issue:shelf"))
    page.wait_for_selector("html[data-yc-bridge-up]")
    page.evaluate("1")  # one more round trip, in which the bridge notes its listener
    bridge.scan(case.filing_number)
    page.wait_for_url(f"**{case.pk}**")


def test_without_devices_everything_is_typed_and_the_page_says_so(town, at_desktop, live_server):
    case = town.case(KEY, upto="ready")
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(reverse("issue:case", args=[case.pk]))
    page.keyboard.press("F4")
    page.wait_for_selector("text=没接上读卡器")
    page.keyboard.type(towns.CHEN_ID)
    page.keyboard.press("Enter")
    page.wait_for_selector("#checked-document:focus")
    page.keyboard.press("F9")
    page.wait_for_selector("text=还没有核对证件、人、证上信息")
    assert (
        Case.objects.get(pk=case.pk).state == "ready"
        and page.locator("#receiver_number").input_value() == towns.CHEN_ID
    )
    axe(page)
    page.__dict__["_yc_troubles"] = []


def test_arrivals_are_ticked_and_signed_for_by_key(town, at_desktop, at_phone, live_server):
    made = [town.case(KEY, upto="decided") for _ in range(2)]
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(f"{reverse('issue:shelf')}?shelf=coming")
    axe(page)
    page.locator("[data-yc-row]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("F10")
    page.wait_for_selector("text=签收了2件")
    assert {Case.objects.get(pk=case.pk).state for case in made} == {"ready"}
    enter(at_phone, live_server, town.people["yang"])
    at_phone.goto(reverse("issue:case", args=[made[0].pk]))
    axe(at_phone)
    assert at_phone.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_result_is_posted_by_key(town, at_desktop, live_server):
    case = town.case(KEY, upto="ready")
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(reverse("issue:case", args=[case.pk]))
    page.locator("#case-title").focus()
    page.keyboard.press("F8")
    page.wait_for_selector("text=先问过办事人愿意邮寄")
    axe(page)
    page.get_by_label("邮件号").fill("EA123456789CN")
    page.keyboard.press("F9")
    page.wait_for_selector("text=已登记寄出")
    assert Case.objects.get(pk=case.pk).tracking == "EA123456789CN"
    axe(page)


def test_all_results_of_a_thing_are_handed_over_without_the_mouse(town, bridge, at_desktop, live_server):
    thing = scenes.ready(town)
    bridge.cards.append({"name": "陈秀英", "number": towns.CHEN_ID, "matched": True})
    page = at_desktop
    enter(page, live_server, town.people["yang"])
    page.goto(reverse("issue:shelf"))
    page.keyboard.type(thing.query_code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#handover")
    axe(page)
    page.keyboard.press("F4")
    page.wait_for_selector("#checked-document:focus")
    for key in "123":
        page.keyboard.press(key)
    page.keyboard.press("F9")
    page.wait_for_selector("text=5项结果一次交给了办事人")
    axe(page)
    assert Letter.objects.filter(thing=thing, kind="delivery").count() == 1
    assert set(Case.objects.filter(thing=thing.pk).values_list("state", flat=True)) == {"delivered"}
