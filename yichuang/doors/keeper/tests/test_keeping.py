"""Keys turn, houses refuse what is not theirs, and the shell's acts say as whom they act."""

import json
from datetime import UTC, date, datetime

import pytest

from tests.town import CHEN_ID
from yichuang.cases.models import Party
from yichuang.clock import book
from yichuang.doors.keeper import keeping, rotation
from yichuang.ground import vault
from yichuang.journal import stamps, verify
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Refused
from yichuang.town import load, refuse_others

pytestmark = pytest.mark.django_db


def ciphers():
    found = list(Party.objects.exclude(number="").values_list("number", flat=True))
    return found + list(Entry.objects.exclude(private="").values_list("private", flat=True))


def test_rotation_locks_everything_anew_under_a_new_key_and_breaks_nothing(town, yichuang):
    case = town.case(upto="delivered")
    old = vault.ring()[-1]
    code, out, _ = yichuang("keys", "rotate")
    newest = vault.ring()[-1]
    assert code == 0 and newest > old and "重新加密了" in out
    assert {cipher.split(":")[0] for cipher in ciphers()} == {newest}
    assert Party.objects.get(case=case, role="applicant").clear_number() == CHEN_ID
    assert verify.verify().broken == []


def test_rotation_that_was_interrupted_goes_on_with_the_same_key(town):
    town.case()
    left = Party.objects.exclude(number="").latest("pk")
    before = left.number
    rotation.rotate()
    newest = vault.ring()[-1]
    Party.objects.filter(pk=left.pk).update(number=before)
    assert rotation.rotate() == 1
    assert vault.ring()[-1] == newest and Party.objects.get(pk=left.pk).clear_number() == CHEN_ID


def test_a_key_that_is_gone_is_not_made_up(town):
    cipher = vault.lock(CHEN_ID)
    ring = vault.ring()
    for forged in (cipher.replace("sm4-", "sm4-9", 1), "../../x:AAAA", "sm4-0001:!", "x"):
        with pytest.raises(ValueError, match="altered"):
            vault.unlock(forged)
    assert vault.ring() == ring


def test_nothing_is_restored_into_a_house_where_somebody_lives(town, tmp_path, yichuang):
    with pytest.raises(Refused, match="不是空的"):
        keeping.restore(tmp_path / "any.tar")
    code, out, err = yichuang("restore", tmp_path / "any.tar")
    assert (code, out) == (1, "") and "什么都没有动" in err


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(town, tmp_path, yichuang):
    code, out, err = yichuang("backup", tmp_path / "missing" / "b.tar")
    assert (code, out) == (1, "") and "备份没有写成" in err and list(tmp_path.iterdir()) == []


def test_the_demo_refuses_a_database_that_is_not_its_own(town):
    before = Entry.objects.count()
    for refuse in (refuse_others, load):
        with pytest.raises(Refused, match="换一个 YICHUANG_HOME"):
            refuse()
    assert Entry.objects.count() == before


def test_the_shell_verifies_bills_and_hands_out_the_journal(town, yichuang):
    case = town.case()
    code, out, _ = yichuang("journal", "verify", "--json")
    told = json.loads(out)
    assert (
        code == 0
        and told["broken"] == []
        and told["entries"] == Entry.objects.count()
        and told["out_of_reach"]
    )
    lines = [json.loads(line) for line in yichuang("journal", "export", "--subject", case.pk)[1].splitlines()]
    assert [line.get("act") for line in lines] == [None, "cases.receive", "cases.accept"]
    assert CHEN_ID not in json.dumps(lines)
    code, out, err = yichuang("journal", "export", "--subject", "01890a5d-ac96-774b-bcce-b302099a8057")
    assert (code, out) == (1, "") and "没有" in err


def test_a_changed_entry_is_found_and_named(town, yichuang):
    town.case()
    Entry.objects.filter(act="cases.accept").update(by_name="别人")
    code, out, _ = yichuang("journal", "verify")
    assert code == 1 and "第一处" in out and "seq=2" in out


NOTICE = "year = 2027\nwork = []\n"


@pytest.fixture
def november(monkeypatch):
    monkeypatch.setattr("yichuang.ground.now.clock", lambda: datetime(2026, 11, 10, 2, tzinfo=UTC))


def test_the_calendar_is_kept_from_the_shell_as_the_post_that_is_named(town, yichuang, tmp_path, november):
    file = tmp_path / "2027.toml"
    file.write_text(NOTICE)
    code, out, _ = yichuang("calendar", "notice", file, "--source", "国办发明电〔2026〕1号", "--by", "xi")
    assert (code, json.loads(out)) == (0, {"year": 2027, "number": 1})
    assert Entry.objects.get(act="clock.import_notice").by_person == town.people["xi"].pk
    post = town.posts["xi"].pk
    code, out, _ = yichuang(
        "calendar", "close", "2026-12-01", "2026-12-02", "--why", "大雪", "--source", "示政发", "--by", post
    )
    assert (code, json.loads(out)) == (0, {"year": 2026, "number": 1})
    made = book.calendar(stamps.current(), "189901")
    assert [made.reason(date(2026, 12, day)) for day in (1, 2, 3)] == ["大雪", "大雪", "工作日"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("notice", "none.toml", "--source", "x"), "none.toml"),
        (("notice", "FILE", "--source", " "), "文号"),
        (("notice", "FILE", "--source", "x", "--by", "lin"), "不能办这一步"),
        (("notice", "FILE", "--source", "x", "--by", "nobody"), "没有岗位"),
        (("notice", "FILE", "--source", "x", "--by", "99999999999999999999"), "没有岗位"),
        (("notice", "FILE", "--source", "x", "--by", "hu"), "没有岗位"),
        (("close", "2026-12-02", "2026-12-01", "--why", "雪", "--source", "x"), "从早到晚"),
    ],
)
def test_a_wrong_word_to_the_calendar_ends_with_1_and_a_sentence(
    town, yichuang, tmp_path, november, words, said
):
    file = tmp_path / "2027.toml"
    file.write_text(NOTICE)
    code, out, err = yichuang("calendar", *(file if word == "FILE" else word for word in words))
    assert (code, out) == (1, "") and said in err and "Traceback" not in err
    assert not Entry.objects.filter(act__startswith="clock.").exists()


def test_the_small_commands_answer(town, yichuang):
    assert yichuang("openapi")[1].startswith("{")
    assert "journal" in yichuang("rooms")[1] and "sweep  deem" in yichuang("followers")[1]
    assert yichuang("journal", "bill")[0] == 0
