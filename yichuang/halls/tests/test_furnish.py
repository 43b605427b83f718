"""Halls, zones, windows and who sits there."""

from datetime import date, time, timedelta

import pytest

from tests.town import MONDAY
from yichuang.halls import acts
from yichuang.halls.models import Hall, Seat, Window, Zone
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours

DAY = date(2026, 3, 2)


def furnish(town, part, change=None, by="xi", **values):
    return acts.furnish(by=town.actor(by), at=MONDAY, part=part, values=values, change=change)[part]


def hall(town, **values):
    centre = town.hall.organisation_id
    given = {
        "organisation": centre,
        "name": "城关镇便民中心",
        "level": "town",
        "serial_from": 600_000,
        "serial_to": 699_999,
    }
    return furnish(town, "hall", **given | values)


def test_a_hall_with_zone_and_window_stands_and_is_on_record(town):
    zone = furnish(town, "zone", hall=hall(town), name="综合受理", kind="general")
    window = Window.objects.get(pk=furnish(town, "window", zone=zone, number=1))
    assert window.name == "1号窗" and window.zone.hall.opens == time(9)
    assert Entry.objects.filter(act="halls.furnish").count() == 3


def test_what_is_not_given_stays(town):
    furnish(town, "hall", change=town.hall.pk, phone="0189-0000000")
    kept = Hall.objects.get()
    assert (kept.phone, kept.name, kept.complaints) == ("0189-0000000", "示例区政务服务大厅", "12345")


@pytest.mark.parametrize("who", ["lin", "an", "ji", "gao"])
def test_only_the_system_administrator_furnishes(town, who):
    with pytest.raises(NotYours):
        furnish(town, "hall", by=who, change=town.hall.pk, phone="1")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "示例区政务服务大厅"}, "name"),
        ({"name": ""}, "name"),
        ({"level": "city"}, "level"),
        ({"organisation": None}, "organisation"),
        ({"opens": time(18)}, "opens"),
        ({"opens": "早上"}, "opens"),
        ({"serial_from": 599_999}, "serial_from"),
        ({"serial_from": 700_000}, "serial_from"),
        ({"serial_to": 1_000_000}, "serial_from"),
    ],
)
def test_a_hall_that_cannot_be_used_is_named(town, values, field):
    with pytest.raises(BadInput) as refused:
        hall(town, **values)
    assert refused.value.facts["field"] == field
    assert Hall.objects.count() == 1


@pytest.mark.parametrize("number", [0, 1000, "3", None, 3])
def test_a_window_has_a_number_of_its_own(town, number):
    with pytest.raises(BadInput) as refused:
        furnish(town, "window", zone=town.window.zone_id, number=number)
    assert refused.value.facts["field"] == "number"


def test_a_zone_is_there_once(town):
    with pytest.raises(BadInput, match="已经有"):
        furnish(town, "zone", hall=town.hall.pk, name="综合受理")
    assert Zone.objects.count() == 1


def test_a_clerk_takes_a_window_and_leaves_the_one_before(town):
    other = furnish(town, "window", zone=town.window.zone_id, number=4)
    acts.seat(by=town.actor("lin"), at=MONDAY, window=other)
    first, second = Seat.objects.filter(person=town.people["lin"]).order_by("starts_on")
    assert (first.ends_on, second.window_id, second.starts_on) == (DAY, other, DAY)
    acts.seat(by=town.actor("lin"), at=MONDAY, window=town.window.pk)
    open_seats = Seat.objects.filter(person=town.people["lin"], ends_on=None)
    assert [seat.window_id for seat in open_seats] == [town.window.pk]


def test_a_clerk_seats_nobody_else(town):
    with pytest.raises(NotYours):
        acts.seat(by=town.actor("lin"), at=MONDAY, window=town.window.pk, person=town.people["lan"].pk)
    acts.seat(by=town.actor("xi"), at=MONDAY, window=town.window.pk, person=town.people["lan"].pk)


@pytest.mark.parametrize("who", ["wu", "an", "ji"])
def test_a_department_takes_no_window(town, who):
    with pytest.raises(NotYours):
        acts.seat(by=town.actor(who), at=MONDAY, window=town.window.pk)


def test_a_seat_needs_a_post_a_window_and_a_day(town):
    for asked in (
        {"window": 999_999},
        {"person": town.people["hu"].pk},
        {"starts_on": DAY - timedelta(days=1)},
        {"ends_on": DAY},
    ):
        with pytest.raises(BadInput):
            acts.seat(
                by=town.actor("xi"),
                at=MONDAY,
                **{"window": town.window.pk, "person": town.people["lan"].pk} | asked,
            )
