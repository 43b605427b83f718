"""The worker: the cluster of django-q2, which ends at once when asked, and whose parts end with it."""

import os
import signal
import sys

from django_q.cluster import Cluster

from yichuang.doors.keeper import front, house, watch


def work() -> int:
    """Run schedules and errands until somebody asks to stop."""
    if house.behind() or house.ahead():
        sys.stderr.write("yichuang: 数据库和这个程序的版本对不上。先运行 yichuang upgrade。\n")
        return front.UNFIT
    os.register_at_fork(after_in_child=lambda: front.die_with_parent(signal.SIGKILL))
    cluster = Cluster()

    def end(*_: object) -> None:
        watch.ENDING.set()
        cluster.stop()

    for word in (signal.SIGTERM, signal.SIGINT):
        signal.signal(word, end)
    cluster.start()
    if cluster.sentinel is not None:
        cluster.sentinel.join()
    return 0 if watch.ENDING.is_set() else 1
