"""Every page in every display, by axe: no violation, nothing wider than a phone, no error in the console."""

from collections.abc import Callable, Iterator
from itertools import groupby, product
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Response

from tests import town as towns
from tests.browser import DESKTOP, PHONE, RULES, enter, troubles
from tests.house.test_doors import address, routes
from tests.town import Town
from tests.walks import pages
from tests.walks.pages import CITIZEN, DEED, NO_PAGES, NOBODY, PAGES, Visit, signed_in
from tools.bridge_simulator import Bridge

ADMINISTRATORS = ("xi", "an", "ji")
DOORS = ("public", "citizen", "hall", "desk", "office")
# The office has as many pages as all others, and one test may take five minutes.
SHARES = [*((door, 0, 1) for door in DOORS[:-1]), *(("office", n, 4) for n in range(4))]
# Size, colours, window: each of the four once, in a window in which it matters. Pages take turns: two of them for the first
# page of a route, one for a further page; the drill tries all eighteen on every page.
FOUR = (("m", "blue", DESKTOP), ("m", "red", PHONE), ("m", "hc", DESKTOP), ("xl", "blue", PHONE))
SIZES, WINDOWS = ("m", "l", "xl"), (DESKTOP, PHONE)
REFUSED = ("/p/AAAA-AAAA", "/entrance/")  # pages of their own: no such code; a person without a post
LOOK = """async ([size, theme, options]) => {
  const root = document.documentElement.dataset
  root.size = size; root.theme = theme; root.brand = theme === "red" ? "red" : "blue"
  document.querySelectorAll("details").forEach(one => { one.open = true })
  const told = await axe.run(document, options)
  const wide = document.body.matches(".sheet-page") ? 0 : document.documentElement.scrollWidth - innerWidth
  return { wide, found: told.violations.map(v => `${v.id} (${v.impact}): ${v.help}\\n` + v.nodes.slice(0, 3).map(
    n => `      ${n.html.slice(0, 160)}  ${n.failureSummary}`).join("\\n")) }
}"""
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# A sitting at the window, key by key: what is struck, and what shows that its step is there.
SITTING = (
    ("F4", "#q:focus"), ("gsdj", "#q-list [role=option]"), ("1", "legend:has-text('办哪一种')"), ("1", "legend:has-text('问1/3')"),
    ("2", "legend:has-text('问2/3')"), ("1", "legend:has-text('问3/3')"), ("1", "#mt [data-yc-row]:focus"), ("x", "#why:focus"),
    ("1", "#mt :text('要补：没带')"), ("x", "#why:focus"), ("2", "#f-page:focus"), ("Enter", "#mt .tag.is-err >> nth=1"),
    ("Space", "text=要补2份"), ("F8", "#done"),
)  # fmt: skip


