"""Coming in: lockout that locks, a second factor for administrators, posts, idle time, passwords."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.town import PASSWORD, Town
from yichuang.doors.entrance.tests.conftest import shown
from yichuang.people.models import Person

LOGIN = "/entrance/login/"


def sign_in(client: Client, name: str, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": name, "password": password})


def test_a_clerk_signs_in_and_sees_the_doors_of_the_post(town: Town) -> None:
    client = Client()
    assert sign_in(client, "lin").status_code == 302
    page = client.get("/entrance/").content.decode()
    assert "/counter/" in page and "/desk/" not in page


def test_a_wrong_password_is_told_and_the_name_stays(town: Town) -> None:
    page = sign_in(Client(), "lin", "wrong").content.decode()
    assert "对不上" in page and 'value="lin"' in page


def test_a_locked_account_does_not_get_in_with_the_right_password(town: Town) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, "lin", "wrong")
    cache.clear()
    answer = sign_in(client, "lin")
    assert answer.status_code == 429 and "锁住" in answer.content.decode()
    assert client.get("/entrance/").status_code == 302
    assert sign_in(Client(), "LIN").status_code == 429


def test_a_lock_of_one_does_not_lock_another(town: Town) -> None:
    for _ in range(5):
        sign_in(Client(), "lin", "wrong")
    cache.clear()
    client = Client()
    sign_in(client, "wu")
    assert client.get("/entrance/").status_code == 200


def test_an_administrator_must_set_up_a_second_factor_first(town: Town) -> None:
    client = Client()
    sign_in(client, "xi")
    assert client.get("/office/")["Location"].startswith("/entrance/totp/")


def test_the_second_factor_stands_between_password_and_session(town: Town) -> None:
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(username="xi"), secret)
    client = Client()
    assert sign_in(client, "xi")["Location"].startswith("/entrance/second/")
    assert client.get("/office/").status_code == 302
    assert "对不上" in client.post("/entrance/second/", {"code": "000000"}).content.decode()
    client.post("/entrance/second/", {"code": shown(secret)})
    assert client.get("/office/").status_code == 200


def test_the_seed_is_not_stored_in_clear(town: Town) -> None:
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(username="xi"), secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_somebody_without_a_post_is_told_whom_to_ask(town: Town) -> None:
    client = Client()
    sign_in(client, "hu")
    page = client.get("/office/")
    assert page.status_code == 403 and "没有岗位" in page.content.decode()


def test_an_idle_session_ends(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    sign_in(client, "lin")
    from datetime import timedelta

    from yichuang.ground import now as clock

    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr("yichuang.ground.now.clock", lambda: later)
    assert "idle=1" in client.get("/entrance/")["Location"]


def test_only_an_own_post_can_be_chosen(town: Town) -> None:
    client = Client()
    sign_in(client, "lin")
    assert client.post(reverse("entrance_post"), {"post": town.posts["sun"].pk}).status_code == 404


def test_a_first_password_must_be_changed_before_anything_else(town: Town) -> None:
    Person.objects.filter(username="lin").update(must_change=True)
    client = Client()
    sign_in(client, "lin")
    assert client.get("/office/")["Location"].startswith("/entrance/password/")
    told = {"password": PASSWORD, "new": "Changed-2026-Pass", "again": "Changed-2026-Pass"}
    assert client.post("/entrance/password/", told).status_code == 302
    assert client.get("/entrance/").status_code == 200 and not Person.objects.get(username="lin").must_change


@pytest.mark.parametrize(
    ("new", "why"), [("short", "至少12个字符"), ("alllowercaseletters", "三种"), (PASSWORD, "一样")]
)
def test_a_poor_password_is_refused_with_what_to_change(town: Town, new: str, why: str) -> None:
    client = Client()
    sign_in(client, "lin")
    page = client.post("/entrance/password/", {"password": PASSWORD, "new": new, "again": new})
    assert page.status_code == 422 and why in page.content.decode()


def test_the_powers_page_says_what_a_post_may_do_and_why_not(town: Town) -> None:
    client = Client()
    sign_in(client, "sun")
    page = client.get("/entrance/powers/").content.decode()
    may, may_not = page.split("不能办，")
    assert "决定（办结）" in may and "授权清单里没有您决定这个事项的授权" in may
    assert "安全管理员" in may_not and "任命" in may_not
    assert "任命" in client.get("/entrance/powers/?post=secadmin").content.decode().split("不能办，")[0]


def test_signing_out_by_a_link_asks_first(town: Town) -> None:
    client = Client()
    sign_in(client, "lin")
    assert client.get("/entrance/logout/").status_code == 200
    client.post("/entrance/logout/")
    assert client.get("/entrance/").status_code == 302


def test_no_page_goes_to_an_outside_address_after_sign_in(town: Town) -> None:
    answer = Client().post(
        f"{LOGIN}?next=https://example.org/",
        {"login": "lin", "password": PASSWORD, "next": "https://example.org/"},
    )
    assert answer.status_code == 302 and "example.org" not in answer["Location"]
