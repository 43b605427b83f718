"""What lies on the table, an item or a thing (一件事): every step of the bench asks either in one way.

matter = matters.of(table, actor, at)      # None while nothing was picked; anew after every change of the sitting
matter.question(), .answer(question, values), .rows(), .exits…
"""

from datetime import datetime

from yichuang.doors.counter.one_item import OneItem
from yichuang.doors.counter.one_thing import OneThing
from yichuang.doors.counter.sitting import Table
from yichuang.journal.actor import Actor

Matter = OneItem | OneThing


def of(table: Table, actor: Actor, at: datetime) -> Matter | None:
    """Return what lies on the table."""
    if table.sitting.bundle:
        return OneThing(table, actor, at)
    return OneItem(table, actor, at) if table.sitting.version else None
