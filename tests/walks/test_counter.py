"""The window by keyboard alone: few keys, no mouse, the card from the simulated bridge, nothing lost on the way."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import town as towns
from tests.browser import axe, enter
from tools.bridge_simulator import Bridge
from yichuang.cases.models import Case, Intake
from yichuang.journal.models import Entry
from yichuang.ratings.models import Rating

pytestmark = pytest.mark.browser
FIRM = "company-establishment"
CARD = {"name": "陈秀英", "number": towns.CHEN_ID, "address": "示例区幸福路1号", "matched": True}
COUNT = """() => {
  window.presses = 0; window.clicks = 0; window.prints = 0
  addEventListener("keydown", e => { if (e.isTrusted && !["Control", "Shift", "Alt"].includes(e.key)) presses++ }, true)
  addEventListener("pointerdown", () => clicks++, true)
  document.addEventListener("yc:printed", () => { document.body.dataset.printed = ++prints })
}"""


@pytest.fixture
def town(transactional_db):
    made = towns.build((FIRM, "equity-pledge-registration", "elderly-allowance"))
    for key, variant in ((FIRM, "设立"), ("equity-pledge-registration", "股权出质")):
        made.items[key].base, made.items[key].variant = "公司登记", variant
        made.items[key].save()
    for kind in ("居民身份证", "不动产权证书"):
        made.licence(kind)
    return made


@pytest.fixture
def bridge(live_server, settings):
    """The devices of the window, allowed by the page's own policy."""
    with Bridge(port=0, origin=live_server.url) as made:
        settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"bridge": made.address})
        rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": rules | {"connect-src": ["'self'", made.address]}}
        made.cards.append(dict(CARD))
        yield made


@pytest.fixture
def window(town, bridge, at_desktop, live_server):
    """Lin's bench; keys and clicks are counted from here."""
    enter(at_desktop, live_server, town.people["lin"])
    at_desktop.goto(reverse("counter:bench"))
    at_desktop.wait_for_selector("#number:focus")
    at_desktop.evaluate(COUNT)
    return at_desktop


def upto_materials(page, premises):
    page.keyboard.press("F4")
    page.wait_for_selector("#q:focus")
    page.keyboard.type("gsdj")
    page.wait_for_selector("#q-list [role=option]")
    page.keyboard.press("1")
    page.wait_for_selector("legend:has-text('办哪一种')")
    page.keyboard.press("1")
    for number, digit in enumerate((premises, "1", "1"), 1):
        page.wait_for_selector(f"legend:has-text('问{number}/3')")
        page.keyboard.press(digit)
    page.wait_for_selector("#mt [data-yc-row]:focus")


def spent(page):
    return page.evaluate("presses"), page.evaluate("clicks")


def test_a_clean_case_takes_twelve_keys_and_no_mouse(window):
    upto_materials(window, "1")
    window.keyboard.press("Space")
    window.wait_for_selector("text=都核完了")
    window.keyboard.press("F9")
    window.wait_for_selector("#done")
    keys, clicks = spent(window)
    case = Case.objects.get()
    assert case.state == "accepted" and case.number in window.inner_text("#done")
    assert keys <= 12 and clicks == 0


def test_a_notice_with_two_defects_takes_eighteen_keys(window):
    upto_materials(window, "2")
    for digit, row in (("1", "#mt-5"), ("2", "")):
        window.keyboard.press("x")
        window.wait_for_selector("#why:focus")
        window.keyboard.press(digit)
        if digit == "2":
            window.wait_for_selector("#f-page:focus")
            window.keyboard.press("Enter")
        window.wait_for_selector(f"{row}[aria-current]" if row else "text=要补2份")
    window.keyboard.press("F8")
    window.wait_for_selector("#done")
    keys, clicks = spent(window)
    assert Case.objects.get().state == "correcting" and keys <= 18 and clicks == 0


def test_the_paper_prints_the_device_lights_and_enter_calls_the_next(window, bridge):
    bridge.answers.append(5)
    upto_materials(window, "1")
    window.keyboard.press("Space")
    window.wait_for_selector("text=都核完了")
    window.keyboard.press("F9")
    window.wait_for_selector("text=已评价，谢谢")
    window.wait_for_selector("body[data-printed='1']")
    assert Rating.objects.get().grade == 5 and bridge.seen[-1][:1] == ("rating",)
    window.keyboard.press("Enter")
    window.wait_for_selector("#number:focus")


def test_the_whole_case_is_done_with_the_right_hand_on_the_number_pad(window):
    upto_materials(window, "1")
    window.keyboard.press("NumpadAdd")
    window.wait_for_selector("text=都核完了")
    assert "待核" not in window.inner_text("#mt tbody")


def test_a_reload_returns_to_the_row_and_the_focus(window):
    upto_materials(window, "2")
    window.keyboard.press("Space")
    window.wait_for_selector("#mt-5[aria-current]")
    window.reload()
    window.wait_for_selector("#mt-5:focus")
    assert "收齐" in window.inner_text("#mt-3")


def test_what_is_put_aside_is_taken_up_with_two_keys(window):
    upto_materials(window, "2")
    window.keyboard.press("F6")
    window.wait_for_selector("#number:focus")
    window.keyboard.press("F6")
    window.wait_for_selector("text=挂起的件")
    window.keyboard.press("1")
    window.wait_for_selector("#mt-3:focus")


