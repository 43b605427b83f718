"""The second factor and its recovery codes, from the first day to the lost telephone."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.town import PASSWORD
from yichuang.doors.entrance.duties import has_second_factor
from yichuang.doors.entrance.tests.conftest import shown
from yichuang.journal.models import Entry

SET_UP, REMOVAL, CODES = "/entrance/totp/", "/entrance/totp/removal/", "/entrance/totp/codes/"
SEED = "JBSWY3DPEHPK3PXP"


def code(seed=SEED):
    return shown(seed)


def begin(client):
    page = client.get(SET_UP).content.decode()
    seed = "".join(re.findall(r'<span class="code">([A-Z2-7]{4})</span>', page))
    return seed, re.search(r'name="seed" value="([^"]+)"', page)[1]


def sign_in(name, second=""):
    cache.clear()
    client = Client()
    client.post("/entrance/login/", {"login": name, "password": PASSWORD})
    if second:
        client.post("/entrance/second/", {"code": second})
    return client


def test_an_administrator_sets_up_codes_and_sees_the_recovery_codes_once(town, inside):
    client = inside("xi")
    assert client.get("/entrance/")["Location"] == SET_UP
    seed, sealed = begin(client)
    page = client.post(SET_UP, {"seed": sealed, "code": code(seed)}).content.decode()
    codes = re.findall(r'<li class="code">(\d{8})</li>', page)
    assert len(codes) == 10 and client.get("/entrance/").status_code == 200
    assert not re.search(r"\d{8}", client.get(CODES).content.decode())
    assert Entry.objects.filter(act="people.change_second_factor").count() == 1
    assert sign_in("xi", code(seed)).get("/office/").status_code == 200
    again = sign_in("xi", codes[0])
    assert again.get("/office/").status_code == 200
    assert sign_in("xi", codes[0]).get("/office/").status_code == 302


def test_a_wrong_first_code_keeps_the_seed_on_the_page(town, inside):
    client = inside("xi")
    seed, sealed = begin(client)
    answer = client.post(SET_UP, {"seed": sealed, "code": "000000"})
    assert answer.status_code == 422 and "对不上" in answer.content.decode()
    again = re.search(r'name="seed" value="([^"]+)"', answer.content.decode())[1]
    client.post(SET_UP, {"seed": again, "code": code(seed)})
    assert has_second_factor(town.people["xi"])


@pytest.mark.parametrize("sealed", ["", "x", "W10:1:2", "../../keys/django:AAAA"])
def test_a_seed_that_was_not_shown_is_not_taken(town, inside, sealed):
    client = inside("xi")
    assert client.post(SET_UP, {"seed": sealed, "code": code()}).status_code == 422
    assert not has_second_factor(town.people["xi"])


def test_anothers_seed_is_not_taken(town, inside):
    seed, sealed = begin(inside("an"))
    inside("xi").post(SET_UP, {"seed": sealed, "code": code(seed)})
    assert not has_second_factor(town.people["xi"])


def test_showing_the_seed_writes_nothing(town, inside):
    client = inside("lin")
    with CaptureQueriesContext(connection) as asked:
        client.get(SET_UP)
    assert all(query["sql"].startswith("SELECT") for query in asked)


def test_a_new_telephone_needs_the_password_and_a_last_code(town, inside):
    TOTP.activate(town.people["xi"], SEED)
    client = inside("xi")
    assert "已设置" in client.get(SET_UP).content.decode()
    assert client.post(REMOVAL, {"password": "wrong", "code": code()}).status_code == 422
    cache.clear()
    assert client.post(REMOVAL, {"password": PASSWORD, "code": "000000"}).status_code == 422
    assert has_second_factor(town.people["xi"])
    cache.clear()
    client.post(REMOVAL, {"password": PASSWORD, "code": code()})
    assert client.get("/office/")["Location"] == SET_UP


def test_guessing_codes_stops_soon(town, inside):
    TOTP.activate(town.people["xi"], SEED)
    client = inside("xi")
    tries = [
        client.post(REMOVAL, {"password": PASSWORD, "code": "000000"}).content.decode() for _ in range(7)
    ]
    assert "对不上" in tries[0] and "试得太多了" in tries[-1]


def test_new_recovery_codes_need_the_password(town, inside):
    from yichuang.ground.now import now
    from yichuang.people import acts as people

    people.change_second_factor(by=town.actor("lin"), at=now(), secret=SEED)
    client = inside("lin")
    assert client.post(CODES, {"password": "wrong"}).status_code == 422
    page = client.post(CODES, {"password": PASSWORD}).content.decode()
    assert len(re.findall(r'<li class="code">\d{8}</li>', page)) == 10


def test_without_a_second_factor_there_is_nothing_to_take_away(inside):
    for path in (REMOVAL, CODES):
        assert inside("lin").get(path)["Location"] == SET_UP


def test_a_pending_sign_in_can_be_left(town):
    TOTP.activate(town.people["lin"], SEED)
    client = sign_in("lin")
    assert client.get("/entrance/login/")["Location"] == "/entrance/second/"
    assert client.get("/entrance/logout/").status_code == 200
    client.post("/entrance/logout/")
    assert client.get("/entrance/login/").status_code == 200
    assert settings.MFA_REAUTHENTICATION_REQUIRED is False
