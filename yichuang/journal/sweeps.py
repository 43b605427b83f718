"""What happens by itself at its time: named functions, each with a heartbeat, so that one that never runs is seen."""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F

from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor, system
from yichuang.journal.acts import working_paper
from yichuang.journal.models import Heartbeat
from yichuang.journal.refusals import Refused

SWEEPS: dict[str, Callable[[datetime], int]] = {}
# What follows acts within seconds: called again and again between errands, and cheap when nothing happened.
FOLLOWING: dict[str, Callable[[datetime], int]] = {}
LATE = timedelta(minutes=15)
log = logging.getLogger(__name__)


@cache
def discover() -> None:
    """Import every room's `followers` page: there it says what it does when something is on record or due."""
    for name in [*(f"yichuang.{room}" for room in settings.ROOMS), "yichuang.doors.keeper"]:
        if find_spec(f"{name}.followers") is not None:
            import_module(f"{name}.followers")


def run(at: datetime) -> dict[str, int]:
    """Run every sweep once; one that fails does not hold up the others. Returns what each did."""
    discover()
    return {name: run_one(name, sweep, at) for name, sweep in SWEEPS.items()}


def exhaust(at: datetime, only: Collection[str] = ()) -> dict[str, int]:
    """Run each sweep again and again until it finds nothing more to do at this time; returns what each did."""
    discover()
    done: dict[str, int] = {}
    for name in only or SWEEPS:
        done[name] = 0
        while more := run_one(name, SWEEPS[name], at):
            done[name] += more
    return done


def follow(at: datetime) -> int:
    """Let what follows acts look whether there were any; one that fails does not hold up the others."""
    discover()
    done = 0
    for name, look in FOLLOWING.items():
        try:
            done += look(at)
        except Exception:
            log.exception("%s could not follow.", name)
    return done


def run_one(name: str, sweep: Callable[[datetime], int], at: datetime) -> int:
    """Run a sweep and leave its heartbeat; returns what it did, 0 when it failed."""
    done, trouble = 0, ""
    try:
        done = sweep(at)
    except Exception as error:
        log.exception("The sweep %s failed.", name)
        trouble = str(error)[:300] or type(error).__name__
    beat(name, trouble, by=None, at=at)
    return done


def daily(name: str, sweep: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """Let a sweep do its work once a day, when the day begins; its heartbeat says when it last ended well."""

    def run(at: datetime) -> int:
        ended = Heartbeat.objects.filter(name=name).values_list("ended_at", flat=True).first()
        return 0 if ended is not None and day_of(ended) >= day_of(at) else sweep(at)

    return run


def each(found: Iterable[tuple[UUID, str]], at: datetime, act: Callable[..., Any]) -> int:
    """Perform the act on each (id, region); one that may not (somebody was faster, there is no such rule) is left as it is.

    One that fails holds up nobody behind it; the sweep's heartbeat then tells of it. Returns how many were done.
    """
    done, trouble = 0, None
    for subject, region in found:
        try:
            act(subject, by=system(region), at=at)
            done += 1
        except Refused:
            continue
        except Exception as error:
            log.exception("%s could not be moved.", subject)
            trouble = error
    if trouble is not None:
        raise trouble
    return done


@working_paper("journal.beat")
def beat(name: str, trouble: str, *, by: Actor | None, at: datetime) -> None:
    """That a sweep ran is on record; `ended_at` stays at the last time it ended well."""
    ended = {} if trouble else {"ended_at": at}
    values = {"began_at": at, "trouble": trouble, **ended}
    if not Heartbeat.objects.filter(name=name).update(runs=F("runs") + 1, **values):
        Heartbeat.objects.create(name=name, runs=1, **values)


def silent(at: datetime) -> list[str]:
    """Return the sweeps that never ran, did not run lately, or ended in trouble."""
    discover()
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    return [n for n in SWEEPS if n not in beats or beats[n].began_at < at - LATE or beats[n].trouble]
