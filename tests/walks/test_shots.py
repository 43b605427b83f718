"""The pictures of the README, taken from the real pages: `make shots`."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import enter, shot
from tests.town import MONDAY, build

pytestmark = [pytest.mark.shots, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None) -> Any:
    """The small town with some life in it."""
    made = build()
    for key in ("company-establishment", "food-business-license-new", "company-establishment"):
        made.case(key, at=MONDAY)
    return made


def test_picture_of_the_portal(town: Any, at_desktop: Page) -> None:
    at_desktop.goto("/")
    shot(at_desktop, "portal", whole=False)


def test_picture_of_progress(town: Any, at_desktop: Page) -> None:
    case = town.case()
    at_desktop.goto(f"/p/{case.query_code}")
    shot(at_desktop, "progress", whole=False)


def test_picture_of_the_desk(town: Any, at_desktop: Page, live_server: Any) -> None:
    enter(at_desktop, live_server, town.people["wu"])
    at_desktop.goto("/desk/")
    at_desktop.locator("[data-yc-open]").first.click()
    at_desktop.wait_for_load_state("networkidle")
    shot(at_desktop, "desk", whole=False)


def test_picture_of_the_counter(town: Any, at_desktop: Page, live_server: Any) -> None:
    enter(at_desktop, live_server, town.people["lin"])
    at_desktop.goto("/counter/")
    at_desktop.wait_for_load_state("networkidle")
    shot(at_desktop, "counter", whole=False)
