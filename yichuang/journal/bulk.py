"""Many acts of one name in few transactions: each subject gets the entry that the single act would have written.

The verbs run first, on what was read beforehand and outside any transaction. Then one short transaction claims the subjects
(who moved meanwhile is left for the next round), and writes each table in one statement. Only acts that say `beside=…` may be done
so: their verbs read rows beside the subject by `turn.beside`, change them by `turn.alter`, and write nothing else themselves.
"""

import logging
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, models

from yichuang.ground import company, logs, many, rows
from yichuang.ground.cycles import unsearched
from yichuang.journal import acts
from yichuang.journal.actor import Actor, system
from yichuang.journal.acts import Registered, Turn
from yichuang.journal.models import Entry, Errand
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.journal.stamps import STAMP_SQL, bump, current
from yichuang.law import Unlawful

# Seconds for which one transaction may hold up others: SQLite lets only one write at a time.
HELD, ALONE = {"sqlite": 0.005, "postgresql": 0.02}, 0.1
FIRST, LEAST, MOST = 100, 20, 2000
WRITERS = {"sqlite": 1, "postgresql": 2}
TURN, USUAL = 0.0005, sys.getswitchinterval()
# Sooner than PostgreSQL looks for a deadlock: people's acts win.
PATIENCE = "SET LOCAL lock_timeout = '500ms'"
# Nobody is told of what is written here before a later transaction, so it need not be on the disk when it is on record
# (docs/decisions/0027); within somebody's transaction it is part of theirs.
UNAWAITED = "SET LOCAL synchronous_commit = off"
LIGHTLY = "PRAGMA synchronous = NORMAL"
# Pages after which SQLite's log is carried into the file. Who writes most does it, before it falls to somebody who waits for
# an answer; the seldomer, the less is written.
CARRIED, CARRIED_ALONE = 300, 4000
Named = str | Callable[..., Any]  # an act or its name
log = logging.getLogger(__name__)


@dataclass
class Done:
    """How a bulk went: answers of what is on record, what others were faster with, what was refused and why."""

    made: list[dict[str, Any]] = field(default_factory=list)
    left: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, Refused]] = field(default_factory=list)
    trouble: Exception | None = None

    def settle(self) -> "Done":
        """Raise the last failure that was no refusal, now that the others are on record."""
        if self.trouble is not None:
            raise self.trouble
        return self


class ManyTurn(Turn):
    """A turn among many: rows beside its subject were read for all at once, and are written for all at once."""

    __slots__ = ("altered", "answer", "around", "asked", "sealed", "seen")

    def __init__(self, act: Registered, by: Actor, at: datetime, asked: Any, params: dict[str, Any]) -> None:
        super().__init__(act.name, act.model, by, at, None, params)
        self.asked, self.seen = asked, 0
        self.around: dict[type[models.Model], list[Any]] = {}
        self.altered: list[tuple[type[models.Model], Any, dict[str, Any]]] = []
        self.sealed: list[dict[str, Any]] = []
        self.answer: dict[str, Any] = {}

    def beside(self, model: type[models.Model]) -> list[Any] | None:
        """Return the subject's rows of `model` that the act named."""
        return self.around.get(model, [])

    def alter(self, model: type[models.Model], row: Any, **changes: Any) -> None:
        """Note the change; it is written with all others."""
        row.__dict__.update(changes)
        self.altered.append((model, row, changes))


@dataclass
class _Batch:
    """The turns of one transaction: what their verbs said, and how writing it went."""

    turns: list[ManyTurn]
    stamp: int = 0
    ready: list[ManyTurn] = field(default_factory=list)
    outdated: bool = False
    done: Done = field(default_factory=Done)
    took: float = 0.0


def create(named: Named, asked: Iterable[Mapping[str, Any]], *, by: Actor, at: datetime) -> Done:
    """Perform a creating act once for each set of its parameters; what is there already is left as it is."""
    act = _known(named, at)
    return _all(act, asked, lambda params: ManyTurn(act, by, at, params, dict(params)))


