"""Who stands in a bundle, when each member is due, and what the joint date hangs on."""

from datetime import date

import pytest

from yichuang.law import BadInput, BeyondCalendar
from yichuang.law.days import Calendar
from yichuang.law.plans import (
    Node,
    ceiling,
    critical_path,
    joint,
    plan,
    schedule,
    shorten,
    standing,
)

C = Calendar.builtin()
MONDAY = date(2026, 3, 2)


def question(key, *values, text=""):
    return {"key": key, "question": text or f"{key}？", "options": [{"value": v, "label": v} for v in values]}


def row(item, *after, required=True, when=None, group=None):
    return {
        "item_id": item, "after": list(after), "required": required, "when": when, "choice_group": group,
        "note": None,
    }  # fmt: skip


def bundle(*members, questions=(), **more):
    return {"id": "b", "name": "开店", "members": list(members), "scenarios": list(questions), **more}


SHOP = bundle(
    row("person", required=False, when={"subject": ["person"]}, group="licence"),
    row("company", required=False, when={"subject": ["company"]}, group="licence"),
    row("health", required=False),
    row("food", "person", "company", when={"size": ["big"]}, group="food"),
    row("small", "person", "company", when={"size": ["small"]}, group="food"),
    row("sign", "food", "small", required=False),
    questions=(question("subject", "person", "company", "has"), question("size", "big", "small")),
)
FULL = {"subject": "company", "size": "big"}


def after_of(stand):
    return {member.item: member.after for member in stand.members}


def test_one_of_a_group_stands_and_the_others_are_dropped():
    stand = standing(SHOP, FULL)
    assert after_of(stand) == {"company": (), "health": (), "food": ("company",), "sign": ("food",)}
    assert not stand.unresolved_groups and not stand.questions_left


def test_a_member_that_does_not_stand_is_bridged():
    stand = standing(SHOP, {"subject": "has", "size": "small"}, skip=["health"])
    assert after_of(stand) == {"small": (), "sign": ("small",)}
    chain = bundle(
        row("a"), row("b", "a", when={"q": ["yes"]}), row("c", "b"), questions=[question("q", "yes", "no")]
    )
    assert after_of(standing(chain, {"q": "no"})) == {"a": (), "c": ("a",)}


def test_an_unanswered_question_matches_nothing_and_is_listed():
    stand = standing(SHOP, {"subject": "has"})
    assert stand.items == ("health", "sign")
    assert stand.unresolved_groups == ("food",) and stand.questions_left == ("size",)


def test_an_answer_that_leaves_a_group_empty_is_an_answer():
    assert standing(SHOP, {"subject": "has", "size": "big"}).unresolved_groups == ()


def test_the_chosen_one_stands_whatever_the_answers():
    stand = standing(SHOP, FULL, choose={"licence": "person"})
    assert after_of(stand)["food"] == ("person",)


def test_leaving_out_the_alternative_leaves_the_next_that_applies():
    shop = bundle(row("a", required=False, group="g"), row("b", required=False, group="g"))
    assert standing(shop, {}).items == ("a",)
    assert standing(shop, {}, skip=["a"]).items == ("b",)
    assert standing(shop, {}, skip=["a", "b"]) == standing(bundle(), {})


def test_a_question_for_several_takes_several():
    several = bundle(
        row("w", when={"pick": ["w"]}), row("p", when={"pick": ["p"]}), row("g", when={"pick": ["g"]}),
        questions=[question("pick", "w", "p", "g", text="选哪些（可多选）？")],
    )  # fmt: skip
    assert standing(several, {"pick": "w\ng"}).items == standing(several, {"pick": "w,g"}).items == ("w", "g")


