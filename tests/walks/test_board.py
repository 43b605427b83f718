"""The board in Chromium: number, list and case in three clicks; an act shows by itself; charts follow size; the wall does not scroll."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import town as towns
from tests.browser import axe, enter
from tests.town import MONDAY, Town
from yichuang.ground import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LATER = MONDAY + timedelta(days=14)
BOARD = "/office/board/"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(now, "clock", lambda: LATER)
    return towns.build(("company-establishment",))


def test_from_a_number_to_the_case_in_three_clicks(town: Town, at_desktop: Page, live_server: Any) -> None:
    case = town.case()
    town.card(case)
    enter(at_desktop, live_server, town.people["guo"])
    at_desktop.goto(BOARD)
    at_desktop.locator("#kpi-red").click()
    expect(at_desktop.get_by_text("共1件")).to_be_visible()
    at_desktop.get_by_role("link", name="公司设立登记").first.click()
    expect(at_desktop).to_have_url(f"{live_server.url}/office/cases/{case.pk}/")
    at_desktop.goto(BOARD)
    at_desktop.get_by_role("link", name="发督办单").first.click()
    expect(at_desktop.locator("h1")).to_contain_text("督办单")


def test_an_act_shows_by_itself_and_takes_no_focus_away(
    town: Town, at_desktop: Page, live_server: Any
) -> None:
    case = town.case()
    enter(at_desktop, live_server, town.people["guo"])
    at_desktop.goto(BOARD)
    expect(at_desktop.locator("#kpi-red b")).to_have_text("0")
    at_desktop.locator("#kpi-yellow").focus()
    town.card(case)
    expect(at_desktop.locator("#kpi-red b")).to_have_text("1", timeout=5_000)
    expect(at_desktop.locator("#kpi-yellow")).to_be_focused()
    shown = at_desktop.locator("#board-now").inner_text()
    at_desktop.reload()
    assert at_desktop.locator("#board-now").inner_text() == shown


def test_charts_are_drawn_said_and_follow_the_size(town: Town, at_desktop: Page, live_server: Any) -> None:
    town.case()
    enter(at_desktop, live_server, town.people["guo"])
    at_desktop.goto(BOARD)
    box = at_desktop.locator("#who .chart-box")
    expect(box.locator("canvas")).to_be_visible()
    assert "市场监督管理局" in (box.get_attribute("aria-label") or "")
    before = box.locator("canvas").bounding_box()
    at_desktop.locator("[data-yc-size=l]").click()
    at_desktop.wait_for_function(
        "h => document.querySelector('#who canvas').clientHeight > h", arg=before["height"]
    )  # type: ignore[index]
    at_desktop.locator("#who summary").press("Enter")
    expect(at_desktop.locator("#who table")).to_be_visible()
    axe(at_desktop)


def test_without_scripts_the_tables_stand_open(town: Town, new_page: Any, live_server: Any) -> None:
    town.case()
    page = new_page(375, 812, java_script_enabled=False)
    enter(page, live_server, town.people["guo"])
    page.goto(BOARD)
    expect(page.locator("#who table")).to_be_visible()
    expect(page.locator("#who .chart-box")).to_be_hidden()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_wall_fits_its_screen_and_renews_itself(
    town: Town, new_page: Any, live_server: Any, size: tuple[int, int]
) -> None:
    case = town.case()
    page = new_page(*size)
    enter(page, live_server, town.people["guo"])
    page.goto(f"{BOARD}wall/")
    high, wide = (page.evaluate(f"document.documentElement.scroll{side}") for side in ("Height", "Width"))
    assert (wide, high) <= size and high <= size[1]
    nodes = page.evaluate("document.querySelectorAll('*').length")
    town.card(case)
    expect(page.locator(".is-red dd").first).to_have_text("1", timeout=12_000)
    assert page.evaluate("document.querySelectorAll('*').length") == nodes
    axe(page)
