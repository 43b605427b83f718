"""A page of a draft that was saved is there after kill -9 of everything, on another device; a filing sent twice makes one case."""

import http.client
import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.drill.house import House

CSRF = "c" * 32
TYPED = {"person_phone": "13911112222", "person_address": "示例区断电路3号"}


def send(house: House, cookie: str, path: str, **typed: str) -> tuple[int, str, str]:
    """GET, or POST what is typed; returns status, where to, and the page."""
    link = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    headers = {"Cookie": f"{cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    if typed:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    link.request("POST" if typed else "GET", path, urlencode(typed) if typed else None, headers)
    answer = link.getresponse()
    return answer.status, answer.headers.get("Location") or "", answer.read().decode()


@pytest.mark.browser  # once, beside the other tests of a running house
def test_a_saved_page_survives_the_death_of_the_house(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    try:
        house.found()
        house.start()
        told = json.loads(house.module("tests.drill.applying"))
        page = f"/apply/{told['draft']}/form/applicant/"
        status, _, text = send(house, told["cookie"], page)
        turn = re.search(r'name="turn" value="(\d+)"', text)
        assert (status, turn is not None) == (200, True)
        assert send(house, told["cookie"], page, turn=turn[1], **TYPED)[0] == 302  # type: ignore[index]
        house.kill("all")
        elsewhere = json.loads(house.module("tests.drill.applying"))["cookie"]
        for cookie in (told["cookie"], elsewhere):
            assert all(value in send(house, cookie, page)[2] for value in TYPED.values())
    finally:
        house.end()
