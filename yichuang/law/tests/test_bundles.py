"""The lint of a bundle: every finding with its sentence, and nothing found in a sound one."""

import pytest

from yichuang.law.bundles import HARD, WARNING, findings, longest, paths
from yichuang.law.standing import standing
from yichuang.law.tests.test_merging import field, group, paper
from yichuang.law.tests.test_plans import bundle, question, row


def item(name, *materials, days=1, results=(), **more):
    return {
        "name": name, "type": "公共服务", "committed_days": days, "statutory_days": None, "day_kind": "工作日",
        "materials": [paper(one) for one in materials], "result_documents": [{"name": one} for one in results],
    } | more  # fmt: skip


ITEMS = {
    "firm": item("公司设立", "章程", results=["营业执照"], days=2),
    "food": item("食品许可", "营业执照", "平面图", days=10, results=["食品经营许可证"]),
    "sign": item("招牌", "效果图", "平面图", scenarios=[question("size", "big", "small")]),
}
FEED = {"from_item": "firm", "result": "营业执照", "to_item": "food", "as_material": "营业执照"}
PLAN = {"name": "平面图", "used_by": ["food", "sign"]}


def shop(**more):
    return bundle(row("firm"), row("food", "firm"), row("sign", required=False), committed_days=12, day_kind="工作日", feeds=[FEED], merged_materials=[PLAN]) | more  # fmt: skip


def found(**more):
    return findings(shop(**more), ITEMS)


def told(**more):
    return [(one.kind, one.element) for one in found(**more)]


def test_nothing_is_found_in_a_sound_record():
    assert found() == []


