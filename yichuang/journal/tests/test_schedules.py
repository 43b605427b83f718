"""The worker's clock when a worker begins."""

import pytest
from django_q.models import OrmQ, Schedule

from tests.town import MONDAY
from yichuang.journal import schedules

SWEEP = "yichuang.doors.keeper.watch.sweep"


@pytest.mark.django_db(transaction=True)
def test_a_worker_begins_everything_at_once_and_forgets_what_an_ended_one_took() -> None:
    schedules.keep({"sweep": (SWEEP, 1)})
    left = OrmQ.objects.create(key="yichuang", payload="taken by a worker that was killed", lock=MONDAY)
    planned = Schedule.objects.get().next_run
    schedules.begin(MONDAY)
    waiting = OrmQ.objects.get()
    assert waiting.pk != left.pk and waiting.func() == SWEEP
    assert Schedule.objects.get().next_run != planned
