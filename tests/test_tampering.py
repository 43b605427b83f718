"""What somebody with the database in hand would try next: the rows beside the chains, whole cases, older copies, other keys."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import gmssl_pyx
import pytest
from django.conf import settings
from django.db import connection, models

from tests.test_verify import billed, broken, sql
from tests.test_verify import town as town
from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Paper
from yichuang.cases.places import Handing
from yichuang.catalogue.models import Item
from yichuang.ground import rows, vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of, now
from yichuang.halls.models import Hall, Partner
from yichuang.journal import bills, signing, verify
from yichuang.journal.chain import canonical
from yichuang.journal.models import Bill, Entry, Register
from yichuang.law import across as law_across
from yichuang.people.models import Organisation


def kinds() -> set[str]:
    return {one["what"] for one in broken()}


def handing(case: Case) -> Any:
    """Return a matter between two regions that the case has nothing to do with."""
    partner = Partner.objects.create(
        region=case.region, name="邻省邻市", area="182201", modes="collect", agreement="示例协议", starts_on=date(2026, 1, 1)
    )  # fmt: skip
    made = Handing.objects.create(
        region=case.region, side="out", mode=law_across.MODES[0][0], partner=partner, number="X1", item_code="1", item_name="示例事项", kind="person",
        name="陈秀英", holder_number="", holder_index="", state=law_across.STATES[0][0], received_on=date(2026, 3, 2),
    )  # fmt: skip
    return made.pk


def another(town: Town, case: Case, name: str) -> Any:
    """Return another value that the column may hold."""
    field, value = Case._meta.get_field(name.removesuffix("_id")), getattr(case, name)
    if isinstance(field, models.ForeignKey):
        if field.remote_field.model is Hall:
            return Hall.objects.create(
                region=case.region, organisation_id=town.hall.organisation_id, name="乡镇大厅", level="town",
                opens=town.hall.opens, closes=town.hall.closes, serial_from=600_000, serial_to=699_999,
            ).pk  # fmt: skip
        if field.remote_field.model is Handing:
            return handing(case)
        if field.null:
            return None
        chosen = {Item: town.items["equity-pledge-registration"], Organisation: town.departments["fire"]}
        found = chosen.get(field.remote_field.model)
        return found.pk if found else town.items["equity-pledge-registration"].current_id
    if name == "state":
        return "ready"
    if name == "outcome":
        return "refused"
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return (value or date(2026, 3, 9)) + timedelta(days=1)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.UUIDField):
        return uuid7()
    text = str(value or "")
    return f"{text[:-1]}{'Y' if text.endswith('X') else 'X'}"[: field.max_length]


@pytest.mark.parametrize("name", [*Case.STANDS, *Case.LATER])
def test_an_edit_of_any_column_of_a_case_is_found_and_named(town: Town, name: str) -> None:
    case = town.case(upto="decided")
    town.case()
    Case.objects.filter(pk=case.pk).update(**{name: another(town, case, name)})
    first = broken()[0]
    assert (first["what"], first["subject"], first["act"]) == ("altered subject", case.pk.hex, "cases.decide")


def test_every_column_of_a_case_is_sealed_or_said_not_to_be() -> None:
    names = {field.attname for field in Case._meta.concrete_fields}
    assert names - set(Case.STANDS) - set(Case.LATER) == {
        "id",
        "region",
        "seq",
        "head",
        "filed_at",
        "delivery_to",
    }


def test_two_cases_that_changed_their_entries_are_found(town: Town) -> None:
    one, other = sorted((town.case(), town.case()), key=lambda case: case.pk.hex)
    for subject, to in ((one.pk, uuid7()), (other.pk, one.pk)):
        sql(
            "UPDATE journal_entry SET subject = %s WHERE subject = %s AND seq = 2",
            rows.key(to),
            rows.key(subject),
        )
    first = broken()[0]
    assert (first["what"], first["subject"], first["seq"]) == ("altered entry", one.pk.hex, 2)


def test_two_cases_that_changed_their_personal_values_are_found(town: Town) -> None:
    one, other = (Entry.objects.get(subject=town.case().pk, seq=1) for _ in range(2))
    Entry.objects.filter(subject=one.subject, seq=1).update(private=other.private)
    assert broken()[0]["what"] == "altered personal values"


def erase(case: Case) -> None:
    """Take a case away with everything that belongs to it."""
    with connection.constraint_checks_disabled():
        for table in ("party", "step", "paper", "notice", "commitment", "aftercheck", "delivery"):
            sql(f"DELETE FROM cases_{table} WHERE case_id = %s", rows.key(case.pk))
        sql("DELETE FROM journal_entry WHERE subject = %s", rows.key(case.pk))
        sql("DELETE FROM cases_case WHERE id = %s", rows.key(case.pk))


def test_a_case_erased_with_all_its_rows_is_missed_by_the_bill(town: Town) -> None:
    case = billed(town)
    erase(case)
    assert [(b["what"], b["subject"]) for b in broken()] == [
        ("entry named in a signed bill is gone", case.pk.hex)
    ]


def test_a_case_erased_before_its_bill_is_out_of_reach_and_said_so(town: Town) -> None:
    billed(town)
    erase(town.case())
    assert broken() == []
    assert "younger than the last bill" in (verify.__doc__ or "")


def test_an_older_copy_of_the_database_is_found_by_the_newer_bill_file(town: Town) -> None:
    town.case()
    bills.catch_up(day_of(now()) - timedelta(days=1), at=now())
    before = list(Bill.objects.values_list("pk", flat=True))
    case = town.case()
    bills.catch_up(day_of(now()), at=now() + timedelta(days=1))
    Bill.objects.exclude(pk__in=before).delete()
    erase(case)
    assert broken()[0]["what"] == "bill missing in the database"


@pytest.mark.parametrize("left", [0.0, 0.5, 0.99])
def test_a_bill_file_cut_short_is_found(town: Town, left: float) -> None:
    billed(town)
    path = bills.path_of("189901")
    text = path.read_bytes()
    path.write_bytes(text[: int(len(text) * left)])
    assert any("bill" in what for what in kinds())


def test_a_bill_signed_anew_with_another_key_is_found(town: Town) -> None:
    billed(town)
    public, private = gmssl_pyx.sm2_key_generate()
    path = bills.path_of("189901")
    bill = json.loads(path.read_text())
    bill |= {"key": signing.fingerprint(public.hex()), "public": public.hex()}
    bill["digest"] = bills.digest_of(bill)
    digest = signing.digest_of(bill["digest"], public.hex())
    bill["signature"] = gmssl_pyx.sm2_sign_sm3_digest(private, digest).hex()
    path.write_text(canonical(bill) + "\n")
    Bill.objects.update(**{name: bill[name] for name in ("key", "digest", "signature")})
    assert kinds() == {"wrong signature on a bill"}


def test_the_signature_of_another_day_is_found(town: Town) -> None:
    town.case()
    bills.catch_up(day_of(now()) + timedelta(days=1), at=now() + timedelta(days=3))
    path = bills.path_of("189901")
    first, second = (json.loads(line) for line in path.read_text().splitlines())
    second["signature"] = first["signature"]
    path.write_text(f"{canonical(first)}\n{canonical(second)}\n")
    Bill.objects.filter(number=2).update(signature=first["signature"])
    assert kinds() == {"wrong signature on a bill"}


PAPERS: dict[str, tuple[Callable[[Paper], Any], str]] = {
    "content": (lambda p: Paper.objects.filter(pk=p.pk).update(content=p.content.replace("陈秀英", "陈秀荚")), "altered paper"),
    "content and digest": (lambda p: Paper.objects.filter(pk=p.pk).update(content="{}", digest="0" * 64), "altered paper"),
    "gone": (lambda p: p.delete(), "paper is gone"),
    "added": (lambda p: Paper.objects.create(case_id=p.case_id, kind=p.kind, number="伪〔2026〕1号", content="{}", digest="", made_at=MONDAY), "paper without its entry"),
    "moved": (lambda p: Paper.objects.filter(pk=p.pk).update(case_id=Case.objects.exclude(pk=p.case_id).values("pk")[:1]), "paper without its entry"),
}  # fmt: skip


@pytest.mark.parametrize("edit", PAPERS)
def test_an_edit_of_an_issued_paper_is_found(town: Town, edit: str) -> None:
    town.case()
    case = town.case(upto="delivered")
    change, what = PAPERS[edit]
    change(Paper.objects.filter(case=case, kind="decision_grant").get())
    assert what in kinds()


@pytest.mark.parametrize("then", ["", "ask_once", "pass_on"])
def test_every_paper_of_a_sitting_stands_in_its_chain(town: Town, then: str) -> None:
    said = {"lines": [{"place": 2, "reason": "1"}]} if then == "ask_once" else {}
    cases.receive(
        by=town.actor("lin"),
        at=MONDAY,
        application=town.application("food-business-license-new"),
        then=then,
        **said,
    )
    assert Paper.objects.exists() and broken() == []


def test_a_shredded_person_leaves_a_whole_chain_and_no_number(town: Town) -> None:
    case = town.case(upto="delivered")
    cases.close(case.pk, by=town.night, at=MONDAY + timedelta(days=1))
    cases.shred(case.pk, by=town.actor("guo"), at=MONDAY + timedelta(days=2), why="保管期限已满")
    report = verify.verify()
    assert report.broken == [] and report.shredded == 2
    assert not Entry.objects.filter(subject=case.pk).exclude(private="").exists()
    assert all(vault.unlock(party.number) == "" for party in case.parties.all())


def test_a_register_moved_to_another_region_is_found(town: Town) -> None:
    from yichuang.clock import acts as clock

    rule = {"name": "mend_days", "value": "9", "unit": "工作日", "basis": "《示例办法》"}
    clock.set_number(by=town.actor("xi"), at=MONDAY, starts_on=MONDAY.date(), **rule)
    Register.objects.filter(name="numbers").update(region="189902")
    assert "altered region of a subject" in kinds()


def test_what_is_verified_elsewhere_needs_nothing_from_here(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    billed(town)
    monkeypatch.setattr(settings, "HOME", tmp_path / "nowhere")
    assert {"bill missing in the file", "signing key is missing"} <= kinds()