@pytest.mark.parametrize(
    ("more", "element", "said"),
    [
        ({"members": []}, "members", "至少列一项"),
        ({"members": [row("firm"), row("food", "firm"), row("sign"), row("gone")]}, "members", "目录里没有事项“gone”"),
        ({"members": [row("firm"), row("food", "firm"), row("sign"), row("sign")]}, "members", "列了两次"),
        ({"members": [row("firm"), row("food", "firm"), row("sign", "gone")]}, "members", "不在成员里"),
        ({"members": [row("firm", "food"), row("food", "sign"), row("sign", "firm")], "feeds": []}, "members", "→"),
        ({"members": [row("firm"), row("food", "firm"), row("sign", when={"q": ["x"]})]}, "members", "没有这个问题"),
        ({"scenarios": [question("q", "x", "y"), question("q", "x", "y")]}, "scenarios", "用过了"),
        ({"scenarios": [question("q", "x", "x")]}, "scenarios", "值一样"),
        ({"feeds": [FEED | {"to_item": "gone"}]}, "feeds", "不在成员里"),
        ({"feeds": [FEED | {"result": "许可证"}]}, "feeds", "结果里没有"),
        ({"feeds": [FEED | {"as_material": "效果图"}]}, "feeds", "不要材料"),
        ({"feeds": [FEED | {"to_item": "sign", "as_material": "平面图"}]}, "feeds", "等不到"),
        ({"merged_materials": [{"name": "平面图", "used_by": []}]}, "merged_materials", "哪些事项用"),
        ({"merged_materials": [{"name": "平面图", "used_by": ["food", "gone"]}]}, "merged_materials", "不在成员里"),
        ({"merged_materials": [PLAN, PLAN]}, "merged_materials", "列了两次"),
        ({"aliases": [{"name": "平面图", "same": ["效果图"]}, {"name": "章程", "same": ["效果图"]}]}, "aliases", "两行"),
        ({"covers": [{"paper": "平面图", "proves": ["效果图"]}, {"paper": "效果图", "proves": ["平面图"]}]}, "covers", "互相"),
        ({"settles": [{"key": "q", "item_id": "gone", "question": "size", "values": {}}]}, "settles", "不在成员里"),
        ({"settles": [{"key": "q", "item_id": "sign", "question": "size", "values": {}}]}, "settles", "问题 q"),
        ({"entry_conditions": ["符合相关规定"]}, "entry_conditions", "说不清"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_hard(more, element, said):
    hard = [one for one in found(**more) if one.kind == HARD]
    assert any(one.element == element and said in one.sentence for one in hard), hard


@pytest.mark.parametrize(
    ("more", "element", "said"),
    [
        ({"committed_days": 4}, "committed_days", "承诺 4 个工作日，成员最长的一条线要 12 个工作日：公司设立 2 个工作日 → 食品许可 10 个工作日"),
        ({"committed_days": 12, "day_kind": "自然日"}, "committed_days", "承诺 12 个自然日"),
        ({"committed_days": None}, "committed_days", "没有填承诺时限"),
        ({"members": [row("firm"), row("food", "firm"), row("sign", group="g")]}, "members", "只有“招牌”一项"),
        ({"merged_materials": [{"name": "平面图", "used_by": ["food", "firm"]}]}, "merged_materials", "“公司设立”不要"),
        ({"merged_materials": [{"name": "图", "used_by": ["food"]}]}, "merged_materials", "没有成员要"),
        ({"aliases": [{"name": "平面图", "same": ["图"]}]}, "aliases", "用不上"),
        ({"covers": [{"paper": "平面图", "proves": ["图"]}]}, "covers", "用不上"),
        ({"results": ["招牌批文"]}, "results", "没有成员给出"),
        ({"material_count_before": 4}, "material_count_before", "一共要 5 份"),
        ({"material_count_merged": 4}, "material_count_merged", "列了 1 份"),
        ({"note": "一般办得快，10日办完"}, "note", "工作日还是自然日"),
    ],
)  # fmt: skip
def test_what_the_editors_should_know_is_a_warning(more, element, said):
    (one,) = found(**more)
    assert (one.kind, one.element) == (WARNING, element) and said in one.sentence


def test_unknown_days_are_told_and_permits_held_to_the_ceiling():
    items = ITEMS | {
        "sign": item("招牌", "平面图", days=None),
        "food": ITEMS["food"] | {"type": "行政许可", "committed_days": 50},
    }
    said = [one.sentence for one in findings(shop(committed_days=60), items)]
    assert len(said) == 2 and "45 个工作日" in said[0] and "“招牌”没有承诺时限" in said[1]
    assert len(findings(shop(committed_days=60, joint=False), items)) == 1


def test_answers_that_leave_nobody_and_members_nobody_reaches_are_told():
    asked = {"scenarios": [question("q", "x", "y")], "feeds": [], "merged_materials": []}
    only = [
        row("firm", when={"q": ["x"]}),
        row("food", when={"q": ["x"]}, group="g"),
        row("sign", when={"q": ["x"]}, group="g"),
    ]
    said = [one.sentence for one in found(members=only, **asked)]
    assert "q？选“y”时，一个事项也不用办" in said[0] and "轮不到" in said[1]


def test_a_question_with_settled_answers_and_wrong_values():
    row_ = {
        "key": "q",
        "item_id": "sign",
        "question": "size",
        "values": {"x": "big", "gone": "small", "y": "none"},
    }
    hard = found(scenarios=[question("q", "x", "y")], settles=[row_])
    assert [one.text for one in hard] == ["gone", "none"]


def test_materials_that_one_licence_proves_are_offered_as_one():
    deed = [paper(name, "电子证照", ["不动产权证书"]) for name in ("住所证明", "场所证明")]
    who = [paper(name, "电子证照", ["居民身份证"]) for name in ("经营者身份证", "经办人身份证")]
    items = {
        **ITEMS,
        "firm": ITEMS["firm"] | {"materials": [deed[0], who[0]]},
        "sign": ITEMS["sign"] | {"materials": [deed[1], who[1], paper("平面图")]},
    }
    (one,) = findings(shop(), items)
    assert one.kind == WARNING and "“住所证明”、“场所证明”都由电子证照“不动产权证书”证明" in one.sentence
    assert findings(shop(aliases=[{"name": "住所证明", "same": ["场所证明"]}]), items) == []


def test_forms_that_differ_are_told():
    forms = {"firm": group("事项", field("e", type="date")), "food": group("事项", field("e", type="number"))}
    (one,) = findings(shop(), ITEMS, forms)
    assert (one.kind, one.element, one.text) == (HARD, "form", "e")


def test_the_longest_chain_takes_natural_days_for_fewer():
    items = ITEMS | {"sign": item("招牌", days=14, day_kind="自然日")}
    chain = longest(standing(shop(), {}), items)
    assert (chain.items, chain.days, chain.certain) == (("firm", "food"), 12, True)
    assert longest(standing(shop(), {}), items | {"food": item("食品许可", days=None)}).items == ("sign",)


def test_paths_are_every_full_set_of_answers():
    asked = bundle(questions=[question("a", "1", "2"), question("b", "x", "y", "z", text="选（可多选）")])
    made = list(paths(asked))
    assert len(made) == 2 * 7 and {"a": "2", "b": "x\nz"} in made
