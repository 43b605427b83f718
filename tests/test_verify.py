"""Every planted kind of tampering is found, and the first broken entry is named."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.town import Town, build
from yichuang.cases.models import Case
from yichuang.ground import rows, vault
from yichuang.ground.now import day_of, now
from yichuang.journal import bills, chain, signing, verify
from yichuang.journal.chain import canonical
from yichuang.journal.models import Bill, Entry
from yichuang.journal.refusals import WrongState


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


@pytest.mark.parametrize("column", ["at", "recorded_at"])
def test_an_instant_that_is_none_any_more_is_found_and_named(town: Town, column: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes instants only")
    case = billed(town)
    sql(f'UPDATE journal_entry SET "{column}" = %s WHERE subject = %s AND seq = 2', "昨天", rows.key(case.pk))
    first = broken()[0]
    assert (first["what"], first["subject"], first["seq"]) == ("altered entry", case.pk.hex, 2)


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
    first = broken()[0]
    assert (first["what"], first["subject"]) == ("missing, added or moved entry", case.pk.hex)
    assert (first["seq"], first["expected"], first["act"]) == (3, 2, "cases.conclude")


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
    assert {"altered subject", "entry named in a signed bill is gone"} <= {b["what"] for b in broken()}


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


def forge(case: Case, *, recorded: datetime) -> None:
    """Add an entry behind the chain's end as somebody would who knows how digests are made."""
    last = Entry.objects.filter(subject=case.pk).order_by("-seq")[0]
    Entry.objects.bulk_create([sealed_after(last, recorded)])
    head = Entry.objects.get(subject=case.pk, seq=last.seq + 1)
    Case.objects.filter(pk=case.pk).update(seq=head.seq, head=head.digest)


def sealed_after(last: Entry, recorded: datetime) -> Entry:
    entry = Entry(
        subject=last.subject, seq=last.seq + 1, region=last.region, act="cases.void", by_name="无名", at=recorded,
        recorded_at=recorded, payload="{}",
    )  # fmt: skip
    at = rows.text_of(recorded)
    entry.digest = chain.seal(
        last.digest,
        last.subject.hex,
        entry.seq,
        entry.region,
        entry.act,
        None,
        None,
        entry.by_name,
        at,
        at,
        None,
        "{}",
    )
    return entry


def test_an_entry_forged_into_a_billed_day_is_found(town: Town) -> None:
    case = billed(town)
    forge(case, recorded=now())
    first = broken()[0]
    assert (first["what"], first["subject"]) == ("entry added behind a signed bill", case.pk.hex)


def test_a_chain_forged_into_a_billed_day_is_found(town: Town) -> None:
    case = billed(town)
    made = town.case()
    assert Entry.objects.filter(subject=made.pk).exists() and case.pk != made.pk
    assert {b["what"] for b in broken()} == {"entry added behind a signed bill"}


def test_an_entry_dated_before_the_first_bill_is_found(town: Town) -> None:
    case = billed(town)
    forge(case, recorded=now() - timedelta(days=9))
    assert "entries on a day without a bill" in {b["what"] for b in broken()}


def test_an_entry_younger_than_the_last_bill_is_counted_as_unbilled(town: Town) -> None:
    town.case()
    assert verify.verify().unbilled >= 1


def test_a_rewrite_of_the_last_entry_and_head_is_found_by_the_bill(town: Town) -> None:
    case = billed(town)
    last = Entry.objects.filter(subject=case.pk).order_by("-seq")[0]
    before = Entry.objects.get(subject=case.pk, seq=last.seq - 1)
    Entry.objects.filter(subject=case.pk, seq=last.seq).delete()
    Entry.objects.bulk_create([sealed_after(before, last.recorded_at)])
    Case.objects.filter(pk=case.pk).update(head=Entry.objects.get(subject=case.pk, seq=last.seq).digest)
    first = broken()[0]
    assert (first["what"], first["seq"]) == ("entry differs from the signed bill", last.seq)


def received(case: Case) -> Entry:
    return Entry.objects.get(subject=case.pk, act="cases.receive")


