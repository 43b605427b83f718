"""A thing at the window after filing, by keyboard: found, what was asked for taken in, one more item joined."""

import pytest

from tests import town as towns
from tests.browser import axe, enter
from yichuang.bundles.models import Thing
from yichuang.bundles.tests import scenes
from yichuang.doors.counter.tests.test_things import SIGN, told_twice
from yichuang.doors.counter.views import things

pytestmark = pytest.mark.browser


@pytest.fixture
def town(transactional_db, monkeypatch):
    monkeypatch.setattr(things, "now", lambda: towns.MONDAY + scenes.HOUR)
    return scenes.brought(towns.build(("food-business-license-new",)))


def found(page, thing):
    """Find a thing by its code, keys only."""
    page.goto("/counter/things/")
    page.keyboard.press("/")
    page.wait_for_selector("#q:focus")
    page.keyboard.type(thing.query_code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#h-do")


def test_what_was_asked_for_is_taken_in_without_the_mouse(town, at_desktop, live_server):
    thing, page = told_twice(town), at_desktop
    enter(page, live_server, town.people["lin"])
    found(page, thing)
    axe(page)
    page.keyboard.press("b")
    page.wait_for_selector("[data-yc-row]:focus")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("F9")
    page.wait_for_selector("text=收下补正材料2份，补齐了")
    axe(page)
    assert Thing.objects.get(pk=thing.pk).state == "going"


def test_one_more_item_joins_without_the_mouse(town, at_desktop, live_server):
    thing, page = scenes.received(town, skip=(SIGN,)), at_desktop
    enter(page, live_server, town.people["lin"])
    page.goto(f"/counter/things/{thing.pk}/addition/{SIGN}/")
    axe(page)
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('[type=radio]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("F9")
    page.wait_for_selector("[data-yc-row]:focus")
    axe(page)
    for _ in range(page.locator("[data-yc-row]").count()):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("F9")
    page.wait_for_selector("text=加办了")
    assert scenes.states(thing)[SIGN] == "waiting"
