"""What stands in the way of acceptance, and when acceptance with a gap is closed."""

import pytest

from yichuang.law.completeness import Judged, gap_refused, missing, unjudged


def rows(*pairs):
    return [Judged(f"{need}{state}", need, state) for need, state in pairs]


def test_what_nobody_judged_must_be_judged_before_anything_is_told():
    assert unjudged(rows(("必要", "awaited"), ("必要", "got"), ("非必要", "awaited"))) == (
        "必要awaited",
        "非必要awaited",
    )


@pytest.mark.parametrize(
    ("need", "state", "stands"),
    [
        ("必要", "awaited", True),
        ("必要", "faulty", True),
        ("非必要", "faulty", True),
        ("容缺后补", "faulty", True),
        ("非必要", "awaited", False),
        ("容缺后补", "awaited", False),
        ("必要", "got", False),
        ("必要", "waived", False),
        ("必要", "committed", False),
        ("容缺后补", "gap", False),
        ("必要", "na", False),
    ],
)
def test_what_is_missing_stands_in_the_way(need, state, stands):
    assert bool(missing(rows((need, state)))) is stands


@pytest.mark.parametrize(
    ("pairs", "marked", "days", "said"),
    [
        ([("容缺后补", "gap")], False, 5, None),
        ([("非必要", "gap")], False, None, None),
        ([("必要", "gap"), ("容缺后补", "gap")], False, 5, "主审要件"),
        ([("容缺后补", "gap")], True, 5, "失信"),
        ([("容缺后补", "gap")], False, 0, "太短"),
    ],
)
def test_a_gap_is_only_for_secondary_materials_honest_people_and_long_promises(pairs, marked, days, said):
    got = gap_refused(rows(*pairs), marked=marked, days=days)
    assert got is None if said is None else said in got
