"""Errands: claimed in batches by compare-and-set, done by the handler of their kind, tried again, given up visibly.

A handler is `HANDLERS[kind] = fn(errands, at) -> {id: outcome}`: one call for all errands of its kind in a batch. An
outcome is "sent" (somebody must still confirm), "confirmed", or Trouble; what is missing failed. Handlers stand in the
`followers` pages of rooms. Each is idempotent by key, so an errand whose worker died is simply done again.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from yichuang.ground import logs, rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.models import UNENDED_SQL, Errand, ErrandState, Register
from yichuang.journal.refusals import WrongState
from yichuang.journal.sweeps import discover

BATCH = 200
TRIES, OUTAGE_TRIES = 8, 80
HOLD = timedelta(minutes=3)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
AGE_ALARM = timedelta(hours=4)
DUE = (
    f"state IN ({UNENDED_SQL}) AND state IN ('waiting', 'failed') AND not_before <= %s AND "
    "(held_until IS NULL OR held_until < %s)"
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """An errand as its handler sees it; `tries` counts this one."""

    id: int
    region: str
    subject: UUID | None
    kind: str
    key: str
    args: dict[str, Any]
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an errand was not done; `final` when trying again cannot help, `outage` when nothing at all gets through now."""

    sentence: str
    final: bool = False
    outage: bool = False


Outcome = Mapping[int, str | Trouble | None]
Handler = Callable[[Sequence[Asked], datetime], Outcome]
HANDLERS: dict[str, Handler] = {}


def drain(at: datetime, *, batch: int = BATCH) -> int:
    """Claim one batch of due errands and do them; returns how many were claimed."""
    discover()
    if not _any_due(at):
        return 0
    until = at + HOLD
    groups: dict[str, list[Asked]] = {}
    for asked in claim(batch, until, by=None, at=at):
        groups.setdefault(asked.kind, []).append(asked)
    for kind, group in groups.items():
        settle(group, _do(kind, group, at), until, by=None, at=at)
    return sum(map(len, groups.values()))


@working_paper("journal.claim_errands")
def claim(batch: int, until: datetime, *, by: Actor | None, at: datetime) -> list[Asked]:
    """Due errands that nobody holds are held by this worker until `until`; one statement, so nobody else has them."""
    skip = "" if rows.is_sqlite() else " FOR UPDATE SKIP LOCKED"
    sql = (
        "UPDATE journal_errand SET held_until = %s, tries = tries + 1 WHERE id IN "
        f"(SELECT id FROM journal_errand WHERE {DUE} ORDER BY not_before, id LIMIT %s{skip}) "
        "RETURNING id, region, subject, kind, key, args, tries"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(until), *_now(at), batch])
        found = cursor.fetchall()
    return sorted((_asked(row) for row in found), key=lambda asked: asked.id)


def _any_due(at: datetime) -> bool:
    """A reading that takes no lock, so that an idle worker holds up nobody."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM journal_errand WHERE {DUE} LIMIT 1", _now(at))
        return cursor.fetchone() is not None


def _now(at: datetime) -> list[Any]:
    """SQLite compares text; the longest form of an instant is not before any shorter form of it."""
    return [rows.text_of(at) if rows.is_sqlite() else at] * 2


def _asked(row: Sequence[Any]) -> Asked:
    subject = UUID(hex=row[2]) if isinstance(row[2], str) else row[2]
    return Asked(row[0], row[1], subject, row[3], row[4], json.loads(row[5]), row[6])


def _do(kind: str, group: Sequence[Asked], at: datetime) -> dict[int, str | Trouble]:
    handler = HANDLERS.get(kind)
    if handler is None:
        return {asked.id: Trouble(f"没有办“{kind}”这类事的程序。") for asked in group}
    try:
        done = handler(group, at)
        return {asked.id: done.get(asked.id) or Trouble("没有发出。") for asked in group}
    except Exception as error:
        log.exception("Errands of kind %s failed.", kind)
        if len(group) == 1:
            return {group[0].id: Trouble(str(error) or type(error).__name__)}
    return {asked.id: result for asked in group for result in _do(kind, [asked], at).values()}


@working_paper("journal.settle_errands")
def settle(
    group: Sequence[Asked],
    outcomes: Mapping[int, str | Trouble],
    until: datetime,
    *,
    by: Actor | None,
    at: datetime,
) -> None:
    """How each errand went is on record; what failed waits twice as long each time, up to eight tries.

    An outage is not the errand's own fault: it goes on trying, at least once an hour, for some three days.
    """
    alike: dict[tuple[str, int, str], list[int]] = {}
    for asked in group:
        told = outcomes[asked.id]
        if isinstance(told, Trouble):
            over = told.final or asked.tries >= (OUTAGE_TRIES if told.outage else TRIES)
            place = (
                ErrandState.GIVEN_UP.value if over else ErrandState.FAILED.value,
                asked.tries,
                told.sentence[:300],
            )
        else:
            place = (ErrandState(told).value, 0, "")
        alike.setdefault(place, []).append(asked.id)
    for (state, tries, trouble), ids in alike.items():
        held = Errand.objects.unended().filter(id__in=ids, held_until=until)
        held.update(state=state, held_until=None, trouble=trouble, **_times(state, tries, at))
        logs.count("errands", group[0].kind, state, by=len(ids))


def _times(state: str, tries: int, at: datetime) -> dict[str, Any]:
    if state == ErrandState.FAILED:
        return {"not_before": at + min(FIRST_WAIT * 2 ** min(tries, TRIES), LONGEST_WAIT)}
    if state == ErrandState.GIVEN_UP:
        return {"ended_at": at}
    return {"sent_at": at, **({"ended_at": at} if state == ErrandState.CONFIRMED else {})}


@working_paper("journal.confirm_errands")
def confirm(keys: Sequence[str], *, by: Actor | None, at: datetime) -> int:
    """What was sent has arrived, as the receiver reports by the errands' keys; returns how many were waiting for that."""
    return Errand.objects.filter(key__in=list(keys), state=ErrandState.SENT).update(
        state=ErrandState.CONFIRMED, ended_at=at, trouble=""
    )


@act("journal.retry_errand", on=Register, book="errands")
def retry(turn: Turn, *, by: Actor, at: datetime, errand: int) -> dict[str, Any]:
    """An errand that failed, was given up or was sent without an answer is tried again now."""
    states = "('failed', 'given_up', 'sent')"
    changed = rows.change(
        Errand, {"state": "waiting", "not_before": at, "tries": 0, "held_until": None, "ended_at": None},
        f"id = %s AND region = %s AND state IN {states}", [errand, by.region],
    )  # fmt: skip
    if changed.rowcount != 1:
        raise WrongState("这一条不用再发：它还在等，或者已经办好了。")
    turn.enter("journal.retry_errand", {"errand": errand})
    return {"errand": errand}


def alarms(at: datetime) -> dict[str, int]:
    """Count what needs somebody: waiting too long (sent without an answer too), and given up."""
    given_up = Errand.objects.unended().filter(state=ErrandState.GIVEN_UP)
    return {"stuck": Errand.objects.stuck(at - AGE_ALARM).count(), "given_up": given_up.count()}


def oldest(at: datetime) -> float:
    """Return how many seconds the oldest due errand has been waiting."""
    first = Errand.objects.due(at).order_by("not_before").values_list("not_before", flat=True).first()
    return (at - first).total_seconds() if first else 0.0
