"""Who holds which post; the three administrators stay three."""

from datetime import date

import pytest

from tests.town import MONDAY
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.people import acts
from yichuang.people.models import Holding

DAY = date(2026, 3, 2)


def appoint(town, who, *, by="an", **asked):
    return acts.appoint(by=town.actor(by), at=MONDAY, person=town.people[who].pk, **asked)


def seat(town, kind, body="market"):
    return {"organisation": town.departments[body].pk, "kind": kind, "title": f"{kind}岗"}


def test_an_appointment_begins_today_and_is_on_record(town):
    made = appoint(town, "hu", new_post=seat(town, "reviewer"))
    held = Holding.objects.get(pk=made["holding"])
    assert (held.starts_on, held.ends_on, held.post.kind) == (DAY, None, "reviewer")
    assert Entry.objects.get(act="people.appoint").by_person == town.people["an"].pk


@pytest.mark.parametrize("who", ["xi", "ji", "gao"])
def test_only_the_security_administrator_appoints(town, who):
    with pytest.raises(NotYours):
        appoint(town, "hu", by=who, new_post=seat(town, "reviewer"))


@pytest.mark.parametrize("kind", ["sysadmin", "secadmin", "audadmin"])
def test_nobody_with_a_business_post_becomes_an_administrator(town, kind):
    with pytest.raises(NotYours) as refused:
        appoint(town, "wu", new_post=seat(town, kind))
    assert refused.value.facts["rule"] == "single"


@pytest.mark.parametrize("who", ["xi", "an", "ji"])
@pytest.mark.parametrize("kind", ["clerk", "sysadmin", "secadmin", "audadmin"])
def test_an_administrator_takes_no_second_post(town, who, kind):
    if town.posts[who].kind == kind:
        return
    with pytest.raises(NotYours, match="三员"):
        appoint(town, who, new_post=seat(town, kind))


def test_a_later_business_post_bars_an_earlier_administrator(town):
    appoint(town, "hu", new_post=seat(town, "clerk"), starts_on=date(2026, 5, 1))
    with pytest.raises(NotYours):
        appoint(town, "hu", new_post=seat(town, "sysadmin"))
    appoint(town, "hu", new_post=seat(town, "sysadmin"), ends_on=date(2026, 5, 1))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"post": None}, "post"),
        ({"new_post": {"kind": "clerk"}}, "organisation"),
        ({"starts_on": date(2026, 3, 1)}, "starts_on"),
        ({"starts_on": DAY, "ends_on": DAY}, "ends_on"),
    ],
)
def test_what_cannot_be_used_is_named(town, asked, field):
    with pytest.raises(BadInput) as refused:
        appoint(town, "hu", **({"post": town.posts["wu"].pk} | asked))
    assert refused.value.facts["field"] == field


def test_a_post_can_have_two_holders_but_one_person_holds_it_once(town):
    appoint(town, "hu", post=town.posts["wu"].pk)
    with pytest.raises(BadInput, match="已经在"):
        appoint(town, "hu", post=town.posts["wu"].pk)


def test_a_dismissed_person_holds_the_post_no_more(town):
    held = Holding.objects.get(person=town.people["wu"])
    acts.dismiss(by=town.actor("an"), at=MONDAY, holding=held.pk, close_post=True)
    held.refresh_from_db()
    assert held.ends_on == DAY and held.post.closed_on == DAY
    with pytest.raises(BadInput, match="已经撤销"):
        appoint(town, "hu", post=held.post_id)


def test_the_last_administrator_stays_until_the_next_is_there(town):
    held = Holding.objects.get(person=town.people["an"])
    with pytest.raises(BadInput, match="最后一位"):
        acts.dismiss(by=town.actor("an"), at=MONDAY, holding=held.pk)
    appoint(town, "hu", post=town.posts["an"].pk)
    acts.dismiss(by=town.actor("an"), at=MONDAY, holding=held.pk)
