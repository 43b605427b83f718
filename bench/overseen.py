"""Supervision among many open cases, on databases that keep them: all cards, the idle sweep, people meanwhile, re-dating.

The cases are made once for a count and a form of the generator, and lie in the cache; every run takes a copy of them.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MADE_BY = ("bench/open_cases.py", "bench/crowd.py", "bench/people.py", "tests/town.py")
INTAKES, BOARD = 120, 40


def measure(count: int, cache: Path, bases: tuple[str, ...] = ("postgres", "sqlite")) -> dict[str, Any]:
    """Measure on each database among `count` open cases."""
    return {base: _measured(base, count, _place(cache) / base / str(count)) for base in bases}


def _place(cache: Path) -> Path:
    """Return the folder of these cases; they are open as of the day on which they were made."""
    made = hashlib.sha256(b"".join((ROOT / path).read_bytes() for path in MADE_BY)).hexdigest()[:8]
    return cache / f"open-{made}"


def _measured(base: str, count: int, kept: Path) -> dict[str, Any]:
    from bench.__main__ import run

    told: dict[str, Any] = {}
    if not (kept / "stock.json").exists():
        with _opened(base, kept) as env:
            run(env, "bench.lives", "prepare")
            stock = run(env, "bench.open_cases", str(count)).splitlines()[-1]
            run(env, "bench.web", "tokens")
        (kept / "stock.json").write_text(stock)
    told["stock"] = json.loads((kept / "stock.json").read_text())
    as_of = {"BENCH_DAY": told["stock"]["on"]}
    again = kept.with_name(f"{count}-now")
    shutil.rmtree(again, ignore_errors=True)
    shutil.copytree(kept, again)
    try:
        with _opened(base, again) as opened:
            env = opened | as_of
            run(env, "yichuang.doors.keeper.main", "upgrade")
            told["sweep"] = json.loads(run(env, "bench.supervision", "sweep"))
            told["people"] = _people(env)
            told["redate"] = json.loads(run(env, "bench.supervision", "redate"))
    finally:
        shutil.rmtree(again, ignore_errors=True)
    return told


@contextmanager
def _opened(base: str, kept: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of the database that lies in a folder."""
    from bench.__main__ import POSTGRES
    from tests.postgres import cluster

    home = kept / "home"
    home.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"YICHUANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "yichuang.settings"}
    if base == "sqlite":
        yield env | {"YICHUANG_DATABASE_URL": ""}
        return
    with cluster(durable=True, settings=POSTGRES, kept=kept / "data") as address:
        yield env | {"YICHUANG_DATABASE_URL": address}


def _people(env: dict[str, str]) -> dict[str, Any]:
    """Intakes at the window and the supervisor's board: quiet, and while all cards are issued once more."""
    from bench.__main__ import run, served

    told: dict[str, Any] = {}
    with served(env) as (port, _, _):
        board = (str(port), str(BOARD))
        run(env, "bench.counter", str(port), "10")  # caches are warm
        told["board"] = json.loads(run(env, "bench.lists", *board, "board"))
        run(env, "bench.supervision", "again")
        told["quiet"] = json.loads(run(env, "bench.counter", str(port), str(INTAKES)))
        sweep = subprocess.Popen([sys.executable, "-m", "bench.supervision", "watched"], env=env, stdout=subprocess.PIPE, text=True)  # fmt: skip
        assert sweep.stdout is not None and sweep.stdout.readline() == "begun\n"
        told["meanwhile"] = json.loads(run(env, "bench.counter", str(port), str(INTAKES)))
        told["sweep_ran_on"] = sweep.poll() is None
        told["sweep"] = json.loads(sweep.communicate()[0].splitlines()[-1])
        told["quiet again"] = json.loads(run(env, "bench.counter", str(port), str(INTAKES)))
    before, meanwhile, after = (
        max(step["p95"] for step in told[name].values()) for name in ("quiet", "meanwhile", "quiet again")
    )
    # The machine itself is not the same all the time.
    told["p95_ratio"] = round(meanwhile * 2 / (before + after), 2)
    return told
