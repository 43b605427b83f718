"""Signing in: the lock, the limits, the names, the crowd at 08:30."""

import threading
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from tests.town import PASSWORD
from yichuang.ground.now import now
from yichuang.people import acts as people
from yichuang.people import passwords
from yichuang.people.models import Person

LOGIN = "/entrance/login/"


def sign_in(name="lin", password=PASSWORD, client=None, **headers):
    return (client or Client()).post(LOGIN, {"login": name, "password": password}, **headers)


def lock(name="lin"):
    for _ in range(5):
        answer = sign_in(name, "wrong")
    return answer


@pytest.mark.parametrize("name", ["lin", "LIN", " Lin "])
def test_a_name_may_be_written_large(town, name):
    assert sign_in(name).status_code == 302


def test_the_fifth_wrong_password_locks_and_says_for_how_long(town):
    answer = lock()
    assert answer.status_code == 429 and "半小时" in answer.content.decode()


def test_case_and_spaces_buy_no_more_tries(town):
    for name in ("lin", "LIN", "Lin", " lin", "lIN"):
        sign_in(name, "wrong")
    assert sign_in().status_code == 429


def test_the_lock_opens_after_half_an_hour_whatever_was_tried_meanwhile(town):
    lock()
    sign_in()
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=31))
    assert sign_in().status_code == 302


def test_a_reset_password_opens_the_lock(town):
    lock()
    ready = passwords.checked("Qing-Tian-2026-bai", town.people["lin"])
    people.reset_password(by=town.actor("an"), at=now(), person=town.people["lin"].pk, password=ready)
    assert sign_in(password="Qing-Tian-2026-bai").status_code == 302


def test_a_lock_does_not_tell_whether_the_name_exists(town):
    known, unknown = sign_in("lin", "wrong"), sign_in("nobody", "wrong")
    assert known.status_code == unknown.status_code
    assert lock("lan").status_code == lock("nobody2").status_code == 429


def test_no_password_is_kept_with_the_tries(town):
    sign_in("lin", "My-Real-Password-1")
    kept = [vars(row) for model in (AccessAttempt, AccessFailureLog) for row in model.objects.all()]
    assert kept and "My-Real-Password-1" not in str(kept)


def test_a_whole_hall_signs_in_from_one_address(town):
    for _ in range(40):
        assert sign_in().status_code == 302


def test_one_address_cannot_try_names_without_end(town, monkeypatch, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "20/m/ip"}
    answers = {sign_in(f"name{number}", "wrong").status_code for number in range(25)}
    assert answers == {200, 429}
    page = sign_in("name99", "wrong").content.decode()
    assert "试得太多了" in page and 'lang="zh-CN"' in page


def test_a_stopped_account_does_not_get_in(town):
    Person.objects.filter(username="lin").update(is_active=False)
    client = Client()
    answer = sign_in(client=client)
    assert answer.status_code == 403 and "停用" in answer.content.decode()
    assert client.get("/entrance/").status_code == 302


def test_nobody_signs_up_or_asks_for_a_mail():
    for name in ("account_signup", "account_reset_password", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


@pytest.mark.parametrize(
    ("name", "password"),
    [("", ""), ("lin", ""), ("", "x"), ("x" * 5000, "x"), ("lin", "x" * 5000), ("l\x00n", "x")],
)
def test_what_cannot_be_a_name_or_password_is_told(town, name, password):
    answer = sign_in(name, password)
    assert answer.status_code == 200 and "处要改" in answer.content.decode()


def test_asking_for_the_page_writes_nothing(town):
    with CaptureQueriesContext(connection) as asked:
        Client().get(LOGIN)
    assert list(asked) == []


def test_at_most_two_hashes_at_once(town, monkeypatch):
    now_running, most, guard = 0, 0, threading.Lock()
    verify = passwords.Argon2PasswordHasher.verify

    def slow(self, *args):
        nonlocal now_running, most
        with guard:
            now_running += 1
            most = max(most, now_running)
        time.sleep(0.01)
        with guard:
            now_running -= 1
        return verify(self, *args)

    monkeypatch.setattr(passwords.Argon2PasswordHasher, "verify", slow)
    encoded = town.people["lin"].password
    crowd = [threading.Thread(target=passwords.check_password, args=(PASSWORD, encoded)) for _ in range(20)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert most == 2
    cache.clear()
