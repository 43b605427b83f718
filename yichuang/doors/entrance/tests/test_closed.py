"""What is closed, to whom, and for how long."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yichuang.doors.entrance.middleware import is_open
from yichuang.ground.now import now, today
from yichuang.people import acts as people
from yichuang.people.models import Holding, Person
from yichuang.people.passwords import Checked

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "path",
    ["/counter/", "/desk/x/", "/issue/", "/office/people/", "/entrance/", "/entrance/loginx/", "/unknown/"],
)
def test_staff_doors_are_closed(path):
    assert not is_open(path)


@pytest.mark.parametrize("path", ["/display/", "/entrance/login/", "/static/yc/yichuang.css", "/healthz"])
def test_what_is_listed_is_open(path):
    assert is_open(path)


def test_a_stranger_comes_back_to_the_page_asked_for(town):
    answer = Client().get("/office/?q=%E4%B8%80")
    assert answer["Location"] == "/entrance/login/?next=%2Foffice%2F%3Fq%3D%25E4%25B8%2580"
    posted = Client().post("/entrance/post/", {"post": "1"}, HTTP_REFERER="http://testserver/entrance/")
    assert posted["Location"].endswith("next=%2Fentrance%2F")
    assert "evil" not in Client().post("/entrance/post/", HTTP_REFERER="http://evil.example/x")["Location"]


def test_a_fragment_sends_the_whole_page_to_sign_in(town):
    answer = Client().get(
        "/office/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    )
    assert answer["HX-Redirect"] == "/entrance/login/?next=%2Fdesk%2F" and answer.status_code == 200


def test_pages_behind_sign_in_are_not_stored(inside):
    assert inside("lin").get("/entrance/")["Cache-Control"].startswith("no-store")


def test_looking_at_a_page_writes_nothing_and_asks_little(inside):
    client = inside("lin")
    client.get("/entrance/powers/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/entrance/powers/").status_code == 200
    written = [query["sql"] for query in asked if not query["sql"].startswith("SELECT")]
    assert written == [] and len(asked) <= 6


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_session_lasts_as_long_as_the_idle_time(inside, later, minutes, status):
    client = inside("lin")
    later(minutes * MINUTE)
    assert client.get("/entrance/").status_code == status


def test_whoever_works_stays_for_a_whole_shift(inside, later):
    began, client = now(), inside("lin")
    for minutes in range(0, 600, 25):
        later(minutes * MINUTE)
        assert client.get("/entrance/").status_code == 200
    assert Session.objects.get().expire_date > began + timedelta(hours=10)
    later(631 * MINUTE)
    assert client.get("/entrance/").status_code == 302


def test_a_page_that_asks_by_itself_keeps_nobody_awake(inside, later):
    client = inside("lin")
    later(20 * MINUTE)
    client.get("/entrance/", headers={"YC-Quiet": "1"})
    later(40 * MINUTE)
    assert "idle=1" in client.get("/entrance/")["Location"]


def test_the_time_of_another_session_does_not_count(inside, later):
    first, second = inside("lin"), inside("wu")
    later(25 * MINUTE)
    second.get("/entrance/")
    later(40 * MINUTE)
    first.cookies["yc_seen"] = second.cookies["yc_seen"].value
    assert first.get("/entrance/").status_code == 302


def test_an_ended_session_is_gone(inside, later):
    client = inside("lin")
    later(31 * MINUTE)
    client.get("/entrance/")
    later(0 * MINUTE)
    assert client.get("/entrance/").status_code == 302


def test_a_dismissed_person_is_out_at_once(town, inside):
    client = inside("wu")
    assert client.get("/entrance/").status_code == 200
    held = Holding.objects.get(person=town.people["wu"])
    people.dismiss(by=town.actor("an"), at=now(), holding=held.pk)
    assert client.get("/entrance/").status_code == 403


def test_a_reset_password_ends_the_persons_sessions(town, inside):
    client = inside("wu")
    ready = Checked("argon2$x")
    people.reset_password(by=town.actor("an"), at=now(), person=town.people["wu"].pk, password=ready)
    assert client.get("/entrance/").status_code == 302


def test_an_old_password_is_changed_before_anything_else(town, inside):
    Person.objects.filter(username="lin").update(password_set_on=today() - timedelta(days=90))
    client = inside("lin")
    assert client.get("/office/")["Location"] == "/entrance/password/"
    assert "用到期了" in client.get("/entrance/password/").content.decode()
    Person.objects.filter(username="lin").update(password_set_on=today() - timedelta(days=89))
    assert client.get("/entrance/").status_code == 200


def lent(town, ends_on):
    return people.delegate(
        by=town.actor("sun"), at=now(), post=town.posts["sun"].pk, to=town.people["wu"].pk, document="示例授权书",
        starts_on=today(), ends_on=ends_on,
    )["delegation"]  # fmt: skip


def test_a_delegated_post_is_chosen_and_shown_with_whose_it_is(town, inside):
    lent(town, today() + timedelta(days=7))
    client = inside("wu")
    page = client.get("/entrance/").content.decode()
    assert "审批岗（授权，替孙丽）" in page and "现在的岗位是市场监督管理局·审查岗" in page
    client.post("/entrance/post/", {"post": town.posts["sun"].pk})
    assert "现在的岗位是市场监督管理局·审批岗（授权，替孙丽）" in client.get("/entrance/").content.decode()


def test_a_chosen_post_that_was_taken_back_is_told_not_replaced_in_silence(town, inside):
    given = lent(town, today() + timedelta(days=7))
    client = inside("wu")
    client.post("/entrance/post/", {"post": town.posts["sun"].pk})
    people.end_delegation(by=town.actor("sun"), at=now(), delegation=given)
    told = client.get("/office/")
    assert told.status_code == 403 and "换一个岗位" in told.content.decode()
    assert client.get("/entrance/").status_code == 200
    client.post("/entrance/post/", {"post": town.posts["wu"].pk})
    assert client.get("/office/").status_code == 200


@pytest.mark.parametrize("post", ["", "x", "999999", "-1", "1e3", "１"])
def test_a_forged_post_is_refused(inside, post):
    assert inside("lin").post("/entrance/post/", {"post": post}).status_code == 404
