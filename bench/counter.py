"""Whole intakes at the window over HTTP, as the counter's page sends them: one signed-in clerk, every step timed apart.

python -m bench.counter PORT [INTAKES]    print {step: {"p50", "p95", "count"}} in milliseconds
"""

import http.client
import json
import os
import re
import sys
import time
from collections import defaultdict
from urllib.parse import quote, urlencode

from bench.figures import spread
from bench.people import citizen

INTAKES, CLERK = 40, "lin"
ITEM, FIND, ANSWERS = "company-establishment", "gssl", ("own", "no", "no")
CSRF = "b" * 32


class Window:
    """The clerk's hands: forms go as htmx sends them, with the session and turn of the last page."""

    def __init__(self, port: int, cookie: str) -> None:
        self.link = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Cookie": f"{cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "HX-Request": "true"}
        self.times: dict[str, list[float]] = defaultdict(list)
        self.said: dict[str, str] = {}

    def get(self, step: str, path: str) -> str:
        """Ask for a page."""
        return self._timed(step, "GET", path)

    def send(self, step: str, noun: str, **fields: str) -> str:
        """Send one form of the bench."""
        return self._timed(step, "POST", f"/counter/{noun}/", urlencode(self.said | fields))

    def _timed(self, step: str, method: str, path: str, body: str | None = None) -> str:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        began = time.perf_counter()
        self.link.request(method, path, body, self.headers | form)
        answer = self.link.getresponse()
        page = answer.read().decode()
        self.times[step].append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{step}, {path}: {answer.status} {page[:300]}")
        for name in ("intake", "turn"):
            if found := re.search(rf'name="{name}" value="([^"]*)"', page):
                self.said[name] = found[1]
        return page


def intake(window: Window, item: str, n: int) -> None:
    """One person from the card to the paper: accepted, and every fourth one told once what to mend."""
    who = citizen(n)
    window.said.clear()
    window.get("open", "/counter/")
    window.send("card", "person", number=who["number"], name=who["name"], source="card")
    window.get("search", f"/counter/items/?q={quote(FIND)}")
    window.send("item", "item", item=item)
    for answer in ANSWERS:
        page = window.send("answer", "answer", answer=answer)
    faulty = n % 4 == 0
    if faulty:
        window.send("judge", "verdicts", verdict="fix")
        window.send("judge", "verdicts", verdict="fix", reason="1")
    page = window.send("judge", "verdicts", verdict="ok")
    if "都核完了" not in page:
        window.send("judge", "verdicts", verdict="all")
    window.send("paper", "exits", then="ask_once" if faulty else "accept")
    window.send("next", "next")


def measure(port: int, intakes: int = INTAKES) -> dict[str, dict[str, float]]:
    """Take in as many people; the first three do not count. What a break left on the table is dropped first."""
    import django

    django.setup()
    from bench.crowd import PEOPLE
    from bench.lists import signed_in
    from yichuang.catalogue.models import Item

    item = str(Item.objects.get(key=ITEM).pk)
    window = Window(port, signed_in(CLERK)["Cookie"])
    window.get("open", "/counter/")
    window.send("drop", "dropping")
    for n in range(intakes + 3):
        if n == 3:
            window.times.clear()
        intake(window, item, n * 7919 % PEOPLE)
    return {step: spread(times) for step, times in window.times.items()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    print(json.dumps(measure(*map(int, sys.argv[1:]))))
