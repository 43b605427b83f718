"""One's own papers at a phone, and the office's page of the registers: seen, walked by keyboard, clean."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import town as towns
from tests.browser import DESKTOP, PHONE, axe, enter, shot
from tests.walks import papers
from yichuang.materials.models import Earlier

pytestmark = pytest.mark.browser


@pytest.fixture
def town(transactional_db: None) -> towns.Town:
    return towns.build()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_what_is_on_file_about_me_is_seen_and_taken_back_by_keyboard(
    town: towns.Town, new_page: Callable[..., Page], live_server: Any, size: tuple[int, int]
) -> None:
    town.licence("居民身份证")
    papers.scene(town)
    page = new_page(*size)
    enter(page, live_server, town.account())
    page.goto("/my/papers/")
    axe(page)
    shot(page, f"papers-{size[0]}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.get_by_role("link", name="不再重复使用").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="不再使用").focus()
    axe(page)
    shot(page, f"paper-ending-{size[0]}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/papers/")
    assert Earlier.objects.get().withdrawn_at


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_office_sees_how_the_registers_stand(
    town: towns.Town, new_page: Callable[..., Page], live_server: Any, size: tuple[int, int]
) -> None:
    papers.scene(town)
    page = new_page(*size)
    enter(page, live_server, town.people["guo"])
    page.goto("/office/registers/")
    axe(page)
    shot(page, f"registers-{size[0]}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
