"""Powers lent in writing, and substitutes on leave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.town import MONDAY
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.people import acts
from yichuang.people.models import Delegation, Leave

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 9)


def lend(town, by="sun", to="wu", **asked):
    given = {
        "post": town.posts[by].pk,
        "to": town.people[to].pk if to in town.people else 999_999,
        "document": "示例授权书〔2026〕3号",
        "starts_on": DAY,
        "ends_on": NEXT,
    }
    return acts.delegate(by=town.actor(by), at=MONDAY, **given | asked)["delegation"]


def leave(town, who="lin", to="lan", by=None, **asked):
    by = by or town.actor(who)
    substitute = town.people[to].pk if to else None
    return acts.take_leave(by=by, at=MONDAY, substitute=substitute, starts_on=DAY, ends_on=NEXT, **asked)


def test_an_approver_lends_the_own_post_in_writing(town):
    given = Delegation.objects.get(pk=lend(town))
    assert (given.holder, given.to, given.document) == (
        town.people["sun"],
        town.people["wu"],
        "示例授权书〔2026〕3号",
    )
    assert Entry.objects.get(act="people.delegate").by_person == town.people["sun"].pk


def test_another_persons_post_is_not_lent(town):
    with pytest.raises(NotYours) as refused:
        lend(town, post=town.posts["gao"].pk)
    assert refused.value.facts["rule"] == "own_post"


def test_what_was_lent_is_not_lent_on(town):
    wu_for_sun = replace(town.actor("sun"), person=town.people["wu"].pk, acting_for=town.people["sun"].pk)
    with pytest.raises(NotYours):
        acts.delegate(
            by=wu_for_sun,
            at=MONDAY,
            post=town.posts["sun"].pk,
            to=town.people["qi"].pk,
            document="x",
            starts_on=DAY,
            ends_on=NEXT,
        )


def test_a_clerk_lends_nothing(town):
    with pytest.raises(NotYours):
        lend(town, by="lin", to="lan")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"document": " "}, "document"),
        ({"starts_on": DAY - timedelta(days=1)}, "starts_on"),
        ({"ends_on": DAY}, "ends_on"),
        ({"ends_on": None}, "ends_on"),
        ({"to": "nobody"}, "to"),
    ],
)
def test_what_cannot_be_used_is_named(town, asked, field):
    with pytest.raises(BadInput) as refused:
        lend(town, **asked)
    assert refused.value.facts["field"] == field


@pytest.mark.parametrize("to", ["sun", "feng", "lin", "hu"])
def test_a_departments_powers_stay_in_the_department(town, to):
    with pytest.raises(BadInput):
        lend(town, to=to)


def test_an_administrator_receives_no_business_powers(town):
    acts.appoint(
        by=town.actor("an"), at=MONDAY, person=town.people["hu"].pk,
        new_post={"organisation": town.departments["market"].pk, "kind": "audadmin"},
    )  # fmt: skip
    with pytest.raises(NotYours, match="三员"):
        lend(town, to="hu")


def test_the_giver_and_the_security_administrator_take_it_back(town):
    first, second = lend(town), lend(town, to="qi")
    with pytest.raises(NotYours):
        acts.end_delegation(by=town.actor("gao"), at=MONDAY, delegation=first)
    acts.end_delegation(by=town.actor("sun"), at=MONDAY, delegation=first)
    acts.end_delegation(by=town.actor("an"), at=MONDAY, delegation=second)
    assert not Delegation.objects.on(DAY).exists()
    with pytest.raises(BadInput, match="已经结束"):
        acts.end_delegation(by=town.actor("an"), at=MONDAY, delegation=second)


def test_a_substitute_holds_the_posts_during_a_leave(town):
    leave(town)
    given = Delegation.objects.get()
    assert (given.reason, given.post, given.holder, given.to) == (
        "substitute",
        town.posts["lin"],
        town.people["lin"],
        town.people["lan"],
    )


def test_a_leave_without_substitute_lends_nothing(town):
    leave(town, to=None)
    assert Leave.objects.count() == 1 and not Delegation.objects.exists()


def test_only_the_security_administrator_registers_the_leave_of_others(town):
    with pytest.raises(NotYours):
        leave(town, by=town.actor("lan"), to="yang", person=town.people["lin"].pk)
    leave(town, by=town.actor("an"), person=town.people["lin"].pk)


def test_who_is_away_substitutes_for_nobody(town):
    leave(town, who="lan", to=None)
    with pytest.raises(BadInput, match="也休假"):
        leave(town, who="lin", to="lan")


def test_a_leave_is_registered_once(town):
    leave(town)
    with pytest.raises(BadInput, match="已经登记"):
        leave(town, to="yang")


def test_coming_back_early_ends_leave_and_substitution(town):
    later = MONDAY + timedelta(days=2)
    made = leave(town)
    acts.end_delegation(by=town.actor("an"), at=later, delegation=made["delegations"][0])
    assert Leave.objects.get().ends_on == date(2026, 3, 4)
    assert not Delegation.objects.on(date(2026, 3, 4)).exists()
