"""The process that serves (gunicorn's, with threads), made to take its share of connections and no more.

A browser keeps its connection, so the process that takes one serves all that comes by it. Both processes are woken for
a new connection, and the quicker one took nearly all of them: half of the machine stood idle.
"""

import mmap
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

GRACE = 0.001
OPEN = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("i")  # connections of each process; all of them see it


class Sharing(ThreadWorker):  # type: ignore[misc]
    """Leaves a new connection for a moment to a process that has fewer."""

    def notify(self) -> None:
        """Tell the others how many connections this process has; gunicorn calls this in every round."""
        OPEN[self._place] = self.nr_conns
        super().notify()

    def accept(self, listener: Any) -> None:
        """Take the connection, unless another process did so meanwhile."""
        if self.nr_conns > min(OPEN[: self.cfg.workers]):
            time.sleep(GRACE)
        super().accept(listener)
        OPEN[self._place] = self.nr_conns

    @property
    def _place(self) -> int:
        return int(self.age % self.cfg.workers)
