"""`yichuang catalogue …` and `yichuang guide`: answers, orders and exit codes."""

import argparse
import io
import json

import pytest

from yichuang.catalogue import seed, versions
from yichuang.doors.keeper.commands import catalogue
from yichuang.journal import stamps

pytestmark = pytest.mark.django_db
FOOD = "food-business-license-new"
PROMISE = "承诺 4 个工作日，成员最长的一条线要 12 个工作日：个体工商户设立登记 2 个工作日 → 食品经营许可证新办 10 个工作日。"


@pytest.fixture(autouse=True)
def _read_anew():
    stamps.forget()
    versions.forget()


@pytest.fixture
def run(capsysbinary, monkeypatch):
    """Run a command line; return exit code, standard output, standard error."""

    def run(*words, stdin=b""):
        parser = argparse.ArgumentParser()
        catalogue.add(parser.add_subparsers(required=True))
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        args = parser.parse_args([str(word) for word in words])
        code = args.run(args)
        told = capsysbinary.readouterr()
        return code, told.out.decode(), told.err.decode()

    return run


@pytest.fixture
def file(tmp_path):
    """Write records to a file."""

    def file(found, name="items.json"):
        path = tmp_path / name
        path.write_bytes(
            found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False).encode()
        )
        return path

    return file


def test_import_export_import_is_byte_equal(run, file, tmp_path):
    code, out, _ = run("catalogue", "import", file(seed.items()))
    assert (code, json.loads(out)["new"]) == (0, 162)
    first = run("catalogue", "export")[1]
    assert json.loads(run("catalogue", "import", file(first.encode()))[1])["same"] == 162
    run("catalogue", "export", tmp_path / "out.json")
    assert (tmp_path / "out.json").read_text() == first


def test_a_workbook_goes_out_and_in_without_a_change(run, file, tmp_path):
    run("catalogue", "import", file(seed.items()[:20]))
    run("catalogue", "export", tmp_path / "out.xlsx")
    assert json.loads(run("catalogue", "import", tmp_path / "out.xlsx")[1])["same"] == 20


def test_several_files_are_one_act(run, file):
    good, bad = file(seed.items()[:3]), file([{"id": "x"}], "bad.json")
    code, out, _ = run("catalogue", "import", good, bad)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1 and lines[0]["place"] == "bad.json 第 1 条" and "一条也没有导入" in lines[-1]["error"]
    assert run("catalogue", "export")[1] == "[]\n"


def test_a_file_that_is_not_there_is_wrong_usage(run, tmp_path):
    code, out, err = run("catalogue", "import", tmp_path / "gone.json")
    assert (code, out) == (2, "") and "gone.json" in err


def test_a_file_that_cannot_be_read_is_refused(run, file):
    code, out, _ = run("catalogue", "import", file(b"{"))
    assert code == 1 and "JSON" in json.loads(out)["error"]


def test_an_unknown_post_is_refused(run, file):
    code, out, _ = run("catalogue", "import", file(seed.items()[:1]), "--by", "nobody")
    assert code == 1 and "nobody" in json.loads(out)["error"]


def test_a_changed_record_is_published_on_demand(run, file):
    record = next(r for r in seed.items() if r["id"] == FOOD)
    run("catalogue", "import", file([record]))
    changed = file([{**record, "committed_days": 3}])
    run("catalogue", "import", changed)
    assert json.loads(run("guide", FOOD, "--json")[1])["version"] == 1
    run("catalogue", "import", file([{**record, "committed_days": 4}]), "--published")
    assert json.loads(run("guide", FOOD, "--json")[1])["version"] == 2


def test_lint_answers_each_line_in_order(run):
    lines = [
        b'{"element": "material", "text": "\xe7\xa7\x9f\xe8\xb5\x81\xe5\x90\x88\xe5\x90\x8c\xe7\xad\x89\xe7\x9b\xb8\xe5\x85\xb3\xe6\x9d\x90\xe6\x96\x99"}',
        b"{",
        b'{"element": "gone", "text": "x"}',
        b'{"element": "quoted_law", "text": "\xe9\x80\x82\xe5\xbd\x93"}',
        b'{"element": "name"}',
        b"\xff",
        b'{"element": "\\ud800", "text": "x"}',
        b"",
    ]
    code, out, _ = run("catalogue", "lint", stdin=b"\n".join(lines) + b"\n")
    told = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and len(told) == 8
    assert told[0] == {"hard": ["等相关材料"], "soft": []}
    assert told[3] == {"hard": [], "soft": []}
    assert all("error" in told[n] for n in (1, 2, 4, 5, 6, 7))


def told_of(out):
    return {one["id"]: one for one in map(json.loads, out.splitlines())}


