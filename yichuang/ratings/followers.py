"""What the room does by itself: steps of a mending that are due are said once each, on top of the list."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from yichuang.clock import redating
from yichuang.ground.now import day_of
from yichuang.journal.sweeps import SWEEPS, each
from yichuang.law.terms import midnight
from yichuang.ratings import acts
from yichuang.ratings.models import Rating

BATCH = 500


def sweep(at: datetime) -> int:
    """Remind of every step that is due or late and was not yet said; returns how many."""
    due = Rating.objects.unended().filter(due_on__lte=day_of(at)).exclude(reminded=F("state"))
    return each(due.order_by("due_on", "pk").values_list("pk", "region")[:BATCH], at, acts.remind)


def _open(span: redating.Span) -> Any:
    """The bad ratings under way whose days lie about a span of the calendar."""
    found = Rating.objects.unended().filter(rated_at__lt=midnight(span[1] + timedelta(days=1)))
    return found.filter(Q(mend_due_on__gte=span[0]) | Q(due_on__gte=span[0]))


SWEEPS["ratings"] = sweep
redating.WAYS["ratings"] = redating.Way(acts.redate, _open)
