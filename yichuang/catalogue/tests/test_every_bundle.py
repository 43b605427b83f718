"""All packaged bundles: every answer path and alternative planned, the one form whole, three plans worked out by hand."""

import random
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from yichuang.catalogue import forms as item_forms
from yichuang.catalogue import seed
from yichuang.law import bundles, forms, merging
from yichuang.law.days import Calendar
from yichuang.law.plans import members, node_of, plan, schedule
from yichuang.law.selection import HOWS

C = Calendar.builtin()
MONDAY = date(2026, 3, 2)
ITEMS = {record["id"]: record for record in seed.items()}
BUNDLES = {record["id"]: record for record in seed.load("bundles")}
every_bundle = pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)


def choices(bundle):
    """Every way to choose: nothing, or one alternative of each group."""
    groups = {}
    for one in members(bundle):
        if one.group:
            groups.setdefault(one.group, [None]).append(one.item)
    for picked in product(*groups.values()):
        yield {group: item for group, item in zip(groups, picked, strict=True) if item}


def ways(bundle):
    """Every answer path with every choice; and each optional member left out once."""
    for answers in bundles.paths(bundle):
        for choose in choices(bundle):
            yield answers, choose, ()
        for one in members(bundle):
            if not one.required:
                yield answers, {}, (one.item,)


def planned(key, answers=None, start=MONDAY, **more):
    return plan(BUNDLES[key], ITEMS, start, answers or {}, calendar=C, **more)


def days(made):
    return {slot.item: slot.due_on for slot in made.slots}


def test_there_are_twenty_one_and_thousands_of_ways():
    assert len(BUNDLES) == 21
    assert sum(1 for bundle in BUNDLES.values() for _ in ways(bundle)) == 6200


@every_bundle
def test_every_way_is_planned(bundle):
    for answers, choose, skip in ways(bundle):
        made = plan(bundle, ITEMS, MONDAY, answers, choose=choose, skip=skip, calendar=C)
        told = made.told()
        stands = made.standing.items
        assert not made.standing.unresolved_groups and not set(skip) & set(stands)
        assert all(set(slot.after) <= set(stands) for slot in made.slots)
        assert made.joint_due_on == max((slot.due_on for slot in made.slots), default=None)
        assert all(one["how"] in (*HOWS, "feed") and one["used_by"] for one in told["materials"])
        assert len({one["name"] for one in told["materials"]}) == len(told["materials"])
        assert told["saved"]["materials_after"] <= told["saved"]["materials_before"]
        fed = {
            row["as_material"] for row in bundle["feeds"] if {row["from_item"], row["to_item"]} <= set(stands)
        }
        assert {one["name"] for one in told["materials"] if one["how"] == "feed"} <= fed


@every_bundle
def test_its_record_has_nothing_that_cannot_work(bundle):
    groups = {one.item: item_forms.of(ITEMS[one.item]) for one in members(bundle)}
    found = bundles.findings(bundle, ITEMS, groups)
    assert [one for one in found if one.kind == "hard" and one.topic != "lint"] == []


@every_bundle
def test_no_element_is_asked_twice_and_every_form_can_be_filled(bundle):
    chance = random.Random(bundle["id"])
    groups = {one.item: item_forms.of(ITEMS[one.item]) for one in members(bundle)}
    made = merging.form(groups)
    assert len(set(made.elements)) == len(made.elements) and all(one.settled for one in made.conflicts)
    for item, kind, agent in product(groups, ("person", "body"), (True, False)):
        record = ITEMS[item]
        own = {q["key"]: chance.choice(q["options"])["value"] for q in record["scenarios"]}
        answers = {f"{item}.{key}": value for key, value in own.items()}
        asked = {
            field.key: field
            for group in forms.groups(made.rows, answers, kind=kind, agent=agent)
            for field in group.fields
        }
        filled = merging.values_of(made, item, {key: f"«{key}»" for key in asked})
        for group in forms.groups(groups[item], own, kind=kind, agent=agent):
            for field in group.fields:
                one = asked[field.element]
                assert filled[field.key] == f"«{field.element}»" and one.type == field.type
                assert one.required >= field.required and {*one.options} <= {*field.options}


@every_bundle
def test_the_form_for_the_answers_holds_what_the_members_ask_and_no_more(bundle):
    groups = {one.item: item_forms.of(ITEMS[one.item]) for one in members(bundle)}
    answers = {
        f"{item}.{q['key']}": q["options"][0]["value"] for item in groups for q in ITEMS[item]["scenarios"]
    }
    made = merging.form(groups, answers, kind="body")
    asked = {
        field.element
        for item in groups
        for group in forms.groups(groups[item], merging.answers_of(answers, item), kind="body")
        for field in group.fields
    }
    assert set(made.elements) == asked and len(made.elements) == len(asked)


