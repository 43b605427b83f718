"""What every test stands on. Loaded by name before Django reads its settings (addopts in pyproject.toml).

YC_TEST_DB    sqlite (default) or postgres: the database below all tests of this process.
YC_TEST_PART  set by tools/suite.py, which runs three processes at once: `sqlite` holds what runs on SQLite and all
              that asks no database, `postgres` what asks one once more, `browser` the walks, on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import settings as hypothesis

from tests import ready
from tests.postgres import cluster

PART = os.environ.get("YC_TEST_PART", "")
DATABASE = os.environ.get("YC_TEST_DB", "sqlite")
HOME = Path(tempfile.mkdtemp(prefix="yc-test-")).resolve()
WITH_DATABASE = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}
_closing = ExitStack()
_ended: dict[str, float] = {}


def _prepare_environment() -> None:
    """Give this process a data folder and a database of its own; what the shell had set does not reach the tests."""
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("YICHUANG_")]:
        del os.environ[name]
    # The commands that tests start by the dozen read what is compiled already.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["YICHUANG_HOME"] = str(HOME)
    # WhiteNoise warns of a folder that is not there, and warnings are errors.
    (HOME / "static").mkdir()
    os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"
    if DATABASE == "postgres":
        if "YC_TEST_POSTGRES" not in os.environ:
            os.environ["YC_TEST_POSTGRES"] = _closing.enter_context(cluster())
        os.environ["YICHUANG_DATABASE_URL"] = os.environ["YC_TEST_POSTGRES"]


_prepare_environment()
hypothesis.register_profile("house", deadline=None, print_blob=True)
hypothesis.load_profile("house")


def pytest_unconfigure() -> None:
    """Stop the cluster, if this process started it."""
    _closing.close()


def pytest_sessionstart() -> None:
    """Use a file for SQLite, as an installation does: threads then wait for each other, and live servers see it.

    No fixture: pytest-django's own of that name is registered after this page, and would win.
    """
    from django.conf import settings

    database: Any = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        database.setdefault("TEST", {})["NAME"] = str(HOME / "test.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    elif PART or "PYTEST_XDIST_WORKER" in os.environ:
        worker = os.environ.get("PYTEST_XDIST_WORKER", PART)
        database.setdefault("TEST", {})["NAME"] = f"test_{worker}"
    _begin_with_tables()


def _begin_with_tables() -> None:
    """Let the test database begin as a copy; Django's own migrate after it then finds nothing left to do."""
    from django.db import connection

    creation: Any = connection.creation
    make = creation._create_test_db

    def made(*words: Any, **named: Any) -> str:
        name = str(make(*words, **named))
        if DATABASE == "postgres":
            ready.postgres(urlunsplit(urlsplit(os.environ["YC_TEST_POSTGRES"])._replace(path=f"/{name}")))
        else:
            ready.sqlite(Path(name))
        return name

    creation._create_test_db = made


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    """Empty the tables after a walk by DELETE: they hold little, and PostgreSQL makes a new file for each TRUNCATE.

    What migrations put into the tables of Django itself stays, so nothing need be put there again.
    """
    from django.core.management.commands import flush
    from django.db.backends.postgresql.operations import DatabaseOperations

    def emptied(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        gone = [name for name in tables if name not in ("django_content_type", "auth_permission")]
        deletes = [f'DELETE FROM "{name}"' for name in gone]
        return ["SET session_replication_role = replica", *deletes, "SET session_replication_role = DEFAULT"]

    patch = pytest.MonkeyPatch()
    if DATABASE == "postgres":
        patch.setattr(DatabaseOperations, "sql_flush", emptied)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **options: None)
    yield
    patch.undo()


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash with argon2id as the house does, at a cost that lets a town of people sign in within a second."""
    from yichuang.people import passwords

    patch = pytest.MonkeyPatch()
    patch.setattr(passwords.Argon2, "time_cost", 1)
    patch.setattr(passwords.Argon2, "memory_cost", 64)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Let each test read the rules anew: a rolled-back database gives the same stamp to other rules.

    Bills in the data folder are not rolled back with the database they were about, so they go too; nor are the tries
    counted for a person whose number another person of another test has again.
    """
    from django.core.cache import cache

    from yichuang.journal import looks, stamps

    cache.clear()
    stamps.forget()
    looks._queue.clear()
    shutil.rmtree(HOME / "bills", ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _looks_by_hand() -> Iterator[None]:
    """Let looks wait for `looks.flush()`: a thread of its own would not see a test's transaction, and would outlive it."""
    from yichuang.journal import looks

    patch = pytest.MonkeyPatch()
    patch.setattr(looks, "_start", lambda: None)
    yield
    patch.undo()


def pytest_itemcollected(item: pytest.Item) -> None:
    """A browser walk always has a live server below it, so it commits for real."""
    if "browser" in item.keywords and not item.get_closest_marker("django_db"):
        item.add_marker(pytest.mark.django_db(transaction=True))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what this part runs; alone, skip what this database cannot show."""
    if PART:
        ours: dict[bool, list[pytest.Item]] = {True: [], False: []}
        for item in items:
            ours[_part_of(item, PART)].append(item)
        config.hook.pytest_deselected(items=ours[False])
        items[:] = ours[True]
    elif DATABASE != "postgres":
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: YC_TEST_DB=postgres"))


def _part_of(item: pytest.Item, part: str) -> bool:
    if item.get_closest_marker("browser"):
        return part == "browser"
    if item.get_closest_marker("postgres"):
        return part == "postgres"
    if part == "sqlite":
        return True
    return part == "postgres" and _asks_database(item) and not item.get_closest_marker("once")


def _asks_database(item: pytest.Item) -> bool:
    return bool(
        item.get_closest_marker("django_db") or WITH_DATABASE & set(getattr(item, "fixturenames", ()))
    )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Note when a part has nothing left to run, so that an uneven share of the work shows."""
    _ended[node.gateway.id] = time.time()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the figures of drills, and how long it all took, checks and set-up included, above pytest's own closing line."""
    for report in terminalreporter.stats.get("passed", ()):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}, {name}: {value}")
    began = os.environ.get("YC_TEST_BEGAN")
    for part, at in _ended.items() if began else ():
        terminalreporter.write_line(f"{part}: ended after {(at - float(began or 0)) / 60:.1f} min")
    if began:
        minutes, seconds = divmod(int(time.time() - float(began)), 60)
        terminalreporter.write_line(f"From the first check to here: {minutes} min {seconds:02} s")
