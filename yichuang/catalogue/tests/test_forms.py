"""The form of an item: its own, the packaged one, or one made of the standard elements."""

from yichuang.catalogue import forms
from yichuang.law import forms as law
from yichuang.law.forms import TYPES

ANY = {"id": "x", "name": "某事项", "service_objects": ["自然人", "法人"]}


def test_an_item_without_a_form_asks_who_applies_and_for_what():
    person = law.groups(forms.of(ANY), {}, kind="person")
    body = law.groups(forms.of(ANY), {}, kind="body", agent=True)
    assert [group.key for group in person] == ["applicant", "matter"]
    assert [group.key for group in body] == ["applicant", "representative", "contact", "agent", "matter"]


def test_the_rows_of_a_record_go_before_the_packaged_form():
    own = [{"element": "person_phone", "label": "电话", "group": "怎么找您", "required": False}]
    [group] = forms.of({**ANY, "form": own})
    assert (group["key"], group["title"]) == ("part1", "怎么找您")
    assert group["fields"][0]["label"] == "电话"
    assert group["fields"][0]["required"] is False


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
