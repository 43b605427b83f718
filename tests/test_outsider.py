"""The verifier for outsiders agrees with ours and with OpenSSL's idea of SM2, and finds what was planted."""

import contextlib
import io
import json
from datetime import timedelta
from pathlib import Path

import gmssl_pyx
import pytest
from django.conf import settings
from tongsuopy.crypto.asymciphers import ec

from tests.town import Town, build
from tools import verify_journal
from yichuang.doors.keeper.main import main
from yichuang.ground.now import day_of, now
from yichuang.journal import bills, signing


@pytest.fixture
def town(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town, with bills and signing key in a folder of this test."""
    (tmp_path / "keys").symlink_to(settings.HOME / "keys")
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return build()


@pytest.fixture
def exported(town: Town, tmp_path: Path) -> tuple[Path, Path]:
    """An exported journal and its bills."""
    town.case(upto="delivered")
    bills.catch_up(day_of(now()), at=now() + timedelta(days=1))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["journal", "export"]) == 0
    path = tmp_path / "export.jsonl"
    path.write_text(out.getvalue(), "utf-8")
    return path, bills.path_of("189901")


def test_an_honest_export_holds(exported: tuple[Path, Path]) -> None:
    assert verify_journal.main(*map(str, exported)) == ""


@pytest.mark.parametrize("field", ["act", "by_name", "at", "payload", "recorded_at", "region"])
def test_an_altered_export_does_not(exported: tuple[Path, Path], field: str) -> None:
    lines = exported[0].read_text("utf-8").splitlines()
    entry = json.loads(lines[2])
    lines[2] = json.dumps(entry | {field: "别的"}, ensure_ascii=False)
    exported[0].write_text("\n".join(lines), "utf-8")
    assert "does not hold" in verify_journal.main(*map(str, exported))


def test_a_left_out_tail_is_missed_by_the_bill(exported: tuple[Path, Path]) -> None:
    lines = exported[0].read_text("utf-8").splitlines()
    case = next(i for i, line in enumerate(lines[1:], 1) if json.loads(line)["act"] == "cases.hand_over")
    exported[0].write_text("\n".join(lines[:case] + lines[case + 1 :]), "utf-8")
    assert verify_journal.main(*map(str, exported))


@pytest.mark.parametrize("which", [0, 1])
def test_a_file_cut_in_the_middle_of_a_line_is_named(exported: tuple[Path, Path], which: int) -> None:
    text = exported[which].read_bytes()
    exported[which].write_bytes(text[: len(text) * 2 // 3])
    assert verify_journal.main(*map(str, exported))


def test_a_bill_signed_with_another_key_is_refused(exported: tuple[Path, Path]) -> None:
    public, _ = gmssl_pyx.sm2_key_generate()
    assert "not signed by this key" in verify_journal.main(*map(str, exported), public.hex())


def test_a_signature_of_another_text_is_refused(town: Town) -> None:
    key = signing.FileKey()
    made = key.sign("甲")
    assert verify_journal.signed("甲", made, key.public()) and not verify_journal.signed(
        "乙", made, key.public()
    )


def test_three_implementations_of_sm2_agree(town: Town) -> None:
    key = signing.FileKey()
    numbers = ec.EllipticCurvePublicNumbers(int(key.public()[:64], 16), int(key.public()[64:], 16), ec.SM2())
    digest = signing.digest_of("三家", key.public())
    assert len(digest) == 32 and numbers.public_key().key_size == 256
    for text in ("三家", "abc", "一" * 300):
        assert verify_journal.signed(text, key.sign(text), key.public()) and signing.verify(
            text, key.sign(text), key.public()
        )
