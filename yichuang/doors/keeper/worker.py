"""The worker: the cluster of django-q2, which ends at once when asked, and whose parts end with it."""

import os
import signal
import sys
from typing import Any

from django_q import cluster

from yichuang.doors.keeper import front, house, watch
from yichuang.ground.now import now
from yichuang.journal import schedules

YIELDING = 5  # what happens later gives way to people who wait


class Sentinel(cluster.Sentinel):  # type: ignore[misc]
    """The guard of the worker's parts.

    A part that was killed may have held a lock of their queues, and the one in its place would wait for it for ever:
    the worker ends as a whole and is started again.
    """

    def reincarnate(self, process: Any) -> None:
        """Replace a part that is past its time or its memory."""
        if (process.exitcode or 0) < 0:
            sys.stderr.write(f"yichuang: a part of the worker ended with {process.exitcode}.\n")
            os._exit(1)
        super().reincarnate(process)


def work() -> int:
    """Run schedules and errands until somebody asks to stop."""
    if house.behind() or house.ahead():
        sys.stderr.write("yichuang: 数据库和这个程序的版本对不上。先运行 yichuang upgrade。\n")
        return front.UNFIT
    os.nice(YIELDING)
    os.register_at_fork(after_in_child=lambda: front.die_with_parent(signal.SIGKILL))
    schedules.begin(now())
    cluster.Sentinel = Sentinel
    parts = cluster.Cluster()

    def end(*_: object) -> None:
        watch.ENDING.set()
        parts.stop()

    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, end)
    parts.start()
    if parts.sentinel is not None:
        parts.sentinel.join()
    return 0 if watch.ENDING.is_set() else 1