@pytest.mark.parametrize(
    ("answers", "choose", "skip", "said"),
    [
        ({"gone": "x"}, {}, (), "subject、size"),
        ({"size": "gone"}, {}, (), "big、small"),
        ({"size": ""}, {}, (), "big、small"),
        ({"size": "big,small"}, {}, (), "只能选一个"),
        ({"gone.agent": "yes"}, {}, (), "person"),
        ({}, {"gone": "food"}, (), "licence、food"),
        ({}, {"food": "person"}, (), "food、small"),
        ({}, {}, ("food",), "必须办"),
        ({}, {}, ("gone",), "health"),
        ({}, {"licence": "person"}, ("person",), "又选又不办"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(answers, choose, skip, said):
    with pytest.raises(BadInput, match=said):
        standing(SHOP, answers, choose=choose, skip=skip)


@pytest.mark.parametrize(
    "wrong",
    [
        bundle(row("a", "b"), row("b", "a")),
        bundle(row("a", "a")),
        bundle(row("a", "gone")),
        bundle(row("a"), row("a")),
    ],
)
def test_a_circle_and_an_unknown_forerunner_are_refused(wrong):
    with pytest.raises(BadInput):
        standing(wrong, {})


def test_a_member_begins_on_the_day_the_last_before_it_is_due():
    slots = schedule((Node("c", ("a", "b"), 3), Node("a", (), 2), Node("b", (), 1)), MONDAY, C)
    assert [(s.item, s.starts_on.day, s.due_on.day) for s in slots] == [("c", 4, 9), ("a", 2, 4), ("b", 2, 3)]
    assert joint(slots) == date(2026, 3, 9) and critical_path(slots) == ("a", "c")


def test_natural_days_end_on_a_working_day():
    (slot,) = schedule((Node("a", (), 5, "natural"),), MONDAY, C)
    assert slot.due_on == date(2026, 3, 9)


def test_unknown_days_count_as_none_and_make_what_follows_uncertain():
    slots = schedule((Node("a"), Node("b", ("a",), 2), Node("c", (), 1)), MONDAY, C)
    assert [(s.days, s.certain, s.due_on.day) for s in slots] == [
        (None, False, 2),
        (2, False, 4),
        (1, True, 3),
    ]
    assert "没有查到" in slots[0].why


def test_a_running_plan_keeps_its_facts_and_its_margins():
    nodes = (
        Node("a", (), 5, started_on=MONDAY, due_on=date(2026, 3, 9), done_on=date(2026, 3, 4), out=1),
        Node("b", ("a",), 3, before=5, special=2),
    )
    a, b = schedule(nodes, MONDAY, C)
    assert (a.due_on, b.starts_on) == (date(2026, 3, 4), date(2026, 3, 5))
    assert b.due_on == C.after(C.after(b.starts_on, 5), 5) and b.waits_for == "a"


def test_what_has_not_begun_never_begins_before_today():
    nodes = (
        Node("a", (), 1, started_on=MONDAY, due_on=date(2026, 3, 3)),
        Node("b", ("a",), 1),
        Node("c", (), 1),
    )
    _, b, c = schedule(nodes, MONDAY, C, today=date(2026, 3, 6))
    assert b.starts_on == c.starts_on == date(2026, 3, 6) and b.waits_for is None


def test_equal_chains_are_told_by_file_order():
    slots = schedule(
        (Node("a", (), 2), Node("b", (), 2), Node("c", ("b", "a"), 1), Node("d", ("b",), 1)), MONDAY, C
    )
    assert critical_path(slots) == ("a", "c")


def test_what_shortens_it_most_is_on_every_longest_chain():
    nodes = (Node("a", (), 5), Node("b", (), 5), Node("c", ("a", "b"), 4), Node("d", ("a",), 7))
    assert [(s.item, s.days_saved) for s in shorten(nodes, MONDAY, C)] == [("a", 3), ("d", 3)]
    assert shorten((Node("a", (), 3), Node("b", (), 3)), MONDAY, C) == ()


def test_permits_together_are_held_to_forty_five_days():
    slots = schedule((Node("a", (), 30), Node("b", ("a",), 20), Node("c", ("b",), 40)), MONDAY, C)
    held = ceiling(slots, ["a", "b"], MONDAY, C)
    assert (held.working_days, held.within, held.due_on) == (50, "extended", C.after(MONDAY, 45))
    assert (
        ceiling(slots, ["a", "c"], MONDAY, C).within == "beyond"
        and ceiling(slots, ["a"], MONDAY, C).within == "within"
    )
    assert ceiling(slots, [], MONDAY, C) is None


def test_a_plan_past_the_calendar_says_so():
    with pytest.raises(BeyondCalendar):
        schedule((Node("a", (), 3000),), MONDAY, C)


def test_a_bundle_of_which_nobody_stands_has_no_joint_date():
    told = plan(
        bundle(row("a", when={"q": ["x"]}), questions=[question("q", "x", "y")]),
        {"a": {}},
        MONDAY,
        {},
        calendar=C,
    ).told()
    assert (told["members"], told["joint_due_on"], told["joint_due_certain"]) == ([], None, False)
    assert told["questions_left"] == ["q"]
