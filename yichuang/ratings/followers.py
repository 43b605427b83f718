"""What the room does by itself: steps of a mending that are due are said once each, on top of the list."""

from datetime import datetime

from django.db.models import F

from yichuang.ground.now import day_of
from yichuang.journal.sweeps import SWEEPS, each
from yichuang.ratings import acts
from yichuang.ratings.models import Rating

BATCH = 500


def sweep(at: datetime) -> int:
    """Remind of every step that is due or late and was not yet said; returns how many."""
    due = Rating.objects.unended().filter(due_on__lte=day_of(at)).exclude(reminded=F("state"))
    return each(due.order_by("due_on", "pk").values_list("pk", "region")[:BATCH], at, acts.remind)


SWEEPS["ratings"] = sweep
