"""From draft to publication: what blocks, who may, what is worse, and that nothing in force changes."""

import json

import pytest

from yichuang.catalogue import acts, versions
from yichuang.catalogue.models import Basis, Debt, Item, Version
from yichuang.catalogue.tests.cast import AT, FOOD, REGION, answer_all, item, load, person
from yichuang.journal import stamps, verify
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState
from yichuang.people.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(db):
    load(FOOD)
    return person("he", "editor")


def drafted(he, **changes):
    """A draft of the food item with its vague words mended and these changes."""
    made = acts.draft(by=he, at=AT, item=str(item().pk))
    version = Version.objects.get(pk=made["version"])
    record = mended(version.content) | changes
    acts.keep_draft(version.pk, record=record, by=he, at=AT)
    return Version.objects.get(pk=version.pk)


def mended(record):
    record["note"] = "法定时限 10 个工作日，情形复杂的可延长 5 个工作日"
    record["materials"][2]["name"] = "主要设备设施清单、经营布局图、操作流程图"
    record["bases"] = [
        {"element": "material", "name": record["materials"][2]["name"], "clause": "《食品经营许可和备案管理办法》第十二条",
         "tests": dict.fromkeys(("no_basis", "by_commitment", "covered", "online", "unverifiable", "vague"), False), "verdict": "keep"}
    ]  # fmt: skip
    return record


def publish(version, he, hua, **more):
    acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    return acts.publish(version.item_id, by=hua, at=AT, version=version.pk, **more)


def test_a_draft_copies_the_version_in_force_and_leaves_it(he):
    version = drafted(he, committed_days=5)
    assert (version.number, version.state, version.committed_days) == (2, "draft", 5)
    assert item().current.committed_days == 10


def test_a_second_draft_waits_for_the_first(he):
    drafted(he)
    with pytest.raises(WrongState, match="第 2 版"):
        acts.draft(by=he, at=AT, item=str(item().pk))


def test_another_person_publishes_and_the_old_version_is_past(he):
    version = drafted(he, committed_days=5)
    publish(version, he, person("hua", "editor"))
    assert item().current_id == version.pk
    assert set(Version.objects.values_list("number", "state")) == {(1, "past"), (2, "published")}
    assert versions.current(item().pk, stamps.current()).committed_days == 5


@pytest.mark.parametrize(("own", "again"), [(None, "2026-05-31"), ("2026-12-31", "2026-12-31")])
def test_a_guide_is_looked_at_again_by_local_rule_or_its_own_date(he, own, again):
    version = drafted(he, look_again_on=own)
    publish(version, he, person("hua", "editor"), look_again_days=90)
    assert item().current.look_again_on.isoformat() == again


def test_who_drafted_may_not_publish(he):
    version = drafted(he)
    acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    with pytest.raises(NotYours, match="换一位"):
        acts.publish(version.item_id, by=he, at=AT, version=version.pk)


def test_only_the_drafter_changes_a_draft(he):
    version = drafted(he)
    with pytest.raises(NotYours, match="由he起草"):
        acts.keep_draft(version.pk, record=version.content, by=person("hua", "editor"), at=AT)


def test_a_clerk_neither_drafts_nor_keeps(he):
    version, lin = drafted(he), person("lin", "clerk")
    with pytest.raises(NotYours):
        acts.keep_draft(version.pk, record=version.content, by=lin, at=AT)
    with pytest.raises(NotYours):
        acts.draft(by=lin, at=AT, item=str(item().pk))


def test_a_stale_page_does_not_overwrite(he):
    version = drafted(he)
    acts.keep_draft(version.pk, record=version.content | {"note": "新"}, seen=version.digest, by=he, at=AT)
    with pytest.raises(Moved):
        acts.keep_draft(
            version.pk, record=version.content | {"note": "旧"}, seen=version.digest, by=he, at=AT
        )
    assert Version.objects.get(pk=version.pk).content["note"] == "新"


