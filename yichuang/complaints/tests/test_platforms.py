"""The city's platform: every adapter keeps the same contract; orders come in once, answers go back until they are taken."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, REGION, Town, build
from yichuang.complaints import acts, followers, hotline, platforms
from yichuang.complaints.models import WorkOrder
from yichuang.complaints.platforms import Said, city, recorded
from yichuang.ground import signed
from yichuang.journal import errands
from yichuang.journal.actor import system
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput
from yichuang.settings import secret

FIRST = "SL20260001"


class City(BaseHTTPRequestHandler):
    """A platform on a socket: its orders are the recorded ones, what it is told stands in its book."""

    book: list[dict[str, Any]] = []
    mood = "well"

    def do_GET(self) -> None:
        self._answer({"orders": recorded.records()["orders"]})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = [self.headers[f"X-Hotline-{name}"] for name in ("Time", "Nonce", "Sign")]
        assert signed.right(secret("hotline-city"), head[0], head[1], body, head[2], MONDAY)
        said = json.loads(body)
        known = said["number"] in {one["number"] for one in recorded.records()["orders"]}
        if self.mood == "down":
            self._answer({}, 503)
        elif known:
            self.book.append(said | {"key": self.headers["Idempotency-Key"]})
            self._answer({"code": 0})
        else:
            self._answer({"code": 1, "message": "没有这件工单"})

    def _answer(self, said: dict[str, Any], status: int = 200) -> None:
        body, time = json.dumps(said).encode(), str(int(MONDAY.timestamp()))
        right = signed.sign(secret("hotline-city"), time, "n", body) if self.mood != "forged" else "0" * 64
        self.send_response(status)
        for name, value in (("Time", time), ("Nonce", "n"), ("Sign", right)):
            self.send_header(f"X-Hotline-{name}", value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: Any) -> None:
        """Say nothing."""


@pytest.fixture
def there(settings: Any) -> Iterator[type[City]]:
    """The platform on its socket."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), City)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"hotline": "city", "hotline_url": url})
    City.book, City.mood = [], "well"
    yield City
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def said(what: str = "signed", number: str = FIRST) -> Said:
    return Said(number, what, MONDAY, f"k-{what}", text="查过了。")


@pytest.mark.parametrize("adapter", [recorded, city], ids=lambda page: page.NAME)
def test_the_contract_of_every_adapter(adapter: Any, there: type[City]) -> None:
    came = adapter.fetch(MONDAY - timedelta(days=1), MONDAY)
    assert [one.outer_number for one in came] == [one.outer_number for one in adapter.fetch(MONDAY, MONDAY)]
    assert (came[0].category, came[1].urgency, came[0].due_on) == ("complaint", "urgent", None)
    for what in platforms.WHAT:
        adapter.tell(said(what), MONDAY)
    with pytest.raises(ValueError, match="没有这件工单"):
        adapter.tell(said(number="SL0"), MONDAY)
    assert adapter.NAME in platforms.found()


def test_every_adapter_is_under_the_contract() -> None:
    assert set(platforms.found()) == {recorded.NAME, city.NAME}


@pytest.mark.parametrize("mood", ["down", "forged"])
def test_a_platform_that_is_down_or_not_itself_is_out_of_reach(there: type[City], mood: str) -> None:
    there.mood = mood
    with pytest.raises(OSError):
        city.tell(said(), MONDAY)


def test_what_is_not_an_order_is_told_by_its_field() -> None:
    for one, field in (({"number": "1", "category": "?", "content": "x"}, "category"), ({"category": "投诉", "content": "x"}, "number"),
                       ({"number": "1", "category": "投诉"}, "content")):  # fmt: skip
        with pytest.raises(BadInput) as told:
            platforms.coming(one)
        assert told.value.facts["field"] == field


def test_orders_come_in_once_and_what_became_of_them_goes_back_in_order(
    town: Town, there: type[City]
) -> None:
    assert [followers.fetch(MONDAY), followers.fetch(MONDAY)] == [3, 0]
    order = WorkOrder.objects.get(outer_number=FIRST)
    assert (order.source, order.platform, order.keeper) == ("12345", "city", None)
    acts.dispatch(order.pk, by=town.actor("guo"), at=MONDAY, department=town.departments["market"].pk)
    acts.sign_for(order.pk, by=town.actor("wu"), at=MONDAY)
    acts.record_handling(order.pk, by=town.actor("wu"), at=MONDAY, outcome="solved", text="改了。")
    acts.answer(order.pk, by=town.actor("wu"), at=MONDAY, text="不用交了。")
    there.mood = "down"
    errands.drain(MONDAY)
    assert not there.book and Errand.objects.filter(kind="hotline", state="failed").count() >= 1
    there.mood = "well"
    errands.drain(MONDAY + timedelta(seconds=200))
    assert [one["what"] for one in there.book] == ["signed", "answered"]
    assert there.book[1]["text"] == "不用交了。" and there.book[1]["outcome"] == "solved"


def test_not_ours_goes_back_within_two_working_days_only(town: Town, settings: Any) -> None:
    made = [
        UUID(hotline.take(one, by=system(REGION), at=MONDAY, platform="recorded")[0]["id"])
        for one in recorded.fetch(MONDAY, MONDAY)[:2]
    ]
    acts.pass_out(
        made[0], by=town.actor("guo"), at=MONDAY + timedelta(days=2), to="12345平台", reason="不在本区"
    )
    with pytest.raises(Exception, match="退回平台的时限"):
        acts.pass_out(
            made[1], by=town.actor("guo"), at=MONDAY + timedelta(days=3), to="12345平台", reason="不在本区"
        )
    errands.drain(MONDAY + timedelta(days=2))
    assert Errand.objects.get(kind="hotline").state == "confirmed"
