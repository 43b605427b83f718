"""A clerk's hands for tests: forms are sent as htmx sends them, with the session and turn of the last page."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.town import CHEN_ID, Town
from yichuang.doors.tests.conftest import enter, town  # noqa: F401

HTMX = {"HX-Request": "true"}
OWN = ("own", "no", "no")


class Hands:
    """Lin at window 3."""

    def __init__(self, client: Client, *, scripts: bool = True) -> None:
        self.client, self.headers = client, HTMX if scripts else {}
        self.said: dict[str, str] = {}
        self.page, self.status, self.size = "", 0, 0
        self.look()

    def look(self, url: str = "/counter/") -> "Hands":
        """Open or reload the bench."""
        return self._read(self.client.get(url))

    def send(self, noun: str, **fields: Any) -> "Hands":
        """Send one form of the bench."""
        return self._read(self.client.post(f"/counter/{noun}/", self.said | fields, headers=self.headers))

    def _read(self, response: Any) -> "Hands":
        if response.status_code == 302:
            return self.look(response["Location"])
        self.page, self.status = response.content.decode(), response.status_code
        self.size = len(gzip.compress(response.content, 6))
        for name in ("intake", "turn"):
            found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
            if found:
                self.said[name] = found[1]
        return self

    def upto_materials(self, item: Any, answers: tuple[str, ...] = OWN, number: str = CHEN_ID) -> "Hands":
        """Read, pick, answer."""
        self.send("person", number=number, name="陈秀英")
        self.send("item", item=str(item.pk))
        for answer in answers:
            self.send("answer", answer=answer)
        return self

    def judge(self, verdict: str, **fields: Any) -> "Hands":
        """Judge the row in hand."""
        return self.send("verdicts", verdict=verdict, **fields)


@pytest.fixture
def hands(enter: Callable[[str], Client]) -> Hands:  # noqa: F811
    """Lin's hands, nothing on the table."""
    return Hands(enter("lin"))


@pytest.fixture
def licensed(town: Town) -> Town:  # noqa: F811
    """The town, with what the state holds of Chen on file."""
    for kind in ("居民身份证", "不动产权证书"):
        town.licence(kind)
    return town
