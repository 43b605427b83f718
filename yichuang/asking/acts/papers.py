"""Working papers of the room: how far a side has read."""

from datetime import datetime

from yichuang.asking.models import Read, Thread
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper


@working_paper("asking.mark_read")
def mark_read(thread: Thread, side: str, *, by: Actor, at: datetime) -> None:
    """This side has seen the thread up to its last message."""
    values = {"place": thread.messages_count, "at": at, "region": thread.region}
    Read.objects.update_or_create(thread=thread, side=side, defaults=values)