def test_an_unfinished_draft_is_kept_as_typed(he):
    version = drafted(he, name="", statutory_days="二十", materials=[{"name": ""}])
    assert version.content["statutory_days"] == "二十" and version.statutory_days is None


def test_a_hard_finding_blocks_submitting(he):
    version = drafted(he, conditions=["符合规定的其他条件"])
    with pytest.raises(acts.NotReady) as caught:
        acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    assert any(problem["text"] == "其他条件" for problem in caught.value.facts["problems"])
    assert Version.objects.get(pk=version.pk).state == "draft"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"committed_days": 11}, "比法定"),
        ({"department": "没有的局"}, "没有“没有的局”"),
        ({"materials": [{"name": "甲", "scenario": {"agent": ["yes"]}}]}, "一份材料也没有"),
        ({"materials": [{"name": "甲", "scenario": {"gone": ["yes"]}}]}, "问题 gone 不存在"),
        ({"route": [{"key": "a", "name": "审", "post": "review", "after": ["b"]}]}, "环节 b 不存在"),
    ],
)
def test_what_cannot_be_lived_by_blocks_submitting(he, change, said):
    version = drafted(he, **change)
    with pytest.raises(acts.NotReady) as caught:
        acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    assert said in "".join(problem["sentence"] for problem in caught.value.facts["problems"])


def test_a_new_material_needs_its_clause_before_submitting(he):
    record = mended(item().current.content)
    version = drafted(
        he, materials=[*record["materials"], {"name": "安全承诺书", "form": "原件", "copies": 1}]
    )
    with pytest.raises(acts.NotReady) as caught:
        acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    assert [p["text"] for p in caught.value.facts["problems"]] == ["安全承诺书"]
    answer_all(he, version)
    acts.submit(version.item_id, by=he, at=AT, version=version.pk)


def test_what_was_cut_must_leave_the_list(he):
    version = drafted(he)
    acts.answer_basis(
        version.item_id, by=he, at=AT, version=version.pk,
        answers=[{"element": "material", "name": "营业执照", "clause": "", "tests": {"online": True}, "verdict": "cut"}],
    )  # fmt: skip
    with pytest.raises(acts.NotReady) as caught:
        acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    assert "已判定取消" in caught.value.facts["problems"][0]["sentence"]


def test_worse_for_the_public_needs_a_reason(he):
    version, hua = drafted(he, committed_days=10, statutory_days=15), person("hua", "editor")
    acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    with pytest.raises(BadInput, match="时限变长"):
        acts.publish(version.item_id, by=hua, at=AT, version=version.pk)
    acts.publish(version.item_id, by=hua, at=AT, version=version.pk, worse_reason="法律修改，期限改为十五日")
    assert "时限变长" in Version.objects.get(pk=version.pk).worse


def test_a_published_version_cannot_be_kept_submitted_or_published_again(he):
    version, hua = drafted(he), person("hua", "editor")
    publish(version, he, hua)
    with pytest.raises(WrongState):
        acts.keep_draft(version.pk, record={}, by=he, at=AT)
    with pytest.raises(WrongState):
        acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    with pytest.raises(WrongState):
        acts.publish(version.item_id, by=hua, at=AT, version=version.pk)


def test_a_submitted_version_can_go_back_with_a_reason(he):
    version, hua = drafted(he), person("hua", "editor")
    acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    acts.hand_back(version.item_id, by=hua, at=AT, version=version.pk, reason="时限要再核对")
    assert Version.objects.get(pk=version.pk).state == "draft"


def test_a_dropped_draft_keeps_its_number(he):
    acts.drop_draft(drafted(he).pk, by=he, at=AT)
    assert acts.draft(by=he, at=AT, item=str(item().pk))["number"] == 3


def test_a_version_of_another_item_is_not_there(he):
    load("company-establishment")
    version = drafted(he)
    with pytest.raises(NotThere):
        acts.submit(item("company-establishment").pk, by=he, at=AT, version=version.pk)


