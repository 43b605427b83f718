"""Errands: claimed in batches by compare-and-set, done by the handler of their kind, tried again, given up visibly."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from yichuang.ground import rows
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.models import Errand, ErrandState, Register
from yichuang.journal.refusals import WrongState
from yichuang.journal.sweeps import discover

BATCH = 200
TRIES = 8
HOLD = timedelta(minutes=3)
AGE_ALARM = timedelta(hours=4)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """An errand as its handler sees it."""

    id: int
    region: str
    subject: UUID | None
    kind: str
    key: str
    args: dict[str, Any]


Outcome = dict[int, str | None]
Handler = Callable[[Sequence[Asked], datetime], Outcome]
HANDLERS: dict[str, Handler] = {}


def drain(at: datetime, *, batch: int = BATCH) -> int:
    """Claim one batch of due errands and do them; returns how many were claimed.

    A handler gets all errands of its kind and returns, by id, "sent", "confirmed", or None with an exception text for
    what failed. Each is idempotent by key, so an errand whose worker died is simply done again.
    """
    discover()
    taken = claim(at, batch, by=None)
    by_kind: dict[str, list[Asked]] = {}
    for asked in taken:
        by_kind.setdefault(asked.kind, []).append(asked)
    for kind, group in by_kind.items():
        settle(_do(kind, group, at), by=None, at=at)
    return len(taken)


@working_paper("journal.claim_errands")
def _claim(batch: int, *, by: Actor | None, at: datetime) -> list[Asked]:
    """Due errands are held by this worker for some minutes."""
    free = Q(held_until=None) | Q(held_until__lt=at)
    due = (
        Errand.objects.due(at)
        .filter(free)
        .order_by("not_before", "id")
        .values_list("id", "region", "subject", "kind", "key", "args")[:batch]
    )
    found = [
        Asked(key, region, subject, kind, name, json.loads(args))
        for key, region, subject, kind, name, args in due
    ]
    if not found:
        return []
    until = at + HOLD
    ids = [asked.id for asked in found]
    Errand.objects.filter(free, id__in=ids).update(held_until=until, tries=F("tries") + 1)
    mine = set(Errand.objects.filter(id__in=ids, held_until=until).values_list("id", flat=True))
    return [asked for asked in found if asked.id in mine]


def claim(at: datetime, batch: int, *, by: Actor | None) -> list[Asked]:
    """Claim due errands; what another worker took in between is not ours."""
    if not Errand.objects.due(at).exists():
        return []
    return _claim(batch, by=by, at=at)  # type: ignore[no-any-return]


def _do(kind: str, group: list[Asked], at: datetime) -> dict[int, tuple[str | None, str]]:
    handler = HANDLERS.get(kind)
    if handler is None:
        return {asked.id: (None, f"没有处理“{kind}”的程序") for asked in group}
    try:
        done = handler(group, at)
        return {asked.id: (done.get(asked.id), "没有发出") for asked in group}
    except Exception as error:
        log.exception("Errands of kind %s failed together.", kind)
        if len(group) == 1:
            return {group[0].id: (None, str(error)[:300] or type(error).__name__)}
    return {asked.id: result for asked in group for result in _do(kind, [asked], at).values()}


@working_paper("journal.settle_errands")
def settle(outcomes: dict[int, tuple[str | None, str]], *, by: Actor | None, at: datetime) -> None:
    """Write down how each errand went; what failed waits longer each time and is given up after eight tries."""
    for state in (ErrandState.SENT, ErrandState.CONFIRMED):
        ids = [key for key, (told, _) in outcomes.items() if told == state]
        ended = {"ended_at": at} if state == ErrandState.CONFIRMED else {}
        if ids:
            Errand.objects.filter(id__in=ids).update(
                state=state, sent_at=at, held_until=None, trouble="", **ended
            )
    for key, (told, trouble) in outcomes.items():
        if told is None:
            errand = Errand.objects.get(id=key)
            over = errand.tries >= TRIES
            errand.state = ErrandState.GIVEN_UP if over else ErrandState.FAILED
            errand.not_before = at + timedelta(seconds=15 * 2**errand.tries)
            errand.ended_at, errand.held_until, errand.trouble = (at if over else None), None, trouble[:300]
            errand.save()


@act("journal.retry_errand", on=Register, book="errands")
def retry(turn: Turn, *, by: Actor, at: datetime, errand: int) -> dict[str, Any]:
    """An errand that failed or was given up is tried again now."""
    states = "('failed', 'given_up')"
    changed = rows.update(
        Errand, {"state": "waiting", "not_before": at, "tries": 0, "held_until": None, "ended_at": None},
        f"id = %s AND region = %s AND state IN {states}", [errand, by.region],
    )  # fmt: skip
    if changed != 1:
        raise WrongState("这一条不用再发：它还在等，或者已经发出了。")
    turn.enter("journal.retry_errand", {"errand": errand})
    return {"errand": errand}


def alarms(at: datetime) -> dict[str, int]:
    """Count what is stuck: waiting too long, and given up."""
    stuck = Errand.objects.stuck(at - AGE_ALARM).exclude(state=ErrandState.SENT).count()
    return {"stuck": stuck, "given_up": Errand.objects.filter(state=ErrandState.GIVEN_UP).count()}


def oldest(at: datetime) -> float:
    """Return how many seconds the oldest due errand has been waiting."""
    first = Errand.objects.due(at).order_by("not_before").values_list("not_before", flat=True).first()
    return (at - first).total_seconds() if first else 0.0
