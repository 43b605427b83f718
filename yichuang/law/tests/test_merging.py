"""One set of papers and one form for several items: each paper once, each data element once."""

import pytest

from yichuang.law import BadInput, forms
from yichuang.law.merging import (
    answers_of,
    check_own,
    form,
    kinds_of,
    materials,
    questions,
    questions_left,
    settled,
    values_of,
)
from yichuang.law.standing import standing
from yichuang.law.tests.test_plans import bundle, question, row


def paper(name, kind=None, any_of=(), required="必要", scenario=None, form="复印件", copies=1):
    source = {"kind": kind, "name": any_of[0], "any_of": list(any_of)} if kind else None
    return {
        "name": name, "form": form, "copies": copies, "source": "申请人自备", "required": required, "obtainable_by": source,
        "scenario": scenario,
    }  # fmt: skip


LICENCE = paper("营业执照", "电子证照", ["营业执照"])
ITEMS = {
    "firm": {
        "name": "公司设立", "scenarios": [question("agent", "no", "yes"), question("premises", "own", "lease")],
        "materials": [paper("申请书", "系统生成", ["表"]), paper("委托书", scenario={"agent": ["yes"]}), paper("租赁合同", scenario={"premises": ["lease"]})],
    },
    "food": {
        "name": "食品许可", "scenarios": [question("agent", "no", "yes")],
        "materials": [LICENCE, paper("平面图（1:100）", form="原件", copies=2), paper("委托书", scenario={"agent": ["yes"]})],
    },
    "sign": {"name": "招牌", "materials": [paper("营业执照", required="非必要"), paper("平面图（1：100） ", required="容缺后补"), paper("效果图")]},
}  # fmt: skip
SHOP = bundle(
    row("firm", required=False, when={"has": ["no"]}), row("food", "firm"), row("sign", "food", required=False),
    questions=[question("has", "no", "yes")],
    feeds=[{"from_item": "firm", "result": "营业执照", "to_item": "food", "as_material": "营业执照"}],
)  # fmt: skip


def merged(shop, answers, **on_file):
    return {one.name: one for one in materials(shop, ITEMS, standing(shop, answers), answers, **on_file)}


def test_a_paper_counts_once_for_all_who_ask_for_it():
    found = merged(SHOP, {"has": "yes"})
    assert list(found) == ["营业执照", "平面图（1:100）", "效果图"]
    plan = found["平面图（1:100）"]
    assert plan.used_by == (("food", 1), ("sign", 1)) and plan.items == ("food", "sign")
    assert (plan.how, plan.required, plan.form, plan.copies) == ("submit", "必要", "原件", 2)
    assert plan.ways == ("submit", "later")


def test_a_result_of_the_bundle_comes_by_itself_to_all_that_come_after_it():
    licence = merged(SHOP, {"has": "no"})["营业执照"]
    assert (licence.how, licence.ways, licence.fed_by, licence.waived) == (
        "feed",
        ("feed", "feed"),
        "firm",
        True,
    )
    assert "公司设立" in licence.why


def test_who_does_not_come_after_the_giver_still_needs_the_paper():
    shop = {**SHOP, "members": [row("firm"), row("food", "firm"), row("sign")]}
    licence = merged(shop, {})["营业执照"]
    assert (licence.how, licence.ways) == ("submit", ("feed", "submit"))


def test_what_is_on_file_is_not_handed_in():
    found = merged(SHOP, {"has": "yes"}, licences=["营业执照"], committed=["效果图"])
    # The board asks for it without naming the e-licence, so it is still asked for once.
    assert found["营业执照"].ways == ("licence", "submit") and found["效果图"].how == "commit"
    assert [kind for kind, _ in kinds_of(found.values())] == ["营业执照"]


def test_each_member_is_asked_its_own_questions():
    found = merged(SHOP, {"has": "no", "firm.agent": "yes", "firm.premises": "lease", "food.agent": "yes"})
    assert found["委托书"].used_by == (("firm", 1), ("food", 2)) and "租赁合同" in found
    assert "委托书" not in merged(SHOP, {"has": "no", "firm.agent": "no"})


def test_names_that_a_row_makes_one_count_once():
    shop = {**SHOP, "aliases": [{"name": "平面图(1:100)", "same": ["效果图"]}]}
    assert merged(shop, {"has": "yes"})["平面图（1:100）"].names == (
        "平面图（1:100）",
        "平面图（1：100） ",
        "效果图",
    )


def test_what_another_paper_proves_is_not_asked_for_beside_it():
    shop = {
        **SHOP,
        "covers": [
            {"paper": "平面图（1:100）", "proves": ["效果图", "不在清单里的"]},
            {"paper": "没有的", "proves": ["营业执照"]},
        ],
    }
    found = merged(shop, {"has": "yes"})
    assert "效果图" not in found and ("sign", 2) in found["平面图（1:100）"].used_by and "营业执照" in found


def test_a_question_is_asked_once_for_all_who_ask_it_in_the_same_words():
    asked = questions(
        SHOP, ITEMS, standing(SHOP, {"has": "no"}), {"has": "no", "firm.agent": "yes", "food.agent": "yes"}
    )
    assert [(one.key, one.keys, one.answer) for one in asked] == [
        ("has", ("has",), "no"), ("firm.agent", ("firm.agent", "food.agent"), "yes"), ("firm.premises", ("firm.premises",), ""),
    ]  # fmt: skip
    assert questions_left(SHOP, ITEMS, standing(SHOP, {"has": "no"}), {"has": "no", "firm.agent": "no"}) == (
        "firm.premises",
        "food.agent",
    )


