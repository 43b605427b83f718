"""The bench itself: a small whole run, from the floor to the window's last step, tells every figure."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import things
from tests import town as towns
from yichuang.bundles.models import Thing
from yichuang.cases.models import Case

SMALL = ("--cases", "400", "--requests", "8", "--rounds", "1", "--seconds", "0.5")


@pytest.mark.slow
@pytest.mark.postgres
def test_a_small_bench_runs_through_and_tells_every_figure(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bench", "--results", str(tmp_path), "--cache", str(tmp_path / "cache")]
    told = subprocess.run([*words, *SMALL], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr[-2000:]
    kept = json.loads(next(tmp_path.glob("*.json")).read_text())
    assert next(tmp_path.glob("*.md")).read_text() in told.stdout
    assert all(kept[base]["web"]["lives_1"]["rate"] > 0 for base in ("sqlite", "postgres"))
    assert all(kept[base]["things"]["ratio"] > 0 for base in ("sqlite", "postgres"))
    assert set(kept["crowd"]) == {"40", "400"}
    assert {"card", "item", "answer", "judge", "paper"} <= set(kept["crowd"]["400"]["counter"])
    assert kept["crowd"]["40"]["chain"]["entries"] > 40


def test_a_thing_and_eight_plain_lives_come_to_the_same_ends(db: None) -> None:
    town = towns.build(keys=())
    town.bundle(things.KEY)
    lives = things.Things(town)
    lives.thing()
    lives.eight()
    ends = Case.objects.values_list("item__key", "state", "outcome")
    of_thing, plain = (sorted(ends.filter(thing__isnull=none)) for none in (False, True))
    assert of_thing == plain and len(plain) == 8
    assert Thing.objects.values_list("state", "outcome").get() == ("done", "all")
