"""`yichuang draw verify`: from the published file alone, without Django."""

import json
import subprocess
import sys

from yichuang.inspections.tests.test_draws import pool, published


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
