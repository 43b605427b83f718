"""Import: all or nothing, a reason per row, twice is once, byte-equal on the way out."""

import copy
import json

import pytest

from yichuang.catalogue import acts, records, seed, versions
from yichuang.catalogue.models import Debt, Item, Name, Version
from yichuang.catalogue.tests.cast import AT, FOOD, REGION, load, person
from yichuang.halls.models import Zone
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.journal.refusals import NotThere, NotYours
from yichuang.people.models import Alias, Organisation

MARRIAGE = "marriage-registration"
pytestmark = pytest.mark.django_db


def exported():
    return records.dump(v.content for v in Version.objects.filter(state="published", item__retired_on=None))


def test_all_packaged_records_load_as_version_one():
    answer = load()
    assert (answer["new"], answer["changed"], answer["same"]) == (162, 0, 0)
    assert Item.objects.filter(current__number=1, current__state="published").count() == 162
    assert Item.objects.filter(provisional_code=False).count() == 24
    assert versions.by_name(FOOD, stamps.current()).department_name == "市场监督管理局"


def test_nulls_stay_unknown():
    load("customs-deregistration")
    version = Version.objects.get()
    assert version.statutory_days is None and version.content["visits"] is None


def test_departments_go_through_the_alias_table_and_unclear_ones_are_listed():
    answer = load("realestate-change", "utility-account-open")
    centre = Organisation.objects.get(name="不动产登记中心")
    assert centre.parent.name == "自然资源局" and centre.code[2:4] == "18"
    assert answer["unresolved"] == ["供水、供电、燃气企业"]
    assert list(Alias.objects.filter(organisation=None).values_list("name", flat=True)) == [
        "供水、供电、燃气企业"
    ]


def test_zones_that_records_name_are_there_afterwards():
    load(FOOD, "realestate-change")
    assert set(Zone.objects.values_list("name", flat=True)) == {"商事登记", "不动产登记"}


def test_vague_words_and_missing_clauses_are_debts():
    load(FOOD)
    kinds = set(Debt.objects.values_list("kind", flat=True))
    assert {"lint", "basis"} <= kinds
    assert Debt.objects.filter(kind="lint", text__contains="等文件").count() == 1


def test_equal_content_does_nothing_the_second_time():
    load()
    before = (Version.objects.count(), Debt.objects.count(), stamps.current())
    again = load()
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 162)
    assert (Version.objects.count(), Debt.objects.count(), stamps.current()) == before


def test_export_import_export_is_byte_equal():
    load()
    first = exported()
    assert json.loads(first) == sorted(seed.items(), key=lambda record: record["id"])
    answer = acts.import_(by=system(REGION), at=AT, records=json.loads(first))
    assert answer["same"] == 162 and exported() == first


def test_a_changed_record_waits_as_a_draft():
    load(FOOD)
    record = changed(committed_days=4)
    answer = acts.import_(by=system(REGION), at=AT, records=[record])
    assert answer["changed"] == 1
    assert Item.objects.get().current.committed_days == 10
    assert Version.objects.get(number=2).state == "draft"
    again = acts.import_(by=system(REGION), at=AT, records=[record])
    assert again["same"] == 1 and Version.objects.count() == 2


def test_a_changed_record_is_in_force_at_once_when_published():
    load(FOOD)
    acts.import_(
        by=system(REGION),
        at=AT,
        records=[changed(committed_days=4, name="食品经营许可证新办（改）")],
        published=True,
    )
    item = Item.objects.select_related("current").get()
    assert (item.current.number, item.current.committed_days, item.name) == (2, 4, "食品经营许可证新办（改）")
    assert Version.objects.get(number=1).state == "past"


def test_who_imported_a_change_does_not_publish_it(db):
    load(MARRIAGE)
    he, hua = person("he", "editor"), person("hua", "editor")
    acts.import_(by=he, at=AT, records=[changed(MARRIAGE, committed_days=1)])
    version = Version.objects.get(number=2)
    acts.submit(version.item_id, by=he, at=AT, version=version.pk)
    with pytest.raises(NotYours):
        acts.publish(version.item_id, by=he, at=AT, version=version.pk, worse_reason="核对过了")
    acts.publish(version.item_id, by=hua, at=AT, version=version.pk, worse_reason="由当场改为一个工作日")