def test_lint_names_what_stands_against_the_bundles_of_a_file(run, file):
    code, out, _ = run("catalogue", "lint", file([*seed.items(), *seed.bundles()]))
    restaurant = told_of(out)["open-restaurant"]
    [promise] = [one["sentence"] for one in restaurant["soft"] if one["kind"] == "term"]
    assert code == 0 and {one["kind"] for one in restaurant["hard"]} == {"lint"}
    assert promise.startswith(PROMISE)


def test_lint_reads_the_members_that_are_in_force(run, file):
    run("catalogue", "import", file([*seed.items(), *seed.bundles()]))
    [restaurant] = [one for one in seed.bundles() if one["id"] == "open-restaurant"]
    code, out, _ = run("catalogue", "lint", file([restaurant]))
    assert code == 0 and PROMISE in out
    code, out, _ = run("catalogue", "lint", "--published")
    assert code == 0 and told_of(out)["open-restaurant"]["soft"]
    assert set(told_of(out)) == {one["id"] for one in [*seed.items(), *seed.bundles()]}


def test_lint_refuses_what_an_import_would_refuse(run, file, tmp_path):
    [restaurant] = [one for one in seed.bundles() if one["id"] == "open-restaurant"]
    members = [{**row, "after": ["signboard-management"]} for row in restaurant["members"]]
    code, out, _ = run("catalogue", "lint", file([*seed.items(), {**restaurant, "members": members}]))
    assert code == 1 and told_of(out)["open-restaurant"]["hard"]
    assert run("catalogue", "lint", tmp_path / "gone.json")[0] == 2


def test_guide_prints_the_contract(run, file):
    run("catalogue", "import", file(seed.items()))
    code, out, _ = run(
        "guide",
        FOOD,
        "--answer",
        "project=catering",
        "--answer",
        "agent=no",
        "--json",
        "--filed-on",
        "2026-03-02",
    )
    told = json.loads(out)
    assert (
        code == 0
        and told["promised_due"] == "2026-03-16"
        and told["questions_left"] == ["same_address", "warehouse", "vending"]
    )
    assert list(told) == ["item", "version", "questions_left", "materials", "promised_due", "statutory_due"]


def test_guide_takes_the_item_before_or_after_its_answers(run, file):
    run("catalogue", "import", file(seed.items()))
    one = run("guide", FOOD, "--answer", "project=catering", "agent=no", "--json")
    other = run("guide", "--json", "--answer", "project=catering", "agent=no", FOOD)
    assert one == other and one[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("guide", "gone"), ("guide", FOOD, "--answer", "gone=x"), ("guide", FOOD, "--answer", "project=gone"), ("guide", FOOD, "--answer", "project"),
        ("guide", FOOD, "--filed-on", "2026-13-01"), ("guide", FOOD, "--filed-on", "20260302"), ("guide", FOOD, "--filed-on", "2026-W10-1"),
        ("guide", FOOD, "--filed-on", "1999-01-01"), ("guide",),
        ("guide", FOOD, "--answer", "agent=no", "--answer", "agent=yes"),
    ],
)  # fmt: skip
def test_guide_refuses_wrong_usage_with_a_sentence(run, file, words):
    run("catalogue", "import", file(seed.items()))
    code, out, err = run(*words)
    assert (code, out) == (2, "") and err.strip()


def test_guide_without_json_is_readable(run, file):
    run("catalogue", "import", file(seed.items()))
    out = run("guide", FOOD)[1]
    assert out.startswith("食品经营许可证新办（第 1 版，市场监督管理局）") and "还没回答" in out


def test_bpmn_writes_the_graph_of_a_bundle_in_force(run, town, tmp_path):
    town.bundle("open-restaurant")
    code, out, _ = run("catalogue", "bpmn", "open-restaurant")
    assert code == 0 and out.startswith("<?xml") and 'name="开办餐饮店一件事"' in out
    assert 'name="食品经营许可证新办"' in out and 'name="消防救援大队"' in out
    assert run("catalogue", "bpmn", "open-restaurant", "--out", tmp_path / "one.bpmn")[:2] == (0, "")
    assert (tmp_path / "one.bpmn").read_text() == out


def test_bpmn_of_no_bundle_is_wrong_usage(run, tmp_path, town):
    town.bundle("open-restaurant")
    code, out, err = run("catalogue", "bpmn", "nothing")
    assert (code, out) == (2, "") and "没有一件事“nothing”" in err
    code, _, err = run("catalogue", "bpmn", "open-restaurant", "--out", tmp_path / "gone" / "one.bpmn")
    assert code == 2 and "写不了文件" in err