def test_a_question_that_the_bundle_settles_is_not_asked_again():
    shop = {
        **SHOP,
        "settles": [{"key": "has", "item_id": "food", "question": "agent", "values": {"no": "yes"}}],
    }
    answers = {"has": "no"}
    stand = standing(shop, answers)
    assert settled(shop, answers)["food.agent"] == "yes"
    assert [one.keys for one in questions(shop, ITEMS, stand, answers)] == [
        ("has",),
        ("firm.agent",),
        ("firm.premises",),
    ]
    assert "food.agent" not in questions_left(shop, ITEMS, stand, answers)
    assert "委托书" in merged(shop, answers) and "委托书" not in merged(shop, answers | {"food.agent": "no"})
    assert "food.agent" in questions_left(shop, ITEMS, standing(shop, {"has": "yes"}), {"has": "yes"})


@pytest.mark.parametrize(
    ("answers", "said"),
    [({"firm.gone": "x"}, "agent、premises"), ({"firm.agent": "gone"}, "no、yes"), ({"lost.q": "x"}, "lost")],
)
def test_an_answer_that_fits_no_question_of_the_item_is_refused(answers, said):
    with pytest.raises(BadInput, match=said):
        check_own(ITEMS, ("firm", "food", "lost"), answers)


def test_an_items_answers_are_those_with_its_name():
    assert answers_of({"a": "1", "firm.agent": "no", "firm.b.c": "2"}, "firm") == {"agent": "no", "b.c": "2"}


def field(key, **more):
    return {
        "key": key, "element": key, "label": key, "type": "text", "required": True, "help": "", "options": [], "unit": "",
        "least": None, "most": None, "when": {}, "who": "matter", "kind": "", "sources": [], "locked": False,
    } | more  # fmt: skip


def group(title, *fields):
    return [{"key": "matter", "title": title, "fields": list(fields)}]


def test_no_element_is_asked_twice_and_every_form_can_be_filled():
    made = form({
        "a": group("事项", field("name"), field("own", element="area", when={"q": ["x"]})),
        "b": group("场所", field("area", when={"r": ["y"]}), field("name", required=False)),
    })  # fmt: skip
    assert made.elements == ("name", "area")
    area = made.rows[0]["fields"][1]
    assert area["any"] == [{"a.q": ["x"]}, {"b.r": ["y"]}]
    assert values_of(made, "a", {"name": "甲", "area": "3"}) == {"name": "甲", "own": "3"}
    assert values_of(made, "b", {"area": "3"}) == {"area": "3"}
    asked = {answer: forms.groups(made.rows, {"b.r": answer}, kind="person") for answer in ("y", "n")}
    assert [len(one[0].fields) for one in asked.values()] == [2, 1]


def test_only_what_applies_to_the_answers_is_in_the_form():
    groups = {"a": group("事项", field("x", when={"q": ["yes"]}), field("y"), field("z", who="agent"))}
    assert form(groups, {"a.q": "no"}, kind="person").elements == ("y",)
    assert form(groups, {"a.q": "yes"}, kind="person", agent=True).elements == ("x", "y", "z")


@pytest.mark.parametrize(
    ("one", "other", "what", "kept"),
    [
        ({"required": False}, {}, "required", {"required": True}),
        ({"type": "long"}, {"type": "text"}, "type", {"type": "text"}),
        ({"type": "text"}, {"type": "date"}, "type", {"type": "date"}),
        ({"most": 20}, {"most": 10, "least": 2}, "limits", {"most": 10, "least": 2}),
        ({"label": "面积"}, {"label": "营业面积"}, "label", {"label": "面积"}),
        ({"type": "choice", "options": [["a", "甲"], ["b", "乙"]]}, {"type": "choice", "options": [["b", "乙"], ["c", "丙"]]}, "options", {"options": [["b", "乙"]]}),
    ],
)  # fmt: skip
def test_what_differs_is_told_with_what_wins(one, other, what, kept):
    made = form({"a": group("事项", field("e", **one)), "b": group("事项", field("e", **other))})
    (conflict,) = made.conflicts
    assert (conflict.what, conflict.settled) == (what, True) and "用“" in conflict.sentence
    (merged,) = made.rows[0]["fields"]
    assert {name: merged[name] for name in kept} == kept and made.homes["a"] == made.homes["b"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"type": "date"}, {"type": "number"}),
        ({"type": "many"}, {"type": "text"}),
        ({"unit": "元"}, {"unit": "万元"}),
        ({"least": 5}, {"most": 3}),
        ({"who": "agent"}, {"who": "applicant"}),
        ({"type": "choice", "options": [["a", "甲"]]}, {"type": "choice", "options": [["b", "乙"]]}),
    ],
)
def test_what_cannot_be_one_stands_apart_and_is_told(one, other):
    made = form({"a": group("事项", field("e", **one)), "b": group("事项", field("e", **other))})
    (conflict,) = made.conflicts
    assert not conflict.settled and conflict.apart == ("b",) and "合不成" in conflict.sentence
    assert (
        made.elements == ("e",)
        and values_of(made, "b", {"e": "x"}) == {}
        and values_of(made, "a", {"e": "x"})
    )


def test_groups_of_one_title_are_one_and_keys_stay_apart():
    made = form(
        {"a": group("事项", field("x")), "b": group("场所", field("y")), "c": group("事项", field("z"))}
    )
    assert [(one["key"], one["title"], len(one["fields"])) for one in made.rows] == [
        ("matter", "事项", 2),
        ("matter-2", "场所", 1),
    ]
