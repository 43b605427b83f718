"""The front of the house: web and worker as children of one small process that ends with either.

This page knows the standard library only. The parent lives as long as the house and should weigh nothing; and when
nothing has changed since the last start, the web opens at once, without asking the database first.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("YICHUANG_HOME") or "var").resolve()
UNFIT = 75  # the worker's word for: the database is not the one that was prepared
PATIENCE = 15
DOORS = (("/", "网上大厅", "办事人"), ("/my/", "我的空间", "办事人，用手机登录"), ("/counter/", "综合窗口", "lin"), ("/desk/", "审批台", "wu、sun"), ("/issue/", "统一出件", "yang"),
         ("/office/", "管理中心", "he、guo、xi"), ("/api/v1/openapi.json", "开放接口", "见 demo.json 的 tokens"))  # fmt: skip


def open_house(port: int, *, demo: bool) -> int:
    """Prepare what changed, start web and worker, say READY, wait; the first to end takes the other with it."""
    _refuse_taken(port)
    (HOME / "run" / "metrics").mkdir(parents=True, exist_ok=True)
    mark, state = HOME / "run" / "prepared.json", fingerprint(demo)
    if not _is_prepared(mark, state):
        verdict = subprocess.run(
            [*_yichuang("prepare"), *(["--demo"] if demo else [])], env=environment()
        ).returncode
        if verdict:
            return verdict
        _remember(mark, state)
    return _watch(port, mark)


def fingerprint(demo: bool) -> str:
    """Return what a start depends on: the database's address, and the program's migrations and static files."""
    digest = hashlib.sha256(f"{os.environ.get('YICHUANG_DATABASE_URL', '')}\n{demo}\n".encode())
    for folder, _, names in sorted(os.walk(PACKAGE)):
        if "/static" in folder or folder.endswith("/migrations"):
            for name in sorted(names):
                kept = os.stat(f"{folder}/{name}")
                if not name.endswith(".pyc"):
                    digest.update(f"{folder}/{name} {kept.st_size} {kept.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _is_prepared(mark: Path, state: str) -> bool:
    url = urlsplit(os.environ.get("YICHUANG_DATABASE_URL", ""))
    file = Path(unquote(url.path[1:])) if url.scheme == "sqlite" else HOME / "yichuang.sqlite3"
    if url.scheme in ("", "sqlite") and not file.exists():
        return False
    return mark.exists() and mark.read_text() == state and (HOME / "static" / "staticfiles.json").exists()


def _remember(mark: Path, state: str) -> None:
    mark.parent.mkdir(exist_ok=True)
    mark.write_text(state)


def _yichuang(word: str) -> list[str]:
    return [sys.executable, "-m", "yichuang.doors.keeper.main", word]


def environment() -> dict[str, str]:
    """Return what the children are to know: the data folder wherever they start, and where they count together."""
    told = {"YICHUANG_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "yichuang.settings"}
    told["PROMETHEUS_MULTIPROC_DIR"] = str(HOME / "run" / "metrics")
    if (HOME / "demo.json").exists():
        told["YICHUANG_DEMO"] = "true"
    path = os.pathsep.join([str(PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, **told, "PYTHONPATH": path}


def die_with_parent(word: int = signal.SIGTERM) -> None:
    """Ask Linux to end this process when its parent is gone, however it went; elsewhere nothing happens."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, word)


def _start(words: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(words, env=environment(), preexec_fn=die_with_parent)


def _watch(port: int, mark: Path) -> int:
    asked: list[int] = []
    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, lambda number, _: asked.append(number))
    metrics = HOME / "run" / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True)
    children = {
        "web": _start(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "python:yichuang.doors.keeper.web",
                f"-b127.0.0.1:{port}",
            ]
        )
    }
    if _until(lambda: _answers(port), children, asked):
        _tell(port)
        children["worker"] = _start(_yichuang("work"))
        _until(lambda: False, children, asked)
    verdict = 0 if asked else _said(children, mark)
    _end(children)
    return verdict


def _until(
    done: Callable[[], bool], children: "dict[str, subprocess.Popen[bytes]]", asked: list[int]
) -> bool:
    """Wait until `done`; False when a child ended or somebody asked to stop before."""
    while not asked and all(child.poll() is None for child in children.values()):
        if done():
            return True
        time.sleep(0.05 if len(children) == 1 else 0.2)
    return False


def _said(children: "dict[str, subprocess.Popen[bytes]]", mark: Path) -> int:
    """Say which child ended; the house never goes on with half of it."""
    for name, child in children.items():
        if child.poll() is not None:
            sys.stderr.write(f"yichuang: {name} ended with {child.returncode}; everything stops.\n")
            if child.returncode == UNFIT:
                mark.unlink(missing_ok=True)
    return 1


def _end(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"yichuang: 端口 {port} 已经有程序在用。换一个：PORT=8001 make run")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False


def _tell(port: int) -> None:
    """One line per door, then the demo people; nothing secret of a real installation."""
    known = HOME / "demo.json"
    told: dict[str, Any] = json.loads(known.read_text("utf-8")) if known.exists() else {}
    lines = ["READY"]
    for path, name, who in DOORS:
        lines.append(f"  http://127.0.0.1:{port}{path}  {name}" + (f"（{who}）" if told else ""))
    if told:
        lines.append("示例人员（口令只在这台机器上，保存在 demo.json）：")
    for one in told.get("people", ()):
        totp = f"  动态口令种子 {one['totp']}" if one.get("totp") else ""
        lines.append(f"  {one['username']:<6} {one['password']}  {one['name']}  {one['title']}{totp}")
    if told.get("citizens"):
        lines.append("示例办事人（在 /my/ 用手机登录；验证码在 outbox/notices.jsonl 的最后一行）：")
    for one in told.get("citizens", ()):
        lines.append(f"  {one['phone']}  {one['name']}  {one['who']}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
