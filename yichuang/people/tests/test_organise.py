"""Organisations are made, renamed, merged and ended."""

from datetime import date

import pytest

from tests.town import MONDAY
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.people import acts
from yichuang.people.models import Alias, Organisation

DAY = date(2026, 3, 2)


def make(town, **values):
    given = {
        "name": "大数据局",
        "kind": "department",
        "parent": town.departments["market"].parent_id,
    } | values
    return acts.organise(by=town.actor("xi"), at=MONDAY, values=given)["organisation"]


def change(town, key, **asked):
    return acts.organise(by=town.actor("xi"), at=MONDAY, organisation=key, **asked)


def test_an_organisation_is_made_and_on_record(town):
    made = Organisation.objects.get(pk=make(town))
    assert (made.name, made.valid_from, made.area) == ("大数据局", DAY, "189901")
    entry = Entry.objects.get(act="people.organise")
    assert entry.by_person == town.people["xi"].pk and "大数据局" in entry.payload


@pytest.mark.parametrize("who", ["an", "lin", "gao"])
def test_only_the_system_administrator_organises(town, who):
    with pytest.raises(NotYours):
        acts.organise(by=town.actor(who), at=MONDAY, values={"name": "大数据局", "kind": "department"})
    assert not Entry.objects.exists()


def test_an_old_name_still_leads_to_the_organisation(town):
    key = make(town)
    change(town, key, values={"name": "数据局"})
    assert Alias.objects.get(name="大数据局").organisation_id == key
    with pytest.raises(BadInput, match="用过的名称"):
        make(town, name="大数据局")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "局" * 81}, "name"),
        ({"name": "市场监督管理局"}, "name"),
        ({"name": "大\x00局"}, "name"),
        ({"kind": "ministry"}, "kind"),
        ({"code": "123"}, "code"),
        ({"parent": "x"}, "parent"),
        ({"parent": 999_999}, "parent"),
        ({"phone": "1" * 41}, "phone"),
    ],
)
def test_what_cannot_be_used_is_named(town, values, field):
    with pytest.raises(BadInput) as refused:
        make(town, **values)
    assert refused.value.facts["field"] == field
    assert not Organisation.objects.filter(name="大数据局").exists()


def test_nobody_is_above_themselves(town):
    key = make(town)
    with pytest.raises(BadInput, match="上级机构不能是自己"):
        change(town, town.departments["market"].parent_id, values={"parent": key})


def test_a_merged_department_hands_its_matters_to_its_heir(town):
    old, heir = town.departments["fire"], town.departments["housing"]
    change(town, old.pk, ends_on=date(2026, 4, 1), successor=heir.pk)
    old.refresh_from_db()
    assert (old.valid_to, old.successor_id) == (date(2026, 4, 1), heir.pk)


def test_succession_never_goes_round(town):
    old, heir = town.departments["fire"], town.departments["housing"]
    change(town, old.pk, ends_on=date(2026, 4, 1), successor=heir.pk)
    with pytest.raises(BadInput, match="承接"):
        change(town, heir.pk, ends_on=date(2026, 5, 1), successor=old.pk)


def test_a_department_at_work_does_not_end_without_an_heir(town):
    with pytest.raises(BadInput, match="承接"):
        change(town, town.departments["fire"].pk, ends_on=date(2026, 4, 1))
