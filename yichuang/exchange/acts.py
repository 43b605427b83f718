"""What the exchange writes down: the notices that went out."""

from datetime import datetime

from yichuang.exchange.models import Message
from yichuang.journal.actor import Actor
from yichuang.journal.acts import working_paper
from yichuang.journal.errands import Asked


@working_paper("exchange.remember")
def remember(sent: list[tuple[Asked, str]], channel: str, *, by: Actor | None, at: datetime) -> None:
    """What went out is on record, once for each errand."""
    rows = [
        Message(
            region=asked.region,
            key=asked.key,
            subject=asked.subject,
            channel=channel,
            template=asked.args["template"],
            text=text,
            sent_at=at,
        )
        for asked, text in sent
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
