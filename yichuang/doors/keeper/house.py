"""Making the house ready: database, static files, schedules, the demo town."""

import shutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings

from yichuang import __version__
from yichuang.ground.now import now
from yichuang.journal import schedules
from yichuang.journal.refusals import Refused

OURS = {"django_q", "axes", "account", "mfa", "auth", "sessions", *settings.ROOMS}


def prepare(*, demo: bool) -> None:
    """Bring the database up to date (after a backup if it holds anything), gather static files, load the demo once."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    if demo and lived_in():
        from yichuang.town import refuse_others

        refuse_others()
    migrate()
    _statics()
    _schedules()
    if demo:
        from yichuang.town import load

        load()


def migrate() -> Path | None:
    """Bring the database up to date; returns the backup made before, if anything lived in it.

    Raises Refused for a database of another program, and for one that a newer program has used: there is no way back
    from its migrations.
    """
    _refuse_strangers()
    newer = ahead()
    if newer:
        raise Refused(f"这个数据库是更新的程序用过的（{newer[0]}）。用那个版本的程序，或者恢复升级前的备份。")
    if not behind():
        return None
    kept = _keep_copy() if lived_in() else None
    call_command("migrate", verbosity=0, skip_checks=True)
    return kept


def behind() -> bool:
    """Tell whether the database lacks migrations of this program."""
    return bool(_shipped() - _applied())


def ahead() -> list[str]:
    """Return the migrations of which the database knows and this program does not."""
    return sorted(f"{app}.{name}" for app, name in _applied() - _shipped() if app in OURS)


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


@cache
def _shipped() -> set[tuple[str, str]]:
    """Return the migrations of this program by their files; none of them need be read for that."""
    found = set()
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        if module and find_spec(module):
            pages = iter_modules(import_module(module).__path__)
            found |= {(app.label, page.name) for page in pages if not page.ispkg and page.name[0] not in "_~"}
    return found


def lived_in() -> bool:
    """Tell whether the database holds a house of this program already."""
    return {"journal_entry", "people_person"} <= set(connection.introspection.table_names())


def _refuse_strangers() -> None:
    """Keep out of a database that holds tables, none of them made by this program."""
    tables = connection.introspection.table_names()
    known = {app for app, _ in _applied()}
    if tables and not known & set(settings.ROOMS):
        raise Refused(
            f"这个数据库里有别的程序的表（{sorted(tables)[0]}），什么都没有动。给一窗一个空的数据库。"
        )


def _keep_copy() -> Path:
    from yichuang.doors.keeper.keeping import backup

    folder = Path(settings.HOME) / "backups"
    folder.mkdir(exist_ok=True)
    target = folder / f"before-{__version__}-{now():%Y%m%d-%H%M%S}.tar"
    backup(target)
    return target


def _statics() -> None:
    """Gather static files anew when the program changed."""
    mark = settings.STATIC_ROOT / "version.txt"
    newest = max(
        (p.stat().st_mtime for p in settings.PACKAGE.glob("**/static/**/*") if p.is_file()), default=0
    )
    wanted = f"{__version__} {newest}"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        whole = "whitenoise.storage.CompressedManifestStaticFilesStorage"
        with override_settings(STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": whole}}):
            call_command("collectstatic", verbosity=0, interactive=False, skip_checks=True)
        mark.write_text(wanted)


def _schedules() -> None:
    """One long drain and one round of sweeps a minute."""
    watch = "yichuang.doors.keeper.watch"
    schedules.keep({"drain": (f"{watch}.drain", 1), "sweep": (f"{watch}.sweep", 1)})
