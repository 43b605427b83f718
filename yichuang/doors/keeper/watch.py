"""What the worker does by the clock: django-q2 calls these; each is bounded in time and count."""

import time

from django.db import close_old_connections

from yichuang.ground.now import now
from yichuang.journal import errands, sweeps

SECONDS = 50
REST = 0.4


def drain() -> int:
    """Do errands for most of a minute, resting when there are none; returns how many were done."""
    until, done = time.monotonic() + SECONDS, 0
    while time.monotonic() < until:
        taken = errands.drain(now(), batch=50)
        done += taken
        time.sleep(0.005 if taken else REST)
    close_old_connections()
    return done


def sweep() -> dict[str, int]:
    """Run every sweep once."""
    return sweeps.run(now())


def bill() -> int:
    """Bill the days that are over (settled.md: heads of the subjects moved that day, signed)."""
    from yichuang.journal import bills

    at = now()
    return bills.catch_up(bills.due_until(at), at=at)
