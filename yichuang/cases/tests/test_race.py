"""Two departments conclude the last two parallel steps at the same moment: the case is reviewed, every time."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from tests import town as towns
from yichuang.cases import acts as cases
from yichuang.cases.acts import review
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.catalogue.models import Authorisation, Version
from yichuang.journal.refusals import Moved

ROUNDS = 20
KEY = "food-business-license-new"
ROUTE = [
    {"key": "market", "name": "市场监管审查", "post": "review"},
    {"key": "fire", "name": "消防审查", "post": "review", "department": "消防救援大队"},
    {"key": "approve", "name": "决定", "post": "approve", "after": ["market", "fire"]},
]


@pytest.fixture
def joint(transactional_db):
    """A town where a restaurant needs two departments side by side."""
    town = towns.build((KEY,))
    version = Version.objects.get(item=town.items[KEY])
    Version.objects.filter(pk=version.pk).update(record=json.dumps({**version.content, "route": ROUTE}))
    Authorisation.objects.create(
        region=towns.REGION, item=town.items[KEY], decision="review", post=town.posts["zheng"], document="示例授权书", starts_on=towns.BEGIN
    )  # fmt: skip
    versions.forget()
    return town


def conclude(town, case, who, step):
    try:
        cases.conclude(
            case, by=town.actor(who), at=towns.MONDAY + timedelta(hours=1), step=step, verdict="pass"
        )
    finally:
        connection.close()


@pytest.mark.postgres
def test_two_departments_concluding_at_once_never_leave_a_case_hanging(joint, monkeypatch):
    look_round = review._go_on

    def meet(turn, *steps):
        """Wait a moment for the other department to stand here too; only a missing lock would let it."""
        try:
            meeting.wait(0.1)
        except threading.BrokenBarrierError:
            pass
        return look_round(turn, *steps)

    monkeypatch.setattr(review, "_go_on", meet)
    states, met = [], 0
    with ThreadPoolExecutor(2) as both:
        for _ in range(ROUNDS):
            meeting = threading.Barrier(2)
            case = joint.case(KEY).pk
            for done in [
                both.submit(conclude, joint, case, "wu", "market"),
                both.submit(conclude, joint, case, "zheng", "fire"),
            ]:
                done.result()
            met += not meeting.broken
            states.append(Case.objects.get(pk=case).state)
    assert states == ["reviewed"] * ROUNDS and met == 0


@pytest.mark.postgres
def test_of_two_approvers_at_once_one_decides_and_the_other_is_told(joint):
    case = joint.case(KEY)
    for who, step in (("wu", "market"), ("zheng", "fire")):
        cases.conclude(case.pk, by=joint.actor(who), at=towns.MONDAY, step=step, verdict="pass")
    seen = Case.objects.get(pk=case.pk).seq
    start = threading.Barrier(2)

    def decide(who):
        try:
            start.wait(5)
            return cases.decide(
                case.pk, by=joint.actor(who), at=towns.MONDAY, outcome="granted", expected=seen
            )["state"]
        except Moved as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(decide, ["sun", "qi"]))
    assert answers == ["decided", "moved"]
