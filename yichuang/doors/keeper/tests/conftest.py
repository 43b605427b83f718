"""A command in this process, and a house of its own in others."""

import io
import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests import town as towns
from tests.plugin import DATABASE
from yichuang.doors.keeper import main


@pytest.fixture
def town(db):
    """The small town, built in this test's database."""
    return towns.build()


@pytest.fixture
def yichuang(capsysbinary, monkeypatch):
    """Run a command line in this process; returns exit code, standard output, standard error."""

    def run(*words, stdin=b""):
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        try:
            code = main.main([str(word) for word in words])
        except SystemExit as end:
            code = end.code
        told = capsysbinary.readouterr()
        return code, told.out.decode(), told.err.decode()

    return run


@pytest.fixture
def answers(yichuang):
    """Run a command of JSON lines; returns one value for each line of its answer."""

    def run(*words, stdin):
        code, out, _ = yichuang(*words, stdin=stdin)
        assert code == 0
        return [json.loads(line) for line in out.splitlines()]

    return run


class House:
    """A data folder and a database of its own, and the command `yichuang` in it as another process."""

    def __init__(self, home, url):
        self.home, self.url = home, url

    @property
    def environment(self):
        named = {
            k: v for k, v in os.environ.items() if not k.startswith(("YICHUANG_", "YC_TEST", "PROMETHEUS"))
        }
        return named | {"YICHUANG_HOME": str(self.home), "YICHUANG_DATABASE_URL": self.url}

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "-m", "yichuang.doors.keeper.main", *map(str, words)],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def migrate(self, *words):
        """Take the tables of a room back or forward, past the house's own commands."""
        script = "import django; django.setup(); from django.core.management import call_command; "
        script += f"call_command('migrate', *{words!r}, verbosity=0, skip_checks=True)"
        named = self.environment | {"DJANGO_SETTINGS_MODULE": "yichuang.settings"}
        subprocess.run([sys.executable, "-c", script], env=named, check=True, timeout=120)

    def run(self, *words, **more):
        done = subprocess.run(
            [sys.executable, "-m", "yichuang.doors.keeper.main", *map(str, words)],
            env=self.environment | more, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """Build houses; on PostgreSQL each gets a database of its own in the cluster of the tests."""
    made = []

    def build(name, *, home=None):
        folder = home or tmp_path_factory.mktemp(name)
        url = ""
        if DATABASE == "postgres":
            base = urlsplit(os.environ["YC_TEST_POSTGRES"])
            url = urlunsplit(base._replace(path=f"/{name}"))
            _on_cluster(base, f'CREATE DATABASE "{name}" TEMPLATE template0')
            made.append(name)
        return House(folder, url)

    yield build
    for name in made:
        _on_cluster(urlsplit(os.environ["YC_TEST_POSTGRES"]), f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_cluster(base, statement):
    import psycopg

    with psycopg.connect(urlunsplit(base), autocommit=True) as connection:
        connection.execute(statement)