def test_a_restaurant_as_a_company():
    made = planned("open-restaurant", {"subject": "company", "size": "normal", "fire": "general"})
    assert days(made) == {
        "company-establishment": date(2026, 3, 3), "food-handler-health-cert": date(2026, 3, 9), "food-business-license-new": date(2026, 3, 17),
        "fire-safety-check-general": date(2026, 3, 17), "signboard-management": date(2026, 3, 4),
    }  # fmt: skip
    assert made.critical_path == ("company-establishment", "food-business-license-new")
    licence = next(paper for paper in made.papers if paper.name == "营业执照")
    assert licence.how == "feed" and licence.items == (
        "food-business-license-new",
        "fire-safety-check-general",
        "signboard-management",
    )
    assert (made.saved.materials_before, made.saved.materials_after) == (20, 18)


def test_a_small_restaurant_over_the_national_holiday():
    """2026-10-01 to 07 are off, Saturday the 10th is worked."""
    made = planned(
        "open-restaurant", {"subject": "individual", "size": "small", "fire": "commit"}, date(2026, 9, 28)
    )
    assert days(made) == {
        "individual-business-establishment": date(2026, 9, 30), "food-handler-health-cert": date(2026, 10, 10),
        "food-small-operation-license": date(2026, 10, 20), "fire-safety-check-commit": date(2026, 10, 8), "signboard-management": date(2026, 10, 8),
    }  # fmt: skip
    assert made.joint_due_on == date(2026, 10, 20) and made.certain


def test_a_restaurant_with_a_licence_of_its_own_brings_it():
    made = planned("open-restaurant", {"subject": "existing", "size": "normal", "fire": "none"}, skip=["food-handler-health-cert", "signboard-management"])  # fmt: skip
    assert days(made) == {"food-business-license-new": date(2026, 3, 16)} and made.slots[0].after == ()
    assert [paper.how for paper in made.papers if paper.name == "营业执照"] == ["submit"]


def test_a_company_is_open_on_the_second_day():
    made = planned("start-company")
    assert {item: due.day for item, due in days(made).items()} == {
        "enterprise-name-declaration": 2, "company-establishment": 3, "seal-engraving-filing": 3, "tax-registration-confirm": 3,
        "invoice-first-issue": 3, "social-insurance-registration-unit": 3, "medical-unit-registration": 3, "housing-fund-unit-open": 3,
        "bank-account-open": 4, "employee-enrolment": 3,
    }  # fmt: skip
    assert made.critical_path == ("enterprise-name-declaration", "company-establishment", "bank-account-open")
    sooner = planned("start-company", skip=["bank-account-open"])
    assert sooner.joint_due_on == date(2026, 3, 3)
    assert sooner.critical_path == ("enterprise-name-declaration", "company-establishment")


def test_a_company_is_closed_after_the_slower_of_tax_and_customs():
    made = planned("deregister-enterprise", {"mode": "normal"})
    assert days(made) == {
        "tax-clearance": date(2026, 3, 5), "customs-deregistration": date(2026, 3, 17), "company-deregistration-normal": date(2026, 3, 20),
        "social-insurance-deregistration": date(2026, 3, 27), "housing-fund-unit-close": date(2026, 3, 23), "seal-cancellation": date(2026, 3, 24),
        "bank-account-close": date(2026, 3, 24),
    }  # fmt: skip
    assert made.critical_path == (
        "customs-deregistration",
        "company-deregistration-normal",
        "social-insurance-deregistration",
    )
    assert [(one.item, one.days_saved) for one in made.shorten] == [
        ("customs-deregistration", 8), ("company-deregistration-normal", 3), ("social-insurance-deregistration", 3),
    ]  # fmt: skip
    without = planned("deregister-enterprise", {"mode": "normal"}, skip=["customs-deregistration"])
    assert without.joint_due_on == date(2026, 3, 17) and without.critical_path[0] == "tax-clearance"


def test_natural_days_run_over_weekends():
    made = planned("veteran-service")
    assert days(made)["id-card-renewal"] == date(2026, 3, 23)
    assert days(planned("school-admission", {"group": "migrant"}))["residence-permit"] == date(2026, 3, 12)


def test_a_deed_that_comes_later_must_still_be_brought_for_what_comes_before():
    made = planned("resale-house-transfer", {"mortgage": "no", "loan": "yes"})
    deed = next(paper for paper in made.papers if paper.name == "不动产权属证书")
    assert (
        deed.how == "submit"
        and dict(zip(deed.used_by, deed.ways, strict=True))[
            ("realestate-mortgage-first", deed.used_by[-1][1])
        ]
        == "feed"
    )


def test_nobody_is_planned_before_the_question_is_answered():
    made = planned("utility-connection")
    assert made.slots == () and made.joint_due_on is None and made.questions_left == ("pick", "line")
    several = planned("utility-connection", {"pick": "water\ngas", "line": "yes"})
    assert several.standing.items == (
        "water-supply-install",
        "gas-supply-install",
        "utility-external-line-approval",
    )
    assert several.joint_due_on == date(2026, 3, 10)


def test_a_whole_bundle_may_run_late_and_is_planned_from_today():
    made = planned("start-company")
    late = date(2026, 3, 6)
    nodes = [node_of(one, ITEMS[one.item]) for one in made.standing.members]
    nodes[0] = replace(nodes[0], started_on=MONDAY, done_on=MONDAY)
    slots = schedule(nodes, MONDAY, C, today=late)
    assert slots[0].due_on == MONDAY and all(slot.starts_on >= late for slot in slots[1:])
