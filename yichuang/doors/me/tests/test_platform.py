"""Signing in by the identity platform, against a real provider on loopback; every trick is refused and on record."""

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import requests
from django.conf import settings
from django.test import Client
from pydantic import SecretStr

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account, Visit
from yichuang.doors import citizen
from yichuang.doors.me.tests import provider as providers
from yichuang.doors.me.tests.provider import Provider
from yichuang.journal.models import Entry
from yichuang.law.identity import synthetic_resident_id

WANG_ID = synthetic_resident_id("189901", date(1985, 1, 1), 7)
USERS: dict[str, dict[str, Any]] = {
    "chen": {"name": "陈秀英", "id_number": CHEN_ID, "real_name_level": "4"},
    "wang": {"name": "王芳", "id_number": WANG_ID, "real_name_level": "3", "phone_number": "13900001111", "phone_number_verified": True},
    "weak": {"name": "赵六", "id_number": WANG_ID, "real_name_level": "1"},
    "passport": {"name": "Ana Silva", "id_type": "414", "id_number": "E12345678", "real_name_level": "2"},
    "wrong": {"name": "王芳", "id_number": WANG_ID[:-1] + ("0" if WANG_ID[-1] != "0" else "1"), "real_name_level": "3"},
}  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback without TLS
    with providers.running(USERS) as provider:
        yield provider


