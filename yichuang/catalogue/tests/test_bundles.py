"""Bundles as data: import with their items, all or nothing, twice is once, byte-equal on the way out; what is in force."""

import copy

import pytest

from tests import town as towns
from yichuang.catalogue import acts, bundle_records, bundles, lists, seed
from yichuang.catalogue.models import Bundle, BundleVersion, Item
from yichuang.catalogue.tests.cast import AT, REGION, person
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere, NotYours
from yichuang.law.selection import select

RESTAURANT, MARRIAGE = "open-restaurant", "marriage-settle"
pytestmark = pytest.mark.django_db


def take(*records, by=None, published=False):
    return acts.import_(by=by or system(REGION), at=AT, records=records, published=published)


def packaged(key):
    return next(record for record in seed.bundles() if record["id"] == key)


def members(*keys):
    """The item records of bundles."""
    wanted = {member["item_id"] for key in keys for member in packaged(key)["members"]}
    return [record for record in seed.items() if record["id"] in wanted]


@pytest.fixture
def marriage():
    take(*members(MARRIAGE), packaged(MARRIAGE))
    return Bundle.objects.get()


def test_all_packaged_bundles_come_in_with_their_items_in_one_act():
    answer = take(*seed.bundles(), *seed.items())
    assert answer["new"] == 183 and answer["bundles"] == {"new": 21, "changed": 0, "same": 0}
    assert Entry.objects.filter(act="catalogue.import").count() == 1
    stamp = stamps.current()
    assert len(bundles.listed(stamp)) == 21
    for facts in bundles.listed(stamp):
        assert list(bundles.items(facts, stamp)) == [m["item_id"] for m in facts.record["members"]]


def test_the_same_again_does_nothing_and_goes_out_as_it_came_in(marriage):
    first = bundle_records.dump([*lists.published(REGION), *lists.bundles(REGION)])
    answer = take(*members(MARRIAGE), packaged(MARRIAGE))
    assert (answer["new"], answer["changed"], answer["same"]) == (0, 0, 5)
    assert bundle_records.dump([*lists.published(REGION), *lists.bundles(REGION)]) == first


def test_a_bundle_is_found_by_key_theme_code_and_id(marriage):
    stamp = stamps.current()
    for name in (MARRIAGE, "43PCP0007", str(marriage.pk)):
        facts = bundles.by_name(name, stamp)
        assert (facts.key, facts.lead_name, facts.committed_days, facts.unit) == (
            MARRIAGE,
            "民政局",
            15,
            "working",
        )
    assert bundles.current(marriage.pk, stamp).id == marriage.current_id
    with pytest.raises(NotThere, match="没有一件事“没有的”"):
        bundles.by_name("没有的", stamp)


def test_a_changed_bundle_is_a_draft_unless_it_is_published(marriage):
    changed = packaged(MARRIAGE) | {"committed_days": 10}
    assert take(changed)["bundles"]["changed"] == 1
    assert take(changed)["bundles"]["same"] == 1
    stamp = stamps.current()
    assert bundles.by_name(MARRIAGE, stamp).number == 1
    take(changed | {"committed_days": 9}, published=True)
    facts = bundles.by_name(MARRIAGE, stamps.current())
    assert (facts.number, facts.committed_days) == (2, 9)
    assert list(BundleVersion.objects.order_by("number").values_list("state", flat=True)) == [
        "past",
        "published",
    ]
    assert bundles.facts(marriage.current_id).committed_days == 15


def test_a_bundle_with_an_unknown_item_takes_nothing_in():
    with pytest.raises(acts.ImportRefused) as refused:
        take(*members(MARRIAGE)[1:], packaged(MARRIAGE))
    row = refused.value.facts["rows"][0]
    assert (row["place"], row["id"]) == ("第 4 条", MARRIAGE) and "目录里没有" in row["reasons"][0]
    assert not Item.objects.exists() and not Bundle.objects.exists()


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"members": [{"item": "x"}]}, "成员事项第 1 项"),
        ({"lead_department": None}, "牵头部门"),
        ({"member": []}, "里没有这个要素：member"),
        ({"committed_days": 1.5}, "整数"),
        ({"feeds": [{"from_item": "a"}]}, "结果互认第 1 项"),
    ],
)
def test_a_record_of_the_wrong_shape_is_refused_with_its_place(broken, said):
    with pytest.raises(acts.ImportRefused) as refused:
        take(*members(MARRIAGE), packaged(MARRIAGE) | broken)
    assert said in refused.value.facts["rows"][0]["reasons"][0]


def test_two_records_of_one_bundle_are_refused_when_they_differ():
    with pytest.raises(acts.ImportRefused) as refused:
        take(*members(MARRIAGE), packaged(MARRIAGE), packaged(MARRIAGE) | {"note": "另一份"})
    assert "已经有了，内容不同" in refused.value.facts["rows"][0]["reasons"][0]


def test_a_clerk_may_not_import_bundles(marriage):
    with pytest.raises(NotYours):
        take(packaged(MARRIAGE) | {"note": "改"}, by=person("lin", "clerk"))


def test_a_retired_member_is_missing_from_the_items_in_force(marriage):
    Item.objects.filter(key="marriage-registration").update(retired_on=AT.date())
    stamps.bump()
    stamp = stamps.current()
    assert "marriage-registration" not in bundles.items(bundles.by_name(MARRIAGE, stamp), stamp)


def test_fields_stand_in_the_order_of_the_format():
    record = packaged(RESTAURANT)
    shuffled = {key: copy.deepcopy(record[key]) for key in reversed(record)}
    assert bundle_records.dump([shuffled]) == bundle_records.dump([record])
    assert list(bundle_records.ordered(shuffled))[:3] == ["id", "name", "category"]


def test_the_small_town_runs_every_packaged_bundle_with_its_people():
    town = towns.build()
    keys = [record["id"] for record in seed.bundles()]
    facts = town.bundle(*keys)
    assert facts.key == keys[0] and len(bundles.listed(stamps.current())) == 21
    for key in town.items:
        version = town.version(key)
        assert town.staff(version.department, "reviewer") and town.staff(version.department, "approver")
        assert select(version.record, {}) is not None
