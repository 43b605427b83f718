"""A citizen at a phone, as a robot: reads the page, fills in what is empty, presses the one button, until it is filed.

`hand` is "touch" or "keyboard". It counts pages and fields typed; choices and files are not typed. What it types is looked up
by the field's name in `says`, then by the element library's type, so that every form can be walked.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from yichuang.catalogue import forms as form_of
from yichuang.doors.apply.tests.applying import PDF, sample
from yichuang.law.forms import field_of

PAGES_MOST = 40
FILED = "申请已提交"
SAYS = {"address": "示例区幸福路1号", "name": "陈秀英", "phone": "13800000000"}
PRIMARY = "main form button.btn:not(.is-plain):not(.is-grave), main p.actions a.btn"


@dataclass
class Robot:
    """A walk through an application."""

    page: Page
    hand: str = "touch"
    says: dict[str, str] = field(default_factory=dict)
    typed: int = 0
    pages: int = 0
    look: Any = None
    file: Path | None = None

    def walk(self, *, until: str = FILED) -> None:
        """Go on from page to page until the heading says `until`."""
        for _ in range(PAGES_MOST):
            heading = self.page.locator("h1").first.inner_text().strip()
            if self.look:
                self.look(self.page)
            if re.search(until, heading):
                return
            self.pages += 1
            self.one_page()
        raise AssertionError(f"still at “{heading}” after {PAGES_MOST} pages: {self.page.url}")

    def one_page(self) -> None:
        """Fill in what is empty and press the button."""
        for name in self._groups():
            self._choose(name)
        for box in self.page.locator("main form input.input, main form textarea, main form select").all():
            self._type(box)
        for slot in self.page.locator("main form input[type=file]").all():
            if (
                not self.page.locator("main ol.pages li").count()
                and self.says.get("way", "upload") not in self._ways()
            ):
                self.hand_in(slot)
        with self.page.expect_navigation():
            self.press(self.page.locator(PRIMARY).first)

    def _ways(self) -> list[str]:
        """Return the other ways in which this material may come."""
        radios = self.page.locator("main form input[name=way]").all()
        return [str(one.get_attribute("value")) for one in radios if one.get_attribute("value") != "upload"]

    def hand_in(self, slot: Locator) -> None:
        """Choose a file; with scripts it goes up at once and the page comes again."""
        scripts = slot.get_attribute("data-yc-pieces") and self.page.locator("html.js").count()
        there = self.page.locator("main ol.pages li")
        before = there.count()
        slot.set_input_files({"name": "材料.pdf", "mimeType": "application/pdf", "buffer": PDF})
        if scripts:
            there.nth(before).wait_for()
            self.page.wait_for_load_state()

    def press(self, target: Locator) -> None:
        """Press a button or link with this hand."""
        if self.hand == "touch":
            target.tap()
        else:
            self.reach(target)
            self.page.keyboard.press("Enter")

    def reach(self, target: Locator) -> None:
        """Come to a control with the Tab key alone."""
        for _ in range(120):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {target}")

    def _groups(self) -> list[str]:
        """Return the names of choices of which none is made and one must be."""
        radios = self.page.locator("main form input[type=radio], main form input[type=checkbox]").all()
        names: dict[str, bool] = {}
        for one in radios:
            name = str(one.get_attribute("name"))
            names[name] = names.get(name, False) or (one.is_checked() and name not in self.says)
        return [name for name, made in names.items() if not made]

    def _choose(self, name: str) -> None:
        those = self.page.locator(f"main form [name='{name}']")
        said = self.says.get(name)
        wanted = self.page.locator(f"main form [name='{name}'][value='{said}']") if said else those.first
        if not wanted.count():
            wanted = those.first
        if wanted.is_checked():
            return
        if self.hand == "touch":
            self.page.locator(f"label[for='{wanted.get_attribute('id')}']").tap()
            return
        # The Tab key comes to the chosen one of a group, or to its first; the arrows move in it.
        place = [one.get_attribute("value") for one in those.all()].index(wanted.get_attribute("value"))
        self.reach(those.first)
        self.page.keyboard.press("Space")
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")

    def _type(self, box: Locator) -> None:
        name = str(box.get_attribute("name"))
        if box.input_value() or (name not in self.says and not self._needed(name)):
            return
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(index=1)
            return
        self.typed += 1
        value = self.says.get(name) or SAYS.get(name) or self._sample(name)
        if self.hand == "keyboard":
            self.reach(box)
            self.page.keyboard.type(value)
        else:
            box.fill(value)

    @staticmethod
    def _needed(name: str) -> bool:
        element = form_of.library()["elements"].get(re.sub(r"_(year|month|day)$", "", name))
        return element is None or element.get("required", True)

    @staticmethod
    def _sample(name: str) -> str:
        if part := re.search(r"_(year|month|day)$", name):
            return {"year": "2025", "month": "12", "day": "1"}[part[1]]
        element = form_of.library()["elements"].get(name)
        return sample(field_of({"key": name, **element, "options": []})) if element else "示例内容"