def perform(named: Named, subjects: Iterable[UUID], *, by: Actor, at: datetime, **params: Any) -> Done:
    """Perform an act on each subject with the same parameters."""
    act = _known(named, at)
    return _all(act, dict.fromkeys(subjects), lambda subject: ManyTurn(act, by, at, subject, params))


def each(named: Named, found: Iterable[tuple[UUID, str]], at: datetime, **params: Any) -> int:
    """Perform an act on each (id, region) as the system, like `sweeps.each`; returns how many were done."""
    done, trouble = 0, None
    for region, group in groupby(sorted(found, key=itemgetter(1)), key=itemgetter(1)):
        told = perform(named, [subject for subject, _ in group], by=system(region), at=at, **params)
        done, trouble = done + len(told.made), told.trouble or trouble
    if trouble is not None:
        raise trouble
    return done


def _known(named: Named, at: datetime) -> Registered:
    act = acts.REGISTRY[named if isinstance(named, str) else named.act]  # type: ignore[attr-defined]
    if act.beside is None or act.book:
        raise RuntimeError(f"{act.name} does not say that it may be done in bulk")
    if at.tzinfo is None:
        raise BadInput("时间要带时区。")
    return act


def _all(act: Registered, asked: Iterable[Any], turn: Callable[[Any], ManyTurn]) -> Done:
    """Take batch after batch: while some are written the next one speaks, unless people are here, for whom there is room left."""
    done, pace, waiting = Done(), _Pace(), iter(asked)
    under_way: deque[tuple[_Batch, Future[None]]] = deque()
    with unsearched(), _writing() as (write, most):
        while chunk := list(islice(waiting, size := pace.size)):
            batch = _spoken(act, _Batch([turn(one) for one in chunk]))
            while len(under_way) >= (1 if company.here() else most):
                _settle(act, *under_way.popleft(), done, pace)
            alone = not under_way and len(chunk) < size  # not worth a thread
            under_way.append((batch, (_at_once if alone else write)(_written, act, batch)))
        while under_way:
            _settle(act, *under_way.popleft(), done, pace)
    return done


@contextmanager
def _writing() -> Iterator[tuple[Callable[..., "Future[None]"], int]]:
    """Yield what runs a function and tells how it ended, and how many may be under way.

    Unless a transaction is open, each of `WRITERS` threads has a connection of its own.
    """
    if connection.in_atomic_block:
        yield _at_once, 1
        return
    writers = WRITERS[rows.vendor()]
    with ExitStack() as stack:
        # Each thread, and its connection, begins when it is first used.
        pools = [stack.enter_context(ThreadPoolExecutor(1, "", _lightly)) for _ in range(writers)]
        used: list[Future[None]] = []

        def write(run: Callable[..., None], *args: Any) -> "Future[None]":
            used.append(told := pools[len(used) % writers].submit(run, *args))
            return told

        # Who writes says little in Python, and often: it need not wait five milliseconds for its turn each time.
        sys.setswitchinterval(TURN)
        try:
            yield write, writers
        finally:
            sys.setswitchinterval(USUAL)
            for pool in pools[: len(used)]:
                pool.submit(connection.close)


def _lightly() -> None:
    """Let this thread's connection to SQLite write without waiting for the disk; on PostgreSQL each transaction says so."""
    if rows.is_sqlite():
        rows.execute(LIGHTLY, [])


def _at_once(run: Callable[..., None], *args: Any) -> "Future[None]":
    told: Future[None] = Future()
    try:
        run(*args)
        told.set_result(None)
    except Exception as error:
        told.set_exception(error)
    return told


class _Pace:
    """How many go into one transaction, so that it is over before somebody who waits would notice."""

    def __init__(self) -> None:
        self.size = FIRST

    def learn(self, count: int, took: float) -> None:
        """Take the next batch as large as fits into the time that this one shows."""
        held = HELD[rows.vendor()] if company.here() else ALONE
        self.size = int(max(LEAST, min(MOST, count * held / max(took, 0.001), self.size * 2)))


