"""Journeys of citizens at a phone: scripts on and off, by touch and by keyboard, from the guide to the confirmation."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import town as towns
from tests.browser import PHONE, axe, enter, shot
from tests.walks.pages import RESTAURANT
from tests.walks.robot import Robot
from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.ground import now

pytestmark = pytest.mark.browser
CARD, FOOD = "social-card-replace", "food-business-license-new"
HANDS = [("touch", True), ("touch", False), ("keyboard", True), ("keyboard", False)]


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> towns.Town:
    monkeypatch.setattr(now, "clock", lambda: datetime(2026, 3, 2, 2, tzinfo=UTC))
    return towns.build()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Callable[[bool], Page]:
    """A phone, with its scripts on or off."""

    def make(scripts: bool) -> Page:
        return new_page(*PHONE, has_touch=True, is_mobile=True, java_script_enabled=scripts)

    return make


def at(page: Page, live_server: Any, town: towns.Town, hand: str, **says: str) -> Robot:
    enter(page, live_server, town.account())
    return Robot(page, hand, says, look=lambda page: wide(page))


def wide(page: Page) -> None:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{page.url} is {over} px too wide"


@pytest.mark.parametrize(("hand", "scripts"), HANDS)
def test_a_lost_social_card_is_replaced(
    town: towns.Town, phone: Callable[[bool], Page], live_server: Any, hand: str, scripts: bool
) -> None:
    town.licence("居民身份证")
    page = phone(scripts)
    robot = at(page, live_server, town, hand)
    page.goto(f"/apply/new/{CARD}/?reason=lost")
    robot.walk()
    shot(page, f"card-{hand}-{scripts}")
    assert Case.objects.get().channel == "portal"
    if scripts:
        axe(page)


@pytest.mark.parametrize(("hand", "scripts"), HANDS)
def test_a_food_licence_is_applied_for(
    town: towns.Town, phone: Callable[[bool], Page], live_server: Any, hand: str, scripts: bool
) -> None:
    page = phone(scripts)
    robot = at(page, live_server, town, hand)
    seen: list[str] = []

    def look(page: Page) -> None:
        wide(page)
        if scripts and hand == "touch":
            shot(page, f"food-{len(seen):02d}")
            seen.append(page.url)

    robot.look = look
    page.goto(f"/apply/new/{FOOD}/")
    robot.walk()
    assert Case.objects.get().item.key == FOOD


def test_a_returning_citizen_types_little_in_few_pages(
    town: towns.Town, phone: Callable[[bool], Page], live_server: Any, record_property: Callable[..., None]
) -> None:
    town.licence("居民身份证")
    page = phone(True)
    for _ in range(2):
        robot = at(page, live_server, town, "touch")
        page.goto(f"/apply/new/{CARD}/?reason=lost")
        robot.walk()
    record_property("figures", {"typed": robot.typed, "pages": robot.pages})
    assert (robot.typed <= 6, robot.pages <= 5) == (True, True), (robot.typed, robot.pages)


def test_one_thing_is_filed_whole(
    town: towns.Town, phone: Callable[[bool], Page], live_server: Any, record_property: Callable[..., None]
) -> None:
    """开办餐饮店, three plain answers from the list: many items, one form, one set of papers, one number."""
    town.bundle("open-restaurant")
    town.licence("居民身份证")
    page = phone(True)
    robot = at(page, live_server, town, "touch")
    seen: list[str] = []

    def look(page: Page) -> None:
        wide(page)
        shot(page, f"thing-{len(seen):02d}")
        seen.append(page.url)

    robot.look = look
    page.goto(f"/things/open-restaurant/list/?{RESTAURANT}")
    page.get_by_role("link", name="网上办").click()
    robot.walk()
    thing = Thing.objects.get()
    assert thing.parts.count() >= 3 and Case.objects.filter(thing=thing.pk).exists()
    axe(page)
    record_property("figures", {"typed": robot.typed, "pages": robot.pages, "items": thing.parts.count()})
    assert (robot.typed <= 16, robot.pages <= 22) == (True, True), (robot.typed, robot.pages)