@pytest.fixture
def provider(served: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider, honest, and this installation its client."""
    served.honest()
    changed = {
        "oidc_issuer": served.issuer,
        "oidc_client": "yichuang",
        "oidc_secret": SecretStr("secret"),
        "origin": "http://testserver",
    }
    monkeypatch.setattr(settings, "DEPLOYMENT", settings.DEPLOYMENT.model_copy(update=changed))
    return served


def left(client: Client, sub: str = "chen") -> str:
    """Leave for the platform, sign in there, and return the address to which it sends us back."""
    page = client.post("/my/sign-in/platform/", {"next": "/my/looks/"}).content.decode()
    href = re.search(r'href="(http://localhost[^"]+)"', page)
    assert href, page
    answer = requests.post(href[1].replace("&amp;", "&"), data={"sub": sub}, allow_redirects=False, timeout=5)
    return answer.headers["Location"].removeprefix("http://testserver")


def is_refused(client: Client, back: str, why: str = "") -> bool:
    answer = client.get(back)
    seen = Visit.objects.order_by("-pk").first()
    assert seen is not None and seen.outcome in ("untrusted", "refused") and why in seen.why, (
        seen,
        answer.status_code,
    )
    return (
        answer.status_code in (422, 502)
        and citizen.ACCOUNT not in client.session
        and not Account.objects.filter(level=4).exists()
    )


def test_somebody_unknown_gets_an_account_of_the_level_the_platform_says(
    town: Town, client: Client, provider: Provider
) -> None:
    before = client.session.session_key
    answer = client.get(left(client, "wang"))
    assert answer.status_code == 302 and answer["Location"] == "/my/looks/" and provider.verified
    made = Account.objects.get()
    assert (made.level, made.clear_number(), made.clear_phone(), made.verified_how) == (
        3,
        WANG_ID,
        "13900001111",
        "platform",
    )
    assert client.session[citizen.ACCOUNT] == str(made.pk) and client.session.session_key != before
    assert provider.issuer in Entry.objects.get(subject=made.pk).payload


def test_a_known_number_is_the_same_account_raised(town: Town, client: Client, provider: Provider) -> None:
    own = town.account(level=2)
    client.get(left(client))
    known = Account.objects.get()
    assert (known.pk, known.level, known.clear_phone()) == (own.pk, 4, "13800000000")
    client.get(left(Client()))
    assert Entry.objects.filter(subject=own.pk, act="citizens.raise_level").count() == 1


def test_a_foreign_passport_is_an_identity_too(town: Town, client: Client, provider: Provider) -> None:
    client.get(left(client, "passport"))
    assert (Account.objects.get().document, Account.objects.get().level) == ("414", 2)


def test_keys_may_be_turned_between_two_sign_ins(town: Town, client: Client, provider: Provider) -> None:
    town.account()
    client.get(left(client))
    provider.turn()
    other = Client()
    assert other.get(left(other)).status_code == 302 and other.session[citizen.ACCOUNT]


def with_claim(**changed: Any) -> Callable[[Provider], None]:
    def lie(provider: Provider) -> None:
        provider.change = lambda claims: {k: v for k, v in (claims | changed).items() if v is not None}

    return lie


def unpublished(provider: Provider) -> None:
    known = provider.published
    provider.turn()
    provider.key.ensure_kid()
    provider.published = known


def same_name_other_key(provider: Provider) -> None:
    known = provider.published
    provider.honest()
    provider.published = known


def no_token(provider: Provider) -> None:
    provider.without = ("id_token",)


def signed_by(algorithm: str, listed: str = "") -> Callable[[Provider], None]:
    def lie(provider: Provider) -> None:
        provider.algorithm = algorithm
        provider.metadata = {"id_token_signing_alg_values_supported": [listed, "RS256"]} if listed else {}

    return lie


def other_issuer(provider: Provider) -> None:
    provider.metadata = {"issuer": "https://evil.example"}


LIES: dict[str, Callable[[Provider], None]] = {
    "iss": with_claim(iss="https://evil.example"), "no iss": with_claim(iss=None), "aud": with_claim(aud="somebody-else"), "no aud": with_claim(aud=None),
    "azp": with_claim(aud=["yichuang", "x"], azp="x"), "exp": with_claim(exp=int(time.time()) - 3600), "no exp": with_claim(exp=None),
    "iat ahead": with_claim(iat=int(time.time()) + 7200, nbf=int(time.time()) + 7200), "nonce": with_claim(nonce="another"), "no nonce": with_claim(nonce=None),
    "no sub": with_claim(sub=None), "unpublished key": unpublished, "same kid, other key": same_name_other_key, "no id_token": no_token,
    "none": signed_by("none"), "none, listed": signed_by("none", "none"), "HS256": signed_by("HS256"), "HS256, listed": signed_by("HS256", "HS256"),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_token_that_does_not_hold_is_refused_and_on_record(
    town: Town,
    client: Client,
    provider: Provider,
    lie: Callable[[Provider], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    town.account()
    back = left(client)
    lie(provider)
    assert is_refused(client, back)
    assert "refused" in caplog.text and "HTTPError" not in caplog.text


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    town: Town, client: Client, provider: Provider
) -> None:
    other_issuer(provider)
    assert client.post("/my/sign-in/platform/").status_code == 502
    assert Visit.objects.get().why == "issuer of the metadata"


def test_the_answer_serves_once(town: Town, client: Client, provider: Provider) -> None:
    town.account()
    back = left(client)
    assert client.get(back).status_code == 302
    client.post("/my/sign-out/")
    assert client.get(back).status_code == 502 and citizen.ACCOUNT not in client.session


def test_the_answer_to_another_browser_is_nothing_here(
    town: Town, client: Client, provider: Provider
) -> None:
    town.account(level=2)
    back = left(client, "wang")
    victim = Client()
    assert is_refused(victim, back, "state")
    left(victim)
    assert is_refused(victim, back)  # login CSRF: a state of somebody else's session


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x", "?code=x&state=y", "?error=access_denied", "?error=%00&state=" + "x" * 3000],
)
def test_made_up_answers_are_refused(town: Town, client: Client, provider: Provider, query: str) -> None:
    left(client)
    assert is_refused(client, f"/my/sign-in/platform/return/{query}")


def test_the_code_of_another_sign_in_wants_its_own_verifier(
    town: Town, client: Client, provider: Provider
) -> None:
    town.account(level=2)
    stolen = re.search(r"code=([^&]+)", left(Client(), "chen"))
    own = left(client, "wang")
    assert stolen and is_refused(client, re.sub(r"code=[^&]+", f"code={stolen[1]}", own))


def test_an_answer_after_ten_minutes_is_too_late(town: Town, client: Client, provider: Provider) -> None:
    town.account(level=2)
    back = left(client)
    session = client.session
    session["citizen.platform"] -= 601
    session.save()
    assert is_refused(client, back, "too late")


@pytest.mark.parametrize(
    ("sub", "said"), [("weak", "还没有实名"), ("nobody", "还没有实名"), ("wrong", "最后一位对不上")]
)
def test_who_is_not_known_there_is_not_let_in(
    town: Town, client: Client, provider: Provider, sub: str, said: str
) -> None:
    answer = client.get(left(client, sub))
    assert answer.status_code == 422 and said in answer.content.decode() and not Account.objects.exists()


def test_a_closed_account_stays_closed(town: Town, client: Client, provider: Provider) -> None:
    accounts.close(town.account().pk, by=town.actor("lin"), at=MONDAY)
    answer = client.get(left(client))
    assert answer.status_code == 422 and "已经注销" in answer.content.decode()


def test_a_platform_that_is_down_leaves_the_telephone(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {"oidc_issuer": "http://localhost:9", "oidc_client": "yichuang"}
    monkeypatch.setattr(settings, "DEPLOYMENT", settings.DEPLOYMENT.model_copy(update=changed))
    assert "统一身份认证" in client.get("/my/sign-in/").content.decode()
    answer = client.post("/my/sign-in/platform/")
    assert answer.status_code == 502 and "用手机登录" in answer.content.decode()


def test_without_a_platform_there_is_no_such_page(town: Town, client: Client) -> None:
    assert client.post("/my/sign-in/platform/").status_code == 404
    assert client.get("/my/sign-in/platform/return/").status_code == 404
