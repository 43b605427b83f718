"""Show 5: from a bad rating on the device to its published mending; nobody but the caller ever sees the number."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import town as towns
from tests.browser import DESKTOP, axe, enter, shot, troubles
from tests.town import MONDAY, Town
from yichuang.cases.models import Case, Intake
from yichuang.doors.progress import device
from yichuang.ground import now
from yichuang.journal.models import Entry, Look
from yichuang.ratings.models import Rater, Rating

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = (1024, 768)
PHONE = "138 0000 0000"


@pytest.fixture
def town(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town, some minutes after its Monday began."""
    monkeypatch.setattr(now, "clock", lambda: MONDAY + timedelta(minutes=5))
    return towns.build((towns.ITEMS[1],))


def finished(town: Town) -> Case:
    """What the window has just accepted."""
    case = town.case("food-business-license-new")
    Intake.objects.create(
        region=towns.REGION, hall=town.hall, window=town.window, person=town.people["lin"].pk, state="done", kept_at=MONDAY, case=case
    )  # fmt: skip
    return case


def press(page: Page, name: str) -> None:
    """Press a button as the keyboard does."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_a_bad_rating_on_the_device_to_its_published_mending(
    town: Town, new_page: Callable[..., Page], live_server: Any
) -> None:
    case = on_the_device(town, new_page(*TABLET))
    in_the_office(town, new_page(*DESKTOP), live_server)
    in_public(case, new_page(375, 812, is_mobile=True, has_touch=True))
    assert Rater.objects.get().phone == ""


def on_the_device(town: Town, page: Page) -> Case:
    page.goto(f"/device/{device.key_of(town.window.pk)}/")
    page.wait_for_selector("text=这里会问您满意不满意")
    axe(page)
    case = finished(town)
    page.wait_for_selector(".rate")
    axe(page)
    shot(page, "rating-device")
    boxes = [one.bounding_box() or {} for one in page.locator(".rate").all()]
    assert len({(round(box["width"]), round(box["height"])) for box in boxes}) == 1
    assert page.evaluate("document.querySelectorAll('.rate:focus, .rate[autofocus], :checked').length") == 0
    press(page, "非常不满意")
    page.wait_for_selector("text=哪里不好？")
    axe(page)
    page.get_by_label("等得久").check()
    page.get_by_label("要回访的话").fill(PHONE)
    shot(page, "rating-device-why")
    press(page, "交评价")
    page.wait_for_selector("text=谢谢您的评价")
    page.wait_for_selector("text=这里会问您满意不满意")
    assert Rating.objects.get().channel == "4"
    return case


def in_the_office(town: Town, page: Page, live_server: Any) -> None:
    enter(page, live_server, town.people["lin"])
    assert (page.goto("/office/ratings/") or page).status == 403  # type: ignore[union-attr]
    page.context.clear_cookies()
    enter(page, live_server, town.people["guo"])
    page.goto("/office/ratings/")
    axe(page)
    shot(page, "ratings-list")
    page.get_by_role("link", name="非常不满意：等得久").click()
    page.get_by_label("属实，马上改").check()
    page.get_by_label("核实到什么").fill("上午只开了两个窗口")
    axe(page)
    shot(page, "rating-verify")
    press(page, "核实完了")
    assert PHONE not in page.content()
    press(page, "我来回访")
    press(page, "打开联系办法，去回访")
    page.wait_for_selector(f"text={PHONE}")
    axe(page)
    shot(page, "rating-contact")
    page.get_by_label("打通了，说清了").check()
    page.get_by_label("办事人说了什么").fill("愿意等整改")
    press(page, "记下")
    assert PHONE not in page.content()
    page.get_by_label("改了什么").fill("每天10点到12点加开一个窗口")
    press(page, "改好了")
    page.wait_for_selector("text=答复评价人的话")
    press(page, "答复")
    page.wait_for_selector("text=公开的话")
    shot(page, "rating-publish")
    press(page, "公开")
    page.wait_for_selector(".tag >> text=已公开")
    shot(page, "rating-published")
    assert Look.objects.filter(purpose="回访差评").count() == 1
    acts = Entry.objects.filter(subject=Rating.objects.get().pk).order_by("seq").values_list("act", flat=True)
    assert [name.partition(".")[2] for name in acts] == [
        "rate", "verify", "take_call", "call_back", "mend", "answer", "publish"
    ]  # fmt: skip
    page.goto("/office/ratings/figures/?month=2026-03")
    axe(page)
    shot(page, "ratings-figures")


def in_public(case: Case, page: Page) -> None:
    page.goto("/ratings/")
    page.wait_for_selector("text=改了：每天10点到12点加开一个窗口")
    assert "已核实，2026年3月2日" in page.locator("main").inner_text()
    axe(page)
    shot(page, "ratings-public")
    page.goto(f"/p/{case.query_code}/rating")
    page.wait_for_selector("text=您的差评怎么办了")
    axe(page)
    shot(page, "rating-told")


def test_another_bad_rating_is_refused_to_the_rated_by_every_way(
    town: Town, at_desktop: Page, live_server: Any
) -> None:
    from yichuang.ratings.tests import scenes

    row = scenes.taken(town, "call", case=finished(town), contact="intake")
    enter(at_desktop, live_server, town.people["lin"])
    at_desktop.goto("/office/ratings/mine/")
    axe(at_desktop)
    shot(at_desktop, "ratings-mine")
    assert "陈" not in at_desktop.locator("main").inner_text()
    answer = at_desktop.goto(f"/office/ratings/{row.pk}/")
    assert answer is not None and answer.status == 403
    troubles(at_desktop).clear()
