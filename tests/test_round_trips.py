"""What an act costs the database: statements on either, round trips on PostgreSQL as its own protocol tells them."""

import tempfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.ratings import acts as ratings

CHECKED = {"document": True, "person": True, "result": True}
# With BEGIN and COMMIT, here SAVEPOINT and RELEASE.
STATEMENTS = {
    "receive": 12, "ask_once": 13, "hand_in": 12, "accept": 13, "conclude": 9, "decide": 12, "arrive": 9, "hand_over": 9, "rate": 6,
}  # fmt: skip
# SAVEPOINT, the lock, what the act reads, all that is written, RELEASE; in earnest BEGIN goes with the lock, one less.
ROUND_TRIPS = {
    "receive": 6, "ask_once": 5, "hand_in": 5, "accept": 6, "conclude": 5, "decide": 4, "arrive": 5, "hand_over": 4, "rate": 4,
}  # fmt: skip
Doing = Callable[[], Any]
Life = Callable[[Callable[[str, Doing], Any]], None]


@pytest.fixture
def town(db: None) -> Town:
    """The small town, built in this test's database."""
    return build()


@pytest.fixture
def life(town: Town) -> Life:
    """Live one life, each act handed to whoever measures it; six lives went before, so that rules and plans are kept."""
    lin, wu, sun, yang = (town.actor(name) for name in ("lin", "wu", "sun", "yang"))
    application = town.application("company-establishment")
    place = next(iter(application.materials))

    def live(through: Callable[[str, Doing], Any]) -> None:
        case = UUID(
            through("receive", lambda: cases.receive(by=lin, at=MONDAY, application=application))["id"]
        )
        lines, who = [{"place": place, "reason": "1"}], {"by": yang, "at": MONDAY}
        through("ask_once", lambda: cases.ask_once(case, by=lin, at=MONDAY, lines=lines))
        through("hand_in", lambda: cases.hand_in(case, by=lin, at=MONDAY, judgements={place: "got"}))
        through("accept", lambda: cases.accept(case, by=lin, at=MONDAY))
        through("conclude", lambda: cases.conclude(case, by=wu, at=MONDAY, step="review", verdict="pass"))
        through("decide", lambda: cases.decide(case, by=sun, at=MONDAY, outcome="granted"))
        through("arrive", lambda: cases.arrive(case, **who))
        through("hand_over", lambda: cases.hand_over(case, receiver_number=CHEN_ID, checked=CHECKED, **who))
        through("rate", lambda: ratings.rate(by=town.chen, at=MONDAY, case=case, grade=5))

    for _ in range(6):  # so often that the server keeps every plan
        live(lambda name, doing: doing())
    return live


def test_an_act_needs_few_statements(life: Life) -> None:
    made: dict[str, int] = {}

    def counted(name: str, doing: Doing) -> Any:
        with CaptureQueriesContext(connection) as queries:
            answer = doing()
        made[name] = len(queries)
        return answer

    life(counted)
    assert {name: n for name, n in made.items() if n > STATEMENTS[name]} == {}


@pytest.mark.postgres
def test_an_act_needs_few_round_trips(life: Life) -> None:
    made: dict[str, int] = {}

    def traced(name: str, doing: Doing) -> Any:
        wire = connection.connection.pgconn
        with tempfile.TemporaryFile("w+") as told:
            wire.trace(told.fileno())
            answer = doing()
            wire.untrace()
            told.seek(0)
            made[name] = sum("ReadyForQuery" in line for line in told)
        return answer

    life(traced)
    assert min(made.values()) > 2
    assert {name: n for name, n in made.items() if n > ROUND_TRIPS[name]} == {}
