"""The form of an item: its own, the packaged one, or one made of the standard elements."""

from datetime import date
from itertools import product
from statistics import median

from yichuang.catalogue import checks, forms, seed
from yichuang.law import forms as law
from yichuang.law import wording
from yichuang.law.forms import TYPES
from yichuang.law.identity import synthetic_resident_id, synthetic_uscc
from yichuang.law.sources import CITIZENS, COMMON, ENTERPRISES

ANY = {"id": "x", "name": "某事项", "service_objects": ["自然人", "法人"]}


def test_an_item_without_a_form_asks_who_applies_and_for_what():
    person = law.groups(forms.of(ANY), {}, kind="person")
    body = law.groups(forms.of(ANY), {}, kind="body", agent=True)
    assert [group.key for group in person] == ["applicant", "matter"]
    assert [group.key for group in body] == ["applicant", "representative", "agent", "matter"]


def test_the_rows_of_a_record_go_before_the_packaged_form():
    own = [{"element": "person_phone", "label": "电话", "group": "怎么找您", "required": False}]
    [group] = law.groups(forms.of({**ANY, "form": own}), {}, kind="person")
    assert (group.key[:4], group.title) == ("part", "怎么找您")
    assert group.fields[0].label == "电话"
    assert group.fields[0].required is False


def test_every_element_is_whole():
    for key, one in forms.library()["elements"].items():
        assert one["type"] in TYPES, key
        assert one["group"] in forms.library()["groups"], key
        assert one["type"] not in ("choice", "many") or one.get("options"), key


def test_an_identity_fills_in_the_role_it_acts_in():
    found = forms.facts_of_person("representative", name="李一", document="111", phone="13800000000")
    assert found == {
        "rep_name": "李一", "rep_document": "居民身份证", "rep_phone": "13800000000", "contact_name": "李一", "contact_phone": "13800000000",
    }  # fmt: skip


def test_a_form_of_persons_still_names_a_body_that_applies():
    form = forms.of({"id": "x", "service_objects": ["自然人"], "form": [{"element": "person_name"}]})
    body = law.groups(form, {}, kind="body", agent=True)
    assert [f.key for f in body[0].fields] == ["body_name", "body_uscc", "body_address"]
    assert "agent" in [group.key for group in body]


# What everybody of a kind has on file; further licences count only where an item's own materials name them.
ON_FILE = {
    "person": {"居民身份证", "居民户口簿", "社会保障卡", "医保电子凭证", "不动产权证书", "结婚证"},
    "body": {"营业执照", "不动产权证书"},
}
NUMBER = synthetic_resident_id("189901", date(1988, 5, 6), 12)


def facts_on_file(record, kind):
    named = {
        name
        for material in record["materials"]
        if (source := material["obtainable_by"] or {}).get("kind") == "电子证照"
        for name in source["any_of"]
    }
    elements = forms.library()["elements"].values()
    bears = {
        licence: {one["licence"][licence]: "x" for one in elements if licence in one.get("licence", {})}
        for licence in ON_FILE[kind] | named
    }
    role = "applicant" if kind == "person" else "representative"
    asked = COMMON[CITIZENS] if kind == "person" else COMMON[ENTERPRISES]
    return {
        "identity": forms.facts_of_person(role, name="李一", document="111", number=NUMBER, phone="13800000000"),
        "body": {"body_name": "x", "body_uscc": "x"} if kind == "body" else {},
        "register": forms.facts_of_register(kind, dict.fromkeys(asked, "x")),
        "licence": forms.facts_of_licences(sorted(bears.items())),
        "address": {"person_address": "x", "use_place": "x", "live_address": "x"} if kind == "person" else {},
    }  # fmt: skip


def shares(record):
    """The share that is filled in, for every kind of applicant and every path of answers."""
    form = forms.of(record)
    keys = [question["key"] for question in record["scenarios"]]
    for kind in forms.kinds(record):
        facts = facts_on_file(record, kind)
        for values in product(*([o["value"] for o in q["options"]] for q in record["scenarios"])):
            asked = law.groups(form, dict(zip(keys, values, strict=True)), kind=kind)
            yield law.share(asked, law.prefill(asked, facts))


def test_seven_tenths_of_a_form_are_filled_in_on_the_worst_path_of_the_middle_item():
    worst = [min(shares(record)) for record in seed.items()]
    assert len(worst) == 162
    assert median(worst) >= 0.70


def test_every_packaged_item_has_a_form_of_its_own_that_stands():
    packaged = seed.load("forms")
    for record in seed.items():
        assert record["id"] in packaged
        found = [
            one for one in checks.check({**record, "form": forms.rows_of(record)}) if one.element == "form"
        ]
        assert found == [], record["id"]


def test_every_path_of_an_item_asks_something_and_says_it_once():
    for record in seed.items():
        for kind in forms.kinds(record):
            whole = law.whole(forms.of(record), kind=kind)
            keys = [field.key for group in whole for field in group.fields]
            labels = [field.label for group in whole for field in group.fields]
            assert len(keys) == len(set(keys)), record["id"]
            assert len(labels) == len(set(labels)), record["id"]
            assert all(len(group.fields) <= 16 for group in whole), record["id"]


# Words that stand for what they say: a share of blame in law, levels of the Mandarin test.
MEANT = {"主要责任", "一级甲等", "一级乙等", "二级甲等", "二级乙等", "三级甲等", "三级乙等"}


def test_the_words_of_the_library_are_clear():
    for key, one in forms.library()["elements"].items():
        for text in (one["label"], one.get("help", ""), *(one.get("options") or ())):
            found = wording.lint("name", text)
            assert text in MEANT or (found.hard, found.soft) == ((), ()), (key, text)


def test_a_register_and_a_licence_fill_in_by_their_own_names():
    firm = {"name": "示例公司", "representative_number": NUMBER, "address": "示例区1号"}
    known = forms.facts_of_register("body", firm)
    assert known["body_name"] == "示例公司"
    assert known["place_address"] == "示例区1号"
    assert known["rep_document"] == "居民身份证"
    assert "place_address" not in forms.facts_of_register("person", {"address": "示例区1号"})
    deeds = [("不动产权证书", {"坐落": "甲处", "证照编号": "1"}), ("营业执照", {"住所": "乙处"})]
    assert forms.facts_of_licences(deeds)["estate_place"] == "甲处"


def sample(field):
    given = {
        "number": str(field.least or 1), "money": "100", "phone": "13800000000", "email": "li@example.com", "yesno": "yes", "document": NUMBER,
        "address": "示例区幸福路1号", "date": "2026-03-02", "uscc": synthetic_uscc("189901", 7), "long": "甲乙丙丁", "text": "甲" * (field.least or 2),
    }  # fmt: skip
    return field.options[0][0] if field.options else given[field.type]


def test_every_field_of_every_form_takes_an_answer_and_shows_it():
    for record in seed.items():
        for kind in forms.kinds(record):
            for field in (
                field for group in law.whole(forms.of(record), kind=kind) for field in group.fields
            ):
                value, wrong = law.check(field, sample(field), date(2026, 3, 2))
                assert wrong == "", (record["id"], field.key)
                assert law.shown(field, value)
