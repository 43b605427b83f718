"""Open a restaurant as one thing in Chromium: from a few plain answers to one hand-over, each party in a window of its own."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from playwright.sync_api import Locator, Page

from tests import town as towns
from tests.browser import axe, enter
from tests.town import CHEN_ID, MONDAY, Town
from tests.walks.robot import Robot
from yichuang.bundles import preparing
from yichuang.bundles.models import Letter, Notice, Part, Thing
from yichuang.bundles.tests import scenes
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.catalogue import bundles
from yichuang.doors import bundled
from yichuang.ground import now
from yichuang.journal import stamps

pytestmark = pytest.mark.browser
FOOD, FIRE = "food-business-license-new", "fire-safety-check-general"
CLOCK = {"at": MONDAY}


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    CLOCK["at"] = MONDAY
    monkeypatch.setattr(now, "clock", lambda: CLOCK["at"])
    return scenes.brought(towns.build())


def later() -> datetime:
    """Let an hour pass, with all that follows."""
    CLOCK["at"] += timedelta(hours=1)
    scenes.drained(CLOCK["at"])
    return CLOCK["at"]


class Desks:
    """Each department's reviewer and approver at a window of their own."""

    def __init__(self, town: Town, new_page: Callable[..., Page], live_server: Any) -> None:
        self.town, self.new_page, self.live_server = town, new_page, live_server
        self.pages: dict[tuple[int, str], Page] = {}

    def of(self, department: int, kind: str) -> Page:
        """The window of a department's post."""
        name = next(
            n for n, p in self.town.posts.items() if p.organisation_id == department and p.kind == kind
        )
        page = self.pages.get((department, kind)) or self.new_page()
        self.pages[department, kind] = page
        enter(page, self.live_server, self.town.people[name])
        return page


@pytest.fixture
def desks(town: Town, new_page: Callable[..., Page], live_server: Any) -> Desks:
    return Desks(town, new_page, live_server)


def also(page: Page) -> list[Locator]:
    """The optional items of the bundle, all of them."""
    return page.locator("main form input[type=checkbox]").all()


def asked(page: Page) -> tuple[int, str]:
    """Answer the thing's own plain questions (the fire check by 一般程序, else the first option); returns how many, and the list's address."""
    page.goto("/things/open-restaurant/")
    page.get_by_role("link", name="开始").click()
    for number in range(20):
        if (enough := page.get_by_role("link", name="先看清单")).count():
            enough.click()
            page.wait_for_url("**/list/**")
            return number, page.url
        radios = page.locator("main form input[type=radio]")
        wanted = page.locator('main form input[type=radio][value="general"]')
        for option in [(wanted if wanted.count() else radios).first] if radios.count() else also(page):
            option.check()
        with page.expect_navigation():
            page.get_by_role("button", name="继续").click()
    raise AssertionError(page.url)


def filed(page: Page, town: Town, live_server: Any, address: str) -> Thing:
    """From the list to one form, one set of papers and one number, signed in as the citizen."""
    enter(page, live_server, town.account())
    page.goto(address)
    page.get_by_role("link", name="网上办").click()
    robot = Robot(page)
    robot.walk()
    return Thing.objects.get()


def said(page: Page, thing: Thing, asking: tuple[str, ...]) -> None:
    """A department opens the thing from its box and says of each of its parts what is missing; the parts in `asking` want a paper."""
    for _ in range(Part.objects.filter(thing=thing).count()):
        page.goto("/desk/things/?box=say")
        if not page.locator("#things-table").count():
            return
        page.locator("#things-table [data-yc-open]").first.click()
        page.wait_for_selector("text=看材料")
        page.keyboard.press("s")
        page.wait_for_url("**/papers/")
        if page.url.split("/")[-3] in asking:
            page.locator("main select").first.select_option("1")
            with page.expect_navigation():
                page.keyboard.press("F8")
        else:
            with page.expect_navigation():
                page.keyboard.press("F9")
        assert not page.locator(".error-summary").count(), page.locator("main").inner_text()


def decided(desks: Desks, case: Case, *, refuse: bool = False) -> None:
    """The department's reviewer passes a case by key; its approver decides it."""
    page = desks.of(case.department_id, "reviewer")
    page.goto(f"/desk/cases/{case.pk}/")
    if (look := page.get_by_role("link", name="核材料，受理或告知补正…")).count():
        look.click()
        page.wait_for_selector("#acceptance")
        for paper in page.locator("#acceptance select").all():
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                paper.select_option("got")
        page.keyboard.press("F9")
        page.wait_for_selector("text=已受理，办件编号")
        page.goto(f"/desk/cases/{case.pk}/")
    for point in page.locator('#judge input[type=radio][value="yes"]').all():
        point.check()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已建议准予")
    page = desks.of(case.department_id, "approver")
    page.goto(f"/desk/cases/{case.pk}/")
    if refuse:
        page.get_by_role("link", name="不予许可…").click()
        page.wait_for_selector("text=申请行政复议")
        page.locator("[name=opinion]").fill("疏散通道不足。")
        page.locator("[name=clause]").fill("《消防法》第十五条")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        if refuse:
            page.get_by_role("button", name="作出不予的决定").click()
        else:
            page.keyboard.press("Control+Enter")
    assert Case.objects.get(pk=case.pk).outcome == ("refused" if refuse else "granted"), case.item.key


