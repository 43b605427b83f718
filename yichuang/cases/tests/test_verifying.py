"""Accepted now, checked later: a source that is down asks the applicant for nothing, and its answer is followed up."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import CHEN_ID, ITEMS, MONDAY, build
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.cases.models import AfterCheck, Case, CreditMark
from yichuang.journal import errands
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import WrongState
from yichuang.materials.models import Material
from yichuang.registers import acts as registers
from yichuang.registers import sources

CARD, PHOTO = "social-card-apply", 1
LATER = MONDAY + timedelta(minutes=2)


@pytest.fixture
def town(db):
    """The town with a card that wants a picture, and a register of citizens that does not answer."""
    made = build((*ITEMS, CARD))
    registers.import_records(
        by=made.night, at=MONDAY, register="citizens", records=[{"number": CHEN_ID, "photo": "有"}]
    )
    switch(made, "failing")
    return made


def switch(town, provider):
    """Let another provider answer for the register of citizens."""
    registers.connect(
        by=town.night,
        at=MONDAY,
        register="citizens",
        provider=provider,
        basis="演练",
        starts_on=MONDAY.date(),
    )


def filed(town, then="accept", *, ask=True, at=MONDAY):
    """Chen's case; her picture was asked for at the window."""
    lin = town.actor("lin")
    if ask:
        sources.check(town.version(CARD).record, PHOTO, CHEN_ID, kind="person", by=lin, at=at)
    made = cases.receive(
        by=town.actor("lin"),
        at=at,
        application=town.application(CARD, materials={0: Judgement("got")}),
        then=then,
    )
    return Case.objects.get(pk=UUID(made["id"]))


def photo(case):
    """The row of the picture."""
    return Material.objects.get(subject=case.pk, place=PHOTO)


def test_a_source_that_is_down_waives_and_gives_the_check_its_day(town):
    case = filed(town)
    row = photo(case)
    assert (row.state, row.how, row.source) == (
        "waived",
        "verify",
        "“居民身份证制证相片”现在查不到。不用您交，先受理，查通后我们核验",
    )
    check = AfterCheck.objects.get(case=case)
    assert (check.kind, check.due_on.isoformat()) == ("source", "2026-03-16") and case.state == "accepted"


def test_an_answer_closes_the_check_and_stays_the_evidence(town):
    case = filed(town)
    assert drained(LATER).state == "failed"
    switch(town, "local")
    drained(LATER + timedelta(minutes=5))
    row, check = photo(case), AfterCheck.objects.get(case=case)
    assert (row.how, row.state) == ("share", "waived") and row.evidence and "查到" in row.source
    assert check.truthful is True and "系统核验" in check.finding
    assert Entry.objects.get(subject=case.pk, act="cases.verify_source").by_name == "系统"


def drained(at):
    """The errand after one drain."""
    errands.drain(at)
    return Errand.objects.get(kind="verify")


def empty(town):
    """The register answers, and has no picture of Chen."""
    registers.import_records(
        by=town.night, at=MONDAY, register="citizens", records=[{"number": CHEN_ID, "name": "陈秀英"}]
    )
    switch(town, "local")


def test_a_missing_record_after_acceptance_is_the_departments_and_nobody_asks_the_applicant(town):
    case = filed(town)
    due = case.promised_due_on
    empty(town)
    assert drained(LATER).state == "confirmed"
    row = photo(case)
    assert row.state == "waived" and row.sentence == "数据共享没有记录，由部门核查，不用申请人补"
    case.refresh_from_db()
    assert case.promised_due_on == due and AfterCheck.objects.get(case=case).checked_at is None
    done = cases.after_check(
        case.pk,
        by=town.actor("ren"),
        at=LATER,
        check=AfterCheck.objects.get(case=case).pk,
        truthful=False,
        finding="公安没有相片",
    )
    assert done["truthful"] is False and not CreditMark.objects.exists()


def test_a_missing_record_before_the_first_notice_is_asked_for_once(town):
    case = filed(town, then="")
    empty(town)
    drained(LATER)
    assert (photo(case).how, photo(case).state) == ("submit", "awaited")
    told = cases.ask_once(case.pk, by=town.actor("lin"), at=LATER, lines=[{"place": PHOTO, "reason": "1"}])
    assert told["state"] == "correcting"


def test_what_nobody_asked_before_filing_is_asked_right_after(town):
    switch(town, "local")
    case = filed(town, ask=False)
    assert photo(case).source == "受理后我们通过“居民身份证制证相片”核验，不用您交"
    drained(LATER)
    assert photo(case).how == "share"


def test_a_case_that_is_over_is_asked_about_no_more(town):
    case = filed(town)
    cases.withdraw(case.pk, by=town.actor("lin"), at=MONDAY)
    assert drained(LATER).state == "confirmed" and photo(case).how == "verify"
    assert AfterCheck.objects.get(case=case).finding == "办件已经终止，不再核查。"


def test_the_answer_is_in_the_chain_of_a_case_that_rests_on_it(town):
    switch(town, "local")
    case = filed(town)
    payload = Entry.objects.get(subject=case.pk, act="cases.receive").payload
    assert f'"register","{photo(case).evidence}"' in payload
    with pytest.raises(WrongState):
        cases.verify_source(case.pk, by=town.night, at=LATER, place=PHOTO, answer="have", source="x")
