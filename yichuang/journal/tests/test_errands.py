"""Errands are done once, tried again, given up visibly, and never by two workers at a time."""

import json
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections

from yichuang.journal import errands
from yichuang.journal.actor import Actor
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import NotYours, WrongState

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SYSADMIN = Actor(kind="sysadmin", region="189901", name="何平·系统管理员", person=1, post=1)


def ask(key: str, kind: str = "bell", **columns: Any) -> Errand:
    values = {
        "region": "189901",
        "kind": kind,
        "key": key,
        "args": json.dumps({"n": key}),
        "made_at": AT,
        "not_before": AT,
    }
    return Errand.objects.create(**values | columns)


@pytest.fixture
def rung() -> Iterator[list[list[str]]]:
    """A handler that remembers each of its calls."""
    calls: list[list[str]] = []

    def ring(group: Sequence[Asked], at: datetime) -> Outcome:
        calls.append([asked.key for asked in group])
        return {asked.id: "confirmed" for asked in group}

    HANDLERS["bell"] = ring
    yield calls
    del HANDLERS["bell"]


@pytest.mark.django_db
def test_a_batch_is_done_in_one_call_and_only_once(rung: list[list[str]]) -> None:
    for number in range(5):
        ask(f"k{number}")
    ask("later", not_before=AT + timedelta(hours=1))
    assert errands.drain(AT) == 5 and errands.drain(AT) == 0
    assert rung == [["k0", "k1", "k2", "k3", "k4"]]
    assert set(Errand.objects.exclude(key="later").values_list("state", "ended_at")) == {("confirmed", AT)}


@pytest.mark.django_db
def test_what_fails_waits_longer_each_time_and_is_given_up_after_eight_tries() -> None:
    ask("k", kind="nobody")
    waits, at = [], AT
    for _ in range(errands.TRIES):
        assert errands.drain(at) == 1
        left = Errand.objects.get()
        waits.append(left.not_before - at)
        at = max(left.not_before, at)
    assert left.state == "given_up" and "nobody" in left.trouble and left.ended_at == at
    assert waits[:3] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert errands.drain(at + timedelta(days=9)) == 0
    assert errands.alarms(at)["given_up"] == 1


@pytest.mark.django_db
def test_one_that_breaks_the_handler_does_not_hold_up_the_others() -> None:
    def pick(group: Sequence[Asked], at: datetime) -> Outcome:
        if any(asked.key == "bad" for asked in group):
            raise RuntimeError("线断了")
        return {asked.id: "confirmed" for asked in group}

    HANDLERS["bell"] = pick
    for key in ("good", "bad", "fine"):
        ask(key)
    errands.drain(AT)
    del HANDLERS["bell"]
    assert dict(Errand.objects.values_list("key", "state")) == {
        "good": "confirmed",
        "bad": "failed",
        "fine": "confirmed",
    }
    assert Errand.objects.get(key="bad").trouble == "线断了"


@pytest.mark.django_db
def test_a_final_trouble_is_given_up_at_once() -> None:
    HANDLERS["bell"] = lambda group, at: {
        asked.id: Trouble("没有留手机号码。", final=True) for asked in group
    }
    ask("k")
    errands.drain(AT)
    del HANDLERS["bell"]
    assert (Errand.objects.get().state, Errand.objects.get().trouble) == ("given_up", "没有留手机号码。")


@pytest.mark.django_db
def test_an_errand_whose_worker_died_is_done_by_another_when_its_hold_ends(rung: list[list[str]]) -> None:
    ask("k")
    assert len(errands.claim(10, AT + errands.HOLD, by=None, at=AT)) == 1
    assert errands.drain(AT + timedelta(minutes=2)) == 0
    assert errands.drain(AT + timedelta(minutes=4)) == 1
    assert rung == [["k"]]


@pytest.mark.django_db
def test_a_worker_that_lost_its_hold_does_not_overwrite_what_the_next_one_did(rung: list[list[str]]) -> None:
    ask("k")
    slow = errands.claim(10, AT + errands.HOLD, by=None, at=AT)
    errands.drain(AT + timedelta(minutes=4))
    errands.settle(
        slow, {slow[0].id: Trouble("太慢")}, AT + errands.HOLD, by=None, at=AT + timedelta(minutes=5)
    )
    assert Errand.objects.get().state == "confirmed"


@pytest.mark.django_db
def test_what_was_sent_waits_visibly_until_it_is_confirmed() -> None:
    HANDLERS["bell"] = lambda group, at: {asked.id: "sent" for asked in group}
    ask("k")
    errands.drain(AT)
    del HANDLERS["bell"]
    assert Errand.objects.get().state == "sent" and errands.alarms(AT + timedelta(hours=5))["stuck"] == 1
    assert errands.confirm(["k"], by=None, at=AT) == 1 and errands.confirm(["k"], by=None, at=AT) == 0
    assert errands.alarms(AT + timedelta(hours=5)) == {"stuck": 0, "given_up": 0}


@pytest.mark.django_db
def test_the_retry_button_sets_it_waiting_again_and_is_on_record() -> None:
    left = ask("k", state="given_up", tries=8)
    now = AT + timedelta(minutes=1)
    errands.retry(by=SYSADMIN, at=now, errand=left.id)
    left.refresh_from_db()
    assert (left.state, left.tries, left.not_before) == ("waiting", 0, now)
    assert Entry.objects.get(act="journal.retry_errand").by_person == 1


@pytest.mark.django_db
def test_what_is_done_or_elsewhere_is_not_tried_again() -> None:
    done, elsewhere = ask("a", state="confirmed"), ask("b", state="failed", region="189902")
    for errand in (done, elsewhere):
        with pytest.raises(WrongState):
            errands.retry(by=SYSADMIN, at=AT, errand=errand.id)
    with pytest.raises(NotYours):
        errands.retry(by=Actor(kind="guide", region="189901", name="x"), at=AT, errand=elsewhere.id)


@pytest.mark.django_db
def test_the_oldest_due_errand_gives_the_age_of_the_queue() -> None:
    assert errands.oldest(AT) == 0
    ask("k")
    ask("older", not_before=AT - timedelta(minutes=5))
    assert errands.oldest(AT + timedelta(seconds=30)) == 330


@pytest.mark.django_db
def test_finding_due_errands_reads_an_index_and_not_the_whole_table() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL prefers the table while it is small.")
    for rows in (Errand.objects.due(AT), Errand.objects.unended().filter(state="given_up")):
        assert (
            "USING INDEX errand_due" in rows.explain() or "USING COVERING INDEX errand_due" in rows.explain()
        )


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_take_the_same_errand() -> None:
    for number in range(60):
        ask(f"k{number}")
    taken: list[int] = []

    def work() -> None:
        try:
            for _ in range(12):
                taken.extend(asked.id for asked in errands.claim(7, AT + errands.HOLD, by=None, at=AT))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 60 == len(set(taken))
