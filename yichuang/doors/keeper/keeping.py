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
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from yichuang import __version__
from yichuang.journal.refusals import Refused

PARTS = ("keys", "bills", "files")
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class Unfit(Refused):
    """A backup that cannot be used, or a place it cannot go to."""

    code = "unfit"


def backup(target: Path) -> dict[str, Any]:
    """Write database, keys, bills and files to one tar; returns its manifest. The tar holds keys: keep it locked away."""
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        dump = Path(folder) / _dump_name()
        _dump(dump)
        sources = {dump.name: dump}
        for part in PARTS:
            root = settings.HOME / part
            sources |= {f"{part}/{p.relative_to(root)}": p for p in sorted(root.rglob("*")) if p.is_file()}
        manifest = {
            "version": __version__,
            "database": connection.vendor,
            "parts": {n: _digest(p) for n, p in sources.items()},
        }
        draft = target.with_name(target.name + ".part")
        with tarfile.open(draft, "w") as tar:
            _add(tar, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            for name, path in sources.items():
                tar.add(path, name)
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.rename(target)
    return manifest


def _dump_name() -> str:
    return "yichuang.sqlite3" if connection.vendor == "sqlite" else "yichuang.dump"


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return
    program = shutil.which("pg_dump")
    if program is None:
        raise Unfit("没有 pg_dump。装上 PostgreSQL 的客户端程序再备份。")
    words, environment = _postgres()
    subprocess.run([program, "-Fc", "-f", str(path), *words], env=environment, check=True)


def _postgres() -> tuple[list[str], dict[str, str]]:
    base = connection.settings_dict
    words = [f"--dbname={base['NAME']}"]
    words += [
        f"--{flag}={base[name]}"
        for flag, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER"))
        if base[name]
    ]
    return words, {**os.environ, **({"PGPASSWORD": base["PASSWORD"]} if base["PASSWORD"] else {})}


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
    if connection.introspection.table_names():
        raise Unfit("这里的数据库不是空的。恢复要用新的 YICHUANG_HOME 和空的数据库。")
    with tempfile.TemporaryDirectory(dir=settings.HOME) as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        if manifest["database"] != connection.vendor:
            raise Unfit(f"备份是 {manifest['database']} 的，这里是 {connection.vendor}。")
        for part in PARTS:
            if (folder / part).exists():
                shutil.rmtree(settings.HOME / part, ignore_errors=True)
                shutil.move(folder / part, settings.HOME / part)
        _load(folder / _dump_name())
    _keys_private()
    return manifest


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        wrong = [
            n
            for n, digest in manifest["parts"].items()
            if not (folder / n).is_file() or _digest(folder / n) != digest
        ]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Unfit(f"备份读不出来：{error}") from error
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
    subprocess.run([program, "--no-owner", "--exit-on-error", *words, str(dump)], env=environment, check=True)


def _keys_private() -> None:
    for path in (settings.HOME / "keys").glob("*"):
        path.chmod(0o600)


def upgrade() -> Path | None:
    """Bring the database up to date after a backup; returns the backup, or None if nothing was behind."""
    from yichuang.doors.keeper import house

    return house.migrate()
