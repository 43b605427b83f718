"""Half an hour without a sign of life ends the session of a citizen; nothing they typed is lost, and nobody else gets it."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.town import MONDAY
from yichuang.doors import away, citizen
from yichuang.ground import now

PAGE = "/apply/new/company-establishment/"


@pytest.fixture
def clock(monkeypatch):
    held = {"at": MONDAY}
    monkeypatch.setattr(now, "clock", lambda: held["at"])

    def later(**more):
        held["at"] += timedelta(**more)

    return later


@pytest.fixture
def chen(town, clock):
    client = town.enter(Client())
    session = client.session
    session[citizen.ENTERED] = int(MONDAY.timestamp())
    session.save()
    return client


def again(client, town, account=None):
    """Sign in again on the same session, as the page does after the code."""
    session = client.session
    session[citizen.ACCOUNT] = str((account or town.account()).pk)
    session[citizen.ENTERED] = int(now.now().timestamp())
    session.save()


def test_looking_at_pages_keeps_the_session_and_half_an_hour_of_silence_ends_it(chen, clock):
    for _ in range(3):
        clock(minutes=29)
        assert chen.get(PAGE).status_code == 200
    clock(minutes=31)
    answer = chen.get(PAGE)
    assert answer["Location"].startswith("/my/sign-in/?next=%2Fapply") and answer["Location"].endswith(
        "idle=1"
    )
    assert citizen.ACCOUNT not in chen.session


def test_a_form_that_came_too_late_waits_for_its_sender(chen, town, clock):
    chen.get(PAGE)
    clock(minutes=31)
    answer = chen.post(PAGE, {"who": "self", "consent": "yes", "word": "𠮷祥<b>"})
    assert "next=%2Fmy%2Fkept%2F" in answer["Location"] and "祥" not in str(dict(chen.session))
    again(chen, town)
    page = chen.get("/my/kept/").content.decode()
    assert (
        f'action="{PAGE}"' in page
        and 'name="word" value="𠮷祥&lt;b&gt;"' in page
        and "您刚才填的还在" in page
    )
    assert chen.post(PAGE, {"who": "self", "consent": "yes"}).status_code == 302


def test_what_waits_is_shown_to_nobody_else(chen, town, clock):
    clock(minutes=31)
    chen.post(PAGE, {"who": "self", "secret": "1"})
    again(chen, town, town.account("王芳", "110101199003070011"))
    assert chen.get("/my/kept/")["Location"] == "/my/"
    again(chen, town)
    assert chen.get("/my/kept/")["Location"] == "/my/"


def test_the_script_of_the_page_hands_over_what_is_typed(chen, town, clock):
    answer = chen.post("/my/kept/", {"yc_path": PAGE, "who": "self"})
    assert answer.status_code == 302 and citizen.ACCOUNT not in chen.session
    again(chen, town)
    assert f'action="{PAGE}"' in chen.get("/my/kept/").content.decode()


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example/my/", "/office/", "", "/my/" + "x" * 400]
)
def test_it_leads_nowhere_else(chen, town, path):
    chen.post("/my/kept/", {"yc_path": path, "who": "self"})
    assert away.HELD not in chen.session


def test_whoever_is_there_stays_awake(chen, clock):
    clock(minutes=20)
    assert chen.head("/my/awake/").status_code == 204 and away.COOKIE in chen.cookies
    clock(minutes=20)
    assert chen.head("/my/awake/").status_code == 204
    assert Client().head("/my/awake/").status_code == 401


def test_a_cookie_of_another_session_keeps_nobody_awake(chen, town, clock):
    clock(minutes=29)
    chen.get(PAGE)
    other = town.enter(Client())
    session = other.session
    session[citizen.ENTERED] = int(MONDAY.timestamp())
    session.save()
    other.cookies[away.COOKIE] = chen.cookies[away.COOKIE].value
    clock(minutes=10)
    assert other.get(PAGE).status_code == 302
