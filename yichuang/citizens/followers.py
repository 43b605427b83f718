"""What accounts do by themselves: codes of last week are forgotten."""

from datetime import datetime

from yichuang.citizens import acts
from yichuang.journal.sweeps import SWEEPS


def sweep(at: datetime) -> int:
    """Forget the codes of last week; returns how many."""
    return int(acts.forget_codes(by=None, at=at))


SWEEPS["codes"] = sweep
