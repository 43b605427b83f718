"""For everyone: the elder version from its first page to the filed application, narrow windows, wide letter spacing, the
operating system's own colours, reading aloud, rare characters, the traditional view.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests import town as towns
from tests.browser import PHONE, shot
from tests.town import Town
from tests.walks import pages
from tests.walks.pages import CITIZEN, NOBODY
from yichuang.doors.apply.tests import applying
from yichuang.drafts.models import Draft

pytestmark = pytest.mark.browser
CARD = "social-card-replace"
NARROW = (320, 640)
MAIN = "main :is(.btn, .tile, .choice label, .input, .select, .area, .tasks li, summary, input[type=file]), .mast-links a, .mast-links button"
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
CUT = """() => [...document.querySelectorAll("main *")].filter(e => !e.closest("details:not([open])") && e.getClientRects().length && getComputedStyle(e).overflowX === "hidden"
  && !e.closest(".sr, thead") && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
VOICE = """() => {
  const said = window.said = []
  const speech = { getVoices: () => [{ lang: "zh-CN" }], addEventListener() {}, cancel() { said.push("stop") }, speak(u) { said.push(u.text) } }
  Object.defineProperty(window, "speechSynthesis", { value: speech })
  window.SpeechSynthesisUtterance = function (text) { this.text = text }
}"""


@pytest.fixture
def town(transactional_db: None) -> Town:
    return towns.build()


@pytest.fixture
def page_in(new_page: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Open a window in a display, signed in as Chen if a town is given: page_in("l.elder", PHONE, town)."""

    def make(look: str, size: tuple[int, int] = PHONE, town: Town | None = None, **options: Any) -> Page:
        page = new_page(*size, **options)
        held = [{"name": "yc_display", "value": look, "url": live_server.url}]
        if town is not None:
            session = town.enter(Client()).cookies["sessionid"].value
            held.append({"name": "sessionid", "value": session, "url": live_server.url})
        page.context.add_cookies(held)  # type: ignore[arg-type]
        return page

    return make


def small(page: Page) -> list[str]:
    """What is to be touched and is less than 60 px high or wide."""
    found = []
    for one in page.locator(MAIN).all():
        box = one.bounding_box()
        if box and box["width"] and one.is_visible() and (box["height"] < 59.5 or box["width"] < 44):
            found.append(f"{page.url}: {box['height']:.0f} px: {one.evaluate('e => e.outerHTML')[:120]}")
    return found


@pytest.mark.parametrize("scripts", [True, False])
def test_the_elder_version_leads_from_its_first_page_to_the_filed_application(
    town: Town, page_in: Callable[..., Page], scripts: bool
) -> None:
    town.licence("居民身份证")
    page = page_in("l.elder", PHONE, town, java_script_enabled=scripts)
    page.goto("/")
    found, seen = small(page), 0
    page.click("main >> text=社会保障卡补领")
    while "/apply/done/" not in page.url and seen < 40:
        seen += 1
        found += small(page)
        expect(page.locator("main >> text=打12345，有人为您解答")).to_be_visible()
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22
        forward(page)
    assert "/apply/done/" in page.url and not found, "\n".join(found)
    shot(page, f"elder-done-{scripts}")


def samples(page: Page) -> dict[str, str]:
    """Return what the fields of this page take, by name."""
    draft = Draft.objects.filter(pk=page.url.split("/apply/")[1][:36]).first()
    return (
        {f.key: applying.sample(f) for group in applying.seen(draft).groups for f in group.fields}
        if draft
        else {}
    )


def forward(page: Page) -> None:
    """Go on as somebody does who takes the first answer and fills what is empty."""
    if "/form/" in page.url:
        draft = Draft.objects.get(pk=page.url.split("/apply/")[1][:36])
        client = Client()
        client.cookies["sessionid"] = next(
            c["value"] for c in page.context.cookies() if c["name"] == "sessionid"
        )
        applying.fill(client, draft)
        page.goto(f"/apply/{draft.pk}/")
        return
    for group in page.locator("main fieldset").all():
        if not group.locator("input:checked").count():
            group.locator("label").first.click()
    for box in page.locator("main .input:not([type=hidden]):visible").all():
        if not box.input_value() and not box.evaluate("e => e.readOnly"):
            box.fill(samples(page).get(box.get_attribute("name") or "", "示例区幸福路1号"))
    for box in page.locator("main .area:visible").all():
        box.fill("丢了")
    for choose in page.locator("main select:visible").all():
        choose.select_option(index=1)
    if page.locator("main input[type=file]").count():
        page.set_input_files("main input[type=file]", {"name": "证.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n"})  # fmt: skip
    main = page.locator(
        "main form:not(.inline) .btn:not(.is-plain):not(.is-grave), main .actions a.btn:not(.is-plain)"
    ).first
    main.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("look", ["m", "xl", "l.elder", "m.hc.hant"])
def test_nothing_is_cut_at_320_px_nor_with_wide_spacing(
    transactional_db: None, page_in: Callable[..., Page], look: str
) -> None:
    town, visits = pages.build()
    found = []
    for who in (NOBODY, CITIZEN):
        page = page_in(look, NARROW, town if who == CITIZEN else None)
        for visit in visits:
            if visit.who != who or not visit.first or visit.door not in ("public", "citizen"):
                continue
            page.goto(visit.address)
            if page.locator(".sheet-page").count():
                continue
            for spaced in (False, True):
                if spaced:
                    page.evaluate("s => { const one = new CSSStyleSheet(); one.replaceSync(s); document.adoptedStyleSheets = [one] }", SPACED)  # fmt: skip
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                found += [f"{visit.address} {look} spaced={spaced}: {wide} px too wide"] if wide > 0 else []
                found += [f"{visit.address} {look} spaced={spaced}: cut {one}" for one in page.evaluate(CUT)]
    assert not found, "\n".join(found)


def test_the_masthead_is_short_in_the_largest_letters_on_a_phone(
    town: Town, page_in: Callable[..., Page]
) -> None:
    page = page_in("xl", PHONE, town)
    page.goto(f"/items/{CARD}/")
    links = [a.inner_text() for a in page.locator(".mast-links :is(a, button)").all() if a.is_visible()]
    assert links[0] == "长者版" and "显示" in links and len(links) <= 3
    assert page.locator(".mast").bounding_box()["height"] <= PHONE[1] / 3  # type: ignore[index]
    shot(page, "masthead-xl")


def test_the_colours_of_the_operating_system_leave_everything_to_see(
    town: Town, page_in: Callable[..., Page]
) -> None:
    page = page_in("m", PHONE, town, forced_colors="active")
    for path in ("/", f"/items/{CARD}/questions/", f"/apply/new/{CARD}/"):
        page.goto(path)
        for button in page.locator("main .btn").all():
            assert button.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_page_is_read_in_its_order_and_a_second_press_stops(
    town: Town, new_page: Callable[..., Page]
) -> None:
    page = new_page(*PHONE)
    page.add_init_script(f"({VOICE})()")
    page.goto("/accessibility/")
    page.click("text=读给我听")
    said = [text for text in page.evaluate("said") if text != "stop"]
    heard = [one.inner_text() for one in page.locator("main :is(h1, h2)").all()]
    assert (
        said[0] == heard[0] and [text for text in said if text in heard] == heard and len(said) > len(heard)
    )
    button = page.locator("[data-yc-aloud]")
    expect(button).to_have_text("停下")
    button.click()
    expect(button).to_have_text("读给我听")
    assert page.evaluate("said.at(-1)") == "stop"


def test_without_a_voice_there_is_no_button(town: Town, at_phone: Page) -> None:
    at_phone.goto("/accessibility/")
    assert not at_phone.locator("[data-yc-aloud]").is_visible()


def test_a_character_that_no_font_has_is_named_as_such_and_stays(
    town: Town, page_in: Callable[..., Page]
) -> None:
    account = town.account()
    type(account).objects.filter(pk=account.pk).update(name="吴·\U0003fffd𠮷")
    page = page_in("m", PHONE, town)
    page.goto(f"/apply/new/{CARD}/")
    name = page.locator(".mast-links a [translate=no]")
    assert name.inner_text() == "吴·\U0003fffd（此字暂不能显示，按证件核对）𠮷"


def test_the_traditional_view_keeps_names_and_what_was_typed(
    town: Town, page_in: Callable[..., Page]
) -> None:
    account = town.account()
    type(account).objects.filter(pk=account.pk).update(name="万里发")
    page = page_in("m.hant", PHONE, town)
    page.goto("/find/?q=发证后里")
    assert page.input_value("#q") == "发证后里" and page.locator("html").get_attribute("lang") == "zh-Hant"
    page.goto(f"/apply/new/{CARD}/")
    expect(page.locator(".mast-links")).to_contain_text("万里发")
    expect(page.locator("main")).to_contain_text("開始填寫")
    expect(page.locator("main")).not_to_contain_text("萬裏發")
    shot(page, "traditional")
    page.click("text=简体")
    expect(page.locator("main")).to_contain_text("开始填写")
