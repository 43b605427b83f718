"""What a thing costs the database does not grow with the parts that do not move."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.town import MONDAY, REGION, Town, build
from yichuang.bundles import acts, preparing
from yichuang.bundles.models import Part, Thing
from yichuang.bundles.tests.scenes import CHEN, NORMAL, RESTAURANT, whole
from yichuang.cases.models import Case
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.journal.refusals import WrongState

PROJECT = "fixed-asset-project"
ANSWERS: dict[str, dict[str, str]] = {
    RESTAURANT: NORMAL, "veteran-service": {},
    PROJECT: {"energy": "low", "eia": "register", "soil": "yes", "lightning": "yes", "firekind": "special"},
}  # fmt: skip
# With SAVEPOINT and RELEASE: the lock, the parts, their cases; one part, the parts for their seal, the thing, the entry; a case received and accepted,
# with what is on file, the hall, and the cases once more. The days of the parts that wait are an UPDATE each.
NOTHING, LEARNED, BEGUN = 6, 9, 37


@pytest.fixture
def town(db: None) -> Town:
    made = build(keys=())
    made.bundle(*ANSWERS)
    return made


def received(town: Town, key: str) -> Thing:
    """A thing received after two others, so that all rules are kept in memory."""
    filing = whole(town, key, dict(ANSWERS[key]))
    made = [acts.receive(by=town.actor("lin"), at=MONDAY, filing=filing) for _ in range(3)]
    return Thing.objects.get(pk=made[-1]["id"])


def granted(town: Town, thing: Thing, item: str) -> None:
    """A part that runs comes to its result."""
    case = Case.objects.get(part__thing=thing, part__key=item)
    town.review(case.pk, MONDAY)
    town.decide(case.pk, MONDAY)


def statements(doing: Callable[[], Any]) -> list[str]:
    """What the database is asked meanwhile."""
    with CaptureQueriesContext(connection) as queries:
        doing()
    return [one["sql"] for one in queries.captured_queries]


def moved_on(thing: Thing) -> list[str]:
    return statements(lambda: acts.go_on(thing.pk, by=system(REGION), at=MONDAY))


def for_nothing(thing: Thing) -> None:
    with pytest.raises(WrongState):
        acts.go_on(thing.pk, by=system(REGION), at=MONDAY)


def test_what_is_on_file_is_read_once_for_all_items(town: Town) -> None:
    def cost(key: str) -> int:
        filing = whole(town, key, dict(ANSWERS[key]))
        told = {"stamp": stamps.current(), "region": REGION, "at": MONDAY, "parties": {"applicant": CHEN}}
        facts = town.bundle_facts(key)
        return len(statements(lambda: preparing.prepared(facts, filing.answers, **told)))

    assert {cost(key) for key in ANSWERS} == {2}


@pytest.mark.parametrize("key", [RESTAURANT, "veteran-service"])
def test_going_on_for_nothing_costs_the_same_in_each_thing(town: Town, key: str) -> None:
    thing = received(town, key)
    assert len(statements(lambda: for_nothing(thing))) <= NOTHING


@pytest.mark.parametrize(
    ("key", "item"), [(RESTAURANT, "food-handler-health-cert"), ("veteran-service", "id-card-renewal")]
)
def test_learning_of_a_result_costs_the_same_in_each_thing(town: Town, key: str, item: str) -> None:
    thing = received(town, key)
    granted(town, thing, item)
    told = [one for one in moved_on(thing) if 'UPDATE "bundles_part"' not in one]
    assert len(told) <= LEARNED - 1


def test_beginning_a_part_costs_its_case_and_no_reading_of_the_others(town: Town) -> None:
    thing = received(town, PROJECT)
    granted(town, thing, "land-preapproval")
    before = Case.objects.filter(thing=thing.pk).count()
    told = [one for one in moved_on(thing) if 'UPDATE "bundles_part"' not in one]
    assert Case.objects.filter(thing=thing.pk).count() == before + 1
    assert Part.objects.filter(thing=thing, state="waiting").count() == 4
    assert len(told) <= BEGUN
