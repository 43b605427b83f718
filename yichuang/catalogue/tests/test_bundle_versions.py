"""A bundle's version: drafted, kept, dropped, submitted, handed back, published by a second person, retired; told in words."""

import copy

import pytest

from tests import town as towns
from yichuang.catalogue import acts, bundle_changes, bundles
from yichuang.catalogue.models import Bundle, BundleVersion
from yichuang.journal import stamps
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState

AT, KEY = towns.MONDAY, "open-restaurant"
FOOD, FIRE, SIGN = "food-business-license-new", "fire-safety-check-general", "signboard-management"
SOLE = "individual-business-establishment"
pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = towns.build()
    made.bundle(KEY)
    return made


def bundle():
    return Bundle.objects.get(key=KEY)


def draft(town, **changes):
    made = acts.draft_bundle(by=town.actor("he"), at=AT, bundle=str(bundle().pk))
    record = BundleVersion.objects.get(pk=made["version"]).content
    record["merged_materials"][4]["name"] = "与食品经营相适应的设备设施布局图、操作流程图"
    acts.keep_bundle(made["version"], record=record | changes, by=town.actor("he"), at=AT)
    return made["version"]


def submitted(town, **changes):
    version = draft(town, **changes)
    acts.submit_bundle(bundle().pk, by=town.actor("he"), at=AT, version=version)
    return version


def test_a_draft_goes_into_force_by_a_second_person(town):
    version = submitted(town, note="改过的说明", committed_days=20)
    with pytest.raises(NotYours, match="起草的人不能发布"):
        acts.publish_bundle(
            bundle().pk, by=town.actor("he"), at=AT, version=version, worse_reason="单项最长二十天"
        )
    acts.publish_bundle(
        bundle().pk, by=town.actor("hua"), at=AT, version=version, worse_reason="单项最长二十天"
    )
    facts = bundles.by_name(KEY, stamps.current())
    assert (facts.number, facts.committed_days) == (2, 20)
    row = BundleVersion.objects.get(pk=version)
    assert row.worse == '["承诺时限：时限变长"]' and row.worse_reason == "单项最长二十天"
    acts_done = Entry.objects.filter(subject=bundle().pk).order_by("seq").values_list("act", flat=True)
    assert list(acts_done) == ["catalogue.submit_bundle", "catalogue.publish_bundle"]


def test_what_is_worse_for_the_public_needs_a_reason(town):
    version = submitted(town, committed_days=20)
    with pytest.raises(BadInput, match="时限变长"):
        acts.publish_bundle(bundle().pk, by=town.actor("hua"), at=AT, version=version)
    assert bundles.by_name(KEY, stamps.current()).number == 1


def test_a_published_version_is_never_changed(town):
    current = bundle().current_id
    with pytest.raises(WrongState, match="不能再改"):
        acts.keep_bundle(current, record={"members": []}, by=town.actor("he"), at=AT)
    with pytest.raises(WrongState):
        acts.publish_bundle(bundle().pk, by=town.actor("hua"), at=AT, version=current)


def test_only_one_version_is_open_and_only_its_drafter_changes_it(town):
    version = draft(town)
    with pytest.raises(WrongState, match="第 2 版"):
        acts.draft_bundle(by=town.actor("he"), at=AT, bundle=str(bundle().pk))
    with pytest.raises(NotYours, match="何编"):
        acts.keep_bundle(version, record={}, by=town.actor("hua"), at=AT)
    with pytest.raises(NotYours):
        acts.drop_bundle(version, by=town.actor("lin"), at=AT)
    acts.drop_bundle(version, by=town.actor("hua"), at=AT)
    assert BundleVersion.objects.get(pk=draft(town)).number == 3


def test_a_draft_changed_elsewhere_is_not_overwritten(town):
    version = draft(town)
    with pytest.raises(Moved):
        acts.keep_bundle(version, record={}, seen="0" * 64, by=town.actor("he"), at=AT)


@pytest.mark.parametrize("record", ["text", {"members": "text"}, {"name": "a\x00b"}])
def test_what_cannot_be_kept_is_refused(town, record):
    with pytest.raises(BadInput):
        acts.keep_bundle(draft(town), record=record, by=town.actor("he"), at=AT)


def test_a_draft_may_be_unfinished_but_is_not_submitted_so(town):
    record = bundle().current.content
    members = [*record["members"], {"item_id": "no-such-item"}]
    version = draft(town, members=members, lead_department="没有的局")
    with pytest.raises(acts.NotReady) as refused:
        acts.submit_bundle(bundle().pk, by=town.actor("he"), at=AT, version=version)
    assert {one["element"] for one in refused.value.facts["problems"]} == {"members", "lead_department"}


