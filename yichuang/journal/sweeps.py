"""What happens by itself at its time: named functions, each with a heartbeat."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.models import Heartbeat

SWEEPS: dict[str, Callable[[datetime], int]] = {}
LATE = timedelta(minutes=15)
log = logging.getLogger(__name__)


def discover() -> None:
    """Import every room's `followers` page: there it says what it does when something is on record or due."""
    for name in [*(f"yichuang.{room}" for room in settings.ROOMS), "yichuang.doors.keeper"]:
        if find_spec(f"{name}.followers") is not None:
            import_module(f"{name}.followers")


def run(at: datetime) -> dict[str, int]:
    """Run every sweep once; one that fails does not hold up the others. Returns what each did."""
    discover()
    done = {}
    for name, sweep in SWEEPS.items():
        try:
            done[name], trouble = sweep(at), ""
        except Exception as error:
            log.exception("The sweep %s failed.", name)
            done[name], trouble = 0, str(error)[:300]
        beat(name, done[name], trouble, by=None, at=at)
    return done


@working_paper("journal.beat")
def beat(name: str, done: int, trouble: str, *, by: Actor | None, at: datetime) -> None:
    """Write down that a sweep ran."""
    Heartbeat.objects.update_or_create(
        name=name, defaults={"began_at": at, "ended_at": None if trouble else at, "trouble": trouble}
    )


def silent(at: datetime) -> list[str]:
    """Return the sweeps that did not run lately or ended in trouble."""
    discover()
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    return [n for n in SWEEPS if n not in beats or beats[n].began_at < at - LATE or beats[n].trouble]
