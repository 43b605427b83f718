"""Keeping the house: backup and restore of database, files and keys together, each part with its SM3 digest."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from yichuang import __version__
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal.refusals import Refused

SMALL = ("keys", "bills", "demo.json")
PARTS = (*SMALL, "files")
MANIFEST = "manifest.json"
_DUMPS = {"sqlite": "yichuang.sqlite3", "postgresql": "yichuang.dump"}
CHUNK = 1 << 20


class Unfit(Refused):
    """A backup that cannot be used, or a place it cannot go to."""

    code = "unfit"


def backup(target: Path) -> dict[str, Any]:
    """Write database, keys, bills and files to one tar; returns its manifest. The tar holds keys: keep it locked away.

    The database comes first: a file is there before the row that names it. The office may go on working meanwhile.
    """
    if not {"journal_entry"} <= set(connection.introspection.table_names()):
        raise Unfit(
            "这里的数据库是空的，没有什么可以备份。看看 YICHUANG_HOME 和 YICHUANG_DATABASE_URL 对不对。"
        )
    draft = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
            folder = Path(name)
            _dump(folder / _dump_name())
            for part in SMALL:
                _copy(settings.HOME / part, folder / part)
            sources = _files(folder) | _files(settings.HOME, "files")
            manifest = {
                "version": __version__,
                "database": connection.vendor,
                "parts": {n: _digest(p) for n, p in sources.items()},
            }
            _write(draft, manifest, sources)
            draft.rename(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unfit(f"备份没有写成：{error.filename or target}，{error.strerror}。") from error
    return manifest


def _copy(source: Path, target: Path) -> None:
    """Take a copy of what may change while the tar is written."""
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copy2(source, target)


def _files(root: Path, part: str = "") -> dict[str, Path]:
    """Return the files below a part, without uploads that are still on their way."""
    found = {str(p.relative_to(root)): p for p in sorted((root / part).rglob("*")) if p.is_file()}
    return {name: path for name, path in found.items() if not name.startswith("files/new/")}


def _write(draft: Path, manifest: dict[str, Any], sources: dict[str, Path]) -> None:
    private = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(private, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            _add(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            for name, path in sources.items():
                tar.add(path, name)
        file.flush()
        os.fsync(file.fileno())


def _dump_name() -> str:
    return _DUMPS[connection.vendor]


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        # A connection of its own: one that is writing would wait for itself for ever.
        source = f"{Path(connection.settings_dict['NAME']).absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(source, uri=True)) as old, closing(sqlite3.connect(path)) as copy:
            old.backup(copy)
        return
    program = shutil.which("pg_dump")
    if program is None:
        raise Unfit("没有 pg_dump。装上 PostgreSQL 的客户端程序再备份。")
    words, environment = _postgres()
    _run([program, "-Fc", "-f", str(path), *words], environment)


def _postgres() -> tuple[list[str], dict[str, str]]:
    base = connection.settings_dict
    words = [f"--dbname={base['NAME']}"]
    words += [
        f"--{flag}={base[name]}"
        for flag, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER"))
        if base[name]
    ]
    return words, {**os.environ, **({"PGPASSWORD": base["PASSWORD"]} if base["PASSWORD"] else {})}


def _run(words: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(words, env=environment, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Unfit(f"{Path(words[0]).name} 没有做成：{done.stderr.strip()[-500:]}")


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _digest(path: Path) -> str:
    digest = hashlib.new("sm3")
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def restore(source: Path) -> dict[str, Any]:
    """Put a backup into this empty house; every part is checked against its digest before anything is moved."""
    _refuse_lived_in()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        if manifest["database"] != connection.vendor:
            raise Unfit(
                f"备份是 {manifest['database']} 的，这里是 {connection.vendor}。换 YICHUANG_DATABASE_URL 再恢复。"
            )
        aside = settings.HOME / f"before-restore-{now():%Y%m%d-%H%M%S}"
        _move(settings.HOME, aside)
        _move(folder, settings.HOME)
        try:
            _load(folder / _dump_name())
        except BaseException:
            _move(settings.HOME, folder / "failed")
            _move(aside, settings.HOME)
            raise
    _tidy(aside)
    _keys_private()
    vault.forget_keys()
    return manifest


def _refuse_lived_in() -> None:
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise Unfit(
            f"这里的数据库坏了（{error}）。把坏的数据库文件移开，或者换一个空的数据库，再恢复。"
        ) from error
    if tables:
        raise Unfit("这里的数据库不是空的，什么都没有动。恢复要用新的 YICHUANG_HOME 和空的数据库。")


def _move(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for part in PARTS:
        if (source / part).exists():
            (source / part).rename(target / part)


def _tidy(aside: Path) -> None:
    """Keep what lay here before, unless it is no more than the secret that this very start made."""
    if [str(p.relative_to(aside)) for p in aside.rglob("*") if p.is_file()] in ([], ["keys/django"]):
        shutil.rmtree(aside)


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:") as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        found = _files(folder)
        del found[MANIFEST]
        parts, vendor = dict(manifest["parts"]), str(manifest["database"])
        wrong = sorted(
            n
            for n in found.keys() | parts.keys() | {_DUMPS.get(vendor, "数据库")}
            if n not in found or _digest(found[n]) != parts.get(n)
        )
    except OSError as error:
        raise Unfit(f"备份读不出来：{source}，{error.strerror or error}。") from error
    except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Unfit(f"备份读不出来，{source} 不是 yichuang backup 写的文件，或者坏了：{error}") from error
    if wrong:
        raise Unfit(f"备份里有 {len(wrong)} 个部分和清单对不上，第一个是 {wrong[0]}。什么都没有恢复。")
    return manifest


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(dump) as copy:
            copy.backup(connection.connection)
        copy.close()
        return
    program = shutil.which("pg_restore")
    if program is None:
        raise Unfit("没有 pg_restore。装上 PostgreSQL 的客户端程序再恢复。")
    words, environment = _postgres()
    _run([program, "--no-owner", "--single-transaction", *words, str(dump)], environment)


def _keys_private() -> None:
    for path in (settings.HOME / "keys").glob("*"):
        path.chmod(0o600)


def upgrade() -> Path | None:
    """Bring the database up to date after a backup; returns the backup, or None if nothing was behind."""
    from yichuang.doors.keeper import house

    return house.migrate()
