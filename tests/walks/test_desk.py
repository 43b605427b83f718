"""The desk by keyboard alone: a clean case approved in a few keys, a point refused with its reason, nothing on the mouse."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import town as towns
from tests.browser import axe, enter
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Step
from yichuang.doors.desk.views import bench as benches

pytestmark = pytest.mark.browser
KEY = "food-business-license-new"
COUNT = """() => {
  window.presses = 0; window.clicks = 0
  addEventListener("keydown", e => { if (!["Control", "Shift", "Alt"].includes(e.key)) presses++ }, true)
  addEventListener("pointerdown", () => clicks++, true)
}"""


@pytest.fixture
def town(transactional_db, monkeypatch):
    monkeypatch.setattr(benches, "now", lambda: towns.MONDAY + timedelta(days=1))
    return towns.build((KEY,))


@pytest.fixture
def desk(town, at_desktop, live_server):
    """Open the desk for a person of the cast; the keys are counted from here."""

    def open_(name, page=at_desktop):
        enter(page, live_server, town.people[name])
        page.goto(reverse("desk:inbox"))
        page.evaluate(COUNT)
        return page

    return open_


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def opened(page):
    return page.locator("#case [data-desk-case]").first.get_attribute("data-desk-case")


def test_a_clean_case_is_approved_in_six_keys_and_the_next_opens_alone(town, desk):
    first, second = (
        town.case(KEY, upto="reviewed"),
        town.case(KEY, upto="reviewed", at=towns.MONDAY + timedelta(hours=4)),
    )
    page = desk("sun")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case-title:focus")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f'#case [data-desk-case="{second.pk}"]')
    assert page.evaluate("presses") <= 6 and page.evaluate("clicks") == 0
    assert (
        Case.objects.get(pk=first.pk).outcome == "granted"
        and Case.objects.get(pk=second.pk).state == "reviewed"
    )
    assert focused(page) == "case-title" and str(second.pk) in page.url
    assert (
        page.locator("#inbox [data-yc-row]").count() == 1
        and "已准予" in page.locator("#yc-says").inner_text()
    )
    axe(page)


def test_a_reviewer_marks_every_point_by_key_and_says_the_opinion(town, desk):
    case = town.case(KEY)
    page = desk("wu")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case-title:focus")
    for key in "yyy":
        page.keyboard.press(key)
    page.wait_for_selector("text=3条，过3条")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=没有打开的件")
    assert page.evaluate("presses") == 5 and page.evaluate("clicks") == 0
    assert Step.objects.get(case=case, key="review").verdict == "pass"


def test_a_point_that_does_not_hold_asks_for_its_reason_and_goes_on(town, desk):
    case = town.case(KEY)
    page = desk("wu")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case-title:focus")
    page.keyboard.press("n")
    page.wait_for_selector("#c0-why:focus")
    page.keyboard.type("没有独立操作间")
    page.keyboard.press("Enter")
    page.wait_for_selector("#point-c1:focus")
    assert "没有独立操作间" in page.locator("#opinion").input_value()
    axe(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=还有2条要点没看")
    page.keyboard.press("Escape")
    assert Case.objects.get(pk=case.pk).state == "accepted"


def test_the_row_in_hand_is_the_open_case(town, desk):
    made = [
        str(town.case(KEY, upto="reviewed", at=towns.MONDAY + timedelta(hours=4 * n)).pk) for n in range(3)
    ]
    page = desk("sun")
    assert opened(page) == made[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.wait_for_selector(f'#case [data-desk-case="{made[2]}"]')
    page.keyboard.press("k")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已准予")
    assert [Case.objects.get(pk=pk).state for pk in made] == ["reviewed", "decided", "reviewed"]


def test_a_special_procedure_is_begun_and_left_by_key(town, desk):
    case = town.case(KEY)
    page = desk("wu")
    page.keyboard.press("Enter")
    page.wait_for_selector("#case-title:focus")
    page.keyboard.press("s")
    page.wait_for_selector("text=哪一种程序")
    axe(page)
    page.keyboard.press("Escape")
    page.wait_for_selector("#judge")
    page.keyboard.press("s")
    page.wait_for_selector("text=哪一种程序")
    page.get_by_label("专家评审（法定，不计时）").check()
    page.get_by_label("所需工作日").fill("20")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已停止计时")
    assert Case.objects.get(pk=case.pk).stopped
    axe(page)


def test_a_refusal_has_no_key_and_a_page_of_its_own(town, desk):
    town.case(KEY, upto="reviewed")
    page = desk("sun")
    page.get_by_role("link", name="不予许可…").click()
    page.wait_for_selector("text=申请行政复议")
    assert page.locator(".confirm [data-yc-key]").count() == 0
    axe(page)
    page.get_by_role("button", name="作出不予的决定").click()
    page.wait_for_selector("text=请填写依据的条款。")
    axe(page)


def test_a_page_gone_stale_says_what_changed_and_keeps_the_words(town, desk):
    case = town.case(KEY, upto="reviewed")
    page = desk("sun")
    page.fill("#opinion", "我写的意见。")
    cases.ask_extension(case.pk, by=town.actor("wu"), at=towns.MONDAY, reason="等检验报告")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=提出延期：等检验报告")
    assert page.locator("#opinion").input_value() == "我写的意见。"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=没有打开的件")


def test_the_reason_of_a_due_day_opens_in_place_and_as_a_paper(town, desk):
    town.case(KEY)
    page = desk("wu")
    page.locator("summary", has_text="期限").first.click()
    page.locator("summary", has_text="为什么是这一天").first.click()
    page.wait_for_selector("text=第10天")
    axe(page)
    page.goto(page.get_by_role("link", name="打开可打印的推算").first.get_attribute("href"))
    axe(page)
    assert "期限推算" in page.locator("h1").inner_text()


def test_materials_stand_beside_the_points_and_the_pages_fit_a_phone(town, desk, at_phone):
    town.case(KEY)
    page = desk("wu")
    page.keyboard.press("v")
    page.wait_for_selector("#viewer figure")
    axe(page)
    phone = desk("wu", at_phone)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375


def test_without_scripts_the_case_is_decided_all_the_same(town, new_page, live_server):
    case = town.case(KEY)
    page = new_page(java_script_enabled=False)
    enter(page, live_server, town.people["wu"])
    page.goto(reverse("desk:inbox"))
    for point in ("c0", "c1", "c2"):
        page.locator(f'input[name="{point}"][value="yes"]').check()
    page.get_by_role("button", name="建议准予").click()
    page.wait_for_selector("text=已建议准予")
    assert Case.objects.get(pk=case.pk).state == "reviewed"