def _settle(act: Registered, batch: _Batch, told: "Future[None]", done: Done, pace: _Pace) -> None:
    """Take over how a batch went, doing it once more where the rules changed in between."""
    told.result()
    while batch.outdated:
        turns = [ManyTurn(act, turn.by, turn.at, turn.asked, turn.params) for turn in batch.turns]
        batch = _spoken(act, _Batch(turns))
        _written(act, batch)
    done.made += batch.done.made
    done.left += batch.done.left
    done.refused += batch.done.refused
    done.trouble = batch.done.trouble or done.trouble
    pace.learn(len(batch.turns), batch.took)


def _spoken(act: Registered, batch: _Batch) -> _Batch:
    """Run the verb of each turn and seal its entries, outside any transaction."""
    stamp, clock = rows.execute(f"SELECT {STAMP_SQL}, {rows.clock_sql()}", []).fetchone()
    batch.stamp, recorded = int(stamp or 0), rows.clock_value(clock)
    if not act.creates:
        _read(act, batch.turns)
    for turn in batch.turns:
        company.rest()
        try:
            _speak(act, turn, batch.stamp, recorded)
            batch.ready.append(turn)
        except Refused as error:
            _refuse(act, turn, error, batch.done)
        except Unlawful as error:
            _refuse(act, turn, BadInput(str(error)), batch.done)
        except Exception as error:
            log.exception("%s could not be done to %s.", act.name, turn.row.id if turn.row else turn.asked)
            batch.done.trouble = error
    return batch


def _refuse(act: Registered, turn: ManyTurn, error: Refused, done: Done) -> None:
    logs.count("acts", act.name, error.code)
    error.__traceback__ = error.__context__ = None  # they hold the whole batch, and the batch holds them
    done.refused.append((turn.asked, error))


def _speak(act: Registered, turn: ManyTurn, stamp: int, clock: datetime) -> None:
    turn.recorded_at = clock
    acts.see(turn, stamp)
    if not act.creates:
        if turn.row is None or turn.row.region != turn.by.region:
            raise NotThere("没有这个办件，或者不归您看。")
        turn.seen = turn.row.seq
    turn.answer = acts.run_verb(turn, act.verb, act.creates, turn.params)
    turn.sealed = acts.seal_turn(turn, turn.answer)


def _read(act: Registered, turns: Sequence[ManyTurn]) -> None:
    """Read the subjects, then what lies beside them: who moves in between is not claimed."""
    known = {turn.asked: turn for turn in turns}
    for row in many.read(act.model, "id", list(known)):
        known[row.id].row = row
    for model, named in (act.beside or {}).items():
        column, _, needed = named.partition(":")
        for row in many.read(model, column, list(known), f"AND {needed}" if needed else ""):
            known[getattr(row, column)].around.setdefault(model, []).append(row)


def _written(act: Registered, batch: _Batch) -> None:
    """Write a batch; note where the rules have changed since it spoke."""
    began = time.perf_counter()
    batch.outdated = not _write(act, batch.ready, batch.stamp, batch.done)
    batch.took = time.perf_counter() - began


def _write(act: Registered, turns: list[ManyTurn], stamp: int, done: Done) -> bool:
    """Write the turns in one transaction, in halves where one clashes; returns False where the rules have changed."""
    if not turns:
        return True
    company.look()
    if rows.is_sqlite():
        pages = CARRIED if company.here() else CARRIED_ALONE
        rows.execute(f"PRAGMA wal_autocheckpoint = {pages}", [])
    words = () if rows.is_sqlite() else (PATIENCE,) if connection.in_atomic_block else (PATIENCE, UNAWAITED)
    try:
        with rows.writing():
            for word in words:
                rows.execute(word, [])
            if current() != stamp:
                return False
            mine = _put(act, turns)
    except (IntegrityError, OperationalError) as error:
        if isinstance(error, OperationalError) and "lock" not in str(error):
            raise
        return _halved(act, turns, stamp, done)
    done.made += [
        {"id": turn.row.id, "seq": turn.row.seq, **turn.answer} for turn in turns if turn.row.id in mine
    ]
    done.left += [turn.asked for turn in turns if turn.row.id not in mine]
    logs.count("acts", act.name, "done", by=len(mine))
    return True


