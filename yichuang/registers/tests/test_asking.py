"""Asking a register: with consent, on a ground, in time, once; and what is kept of it."""

import threading
from datetime import date, timedelta

import pytest

from tests.town import CHEN_ID, FIRM_CODE, MONDAY, REGION, build
from yichuang.ground import vault
from yichuang.journal import looks
from yichuang.journal.models import Look
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law import identity, sources
from yichuang.registers import acts, port, providers
from yichuang.registers.models import Evidence

ITEM = "social-card-replace"
PURPOSE = sources.retrieving_words("社会保障卡补领", ["照片"])
CHEN = {"number": CHEN_ID, "name": "陈秀英", "sex": "女", "address": "示例区人民路2号", "photo": "有"}


@pytest.fixture
def town(db):
    """The town with a register of citizens that knows Chen."""
    made = build()
    acts.connect(
        by=made.night, at=MONDAY, register="citizens", provider="local", basis="示例", starts_on=MONDAY.date()
    )
    acts.import_records(by=made.night, at=MONDAY, register="citizens", records=[CHEN])
    return made


def ask(by, at=MONDAY, **changes):
    """Lin's or Chen's question about Chen."""
    asked = {"number": CHEN_ID, "purpose": PURPOSE, "item": ITEM, "by": by, "at": at, **changes}
    return acts.ask(asked.pop("register", "citizens"), **asked)


def switch(town, provider, at=MONDAY):
    """Let another provider answer from now on."""
    acts.connect(
        by=town.night, at=at, register="citizens", provider=provider, basis="演练", starts_on=at.date()
    )


def test_staff_ask_on_a_legal_ground_and_the_look_is_on_record(town):
    answer = ask(town.actor("lin"))
    assert (answer.outcome, answer.facts["name"], "photo" in answer.facts) == ("found", "陈秀英", False)
    looks.flush()
    assert Look.objects.get(holder_index=vault.index(CHEN_ID)).purpose == "调取人口基础信息库"
    kept = Evidence.objects.get(pk=answer.evidence)
    assert (
        kept.by_person
        and "第七条" in kept.ground
        and CHEN_ID not in kept.content
        and kept.opened()["name"] == "陈秀英"
    )


def test_an_applicant_is_asked_first(town, client):
    chen = town.applies()
    assert ask(chen).outcome == "refused"
    consent = acts.consent(
        number=CHEN_ID, item=ITEM, things=["照片"], shown=PURPOSE, given=True, by=chen, at=MONDAY
    )
    answer = ask(chen, consent=consent)
    assert answer.outcome == "found" and Evidence.objects.get(pk=answer.evidence).consent_id == consent
    acts.withdraw_consent(consent, by=chen, at=MONDAY)
    assert ask(chen, consent=consent).outcome == "refused"


def test_a_no_is_no_consent_and_one_for_another_matter_neither(town):
    chen = town.applies()
    no = acts.consent(
        number=CHEN_ID, item=ITEM, things=["照片"], shown=PURPOSE, given=False, by=chen, at=MONDAY
    )
    other = acts.consent(
        number=CHEN_ID, item="other", things=["照片"], shown=PURPOSE, given=True, by=chen, at=MONDAY
    )
    assert {ask(chen, consent=no).outcome, ask(chen, consent=other).outcome} == {"refused"}


def test_nobody_asks_about_somebody_else(town):
    stranger = identity.synthetic_resident_id("189901", date(1981, 1, 1), 7)
    with pytest.raises(NotYours):
        ask(town.applies(), number=stranger)


def test_without_a_purpose_nothing_is_asked(town):
    assert ask(town.actor("lin"), purpose=" ").outcome == "refused"


def test_the_same_thing_is_asked_once_while_its_answer_holds(town):
    first = ask(town.actor("lin"))
    again = ask(town.actor("lin"), MONDAY + timedelta(hours=23))
    later = ask(town.actor("lin"), MONDAY + timedelta(hours=25))
    assert again.evidence == first.evidence and not again.fresh and later.evidence != first.evidence


def test_what_is_not_there_is_none(town):
    assert ask(town.actor("lin"), elements=["education"], whole=True).outcome == "none"
    assert (
        ask(town.actor("lin"), number=identity.synthetic_resident_id("189901", date(1981, 1, 1), 7)).outcome
        == "none"
    )


def test_an_unknown_element_is_refused(town):
    with pytest.raises(BadInput):
        ask(town.actor("lin"), elements=["income"])


def test_a_silent_register_is_down_in_time_and_then_left_alone(town, monkeypatch):
    monkeypatch.setattr(port, "SECONDS", 0.05)
    monkeypatch.setattr(providers.found()["silent"], "_never", never := threading.Event())
    switch(town, "silent")
    answer = ask(town.actor("lin"))
    assert (
        answer.outcome == "down"
        and answer.sentence == "“人口基础信息库”现在查不到。不用您交，先受理，查通后我们核验"
    )
    second = ask(town.actor("lin"), MONDAY + timedelta(seconds=30), elements=["photo"])
    assert second.outcome == "down" and Evidence.objects.get(pk=second.evidence).took_ms == 0
    never.set()


def test_a_register_that_is_up_again_is_asked_after_a_minute(town):
    switch(town, "failing")
    assert ask(town.actor("lin")).outcome == "down"
    switch(town, "local")
    assert ask(town.actor("lin"), MONDAY + timedelta(seconds=61)).outcome == "found"


def test_a_register_that_is_not_connected_says_so_and_keeps_nothing(town):
    answer = ask(town.actor("lin"), register="enterprises", number=FIRM_CODE)
    assert answer.outcome == "none" and answer.evidence is None and answer.sentence.endswith("未接通")
    switch(town, "")
    assert ask(town.actor("lin")).evidence is None


def test_the_local_table_keeps_the_last_record_of_a_number(town):
    acts.import_records(
        by=town.night,
        at=MONDAY,
        register="citizens",
        records=[CHEN | {"name": "陈秀"}, CHEN | {"name": "陈英"}],
    )
    assert ask(town.actor("lin")).facts["name"] == "陈英"
    assert Evidence.objects.get().region == REGION
