"""Colours and due days, turned and counted for many cases at once, are written exactly as for one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.town import Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Step
from yichuang.catalogue import versions
from yichuang.catalogue.models import Version
from yichuang.clock import acts as clock
from yichuang.clock.models import Term
from yichuang.ground import rows
from yichuang.journal import bulk, verify
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import Refused

FOOD, PERMIT = "food-business-license-new", "construction-permit"
START, LATER = datetime(2026, 11, 2, 2, tzinfo=UTC), datetime(2026, 11, 18, 2, tzinfo=UTC)
NEXT_YEAR = "year = 2027\nwork = []\n[[off]]\nname = '元旦'\nfrom = 2027-01-01\nto = 2027-01-05\n"
CLOSED = {date(2026, 11, 5): "雪", date(2026, 11, 20): "雪"}


@pytest.fixture
def many(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Cases of many kinds: filed, at review, stopped, extended, in correction, over, with steps of own days."""
    monkeypatch.setattr(rows, "clock_value", lambda raw: LATER)  # the database's clock stands still
    Version.objects.filter(item=town.items[PERMIT]).update(statutory_days=45, committed_days=45)
    versions.forget()
    found = [
        town.case(key, at=START, upto=upto)
        for key in (FOOD, PERMIT)
        for upto in ("filed", "accepted", "reviewed")
    ]
    stopped, going, longer, over = (town.case(FOOD, at=START) for _ in range(4))
    cases.suspend(stopped.pk, by=town.actor("wu"), at=START + timedelta(days=1), name="听证", days=20)
    cases.suspend(going.pk, by=town.actor("wu"), at=START + timedelta(days=1), name="听证", days=20)
    cases.resume(going.pk, by=town.actor("wu"), at=START + timedelta(days=4), result="开过了")
    cases.extend(longer.pk, by=town.actor("gao"), at=START + timedelta(days=1), reason="情况复杂")
    cases.withdraw(over.pk, by=town.actor("lin"), at=START + timedelta(days=1), why="不办了")
    return [one.pk for one in (*found, stopped, going, longer, over)]


def told(subjects: list[UUID]) -> dict[str, list[Any]]:
    """Everything that the acts may have written."""
    return {
        "entries": list(Entry.objects.filter(subject__in=subjects).values_list()),
        "cases": list(Case.objects.filter(pk__in=subjects).order_by("pk").values_list()),
        "terms": list(Term.objects.filter(subject__in=subjects).order_by("pk").values_list()),
        "steps": list(Step.objects.filter(case__in=subjects).order_by("pk").values_list()),
        "errands": list(Errand.objects.filter(subject__in=subjects).order_by("key").values_list("key", "kind", "args")),
    }  # fmt: skip


def singly(town: Town, act: Any, subjects: list[UUID], **params: Any) -> dict[str, list[Any]]:
    """Do the act one by one, look, and undo it."""
    with transaction.atomic():
        for subject in subjects:
            try:
                act(subject, by=town.night, at=LATER, **params)
            except Refused:
                continue
        found = told(subjects)
        transaction.set_rollback(True)
    return found


def test_colours_turn_in_bulk_byte_for_byte_as_singly(town: Town, many: list[UUID]) -> None:
    before, one = told(many), singly(town, cases.turn_colour, many)
    assert told(many) == before
    done = bulk.perform("cases.turn", many, by=town.night, at=LATER)
    assert told(many) == one != before
    assert len(done.made) + len(done.refused) == len(many) and len(done.made) > 6
    assert verify.verify().broken == []


def test_due_days_are_counted_anew_in_bulk_byte_for_byte_as_singly(town: Town, many: list[UUID]) -> None:
    clock.close_days(by=town.actor("xi"), at=LATER, days=CLOSED, source="示例区防汛令1号")
    clock.import_notice(by=town.actor("xi"), at=LATER, text=NEXT_YEAR, source="国办通知")
    one = singly(town, cases.recount, many, why="放假安排已公布")
    done = bulk.perform("cases.recount", many, by=town.night, at=LATER, why="放假安排已公布")
    assert told(many) == one
    assert len(done.made) > 6 and len(done.refused) >= 1  # the one that is over has no days left to count
    assert sum("cases.recount" in row for row in one["entries"]) == len(done.made)
    assert verify.verify().broken == []
