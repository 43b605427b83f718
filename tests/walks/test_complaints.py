"""A complaint in Chromium: from the telephone to the call-back, once unsatisfied and done again; its caller reads along."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import town as towns
from tests.browser import axe, enter
from yichuang.complaints.models import WorkOrder

pytestmark = pytest.mark.browser
HERE = "/office/complaints/"


@pytest.fixture
def town(transactional_db: None) -> towns.Town:
    """The small town."""
    return towns.build(("food-business-license-new",))


def step(page: Page, live_server: Any, person: Any, order: WorkOrder, noun: str, **said: str) -> None:
    """Let a person take one step on the order's page; a radio is named with its value."""
    enter(page, live_server, person)
    page.goto(f"{HERE}{order.pk}/")
    axe(page)
    form = page.locator(f'form[action$="/{noun}/"]')
    for name, value in said.items():
        field = form.locator(f'[name="{name}"]')
        kind = field.first.get_attribute("type")
        if kind == "checkbox":
            field.check()
        elif kind == "radio":
            form.locator(f'[name="{name}"][value="{value}"]').check()
        elif field.first.evaluate("box => box.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button.btn").click()
    page.wait_for_load_state()
    order.refresh_from_db()


def answered(page: Page, live_server: Any, town: towns.Town, order: WorkOrder, text: str) -> None:
    """The department signs, handles and answers; the supervisor closes."""
    wu, guo = town.people["wu"], town.people["guo"]
    step(page, live_server, wu, order, "signing")
    step(page, live_server, wu, order, "handling", outcome="solved", text="和窗口核对过。")
    step(page, live_server, wu, order, "answer", text=text, how="phone")
    step(page, live_server, guo, order, "closing")
    assert order.state == "closed"


def test_from_the_call_to_the_call_back_and_once_again(
    town: towns.Town, at_desktop: Page, new_page: Callable[..., Page], live_server: Any
) -> None:
    page, people = at_desktop, town.people
    enter(page, live_server, people["dao"])
    page.goto(HERE)
    page.keyboard.press("n")
    page.wait_for_selector("#id_content:focus")
    axe(page)
    page.keyboard.type("窗口让补一份指南上没有的材料。")
    page.keyboard.press("Tab")
    page.keyboard.type("13800000021")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=反映的内容")
    order = WorkOrder.objects.get()
    step(page, live_server, people["guo"], order, "dispatch", department=str(town.departments["market"].pk))
    answered(page, live_server, town, order, "这份材料不用交，窗口已经改正。")
    step(
        page, live_server, people["dao"], order, "call-back", reached="yes", solved="no", grade="1", own_fault="on", text="今天去还让交。",
    )  # fmt: skip
    assert (order.state, order.round) == ("reopened", 2)
    answered(page, live_server, town, order, "已经换了窗口的清单，当面向您道歉。")
    step(page, live_server, people["dao"], order, "call-back", reached="yes", solved="yes", grade="5")
    assert (order.state, order.grade, order.solved) == ("called_back", 5, True)
    phone = new_page(375, 812, has_touch=True, is_mobile=True)
    phone.goto("/complaints/follow/")
    phone.fill("#id_code", order.query_code)
    phone.fill("#id_tail", "0021")
    phone.locator("main form button.btn").click()
    phone.wait_for_selector("text=当面向您道歉")
    axe(phone)


def test_a_report_is_filed_on_a_phone_without_a_name(town: towns.Town, at_phone: Page) -> None:
    page = at_phone
    page.goto("/complaints/")
    axe(page)
    page.locator("main a", has_text="举报").click()
    page.fill("#id_content", "有人收钱插队取号。")
    page.check("#id_anonymous")
    axe(page)
    page.locator("main form button.btn").click()
    page.wait_for_selector("text=查询码")
    axe(page)
    order = WorkOrder.objects.get()
    assert order.protected and order.anonymous and not order.phone
