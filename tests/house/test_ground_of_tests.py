"""The suite leaves nothing behind, and each process of it stands on the database it says."""

import subprocess
import sys
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
    # The guard of the cluster holds our end of these pipes, so this returns when the guard has done its work.
    told = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, text=True)
    folder = Path(told.stdout.strip().partition("host=")[2])
    assert folder.name.startswith("yc-pg-") and not folder.exists()


def test_the_data_folder_is_not_anybodys(db):
    assert HOME == settings.HOME and ROOT not in HOME.parents
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[DATABASE]


def test_sqlite_takes_its_turn_at_the_beginning():
    assert settings.read_database("", HOME)["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
