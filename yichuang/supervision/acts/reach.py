"""How far the sweep has come; no fact, so no entry."""

from datetime import datetime
from typing import Any

from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.supervision.models import Reach


@working_paper("supervision.keep_reach")
def keep_reach(name: str, *, by: Actor | None, at: datetime, **reached: Any) -> None:
    """The sweep has come this far."""
    Reach.objects.update_or_create(name=name, defaults=reached)
