"""Sources of item records, as the registers answer them."""

from datetime import timedelta

import pytest

from tests.town import CHEN_ID, FIRM_CODE, MONDAY, REGION, build, records
from yichuang.journal import stamps
from yichuang.law import sources as law
from yichuang.registers import acts, sources

PHOTO = "居民身份证制证相片"


@pytest.fixture
def town(db):
    """The town with a connected register of citizens that has Chen's picture."""
    made = build()
    acts.connect(
        by=made.night, at=MONDAY, register="citizens", provider="local", basis="示例", starts_on=MONDAY.date()
    )
    acts.import_records(
        by=made.night, at=MONDAY, register="citizens", records=[{"number": CHEN_ID, "photo": "有"}]
    )
    return made


def with_photo():
    """An item that wants a picture, and the place of that material."""
    return next(
        (record, place)
        for record in records().values()
        for place, material in enumerate(record["materials"])
        if PHOTO in sources.named(material)
    )


def known(record, number=CHEN_ID, at=MONDAY):
    """How the sources stand by what was asked before."""
    return sources.known(record, number, "person", stamp=stamps.current(), region=REGION, at=at).get(PHOTO)


def test_sources_of_a_connected_register_are_connected_from_its_day(town):
    found = sources.connected(stamps.current(), REGION, MONDAY.date())
    assert PHOTO in found and "企业注销登记信息" not in found and "契税完税信息" not in found
    assert not sources.connected(stamps.current(), REGION, MONDAY.date() - timedelta(days=1))


def test_a_source_is_checked_for_a_holder_and_known_afterwards(town):
    record, place = with_photo()
    assert known(record).state == "unasked"
    answer = sources.check(record, place, CHEN_ID, kind="person", by=town.actor("lin"), at=MONDAY)
    assert (answer.state, answer.source) == ("have", PHOTO) and answer.evidence == known(record).evidence
    assert known(record, at=MONDAY + timedelta(hours=25)).state == "unasked"


def test_a_source_that_cannot_know_the_holder_is_not_connected_for_them(town):
    record, place = with_photo()
    assert (
        sources.check(record, place, FIRM_CODE, kind="body", by=town.actor("lin"), at=MONDAY).state
        == "unconnected"
    )
    assert known(record, "E12345678") is None


def test_a_register_that_is_down_stays_so_till_it_is_asked_anew(town):
    record, place = with_photo()
    acts.connect(
        by=town.night,
        at=MONDAY,
        register="citizens",
        provider="failing",
        basis="演练",
        starts_on=MONDAY.date(),
    )
    assert (
        sources.check(record, place, CHEN_ID, kind="person", by=town.actor("lin"), at=MONDAY).state == "down"
    )
    assert known(record, at=MONDAY + timedelta(hours=2)).state == "down"


@pytest.mark.parametrize("source", sorted(law.SOURCES))
def test_every_mapped_source_stands_in_a_record_and_its_elements_in_a_register(source):
    assert any(source in sources.named(m) for record in records().values() for m in record["materials"])
    for register, wanted in law.SOURCES[source].elements.items():
        assert set(wanted) <= set(law.ELEMENTS[register])


@pytest.mark.parametrize(
    ("number", "kind", "register"),
    [
        (CHEN_ID, "", "citizens"),
        (FIRM_CODE, "", "enterprises"),
        (FIRM_CODE, "body", "enterprises"),
        ("E12345678", "person", None),
    ],
)
def test_a_number_says_which_register_knows_its_holder(number, kind, register):
    assert law.register_of(number, kind) == register
