"""A backup taken while acts and uploads go on brings back database, files and keys that belong together."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.drill import clients
from tests.drill.house import ROOT, House

CLIENTS = 4


def drill(house: House, other: House, tar: Path) -> dict[str, Any]:
    """Back up under load, restore into the other house, open everything there; then once more with a signed bill."""
    noted, keys = clients.Noted(), house.found()
    house.start()
    clients.lives_of_every_length(house.port, keys, noted, first=0)
    reference = len(noted.acts)
    with clients.Load(house.port, keys, noted, clients=CLIENTS, first=1_000):
        noted.wait_for(reference + 60, house.mend)
        words = [sys.executable, "-m", "tests.drill.judge", "hand_in"]
        with subprocess.Popen(words, env=house.env, cwd=ROOT, stdout=subprocess.DEVNULL) as handing_in:
            before = list(noted.acts)
            house.command("backup", str(tar))
            after = len(noted.acts)
        assert handing_in.returncode == 0
        noted.wait_for(after + 20, house.mend)
    assert after > len(before), "nothing went on while the backup was taken"
    other.command("restore", str(tar))
    opened = json.loads(other.module("tests.drill.judge", "opened"))
    other.start()
    other.drain()
    given = json.dumps({"noted": before, "reference": reference, "more": True})
    found = json.loads(other.module("tests.drill.judge", given=given))
    assert not found["wrong"], "\n".join(found["wrong"][:5])
    assert clients.repeat(other.port, keys, before[-50:]) == []
    assert other.stop() == house.stop() == 0
    return {
        "acts before": len(before), "acts meanwhile": after - len(before), "cases": found["cases"], "entries": found["entries"], **opened,
    }  # fmt: skip


def signed(house: House, third: House, tar: Path) -> dict[str, Any]:
    """The day is over and billed: bill, key and chains come back together."""
    assert house.module("tests.drill.judge", "bill").strip() == "1"
    house.command("backup", str(tar))
    told: dict[str, Any] = json.loads(third.command("restore", str(tar)).splitlines()[-1])
    assert told["bills"] == 1 and "没有发现改动" in third.command("journal", "verify")
    return told


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[House]]:
    """Houses on SQLite: one that lives, two empty ones."""
    made = [House(tmp_path / name) for name in ("house", "other", "third")]
    yield made
    for one in made:
        one.end()


@pytest.fixture
def three_on_postgres(tmp_path: Path) -> Iterator[list[House]]:
    """The same, each on a cluster of its own."""
    with postgres.cluster() as one, postgres.cluster() as two, postgres.cluster() as three:
        made = [House(tmp_path / name, at) for name, at in (("house", one), ("other", two), ("third", three))]
        yield made
        for house in made:
            house.end()


def test_a_backup_under_load_belongs_together(
    three: list[House], tmp_path: Path, record_property: Callable[..., None]
) -> None:
    house, other, third = three
    record_property("figures", drill(house, other, tmp_path / "first.tar"))
    signed(house, third, tmp_path / "second.tar")


@pytest.mark.slow
@pytest.mark.postgres
def test_a_backup_under_load_belongs_together_on_postgresql(
    three_on_postgres: list[House], tmp_path: Path, record_property: Callable[..., None]
) -> None:
    house, other, third = three_on_postgres
    record_property("figures", drill(house, other, tmp_path / "first.tar"))
    signed(house, third, tmp_path / "second.tar")
