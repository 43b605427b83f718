"""What drafts do when their time is over."""

from datetime import datetime

from django.conf import settings

from yichuang.drafts import acts
from yichuang.journal.actor import system
from yichuang.journal.sweeps import SWEEPS


def sweep(at: datetime) -> int:
    """Empty the drafts past their last day; returns how many."""
    return int(acts.sweep(by=system(settings.DEPLOYMENT.region), at=at)["dropped"])


SWEEPS["drafts"] = sweep
