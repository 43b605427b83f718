"""A house of its own to be killed and started again: `yichuang run` as a subprocess, its processes found by their parents."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests import ready

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
LEFT_OUT = ("YICHUANG_", "YC_", "DJANGO_", "PROMETHEUS_", "PYTEST_")


class House:
    """One installation in `home`; `address` is its database, empty for SQLite."""

    def __init__(self, home: Path, address: str = "") -> None:
        self.home, self.address = home, address
        self.starts = 0
        home.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
        self.env = kept | {
            "YICHUANG_HOME": str(home),
            "YICHUANG_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "yichuang.settings",
            "PYTHONPATH": str(ROOT),
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.front: subprocess.Popen[str] | None = None

    def found(self) -> dict[str, str]:
        """Build the small town and a key for each post that a life needs; returns the keys."""
        if self.address:
            ready.postgres(self.address)
        else:
            ready.sqlite(self.home / "yichuang.sqlite3")
        self.module("bench.lives", "prepare")
        self.module("bench.web", "tokens")
        found: dict[str, str] = json.loads((self.home / "bench.json").read_text())
        return found

    def module(self, module: str, *words: str, given: str = "") -> str:
        """Run a module on this home and return what it printed."""
        asked = [sys.executable, "-m", module, *words]
        done = subprocess.run(asked, env=self.env, cwd=ROOT, input=given, capture_output=True, text=True)
        assert done.returncode == 0, (
            f"{module} {words}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )
        return done.stdout

    def command(self, *words: str) -> str:
        """Run a `yichuang` command on this home."""
        return self.module("yichuang.doors.keeper.main", *words)

    def start(self) -> None:
        """Start, again and again as systemd does, until the house says READY."""
        until = time.monotonic() + PATIENCE
        words = [
            sys.executable,
            "-m",
            "yichuang.doors.keeper.main",
            "run",
            "--no-demo",
            "--port",
            str(self.port),
        ]
        while time.monotonic() < until:
            with (self.home / "stderr.log").open("a") as heard:
                self.front = subprocess.Popen(
                    words, env=self.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=heard, text=True, start_new_session=True
                )  # fmt: skip
            assert self.front.stdout is not None
            select.select([self.front.stdout], [], [], until - time.monotonic())
            if self.front.stdout.readline().startswith("READY"):
                self.starts += 1
                return
            self.front.wait(PATIENCE)
        raise AssertionError(f"The house did not start:\n{(self.home / 'stderr.log').read_text()[-4000:]}")

    def parts(self) -> dict[str, int]:
        """Process ids by part: `web` and one of its `page` processes, `worker` and the `part` that does errands."""
        assert self.front is not None
        found: dict[str, int] = {}
        for pid in _children(self.front.pid):
            name, within = ("web", "page") if "gunicorn" in _words(pid) else ("worker", "part")
            found[name] = pid
            below = sorted(_children(pid))
            if name == "worker":
                below = sorted(child for one in below for child in _children(one))
            if below:
                found[within] = below[0]
        return found

    def kill(self, part: str) -> None:
        """kill -9 one part, or `all` of the house; what does not heal by itself is started again."""
        assert self.front is not None
        if part == "all":
            os.killpg(self.front.pid, signal.SIGKILL)
        elif part == "front":
            self.front.kill()
        else:
            pid = wait_for(lambda: self.parts().get(part), f"no {part} to kill")
            os.kill(pid, signal.SIGKILL)
        if part == "page":
            wait_for(lambda: self.parts().get("page") not in (None, pid), "no new page process")
            return
        self.front.wait(PATIENCE)
        self.start()

    def mend(self) -> None:
        """Start again what ended because something below it did, as systemd does."""
        if self.front is not None and self.front.poll() is not None:
            self.start()

    def drain(self) -> None:
        """Wait until the worker has done every errand; it may take long, but not stand still."""
        self.module("tests.drill.judge", "release")
        left = self._unended()
        while left:
            wait_for(partial(self._fewer, left), "errands stand still:", 2 * PATIENCE, self._left)
            left = self._unended()

    def _unended(self) -> int:
        return int(self.module("tests.drill.judge", "unended"))

    def _fewer(self, than: int) -> bool:
        return self._unended() < than

    def _left(self) -> str:
        return self.module("tests.drill.judge", "left")

    def stop(self) -> int:
        """Ask the house to end; returns its verdict."""
        assert self.front is not None
        if self.front.poll() is None:
            self.front.send_signal(signal.SIGTERM)
        return self.front.wait(PATIENCE)

    def end(self) -> None:
        """Leave nothing running, whatever happened."""
        if self.front is not None and self.front.poll() is None:
            os.killpg(self.front.pid, signal.SIGKILL)
            self.front.wait(PATIENCE)

    def answers(self) -> bool:
        """Tell whether the house answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except OSError:
            return False


def wait_for(
    asked: Callable[[], Any], trouble: str, patience: float = PATIENCE, more: Callable[[], str] = str
) -> Any:
    """Ask until there is an answer; fail with `trouble` and what `more` tells when there is none in time."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if answer := asked():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{trouble} {more()}")


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rsplit(") ", 1)[1].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(path.parent.name))
    return found


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
