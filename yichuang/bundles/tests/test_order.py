"""Acts on things queue for numbers in one order, so that no two of them wait for each other (decision 0019)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import MONDAY, Town, build
from yichuang.bundles import acts
from yichuang.bundles.tests.scenes import brought, on_line, said, told_once

pytestmark = pytest.mark.postgres


@pytest.fixture
def town(db: None) -> Town:
    return brought(build(keys=()))


def kinds(queries: CaptureQueriesContext) -> list[str]:
    """Of which kind the numbers are that were queued for, in order."""
    return re.findall(
        r"journal_serial \(scope, value\) VALUES \('(\w+):", " ".join(q["sql"] for q in queries)
    )


def test_an_acceptance_queues_for_the_filing_number_before_any_case_number(town: Town) -> None:
    thing = on_line(town)
    with CaptureQueriesContext(connection) as queries:
        said(town, thing, {})
    assert kinds(queries) == ["filing", "case", "case"]


def test_a_correction_queues_for_the_filing_number_first(town: Town) -> None:
    thing = told_once(town)
    with CaptureQueriesContext(connection) as queries:
        acts.hand_in(thing.pk, by=town.actor("lin"), at=MONDAY)
    assert kinds(queries)[:1] == ["filing"]
