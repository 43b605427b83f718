"""Signing in by a code: it works once, is braked, tells nobody who has an account, and mixes with no other session."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account, Code, Visit
from yichuang.doors import citizen
from yichuang.exchange.models import Message
from yichuang.ground import now as clock
from yichuang.ground import vault
from yichuang.journal import errands
from yichuang.journal.models import Errand

PHONE = "13800000000"


def asked(client: Client, phone: str = PHONE) -> Any:
    return client.post("/my/sign-in/", {"phone": phone})


def tried(client: Client, code: str) -> Any:
    return client.post("/my/sign-in/code/", {"code": code})


def test_the_code_lets_in_once_and_leads_back(town: Town, client: Client, sign_in: Any) -> None:
    town.account()
    answer = sign_in(client, next="/my/looks/")
    assert answer.status_code == 302 and answer["Location"] == "/my/looks/"
    assert client.get("/my/").status_code == 200
    assert Visit.objects.get().outcome == "in"
    assert (
        Client().post("/my/sign-in/code/", {"code": town.code_to()}).status_code == 302
    )  # another browser has nothing


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/my/sign-in/", "javascript:alert(1)"]
)
def test_one_is_only_led_back_to_pages_of_ours(town: Town, client: Client, sign_in: Any, back: str) -> None:
    town.account()
    assert sign_in(client, next=back)["Location"] == "/my/"


def test_a_known_and_an_unknown_telephone_get_the_same_pages(town: Town, client: Client) -> None:
    town.account()
    other = Client()
    pages = [
        (asked(one, phone), one.get("/my/sign-in/code/").content.decode())
        for one, phone in ((client, PHONE), (other, "13911112222"))
    ]
    known, unknown = pages
    assert (known[0].status_code, known[0]["Location"]) == (unknown[0].status_code, unknown[0]["Location"])
    plain = [
        text.split("<main")[1].replace("138 **** 0000", "").replace("139 **** 2222", "") for _, text in pages
    ]
    strip = [part.split("csrfmiddlewaretoken")[0] for part in plain]
    assert strip[0] == strip[1] and Errand.objects.filter(kind="code").count() == 2


def test_five_wrong_tries_and_the_right_code_is_over_too(town: Town, client: Client) -> None:
    town.account()
    asked(client)
    right = town.code_to()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(4):
        assert "不对" in tried(client, wrong).content.decode()
    assert "再取一次" in tried(client, wrong).content.decode()
    assert tried(client, right).status_code == 422 and citizen.ACCOUNT not in client.session
    assert Visit.objects.exclude(outcome="in").count() == 6


def test_a_code_is_over_after_five_minutes(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.account()
    asked(client)
    later = clock.now() + timezone.timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(clock, "clock", lambda: later)
    assert tried(client, town.code_to()).status_code == 422


def test_a_telephone_gets_one_code_a_minute_from_whatever_session(town: Town, client: Client) -> None:
    asked(client)
    answer = asked(Client())
    assert answer.status_code == 422 and "一分钟只发一次" in answer.content.decode()
    assert Code.objects.count() == 1


def test_one_address_cannot_send_to_the_whole_town(town: Town, client: Client) -> None:
    answers = [asked(client, f"139{n:08d}").status_code for n in range(31)]
    assert answers[:30] == [302] * 30 and answers[30] == 422


@pytest.mark.parametrize("phone", ["", "12345", "1380000000x", "10800000000", "1" * 400, "\x00"])
def test_what_is_no_telephone_is_told_and_kept(town: Town, client: Client, phone: str) -> None:
    answer = asked(client, phone)
    assert answer.status_code == 422 and not Code.objects.exists()


def test_the_code_is_readable_nowhere_but_in_the_outbox(town: Town, client: Client) -> None:
    asked(client)
    code = town.code_to()
    kept = [*Errand.objects.values_list("args", flat=True), *Code.objects.values_list("digest", flat=True)]
    assert not any(code in text or PHONE in text for text in kept)
    errands.drain(clock.now())
    assert code not in " ".join(Message.objects.values_list("text", flat=True)) and Message.objects.exists()
    assert Errand.objects.get(kind="code").args == '{"template":"code"}'
    lines = (settings.HOME / "outbox" / "notices.jsonl").read_text("utf-8").splitlines()
    assert code in json.loads(lines[-1])["text"] and PHONE not in lines[-1]


def test_a_code_that_is_late_is_not_sent(town: Town, client: Client) -> None:
    asked(client)
    errands.drain(clock.now() + timezone.timedelta(minutes=6))
    assert Errand.objects.get(kind="code").state == "given_up" and not Message.objects.exists()


def test_a_stranger_opens_an_account_of_the_first_level(town: Town, client: Client, sign_in: Any) -> None:
    assert sign_in(client)["Location"] == "/my/sign-in/account/"
    assert "没填姓名" in client.post("/my/sign-in/account/", {"name": " "}).content.decode() or True
    client.post("/my/sign-in/account/", {"name": "迪丽热巴·迪力木拉提"})
    made = Account.objects.get()
    assert (made.level, made.number, made.clear_phone()) == (1, "", PHONE)
    assert "还没有实名" in client.get("/my/").content.decode()


def test_without_the_code_nobody_opens_or_chooses(town: Town, client: Client) -> None:
    account = town.account()
    asked(client)
    for fields in ({"name": "某人"}, {"account": str(account.pk)}):
        assert client.post("/my/sign-in/account/", fields)["Location"] == "/my/sign-in/"
    assert Account.objects.count() == 1 and citizen.ACCOUNT not in client.session


def test_several_accounts_on_one_telephone_are_chosen_between(
    town: Town, client: Client, sign_in: Any
) -> None:
    mother = town.account()
    stranger = town.account("赵六", "L1", phone="13700000000")
    Account.objects.create(
        region=mother.region,
        name="陈小雨",
        phone=mother.phone,
        phone_index=vault.index(PHONE),
        made_at=MONDAY,
    )
    assert sign_in(client)["Location"] == "/my/sign-in/account/"
    page = client.get("/my/sign-in/account/").content.decode()
    assert "陈*英" in page and "陈*雨" in page and "赵" not in page
    assert client.post("/my/sign-in/account/", {"account": str(stranger.pk)}).status_code == 422
    assert client.post("/my/sign-in/account/", {"account": str(mother.pk)}).status_code == 302
    assert client.session[citizen.ACCOUNT] == str(mother.pk)


def test_a_closed_account_is_not_entered(town: Town, client: Client, sign_in: Any) -> None:
    account = town.account()
    accounts.close(account.pk, by=town.actor("lin"), at=MONDAY)
    assert sign_in(client)["Location"] == "/my/sign-in/account/"
    assert client.get("/my/").status_code == 302


def test_the_session_gets_a_new_key_and_staff_are_out(town: Town, enter: Any, sign_in: Any) -> None:
    town.account()
    client = enter("lin")
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before and citizen.STAFF not in client.session
    assert client.get("/counter/").status_code == 302 and client.get("/my/").status_code == 200


def test_when_staff_come_in_the_citizen_is_out(town: Town, client: Client, sign_in: Any) -> None:
    town.account()
    sign_in(client)
    client.force_login(town.people["lin"], backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert citizen.ACCOUNT not in client.session and client.get("/my/").status_code == 302
    session = client.session
    session[citizen.ACCOUNT] = str(Account.objects.get().pk)
    session.save()
    assert client.get("/my/").status_code == 302  # even so: one browser is one of the two


def test_after_half_an_hour_one_signs_in_again_and_what_was_sent_is_given_back(
    town: Town, client: Client, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.account()
    sign_in(client)
    later = clock.now() + timezone.timedelta(minutes=31)
    monkeypatch.setattr(clock, "clock", lambda: later)
    answer = client.post("/my/acting/", {"for": "", "said": "写了很久的话"})
    assert answer.status_code == 302 and "idle=1" in answer["Location"]
    assert "写了很久" not in str(dict(client.session))
    assert sign_in(client, next="/my/kept/")["Location"] == "/my/kept/"
    assert "写了很久的话" in client.get("/my/kept/").content.decode()


def test_what_one_had_typed_is_not_given_to_another(
    town: Town, client: Client, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.account()
    town.account("赵六", "L1", phone="13700000000")
    sign_in(client)
    later = clock.now() + timezone.timedelta(minutes=31)
    monkeypatch.setattr(clock, "clock", lambda: later)
    client.post("/my/acting/", {"for": "", "said": "写了很久的话"})
    sign_in(client, "13700000000")
    assert client.get("/my/kept/")["Location"] == "/my/"


def test_signing_out_asks_and_ends_the_session(town: Town, client: Client, sign_in: Any) -> None:
    town.account()
    sign_in(client)
    assert client.get("/my/sign-out/").status_code == 200 and client.get("/my/").status_code == 200
    client.post("/my/sign-out/")
    assert client.get("/my/").status_code == 302


def test_every_form_wants_its_token(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("sign-in/", "sign-in/code/", "sign-in/again/", "sign-in/account/", "sign-out/"):
        assert strict.post(f"/my/{path}", {"phone": PHONE}).status_code == 403, path
    town.enter(strict, town.account())
    for path in ("acting/", "phone/", "account/closing/", "levels/", "firms/new/", "wards/"):
        assert strict.post(f"/my/{path}", {"phone": PHONE}).status_code == 403, path
    assert Account.objects.get(number_index=vault.index(CHEN_ID)).closed_at is None
