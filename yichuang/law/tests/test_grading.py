"""Credit grades: the worst that stands decides, what is mended or long ago counts no more, and the table binds the draw."""

from datetime import date
from typing import Any

import pytest

from yichuang.law import Unlawful, grading
from yichuang.law.grading import Rated, Seen, grade

DAY = date(2026, 3, 2)
FAULT, GRAVE = Seen(date(2026, 1, 5), "6", "食品检查"), Seen(date(2025, 1, 5), "3", "食品检查")
CLEAN = [Seen(date(2025, 5, 5), "1", "食品检查"), Seen(date(2024, 5, 5), "1", "食品检查")]
MENDED = Seen(date(2026, 1, 5), "6", "食品检查", mended=True)


@pytest.mark.parametrize(
    ("marks", "seen", "rated", "level", "source"),
    [
        ([], [], None, "B", "new"),
        (["欠缴罚款"], CLEAN, Rated("A", "年度评价", DAY), "D", "mark"),
        ([], [GRAVE, FAULT], None, "D", "grave"),
        ([], [FAULT], None, "C", "fault"),
        ([], [MENDED, *CLEAN], None, "A", "clean"),
        ([], CLEAN[:1], None, "B", "new"),
        ([], [FAULT], Rated("A", "年度评价", DAY), "C", "fault"),
        ([], [FAULT], Rated("D", "处罚决定", DAY), "D", "rated"),
        ([], CLEAN, Rated("B", "年度评价", DAY), "B", "rated"),
        ([], [FAULT], Rated("B", "异议成立", DAY, settled=True), "B", "settled"),
    ],
)
def test_the_worst_that_stands_decides(
    marks: list[str], seen: list[Seen], rated: Rated | None, level: str, source: str
) -> None:
    found = grade(marks, seen, rated, DAY)
    assert (found.grade, found.source) == (level, source)


def test_a_fault_counts_a_year_and_a_grave_one_three() -> None:
    assert grade([], [FAULT], None, DAY).lasts_to == date(2027, 1, 5)
    assert grade([], [FAULT], None, date(2027, 1, 4)).grade == "C"
    assert grade([], [FAULT], None, date(2027, 1, 5)).grade == "B"
    assert grade([], [GRAVE], None, DAY).lasts_to == date(2028, 1, 5)
    assert grade([], CLEAN, None, DAY).lasts_to == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("changes", "weight", "words"),
    [({"D": 29}, "key", "D级的抽查比例最低30%"), ({"A": 6}, "general", "A级的抽查比例最高5%")],
)
def test_the_grade_sets_the_share(changes: dict[str, Any], weight: str, words: str) -> None:
    said = {"A": 1, "B": 10, "C": 20, "D": 50}
    grading.shares(said, weight)
    with pytest.raises(Unlawful, match=words):
        grading.shares(said | changes, weight)
    grading.shares({"A": 1, "B": 3, "C": 10, "D": 20}, "general", 20)


def test_the_grade_sets_how_often() -> None:
    assert grading.rests(DAY) == {"A": date(2024, 3, 2), "B": date(2025, 3, 2), "C": date(2025, 9, 2)}
    assert grading.owed(date(2026, 8, 31)) == {"C": date(2025, 8, 31), "D": date(2026, 2, 28)}
