"""Every planted kind of tampering is found, and the first broken entry is named."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.town import Town, build
from yichuang.cases.models import Case
from yichuang.ground import rows
from yichuang.ground.now import day_of, now
from yichuang.journal import bills, signing, verify
from yichuang.journal.models import Bill, Entry


@pytest.fixture
def town(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town, with bills and signing key in a folder of this test."""
    (tmp_path / "keys").symlink_to(settings.HOME / "keys")
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return build()


def broken() -> list[dict[str, Any]]:
    return verify.verify().broken


def sql(text: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, params)


def billed(town: Town) -> Case:
    """A case whose day is over: its bill is made as if tomorrow had come."""
    case = town.case(upto="decided")
    bills.catch_up(day_of(now()), at=now() + timedelta(days=1))
    return case


def test_an_untouched_house_verifies_clean(town: Town) -> None:
    town.case(upto="delivered")
    report = verify.verify()
    assert report.broken == [] and report.entries >= 6


COLUMNS: dict[str, Any] = {
    "region": "189902", "act": "cases.void", "by_person": 999, "by_post": 999, "by_name": "别人", "at": "2026-03-02 01:31:00.000000+00:00",
    "recorded_at": "2026-03-02 01:31:00.000000+00:00", "payload": "{}", "private": "sm4-0001:AAAA", "idem": "x", "digest": "0" * 64, "seq": 99,
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edit_of_any_column_is_found_and_named(town: Town, column: str) -> None:
    case = town.case(upto="decided")
    town.case()
    value = COLUMNS[column]
    if connection.vendor == "sqlite" and column in ("at", "recorded_at"):
        value = value.removesuffix("+00:00")
    sql(f'UPDATE journal_entry SET "{column}" = %s WHERE subject = %s AND seq = 2', value, rows.key(case.pk))
    found = broken()
    assert found and found[0]["subject"] == case.pk.hex and found[0]["seq"] in (2, 3, 99)


def test_an_edited_subject_leaves_two_traces(town: Town) -> None:
    case, other = town.case(), town.case()
    sql(
        "UPDATE journal_entry SET subject = %s WHERE subject = %s AND seq = 2",
        rows.key(Case.objects.get(pk=other.pk).item_id),
        rows.key(case.pk),
    )
    assert len(broken()) >= 2


def test_a_deleted_entry_is_found(town: Town) -> None:
    case = town.case(upto="decided")
    Entry.objects.filter(subject=case.pk, seq=2).delete()
    assert broken()[0] == {
        "what": "missing, added or moved entry",
        "subject": case.pk.hex,
        "seq": 3,
        "expected": 2,
        "act": "cases.conclude",
    }


def test_a_cut_tail_is_found_by_the_head_on_the_case(town: Town) -> None:
    case = town.case(upto="decided")
    Entry.objects.filter(subject=case.pk, seq=4).delete()
    assert broken()[0]["what"] == "cut tail or altered head"


def test_an_inserted_entry_is_found(town: Town) -> None:
    case = town.case()
    entry = Entry.objects.get(subject=case.pk, seq=2)
    entry.seq = 3
    Entry.objects.bulk_create([entry])
    assert broken()


def test_two_entries_that_changed_places_are_found(town: Town) -> None:
    case = town.case(upto="decided")
    for seq, to in ((2, 90), (3, 2), (90, 3)):
        sql("UPDATE journal_entry SET seq = %s WHERE subject = %s AND seq = %s", to, rows.key(case.pk), seq)
    assert broken()[0]["seq"] == 2


def test_entries_without_their_case_are_found(town: Town) -> None:
    case = town.case()
    sql(
        "UPDATE journal_entry SET subject = %s WHERE subject = %s",
        rows.key(signing_subject()),
        rows.key(case.pk),
    )
    kinds = {b["what"] for b in broken()}
    assert "entry without its subject" in kinds and "all entries of a subject are gone" in kinds


def signing_subject() -> Any:
    from uuid import UUID

    return UUID(int=7)


def test_a_consistent_rewrite_without_the_key_is_found_by_the_bill(town: Town) -> None:
    case = billed(town)
    last = Entry.objects.filter(subject=case.pk).order_by("-seq")[0]
    before = Entry.objects.get(subject=case.pk, seq=last.seq - 1)
    Entry.objects.filter(subject=case.pk, seq=last.seq).delete()
    Case.objects.filter(pk=case.pk).update(seq=before.seq, head=before.digest)
    assert broken()[0]["what"] == "entry named in a signed bill is gone"


def test_a_case_that_vanished_whole_is_found_by_the_bill(town: Town) -> None:
    case = billed(town)
    with connection.constraint_checks_disabled():
        Entry.objects.filter(subject=case.pk).delete()
        Case.objects.filter(pk=case.pk).update(seq=0, head="")
    assert {b["what"] for b in broken()} == {"entry named in a signed bill is gone"}


BILL_EDITS: dict[str, Callable[[], Any]] = {
    "count": lambda: Bill.objects.update(count=5), "digest": lambda: Bill.objects.update(digest="0" * 64),
    "signature": lambda: Bill.objects.update(signature="00"), "before": lambda: Bill.objects.update(before="1" * 64),
    "gone": lambda: Bill.objects.all().delete(), "day": lambda: Bill.objects.update(day=date(2020, 1, 1)),
}  # fmt: skip


@pytest.mark.parametrize("edit", BILL_EDITS)
def test_an_edit_of_a_bill_is_found(town: Town, edit: str) -> None:
    billed(town)
    BILL_EDITS[edit]()
    assert any("bill" in b["what"] for b in broken())


def test_a_bill_forged_in_database_and_file_lacks_the_signature(town: Town) -> None:
    billed(town)
    path = bills.path_of("189901")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    forged = lines[-1] | {"list": [], "count": 0, "heads": bills.root([])}
    forged["digest"] = bills.digest_of(forged)
    path.write_text("".join(json.dumps(line) + "\n" for line in [*lines[:-1], forged]))
    Bill.objects.filter(number=forged["number"]).update(
        count=0, heads=forged["heads"], digest=forged["digest"]
    )
    assert broken()[0]["what"] == "wrong signature on a bill"


def test_a_bill_cut_from_the_file_is_found(town: Town) -> None:
    billed(town)
    bills.path_of("189901").write_text("")
    assert broken()[0]["what"] == "bill missing in the file"


def test_billing_twice_makes_one_bill_a_day_and_an_unfinished_day_has_none(town: Town) -> None:
    town.case()
    assert bills.catch_up(day_of(now()), at=now() + timedelta(days=1)) == 1
    assert bills.catch_up(day_of(now()), at=now() + timedelta(days=1)) == 0
    with pytest.raises(Exception, match="还没有过完"):
        bills.make("189901", day_of(now()), by=None, at=now())


def test_a_day_without_movement_gets_an_empty_bill(town: Town) -> None:
    town.case()
    assert bills.catch_up(day_of(now()) + timedelta(days=2), at=now() + timedelta(days=5)) == 3
    assert list(Bill.objects.order_by("number").values_list("count", flat=True))[1:] == [0, 0]


def test_a_signature_holds_for_its_text_only(town: Town) -> None:
    key = signing.FileKey()
    signed = key.sign("账单")
    assert signing.verify("账单", signed, key.public()) and not signing.verify("帐单", signed, key.public())
