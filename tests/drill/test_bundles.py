"""kill -9 while things of eight cases run on PostgreSQL: each comes to its end, with every part's result, and nothing twice."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.drill import clients, desks
from tests.drill.house import House
from tests.drill.test_kills import kill_backend

pytestmark = pytest.mark.postgres
DESKS = 8
ACTS = 30  # of one thing, about
BEHIND = 300.0  # seconds that all desks may wait together while the worker catches up
ROUND = ("worker", "page", "web", "part", "all", "front")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house on a cluster of its own that keeps PostgreSQL's promises."""
    with postgres.cluster(durable=True) as address:
        made = House(tmp_path / "home", address)
        yield made
        made.end()


def drill(house: House, parts: list[str], *, things: int, seed: int) -> dict[str, Any]:
    """So many things open at once, kill -9 in between, then judge everything; returns the figures."""
    began, chance, noted = time.monotonic(), random.Random(seed), clients.Noted()
    house.found()
    told = json.loads(house.module("tests.drill.bundling"))
    keys = json.loads((house.home / "bench.json").read_text())
    house.start()
    desks.one_after_the_other(house.port, keys, told, noted)
    reference, load = len(noted.acts), time.monotonic()
    pace = things * ACTS // (len(parts) + 1)
    with desks.Desks(house.port, keys, told, noted, desks=DESKS, things=range(100, 100 + things)) as load_of:
        for part in parts:
            moved(house, noted, load_of, len(noted.acts) + chance.randint(pace // 2, pace))
            kill(house, part)
        while load_of.left and load_of.thread.is_alive():
            moved(house, noted, load_of, len(noted.acts) + 1)
    assert not load_of.left and not noted.refused, noted.refused[:3]
    took = time.monotonic() - load
    house.drain()
    found = json.loads(
        house.module(
            "tests.drill.judge_things", given=json.dumps({"noted": noted.acts, "reference": reference})
        )
    )
    assert not found["wrong"], "\n".join(found["wrong"][:5])
    again = chance.sample(noted.acts, min(400, len(noted.acts)))
    assert clients.repeat(house.port, keys, again) == []
    assert house.stop() == 0
    assert "没有发现改动" in house.command("journal", "verify")
    assert "deadlock" not in log(house)
    return {
        "kills": dict(Counter(parts)), "things": things, "cases": found["cases"], "acts acknowledged": len(noted.acts), "lost": 0, "half done": 0,
        "broken off and sent again": noted.broken, "asked again at the end": len(again), "entries": found["entries"],
        "errands drained": found["errands"], "deadlocks": 0, "seconds under load": round(took), "seconds": round(time.monotonic() - began),
    }  # fmt: skip


def moved(house: House, noted: clients.Noted, load: desks.Desks, count: int) -> None:
    """Wait until so many acts are acknowledged or all are done, however long that takes, as long as one follows the other."""
    while len(noted.acts) < count and load.thread.is_alive():
        noted.wait_for(len(noted.acts) + 1, house.mend, BEHIND, over=lambda: not load.thread.is_alive())


def kill(house: House, part: str) -> None:
    """kill -9 a part of the house, or of what lies below it, which heals by itself; what a dead worker held is let go."""
    if part == "backend":
        kill_backend(house.address)
    else:
        house.kill(part)
    if part not in ("page", "backend"):
        house.module("tests.drill.judge", "release")


def log(house: House) -> str:
    """What the database itself has to say."""
    return Path(house.address.split("host=")[1], "log").read_text(errors="replace")


def test_things_of_eight_cases_come_to_their_ends_through_kills(
    house: House, record_property: Callable[..., None]
) -> None:
    record_property("figures", drill(house, ["worker", "page", "web"], things=8, seed=4))


@pytest.mark.slow
def test_a_thousand_things_of_eight_cases_at_once(house: House, record_property: Callable[..., None]) -> None:
    parts = [ROUND[n % len(ROUND)] if n % 8 else "backend" for n in range(1, 21)]
    record_property("figures", drill(house, parts, things=1_000, seed=5))