def test_a_submitted_version_goes_back_with_a_reason(town):
    version = submitted(town)
    with pytest.raises(BadInput, match="退回的理由"):
        acts.hand_back_bundle(bundle().pk, by=town.actor("hua"), at=AT, version=version, reason=" ")
    acts.hand_back_bundle(bundle().pk, by=town.actor("hua"), at=AT, version=version, reason="时限写短了")
    assert BundleVersion.objects.get(pk=version).state == "draft"


def test_a_new_bundle_begins_as_a_draft_and_is_not_offered(town):
    made = acts.draft_bundle(
        by=town.actor("he"),
        at=AT,
        name="开办书店一件事",
        category="经营主体",
        lead=town.departments["market"].pk,
    )
    fresh = Bundle.objects.get(pk=made["bundle"])
    assert fresh.current is None and len(bundles.listed(stamps.current())) == 1
    assert fresh.versions.get().content["lead_department"] == "市场监督管理局"
    with pytest.raises(BadInput, match="已经有"):
        acts.draft_bundle(
            by=town.actor("he"), at=AT, name="开办书店一件事", category="经营主体", lead=fresh.lead_id
        )
    with pytest.raises(BadInput, match="牵头部门"):
        acts.draft_bundle(by=town.actor("he"), at=AT, name="另一件事", category="个人", lead=0)
    with pytest.raises(NotThere):
        acts.draft_bundle(by=town.actor("he"), at=AT, bundle="no")


def test_a_retired_bundle_is_out_of_force(town):
    acts.retire_bundle(bundle().pk, by=town.actor("he"), at=AT, reason="清单调整")
    with pytest.raises(NotThere):
        bundles.by_name(KEY, stamps.current())
    with pytest.raises(WrongState):
        acts.retire_bundle(bundle().pk, by=town.actor("he"), at=AT, reason="清单调整")


def changed(**changes):
    old = towns.bundle_records()[KEY]
    new = copy.deepcopy(old)
    for name, change in changes.items():
        new[name] = change(new[name])
    names = {key: record["name"] for key, record in towns.records().items()}
    return [(one.sentence, one.worse) for one in bundle_changes.compare(old, new, names)]


def member(rows, item, **values):
    return [row | (values if row["item_id"] == item else {}) for row in rows]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"members": lambda rows: [r for r in rows if r["item_id"] != SIGN]}, ("成员：删去“{SIGN}”", "要另外去办")),
        ({"members": lambda rows: member(rows, SIGN, required=True)}, ("成员“{SIGN}”：改为必办", "原来可以不办，现在必办")),
        ({"members": lambda rows: member(rows, FOOD, after=[])}, ("成员“{FOOD}”：改为一开始就办", "")),
        ({"members": lambda rows: member(rows, FOOD, when={"size": ["small"]})}, ("成员“{FOOD}”：适用情形改成“小餐饮（食品小经营许可）”时办", "")),
        ({"members": lambda rows: member(rows, FIRE, choice_group=None)}, ("成员“{FIRE}”：不再多选一", "")),
        ({"feeds": lambda rows: rows[1:]}, ("结果互认：删去“{SOLE}的营业执照，给{FOOD}当作营业执照”", "结果不再自动带入，要自己交")),
        ({"merged_materials": lambda rows: rows[:-1]}, ("合并材料：删去“消防安全检查申报表（原件，非必要）”", "")),
        ({"committed_days": lambda days: days + 1}, ("承诺时限：4 个工作日改成5 个工作日", "时限变长")),
        ({"entry_conditions": lambda rows: [*rows, "有健康证"]}, ("申请条件：加上“有健康证”", "条件多 1 条")),
        ({"name": lambda name: "开饭店一件事"}, ("名称：“开办餐饮店一件事”改成“开饭店一件事”", "")),
    ],
)  # fmt: skip
def test_differences_are_told_in_words(change, said):
    found = changed(**change)
    names = {
        word: towns.records()[key]["name"]
        for word, key in (("SIGN", SIGN), ("FOOD", FOOD), ("FIRE", FIRE), ("SOLE", SOLE))
    }
    assert found == [(said[0].format(**names), said[1])]


def test_alike_records_have_no_difference():
    assert changed() == []


def test_rows_of_names_and_questions_are_told():
    old = towns.bundle_records()[KEY]
    new = old | {
        "aliases": [{"name": "营业执照", "same": ["执照"]}],
        "covers": [{"paper": "营业执照", "proves": ["主体资格证明"]}],
    }
    said = [one.sentence for one in bundle_changes.compare(old, new, {})]
    assert said == ["材料的别名：加上“营业执照就是执照”", "材料的覆盖：加上“营业执照能证明主体资格证明”"]
