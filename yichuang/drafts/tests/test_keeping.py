"""A draft: begun once, kept page by page, another's hands kept off, filed once, gone after its last day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.town import MONDAY, Town
from yichuang.drafts import acts
from yichuang.drafts.models import Draft
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState
from yichuang.law import identity

KEY = "company-establishment"
OTHER_ID = identity.synthetic_resident_id("189901", MONDAY.date().replace(year=1980), 33)


@pytest.fixture
def by(town: Town) -> Actor:
    return town.applies(town.account())


@pytest.fixture
def draft(town: Town, by: Actor) -> Draft:
    return acts.begin(town.version(KEY), {"premises": "own"}, by=by, at=MONDAY)


def test_begun_twice_for_the_same_is_the_same_draft(town: Town, draft: Draft, by: Actor) -> None:
    again = acts.begin(town.version(KEY), {"agent": "no"}, by=by, at=MONDAY)
    assert again.pk == draft.pk
    assert again.given() == {"premises": "own", "agent": "no"}


def test_what_is_filed_at_the_window_only_has_no_draft(town: Town, by: Actor) -> None:
    facts = town.version(KEY)
    booked = replace(facts, record={**facts.record, "online_depth": "网上预约"})
    with pytest.raises(WrongState, match="到窗口办"):
        acts.begin(booked, {}, by=by, at=MONDAY)
    assert not Draft.objects.exists()


def test_a_firm_of_mine_has_a_draft_of_its_own(town: Town, draft: Draft, by: Actor) -> None:
    tie = town.tie(town.account())
    assert acts.begin(town.version(KEY), {}, by=by, at=MONDAY, tie=tie).pk != draft.pk


def test_what_was_kept_is_there_on_another_device(draft: Draft, by: Actor) -> None:
    turn = acts.keep(draft.pk, {"values": {"a": "1"}}, by=by, at=MONDAY, turn=0)
    acts.keep(
        draft.pk, {"values": {"b": "2"}, "consent": "yes"}, by=by, at=MONDAY + timedelta(days=1), turn=turn
    )
    draft.refresh_from_db()
    assert draft.opened() == {"values": {"a": "1", "b": "2"}, "consent": "yes"}
    assert draft.ends_on == MONDAY.date() + timedelta(days=31)


def test_what_is_kept_lies_encrypted(draft: Draft, by: Actor) -> None:
    acts.keep(draft.pk, {"values": {"name": "欧阳建国"}}, by=by, at=MONDAY, turn=0)
    assert "欧阳" not in Draft.objects.get().content


def test_a_second_tab_does_not_overwrite(draft: Draft, by: Actor) -> None:
    acts.keep(draft.pk, {"values": {"a": "1"}}, by=by, at=MONDAY, turn=0)
    with pytest.raises(Moved):
        acts.keep(draft.pk, {"values": {"a": "2"}}, by=by, at=MONDAY, turn=0)


@pytest.mark.parametrize("deed", ["keep", "answer", "drop"])
def test_nobody_else_touches_it(town: Town, draft: Draft, deed: str) -> None:
    other = town.applies(town.account("李敏", OTHER_ID, phone="13900000000"))
    extra: dict[str, Any] = {} if deed == "drop" else {"turn": 0}
    with pytest.raises(NotThere):
        getattr(acts, deed)(draft.pk, *([{}] if extra else []), by=other, at=MONDAY, **extra)


def test_a_stranger_begins_none(town: Town) -> None:
    with pytest.raises(NotYours):
        acts.begin(town.version(KEY), {}, by=town.chen, at=MONDAY)


def test_a_new_version_keeps_what_it_still_asks(town: Town, draft: Draft, by: Actor) -> None:
    acts.keep(draft.pk, {"values": {"a": "1"}, "ways": {"0": "window"}}, by=by, at=MONDAY, turn=0)
    record = town.version(KEY).record
    town.rewrite(KEY, scenarios=[q for q in record["scenarios"] if q["key"] != "premises"], materials=[])
    acts.renew(draft.pk, town.version(KEY), by=by, at=MONDAY)
    draft.refresh_from_db()
    assert (draft.given(), draft.opened()["values"]) == ({}, {"a": "1"})


def test_after_its_last_day_it_is_emptied(draft: Draft, by: Actor) -> None:
    late = MONDAY + timedelta(days=31)
    with pytest.raises(NotThere):
        acts.keep(draft.pk, {}, by=by, at=late, turn=0)
    assert acts.sweep(by=by, at=late) == {"dropped": 1}
    assert (Draft.objects.get().state, Draft.objects.get().content) == ("dropped", "")


def test_too_long_is_said(draft: Draft, by: Actor) -> None:
    with pytest.raises(BadInput):
        acts.keep(draft.pk, {"values": {"a": "长" * 200_000}}, by=by, at=MONDAY, turn=0)


def test_dropping_twice_is_harmless(draft: Draft, by: Actor) -> None:
    acts.drop(draft.pk, by=by, at=MONDAY)
    acts.drop(draft.pk, by=by, at=MONDAY)
    assert Draft.objects.get().state == "dropped"
