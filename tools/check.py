"""Everything that can be judged without running the house: two checks at a time, each with its own verdict."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IN = Path(sys.executable).parent
CHECKS = {
    "types": [str(IN / "mypy")],
    "django": [sys.executable, "tools/django_check.py"],
    "format": [str(IN / "ruff"), "format", "--check", "."],
    "lint": [str(IN / "ruff"), "check", "."],
    "arrows": [str(IN / "lint-imports"), "--no-cache"],
    "openapi": [sys.executable, "tools/openapi_check.py"],
}
LOOK_TWICE = {"yichuang/settings.py": 250}
TESTS_LOOK_TWICE, PAGES_LOOK_TWICE = 300, 300


def main() -> int:
    """Run all checks, or those named; return how many failed."""
    names = sys.argv[1:] or list(CHECKS)
    home = tempfile.mkdtemp(prefix="yc-check-")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}
    surroundings |= {"YICHUANG_HOME": home, "YICHUANG_HTTPS": "true", "PYTHONPATH": str(ROOT)}
    try:
        with ThreadPoolExecutor(2) as pool:
            verdicts = list(pool.map(lambda name: run(name, surroundings), names))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    advise()
    return sum(not verdict for verdict in verdicts)


def run(name: str, surroundings: dict[str, str]) -> bool:
    """Run one check and print its verdict, with its words when it fails."""
    began = time.monotonic()
    done = subprocess.run(CHECKS[name], cwd=ROOT, env=surroundings, capture_output=True, text=True)
    line = f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name:8} {time.monotonic() - began:5.1f} s"
    words = (done.stdout + done.stderr).rstrip()
    print(line if done.returncode == 0 else f"{line}\n{words}", flush=True)
    return done.returncode == 0


def advise() -> None:
    """Name the pages to look at twice. Advice, no verdict."""
    for path in sorted(ROOT.glob("yichuang/**/*.py")):
        name = str(path.relative_to(ROOT))
        limit = LOOK_TWICE.get(name, TESTS_LOOK_TWICE if "/tests/" in name else PAGES_LOOK_TWICE)
        lines = path.read_bytes().count(b"\n")
        if lines > limit and "/migrations/" not in name:
            print(f"look twice: {name} has {lines} lines")


if __name__ == "__main__":
    sys.exit(main())
