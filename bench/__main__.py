"""`make bench`: everything in one run on this machine, as numbers and as ratios to the floor measured beside it.

python -m bench [--cases COUNT] [--requests N] [--rounds N] [--seconds S] [--only lives|things|crowd|supervision]

First the floor, the acts in this process, lives over HTTP and things (一件事), on SQLite and on PostgreSQL; then lists, searches and
intakes at the window among COUNT / 10 and COUNT cases; then supervision among COUNT open cases. The crowd is kept in bench/cache for the next run of the day.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import crowded, dates, floor, overseen, pages, plans
from tests.postgres import cluster

PROCESSES, CLIENTS = 4, (1, 4, 16)
PYTHON = sys.executable
RESULTS, CACHE = (Path(__file__).parent / name for name in ("results", "cache"))
POSTGRES = {"shared_buffers": "512MB", "max_wal_size": "4GB"}


def main(words: list[str]) -> None:
    """Measure, print the table, and keep it with its figures as JSON."""
    asked = read(words)
    began = time.perf_counter()
    told: dict[str, Any] = {"machine": {"cores": os.cpu_count(), "python": sys.version.split()[0]}}
    told["load_before"] = os.getloadavg()[0]
    if asked.only not in ("crowd", "supervision"):
        if asked.only != "things":
            told["dates"], told["plans"] = dates.run(), plans.run()
        with tempfile.TemporaryDirectory(prefix="yc-bench-") as home:
            told["sqlite"] = on("sqlite", Path(home) / "sqlite", "", asked)
            with cluster(durable=True, settings=POSTGRES) as address:
                told["postgres"] = on("postgres", Path(home) / "postgres", address, asked)
    if asked.only not in ("lives", "things", "supervision"):
        told["crowd"] = crowded.measure(sorted({asked.cases // 10, asked.cases}), asked.requests, asked.cache)
    if asked.only in (None, "supervision"):
        told["supervision"] = overseen.measure(asked.cases, asked.cache)
    told["load_after"], told["seconds"] = os.getloadavg()[0], round(time.perf_counter() - began)
    results, stamp = asked.results, time.strftime("%Y%m%d-%H%M%S")
    results.mkdir(parents=True, exist_ok=True)
    (results / f"{stamp}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    (results / f"{stamp}.md").write_text(pages.table(told))
    print(pages.table(told))


def read(words: list[str]) -> argparse.Namespace:
    """Return what was asked for; without words the whole bench."""
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--cases", type=int, default=1_000_000)
    asked.add_argument("--requests", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=5.0)
    asked.add_argument("--results", type=Path, default=RESULTS)
    asked.add_argument("--cache", type=Path, default=CACHE)
    asked.add_argument("--only", choices=("lives", "things", "crowd", "supervision"))
    return asked.parse_args(words)


def on(name: str, home: Path, address: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Floor, acts, HTTP and things on one database."""
    home.mkdir()
    env = os.environ | {
        "YICHUANG_HOME": str(home),
        "YICHUANG_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "yichuang.settings",
    }
    run(env, "bench.lives", "prepare")
    told = {} if asked.only == "things" else lives(env, home, address, asked)
    return told | {"things": things(env, asked)}


def lives(env: dict[str, str], home: Path, address: str, asked: argparse.Namespace) -> dict[str, Any]:
    """Plain lives: by hand-written SQL, by our acts, over HTTP."""
    run(env, "bench.web", "tokens")
    if address:
        floor.make_postgres(address)
    floors, acts = [], []
    seconds = str(asked.seconds)
    for _ in range(asked.rounds):
        floors.append(
            many(env, "bench.floor", address, seconds)
            if address
            else floor.on_sqlite(asked.seconds, str(home))
        )
        acts.append(
            many(env, "bench.lives", "run", seconds)
            if address
            else float(run(env, "bench.lives", "run", seconds))
        )
    told: dict[str, Any] = {"floor": statistics.median(floors), "acts": statistics.median(acts)}
    told["acts_ratio"] = statistics.median(a / f for a, f in zip(acts, floors, strict=True))
    told["web"] = web(env, asked)
    return told


def things(env: dict[str, str], asked: argparse.Namespace) -> dict[str, float]:
    """Things a second, eight plain lives a second, and time to time, each the median of the rounds; one process."""
    run(env, "bench.things", "prepare")
    runs = [json.loads(run(env, "bench.things", "run", str(asked.seconds))) for _ in range(asked.rounds)]
    made = [one | {"ratio": one["plain"] / one["things"]} for one in runs]
    return {name: statistics.median(one[name] for one in made) for name in made[0]}


def run(env: dict[str, str], module: str, *words: str) -> str:
    """Run a module to its end and return what it printed."""
    return subprocess.run(
        [PYTHON, "-m", module, *words], env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


def many(env: dict[str, str], module: str, *words: str) -> float:
    """Run a module in four processes at once and return the sum of their rates."""
    children = [
        subprocess.Popen([PYTHON, "-m", module, *words], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    return sum(float(child.communicate()[0]) for child in children)


@contextmanager
def served(env: dict[str, str]) -> Any:
    """The house as `yichuang run` opens it: web and worker."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    words = [PYTHON, "-m", "yichuang.doors.keeper.main", "run", "--no-demo", "--port", str(port)]
    house = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert house.stdout is not None and house.stdout.readline().startswith("READY")
        yield port, time.perf_counter() - began, house.pid
    finally:
        house.send_signal(signal.SIGTERM)
        house.wait(30)


def web(env: dict[str, str], asked: argparse.Namespace) -> dict[str, Any]:
    """Lives at 1, 4 and 16 clients, intake at 16; start and memory beside."""
    with served(env):
        pass
    told: dict[str, Any] = {}
    with served(env) as (port, start, pid):
        told["start_seconds"] = start
        for clients, what in (*((n, "lives") for n in CLIENTS), (CLIENTS[-1], "intake")):
            words = (str(port), str(clients), str(asked.seconds), what)
            runs = [json.loads(run(env, "bench.web", "load", *words)) for _ in range(asked.rounds)]
            told[f"{what}_{clients}"] = sorted(runs, key=lambda r: r["rate"])[len(runs) // 2]
        told["drained_seconds"] = drained(port)
        told["pss_megabytes"] = pss(pid)
    return told


def drained(port: int) -> float:
    """Seconds until no errand waits after the load."""
    import urllib.request

    began = time.perf_counter()
    while time.perf_counter() - began < 120:
        text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
        oldest = next(
            float(line.split()[1])
            for line in text.splitlines()
            if line.startswith("yichuang_errand_oldest_seconds ")
        )
        if oldest == 0:
            break
        time.sleep(0.5)
    return time.perf_counter() - began


def pss(pid: int) -> float:
    """Proportional memory of a process and all below it, in megabytes."""
    total, wanted = 0, {pid}
    for _ in range(4):
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(path.read_text().rsplit(") ", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if parent in wanted:
                wanted.add(int(path.parent.name))
    for one in wanted:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