def going(thing: Thing) -> list[Case]:
    """The cases of the thing that wait for a decision."""
    later()
    return list(Case.objects.filter(thing=thing.pk, outcome="").order_by("id"))


def computed(address: str) -> dict[str, int]:
    """What is saved, from the records, for the answers in the list's address."""
    facts, stamp = bundles.by_name("open-restaurant", stamps.current()), stamps.current()
    said_ = bundled.read(facts, bundles.items(facts, stamp), QueryDict(urlsplit(address).query))
    ready = preparing.prepared(
        facts, said_.answers, skip=said_.skip, stamp=stamp, region=towns.REGION, at=CLOCK["at"]
    )
    return ready.plan.told()["saved"]


def compared(page: Page, name: str) -> tuple[int, int]:
    """A row of the list's table of what is saved: one by one, and together."""
    cells = page.locator("main table tr", has=page.get_by_role("rowheader", name=name)).locator("td")
    before, after = (int(re.sub(r"\D", "", text)) for text in cells.all_inner_texts())
    return before, after


def put_right(page: Page, thing: Thing) -> None:
    """Anybody who knows the last digits opens the page of the code and hands in what the one notice lists."""
    page.context.clear_cookies()
    page.goto(f"/p/{thing.query_code}")
    page.get_by_role("link", name="现在补").click()
    tail = Robot(page, "touch", {"tail": CHEN_ID[-4:]})
    tail.walk(until="^要补2份材料$")
    for slot in page.locator("main input[type=file]").all():
        tail.hand_in(slot)
    with page.expect_navigation():
        tail.press(page.get_by_role("button", name="全部交齐，提交"))


def noticed(page: Page) -> None:
    """The lead opens what all departments said and sends it as one notice."""
    page.goto("/desk/things/?box=settle")
    page.locator("#things-table [data-yc-open]").first.click()
    page.wait_for_selector("text=看合成的通知")
    page.keyboard.press("n")
    page.wait_for_selector("text=通知这样写")
    axe(page)
    assert page.locator("main ol.numbers > li").count() == 2
    with page.expect_navigation():
        page.keyboard.press("F8")


def handed_over(page: Page, thing: Thing) -> None:
    """The issue desk finds the thing by its code and hands everything over against one signature."""
    page.goto("/issue/")
    page.keyboard.type(thing.query_code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#handover")
    page.fill("#receiver_number", CHEN_ID)
    for check in page.locator('#handover input[type="checkbox"]').all():
        check.check()
    page.keyboard.press("F9")
    page.wait_for_selector("text=5项结果一次交给了办事人")


def test_a_restaurant_is_opened_as_one_thing(
    town: Town,
    desks: Desks,
    at_phone: Page,
    at_desktop: Page,
    live_server: Any,
    record_property: Callable[..., None],
) -> None:
    answers, address = asked(at_phone)
    saved = computed(address)
    papers = compared(at_phone, "材料")
    assert papers == (saved["materials_before"], saved["materials_after"])
    thing = filed(at_phone, town, live_server, address)
    for department in Part.objects.filter(thing=thing).values_list("department", flat=True).distinct():
        said(desks.of(department, "reviewer"), thing, (FOOD, FIRE))
    noticed(desks.of(thing.lead_id, "reviewer"))
    assert Notice.objects.filter(thing=thing).count() == 1
    later()
    put_right(at_phone, thing)
    for case in going(thing):
        decided(desks, case)
    beside = going(thing)
    assert len({case.department_id for case in beside}) == 3
    for case in beside:
        decided(desks, case, refuse=case.item.key == FIRE)
    at = later()
    assert (
        scenes.states(thing)[FIRE] == "ended"
        and Letter.objects.filter(thing=thing, kind="result").count() == 1
    )
    for case in Case.objects.filter(thing=thing.pk, state="decided"):
        cases.arrive(case.pk, by=town.actor("yang"), at=at)
    enter(at_desktop, live_server, town.people["yang"])
    handed_over(at_desktop, thing)
    assert Letter.objects.filter(thing=thing, kind="delivery").count() == 1
    at_phone.goto(f"/p/{thing.query_code}")
    axe(at_phone)
    told = at_phone.locator("main").inner_text()
    record_property("figures", {"answers": answers, "papers": papers, "windows": len(desks.pages)})
    assert "没有批准：不予许可。决定书已领取" in told and "证已领取" in told
