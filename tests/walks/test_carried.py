"""From a phone to the window: the answers given at home are on the clerk's table after one scan, whatever had the focus."""

import pytest
from django.urls import reverse

from tests import town as towns
from tests.browser import DESKTOP, PHONE, enter
from yichuang.cases.models import Case
from yichuang.doors import carried
from yichuang.ground.templatetags.yc import _qr

pytestmark = pytest.mark.browser
FIRM = "company-establishment"
SAID = {"premises": "租赁或借用", "preapproval": "不涉及", "agent": "本人办理"}
ANSWERS = {"premises": "lease", "preapproval": "no", "agent": "no"}


@pytest.fixture
def town(transactional_db):
    made = towns.build((FIRM, "equity-pledge-registration"))
    made.licence("居民身份证")
    return made


def scan(page, text):
    """A scanner types fast and ends with Enter."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_from_the_phone_is_scanned_and_filed(town, new_page, live_server, scripts):
    phone = new_page(*PHONE, java_script_enabled=scripts)
    phone.goto(f"/items/{FIRM}/questions/")
    for label in SAID.values():
        phone.click(f"main label:has-text('{label}')")
        phone.click("text=继续")
    code = carried.address(FIRM, ANSWERS)
    drawn = phone.locator("#window svg path").first.get_attribute("d")
    assert drawn and drawn in _qr(code), "the code on the page is the list's address"

    window = new_page(*DESKTOP)
    enter(window, live_server, town.people["lin"])
    window.goto(reverse("counter:bench"))
    window.wait_for_selector("#number:focus")
    scan(window, code)
    window.wait_for_selector("text=扫到清单：公司设立登记")
    window.fill("#number", towns.CHEN_ID)
    window.keyboard.press("Enter")
    window.wait_for_selector("#mt")
    assert "情形来自申请人带来的清单：租赁或借用 / 不涉及 / 本人办理" in window.locator("main").inner_text()
    window.keyboard.press("a")
    window.wait_for_selector("text=都核完了")
    window.keyboard.press("F9")
    window.wait_for_selector("#done")
    case = Case.objects.get()
    assert case.item.key == FIRM and '"lease"' in case.answers


@pytest.mark.parametrize("focus", ["body", "#q", "#phone"])
def test_a_scan_lands_wherever_the_focus_is(town, at_desktop, live_server, focus):
    page = at_desktop
    enter(page, live_server, town.people["lin"])
    page.goto(reverse("counter:bench"))
    page.fill("#number", towns.CHEN_ID)
    page.keyboard.press("Enter")
    page.wait_for_selector("#q:focus")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("document.activeElement.blur()") if focus == "body" else page.focus(focus)
    scan(page, carried.address(FIRM, ANSWERS, ()))
    page.wait_for_selector("#mt")
    if focus == "#phone":
        assert "items" not in page.locator("#phone").input_value()
