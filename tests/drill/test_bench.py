"""The bench itself: a small whole run, from the floor to the window's last step, tells every figure."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SMALL = ("--cases", "400", "--requests", "8", "--rounds", "1", "--seconds", "0.5")


@pytest.mark.postgres
def test_a_small_bench_runs_through_and_tells_every_figure(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bench", "--results", str(tmp_path), "--cache", str(tmp_path / "cache")]
    told = subprocess.run([*words, *SMALL], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr[-2000:]
    kept = json.loads(next(tmp_path.glob("*.json")).read_text())
    assert next(tmp_path.glob("*.md")).read_text() in told.stdout
    assert all(kept[base]["web"]["lives_1"]["rate"] > 0 for base in ("sqlite", "postgres"))
    assert set(kept["crowd"]) == {"40", "400"}
    assert {"card", "item", "answer", "judge", "paper"} <= set(kept["crowd"]["400"]["counter"])
    assert kept["crowd"]["40"]["chain"]["entries"] > 40