def _halved(act: Registered, turns: list[ManyTurn], stamp: int, done: Done) -> bool:
    if len(turns) == 1:
        done.left.append(turns[0].asked)
        return True
    middle = len(turns) // 2
    # What the first half wrote stands; a change of rules after it leaves the second half for the next round.
    if not _write(act, turns[:middle], stamp, done):
        return False
    if not _write(act, turns[middle:], stamp, done):
        done.left += [turn.asked for turn in turns[middle:]]
    return True


def _put(act: Registered, turns: list[ManyTurn]) -> set[UUID]:
    """Write subjects, rows beside them, entries and errands; returns whose turn it was."""
    mine = _begin(act, turns) if act.creates else _claim(act, turns)
    own = turns if len(mine) == len(turns) else [turn for turn in turns if turn.row.id in mine]
    new: dict[Any, list[dict[str, Any]]] = {}
    for turn in own:
        for model, made in turn.new.items():
            for row in made:
                new.setdefault((model, tuple(row)), []).append(row)
    for (model, _), made in new.items():
        many.insert(model, made)
    _alter(own)
    many.insert(Entry, [entry for turn in own for entry in turn.sealed])
    many.insert(Errand, [errand for turn in own for errand in turn.errands])
    if any(turn.rules for turn in own):
        bump()
    return mine


def _begin(act: Registered, turns: list[ManyTurn]) -> set[UUID]:
    """Insert the subjects; those that clash with what is there are not ours."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for turn in turns:
        alike.setdefault(tuple(turn.changes), []).append(turn.changes)
    count = sum(many.insert(act.model, made, unless_there=True) for made in alike.values())
    ids = [turn.row.id for turn in turns]
    return set(ids) if count == len(ids) else _there(act, ids)


def _there(act: Registered, ids: list[UUID]) -> set[UUID]:
    return {
        UUID(hex=raw) if isinstance(raw, str) else raw for (raw,) in many.some(act.model, "id", ids, "t.id")
    }


def _claim(act: Registered, turns: list[ManyTurn]) -> set[UUID]:
    """Take the subjects that stand as they were read and that nobody holds, and change them."""
    tail = "" if rows.is_sqlite() else "FOR NO KEY UPDATE SKIP LOCKED"
    found = many.some(act.model, "id", [turn.row.id for turn in turns], "t.id, t.seq", tail)
    stand = {UUID(hex=raw) if isinstance(raw, str) else raw: seq for raw, seq in found}
    own = [turn for turn in turns if stand.get(turn.row.id) == turn.seen]
    names = tuple(sorted({name for turn in own for name in turn.changes}))
    changed = many.change(act.model, [turn.row for turn in own], names, [turn.seen for turn in own])
    if changed != len(own):
        raise RuntimeError(f"{act.name}: a claimed subject was not there")
    return {turn.row.id for turn in own}


def _alter(turns: list[ManyTurn]) -> None:
    """Write the changed rows of each table in one statement; all columns that any of them changes, as the row has them."""
    changed: dict[type[models.Model], dict[Any, Any]] = {}
    names: dict[type[models.Model], set[str]] = {}
    for turn in turns:
        for model, row, changes in turn.altered:
            changed.setdefault(model, {})[getattr(row, model._meta.pk.attname)] = row
            names.setdefault(model, set()).update(changes)
    for model, found in changed.items():
        many.change(model, list(found.values()), tuple(sorted(names[model])))
