"""Running the house: web and worker as children of one process that ends with either."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yichuang.journal import schedules

DOORS = (("/", "网上大厅", "办事人"), ("/counter/", "综合窗口", "lin"), ("/desk/", "审批台", "wu、sun"), ("/issue/", "统一出件", "yang"),
         ("/office/", "管理中心", "he、guo、xi"), ("/api/v1/openapi.json", "开放接口", "见 demo.json 的 tokens"))  # fmt: skip


def prepare(*, demo: bool) -> None:
    """Bring the database up to date (after a backup if it holds anything), gather static files, load the demo once."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    if behind():
        if _lived_in():
            _keep_copy()
        call_command("migrate", verbosity=0, skip_checks=True)
    _statics()
    _schedules()
    if demo:
        from yichuang.town import load

        load()


def behind() -> bool:
    """Tell whether the database lacks migrations of this program."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _lived_in() -> bool:
    return "journal_entry" in connection.introspection.table_names()


def _keep_copy() -> None:
    from yichuang.doors.keeper.keeping import backup

    folder = settings.HOME / "backups"
    folder.mkdir(exist_ok=True)
    backup(folder / f"before-upgrade-{time.strftime('%Y%m%d-%H%M%S')}.tar")


def _statics() -> None:
    """Gather static files anew when the program changed."""
    from yichuang import __version__

    mark = settings.STATIC_ROOT / "version.txt"
    newest = max(
        (p.stat().st_mtime for p in settings.PACKAGE.glob("**/static/**/*") if p.is_file()), default=0
    )
    wanted = f"{__version__} {newest}"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        whole = "whitenoise.storage.CompressedManifestStaticFilesStorage"
        from django.test.utils import override_settings

        with override_settings(STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": whole}}):
            call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
        mark.write_text(wanted)


def _schedules() -> None:
    """One long drain and one round of sweeps a minute."""
    watch = "yichuang.doors.keeper.watch"
    schedules.keep({"drain": (f"{watch}.drain", 1), "sweep": (f"{watch}.sweep", 1)})


def open_doors(port: int) -> int:
    """Start web and worker, say READY, wait; the first to end takes the other with it."""
    _refuse_taken(port)
    web, worker = _web(port), _worker()
    children = {"web": web, "worker": worker}

    def end(*_: Any) -> None:
        for child in children.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    if _answers(port, web):
        _tell(port)
    verdict = _wait(children)
    end()
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(15)
        if child.poll() is None:
            child.kill()
    return verdict


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"yichuang: 端口 {port} 已经有程序在用。换一个：PORT=8001 make run")


def _web(port: int) -> subprocess.Popen[bytes]:
    sqlite = connection.vendor == "sqlite"
    shape = (
        ["--workers", "1", "--threads", "8", "--worker-class", "gthread"]
        if sqlite
        else ["--workers", "2", "--worker-class", "sync"]
    )
    words = [sys.executable, "-m", "gunicorn", "yichuang.wsgi:application", "--bind", f"127.0.0.1:{port}", *shape, "--keep-alive", "30",
             "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"]  # fmt: skip
    return subprocess.Popen(words, env=_environment())


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "yichuang.doors.keeper.main", "work"], env=_environment())


def _environment() -> dict[str, str]:
    """Children run in the same data folder wherever they start."""
    connection.close()
    return {**os.environ, "YICHUANG_HOME": str(settings.HOME), "DJANGO_SETTINGS_MODULE": "yichuang.settings"}


def _answers(port: int, web: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + 30
    while time.monotonic() < until and web.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def _wait(children: dict[str, subprocess.Popen[bytes]]) -> int:
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                stopped = child.returncode in (0, -signal.SIGTERM, -signal.SIGINT)
                if not stopped:
                    sys.stderr.write(f"yichuang: {name} ended with {child.returncode}; everything stops.\n")
                return 0 if stopped else 1
        time.sleep(0.2)


def _tell(port: int) -> None:
    """One line per door, then the demo people; nothing secret of a real installation."""
    lines = ["READY"] + [f"  http://127.0.0.1:{port}{path}  {name}（{who}）" for path, name, who in DOORS]
    known = Path(settings.HOME) / "demo.json"
    if known.exists():
        lines.append("示例人员（口令只在这台机器上，保存在 demo.json）：")
        for one in json.loads(known.read_text("utf-8"))["people"]:
            totp = f"  动态口令种子 {one['totp']}" if one.get("totp") else ""
            lines.append(f"  {one['username']:<6} {one['password']}  {one['name']}  {one['title']}{totp}")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
