"""How gunicorn serves the house (its configuration page): SQLite one process with threads, PostgreSQL two processes.

Two writing processes starve each other on SQLite (performance.md 4); on PostgreSQL more than two gain nothing on two
cores. The two share what was loaded before they parted. Both have threads: a connection that is opened and says nothing,
as browsers do to be quick, holds a thread and not the house; and connections are kept between requests.
"""

import gc
import os
import signal
from typing import Any

from yichuang.doors.keeper import front
from yichuang.ground.company import SERVING
from yichuang.settings import DATABASES

os.environ.setdefault("PGAPPNAME", SERVING)  # by which what runs by itself knows that people are at work

wsgi_app = "yichuang.wsgi:application"
_alone = "sqlite" in str(DATABASES["default"]["ENGINE"])
workers, threads = (1, 8) if _alone else (2, 4)
worker_class = "yichuang.doors.keeper.serving.Sharing"
preload_app = not _alone
keepalive, timeout, graceful_timeout = 30, 60, 10
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Load the pages once, before the processes part, and keep the collector from touching what they share."""
    if preload_app:
        from django.urls import get_resolver

        _ = get_resolver().reverse_dict
        gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """End at once with the master: an orphan would serve on for ten seconds, and hold the port against the next start."""
    front.die_with_parent(signal.SIGKILL)


def child_exit(server: Any, worker: Any) -> None:
    """Take a process that ended out of the counts of what is going on now."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
