"""kill -9 under load: no acknowledged act is lost, none stands half done, and what was asked twice was done once."""

import json
import os
import random
import signal
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgres
from tests.drill import clients
from tests.drill.house import House

CLIENTS = 6
KILLS = 100  # on each database
AGAIN = 400  # acknowledged requests sent once more at the end
# One page process, one part of the worker, everything at once: a third of the kills; server and worker the others.
ROUND = ("web", "worker", "web", "worker", "web", "worker", "page", "all", "web", "worker", "part", "front")


def drill(
    house: House, parts: list[str], *, seed: int, most: int, before: Callable[[str], bool] | None = None
) -> dict[str, Any]:
    """Live, kill and start again, then judge everything; returns the figures. `most`: acts between two kills."""
    began, chance, noted = time.monotonic(), random.Random(seed), clients.Noted()
    keys = house.found()
    house.start()
    clients.lives_of_every_length(house.port, keys, noted, first=0)
    reference = len(noted.acts)
    with clients.Load(house.port, keys, noted, clients=CLIENTS, first=1_000):
        for part in parts:
            noted.wait_for(len(noted.acts) + chance.randint(5, most), house.mend)
            if before is None or not before(part):
                house.kill(part)
        noted.wait_for(len(noted.acts) + 20, house.mend)
    house.drain()
    found = json.loads(
        house.module("tests.drill.judge", given=json.dumps({"noted": noted.acts, "reference": reference}))
    )
    assert not found["wrong"], "\n".join(found["wrong"][:5])
    again = chance.sample(noted.acts, min(AGAIN, len(noted.acts)))
    assert clients.repeat(house.port, keys, again) == []
    assert house.stop() == 0
    assert "没有发现改动" in house.command("journal", "verify")
    return {
        "kills": dict(Counter(parts)), "acts acknowledged": len(noted.acts), "lost": 0, "half done": 0, "broken off and sent again": noted.broken,
        "asked again at the end": len(again), "cases": found["cases"], "entries": found["entries"], "errands drained": found["errands"],
        "seconds": round(time.monotonic() - began),
    }  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house on SQLite."""
    made = House(tmp_path / "home")
    yield made
    made.end()


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[House]:
    """A house on a cluster of its own that keeps PostgreSQL's promises."""
    with postgres.cluster(durable=True) as address:
        made = House(tmp_path / "home", address)
        yield made
        made.end()


def whole(house: House) -> list[Any]:
    """What SQLite itself finds wrong."""
    with sqlite3.connect(house.home / "yichuang.sqlite3") as file:
        asked = [
            file.execute(f"PRAGMA {word}").fetchall() for word in ("integrity_check", "foreign_key_check")
        ]
    file.close()
    return [] if asked == [[("ok",)], []] else asked


def test_six_kills_lose_no_acknowledged_act(house: House, record_property: Callable[..., None]) -> None:
    record_property("figures", drill(house, ["web", "worker"] * 3, seed=1, most=60))
    assert whole(house) == []


@pytest.mark.slow
def test_a_hundred_kills_on_sqlite(house: House, record_property: Callable[..., None]) -> None:
    parts = [ROUND[n % len(ROUND)] for n in range(KILLS)]
    record_property("figures", drill(house, parts, seed=2, most=200))
    assert whole(house) == []


@pytest.mark.slow
@pytest.mark.postgres
def test_a_hundred_kills_on_postgresql_and_of_it(
    on_postgres: House, record_property: Callable[..., None]
) -> None:
    parts = [ROUND[n % len(ROUND)] for n in range(KILLS)]
    for place in range(10, KILLS, 10):
        parts[place : place + 1] = [parts[place], "backend" if place % 20 == 10 else "database"]

    def below(part: str) -> bool:
        """Kill what lies below the house, which heals by itself."""
        {"backend": kill_backend, "database": postgres.crash}.get(part, lambda _: None)(on_postgres.address)
        return part in ("backend", "database")

    record_property("figures", drill(on_postgres, parts, seed=3, most=200, before=below))


@pytest.mark.slow
@pytest.mark.parametrize("which", ["house", "on_postgres"])
def test_connections_that_say_nothing_hold_up_nobody(which: str, request: pytest.FixtureRequest) -> None:
    house: House = request.getfixturevalue(which)
    house.found()
    house.start()
    idle = [socket.create_connection(("127.0.0.1", house.port)) for _ in range(3)]
    assert house.answers()
    for one in idle:
        one.close()


def kill_backend(address: str) -> None:
    """kill -9 a connection's process: PostgreSQL ends all others with it and recovers."""
    found = (
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    asking = psycopg.connect(address, autocommit=True)
    connection = asking.execute(found).fetchone()
    if connection is not None:
        os.kill(connection[0], signal.SIGKILL)
    asking.close()
