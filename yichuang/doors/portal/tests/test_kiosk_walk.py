"""A machine in the hall in a browser: big targets, the way by touch, and what happens when nobody touches it any more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import town as towns
from tests.browser import axe
from tests.town import Town

pytestmark = pytest.mark.browser
SCREEN = (1080, 1920)
LIST = "/items/company-establishment/list/?premises=lease&preapproval=~&agent=no"
# Everything one touches is at least 96 px high, which is 20 mm and more on the screens of ux.md 4.3.
SMALL = """() => [...document.querySelectorAll('main a:not([href^="tel:"]), main button, main label, main summary, .kiosk-row a, .kiosk-row button')]
  .filter(e => e.getClientRects().length && !e.matches('.skip'))
  .map(e => [e.textContent.trim(), Math.round((e.closest('.tile') || e).getBoundingClientRect().height)]).filter(([, high]) => high < 96)"""


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The small town, for real."""
    return towns.build()


@pytest.fixture
def machine(town: Town, new_page: Callable[..., Page]) -> Page:
    page = new_page(*SCREEN)
    page.goto("/kiosk/")
    return page


def test_every_page_has_big_targets_and_is_usable_by_everybody(machine: Page) -> None:
    for path in ("/", "/stages/", "/stages/entry/", "/topics/", "/items/", "/items/company-establishment/",
                 "/items/company-establishment/questions/", LIST, "/kiosk/help/", "/kiosk/complaints/",
                 "/kiosk/complaints/?kind=report", "/kiosk/complaints/?kind=help&what=find", "/kiosk/complaints/phone/?kind=report&what=gift&body=0"):  # fmt: skip
        machine.goto(path)
        assert not machine.evaluate(SMALL), path
        assert machine.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        axe(machine)


def test_the_way_goes_by_touch_from_a_stage_to_the_paper(machine: Page) -> None:
    machine.click("text=准入")
    machine.click("main >> text=公司设立登记")
    machine.click("text=开始问3个问题")
    for answer in ("租赁或借用", "我不确定", "本人办理"):
        machine.click(f"main label:has-text('{answer}')")
        machine.click("text=继续")
    expect(machine.locator("h1")).to_contain_text("您要交2份")
    machine.click("text=打印一次性告知书")
    expect(machine.locator("[data-yc-print-page]")).to_be_visible()
    machine.click("text=回到清单")
    machine.click(".kiosk-row >> text=大字")
    assert machine.evaluate("document.documentElement.dataset.size") == "l"


def test_a_complaint_goes_by_touch_from_the_kind_to_the_paper(machine: Page) -> None:
    machine.click("main >> text=投诉和建议")
    for answer in ("投诉", "拖着不办", "市场监督管理局"):
        machine.click(f"main a:has-text('{answer}')")
    for digit in "138000000611":
        machine.click(f".pad-keys >> text='{digit}'")
    machine.click("text=删一位")
    expect(machine.locator("[data-yc-pad-shown]")).to_have_text("1380000006")
    for digit in "1":
        machine.click(f".pad-keys >> text='{digit}'")
    machine.click("text=登记，给我回电")
    expect(machine.locator("h1")).to_contain_text("已登记")
    assert not machine.evaluate(SMALL)
    axe(machine)
    machine.click("text=办完了，清除")
    machine.goto("/kiosk/complaints/filed/")
    expect(machine.locator("h1")).to_contain_text("您要说什么")


def test_an_idle_machine_asks_and_then_forgets(machine: Page, town: Town) -> None:
    machine.clock.install()
    machine.goto(LIST)
    machine.clock.run_for(61_000)
    expect(machine.locator("#yc-away")).to_be_visible()
    expect(machine.locator("[data-yc-away-stay]")).to_be_focused()
    machine.click("text=接着办")
    expect(machine.locator("#yc-away")).to_be_hidden()
    machine.clock.run_for(61_000)
    expect(machine.locator("#yc-away")).to_be_visible()
    machine.clock.run_for(16_000)
    machine.wait_for_url("**/")
    expect(machine.locator("h1")).to_contain_text("点一下就行")
