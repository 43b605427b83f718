"""What a platform says is taken at the door when it is signed, fresh and new; the test platform has a page of its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.town import Town
from yichuang.ground import now
from yichuang.payments import hearing, providers
from yichuang.payments.models import Attempt, Bill
from yichuang.payments.providers import local
from yichuang.payments.tests.conftest import local as platform
from yichuang.payments.tests.conftest import town
from yichuang.payments.tests.test_bills import LATER, begun, billed
from yichuang.payments.tests.test_platforms import message

__all__ = ["platform", "town"]
CALLBACK = "/pay/callbacks/local/"
pytestmark = pytest.mark.usefixtures("platform", "_clock")


@pytest.fixture
def _clock(monkeypatch: Any) -> None:
    monkeypatch.setattr(now, "clock", lambda: LATER)


def said(headers: dict[str, str], body: bytes) -> Any:
    return Client(enforce_csrf_checks=True).post(
        CALLBACK, body, content_type="application/json", headers=headers
    )


def ordered(town: Town) -> tuple[Bill, str]:
    bill = billed(town)
    number = begun(town, bill)
    local.order(hearing.asked_of(hearing.find(number), "/my/"), LATER)
    return bill, number


def test_a_signed_message_pays_the_bill_and_is_taken_once(town: Town) -> None:
    bill, number = ordered(town)
    assert said(*message(number)).json() == {"number": number, "state": "paid"}
    assert Bill.objects.get(pk=bill.pk).state == "paid"
    assert said(*message(number)).status_code == 422
    assert said(*message(number, nonce="n2")).json()["state"] == "paid"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"amount": 1}, 422), ({"at": LATER - timedelta(minutes=9)}, 403), ({"name": "nontax"}, 403)],
)
def test_a_message_that_does_not_fit_changes_nothing(town: Town, change: dict[str, Any], status: int) -> None:
    bill, number = ordered(town)
    assert said(*message(number, **change)).status_code == status
    assert Bill.objects.get(pk=bill.pk).state == "open"


def test_an_unknown_payment_and_another_platform_are_not_there(town: Town) -> None:
    assert said(*message("P0")).status_code == 404
    assert Client().post("/pay/callbacks/nontax/", b"{}", content_type="application/json").status_code == 404
    assert Client().get("/pay/P0/").status_code == 404


@pytest.mark.parametrize(
    ("choice", "state"), [("paid", "paid"), ("failed", "failed"), ("closed", "closed"), ("silent", "asked")]
)
def test_the_payer_chooses_on_the_test_page(town: Town, choice: str, state: str) -> None:
    _, number = ordered(town)
    client = Client()
    assert "30.00元" in client.get(f"/pay/{number}/").content.decode()
    assert client.post(f"/pay/{number}/", {}).status_code == 422
    answer = client.post(f"/pay/{number}/", {"outcome": choice})
    assert (answer.status_code, answer["Location"]) == (302, "/my/")
    assert Attempt.objects.get(number=number).state == state
    client.post(f"/pay/{number}/", {"outcome": "failed"})
    assert Attempt.objects.get(number=number).state == state
    if choice == "silent":
        assert hearing.ask(hearing.find(number), at=LATER) == "paid"


def test_there_is_no_test_page_where_the_platform_is_another(town: Town, settings: Any) -> None:
    _, number = ordered(town)
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"payment": ""})
    assert Client().get(f"/pay/{number}/").status_code == 404
    assert providers.current() == ""
