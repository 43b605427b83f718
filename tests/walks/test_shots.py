"""The pictures of the README, taken from the real pages of the demo town: `make shots`."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser import enter, shot
from yichuang.cases.models import Case
from yichuang.ground import now
from yichuang.people.models import Person
from yichuang.town import cast, load

pytestmark = [pytest.mark.shots, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FOOD = "/items/food-business-license-new"
ANSWERS = "same_address=yes&project=sales&warehouse=no&vending=no&agent=no"
MOST = 250_000


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The demo town on a Friday morning."""
    load(at=AT)
    monkeypatch.setattr(now, "clock", lambda: AT)
    yield
    (Path(settings.HOME) / "demo.json").unlink(missing_ok=True)


def enter_as(page: Page, live_server: Any, name: str) -> None:
    enter(page, live_server, Person.objects.get(username=name))


def keep(page: Page, name: str) -> None:
    assert shot(page, name, whole=False).stat().st_size < MOST


def test_pictures_of_the_readme(town: None, at_desktop: Page, live_server: Any) -> None:
    page = at_desktop
    page.goto(f"{FOOD}/list/?{ANSWERS}")
    keep(page, "portal")
    case = (
        Case.objects.filter(state="accepted", due_on__gt=now.today(), stopped=False)
        .order_by("due_on")
        .first()
    )
    assert case is not None
    page.goto(f"/p/{case.query_code}")
    keep(page, "progress")
    enter_as(page, live_server, "wu")
    page.goto("/desk/")
    page.locator("[data-yc-open]").first.click()
    page.wait_for_selector("#case-title")
    page.wait_for_load_state("networkidle")
    keep(page, "desk")
    page.context.clear_cookies()
    enter_as(page, live_server, "lin")
    page.goto("/counter/")
    upto_materials(page)
    keep(page, "counter")


def upto_materials(page: Page) -> None:
    """A citizen asks to open a food shop; all papers but one are in order."""
    page.wait_for_selector("#number:focus")
    page.keyboard.type(cast.citizens(1)[0].number)
    page.keyboard.press("Enter")
    page.wait_for_selector("#q:focus")
    page.keyboard.type("spjyxk")
    page.wait_for_selector("#q-list [role=option]")
    page.keyboard.press("1")
    for _ in range(8):
        page.wait_for_load_state("networkidle")
        if page.locator("#mt").count():
            break
        page.keyboard.press("1")
        page.wait_for_timeout(250)
    page.wait_for_selector("#mt [data-yc-row]:focus")
    for left in (2, 1):
        page.keyboard.press("Space")
        page.wait_for_selector(f"text=还有{left}份待核")
