"""Review points: from the record, carried by marks, told in one opinion."""

import pytest

from yichuang.law import points

YES = {"id": "c0", "text": "有场所", "state": "yes"}
NO = {"id": "c1", "text": "有制度", "state": "no", "why": "缺健康管理一章。", "clause": "办法第十二条"}


def test_named_points_come_before_conditions():
    record = {"points": [{"name": "距离25米", "check": "看平面图"}], "conditions": ["有场所"]}
    assert points.points_of(record) == (points.Point("p0", "距离25米", "看平面图"),)
    assert points.points_of({"conditions": ["有场所", "有制度"]})[1] == points.Point("c1", "有制度")
    assert points.points_of({"points": None, "conditions": None}) == ()


@pytest.mark.parametrize(
    ("verdict", "marks", "sentence"),
    [
        ("pass", [], None), ("pass", [YES], None), ("fail", [YES, NO], None), ("pass", [YES, {"state": ""}], "还有1条要点没看"),
        ("pass", [YES, NO], "有1条要点不符合"), ("fail", [YES], "要点都符合"), ("fail", [{**NO, "why": " "}], "要写明理由"),
    ],
)  # fmt: skip
def test_the_marks_carry_the_verdict_or_say_why_not(verdict, marks, sentence):
    told = points.refused(verdict, marks)
    assert told is None if sentence is None else sentence in told


def test_the_opinion_says_the_clause_or_what_does_not_hold_and_why():
    assert (
        points.opinion([YES], ["《食品安全法》第三十五条"])
        == "符合《食品安全法》第三十五条规定的条件，建议准予。"
    )
    assert points.opinion([]) == "符合规定的条件，建议准予。"
    assert points.opinion([YES, NO]) == "不符合“有制度”：缺健康管理一章（办法第十二条）。建议不予。"
