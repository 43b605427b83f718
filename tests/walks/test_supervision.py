"""The supervisor's day in Chromium: board, card, urging, the head signs and answers, check and closing; the head's appeal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import town as towns
from tests.browser import axe, enter, shot
from tests.town import MONDAY, Town
from tests.walks.urging import demanded
from yichuang.cases.models import Case
from yichuang.ground import now
from yichuang.journal import errands
from yichuang.journal.sweeps import discover
from yichuang.supervision import escalating
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order

pytestmark = pytest.mark.browser
CLOCK = {"at": MONDAY}
EVIDENCE = {
    "says": "承诺期限到2026年3月1日，没有停止计时，第二天开始时还没有决定。",
    "calendar": "c0ffee",
    "entries": [1, 2],
    "due": "2026-03-01",
}
Opened = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    CLOCK["at"] = MONDAY
    monkeypatch.setattr(now, "clock", lambda: CLOCK["at"])
    discover()
    return towns.build()


@pytest.fixture
def window(town: Town, new_page: Opened, live_server: Any) -> Opened:
    """A browser window of a person, made when first asked for."""
    pages: dict[tuple[str, int], Page] = {}

    def of(who: str, width: int = 1366, height: int = 768) -> Page:
        page = pages.get((who, width)) or new_page(width, height)
        pages[who, width] = page
        enter(page, live_server, town.people[who])
        return page

    return of


def told(page: Page, label: str, text: str, button: str) -> None:
    """Write into a field and press the button of its form."""
    page.get_by_label(label).fill(text)
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_the_supervisor_s_day(town: Town, window: Opened) -> None:
    town.card(evidence=EVIDENCE)
    town.card(rule="due-soon", level="yellow", evidence=EVIDENCE)
    guo, gao = window("guo"), window("gao")
    guo.goto("/office/board/")
    guo.locator("table.push").get_by_role("link", name="为什么").first.click()
    guo.wait_for_url("**/office/cards/*/")
    assert guo.get_by_text(EVIDENCE["says"]).is_visible()
    axe(guo)
    shot(guo, "card-1366")
    guo.keyboard.press("u")
    guo.wait_for_url("**/office/orders/new/**")
    guo.get_by_label("哪一级").select_option("urge")
    axe(guo)
    shot(guo, "order-new-1366")
    guo.get_by_label("为什么督办").fill("超了承诺期限，写明原因，3天内办结")
    guo.keyboard.press("Control+Enter")
    guo.wait_for_url("**/office/orders/*-*/")
    order = Order.objects.get()
    assert order.level == "urge" and order.card is not None

    gao.goto("/desk/")
    gao.get_by_role("link", name="督办", exact=True).first.click()
    gao.get_by_role("link", name="督办单", exact=True).first.click()
    gao.wait_for_url("**/office/orders/")
    gao.wait_for_selector("tr[data-yc-row]:focus")
    gao.keyboard.press("Enter")
    gao.wait_for_url(f"**/office/orders/{order.pk}/")
    with gao.expect_navigation():
        gao.keyboard.press("Control+Enter")
    axe(gao)
    shot(gao, "order-signed-1366")
    told(gao, "办理情况和结果", "已经办结，系统故障补了手续，加了到期提醒。", "答复")
    assert Order.objects.get().state == "answered"

    guo.reload()
    guo.get_by_label("属实，通过").check()
    told(guo, "核查了什么", "查过办件，属实。", "记下核查结果")
    with guo.expect_navigation():
        guo.keyboard.press("Control+Enter")
    assert Order.objects.get().closed_how == "done"
    axe(guo)
    shot(guo, "order-closed-1366")
    errands.drain(MONDAY)
    guo.keyboard.press("p")
    guo.wait_for_url("**/print/")
    assert guo.get_by_text("按发出时的样子保存").is_visible()
    shot(guo, "order-paper")


def test_the_head_appeals_in_time_and_is_heard(town: Town, window: Opened) -> None:
    card, late = town.card(evidence=EVIDENCE), town.card(rule="statutory-over", evidence=EVIDENCE)
    gao, guo = window("gao", 375, 812), window("guo")
    gao.goto("/office/cards/")
    axe(gao)
    shot(gao, "cards-375")
    gao.goto(f"/office/cards/{card.pk}/")
    shot(gao, "card-375")
    told(gao, "为什么不该亮这张牌", "3月1日起在做检验，不该计时。", "申诉")
    assert gao.evaluate("document.documentElement.scrollWidth") <= 375
    guo.goto(f"/office/cards/{card.pk}/")
    guo.get_by_role("radio", name="撤销").check()
    told(guo, "理由", "检验通知书写着3月1日起停止计时。", "作出结论")
    assert Card.objects.get(pk=card.pk).state == "withdrawn"
    shot(guo, "card-withdrawn-1366")

    CLOCK["at"] = MONDAY + timedelta(days=4)
    gao = window("gao", 375, 812)
    gao.goto(f"/office/cards/{late.pk}/")
    assert (
        gao.get_by_text("申诉期到2026年3月5日").is_visible()
        and not gao.get_by_role("button", name="申诉").count()
    )


def test_nobody_signs_and_the_next_step_follows(town: Town, window: Opened) -> None:
    card = town.card(evidence=EVIDENCE)
    guo = window("guo")
    guo.goto(f"/office/orders/new/?card={card.pk}")
    guo.get_by_label("哪一级").select_option("urge")
    told(guo, "为什么督办", "超了承诺期限，写明原因", "下达")
    CLOCK["at"] = MONDAY + timedelta(days=2)
    escalating.run(CLOCK["at"])
    guo = window("guo")
    guo.goto("/office/orders/")
    axe(guo)
    shot(guo, "orders-1366")
    guo.get_by_role("link", name="督办", exact=True).last.click()
    guo.wait_for_url("**/office/orders/*-*/")
    assert guo.get_by_text("催办到3月3日没有签收").first.is_visible()


def test_two_people_stop_a_demand(town: Town, window: Opened) -> None:
    case = demanded(town)
    card = town.card(
        Case.objects.get(pk=case), rule="outside-list", department=None, hall=town.hall.pk, evidence=EVIDENCE
    )
    guo, luo = window("guo"), window("luo", 375, 812)
    guo.goto(f"/office/cards/{card.pk}/")
    guo.get_by_role("link", name="停止违规要求").click()
    guo.get_by_role("checkbox").first.check()
    axe(guo)
    shot(guo, "stop-1366")
    told(guo, "为什么违规", "清单里没有房东的证明", "提出停止")
    luo.goto(f"/office/cases/{case}/stop/")
    axe(luo)
    shot(luo, "stop-375")
    with luo.expect_navigation():
        luo.get_by_role("button", name="确认停止").click()
    assert Case.objects.get(pk=case).state == "filed"


def test_the_window_sees_its_card_and_answers(town: Town, window: Opened) -> None:
    town.card(department=None, hall=town.hall.pk, window=town.window.pk, evidence=EVIDENCE)
    lin = window("lin")
    lin.goto("/office/cards/")
    lin.wait_for_selector("tr[data-yc-row]:focus")
    lin.keyboard.press("Enter")
    lin.wait_for_url("**/office/cards/*/")
    told(lin, "怎么回事，怎么改", "当天断网，已经补办。", "说明")
    assert Card.objects.get().answer == "当天断网，已经补办。"
