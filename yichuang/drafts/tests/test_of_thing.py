"""A draft of a thing (一件事): one for a bundle, brought to what is in force with everything typed, in the database never of two kinds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.town import MONDAY, Town, build
from yichuang.drafts import acts
from yichuang.drafts.models import Draft
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput

KEY, FOOD = "open-restaurant", "food-business-license-new"
ANSWERS = {"subject": "individual", "size": "normal", "fire": "general"}


@pytest.fixture
def town(db: None) -> Town:
    made = build(keys=())
    made.bundle(KEY)
    return made


@pytest.fixture
def by(town: Town) -> Actor:
    return town.applies(town.account())


@pytest.fixture
def draft(town: Town, by: Actor) -> Draft:
    return acts.begin(
        town.bundle_facts(KEY), ANSWERS, by=by, at=MONDAY, content={"skip": ["signboard-management"]}
    )


def test_it_keeps_the_versions_that_were_read(town: Town, draft: Draft) -> None:
    content = draft.opened()
    assert content["editions"][FOOD] == town.version(FOOD).id
    assert content["skip"] == ["signboard-management"]
    assert (draft.name, draft.item_id, draft.version_id) == (town.bundle_facts(KEY).name, None, None)


def test_begun_twice_for_the_same_bundle_is_the_same_draft(town: Town, draft: Draft, by: Actor) -> None:
    again = acts.begin(town.bundle_facts(KEY), {"fire": "commit"}, by=by, at=MONDAY)
    assert (again.pk, again.given()) == (draft.pk, {**ANSWERS, "fire": "commit"})


def test_an_item_of_it_has_a_draft_of_its_own(town: Town, draft: Draft, by: Actor) -> None:
    assert acts.begin(town.version(FOOD), {}, by=by, at=MONDAY).pk != draft.pk


def test_what_is_published_anew_keeps_what_is_still_asked(town: Town, draft: Draft, by: Actor) -> None:
    acts.answer(
        draft.pk, {**ANSWERS, f"{FOOD}.project": "sales", f"{FOOD}.agent": "no"}, by=by, at=MONDAY, turn=0
    )
    acts.keep(
        draft.pk,
        {"values": {"a": "1"}, "ways": {"1": "upload"}, "numbers": {"x": 1}},
        by=by,
        at=MONDAY,
        turn=1,
    )
    rows = town.version(FOOD).record["scenarios"]
    published = town.publish(FOOD, scenarios=[one for one in rows if one["key"] != "agent"])
    acts.renew(draft.pk, town.bundle_facts(KEY), by=by, at=MONDAY)
    draft.refresh_from_db()
    content = draft.opened()
    assert draft.given() == {**ANSWERS, f"{FOOD}.project": "sales"}
    assert (content["values"], content["ways"], content["numbers"]) == ({"a": "1"}, {"1": "upload"}, {"x": 1})
    assert content["editions"][FOOD] == published.pk


def test_another_bundle_is_not_what_it_is_for(town: Town, draft: Draft, by: Actor) -> None:
    other = town.bundle("open-barbershop")
    with pytest.raises(BadInput, match="不是这个一件事"):
        acts.renew(draft.pk, other, by=by, at=MONDAY)


def test_after_its_last_day_it_is_emptied(draft: Draft, by: Actor) -> None:
    assert acts.sweep(by=by, at=MONDAY + timedelta(days=31)) == {"dropped": 1}


def test_it_is_for_an_item_or_for_a_thing(town: Town, draft: Draft) -> None:
    for version in (None, town.version(FOOD).id):
        bundle = None if version is None else draft.bundle_version_id
        with pytest.raises(IntegrityError), transaction.atomic():
            Draft.objects.filter(pk=draft.pk).update(version=version, bundle_version=bundle)
