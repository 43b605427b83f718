"""Filing a draft: one case comes of it, with its form and files, and only for its owner."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.drafts import acts
from yichuang.drafts.models import Draft, Filled
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Moved, WrongState
from yichuang.law import identity
from yichuang.materials.models import File

KEY = "company-establishment"
OTHER_ID = identity.synthetic_resident_id("189901", MONDAY.date().replace(year=1980), 33)


@pytest.fixture
def by(town: Town) -> Actor:
    return town.applies()


@pytest.fixture
def draft(town: Town, by: Actor) -> Draft:
    return acts.begin(town.version(KEY), {"premises": "own"}, by=by, at=MONDAY)


def filed(town: Town, draft: Draft, by: Actor, **changes: Any) -> dict[str, Any]:
    handing = acts.Handing(draft.pk, draft.turn, {"values": {"person_name": "陈秀英"}, "groups": []})
    application = town.application(KEY, state="awaited", window=None, channel="portal")
    return cases.receive(by=by, at=MONDAY, application=application, handing=replace(handing, **changes))


def test_filing_makes_one_case_with_its_form_and_files(town: Town, draft: Draft, by: Actor) -> None:
    File.objects.create(region=by.region, subject=draft.pk, place=0, name="a.pdf", type="application/pdf", size=1, sha256="0" * 64, sm3="0" * 64, kept_at=MONDAY)  # fmt: skip
    made = UUID(filed(town, draft, by)["id"])
    form = Filled.objects.get(subject=made)
    assert form.opened()["values"] == {"person_name": "陈秀英"}
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
        filed(town, draft, town.applies(town.account("李敏", OTHER_ID, phone="13900000000")))


def test_a_filed_draft_is_kept_no_more(town: Town, draft: Draft, by: Actor) -> None:
    filed(town, draft, by)
    with pytest.raises(WrongState):
        acts.keep(draft.pk, {}, by=by, at=MONDAY, turn=0)
