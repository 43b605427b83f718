"""A thing filed on line from its draft: one transaction, once; its files, form and signature go over; what only a window takes does not."""

from dataclasses import replace
from typing import Any

import pytest

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.application import Filing
from yichuang.bundles.models import Part, Thing
from yichuang.bundles.tests.scenes import brought, done, drained, said, whole
from yichuang.cases.application import Judgement
from yichuang.catalogue import bundles
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft, Filled, Signature
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, Moved, NotYours, WrongState
from yichuang.law import identity
from yichuang.materials import acts as keeping
from yichuang.materials import store
from yichuang.materials.models import File

OTHER_ID = identity.synthetic_resident_id("189901", MONDAY.date().replace(year=1980), 33)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n"


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


@pytest.fixture
def by(town: Town) -> Actor:
    return town.applies(town.account())


@pytest.fixture
def filing(town: Town) -> Filing:
    facts = town.bundle_facts("open-restaurant")
    editions = {key: one.id for key, one in bundles.items(facts, stamps.current()).items()}
    made = whole(town, state="awaited", channel="portal", window=None)
    paper = next(name for name in made.papers)
    return replace(
        made,
        papers={},
        form={"person_name": "陈秀英"},
        numbers={paper: 1},
        ways={paper: "upload"},
        editions=editions,
    )


@pytest.fixture
def draft(town: Town, by: Actor, filing: Filing) -> Draft:
    made = drafts.begin(town.bundle_facts("open-restaurant"), filing.answers, by=by, at=MONDAY)
    drafts.keep(made.pk, {"values": {"person_name": "陈秀英"}}, by=by, at=MONDAY, turn=0)
    keeping.keep(made.pk, store.put([PDF], name="a.pdf"), by=by, at=MONDAY, name="a.pdf", place=1)
    return Draft.objects.get(pk=made.pk)


def handing(draft: Draft) -> drafts.Handing:
    signed = drafts.Signing("form", {"事项": "开办餐饮店"}, 2, "account", "陈秀英")
    return drafts.Handing(
        draft.pk, draft.turn, {"values": {"a": "1"}, "groups": []}, {"1": "upload"}, (signed,)
    )


def filed(draft: Draft, by: Actor, filing: Filing, **more: Any) -> Thing:
    made = acts.receive(by=by, at=MONDAY, filing=filing, handing=handing(draft), **more)
    return Thing.objects.get(pk=made["id"])


def test_the_draft_becomes_one_thing_with_its_files_form_and_signature(
    town: Town, draft: Draft, by: Actor, filing: Filing
) -> None:
    thing = filed(draft, by, filing)
    draft.refresh_from_db()
    assert (draft.state, draft.case, draft.content, thing.account) == ("filed", thing.pk, "", by.account)
    form = Filled.objects.get(pk=thing.pk)
    assert (form.bundle_version_id, form.version_id) == (thing.version_id, None)
    entry = Entry.objects.get(subject=thing.pk, act="bundles.receive")
    assert form.digest in entry.payload
    assert Signature.objects.get(subject=thing.pk).digest in entry.payload
    assert File.objects.filter(subject=thing.pk, place=1).count() == 1
    lent = File.objects.exclude(subject=thing.pk).filter(dropped_at=None)
    assert set(lent.values_list("subject", flat=True)) <= set(
        Part.objects.filter(thing=thing).exclude(case=None).values_list("case", flat=True)
    )
    assert lent.exists()


def test_it_is_filed_once(draft: Draft, by: Actor, filing: Filing) -> None:
    first = filed(draft, by, filing, key="one")
    assert filed(draft, by, filing, key="one").pk == first.pk
    with pytest.raises(Moved):
        filed(draft, by, filing, key="two")
    assert Thing.objects.count() == 1


def test_nobody_else_files_it(town: Town, draft: Draft, filing: Filing) -> None:
    other = town.applies(town.account("李敏", OTHER_ID, phone="13900000000"))
    with pytest.raises(Moved):
        filed(draft, other, filing)
    assert not Thing.objects.exists()


def test_a_refusal_leaves_the_draft_as_it_was(draft: Draft, by: Actor, filing: Filing) -> None:
    with pytest.raises(BadInput):
        filed(draft, by, replace(filing, answers={}))
    draft.refresh_from_db()
    assert draft.state == "open"
    assert File.objects.get().subject == draft.pk


def test_what_was_read_before_a_new_version_is_not_filed(
    town: Town, draft: Draft, by: Actor, filing: Filing
) -> None:
    key = "food-business-license-new"
    town.publish(key, promise_note="新版")
    with pytest.raises(WrongState, match="换了新版"):
        filed(draft, by, filing)


def test_the_applicant_judges_no_paper(draft: Draft, by: Actor, filing: Filing) -> None:
    name = next(iter(filing.numbers))
    with pytest.raises(BadInput, match="自己不能核"):
        filed(draft, by, replace(filing, papers={name: Judgement("got")}))


def test_a_tie_without_one_of_the_items_files_nothing(town: Town, by: Actor, filing: Filing) -> None:
    facts = town.bundle_facts("open-restaurant")
    tie = town.tie(town.account(), scope="food-business-license-new")
    made = drafts.begin(facts, filing.answers, by=by, at=MONDAY, tie=tie)
    with pytest.raises(NotYours, match="不含这个事项"):
        filed(made, by, filing)


def test_what_only_a_window_takes_is_neither_begun_nor_filed(town: Town, by: Actor, filing: Filing) -> None:
    town.rewrite("food-business-license-new", online_depth="网上预约")
    facts = town.bundle_facts("open-restaurant")
    with pytest.raises(WrongState, match=r"食品经营许可.*到窗口"):
        drafts.begin(facts, filing.answers, by=by, at=MONDAY)
    with pytest.raises(WrongState, match="到窗口"):
        acts.receive(by=by, at=MONDAY, filing=replace(filing, editions={}))
    assert not Draft.objects.exists()


def test_filed_on_line_it_comes_to_its_results(town: Town, draft: Draft, by: Actor, filing: Filing) -> None:
    thing = filed(draft, by, filing)
    said(town, thing, {})
    drained(MONDAY)
    done(town, thing, MONDAY)
    assert set(Part.objects.filter(thing=thing).values_list("state", flat=True)) == {"granted"}
    ways = [one.opened().get("ways") for one in Filled.objects.exclude(pk=thing.pk)]
    assert {"upload"} in [set(one.values()) for one in ways if one]
