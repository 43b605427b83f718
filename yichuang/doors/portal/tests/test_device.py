"""The rating device of a window: it follows what was finished, asks once, and leaving counts as nothing."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.town import MONDAY, Town
from yichuang.cases.models import Case, Intake
from yichuang.doors.portal.tests.reading import main, text
from yichuang.doors.progress import device
from yichuang.ground import now
from yichuang.ratings.models import Rater, Rating

SOON = MONDAY + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The clock of the pages, to be set."""
    clock = [SOON]
    monkeypatch.setattr(now, "clock", lambda: clock[0])
    return clock


@pytest.fixture
def screen(town: Town) -> str:
    return f"/device/{device.key_of(town.window.pk)}/"


def finished(town: Town, when: datetime = MONDAY, **said: Any) -> Case:
    case = town.case(upto="accepted", **said)
    Intake.objects.create(
        region=town.hall.region, hall=town.hall, window=town.window, person=town.people["lin"].pk, state="done", kept_at=when, case=case
    )  # fmt: skip
    return case


def token(page: Any) -> str:
    found = re.search(r'name="about" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_it_waits_then_asks_about_what_the_window_has_finished(
    someone: Client, town: Town, screen: str
) -> None:
    assert "办完一件事，这里会问您" in main(someone.get(screen))
    finished(town)
    page = someone.get(screen)
    assert "这次服务您满意吗？" in main(page) and "3号窗" in main(page) and "陈" not in text(page)
    answers = re.findall(r'<button class="rate" name="level" value="(\d)">', page.content.decode())
    assert answers == ["5", "4", "3", "2", "1"] and "checked" not in page.content.decode()
    assert "登录" not in text(page)


def test_one_tap_rates_and_it_waits_for_the_next(someone: Client, town: Town, screen: str) -> None:
    case = finished(town)
    thanks = someone.post(screen, {"level": "5", "about": token(someone.get(screen))}, follow=True)
    assert "谢谢您的评价" in main(thanks)
    row = Rating.objects.get()
    assert (row.case_id, row.contact, row.channel, row.grade) == (case.pk, "intake", "4", 5)
    assert "办完一件事，这里会问您" in main(someone.get(screen))
    assert "您已经评过这次服务" in main(someone.get(f"/p/{case.query_code}"))


def test_a_low_one_asks_why_and_may_leave_a_number(someone: Client, town: Town, screen: str) -> None:
    finished(town)
    about = token(someone.get(screen))
    assert "哪里不好？" in text(someone.post(screen, {"level": "1", "about": about}))
    wrong = someone.post(
        screen, {"level": "1", "about": about, "said": "1", "phone": "12", "words": "等得久"}
    )
    assert wrong.status_code == 422 and "等得久" in wrong.content.decode() and not Rating.objects.exists()
    someone.post(
        screen, {"level": "1", "about": about, "said": "1", "reasons": ["等得久"], "phone": "13800000000"}
    )
    assert Rater.objects.get().clear_phone() == "13800000000"


def test_leaving_is_one_tap_and_counts_as_nothing(someone: Client, town: Town, screen: str) -> None:
    finished(town)
    page = someone.get(screen)
    way = re.search(r'href="([^"]+left=[^"]+)"', page.content.decode())
    assert way
    assert "办完一件事，这里会问您" in main(someone.get(way[1].replace("&amp;", "&"), follow=True))
    assert not Rating.objects.exists()
    finished(town, SOON)
    assert "这次服务您满意吗？" in main(someone.get(screen))


def test_an_answer_never_lands_on_the_next_person(someone: Client, town: Town, screen: str, at: Any) -> None:
    first = finished(town)
    about = token(someone.get(screen))
    finished(town, SOON)
    someone.post(screen, {"level": "2", "said": "1", "about": about})
    assert Rating.objects.get().case_id == first.pk
    at[0] = SOON + timedelta(hours=1)
    someone.post(screen, {"level": "5", "about": token_of(first)})
    assert Rating.objects.count() == 1 and "办完一件事，这里会问您" in main(someone.get(screen))


def token_of(case: Case) -> str:
    from yichuang.doors.progress import rated

    return device.token_of(rated.of(case))


def test_what_another_window_did_is_not_asked_about(someone: Client, town: Town) -> None:
    case = finished(town)
    other = f"/device/{device.key_of(town.window.pk + 999)}/"
    assert someone.get(other).status_code == 404 and someone.get("/device/made-up/").status_code == 404
    annex = town.xing()
    elsewhere = f"/device/{device.key_of(annex.window or 0)}/"
    someone.post(elsewhere, {"level": "5", "about": token_of(case)})
    assert not Rating.objects.exists() and "办完一件事" in main(someone.get(elsewhere))


def test_the_clerk_opens_it_for_their_window(client: Client, town: Town) -> None:
    client.force_login(town.people["lin"])
    page = client.get("/counter/device/").content.decode()
    assert "3号窗的评价器" in page and "/device/" in page and "<svg" in page
    client.force_login(town.people["wu"])
    assert client.get("/counter/device/").status_code == 403
