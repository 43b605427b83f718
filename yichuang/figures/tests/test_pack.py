"""An outsider gets every published figure from the pack, with Python alone; nobody can be found in it."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from tests.town import CHEN_ID, REGION, Town, build
from yichuang.figures import acts, pack, public
from yichuang.figures.acts import periods
from yichuang.figures.models import Period
from yichuang.figures.tests import scenes
from yichuang.figures.tests.test_periods import APRIL_20
from yichuang.journal.refusals import WrongState


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    scenes.watched(town)
    return town


@pytest.fixture
def period(town: Town) -> Period:
    by = town.actor("guo")
    acts.keep_reckoning(REGION, scenes.MARCH, periods.reckoned(REGION, scenes.MARCH, at=APRIL_20), by=by, at=APRIL_20)  # fmt: skip
    made = UUID(periods.closed_or_recorded(scenes.MARCH, by=by, at=APRIL_20)["id"])
    acts.publish(made, by=by, at=APRIL_20)
    return Period.objects.get(pk=made)


def unpacked(period: Period, folder: Path) -> Path:
    zipfile.ZipFile(io.BytesIO(pack.pack(period))).extractall(folder)
    return folder


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.modules.update(django=None, yichuang=None); sys.path.insert(0, '.'); sys.argv = ['verify.py']; import runpy; runpy.run_path('verify.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


def test_an_outsider_gets_every_published_figure_byte_by_byte(period, tmp_path):
    done = verified(unpacked(period, tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    count = len(list(public.rows(period.figures())))
    assert f"{count} figures made, {count} published" in done.stdout and period.digest in done.stdout
    assert "every figure is the same, byte by byte" in done.stdout


def test_a_changed_journal_or_figure_is_told(period, tmp_path):
    folder = unpacked(period, tmp_path)
    told = folder / "published.json"
    told.write_text(told.read_text("utf-8").replace('"hidden":true', '"hidden":false', 1), "utf-8")
    done = verified(folder)
    assert done.returncode == 1 and "NOT THE SAME" in done.stdout and "published.json" in done.stdout


def test_nobody_is_in_the_pack(period, town):
    made = zipfile.ZipFile(io.BytesIO(pack.pack(period)))
    text = "".join(made.read(name).decode() for name in made.namelist() if not name.endswith(".py"))
    staff = [town.people[name].name for name in ("lin", "lan", "yang", "wu", "sun", "gao", "guo")]
    assert not [word for word in ("陈秀英", CHEN_ID, "13800000000", "等了两个小时", *staff) if word in text]
    events = [json.loads(line) for line in made.read("journal.jsonl").decode().splitlines()]
    assert all(len(event["subject"]) == 24 and len(event["on"]) == 10 for event in events)
    assert {"lin", "wu"}.isdisjoint({event["who"] for event in events})


def test_the_pack_is_the_same_each_time_and_only_of_what_is_published(period):
    assert pack.pack(period) == pack.pack(period)
    Period.objects.update(state="closed")
    with pytest.raises(WrongState, match="还没有公布"):
        pack.pack(Period.objects.get(pk=period.pk))
