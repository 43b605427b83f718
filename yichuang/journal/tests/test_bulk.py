"""Many acts in few transactions leave what the single acts would have left, and lose nobody."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from yichuang.ground.ids import uuid7
from yichuang.journal import acts, bulk, stamps, verify
from yichuang.journal.actor import Actor, system
from yichuang.journal.acts import Turn
from yichuang.journal.models import Entry, Errand, Register, Serial
from yichuang.journal.refusals import NotThere, WrongState
from yichuang.law import powers

REGION, AT = "189901", datetime(2026, 3, 2, 2, tzinfo=UTC)
NIGHT = system(REGION)


def _found(turn: Turn, *, by: Actor, at: datetime, name: str) -> dict[str, Any]:
    if name == "bad":
        raise WrongState("这个名字不行。")
    row = turn.begin(name=name)
    turn.add(Serial, scope=f"book:{name}", value=7)
    turn.enter("journal.test_found", {"name": name})
    turn.errand("test", f"test:{name}", name=name)
    return {"name": row.name}


def _rename(turn: Turn, *, by: Actor, at: datetime, more: str) -> dict[str, Any]:
    if turn.row.name == "stubborn":
        raise WrongState("不改。")
    if turn.row.name == "broken":
        raise RuntimeError("broken")
    turn.set(name=turn.row.name + more)
    turn.enter("journal.test_rename", {"to": turn.row.name})
    return {"to": turn.row.name}


@pytest.fixture(autouse=True)
def books(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two acts on books, one of which creates."""
    asked = powers.may
    monkeypatch.setattr(powers, "may", lambda act, *more: None if "test_" in act else asked(act, *more))
    acts.act("journal.test_found", on=Register, creates=True, beside={})(_found)
    acts.act("journal.test_rename", on=Register, beside={})(_rename)
    yield
    acts.REGISTRY.pop("journal.test_found")
    acts.REGISTRY.pop("journal.test_rename")


def create(*names: str) -> bulk.Done:
    return bulk.create("journal.test_found", [{"name": name} for name in names], by=NIGHT, at=AT)


def test_each_gets_its_row_entry_and_errand() -> None:
    done = create(*(f"n{n}" for n in range(250)))
    assert len(done.made) == 250 and not done.left and not done.refused
    assert Register.objects.count() == Entry.objects.count() == Errand.objects.count() == 250
    assert Serial.objects.filter(scope__startswith="book:").count() == 250
    entry = Entry.objects.get(subject=done.made[3]["id"])
    assert (json.loads(entry.payload), entry.by_name, entry.at) == ({"name": "n3"}, "系统", AT)
    assert verify.verify().broken == []


def test_what_is_there_already_is_left_and_the_others_are_made() -> None:
    create("a")
    done = create("a", "b", "bad")
    assert [one["name"] for one in done.made] == ["b"] and done.left == [{"name": "a"}]
    assert [(asked["name"], error.sentence) for asked, error in done.refused] == [("bad", "这个名字不行。")]
    assert Entry.objects.count() == Register.objects.count() == 2
    assert verify.verify().broken == []


def test_one_that_clashes_elsewhere_does_not_lose_the_others() -> None:
    Serial.objects.create(scope="book:c", value=1)
    done = create("a", "b", "c", "d")
    assert {one["name"] for one in done.made} == {"a", "b", "d"} and done.left == [{"name": "c"}]
    assert Register.objects.count() == 3 and verify.verify().broken == []


def test_a_refusal_or_somebody_faster_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    subjects = [row["id"] for row in create("a", "stubborn", "moved").made]
    spoken = bulk._spoken

    def and_meanwhile(*args: Any) -> Any:
        ready = spoken(*args)
        Register.objects.filter(name="moved").update(seq=5)
        return ready

    monkeypatch.setattr(bulk, "_spoken", and_meanwhile)
    asked = [*subjects, strange := uuid7()]
    done = bulk.perform("journal.test_rename", asked, by=NIGHT, at=AT, more="!")
    assert [one["to"] for one in done.made] == ["a!"] and done.left == [subjects[2]]
    assert [(who, type(error)) for who, error in done.refused] == [
        (subjects[1], WrongState),
        (strange, NotThere),
    ]
    assert set(Register.objects.values_list("name", flat=True)) == {"a!", "stubborn", "moved"}
    assert Entry.objects.filter(act="journal.test_rename").count() == 1


def test_rules_that_change_in_between_are_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken, calls = bulk._spoken, []

    def and_meanwhile(*args: Any) -> Any:
        ready = spoken(*args)
        if not calls:
            stamps.bump()
        calls.append(ready.stamp)
        return ready

    monkeypatch.setattr(bulk, "_spoken", and_meanwhile)
    assert len(create("a", "b").made) == 2 and calls[1] == calls[0] + 1
    assert Entry.objects.count() == 2 and verify.verify().broken == []


def test_a_failure_tells_of_itself_after_the_others_are_done() -> None:
    ids = [row["id"] for row in create("a", "broken", "b").made]
    subjects = Register.objects.filter(pk__in=ids).values_list("pk", "region")
    with pytest.raises(RuntimeError, match="broken"):
        bulk.each("journal.test_rename", subjects, AT, more="!")
    assert set(Register.objects.values_list("name", flat=True)) == {"a!", "b!", "broken"}


def test_an_act_that_does_not_say_so_is_not_done_in_bulk() -> None:
    with pytest.raises(RuntimeError, match="bulk"):
        bulk.perform("journal.retry_errand", [], by=NIGHT, at=AT)


def test_a_batch_is_larger_while_nobody_else_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    pace = bulk._Pace()
    monkeypatch.setattr(bulk.company, "here", lambda: True)
    pace.learn(100, 0.1)
    beside = pace.size
    monkeypatch.setattr(bulk.company, "here", lambda: False)
    pace.learn(100, 0.1)
    assert beside == max(bulk.LEAST, int(1000 * bulk.HELD[bulk.rows.vendor()])) < pace.size == 40


def test_who_is_refused_holds_nothing_of_the_batch() -> None:
    subjects = [row["id"] for row in create("a", "stubborn").made]
    told = bulk.perform("journal.test_rename", subjects, by=NIGHT, at=AT, more="!")
    (error,) = [error for _, error in told.refused]
    assert error.__traceback__ is None and error.__context__ is None
