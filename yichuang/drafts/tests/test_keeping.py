"""A draft: begun once, kept page by page, another's hands kept off, filed once, gone after its last day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.citizens.models import Account
from yichuang.doors.citizen import Citizen
from yichuang.drafts import acts
from yichuang.drafts.models import Draft, Filled
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState
from yichuang.law import identity
from yichuang.materials.models import File

KEY = "company-establishment"
OTHER_ID = identity.synthetic_resident_id("189901", MONDAY.date().replace(year=1980), 33)


def actor_of(account: Account) -> Actor:
    return Citizen(account, ()).actor()


@pytest.fixture
def by(town: Town) -> Actor:
    return actor_of(town.account())


@pytest.fixture
def draft(town: Town, by: Actor) -> Draft:
    return acts.begin(town.version(KEY), {"premises": "own"}, by=by, at=MONDAY)


def filed(town: Town, draft: Draft, by: Actor, **changes: Any) -> dict[str, Any]:
    handing = acts.Handing(
        draft.pk, draft.turn, ({"title": "申请人", "rows": []},), {"name": "陈秀英"}, {"name": "陈秀英"}
    )
    application = town.application(KEY, state="awaited", window=None, channel="portal")
    return cases.receive(by=by, at=MONDAY, application=application, handing=replace(handing, **changes))


def test_begun_twice_for_the_same_is_the_same_draft(town: Town, draft: Draft, by: Actor) -> None:
    again = acts.begin(town.version(KEY), {"agent": "no"}, by=by, at=MONDAY)
    assert again.pk == draft.pk
    assert again.given() == {"premises": "own", "agent": "no"}


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
    other = actor_of(town.account("李敏", OTHER_ID, phone="13900000000"))
    extra: dict[str, Any] = {} if deed == "drop" else {"turn": 0}
    with pytest.raises(NotThere):
        getattr(acts, deed)(draft.pk, *([{}] if extra else []), by=other, at=MONDAY, **extra)


def test_a_stranger_begins_none(town: Town) -> None:
    with pytest.raises(NotYours):
        acts.begin(town.version(KEY), {}, by=town.chen, at=MONDAY)


def test_filing_makes_one_case_with_its_form_and_files(town: Town, draft: Draft, by: Actor) -> None:
    File.objects.create(region=by.region, subject=draft.pk, place=0, name="a.pdf", type="application/pdf", size=1, sha256="0" * 64, sm3="0" * 64, kept_at=MONDAY)  # fmt: skip
    made = UUID(filed(town, draft, by)["id"])
    form = Filled.objects.get(subject=made)
    assert form.opened()["values"] == {"name": "陈秀英"}
    assert File.objects.get().subject == made
    assert f'"form":"{form.digest}"' in Entry.objects.get(subject=made, act="cases.receive").payload
    assert Draft.objects.get().case == made


def test_filing_twice_makes_one_case(town: Town, draft: Draft, by: Actor) -> None:
    filed(town, draft, by)
    with pytest.raises(Moved):
        filed(town, draft, by)
    assert Case.objects.count() == 1


def test_a_draft_that_moved_meanwhile_is_not_filed(town: Town, draft: Draft, by: Actor) -> None:
    acts.keep(draft.pk, {"values": {"a": "1"}}, by=by, at=MONDAY, turn=0)
    with pytest.raises(Moved):
        filed(town, draft, by)
    assert not Case.objects.exists()


def test_somebody_elses_draft_is_not_filed(town: Town, draft: Draft) -> None:
    with pytest.raises(Moved):
        filed(town, draft, actor_of(town.account("李敏", OTHER_ID, phone="13900000000")))


def test_a_filed_draft_is_kept_no_more(town: Town, draft: Draft, by: Actor) -> None:
    filed(town, draft, by)
    with pytest.raises(WrongState):
        acts.keep(draft.pk, {}, by=by, at=MONDAY, turn=0)


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
