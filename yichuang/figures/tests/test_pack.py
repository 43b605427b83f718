"""An outsider gets every published figure from the pack, with Python alone; nobody can be found in it."""

import io
import json
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from tests.town import CHEN_ID, REGION, Town, build
from yichuang.figures import acts, ledger, pack, public, replaying
from yichuang.figures.acts import periods
from yichuang.figures.models import Period
from yichuang.figures.tests import scenes
from yichuang.figures.tests.test_periods import APRIL_20
from yichuang.ground import vault
from yichuang.journal.chain import canonical
from yichuang.journal.models import Entry
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


def verified(folder: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.modules.update(django=None, yichuang=None); sys.path.insert(0, '.'); sys.argv = {['verify.py', *asked]}; import runpy; runpy.run_path('verify.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


def test_an_outsider_gets_every_published_figure_byte_by_byte(period, tmp_path):
    done = verified(unpacked(period, tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    count = len(list(public.rows(period.figures())))
    assert f"{count} figures made, {count} published" in done.stdout and period.digest in done.stdout
    assert "every figure is the same, byte by byte" in done.stdout


def test_the_head_and_key_of_the_page_are_those_of_the_pack(period, tmp_path, client):
    folder, said = unpacked(period, tmp_path), period.ledger()
    page = client.get(f"/figures/{period.name}/").content.decode()
    assert said["head"] in page and said["public"] in page
    assert verified(folder, "--head", said["head"], "--key", said["public"]).returncode == 0
    other = verified(folder, "--head", "0" * 64)
    assert other.returncode == 1 and "not the one that is published" in other.stdout


def byte(lines: list[str]) -> list[str]:
    """One act's day is another."""
    place = next(n for n, line in enumerate(lines) if '"on":"2026-03-0' in line)
    lines[place] = lines[place].replace('"on":"2026-03-0', '"on":"2026-03-1')
    return lines


TAMPERED = {
    "byte": (byte, "does not follow"),
    "dropped": (lambda lines: lines[:7] + lines[8:], "does not follow"),
    "garbled": (lambda lines: [lines[0][:-9], *lines[1:]], "cannot be read"),
    "end dropped": (lambda lines: lines[:-1], "does not end where"),
    "swapped": (lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]], "does not follow"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_byte_changed_an_entry_dropped_two_swapped_are_named(period, tmp_path, how):
    folder, (change, words) = unpacked(period, tmp_path), TAMPERED[how]
    path = folder / "journal.jsonl"
    path.write_text("".join(f"{line}\n" for line in change(path.read_text("utf-8").splitlines())), "utf-8")
    done = verified(folder)
    assert done.returncode == 1 and words in done.stdout and "NOT THE SAME" in done.stdout


def rewritten(folder: Path, lines: list[dict]) -> None:
    """A pack made anew around other lines: links, head, numbers and list of files fit; only the signature does not."""
    link = ""
    for line in lines:
        line.pop("link")
        link = line["link"] = ledger.follows(link, line)
    about = json.loads((folder / "about.json").read_text("utf-8"))
    about["ledger"] |= {"head": link, "lines": len(lines), "chains": len({line["subject"] for line in lines})}
    texts = {"about.json": canonical(about), "journal.jsonl": "".join(f"{canonical(line)}\n" for line in lines)}  # fmt: skip
    listed = json.loads((folder / "files.json").read_text("utf-8"))
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
        listed[name] = sha256(text.encode()).hexdigest()
    (folder / "files.json").write_text(canonical(listed), "utf-8")


def test_a_pack_made_anew_without_one_case_fails_by_its_signature_alone(period, tmp_path):
    folder = unpacked(period, tmp_path)
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text("utf-8").splitlines()]
    rewritten(folder, [line for line in lines if line["subject"] != lines[-1]["subject"]])
    done = verified(folder)
    assert done.returncode == 1 and "the head is not signed by this key" in done.stdout
    assert "does not follow" not in done.stdout and "not the file" not in done.stdout


def test_an_auditor_holds_the_entries_shown_against_their_lines(period, tmp_path):
    folder = unpacked(period, tmp_path)
    lines = [json.loads(line) for line in (folder / "journal.jsonl").read_text("utf-8").splitlines()]
    code = next(line["subject"] for line in lines if line.get("act") == "cases.receive")
    told, subject = tmp_path / "shown.jsonl", ledger.subject_of(period, code)
    assert subject is not None and ledger.subject_of(period, "0" * 24) is None
    told.write_text("".join(f"{canonical(row)}\n" for row in ledger.opened(period, subject)), "utf-8")
    done = verified(folder, "--opened", str(told))
    assert done.returncode == 0 and "entries shown" in done.stdout, done.stdout
    told.write_text(told.read_text("utf-8").replace("\\ncases.receive\\n", "\\ncases.deliver\\n"), "utf-8")
    assert "is not the one of its line" in verified(folder, "--opened", str(told)).stdout


def test_another_key_gives_another_head(period):
    Period.objects.update(ledger_key=vault.lock("00" * 32))
    altered = Period.objects.get(pk=period.pk)
    assert ledger.head(period) == period.ledger()["head"] != ledger.head(altered)
    told = replaying.one_closed(altered)
    assert not told.same and told.differs == ("ledger",)


def test_no_line_can_be_led_back_to_its_entry_without_its_salt(period):
    lines = list(ledger.of(period))
    digests = set(Entry.objects.values_list("digest", flat=True))
    assert len({line["sealed"] for line in lines}) == len(lines) and not digests & {line["sealed"] for line in lines}  # fmt: skip
    hidden = [line for line in lines if "act" not in line]
    assert hidden and all(set(line) == {"subject", "seq", "sealed", "link"} for line in hidden)


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
    assert all(len(event["subject"]) == 24 and len(event.get("on", "0123456789")) == 10 for event in events)
    assert {"lin", "wu"}.isdisjoint({event.get("who") for event in events})


def test_the_pack_is_the_same_each_time_and_only_of_what_is_published(period):
    assert pack.pack(period) == pack.pack(period)
    Period.objects.update(state="closed")
    with pytest.raises(WrongState, match="还没有公布"):
        pack.pack(Period.objects.get(pk=period.pk))
