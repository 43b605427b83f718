"""Views under a name, the wall page, the weekly letter's page."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.town import MONDAY, Town, build
from yichuang.doors.office.board.wall import bars
from yichuang.ground import now
from yichuang.supervision import acts, weekly
from yichuang.supervision.boards import SavedView, WeeklyLetter
from yichuang.supervision.charts import Slow

BOARD = "/office/board/"
LATER = MONDAY + timedelta(days=7, hours=1)


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(now, "clock", lambda: LATER)
    return build()


def signed_in(town: Town, name: str = "guo") -> Client:
    client = Client()
    client.force_login(town.people[name], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def keep(client: Client, **changes: Any) -> Any:
    return client.post(f"{BOARD}views/", {"name": "近一周", "query": "?days=7"} | changes)


def test_filters_are_kept_under_a_name_and_open_the_board_again(town: Town) -> None:
    client = signed_in(town)
    assert keep(client)["Location"] == f"{BOARD}?days=7"
    page = client.get(BOARD).content.decode()
    assert f'<a class="chip" href="{BOARD}?days=7">近一周</a>' in page
    assert 'aria-current="true">近一周' in client.get(f"{BOARD}?days=7").content.decode()


def test_the_same_name_holds_the_newer_filters(town: Town) -> None:
    client = signed_in(town)
    keep(client)
    keep(client, query="?days=90")
    assert SavedView.objects.get().query == "?days=90"


def test_only_known_filters_are_kept(town: Town) -> None:
    keep(signed_in(town), query="?days=7&hall=abc&next=//elsewhere")
    assert SavedView.objects.get().query == "?days=7"


def test_a_shared_view_is_seen_by_the_same_body_only(town: Town) -> None:
    keep(signed_in(town, "gao"), shared="1")
    assert "近一周" in signed_in(town, "gao").get(BOARD).content.decode()
    assert "近一周" not in signed_in(town).get(BOARD).content.decode()
    assert SavedView.objects.get().body == town.departments["market"]


def test_a_view_without_a_name_says_so_and_keeps_the_filters(town: Town) -> None:
    answer = keep(signed_in(town), name=" ")
    page = answer.content.decode()
    assert answer.status_code == 422 and "起一个名称，最多20个字。" in page and 'value="?days=7"' in page


def test_only_its_owner_lets_a_view_go(town: Town) -> None:
    keep(signed_in(town, "gao"), shared="1")
    view = SavedView.objects.get()
    assert signed_in(town).post(f"{BOARD}views/{view.pk}/removal/").status_code == 404
    assert signed_in(town, "gao").post(f"{BOARD}views/{view.pk}/removal/").status_code == 302
    assert not SavedView.objects.exists()


def test_the_wall_names_no_person_and_says_what_the_board_says(town: Town) -> None:
    town.card(town.case())
    page = signed_in(town).get(f"{BOARD}wall/").content.decode()
    assert "督办" in page and ">1</dd>" in page
    assert not [person.name for person in town.people.values() if person.name in page]
    assert signed_in(town).get(f"{BOARD}wall/now/").content.decode().strip() in page


def test_the_longest_bar_is_as_wide_as_the_wall() -> None:
    made = bars([Slow(1, "甲", (2, 0, 0, 2, 0)), Slow(2, "乙", (1, 0, 0, 0, 0))])
    assert [sum(piece["width"] for piece in row["pieces"]) for row in made] == [1000, 250]
    assert [piece["at"] for piece in made[0]["pieces"]] == [0, 500, 500, 500, 1000]


def test_a_head_reads_the_letter_to_their_body_and_no_other(town: Town) -> None:
    town.case()
    weekly.run(LATER)
    own = WeeklyLetter.objects.get(to=town.departments["market"])
    region = WeeklyLetter.objects.get(to=None)
    client = signed_in(town, "gao")
    page = client.get(f"{BOARD}letters/{own.pk}/").content.decode()
    assert "督查周报：市场监督管理局" in page and "受理1件" in page
    assert client.get(f"{BOARD}letters/{region.pk}/").status_code == 404
    assert signed_in(town).get(f"{BOARD}letters/{region.pk}/").status_code == 200


def test_each_number_of_a_letter_leads_to_its_rows(town: Town) -> None:
    town.case(upto="decided")
    town.card(town.case())
    weekly.run(LATER)
    letter = WeeklyLetter.objects.get(to=None)
    client = signed_in(town)
    page = client.get(f"{BOARD}letters/{letter.pk}/").content.decode()
    for key in weekly.COUNTED:
        href = f"{BOARD}{key}/?from=2026-03-02&to=2026-03-08"
        assert href.replace("&", "&amp;") in page
        assert f"<p>共{letter.told['week'][key]}件</p>" in client.get(href).content.decode()


def test_what_was_written_stays_when_the_records_go_on(town: Town) -> None:
    card = town.card(town.case())
    weekly.run(LATER)
    acts.withdraw(card.pk, by=town.actor("guo"), at=LATER, why="查明没有超期。")
    letter = WeeklyLetter.objects.get(to=None)
    page = signed_in(town).get(f"{BOARD}letters/{letter.pk}/").content.decode()
    assert letter.told["week"]["lit_red"] == 1 and letter.digest in page
