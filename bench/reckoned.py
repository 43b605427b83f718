"""Figures among a year of closed cases: a month and a quarter reckoned from the tables, replayed from the journal, sealed in a ledger.

python -m bench.reckoned COUNT [--bases postgres,sqlite] [--cache FOLDER]    make the cases once, measure on each database
python -m bench.reckoned fill COUNT | measure                               one step, on the database of the environment

Each step runs in a process of its own, so that the memory told is that step's alone.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

WEEKDAYS = 260
BASES = "postgres,sqlite"
MEGABYTE = 1024


def fill(count: int) -> None:
    """Fill the prepared town with cases of one year, closed ones with their papers too, because figures count them."""
    from bench import crowd
    from bench.lives import existing

    vars(crowd).update(DAYS=WEEKDAYS, ENDED=())  # nobody is ended: the papers of ended ones are left out
    began = time.perf_counter()
    made = crowd.fill(count, town=existing(), processes=crowd.PROCESSES)
    print(json.dumps({"cases": made, "seconds": round(time.perf_counter() - began, 1)}))


def measure() -> None:
    """Print how long each step takes, and how much memory on top of what the process had before it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    django.setup()
    from yichuang.ground.now import day_of, now
    from yichuang.law import figures

    month = figures.before(figures.before(figures.holding(day_of(now()))))
    quarter = figures.holding(figures.span(month)[0], quarter=True)
    told: dict[str, Any] = {}
    for name in (month, quarter):
        steps = {step: alone(step, name) for step in ("reckon", "replay", "ledger")}
        assert steps["reckon"].pop("digest") == steps["replay"].pop("digest"), name
        told[name] = steps
    print(json.dumps(told, ensure_ascii=False))


def alone(step: str, name: str) -> dict[str, Any]:
    """Run a step in a fresh process."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (step, name))  # type: ignore[no-any-return]


def _run(step: str, name: str) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings

    from tests.town import REGION
    from yichuang.figures import ledger, reckoning
    from yichuang.figures.lists import lists
    from yichuang.ground.now import day_of, now
    from yichuang.journal import stamps
    from yichuang.journal.chain import sm3

    assert settings.configured
    kept = lists(REGION, stamps.current(), day_of(now()))
    steps: dict[str, Callable[[], Any]] = {
        "reckon": lambda: sm3(reckoning.text(reckoning.reckon(REGION, name, kept))),
        "replay": lambda: sm3(reckoning.text(reckoning.replay(REGION, name, kept))),
        "ledger": lambda: ledger.made(REGION, name, kept, now())["told"],
    }
    before, clock, processor = _most(), time.perf_counter(), time.process_time()
    found = steps[step]()
    told = {
        "seconds": round(time.perf_counter() - clock, 2), "processor": round(time.process_time() - processor, 2),
        "megabytes": round((_most() - before) / MEGABYTE, 1), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    return told | ({"lines": found["lines"]} if step == "ledger" else {"digest": found})


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(words: list[str]) -> None:
    """Do what was asked."""
    if words[:1] == ["fill"]:
        return fill(int(words[1]))
    if words[:1] == ["measure"]:
        return measure()
    from bench.__main__ import run
    from bench.overseen import _opened

    asked = argparse.ArgumentParser(prog="python -m bench.reckoned")
    asked.add_argument("count", type=int)
    asked.add_argument("--bases", default=BASES)
    asked.add_argument("--cache", type=Path, required=True)
    said = asked.parse_args(words)
    for base in said.bases.split(","):
        kept = said.cache / base / str(said.count)
        with _opened(base, kept) as env:
            if not (kept / "stock.json").exists():
                run(env, "bench.lives", "prepare")
                (kept / "stock.json").write_text(run(env, "bench.reckoned", "fill", str(said.count)))
            else:
                run(env, "yichuang.doors.keeper.main", "upgrade")
            stock = json.loads((kept / "stock.json").read_text().splitlines()[-1])
            print(base, json.dumps({"stock": stock} | json.loads(run(env, "bench.reckoned", "measure"))))
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
