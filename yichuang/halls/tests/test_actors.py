"""Who acts: posts, delegations, substitutes, seats and tokens as they stand on a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import MONDAY, REGION
from yichuang.halls import actors
from yichuang.halls.models import Hall
from yichuang.journal import stamps
from yichuang.journal.acts import REGISTRY
from yichuang.journal.refusals import NotYours
from yichuang.people import acts, tokens
from yichuang.people.models import Holding, Organisation, Person

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 9)


def actor(town, who, post=None, day=DAY):
    wanted = town.posts[post].pk if post else None
    return actors.for_person(town.people[who].pk, post_id=wanted, day=day, channel="counter")


def lend(town, by="sun", to="wu"):
    return acts.delegate(
        by=town.actor(by), at=MONDAY, post=town.posts[by].pk, to=town.people[to].pk, document="示例授权书", starts_on=DAY, ends_on=NEXT
    )["delegation"]  # fmt: skip


def on_leave(town, who="lin", to="lan"):
    return acts.take_leave(
        by=town.actor(who), at=MONDAY, substitute=town.people[to].pk, starts_on=DAY, ends_on=NEXT
    )


def token(town, who="wu", **asked):
    raw = tokens.make()
    seat = {"person": town.people[who].pk, "post": town.posts[who].pk} if who else {}
    made = acts.issue_token(
        by=town.actor("an"), at=MONDAY, raw=raw, integrator={"name": f"平台{raw[-6:]}"}, **seat | asked
    )
    return raw, made["token"]


def test_a_clerk_acts_at_the_window_of_the_seat(town):
    lin = actor(town, "lin")
    assert (lin.kind, lin.name, lin.region) == ("clerk", "林敏", REGION)
    assert (lin.hall, lin.window, lin.acting_for) == (town.hall.pk, town.window.pk, None)


def test_without_a_seat_the_hall_is_the_organisations_own_or_the_next_above(town):
    centre = town.hall.organisation
    assert (actor(town, "he").hall, actor(town, "he").window) == (town.hall.pk, None)
    assert actor(town, "wu").hall is None
    office = Organisation.objects.create(
        region=REGION, name="窗口科", kind="centre", area=REGION, parent=centre, valid_from=DAY
    )
    acts.appoint(
        by=town.actor("an"),
        at=MONDAY,
        person=town.people["hu"].pk,
        new_post={"organisation": office.pk, "kind": "guide"},
    )
    assert actor(town, "hu").hall == Hall.objects.get().pk


def test_a_head_of_government_sees_all_organisations_below(town):
    luo = actor(town, "luo")
    assert {body.pk for body in town.departments.values()} < luo.organisations
    assert actor(town, "wu").organisations == {town.departments["market"].pk}


def test_who_took_over_matters_sees_them(town):
    old, heir = town.departments["fire"], town.departments["market"]
    acts.organise(by=town.actor("xi"), at=MONDAY, organisation=old.pk, ends_on=DAY, successor=heir.pk)
    assert actor(town, "wu").organisations == {old.pk, heir.pk}


def test_nobody_acts_without_a_post_in_force(town):
    assert actor(town, "hu") is None and actors.choices(town.people["hu"].pk, DAY) == []
    assert actor(town, "wu", post="sun") is None
    assert actor(town, "wu", day=date(2019, 12, 31)) is None
    Person.objects.filter(username="wu").update(is_active=False)
    stamps.bump()
    assert actor(town, "wu") is None


def test_delegated_powers_follow_the_natural_person(town):
    lend(town)
    wu = actor(town, "wu", post="sun")
    assert (wu.person, wu.post, wu.kind) == (town.people["wu"].pk, town.posts["sun"].pk, "approver")
    assert (wu.acting_for, wu.name) == (town.people["sun"].pk, "吴强")
    assert [choice.label for choice in actors.choices(wu.person, DAY)] == [
        "市场监督管理局·审查岗",
        "市场监督管理局·审批岗（授权，替孙丽）",
    ]
    assert actor(town, "sun").acting_for is None


@pytest.mark.parametrize("day", [DAY - timedelta(days=1), NEXT])
def test_delegated_powers_hold_for_their_days_only(town, day):
    lend(town)
    assert actor(town, "wu", post="sun", day=day) is None


def test_delegated_powers_end_with_the_holders_own(town):
    lend(town)
    assert actor(town, "wu", post="sun")
    held = Holding.objects.get(person=town.people["sun"])
    acts.dismiss(by=town.actor("an"), at=MONDAY, holding=held.pk)
    assert actor(town, "wu", post="sun") is None


def test_on_leave_the_substitute_holds_the_post_and_the_holder_does_not(town):
    made = on_leave(town)
    assert actor(town, "lan", post="lin").acting_for == town.people["lin"].pk
    assert actor(town, "lin") is None
    assert actor(town, "lin", day=NEXT)
    acts.end_delegation(by=town.actor("an"), at=MONDAY, delegation=made["delegations"][0])
    assert actor(town, "lin") and actor(town, "lan", post="lin") is None


def test_a_warm_call_asks_for_the_stamp_alone(town):
    raw, _ = token(town)
    actor(town, "wu")
    actors.for_token(raw, DAY)
    for ask in (
        lambda: actor(town, "wu"),
        lambda: actors.for_token(raw, DAY),
        lambda: actors.choices(town.people["wu"].pk, DAY),
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert ask()
        assert len(asked) == 1 and "journal_stamp" in asked[0]["sql"]


def test_an_actor_is_renewed_when_the_rules_change(town):
    gao = actor(town, "gao")
    body = Organisation.objects.create(
        region=REGION,
        name="执法队",
        kind="department",
        area=REGION,
        parent=town.departments["market"],
        valid_from=DAY,
    )
    stamps.bump()
    renewed = gao.at_stamp(stamps.current(), DAY)
    assert body.pk in renewed.organisations and renewed.stamp == stamps.current()
    assert gao.at_stamp(gao.stamp, DAY) is gao


def test_a_dismissed_person_cannot_finish_what_was_begun(town):
    sun = actor(town, "sun")
    held = Holding.objects.get(person=town.people["sun"])
    acts.dismiss(by=town.actor("an"), at=MONDAY, holding=held.pk)
    with pytest.raises(NotYours, match="刚才变了"):
        acts.delegate(
            by=sun, at=MONDAY, post=sun.post, to=town.people["wu"].pk, document="示例授权书", starts_on=DAY, ends_on=NEXT
        )  # fmt: skip
    assert "people.delegate" in REGISTRY


def test_a_token_stands_for_its_person_and_post(town):
    raw, _ = token(town)
    wu = actors.for_token(raw, DAY)
    assert (wu.kind, wu.person, wu.post, wu.channel) == (
        "reviewer",
        town.people["wu"].pk,
        town.posts["wu"].pk,
        "api",
    )
    assert wu.integrator and wu.at_stamp(-1, DAY).integrator == wu.integrator


def test_a_token_without_post_is_an_applicants(town):
    raw, _ = token(town, who=None)
    chen = actors.for_token(raw, DAY)
    assert (chen.kind, chen.person, chen.region) == ("applicant", None, REGION) and chen.integrator


def test_a_revoked_token_opens_nothing(town):
    raw, made = token(town)
    before = actors.for_token(raw, DAY)
    acts.revoke_token(by=town.actor("an"), at=MONDAY, token=made)
    assert actors.for_token(raw, DAY) is None
    with pytest.raises(NotYours):
        before.at_stamp(stamps.current(), DAY)


def test_a_token_ends_on_its_day_and_with_its_holder(town):
    raw, _ = token(town, ends_on=NEXT)
    assert actors.for_token(raw, NEXT - timedelta(days=1)) and actors.for_token(raw, NEXT) is None
    held = Holding.objects.get(person=town.people["wu"])
    acts.dismiss(by=town.actor("an"), at=MONDAY, holding=held.pk)
    assert actors.for_token(raw, DAY) is None


@pytest.mark.parametrize("raw", ["", "yc_", "yc_" + "x" * 43, "yc_" + "é" * 43, "x" * 5000])
def test_a_guessed_token_opens_nothing(town, raw):
    assert actors.for_token(raw, DAY) is None
