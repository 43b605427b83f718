"""When an entry was recorded is what the database's clock said, never what the caller claims."""

from datetime import timedelta

import pytest

from yichuang.ground.now import now
from yichuang.journal import acts
from yichuang.journal.actor import system
from yichuang.journal.errands import Turn
from yichuang.journal.models import Entry, Register


@pytest.mark.django_db
def test_a_creating_act_that_takes_no_number_is_recorded_by_the_databases_clock() -> None:
    def found(turn: Turn, *, by: object, at: object) -> None:
        turn.begin(name="book")
        turn.enter("journal.test_found")

    began, claimed = now(), now() - timedelta(days=400)
    try:
        acts.act("journal.test_found", on=Register, creates=True)(found)(by=system("189901"), at=claimed)
    finally:
        acts.REGISTRY.pop("journal.test_found")
    entry = Entry.objects.get()
    assert entry.at == claimed and abs(entry.recorded_at - began) < timedelta(minutes=1)
