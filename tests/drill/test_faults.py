"""A million cases with planted faults, judged by every probe in memory: recall at least 95 %, false alarms at most one in a thousand."""

import multiprocessing
import time
from typing import Any

import pytest

from tests.drill import faults
from tests.drill.judging import Table, measured
from tests.town import records

CASES, PARTS = 1_000_000, 20


def kinds(departments: tuple[int, int, int, int] = (1, 2, 3, 4)) -> tuple[faults.Kind, ...]:
    """Three items: a usual one, a short promise, and a route of two departments with days of their own."""
    food, hygiene, fire, other = departments
    return (
        faults.Kind("food-business-license-new", food, 10, 20, _names("food-business-license-new")),
        faults.Kind("public-place-hygiene-license", hygiene, 5, 20, _names("public-place-hygiene-license")),
        faults.Kind(
            "fire-safety-check-general", fire, 20, 25, _names("fire-safety-check-general"),
            (("first", 0, 3), ("second", other, 4), ("approve", 0, None)),
        ),
    )  # fmt: skip


def _names(key: str) -> tuple[str, ...]:
    return tuple(str(material["name"]) for material in records()[key]["materials"])


def _part(seed: int) -> Table:
    return measured(faults.Maker(seed, kinds(), 1, 3).lives(CASES // PARTS))


@pytest.mark.slow
def test_planted_faults_are_found_and_nothing_else(record_property: Any) -> None:
    began, whole = time.monotonic(), Table()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for part in pool.imap_unordered(_part, range(PARTS)):
            whole.cases += part.cases
            whole.planted += part.planted
            whole.found += part.found
            whole.alarms += part.alarms
    for rule, planted, found, recall, alarms, share in whole.rows():
        record_property(
            rule, f"{planted} planted, {found} found ({recall:.4f}), {alarms} false alarms ({share:.5f})"
        )
    record_property("cases", whole.cases)
    record_property("seconds", round(time.monotonic() - began))
    assert not whole.fails()
    assert all(row[1] for row in whole.rows())
