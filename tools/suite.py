"""Run the suite: once on SQLite, once on PostgreSQL and the walks in a browser, at the same time, with one total.

`test` checks first, as CI does; `drill` runs the long tests and keeps their report; `shots` takes the pictures.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.postgres import cluster

ROOT = Path(__file__).resolve().parent.parent
PARTS = {"sqlite": "sqlite", "postgres": "postgres", "browser": "postgres"}
QUICK = ["-m", "not slow and not shots"]


def main(what: str, words: list[str]) -> int:
    """Run `what` and return pytest's verdict."""
    os.environ["YC_TEST_BEGAN"] = str(time.time())
    if what == "test":
        checked = subprocess.run([sys.executable, "tools/check.py"], cwd=ROOT).returncode
        return checked or run_parts([*QUICK, *words])
    if what == "drill":
        return keep_report(["-m", "slow", "-o", "faulthandler_timeout=0", *words])
    if what == "shots":
        os.environ["YC_SHOTS"] = str(ROOT / "docs" / "pictures")
        return subprocess.run([sys.executable, "-m", "pytest", "-m", "shots", *words], cwd=ROOT).returncode
    sys.exit("Use: tools/suite.py test | drill | shots")


def run_parts(words: list[str], **options: object) -> int:
    """Run pytest once with a process per part; each keeps what belongs to it (tests/plugin.py).

    A process that dies is not started anew: the report then names the test it died in.
    """
    command = [sys.executable, "-m", "pytest", "--dist", "each", "--max-worker-restart", "0"]
    for part, database in PARTS.items():
        command += ["--tx", f"popen//id={part}//env:YC_TEST_PART={part}//env:YC_TEST_DB={database}"]
    with cluster() as address:
        os.environ["YC_TEST_POSTGRES"] = address
        return subprocess.run([*command, *words], cwd=ROOT, **options).returncode  # type: ignore[call-overload]


def keep_report(words: list[str]) -> int:
    """Run the parts, with what they print kept in drill/ beside a page that machines read."""
    folder = ROOT / "drill" / time.strftime("%Y%m%d-%H%M%S")
    folder.mkdir(parents=True)
    with subprocess.Popen(["tee", str(folder / "report.txt")], stdin=subprocess.PIPE) as tee:
        verdict = run_parts([f"--junitxml={folder / 'report.xml'}", *words], stdout=tee.stdin)
        tee.stdin.close()  # type: ignore[union-attr]
    print(f"The report is kept in {folder.relative_to(ROOT)}")
    return verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
