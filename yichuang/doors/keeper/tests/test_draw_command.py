"""`yichuang draw verify`: from the published file alone, without Django."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from tests.town import build
from yichuang.ground import now
from yichuang.inspections import redraw
from yichuang.inspections.tests import scenes
from yichuang.inspections.tests.test_draws import pool, published
from yichuang.law import draws


def test_the_same_draw_is_told_pair_by_pair_and_a_forged_one_by_its_difference(yichuang, tmp_path):
    things, people = pool(40, 4)
    file = published(things, people)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(file), "utf-8")
    code, out, _ = yichuang("draw", "verify", path)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and [line["object"] for line in lines] == [one["object"] for one in file["drawn"]]
    gone = file["drawn"].pop()["object"]
    path.write_text(json.dumps(file), "utf-8")
    code, out, _ = yichuang("draw", "verify", path)
    assert code == 1 and json.loads(out)["why"].startswith(gone)


def test_a_kept_commitment_is_compared(yichuang, tmp_path):
    things, people = pool(40, 4)
    for name, number in (("kept.json", "一"), ("draw.json", "二")):
        (tmp_path / name).write_text(json.dumps(published(things, people, name=number)), "utf-8")
    code, out, _ = yichuang("draw", "verify", tmp_path / "draw.json", "--kept", tmp_path / "kept.json")
    assert code == 1 and "抽取前留下的不同" in out


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(yichuang, tmp_path):
    path = tmp_path / "draw.json"
    path.write_text("[]", "utf-8")
    assert yichuang("draw", "verify", path)[0] == 2
    path.write_text('{"commitment": {"format": "yichuang-draw/1"}}', "utf-8")
    assert yichuang("draw", "verify", path)[0] == 1


def test_verifying_loads_no_django(tmp_path):
    things, people = pool(40, 4)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(published(things, people)), "utf-8")
    script = (
        f"import sys; from yichuang.doors.keeper.main import main; code = main(['draw', 'verify', {str(path)!r}]); "
        "sys.exit(code or ('django' in sys.modules) * 3)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_a_draw_is_committed_to_made_and_published_by_commands(yichuang, tmp_path, monkeypatch):
    town = build()
    scenes.a_check(town), scenes.inspectors(town), scenes.targets(town)
    clock = [scenes.ANNOUNCED - timedelta(hours=1)]
    monkeypatch.setattr(now, "clock", lambda: clock[0])
    said = [
        "--announced",
        scenes.ANNOUNCED.isoformat(),
        "--planned",
        scenes.PLANNED.isoformat(),
        "--source",
        "示例彩票第1期",
    ]
    rates = [word for grade, n in scenes.RATES.items() for word in ("--rate", f"{grade}={n}")]
    code, out, _ = yichuang("draw", "commit", "春季抽查", "--check", "CC0001", *rates, *said, "--by", "sun")
    number, kept, file = json.loads(out)["number"], tmp_path / "kept.json", tmp_path / "draw.json"
    assert code == 0 and yichuang("draw", "publish", number, "--out", kept)[0] == 0
    there = ["--witness", "见证甲,区司法局", "--witness", "见证乙,示例商会"]
    assert yichuang("draw", "run", number, "70315", "70315", *there, "--by", "sun")[0] == 1
    clock[0] = scenes.AFTER
    code, out, _ = yichuang("draw", "run", number, "70315", "70315", *there, "--by", "sun")
    assert code == 0 and json.loads(out)["count"] == 6
    assert yichuang("draw", "publish", number, "--out", file)[0] == 0
    assert yichuang("draw", "verify", file, "--kept", kept)[0] == 0
    assert redraw.main([str(file), str(kept)]) == 0
    assert yichuang("draw", "run", number, "70316", "70316", *there, "--by", "sun")[0] == 1


def test_a_slip_is_checked_with_the_draw(yichuang, tmp_path):
    things, people = pool(40, 4)
    salt, name, number = "ab" * 16, "示例店", "91189901MA0000000X"
    things[0] = [things[0][0], things[0][1], draws.sealed(salt, name, number)]
    slip = {"draw": "SJ", "object": things[0][0], "name": name, "number": number, "salt": salt}
    file, path = tmp_path / "draw.json", tmp_path / "slip.json"
    file.write_text(json.dumps(published(things, people)), "utf-8")
    for said, code, word in ((slip, 0, '"listed":true'), (slip | {"name": "别的店"}, 1, "不是抽取前封存")):
        path.write_text(json.dumps(said), "utf-8")
        done, out, _ = yichuang("draw", "verify", file, "--slip", path)
        assert done == code and word in out.replace(": ", ":")
    path.write_text("{}", "utf-8")
    assert yichuang("draw", "verify", file, "--slip", path)[0] == 2


def test_wrong_words_are_told(yichuang):
    for word in ("A5", "E=3"):
        assert yichuang("draw", "commit", "x", "--check", "CC0001", "--rate", word)[0] == 2