def test_candidates_of_an_input_method_commit_nothing(window):
    window.keyboard.press("F4")
    window.wait_for_selector("#q:focus")
    composing = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    window.evaluate("document.querySelector('#q').value = \"gong'si\"")
    window.evaluate(composing)
    window.wait_for_timeout(300)
    assert window.locator("#q").is_visible() and not Intake.objects.get().opened().get("version")


def test_single_letters_in_a_text_box_are_text(window):
    upto_materials(window, "2")
    window.keyboard.press("e")
    window.wait_for_selector("#what:focus")
    window.keyboard.type("xap123")
    assert window.input_value("#what") == "xap123"
    window.keyboard.press("Escape")
    window.wait_for_selector("#mt-3:focus")


def test_every_action_is_found_by_its_initials(window):
    upto_materials(window, "2")
    window.keyboard.press("Control+k")
    window.wait_for_selector("#yc-palette-q:focus")
    axe(window)
    window.keyboard.type("qbsq")
    window.wait_for_selector("#yc-palette-list [aria-selected=true]:has-text('全部收齐')")
    window.keyboard.press("Enter")
    window.wait_for_selector("text=都核完了")
    window.keyboard.press("Control+k")
    window.keyboard.type("放下")
    window.keyboard.press("Enter")
    window.wait_for_selector("#number:focus")
    assert spent(window)[1] == 0 and not Case.objects.exists()


def test_leaving_the_list_of_actions_changes_nothing(window):
    upto_materials(window, "2")
    window.keyboard.press("Control+k")
    window.keyboard.type("x")
    window.keyboard.press("Escape")
    window.wait_for_selector("#mt-3:focus")
    assert not window.locator("#yc-palette").is_visible() and "待核" in window.inner_text("#mt-3")


def test_what_was_said_is_gone_at_the_next_step_and_moves_nothing(window):
    upto_materials(window, "2")
    before = window.locator("#mt").bounding_box()["y"]
    window.keyboard.press("F6")
    window.wait_for_selector("#yc-says:has-text('已挂起')")
    window.keyboard.press("F6")
    window.wait_for_selector("text=挂起的件")
    assert not window.inner_text("#yc-says")
    window.keyboard.press("1")
    window.wait_for_selector("#yc-says:has-text('接着办')")
    assert window.locator("#mt").bounding_box()["y"] == before


def test_two_clerks_on_one_case_the_second_is_told_and_nothing_happens_twice(
    window, town, new_page, live_server, monkeypatch
):
    monkeypatch.setattr("yichuang.ground.now.clock", lambda: towns.MONDAY + timedelta(hours=1))
    case, second = town.case(FIRM, upto="filed"), new_page()
    enter(second, live_server, town.people["lan"])
    for page in (window, second):
        page.goto(f"{reverse('counter:bench')}?case={case.pk}")
        page.wait_for_selector("text=接着办这一件")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=已收件，接着核")
    window.keyboard.press("F9")
    window.wait_for_selector("#done:has-text('已受理')")
    second.keyboard.press("F9")
    second.wait_for_selector("#counter [role=alert]")
    told = second.inner_text("#counter .is-work")
    assert "现在是“审查”" in told and "林敏" in told
    second.wait_for_selector("#q:focus")
    assert Entry.objects.filter(subject=case.pk, act="cases.accept").count() == 1
    second.__dict__["_yc_troubles"] = []  # no bridge answers its page


def test_a_scan_lands_in_the_right_place_wherever_the_focus_is(window, bridge, town):
    upto_materials(window, "2")
    bridge.scan(towns.FIRM_CODE)
    window.wait_for_selector("text=请填写")
    assert window.locator("#mt").is_visible()


def test_a_card_laid_down_needs_no_key(window, bridge):
    window.wait_for_selector("html[data-yc-bridge-up]", state="attached")
    bridge.place(dict(CARD))
    window.wait_for_selector("#q:focus")
    assert spent(window) == (0, 0)


def test_without_a_reader_the_number_is_typed(window, bridge):
    bridge.absent.add("card")
    window.keyboard.press("F4")
    window.wait_for_selector("text=没接上读卡器")
    window.wait_for_selector("#number:focus")
    window.keyboard.type(towns.CHEN_ID)
    window.keyboard.press("Enter")
    window.wait_for_selector("#q:focus")
    assert spent(window)[1] == 0


def test_a_photograph_goes_into_the_row_in_hand(window):
    upto_materials(window, "2")
    window.keyboard.press("p")
    window.wait_for_selector("text=已拍1张")
    assert "已拍1张" in window.inner_text("#mt-3")


def test_double_keys_file_one_case(window):
    upto_materials(window, "1")
    window.keyboard.press("Space")
    window.wait_for_selector("text=都核完了")
    window.keyboard.press("F9")
    window.keyboard.press("F9")
    window.wait_for_selector("#done")
    assert Case.objects.count() == 1


@pytest.mark.parametrize("size", ["m", "xl"])
def test_every_step_is_accessible(window, size, live_server):
    window.context.add_cookies([{"name": "yc_display", "value": size, "url": live_server.url}])
    window.reload()
    axe(window)
    upto_materials(window, "2")
    axe(window)
    window.keyboard.press("x")
    window.wait_for_selector("#why:focus")
    axe(window)
    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_is_reached_by_tab(window):
    upto_materials(window, "2")
    seen = set()
    for _ in range(60):
        window.keyboard.press("Tab")
        seen.add(window.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))
    for word in ("收齐 空格", "退 X", "受理并打印 F9", "一次性告知 F8", "只出收件凭证 F10", "挂起 F6"):
        assert word in seen, word
