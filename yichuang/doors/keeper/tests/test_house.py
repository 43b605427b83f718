"""A house from its opening to its restoring elsewhere: other processes, a folder and a database of their own."""

import io
import json
import re
import signal
import socket
import tarfile
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.plugin import DATABASE
from yichuang.doors.keeper.tests.conftest import House

pytestmark = pytest.mark.django_db  # on both databases
HERE = "http://127.0.0.1"
DOORS = (
    ("/", "网上大厅"),
    ("/counter/", "综合窗口"),
    ("/desk/", "审批台"),
    ("/issue/", "统一出件"),
    ("/office/", "管理中心"),
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Open:
    """A house that is open: what it said up to its last line of people, and its end."""

    def __init__(self, house, *words):
        self.port = free_port()
        self.process = house.start("run", "--port", self.port, *words)
        self.said = []
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line.startswith("示例办事人"):
                break

    def get(self, path):
        with urllib.request.urlopen(f"{HERE}:{self.port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()

    def interrupt(self):
        """Press Ctrl-C; returns the exit code and what was said on the other stream."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        return code, self.process.stderr.read()


@pytest.fixture(scope="module")
def lived(house):
    """A demo house that was opened, looked at, closed, opened again and closed; once, as `make run` does it."""
    if DATABASE != "sqlite":
        pytest.skip("On PostgreSQL the walks open the house; this start is the one of a fresh machine.")
    kept = SimpleNamespace(house=house("yc_first"))
    kept.first = Open(kept.house, "--demo")
    try:
        kept.pages = {path: kept.first.get(path) for path in ("/", "/healthz", "/readyz", "/metrics")}
        kept.children = re.findall(r"\d+", _children(kept.first.process.pid))
    finally:
        kept.ended = kept.first.interrupt()
    kept.second = Open(kept.house, "--demo")
    kept.ended_again = kept.second.interrupt()
    return kept


def _children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return file.read()


def test_one_line_a_door_then_the_people_and_their_passwords(lived):
    said, port = lived.first.said, lived.first.port
    assert said[0] == "READY"
    for path, name in DOORS:
        assert any(f"{HERE}:{port}{path}  {name}" in line for line in said)
    people = json.loads((lived.house.home / "demo.json").read_text("utf-8"))["people"]
    for one in people:
        assert any(
            one["username"] in line and one["password"] in line and one["name"] in line for line in said
        )
    assert len({one["password"] for one in people}) == len(people) > 15
    assert all(one.get("totp") for one in people if one["kind"] in ("sysadmin", "secadmin", "audadmin"))


def test_the_pages_for_watching_machines_answer(lived):
    assert {status for status, _ in lived.pages.values()} == {200}
    assert lived.pages["/healthz"][1] == "ok\n"
    assert "最新" in json.loads(lived.pages["/readyz"][1])["migrations"]
    assert "yichuang_requests_total" in lived.pages["/metrics"][1]


def test_ctrl_c_ends_web_and_worker(lived):
    (code, err), (again, more) = lived.ended, lived.ended_again
    assert (code, again) == (0, 0) and "Traceback" not in err + more
    assert len(lived.children) == 2
    assert not [pid for pid in lived.children if Path(f"/proc/{pid}").exists()]


def test_a_second_start_keeps_the_data_and_the_passwords(lived):
    first, second = ([_without_port(line) for line in one.said] for one in (lived.first, lived.second))
    assert len(first) > 20 and first == second


def _without_port(line):
    return re.sub(r"(127\.0\.0\.1):\d+", r"\1", line)


@pytest.fixture(scope="module")
def real(house):
    """A real house at its beginning, and what its beginning said."""
    begun = house("yc_real")
    return begun, begun.run("init", "--government", "示例区人民政府")


def test_a_real_house_begins_with_three_administrators_and_takes_no_demo(real):
    begun, (code, out, err) = real
    told = [line.split("\t") for line in out.splitlines()]
    assert (code, err, [words[0] for words in told]) == (0, "", ["sysadmin", "secadmin", "audadmin"])
    assert len({words[1] for words in told}) == 3
    for words, said in (
        (("init", "--government", "示例区人民政府"), "已经初始化"),
        (("demo", "--load-only"), "正式的人员"),
    ):
        code, out, err = begun.run(*words)
        assert (code, out) == (1, "") and said in err


def test_an_upgrade_keeps_a_backup_of_what_was_before(real):
    begun = real[0]
    begun.migrate("exchange", "zero")
    code, out, _ = begun.run("check")
    assert code == 1 and "不行\tmigrations\t数据库要升级：yichuang upgrade。" in out
    code, out, err = begun.run("upgrade")
    assert (code, err) == (0, "") and "升级前的备份" in out
    [kept] = (begun.home / "backups").iterdir()
    with tarfile.open(kept) as tar:
        assert {"manifest.json", "keys/django"} < set(tar.getnames())
    assert "升级" not in begun.run("check")[1]


@pytest.fixture(scope="module")
def saved(request, tmp_path_factory):
    """A house with an uploaded file, and its backup: the demo with its cases, on PostgreSQL the one that just began."""
    kept = (
        request.getfixturevalue("lived").house if DATABASE == "sqlite" else request.getfixturevalue("real")[0]
    )
    (kept.home / "files" / "ab").mkdir(parents=True)
    (kept.home / "files" / "ab" / "abc").write_bytes(b"%PDF-1.7 paper")
    kept.run("check")  # makes the cipher key, if nobody was received yet
    file = tmp_path_factory.mktemp("tapes") / "night.tar"
    verified = kept.run("journal", "verify")[1]
    code, _, err = kept.run("backup", file)
    assert (code, err) == (0, "")
    return kept, file, verified


def test_a_backup_is_for_its_owner_only_and_names_every_part(saved):
    file = saved[1]
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as tar:
        names = set(tar.getnames())
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names == manifest["parts"].keys() | {"manifest.json"}
    assert {"keys/django", "keys/sm4-0001", "files/ab/abc"} <= names
    assert not [name for name in names if name.startswith(("logs", "static", "run"))]


def test_damaged_backups_change_nothing_in_a_broken_home_and_a_good_one_brings_all_back(
    saved, house, tmp_path
):
    whole, file, verified = saved
    broken = house("yc_second")
    for part, text in (("keys/index", "of a house that burnt down"), ("files/left", "left over")):
        (broken.home / part).parent.mkdir()
        (broken.home / part).write_text(text)
    torn, forged = tmp_path / "torn.tar", tmp_path / "forged.tar"
    torn.write_bytes(file.read_bytes()[:-20_000])
    _forge(file, forged)
    for bad, said in ((torn, "备份读不出来"), (forged, "对不上")):
        code, out, err = broken.run("restore", bad)
        assert (code, out) == (1, "") and said in err and "Traceback" not in err
    assert (broken.home / "keys" / "index").read_text() == "of a house that burnt down"
    code, out, err = broken.run("restore", file)
    assert (code, err) == (0, "") and verified.startswith(f"{json.loads(out)['entries']} 条留痕")
    [aside] = broken.home.glob("before-restore-*")
    assert (aside / "files" / "left").read_text() == "left over" and not (
        broken.home / "files" / "left"
    ).exists()
    for part in ("keys/django", "keys/sm4-0001", "files/ab/abc"):
        assert (broken.home / part).read_bytes() == (whole.home / part).read_bytes()
    assert (broken.home / "demo.json").exists() == (whole.home / "demo.json").exists()
    assert (broken.home / "keys" / "django").stat().st_mode & 0o077 == 0
    told = broken.run("check")[1]
    assert "好\tkeys\t钥匙可用。" in told and "好\tmigrations" in told


def _forge(source, target):
    """Copy a backup with one byte of a file changed."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            content = old.extractfile(member).read()
            if member.name == "files/ab/abc":
                content = content[:-1] + b"!"
            new.addfile(member, io.BytesIO(content))


def test_unknown_and_unfit_settings_end_a_command_with_2(tmp_path):
    home = House(tmp_path, "")
    for name, value in (("YICHUANG_COLOUR", "red"), ("YICHUANG_DATABASE_URL", "mysql://x")):
        code, out, err = home.run("check", **{name: value})
        assert (code, out) == (2, "") and name in err and "Traceback" not in err
