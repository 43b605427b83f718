"""`make bench`: everything in one run on this machine, as numbers and as ratios to the floor measured beside it."""

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

from bench import dates, floor
from tests.postgres import cluster

ROUNDS, SECONDS, PROCESSES = 3, 5.0, 4
PYTHON = sys.executable
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure and print; with `--crowd COUNT` the lists among that many cases, and nothing else."""
    if sys.argv[1:2] == ["--crowd"]:
        from bench import lists

        count = int(sys.argv[2])
        return print(lists.table(lists.apart([count // 10, count])))
    told: dict[str, Any] = {
        "machine": {"cores": os.cpu_count(), "python": sys.version.split()[0]},
        "dates": dates.run(),
    }
    with tempfile.TemporaryDirectory(prefix="yc-bench-") as home:
        told["sqlite"] = on("sqlite", Path(home) / "sqlite", "")
        with cluster(durable=True, settings={"shared_buffers": "512MB", "max_wal_size": "4GB"}) as address:
            told["postgres"] = on("postgres", Path(home) / "postgres", address)
    RESULTS.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    (RESULTS / f"{stamp}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    page = table(told)
    (RESULTS / f"{stamp}.md").write_text(page)
    print(page)


def on(name: str, home: Path, address: str) -> dict[str, Any]:
    """Floor, acts and HTTP on one database."""
    home.mkdir()
    env = os.environ | {
        "YICHUANG_HOME": str(home),
        "YICHUANG_DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "yichuang.settings",
    }
    run(env, "bench.lives", "prepare")
    run(env, "bench.web", "tokens")
    if address:
        floor.make_postgres(address)
    floors, acts = [], []
    for _ in range(ROUNDS):
        floors.append(
            many(env, "bench.floor", address, str(SECONDS))
            if address
            else floor.on_sqlite(SECONDS, str(home))
        )
        acts.append(
            many(env, "bench.lives", "run", str(SECONDS))
            if address
            else float(run(env, "bench.lives", "run", str(SECONDS)))
        )
    told: dict[str, Any] = {"floor": statistics.median(floors), "acts": statistics.median(acts)}
    told["acts_ratio"] = statistics.median(a / f for a, f in zip(acts, floors, strict=True))
    told["web"] = web(env, address)
    return told


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


def web(env: dict[str, str], address: str) -> dict[str, Any]:
    """Lives at 1, 4 and 16 clients, intake at 16; start and memory beside."""
    with served(env):
        pass
    told: dict[str, Any] = {}
    with served(env) as (port, start, pid):
        told["start_seconds"] = start
        for clients in (1, 4, 16):
            runs = [
                json.loads(run(env, "bench.web", "load", str(port), str(clients), str(SECONDS), "lives"))
                for _ in range(ROUNDS)
            ]
            told[f"lives_{clients}"] = sorted(runs, key=lambda r: r["rate"])[ROUNDS // 2]
        runs = [
            json.loads(run(env, "bench.web", "load", str(port), "16", str(SECONDS), "intake"))
            for _ in range(ROUNDS)
        ]
        told["intake_16"] = sorted(runs, key=lambda r: r["rate"])[ROUNDS // 2]
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


def table(told: dict[str, Any]) -> str:
    """The figures as a page."""
    lines = [
        f"# Bench, {time.strftime('%Y-%m-%d %H:%M')}, {told['machine']['cores']} cores, Python {told['machine']['python']}",
        "",
    ]
    lines += [
        f"Due dates: {told['dates']['due']:,.0f}/s (look-up alone {told['dates']['due_ordinal']:,.0f}/s).",
        "",
    ]
    lines += ["| | SQLite, 1 process | PostgreSQL, 4 processes |", "| --- | --- | --- |"]
    pair = [told["sqlite"], told["postgres"]]
    row = lambda name, cell: lines.append(f"| {name} | " + " | ".join(cell(t) for t in pair) + " |")  # noqa: E731
    row("floor, lives/s", lambda t: f"{t['floor']:.0f}")
    row("acts in process, lives/s (ratio)", lambda t: f"{t['acts']:.0f} ({t['acts_ratio']:.2f})")
    for clients in (1, 4, 16):
        name = f"lives_{clients}"
        row(
            f"HTTP, {clients} clients, lives/s (ratio); request p50/p95 ms",
            lambda t, n=name: (
                f"{t['web'][n]['rate']:.1f} ({t['web'][n]['rate'] / t['floor']:.3f}); {t['web'][n]['p50']:.1f}/{t['web'][n]['p95']:.1f}"
            ),
        )
    row(
        "intake, 16 clients, /s; p50/p95 ms",
        lambda t: (
            f"{t['web']['intake_16']['rate']:.0f}; {t['web']['intake_16']['p50']:.0f}/{t['web']['intake_16']['p95']:.0f}"
        ),
    )
    row("start to first answer, s", lambda t: f"{t['web']['start_seconds']:.1f}")
    row("errands drained after the load, s", lambda t: f"{t['web']['drained_seconds']:.1f}")
    row("memory, PSS MB", lambda t: f"{t['web']['pss_megabytes']:.0f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