def test_an_import_replaces_its_own_draft_but_no_work_of_hands(db):
    load(FOOD)
    he = person("he", "editor")
    acts.import_(by=he, at=AT, records=[changed(committed_days=4)])
    acts.import_(by=he, at=AT, records=[changed(committed_days=3)])
    version = Version.objects.get(number=2)
    assert version.committed_days == 3
    acts.keep_draft(version.pk, record=version.content | {"note": "手改"}, by=he, at=AT)
    with pytest.raises(acts.ImportRefused) as caught:
        acts.import_(by=he, at=AT, records=[changed(committed_days=2)])
    assert "正在起草" in caught.value.facts["rows"][0]["reasons"][0]


def test_a_settled_name_leads_later_imports_to_its_body(db):
    load("utility-account-open", "construction-permit")
    body = Organisation.objects.get(name="住房和城乡建设局")
    acts.settle_department(by=system(REGION), at=AT, name="供水、供电、燃气企业", department=body.pk)
    record = next(r for r in seed.items() if r["id"] == "utility-account-open")
    acts.import_(by=system(REGION), at=AT, records=[{**record, "id": "again"}])
    assert set(Item.objects.values_list("department__name", flat=True)) == {"住房和城乡建设局"}
    with pytest.raises(NotThere):
        acts.settle_department(by=system(REGION), at=AT, name="供水、供电、燃气企业", department=body.pk)


def test_one_bad_record_keeps_all_out_and_says_why():
    good, bad = changed(), changed(id="x", committed_days=30, type="许可")
    with pytest.raises(acts.ImportRefused) as caught:
        acts.import_(
            by=system(REGION), at=AT, records=[good, bad], places=["甲.json 第 1 条", "甲.json 第 2 条"]
        )
    assert caught.value.facts["rows"][0]["place"] == "甲.json 第 2 条"
    assert "只能填" in caught.value.facts["rows"][0]["reasons"][0]
    assert not Item.objects.exists() and not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"committed_days": 11}, "比法定"),
        ({"id": "../x"}, "只能用字母"),
        ({"statutory_days": -1}, "不小于"),
        ({"statutory_days": 10.0}, "整数"),
        ({"statutory_days": True}, "整数"),
        ({"name": "许可\x00证"}, "控制字符"),
        ({"name": "许可\ud800证"}, "控制字符"),
        ({"name": ""}, "没有填"),
        ({"colour": "red"}, "没有这个要素"),
        ({"materials": "一份"}, "列表"),
        ({"provenance": {"a": [[[[[[[[[[[[[1]]]]]]]]]]]]]}}, "太深"),
        ({"department": "局"}, "太少"),
    ],
)
def test_a_bad_value_is_refused_with_its_mending(change, said):
    with pytest.raises(acts.ImportRefused) as caught:
        acts.import_(by=system(REGION), at=AT, records=[changed(**change)])
    assert said in "".join(caught.value.facts["rows"][0]["reasons"])


@pytest.mark.parametrize("record", [None, [], 7, "x"])
def test_what_is_no_record_is_refused(record):
    with pytest.raises(acts.ImportRefused, match="不能导入"):
        acts.import_(by=system(REGION), at=AT, records=[record])


def test_two_records_of_one_id_are_refused_unless_equal():
    answer = acts.import_(by=system(REGION), at=AT, records=[changed(), changed()])
    assert (answer["new"], answer["same"]) == (1, 1)
    with pytest.raises(acts.ImportRefused, match="不能导入"):
        acts.import_(by=system(REGION), at=AT, records=[changed(id="z"), changed(id="z", note="另一条")])


def test_items_of_one_national_code_are_told_apart_by_two_more_digits():
    load()
    shared = sorted(
        Item.objects.filter(code__contains="000131024000").values_list("code", flat=True), key=len
    )
    assert [len(code) for code in shared] == [31, 33, 33] and len(set(shared)) == 3


def test_the_words_people_use_come_along():
    load(FOOD)
    assert Name.objects.filter(item__key=FOOD).exists()


def changed(key=FOOD, **values):
    record = copy.deepcopy(next(r for r in seed.items() if r["id"] == key))
    return {**record, **values}