def test_personal_values_beside_the_chain_must_open_their_digests(town: Town) -> None:
    entry = received(town.case())
    values = json.loads(vault.unlock(entry.private))
    name = sorted(values)[0]
    values[name][1] = "别人"
    Entry.objects.filter(subject=entry.subject, seq=entry.seq).update(private=vault.lock(canonical(values)))
    assert (broken()[0]["what"], broken()[0]["names"]) == ("altered personal values", [name])


def test_one_value_taken_out_or_put_in_is_found(town: Town) -> None:
    entry = received(town.case())
    for change in (lambda v: v.popitem(), lambda v: v.update(new=["00", "多"])):
        values = json.loads(vault.unlock(entry.private))
        change(values)
        Entry.objects.filter(subject=entry.subject, seq=entry.seq).update(
            private=vault.lock(canonical(values))
        )
        assert broken()[0]["what"] == "altered personal values"


def test_personal_values_destroyed_without_record_are_found(town: Town) -> None:
    entry = received(town.case())
    Entry.objects.filter(subject=entry.subject, seq=entry.seq).update(private="")
    assert broken()[0]["what"] == "personal values destroyed without record"


def test_a_value_of_another_type_with_the_same_text_is_found(town: Town) -> None:
    case = town.case()
    sql("UPDATE journal_entry SET idem = '' WHERE subject = %s AND seq = 1", rows.key(case.pk))
    assert broken()[0]["what"] == "altered entry"
    if connection.vendor == "sqlite":
        other = town.case()
        sql("UPDATE journal_entry SET payload = CAST(payload AS BLOB) WHERE subject = %s", rows.key(other.pk))
        assert other.pk.hex in {b["subject"] for b in broken()}


def test_a_day_taken_out_of_the_bills_is_found(town: Town) -> None:
    town.case()
    bills.catch_up(day_of(now()) + timedelta(days=2), at=now() + timedelta(days=5))
    Bill.objects.filter(number=2).delete()
    path = bills.path_of("189901")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert broken()


def test_a_bill_that_only_the_file_has_is_taken_over_as_signed(town: Town) -> None:
    billed(town)
    signature = Bill.objects.get().signature
    Bill.objects.all().delete()
    assert broken()[0]["what"] == "bill missing in the database"
    assert bills.catch_up(day_of(now()), at=now() + timedelta(days=1)) == 1
    assert Bill.objects.get().signature == signature and broken() == []


def test_half_a_line_left_by_a_crash_is_cut_off(town: Town) -> None:
    town.case()
    path = bills.path_of("189901")
    path.parent.mkdir()
    path.write_bytes(b'{"region":"189901","number":1,"li')
    bills.catch_up(day_of(now()), at=now() + timedelta(days=1))
    assert broken() == [] and path.read_bytes().count(b"\n") == 1


def test_no_bill_is_made_on_top_of_a_file_that_lacks_one(town: Town) -> None:
    billed(town)
    bills.path_of("189901").write_text("")
    with pytest.raises(WrongState, match="对不上"):
        bills.catch_up(day_of(now()) + timedelta(days=1), at=now() + timedelta(days=3))


def test_an_act_that_commits_just_after_midnight_still_finds_its_day_open() -> None:
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert bills.due_until(midnight + timedelta(minutes=1)) == date(2026, 3, 1)
    assert bills.due_until(midnight + timedelta(minutes=11)) == date(2026, 3, 2)


def test_a_lost_signing_key_is_said_and_not_replaced(town: Town, tmp_path: Path) -> None:
    billed(town)
    (tmp_path / "keys").unlink()
    kept = Path(os.environ["YICHUANG_HOME"]) / "keys"
    shutil.copytree(kept, tmp_path / "keys", ignore=shutil.ignore_patterns("sm2*"))
    assert broken()[0]["what"] == "signing key is missing" and not (tmp_path / "keys" / "sm2.json").exists()


def test_a_copy_of_the_whole_house_verifies_elsewhere(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    billed(town)
    shutil.copytree(tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))
    monkeypatch.setattr(settings, "HOME", tmp_path / "copy")
    assert broken() == []


def test_a_signature_holds_for_its_text_only(town: Town) -> None:
    key = signing.FileKey()
    signed = key.sign("账单")
    assert signing.verify("账单", signed, key.public()) and not signing.verify("帐单", signed, key.public())
