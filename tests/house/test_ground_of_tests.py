"""The suite leaves nothing behind, and each process of it stands on the database it says."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

from tests.house.plan import ROOT
from tests.plugin import DATABASE, HOME
from yichuang import settings

KILLED = """
import os
from tests.postgres import cluster
with cluster() as address:
    print(address, flush=True)
    os.kill(os.getpid(), 9)
"""


def test_a_cluster_is_gone_when_its_process_was_killed():
    told = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, text=True)
    folder = Path(told.stdout.strip().partition("host=")[2])
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        os.sched_yield()
    assert folder.name.startswith("yc-pg-") and not folder.exists()


def test_the_data_folder_is_not_anybodys(db):
    assert HOME == settings.HOME and ROOT not in HOME.parents
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[DATABASE]


def test_sqlite_takes_its_turn_at_the_beginning():
    assert settings.read_database("", HOME)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
