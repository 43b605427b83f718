"""Fixtures and helpers for walks in a real Chromium: pages at the two widths, axe, pictures.

A page that raises a script error, breaks the content security policy or asks another machine for anything fails its
test at the end; a test that means to see a trouble empties `troubles(page)`.
"""

import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tools.setup import find_chromium

ROOT = Path(__file__).resolve().parent.parent
SHOTS = Path(os.environ.get("YC_SHOTS") or ROOT / "var" / "shots")
DESKTOP, PHONE = (1366, 768), (375, 812)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
HERE = {"127.0.0.1", "localhost", "::1", None}
_failed = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all walks of this process; each page has a fresh profile in it."""
    path = find_chromium()
    if path is None:
        pytest.fail("Chromium is missing. Run: make test, or apt-get install chromium.")
    # Playwright's sync calls hold an event loop open in this thread; Django would refuse the ORM beside it.
    patch = pytest.MonkeyPatch()
    patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        # A page that asks another machine gets no farther than this port, at which nobody listens.
        nowhere: Any = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1,localhost,[::1]"}
        browser = playwright.chromium.launch(executable_path=path, args=QUIET, proxy=nowhere)
        yield browser
        browser.close()
    patch.undo()


@pytest.fixture
def new_page(
    chromium: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Return a maker of pages: new_page(width, height, **what Browser.new_context takes)."""
    pages: list[Page] = []

    def make(width: int = DESKTOP[0], height: int = DESKTOP[1], **options: Any) -> Page:
        words: dict[str, Any] = {
            "base_url": live_server.url,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
        }
        words |= {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        page = chromium.new_context(**words | options).new_page()
        page.set_default_timeout(10_000)
        _watch(page)
        pages.append(page)
        return page

    yield make
    if request.node.stash.get(_failed, False):
        for number, page in enumerate(pages):
            shot(page, f"failed-{request.node.name}-{number}")
    found = [trouble for page in pages for trouble in troubles(page)]
    for page in pages:
        page.context.close()
    assert not found, "\n".join(found)


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a hall's screen, signed in as nobody."""
    return new_page()


@pytest.fixture
def at_desktop(new_page: Callable[..., Page]) -> Page:
    """A page 1366 wide."""
    return new_page(*DESKTOP)


@pytest.fixture
def at_phone(new_page: Callable[..., Page]) -> Page:
    """A page 375 wide, touched with a finger."""
    return new_page(*PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


def axe(page: Page, *, but: tuple[str, ...] = ()) -> None:
    """Assert that axe finds nothing on this page; `but` names rules left out, with the reason at the call."""
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in but},
    }
    result = Axe().run(page, options=options)
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html'][:160]}  {node['failureSummary']}" for node in violation["nodes"][:5])
        for violation in result.response["violations"]
    ]
    assert not found, f"axe at {urlsplit(page.url).path}, {page.viewport_size}:\n" + "\n".join(found)


def shot(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keep a picture of the page as NAME.png in var/shots (YC_SHOTS names another folder); return its path."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{re.sub(r'[^0-9A-Za-z_.-]+', '-', name)}.png"
    # Hiding the caret would put a style into the page, which its policy forbids.
    page.screenshot(path=path, full_page=whole, caret="initial")
    return path


def enter(page: Page, live_server: Any, person: Any) -> None:
    """Sign `person` in without walking through the sign-in page, which has walks of its own."""
    from django.conf import settings
    from django.test import Client

    from tests import town as towns

    client = Client()
    if hasattr(person, "number_index"):  # a citizen's account
        towns.enter(client, person)
    else:
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )


def troubles(page: Page) -> list[str]:
    """Return what went wrong in this page so far; a test may empty the list."""
    held: list[str] = page.__dict__.setdefault("_yc_troubles", [])
    return held


def _watch(page: Page) -> None:
    found = troubles(page)

    def hear(message: ConsoleMessage) -> None:
        # A refused act answers 4xx, and Chromium prints that as an error; the walk itself judges the answer.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            found.append(f"console: {message.text}")

    def see(request: Request) -> None:
        if urlsplit(request.url).hostname not in HERE:
            found.append(f"asked another machine: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    page.context.on("request", see)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failed walk, so that its last screen is kept."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[_failed] = True
    return report
