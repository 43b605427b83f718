"""Two versions in words; what is worse for the public is marked, what is better is not."""

import copy

import pytest

from yichuang.catalogue import checks, difference, gate, records, seed
from yichuang.catalogue.tests.cast import FOOD

FIRST = next(record for record in seed.items() if record["id"] == FOOD)


def marks(**changes):
    return difference.worse(difference.compare(FIRST, {**copy.deepcopy(FIRST), **changes}))


def with_material(place, **changes):
    made = copy.deepcopy(FIRST["materials"])
    made[place] |= changes
    return made


def test_equal_records_do_not_differ():
    assert difference.compare(FIRST, copy.deepcopy(FIRST)) == []


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"statutory_days": 20}, "时限变长"),
        ({"committed_days": None}, "时限变长"),
        ({"materials": [*FIRST["materials"], {"name": "安全承诺书", "required": "必要"}]}, "材料多 1 份"),
        ({"materials": with_material(1, obtainable_by=None)}, "原来可以免交，现在要交"),
        ({"materials": with_material(1, copies=3)}, "份数变多"),
        ({"materials": with_material(1, form="原件和复印件")}, "要的形式更严"),
        ({"conditions": [*FIRST["conditions"], "有固定电话"]}, "条件多 1 条"),
        ({"conditions": [FIRST["conditions"][0] + "，并符合要求", *FIRST["conditions"][1:]]}, "比旧版模糊"),
        ({"fee": {"charged": True, "note": "每件 50 元"}}, "原来不收费，现在收费"),
        ({"visits": 2}, "要多跑"),
        ({"no_post": True}, "不能再邮寄"),
        ({"materials": [*FIRST["materials"], {"name": "体检证明", "obtainable_by": {"kind": "电子证照", "name": "健康证"}}]}, "材料多 1 份"),
        ({"materials": with_material(0, obtainable_by={"kind": "电子证照", "name": "申请书"})}, "原来由系统生成"),
        ({"service_objects": ["自然人"]}, "法人不能办了"),
        ({"scenarios": [*FIRST["scenarios"][:1], dict(FIRST["scenarios"][1], options=FIRST["scenarios"][1]["options"][:2]), *FIRST["scenarios"][2:]]}, "少了情形"),
    ],
)  # fmt: skip
def test_worse_for_the_public_is_marked(changes, mark):
    assert any(mark in said for said in marks(**changes)), marks(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"committed_days": 5}, {"statutory_days": 5}, {"materials": FIRST["materials"][:-1]}, {"conditions": FIRST["conditions"][:-1]},
        {"fee": {"charged": False, "note": "不收费，也没有押金"}}, {"note": "可以预约"}, {"materials": with_material(1, copies=None)},
    ],
)  # fmt: skip
def test_better_or_neutral_is_not(changes):
    assert difference.compare(FIRST, {**FIRST, **changes})
    assert marks(**changes) == []


def test_what_was_not_known_before_is_not_called_worse():
    unknown = {**FIRST, "fee": {"charged": None, "note": None}}
    assert (
        difference.worse(
            difference.compare(unknown, {**FIRST, "fee": {"charged": True, "note": "每件 50 元"}})
        )
        == []
    )


@pytest.mark.parametrize(
    ("before", "after", "narrower"),
    [
        ({"approval": True}, None, True),
        ({"materials": ["营业执照"]}, {"materials": []}, True),
        ({"materials": ["营业执照"]}, {"approval": True}, False),
        (None, {"approval": True, "public": True}, False),
    ],
)
def test_less_by_commitment_is_worse(before, after, narrower):
    changes = difference.compare({**FIRST, "commitment": before}, {**FIRST, "commitment": after})
    assert [change.element for change in changes] == ["commitment"]
    assert bool(difference.worse(changes)) is narrower


def test_a_renamed_material_is_one_change():
    renamed = with_material(2, name="主要设备设施清单、经营布局图、操作流程图")
    kinds = [change.kind for change in difference.compare(FIRST, {**FIRST, "materials": renamed})]
    assert kinds == [difference.CHANGED]


def test_a_draft_with_gaps_can_be_compared():
    assert difference.compare(FIRST, {"id": FOOD})
    assert difference.compare({}, FIRST)


def test_sentences_name_both_sides():
    change = difference.compare(FIRST, {**FIRST, "committed_days": 5})[0]
    assert change.sentence == "承诺时限：10 个工作日改成5 个工作日"


def test_packaged_records_have_no_hard_finding_but_words():
    for record in seed.items():
        assert {one.kind for one in checks.hard(checks.check(record))} <= {"lint"}, record["id"]


def test_too_many_paths_are_refused_before_they_are_walked():
    questions = [
        {
            "key": f"q{n}",
            "question": "？",
            "options": [{"value": f"v{m}", "label": f"{m}"} for m in range(10)],
        }
        for n in range(20)
    ]
    material = {"name": "甲", "scenario": {f"q{n}": ["v1"] for n in range(20)}}
    found = checks.hard(checks.check({**FIRST, "scenarios": questions, "materials": [material]}))
    assert any("太多了" in one.sentence for one in found)


def test_a_route_must_not_wait_for_itself():
    steps = [
        {"key": "a", "name": "审", "post": "review", "after": ["b"]},
        {"key": "b", "name": "批", "post": "approve", "after": ["a"]},
    ]
    assert any("互相等待" in one.sentence for one in checks.check({**FIRST, "route": steps}))


@pytest.mark.parametrize("caught", [name for name, _ in gate.TESTS])
def test_each_of_the_six_tests_cuts(caught):
    tests = {name: name == caught for name, _ in gate.TESTS}
    assert gate.verdict_of("《食品安全法》第三十五条", tests)[0] == gate.CUT


def test_the_gate_keeps_what_has_a_clause_and_passes_all():
    assert gate.verdict_of("《食品安全法》第三十五条", {name: False for name, _ in gate.TESTS}) == (
        gate.KEEP,
        "",
    )
    assert gate.verdict_of("《食品安全法》第三十五条", {})[0] == gate.DEBT
    assert gate.verdict_of("", {name: False for name, _ in gate.TESTS}) == (gate.DEBT, "没有写条款")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("食品经营许可证变更", ("食品经营许可证", "变更")),
        ("取水许可（延续）", ("取水许可", "延续")),
        ("户外广告变更登记", ("户外广告登记", "变更")),
        ("取水许可", ("取水许可", "")),
    ],
)
def test_base_and_variant_are_read_from_the_name(name, parts):
    assert records.derived(name) == parts
    assert records.base_of({"id": "x", "name": name, "base": "主", "variant": "新"}) == ("主", "新")
