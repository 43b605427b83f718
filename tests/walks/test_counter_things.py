"""One thing (一件事) at the window by keyboard alone: few keys beyond the answers, one checklist, one print."""

import pytest
from django.urls import reverse

from tests import town as towns
from tests.browser import axe, enter, shot
from tests.walks.test_counter import COUNT, bridge, spent  # noqa: F401
from yichuang.bundles.models import Letter, Notice, Part, Thing
from yichuang.cases.models import Intake

pytestmark = pytest.mark.browser
THING, LETTERS, NAME = "start-company", "qykb", "企业开办一件事"
MOST = 30


@pytest.fixture
def town(transactional_db):
    made = towns.build(())
    made.bundle(THING, "open-restaurant")
    made.licence("居民身份证")
    return made


@pytest.fixture
def window(town, bridge, at_desktop, live_server):  # noqa: F811
    """Lin's bench; keys and clicks are counted from here."""
    enter(at_desktop, live_server, town.people["lin"])
    at_desktop.goto(reverse("counter:bench"))
    at_desktop.wait_for_selector("#number:focus")
    at_desktop.evaluate(COUNT)
    return at_desktop


def upto_questions(page, letters=LETTERS, name=NAME):
    page.keyboard.press("F4")
    page.wait_for_selector("#q:focus")
    page.keyboard.type(letters)
    option = page.wait_for_selector(f"#q-list [role=option]:has-text('{name}')")
    assert "一件事" in option.query_selector(".tag").inner_text()
    page.keyboard.press(option.query_selector("kbd").inner_text())
    page.wait_for_selector("#ask:focus")


def answered(page, ticks=()):
    """Answer each question with its first option, tick these where several go; returns how many keys that took."""
    keys = 0
    while page.locator("#ask").count():
        legend = page.inner_text("#ask legend")
        if page.locator("#ask [type=checkbox]").count():
            for digit in ticks:
                page.keyboard.press(digit)
                page.wait_for_selector(f"#ask li:nth-child({digit}) :checked")
            page.keyboard.press("Enter")
            keys += len(ticks) + 1
        else:
            page.keyboard.press("1")
            keys += 1
        page.wait_for_function(
            "was => document.querySelector('#mt') || document.querySelector('#ask legend')?.innerText !== was",
            arg=legend,
        )
    page.wait_for_selector("#mt [data-yc-row]:focus")
    return keys


def test_eight_items_are_taken_in_with_thirty_keys_beyond_the_answers(window, record_property):
    upto_questions(window)
    answers = answered(window, ticks=("1", "2"))
    axe(window)
    shot(window, "counter-thing-check")
    window.keyboard.press("a")
    window.wait_for_selector("text=都核完了")
    window.keyboard.press("F9")
    window.wait_for_selector("#done")
    window.wait_for_selector("body[data-printed='1']")
    keys, clicks = spent(window)
    thing = Thing.objects.get()
    beyond = keys - answers
    record_property("figures", {"items": Part.objects.count(), "answers": answers, "keys beyond": beyond})
    assert Part.objects.filter(thing=thing).count() >= 8 and beyond <= MOST and clicks == 0
    told = window.inner_text("#done")
    assert thing.filing_number in told and "全部办好" in told and Letter.objects.count() == 2
    axe(window)
    shot(window, "counter-thing-done")
    window.keyboard.press("Enter")
    window.wait_for_selector("#number:focus")


def test_one_notice_for_all_items_takes_thirty_keys_too(window):
    upto_questions(window)
    answers = answered(window)
    for reason in ("1", "2"):
        window.keyboard.press("x")
        window.wait_for_selector("#why:focus")
        window.keyboard.press(reason)
        if reason == "2":
            window.wait_for_selector("#f-page:focus")
            window.keyboard.press("Enter")
        window.wait_for_selector(f"text=要补{reason}")
    window.keyboard.press("a")
    window.wait_for_selector("text=按F8出一次性告知书")
    window.keyboard.press("F8")
    window.wait_for_selector("#done:has-text('已一次告知')")
    keys, clicks = spent(window)
    assert len(Notice.objects.get().told()) == 2 and keys - answers <= MOST and clicks == 0


def test_a_thing_is_put_aside_in_the_middle_of_its_questions_and_taken_up_there(window):
    upto_questions(window, "kbcyd", "开办餐饮店一件事")
    window.keyboard.press("1")
    window.wait_for_selector("legend:has-text('问2/')")
    axe(window)
    shot(window, "counter-thing-ask")
    window.keyboard.press("F6")
    window.wait_for_selector("#number:focus")
    window.keyboard.press("F6")
    window.wait_for_selector("#held-title")
    window.keyboard.press("1")
    window.wait_for_selector("legend:has-text('问2/')")
    window.keyboard.press("Escape")
    window.wait_for_selector("legend:has-text('问1/')")
    assert Intake.objects.get().state == "open" and spent(window)[1] == 0
