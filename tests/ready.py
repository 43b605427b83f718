"""A database with all its tables and nothing in them, made by the migrations once and copied from then on.

All migrations one after another take some fifteen seconds of a processor, a copy a fraction of one. A copy is kept in
var/ready under the digest of what it was made from: of the migrations, ours and those of what is installed. A fresh
checkout has none, so it always begins with the migrations themselves, on each database once.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tools.setup import find_postgres

ROOT = Path(__file__).resolve().parent.parent
SHELF = ROOT / "var" / "ready"
MIGRATE = (
    "import django; django.setup(); from django.core.management import call_command; "
    "call_command('migrate', verbosity=0, skip_checks=True)"
)


def sqlite(path: Path) -> None:
    """Put a file with all tables at `path`."""
    shutil.copyfile(_kept("sqlite", _made_by_sqlite), path)


def postgres(address: str) -> None:
    """Put all tables into the empty database at `address`."""
    _run(f"{find_postgres()}/psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", address, "-f", str(_sql(address)))


def _sql(address: str) -> Path:
    def made_by_postgres(path: Path) -> None:
        with _spare(address) as spare:
            _migrate(spare)
            _run(f"{find_postgres()}/pg_dump", "-O", "-x", "-d", spare, "-f", str(path))

    return _kept("postgres", made_by_postgres)


def _made_by_sqlite(path: Path) -> None:
    _migrate(f"sqlite:///{path}")
    if Path(f"{path}-wal").exists():
        raise RuntimeError(f"{path} was left with a log beside it.")


def _migrate(address: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YICHUANG_")}
    with tempfile.TemporaryDirectory(prefix="yc-ready-") as home:
        named = {"YICHUANG_HOME": home, "YICHUANG_DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
        _run(sys.executable, "-c", MIGRATE, **kept | named | {"DJANGO_SETTINGS_MODULE": "yichuang.settings"})


def _kept(kind: str, make: Callable[[Path], None]) -> Path:
    """Return the copy of this kind; the first of several processes makes it, and what is older goes."""
    SHELF.mkdir(parents=True, exist_ok=True)
    found = SHELF / f"{_digest()}.{kind}"
    with (SHELF / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            for old in SHELF.glob(f"*.{kind}"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=SHELF) as draft:
                make(Path(draft, kind))
                Path(draft, kind).rename(found)
    return found


@cache
def _digest() -> str:
    """Return what stands for all that the tables are made from."""
    sources = [*sorted((ROOT / "yichuang").rglob("migrations/*.py")), ROOT / "requirements" / "run.txt"]
    whole = hashlib.sha256(sys.version.encode() + (find_postgres() or "").encode())
    for path in sources:
        whole.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()[:16]


@contextmanager
def _spare(address: str) -> Iterator[str]:
    """A database beside the one at `address`."""
    name = f"yc_ready_{os.getpid()}"
    parts = urlsplit(address)
    _run(
        f"{find_postgres()}/psql", "-qX", "-d", address, "-c", f'CREATE DATABASE "{name}" TEMPLATE template0'
    )
    yield urlunsplit(parts._replace(path=f"/{name}"))
    _run(f"{find_postgres()}/psql", "-qX", "-d", address, "-c", f'DROP DATABASE "{name}"')


def _run(*words: str, **named: str) -> None:
    done = subprocess.run(words, cwd=ROOT, env=named or None, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{Path(words[0]).name}: {(done.stdout + done.stderr)[-2000:]}")
