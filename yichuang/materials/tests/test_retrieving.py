"""What would be retrieved is told in one list, asked once, and a no is a no."""

import pytest

from tests.town import CHEN_ID, ITEMS, MONDAY, REGION, build
from yichuang.journal import stamps
from yichuang.law import selection
from yichuang.materials import onfile, retrieving
from yichuang.registers import acts as registers

CARD = "social-card-apply"
CHEN = {"applicant": onfile.Who(CHEN_ID, "person")}
NO_AGENT = {"agent": "no"}


@pytest.fixture
def town(db):
    """Chen's identity card is on file, her picture in the register of citizens."""
    made = build((*ITEMS, CARD))
    made.licence("居民身份证")
    registers.connect(
        by=made.night, at=MONDAY, register="citizens", provider="local", basis="示例", starts_on=MONDAY.date()
    )
    registers.import_records(
        by=made.night, at=MONDAY, register="citizens", records=[{"number": CHEN_ID, "photo": "有"}]
    )
    return made


def told(town):
    """What would be retrieved for Chen's card."""
    record = town.version(CARD).record
    return retrieving.told(record, NO_AGENT, CHEN, stamp=stamps.current(), region=REGION, at=MONDAY)


def consent(town, given):
    """Chen's answer."""
    asked = told(town)
    return registers.consent(
        number=CHEN_ID,
        item=CARD,
        things=asked.things,
        shown=asked.words,
        given=given,
        by=town.applies(),
        at=MONDAY,
    )


def waived(file, town):
    """The materials that are waived."""
    return {
        m.name
        for m in file.select(town.version(CARD).record, NO_AGENT).materials
        if m.how in selection.WAIVED
    }


def test_one_list_says_what_is_retrieved_and_from_where(town):
    assert told(town).words == "为办理“社会保障卡申领”，调取您的居民身份证、居民身份证制证相片。"
    assert [(line.thing, line.where) for line in told(town).lines] == [
        ("居民身份证", "电子证照库（示例区核发）"), ("居民身份证制证相片", "人口基础信息库"),
    ]  # fmt: skip


def test_a_yes_retrieves_all_of_it(town):
    yes = consent(town, True)
    file = onfile.ask(town.version(CARD).record, NO_AGENT, CHEN, consent=yes, by=town.applies(), at=MONDAY)
    assert waived(file, town) == {"有效身份证件", "数字相片"}
    assert [row[1] for row in file.evidence(file.select(town.version(CARD).record, NO_AGENT).materials)] == [
        "licence",
        "register",
    ]


def test_a_no_retrieves_nothing_and_the_papers_are_handed_in(town):
    consent(town, False)
    file = onfile.ask(town.version(CARD).record, NO_AGENT, CHEN, by=town.applies(), at=MONDAY)
    assert waived(file, town) == set()
    why = [m.why_zh for m in file.select(town.version(CARD).record, NO_AGENT).materials]
    assert "您没有同意调取“居民身份证制证相片”，要交" in why


def test_a_no_counts_even_if_no_register_was_asked(town):
    consent(town, False)
    file = onfile.of(town.version(CARD).record, CHEN, stamp=stamps.current(), region=REGION, at=MONDAY)
    assert (
        waived(file, town) == set()
        and file.sources["居民身份证制证相片"].sentence == "您没有同意调取“居民身份证制证相片”，要交"
    )


def test_consent_taken_back_retrieves_nothing_more(town):
    yes = consent(town, True)
    registers.withdraw_consent(yes, by=town.applies(), at=MONDAY)
    file = onfile.of(town.version(CARD).record, CHEN, stamp=stamps.current(), region=REGION, at=MONDAY)
    assert "有效身份证件" not in waived(file, town)


def test_a_yes_after_a_no_counts(town):
    consent(town, False)
    onfile.ask(town.version(CARD).record, NO_AGENT, CHEN, by=town.applies(), at=MONDAY)
    yes = consent(town, True)
    file = onfile.ask(
        town.version(CARD).record, NO_AGENT, CHEN, consent=yes, again=True, by=town.applies(), at=MONDAY
    )
    assert waived(file, town) == {"有效身份证件", "数字相片"}