@pytest.fixture
def second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The administrators have one, as they must."""
    has = lambda person: person.username in ADMINISTRATORS  # noqa: E731
    for module in ("duties", "second.duties"):
        monkeypatch.setattr(f"yichuang.doors.entrance.{module}.has_second_factor", has)


@pytest.fixture
def opened(
    new_page: Callable[..., Page], live_server: Any, settings: Any, second_factor: None
) -> Iterator[Callable[..., Page]]:
    """Open a browser for somebody: opened(town, "wu"); it brings axe along, and notes what did not load."""
    with Bridge(port=0, origin=live_server.url) as bridge:
        settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"bridge": bridge.address})
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": policy | {"connect-src": ["'self'", bridge.address]}
        }
        bridge.cards.append(
            {"name": "陈秀英", "number": towns.CHEN_ID, "address": "示例区幸福路1号", "matched": True}
        )

        def open_(town: Town, who: str) -> Page:
            page = new_page(*DESKTOP)
            if who != NOBODY:
                enter(page, live_server, town.account() if who == CITIZEN else town.people[who])
            page.context.add_init_script(AXE_SCRIPT)
            page.on("response", lambda answer: _missing(page, answer))
            return page

        yield open_


def _missing(page: Page, answer: Response) -> None:
    if answer.status >= 400 and urlsplit(answer.url).path not in REFUSED:
        troubles(page).append(f"{answer.status} {answer.url}")


def looked_at(page: Page, displays: tuple[Any, ...]) -> list[str]:
    """What axe finds on this page in each display, and whether it is wider than the window."""
    found = []
    for size, theme, (width, height) in displays:
        page.set_viewport_size({"width": width, "height": height})
        told = page.evaluate(LOOK, [size, theme, OPTIONS])
        where = f"{page.url.split('/', 3)[3]} {size} {theme} {width}"
        found += [f"{where}: {one}" for one in told["found"]]
        if told["wide"] > 0 and width == PHONE[0]:
            found.append(f"{where}: {told['wide']} px too wide")
    return found


def turn(number: int, visit: Visit) -> tuple[Any, ...]:
    """Whose turn it is among the four displays."""
    return (FOUR[number % 4], FOUR[(number + 2) % 4]) if visit.first else (FOUR[number % 4],)


def walked(
    town: Town, visits: list[Visit], opened: Callable[..., Page], displays: tuple[Any, ...]
) -> list[str]:
    """Open every page as the person who may, one sign-in each."""
    found = []
    for who, those in groupby(enumerate(sorted(visits)), key=lambda one: one[1].who):
        page = opened(town, who)
        for number, visit in those:
            page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
            page.goto(visit.address)
            page.wait_for_load_state()
            found += looked_at(page, displays if len(displays) > len(FOUR) else turn(number, visit))
    return found


def sat_through(page: Page, displays: tuple[Any, ...]) -> list[str]:
    """One sitting at the window, each step looked at."""
    page.goto("/counter/")
    page.wait_for_selector("#number:focus")
    found = looked_at(page, displays)
    for keys, shown in SITTING:
        (page.keyboard.type if keys == "gsdj" else page.keyboard.press)(keys)
        page.wait_for_selector(shown)
        found += looked_at(page, displays)
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    return found


@pytest.mark.browser
@pytest.mark.parametrize(("door", "share", "of"), SHARES)
def test_every_page_is_clean_in_its_turn_of_four_displays(
    transactional_db: None, opened: Callable[..., Page], door: str, share: int, of: int
) -> None:
    town, visits = pages.build()
    mine = sorted(visit for visit in visits if visit.door == door)
    found = walked(town, mine[share::of], opened, FOUR)
    assert not found, f"{len(found)}:\n" + "\n".join(found)


@pytest.mark.django_db
def test_every_act_of_the_desk_opens_for_somebody() -> None:
    _, visits = pages.build()
    assert [visit for visit in visits if visit.who == DEED] == []
    assert {visit.door for visit in visits} == set(DOORS)


@pytest.mark.browser
def test_every_step_of_a_sitting_is_clean_in_four_displays(
    transactional_db: None, opened: Callable[..., Page]
) -> None:
    town, _ = pages.build()
    found = sat_through(opened(town, "lin"), FOUR)
    assert not found, f"{len(found)}:\n" + "\n".join(found)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("theme", ["blue", "red", "hc"])
def test_the_full_grid(
    transactional_db: None, opened: Callable[..., Page], theme: str, record_property: Callable[..., None]
) -> None:
    town, visits = pages.build()
    displays = tuple((size, theme, window) for size, window in product(SIZES, WINDOWS))
    found = walked(town, visits, opened, displays) + sat_through(opened(town, "lin"), displays)
    record_property(
        "figures",
        {"pages": len(visits) + len(SITTING) + 1, "displays": len(displays), "violations": len(found)},
    )
    assert not found, f"{len(found)}:\n" + "\n".join(found)


@pytest.mark.django_db
def test_every_route_is_a_page_that_is_looked_at_or_says_why_not() -> None:
    client = signed_in(towns.build(keys=()), "lin")
    known = {route for route in routes() if not route.startswith("api/")}
    listed = set(PAGES) | set(NO_PAGES)
    new = [route for route in known - listed if client.get(address(route)).status_code != 405]
    assert not new, f"Put into tests/walks/pages.py, with who opens it: {sorted(new)}"
    assert not listed - known, f"gone from the site: {sorted(listed - known)}"
