"""Platforms: what they say is signed, fresh, taken once; nobody's silence is an outcome. One of them speaks over a socket."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.town import Town
from yichuang.ground import signed
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput, NotYours, Reused
from yichuang.payments import acts, hearing, providers
from yichuang.payments.models import Attempt, Bill
from yichuang.payments.providers import Asked, local, nontax
from yichuang.payments.tests.test_bills import LATER, begun, billed, drained

ASKED = Asked("P1", 3000, "示例区财政局", "食品经营许可", "http://127.0.0.1/back")


class Platform(BaseHTTPRequestHandler):
    """A little platform with a book of its own."""

    book: dict[str, dict[str, Any]] = {}
    signed = True

    def do_GET(self) -> None:
        self._answer(self.book.get(self.path.rpartition("/")[2], {}))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        providers.checked("nontax", self.headers, body, LATER)
        said = json.loads(body)
        if self.path == "/orders":
            self.book[said["number"]] = {
                "number": said["number"],
                "outcome": "open",
                "amount": said["amount"],
                "reference": "N1",
            }
            self._answer({"pay_url": f"http://127.0.0.1:1/pay/{said['number']}"})
        else:
            self._answer(
                {"number": said["number"], "outcome": "back", "amount": said["amount"], "reference": "B1"}
            )

    def _answer(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        time = str(int(LATER.timestamp()))
        right = signed.sign(providers.key_of("nontax"), time, "n", body) if self.signed else "0" * 64
        for name, value in (
            ("X-Pay-Time", time),
            ("X-Pay-Nonce", "n"),
            ("X-Pay-Sign", right),
            ("Content-Length", str(len(body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: Any) -> None:
        """Say nothing."""


@pytest.fixture
def platform(settings: Any) -> Iterator[type[Platform]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"payment": "nontax", "payment_url": url})
    Platform.book, Platform.signed = {}, True
    yield Platform
    server.shutdown()
    server.server_close()
    thread.join()


def message(
    number: str,
    outcome: str = "paid",
    amount: int = 3000,
    *,
    at: Any = LATER,
    nonce: str = "n1",
    name: str = "local",
) -> Any:
    body = local.message(number, outcome, amount)
    time = str(int(at.timestamp()))
    return {
        "X-Pay-Time": time,
        "X-Pay-Nonce": nonce,
        "X-Pay-Sign": signed.sign(providers.key_of(name), time, nonce, body),
    }, body


def test_a_signed_message_is_read() -> None:
    told = local.read(*message("P1"), LATER)
    assert (told.number, told.outcome, told.amount, told.nonce) == ("P1", "paid", 3000, "n1")


@pytest.mark.parametrize("change", ["sign", "body", "time", "key"])
def test_a_message_that_is_not_theirs_is_refused(change: str) -> None:
    headers, body = message("P1", name="nontax" if change == "key" else "local")
    if change == "sign":
        headers["X-Pay-Sign"] = "0" * 64
    if change == "body":
        body = body.replace(b"3000", b"1")
    at = LATER + timedelta(minutes=6) if change == "time" else LATER
    with pytest.raises(NotYours):
        local.read(headers, body, at)


@pytest.mark.parametrize(
    "body", ["", "[]", '{"number": 1}', '{"number": "P1", "outcome": "paid", "amount": 30.0}']
)
def test_a_message_that_says_nothing_is_told_so(body: str) -> None:
    with pytest.raises(BadInput, match="看不懂"):
        providers.told_in(body.encode())


@pytest.mark.django_db
def test_the_very_same_message_is_heard_once() -> None:
    acts.hear("n1", by=None, at=LATER)
    with pytest.raises(Reused):
        acts.hear("n1", by=None, at=LATER)
    assert acts.forget_heard(LATER + timedelta(seconds=1), by=None, at=LATER) == 1


def test_silence_is_asked_after_until_it_is_known(town: Town, local: None) -> None:
    bill = billed(town)
    number = begun(town, bill)
    asked = hearing.asked_of(hearing.find(number))
    assert providers.named("local").order(asked, LATER) == f"/pay/{number}/"
    drained(LATER + timedelta(minutes=3))
    assert Attempt.objects.get(number=number).state == "asked"
    assert Errand.objects.get(kind="pay_ask").state == "failed"
    acts.settle_test_order(number, "paid", by=None, at=LATER)
    drained(LATER + timedelta(hours=2))
    assert Bill.objects.get(pk=bill.pk).state == "paid"


def test_an_order_that_never_reached_the_platform_is_closed(town: Town) -> None:
    number = begun(town, billed(town))
    drained(LATER + timedelta(minutes=3))
    assert Attempt.objects.get(number=number).state == "closed"


def test_telling_again_is_harmless(town: Town) -> None:
    number = begun(town, billed(town))
    told = providers.Told(number, "paid", 3000)
    assert [hearing.take(told, at=LATER), hearing.take(told, at=LATER)] == ["paid", "paid"]


def test_the_platform_over_http_takes_orders_and_answers(platform: type[Platform]) -> None:
    assert nontax.order(ASKED, LATER) == "http://127.0.0.1:1/pay/P1"
    assert nontax.find(ASKED, LATER) is None
    platform.book["P1"]["outcome"] = "paid"
    told = nontax.find(ASKED, LATER)
    assert told is not None and (told.outcome, told.amount, told.reference) == ("paid", 3000, "N1")
    assert nontax.back(ASKED, 3000, LATER).reference == "B1"


@pytest.mark.parametrize("fault", ["unsigned", "stale", "other", "down"])
def test_an_answer_that_cannot_be_trusted_is_no_answer(
    platform: type[Platform], settings: Any, fault: str
) -> None:
    nontax.order(ASKED, LATER)
    platform.book["P1"]["outcome"] = "paid"
    at = LATER + timedelta(minutes=10) if fault == "stale" else LATER
    if fault == "other":
        platform.book["P1"]["number"] = "P2"
    platform.signed = fault != "unsigned"
    if fault == "down":
        settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"payment_url": "http://127.0.0.1:9"})
    with pytest.raises(OSError):
        nontax.find(ASKED, at)


def test_a_payment_over_http_ends_on_the_bill(town: Town, platform: type[Platform]) -> None:
    bill = billed(town)
    number = str(acts.begin(bill.pk, by=town.citizen, at=LATER, provider="nontax")["attempt"])
    attempt = hearing.find(number)
    nontax.order(hearing.asked_of(attempt), LATER)
    assert hearing.ask(attempt, at=LATER) == "asked"
    platform.book[number]["outcome"] = "paid"
    assert hearing.ask(attempt, at=LATER) == "paid"
    assert Bill.objects.get(pk=bill.pk).state == "paid"
