"""What the worker does by the clock: django-q2 calls `drain` and `sweep`; each is bounded in time and count."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections

from yichuang.ground import logs, rows
from yichuang.ground.now import day_of, now
from yichuang.journal import bills, errands, sweeps
from yichuang.journal.actor import system
from yichuang.materials import acts as materials

SECONDS = 50
REST = 0.4
BATCH = 200
SMALL_BATCH = 50  # on SQLite it commits within 20 ms, so that nobody at a window waits for the worker
SELDOM = timedelta(hours=6)
ENDING = multiprocessing.get_context("fork").Event()  # shared with the cluster's processes, which are forks


def drain() -> int:
    """Do errands for most of a minute, and between them what follows acts, resting when there is nothing; returns how many were done."""
    until, done = time.monotonic() + SECONDS, 0
    batch = SMALL_BATCH if rows.is_sqlite() else BATCH
    while time.monotonic() < until and not ENDING.is_set():
        taken = errands.drain(now(), batch=batch)
        done += taken
        sweeps.follow(now())
        ENDING.wait(0.005 if taken else REST)
    close_old_connections()
    return done


def sweep() -> dict[str, int]:
    """Run every sweep once."""
    return sweeps.run(now())


def bill(at: datetime) -> int:
    """Bill the days that are over (settled.md: heads of the subjects moved that day, signed)."""
    return bills.catch_up(bills.due_until(at), at=at)


def seldom(work: Callable[[datetime], int]) -> Callable[[datetime], int]:
    """Let a sweep that costs much do its work when this process begins and every six hours after."""
    last: list[datetime] = []

    def run(at: datetime) -> int:
        if last and at - last[0] < SELDOM:
            return 0
        done = work(at)
        last[:] = [at]
        return done

    return run


def tidy_files(at: datetime) -> int:
    """Take away contents that no row owns."""
    done = materials.sweep(by=system(settings.DEPLOYMENT.region), at=at)
    return int(done["removed"])


def tidy_logs(at: datetime) -> int:
    """Take away log files older than the days they are kept."""
    return logs.forget(
        settings.HOME / "logs", before=day_of(at) - timedelta(days=settings.DEPLOYMENT.log_days)
    )
