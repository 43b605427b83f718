"""Lists, searches, one case and whole intakes at the window among many cases, on a PostgreSQL that keeps its crowd."""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MADE_BY = ("bench/crowd.py", "bench/people.py", "tests/town.py", "yichuang/*/migrations/*.py")
INTAKES = 40


def measure(counts: list[int], requests: int, cache: Path) -> dict[str, Any]:
    """Measure among each count of cases, and how fast the chains of the first are checked."""
    from bench.__main__ import POSTGRES, run
    from tests.postgres import cluster

    told, place = {}, _place(cache)
    before: Path | None = None
    for count in counts:
        data = place / str(count)
        if before is not None and not data.exists():
            shutil.copytree(before, data)
        before = data
        fresh = not data.exists()
        with cluster(durable=True, settings=POSTGRES, kept=data) as address:
            env = os.environ | {"YICHUANG_HOME": str(place / "home"), "YICHUANG_DATABASE_URL": address}
            if fresh:
                _prepare(env)
            told[str(count)] = among(env, count, requests)
            if count == counts[0]:
                told[str(count)]["chain"] = json.loads(run(env, "bench.chain"))
    return told


def _place(cache: Path) -> Path:
    """Return the folder of today's crowd: clocks have the colour of their day, and another schema is another crowd."""
    paths = sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern))
    made = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:8]
    place = cache / f"{time.strftime('%Y%m%d')}-{made}"
    for old in cache.glob("*") if cache.exists() else ():
        if old != place and not old.name.startswith("open-"):
            shutil.rmtree(old)
    (place / "home").mkdir(parents=True, exist_ok=True)
    return place


def _prepare(env: dict[str, str]) -> None:
    from bench.__main__ import run

    run(env, "bench.lives", "prepare")
    run(env, "bench.web", "tokens")


def among(env: dict[str, str], count: int, requests: int) -> dict[str, Any]:
    """Fill the database of `env` up to a count, open the house on it, and measure."""
    from bench.__main__ import pss, run, served

    told: dict[str, Any] = {"filled": json.loads(run(env, "bench.crowd", str(count)).splitlines()[-1])}
    with served(env) as (port, start, pid):
        told["start_seconds"] = start
        told["pages"] = json.loads(run(env, "bench.lists", str(port), str(requests)))
        told["counter"] = json.loads(run(env, "bench.counter", str(port), str(min(requests, INTAKES))))
        told["portal"] = json.loads(run(env, "bench.portal", str(port), str(2 * requests)))
        told["pss_megabytes"] = pss(pid)
    return told
