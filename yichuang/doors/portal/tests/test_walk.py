"""Citizens' walks in a browser: found, asked, listed, printed, followed, rated; with keys alone, without scripts, in every size."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import town as towns
from tests.browser import DESKTOP, PHONE, axe
from tests.town import Town
from yichuang.cases.models import Case
from yichuang.doors.portal.tests.test_progress import correcting
from yichuang.ratings.models import Rating

pytestmark = pytest.mark.browser
LIST = "/items/company-establishment/list/?premises=lease&preapproval=~&agent=no"
PAGES = (
    "/", "/find/?q=公司", "/find/?q=qqzzxx", "/items/", "/departments/", "/stages/", "/stages/entry/", "/topics/", "/items/company-establishment/",
    "/items/company-establishment/questions/", "/items/company-establishment/questions/?~asked=premises", LIST, LIST.replace("list", "notice"),
    "/progress/", "/halls/", "/mistakes/", "/accessibility/", "/leave/", "/p/AAAA-AAAA",
)  # fmt: skip
LOOKS = {"m": DESKTOP, "m.hc": PHONE, "xl": PHONE, "l.elder": DESKTOP}


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The small town, for real."""
    return towns.build()


@pytest.fixture
def page_in(new_page: Callable[..., Page], live_server: Any) -> Callable[[str], Page]:
    """Open a page in a display: page_in("xl")."""

    def make(look: str, **options: Any) -> Page:
        page = new_page(*LOOKS[look], **options)
        page.context.add_cookies([{"name": "yc_display", "value": look, "url": live_server.url}])
        return page

    return make


def address(case: Case) -> str:
    return f"/p/{case.query_code[:4]}-{case.query_code[4:]}"


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_can_be_used_by_everybody(town: Town, page_in: Callable[..., Page], look: str) -> None:
    page = page_in(look)
    made = [correcting(town), town.case(upto="ready")]
    for path in (
        *PAGES,
        *map(address, made),
        f"{address(made[1])}/rating",
        f"{address(made[1])}/rating?channel=4",
    ):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        axe(page)
        if "/notice/" not in path:
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} at {look} is {wide} too wide"


def stops_until(page: Page, selector: str, most: int = 12) -> int:
    """Return how many times Tab is struck until `selector` has the focus."""
    for count in range(1, most + 1):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return count
    return most + 1


@pytest.mark.parametrize(
    ("path", "action"),
    [
        ("/", "#q"), ("/items/company-establishment/", "a.start"), ("/items/company-establishment/questions/?~was=own", "main button.btn"),
        (LIST, "main a.btn"), ("/progress/", "main button.btn"), ("/find/?q=公司", ".found a"),
    ],
)  # fmt: skip
def test_the_main_action_is_near(town: Town, at_desktop: Page, path: str, action: str) -> None:
    at_desktop.goto(path)
    at_desktop.keyboard.press("Tab")
    expect(at_desktop.locator(".skip")).to_be_focused()
    assert 1 + stops_until(at_desktop, action) <= 10


@pytest.mark.parametrize("scripts", [True, False])
def test_a_newcomer_walks_from_a_word_to_the_paper(
    town: Town, new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(*PHONE, java_script_enabled=scripts)
    page.goto("/")
    page.fill("#q", "公司设立")
    page.click("text=查找")
    page.click("main >> text=公司设立登记")
    page.click("text=开始问3个问题")
    for answer in ("租赁或借用", "我不确定", "本人办理"):
        page.click(f"main label:has-text('{answer}')")
        page.click("text=继续")
    expect(page.locator("h1")).to_contain_text("您要交2份")
    expect(page.locator("main")).to_contain_text("“经营范围是否含登记前须经批准的项目”选“涉及”，才要交")
    page.click("text=打印一次性告知书")
    expect(page.locator("h1")).to_have_text("一次性告知书")
    expect(page.locator("[data-yc-print-page]")).to_be_visible(visible=scripts)
    narrowest = min(cell.bounding_box()["width"] for cell in page.locator(".paper td").all())  # type: ignore[index]
    assert narrowest >= 40
    page.click("text=回到清单")
    page.click("dl.summary a >> nth=0")
    page.click("main label:has-text('自有房产')")
    page.click("text=继续")
    expect(page.locator("main")).to_contain_text("住所使用证明（不动产权证书）")


@pytest.mark.parametrize("scripts", [True, False])
def test_progress_takes_two_steps_and_a_rating_one_tap(
    town: Town, new_page: Callable[..., Page], scripts: bool
) -> None:
    case = town.case(upto="delivered")
    page = new_page(*PHONE, java_script_enabled=scripts)
    page.goto("/")
    page.fill("#code", case.query_code)
    page.click("text=查进度")
    expect(page.locator("h1")).to_contain_text("已领取")
    page.click("text=给这次服务打分")
    page.click("button:has-text('非常满意') >> nth=0")
    expect(page.locator("h1")).to_have_text("谢谢您的评价")
    assert (Rating.objects.get().grade, Rating.objects.get().channel) == (5, "1")


def test_a_low_rating_takes_two_taps(town: Town, at_phone: Page) -> None:
    case = town.case(upto="delivered")
    at_phone.goto(f"{address(case)}/rating")
    at_phone.click("button:has-text('非常不满意')")
    assert not Rating.objects.exists()
    at_phone.click("text=交评价")
    expect(at_phone.locator("main")).to_contain_text("整改")
    assert Rating.objects.get().grade == 1


def test_a_missed_answer_is_one_step_away(town: Town, at_desktop: Page) -> None:
    at_desktop.goto("/items/company-establishment/questions/?premises=own")
    at_desktop.click("text=继续")
    expect(at_desktop.locator(".errors")).to_be_focused()
    assert at_desktop.title().startswith("错误：")
    at_desktop.click(".errors a")
    expect(at_desktop.locator("#preapproval_0")).to_be_focused()
    at_desktop.keyboard.press("Space")
    at_desktop.keyboard.press("Enter")
    expect(at_desktop.locator("h1")).to_have_text("是否委托他人代办？")


def test_a_wrong_code_is_told_beside_the_box(town: Town, at_phone: Page) -> None:
    at_phone.goto("/progress/")
    at_phone.fill("#code", "aaaa-aaaa")
    at_phone.click("text=查进度")
    expect(at_phone.locator(".errors")).to_be_focused()
    expect(at_phone.locator("#code-error")).to_contain_text("没有这个查询码。")
    expect(at_phone.locator("#code")).to_have_value(re.compile("AAAA-AAAA", re.I))


def test_letters_find_an_item_by_keys_alone(town: Town, at_desktop: Page) -> None:
    at_desktop.goto("/")
    at_desktop.focus("#q")
    at_desktop.keyboard.type("gssl")
    expect(at_desktop.locator("[role=option]").first).to_contain_text("公司设立登记")
    at_desktop.keyboard.press("ArrowDown")
    at_desktop.keyboard.press("Enter")
    expect(at_desktop.locator("h1")).to_have_text("公司设立登记")


@pytest.mark.parametrize("key", ["company-establishment", "construction-permit"])
def test_the_paper_prints_on_two_sheets_at_most(town: Town, at_desktop: Page, key: str) -> None:
    at_desktop.goto(f"/items/{key}/notice/")
    printed = at_desktop.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