def test_a_new_item_begins_as_a_draft_and_is_found_after_publication(he):
    body = Organisation.objects.get(name="市场监督管理局")
    made = acts.draft(by=he, at=AT, name="流动摊点登记", department=body.pk, zone="商事登记", type="行政确认")
    fresh = Item.objects.get(pk=made["item"])
    assert fresh.current is None and fresh.provisional_code and fresh.code[19:21] == "18"
    version = Version.objects.get(pk=made["version"])
    publish(version, he, person("hua", "editor"))
    assert versions.by_name(fresh.key, stamps.current()).name == "流动摊点登记"


@pytest.mark.parametrize("given", [{"name": ""}, {"type": "许可"}, {"department": 0}, {"zone": " "}])
def test_a_new_item_needs_its_first_words(he, given):
    body = Organisation.objects.get(name="市场监督管理局")
    whole = {"name": "流动摊点登记", "department": body.pk, "zone": "商事登记", "type": "行政确认"}
    with pytest.raises(BadInput):
        acts.draft(by=he, at=AT, **whole | given)


def test_the_gate_turns_debts_into_kept_lines(he):
    version = item().current
    before = Debt.objects.filter(version=version, kind="basis", mended_on=None).count()
    answer_all(he, version)
    assert before > 10
    assert not Debt.objects.filter(version=version, kind="basis", mended_on=None).exists()
    assert set(Basis.objects.filter(version=version).values_list("verdict", flat=True)) == {"keep"}


def test_nothing_is_kept_without_a_clause(he):
    version = item().current
    with pytest.raises(BadInput, match="没有写条款"):
        acts.answer_basis(
            version.item_id, by=he, at=AT, version=version.pk,
            answers=[{"element": "material", "name": "营业执照", "clause": "", "tests": {}, "verdict": "keep"}],
        )  # fmt: skip


def test_answers_go_along_to_the_next_draft(he):
    answer_all(he, item().current)
    version = drafted(he)
    assert Basis.objects.filter(version=version, verdict="keep").count() > 10


def test_every_step_is_on_record(he):
    version = drafted(he)
    publish(version, he, person("hua", "editor"))
    assert list(Entry.objects.filter(subject=version.item_id).values_list("act", flat=True)) == [
        "catalogue.submit",
        "catalogue.publish",
    ]
    drafts = Entry.objects.filter(act="catalogue.draft")
    assert json.loads(drafts.get().payload)["number"] == 2


def test_a_retired_item_is_no_longer_offered(he):
    acts.retire(item().pk, by=he, at=AT, reason="并入食品经营许可备案")
    with pytest.raises(NotThere):
        versions.by_name(FOOD, stamps.current())
    with pytest.raises(WrongState):
        acts.retire(item().pk, by=he, at=AT, reason="再停一次")


def test_residence_is_changed_once(he):
    acts.reside(item().pk, by=he, at=AT, resident=False, document="示政办〔2026〕3号")
    assert item().pk not in versions.residents(stamps.current())
    with pytest.raises(WrongState):
        acts.reside(item().pk, by=he, at=AT, resident=False)


def test_words_are_added_and_removed(he):
    answer = acts.name(item().pk, by=he, at=AT, add=["开串串店", "开串串店", " "], remove=["开饭馆"])
    assert "开串串店" in answer["names"] and "开饭馆" not in answer["names"]
    with pytest.raises(BadInput):
        acts.name(item().pk, by=he, at=AT)


def test_region_of_another_place_is_not_there(he):
    from dataclasses import replace

    with pytest.raises(NotThere):
        acts.draft(by=replace(he, region="189902"), at=AT, item=str(item().pk))
    assert item().region == REGION


def test_the_chains_hold_after_import_draft_and_publication(he):
    version = drafted(he)
    publish(version, he, person("hua", "editor"))
    assert verify.verify().broken == []
    Entry.objects.filter(act="catalogue.publish").update(payload="{}")
    assert verify.verify().broken
