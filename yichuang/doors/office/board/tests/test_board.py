"""The board: each number is the length of its list, what is shown follows the post, an act shows at once."""

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.ground import now
from yichuang.ratings import acts as ratings
from yichuang.supervision import acts as supervision

BOARD = "/office/board/"
LATER = MONDAY + timedelta(days=21)


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(now, "clock", lambda: LATER)
    return build()


def signed_in(town: Town, name: str = "guo") -> Client:
    client = Client()
    client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def lived(town: Town) -> None:
    """Cases of two departments in every state, with cards, a correction and a bad rating."""
    open_ = [town.case(at=MONDAY + timedelta(days=n)) for n in range(3)]
    town.card(open_[0])
    town.card(open_[0], rule="step-over", level="yellow")
    town.card(open_[1], level="yellow", rule="due-soon")
    supervision.withdraw(town.card(open_[2]).pk, by=town.actor("guo"), at=MONDAY, why="查明没有超期。")
    done = town.case(upto="delivered", at=LATER - timedelta(days=2))
    town.card(done)
    ratings.rate(by=town.chen, at=LATER, case=done.pk, grade=1, reasons=["等得久"])
    told = town.case(upto="filed", at=LATER)
    cases.ask_once(told.pk, by=town.actor("lin"), at=LATER, lines=[{"place": 0, "reason": "1"}])
    town.case("food-business-license-new", at=LATER)


def kpis(page: str) -> dict[str, tuple[str, str]]:
    found = re.findall(r'id="kpi-(\w+)" href="([^"]+)">.*?<b>([^<]*)</b>', page)
    return {key: (number, href.replace("&amp;", "&")) for key, href, number in found}


def length(client: Client, href: str) -> int:
    return int(re.search(r"<p>共(\d+)件</p>", client.get(href).content.decode())[1])  # type: ignore[index]


@pytest.mark.parametrize("query", ["", "?days=7", "?item=公司", "?days=1", "narrowed"])
def test_each_number_is_the_length_of_its_list(town: Town, query: str) -> None:
    lived(town)
    client = signed_in(town)
    query = f"?body={town.departments['market'].pk}&hall={town.hall.pk}" if query == "narrowed" else query
    told = kpis(client.get(BOARD + query).content.decode())
    assert list(told) == ["red", "yellow", "accepted", "on_time", "first", "bad"]
    for key in ("red", "yellow", "accepted", "bad"):
        number, href = told[key]
        assert int(number) == length(client, href)
    for key in ("on_time", "first"):
        number, href = told[key]
        whole, part = length(client, href), length(client, href.replace("decided", key))
        assert number == (f"{part * 100 // whole}%" if whole else "—")


def test_numbers_are_what_was_lived(town: Town) -> None:
    lived(town)
    told = kpis(signed_in(town).get(BOARD).content.decode())
    assert {key: number for key, (number, _) in told.items()} == {
        "red": "1", "yellow": "2", "accepted": "1", "on_time": "100%", "first": "100%", "bad": "1",
    }  # fmt: skip


def test_a_bar_of_a_department_is_the_length_of_its_list(town: Town) -> None:
    lived(town)
    client = signed_in(town)
    page = client.get(BOARD).content.decode()
    bars = re.findall(r'href="(/office/board/open/[^"]+)">(\d+)</a>', page)
    assert len(bars) >= 2
    assert all(int(number) == length(client, href.replace("&amp;", "&")) for href, number in bars)


def test_a_head_sees_what_lands_on_their_own_department(town: Town) -> None:
    lived(town)
    town.card(town.case("food-business-license-new"), department=town.departments["fire"].pk)
    told = kpis(signed_in(town, "gao").get(BOARD).content.decode())
    assert told["red"][0] == "1"
    fire = f"{BOARD}?body={town.departments['fire'].pk}"
    assert kpis(signed_in(town, "gao").get(fire).content.decode())["red"][0] == "1"
    assert kpis(signed_in(town).get(fire).content.decode())["red"][0] == "1"


@pytest.mark.parametrize("name", ["lin", "wu", "he"])
def test_the_board_is_for_supervision_and_heads(town: Town, name: str) -> None:
    for address in (BOARD, f"{BOARD}now/", f"{BOARD}red/", f"{BOARD}open/over/"):
        assert signed_in(town, name).get(address).status_code == 403


def test_red_stands_before_yellow_and_each_case_once(town: Town) -> None:
    lived(town)
    page = signed_in(town).get(BOARD).content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert re.findall(r"tag is-(\w+)", table) == ["red", "yellow"]


def test_an_act_shows_when_the_page_asks_again(town: Town) -> None:
    case = town.case()
    client = signed_in(town)
    page = client.get(BOARD).content.decode()
    again = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]
    assert client.get(again).status_code == 204
    town.card(case)
    renewed = client.get(again)
    assert renewed.status_code == 200 and kpis(renewed.content.decode())["red"][0] == "1"


def test_what_is_renewed_is_what_a_new_page_says(town: Town) -> None:
    lived(town)
    client = signed_in(town)
    page, renewed = (client.get(address).content.decode() for address in (BOARD, f"{BOARD}now/"))
    assert renewed.strip() in page


def test_a_look_at_the_renewed_part_keeps_no_session_awake(town: Town) -> None:
    answer = signed_in(town).get(f"{BOARD}now/", headers={"YC-Quiet": "1"})
    assert "yc_seen" not in answer.cookies


def test_however_many_cases_there_are_the_board_asks_as_often(town: Town) -> None:
    def asked(address: str) -> int:
        client = signed_in(town)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    lived(town)
    few = [asked(address) for address in (BOARD, f"{BOARD}now/", f"{BOARD}red/")]
    lived_more(town)
    assert [asked(address) for address in (BOARD, f"{BOARD}now/", f"{BOARD}red/")] == few
    assert few[0] <= 33 and few[1] <= 16


def lived_more(town: Town) -> None:
    for n in range(4):
        town.card(town.case(at=MONDAY + timedelta(days=n)))
        town.card(
            town.case("food-business-license-new", upto="decided", at=LATER - timedelta(days=n)),
            level="yellow",
        )


def test_the_page_is_light(town: Town) -> None:
    lived(town)
    lived_more(town)
    client = signed_in(town)
    assert len(gzip.compress(client.get(BOARD).content)) <= 20_000
    assert len(client.get(f"{BOARD}now/").content) <= 20_000


def test_a_made_up_filter_is_left_out_and_a_made_up_list_is_not_there(town: Town) -> None:
    client = signed_in(town)
    assert client.get(f"{BOARD}?hall=999999999999999999999&body=x&days=5000&item=%00").status_code == 200
    assert client.get(f"{BOARD}nothing/").status_code == 404
    assert client.get(f"{BOARD}open/nothing/").status_code == 404


def test_every_list_is_reached_by_name(town: Town) -> None:
    from yichuang.supervision import board

    lived(town)
    client: Any = signed_in(town)
    for what in board.LISTS:
        assert client.get(reverse("office:board:rows", args=[what])).status_code == 200
    for left, _ in board.LEFT:
        assert client.get(reverse("office:board:left", args=[left])).status_code == 200
