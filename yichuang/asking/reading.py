"""Reading threads for pages: who has what to answer, what was said, how much is unread."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yichuang.asking.models import DEPARTMENT_STAFF, HALL_STAFF, Message, Read, Thread
from yichuang.cases.models import Notice
from yichuang.clock import book
from yichuang.journal.actor import Actor
from yichuang.law import asking as law
from yichuang.law import cards


def papers_asked(case: UUID | None) -> list[str]:
    """Return the names of the materials that the case's one-time notices list."""
    found = Notice.objects.filter(case=case).values_list("lines", flat=True)
    return [str(line["material"]) for lines in found for line in json.loads(lines) if line.get("material")]


def light_of(thread: Thread, today: date, stamp: int) -> cards.Light:
    """Return the colour of a question that waits; one that is answered or over has none."""
    calendar = book.calendar(stamp, thread.region)
    return cards.light(today, thread.due_on if thread.state == law.OPEN else None, thread.days, calendar)


def to_answer(actor: Actor) -> int:
    """Return how many open questions wait for this actor's hall or body: one look into an index, for every page's head."""
    open_ = Thread.objects.filter(region=actor.region, state=law.OPEN)
    if actor.kind in HALL_STAFF:
        return open_.filter(case=None, hall=actor.hall or 0).count()
    if actor.kind in DEPARTMENT_STAFF:
        return open_.filter(department__in=actor.organisations).count()
    return 0


def with_unread(threads: "QuerySet[Thread]", side: str) -> Any:
    """Return the threads with `unread`: how many messages this side has not seen."""
    seen = Read.objects.filter(thread=OuterRef("pk"), side=side).values("place")[:1]
    return threads.annotate(unread=F("messages_count") - Coalesce(Subquery(seen), 0))


def unread_of(threads: "QuerySet[Thread]", side: str) -> int:
    """Return in how many of these threads there is something that this side has not seen."""
    return with_unread(threads, side).filter(unread__gt=0).count()


def messages_of(thread: Thread) -> list[dict[str, Any]]:
    """Return what was said, in order, in clear."""
    return [
        {
            "side": m.side,
            "kind": m.kind,
            "text": m.clear(),
            "by": m.by_name,
            "at": m.at,
            "id": m.pk,
            "files": m.files,
        }
        for m in Message.objects.filter(thread=thread).order_by("place")
    ]
