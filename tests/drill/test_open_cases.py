"""Many open cases: made alike by one seed, whole, mostly in time; re-dated to the end though the worker is killed in the middle."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench import open_cases
from tests import town as towns
from tests.drill.house import ROOT, House
from yichuang.cases.models import Case
from yichuang.ground.now import day_of, now
from yichuang.journal import verify
from yichuang.law.states import OPEN

pytestmark = pytest.mark.slow
COUNT = 1500
AS_IT_STANDS = (
    "SELECT id, seq, due_on, statutory_due_on, promised_due_on, colour, turns_on FROM cases_case ORDER BY id",
    "SELECT case_id, key, state, due_on FROM cases_step ORDER BY case_id, key",
    "SELECT subject, kind, due_on, colour, turns_on, calendar FROM clock_term ORDER BY subject, kind, id",
)


def test_open_cases_are_whole_mostly_in_time_and_alike_by_seed(db: None) -> None:
    town, on = towns.build(), day_of(now())
    open_cases.fill(COUNT, town=town, on=on)
    found = Case.objects.filter(state__in=OPEN)
    assert found.count() == COUNT and verify.verify().broken == []
    colours = Counter(found.values_list("colour", flat=True))
    assert 0.01 < (colours["yellow"] + colours["red"]) / COUNT < 0.05
    assert (
        found.filter(stopped=True).exists()
        and found.filter(extended=True).exists()
        and found.filter(round__gt=0).exists()
    )
    assert set(found.values_list("item__key", flat=True)) == set(towns.ITEMS)
    ids = set(Case.objects.values_list("pk", flat=True))
    moulds = open_cases.moulds(town, on, open_cases.SEED, sorted(town.items))
    again = {one[0] for block in open_cases.copies(moulds, COUNT, on, open_cases.SEED) for one in block[Case]}
    assert {pk.hex for pk in ids} == again


def test_a_re_dating_that_is_killed_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    killed = House(tmp_path / "killed")
    killed.module("bench.lives", "prepare")
    killed.module("bench.open_cases", str(COUNT), "--town-only")
    shutil.copytree(killed.home, tmp_path / "whole")
    whole = House(tmp_path / "whole")
    child = subprocess.Popen([sys.executable, "-m", "bench.supervision", "redate"], env=killed.env, cwd=ROOT)
    until = time.monotonic() + 120
    while _recounted(killed) < 100 and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    half = _recounted(killed)
    whole.module("bench.supervision", "redate")
    killed.module("bench.supervision", "go_on")
    assert 0 < half < _recounted(killed) == _recounted(whole)
    assert _stands(killed) == _stands(whole)
    assert "没有发现改动" in killed.command("journal", "verify")


def _asked(house: House, sql: str) -> list[Any]:
    with sqlite3.connect(house.home / "yichuang.sqlite3", timeout=30) as base:
        return base.execute(sql).fetchall()


def _recounted(house: House) -> int:
    return int(_asked(house, "SELECT count(*) FROM journal_entry WHERE act = 'cases.recount'")[0][0])


def _stands(house: House) -> list[list[Any]]:
    return [_asked(house, sql) for sql in AS_IT_STANDS]
