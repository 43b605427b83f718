"""Whether people are at work beside what runs by itself, and the rests that it then takes, so that they do not notice it."""

import time
from typing import Any

from django.db import connection

from yichuang.ground import rows

SERVING = "yichuang web"  # what the connections of those who serve people are called (PostgreSQL)
MOMENT = 2.0  # so long after their last sign they count as there
LOOK = 0.1
# Seconds of work at a stretch; of rest for each second of work; of the longest rest.
WORK, REST, MOST = 0.004, 3.0, 0.2
PEOPLE = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
    " AND state_change > clock_timestamp() - make_interval(secs => %s)"
)
_seen: dict[str, Any] = {"on": None, "version": 0, "until": 0.0, "looked": 0.0, "rested": 0.0}


def here() -> bool:
    """Tell whether people are at work, as far as `look` saw."""
    return bool(time.monotonic() < _seen["until"])


def look() -> None:
    """Look for others: on SQLite whoever wrote on another connection than this one since the last look, on PostgreSQL who serves people.

    Of this process no other connection may write between two looks of one.
    """
    now = time.monotonic()
    if rows.is_sqlite():
        version = rows.execute("PRAGMA data_version", []).fetchone()[0]
        known = _seen["on"] is connection.connection
        there = known and version != _seen["version"]
        _seen["on"], _seen["version"] = connection.connection, version
    elif now - _seen["looked"] < LOOK:
        return
    else:
        _seen["looked"] = now
        there = rows.execute(PEOPLE, [SERVING, LOOK]).fetchone()[0] > 0
    if there:
        _seen["until"] = now + MOMENT


def rest() -> None:
    """Rest in proportion to the work since the last rest, if people are here and no transaction holds them up meanwhile."""
    now = time.monotonic()
    worked = now - _seen["rested"]
    if worked < WORK:
        return
    if worked < MOST and not connection.in_atomic_block and here():
        time.sleep(min(worked * REST, MOST))
    _seen["rested"] = time.monotonic()
