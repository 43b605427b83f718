"""The town comes whole or not at all, once, and only into a house where nobody lives."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from yichuang.ground import now
from yichuang.journal.actor import system
from yichuang.journal.marks import MARK, mark_demo
from yichuang.journal.models import Register
from yichuang.journal.refusals import Refused
from yichuang.people.models import Person
from yichuang.town import (
    accounts,
    complaints,
    figures,
    inspected,
    papers,
    places,
    registers,
    talks,
    things,
    watching,
)
from yichuang.town.founding import Town, found, remember
from yichuang.town.life import live


def load(*, cases: int = 300, at: datetime | None = None) -> bool:
    """Found the demo town and let it live; False if it stands already.

    Raises Refused for a database in which another house lives.
    """
    if refuse_others():
        return False
    when = at or now.now()
    town = Town(system(settings.DEPLOYMENT.region), when - timedelta(days=140))
    with transaction.atomic():
        found(town, when)
        registers.fill(town, when)
        live(town, when, cases)
        things.fill(town, when)
        accounts.open_(town, when)
        talks.fill(town, when)
        complaints.fill(town, when)
        papers.remember(town, when)
        places.fill(town, when)
        inspected.fill(town, when)
        watching.fill(town, when)
        figures.fill(town, when)
        mark_demo(by=town.by, at=when)
        remember(town)
    return True


def refuse_others() -> bool:
    """Tell whether the demo town stands here; raises Refused when another house lives in this database."""
    if Register.objects.filter(region=settings.DEPLOYMENT.region, name=MARK).exists():
        return True
    if Person.objects.exists():
        raise Refused(
            "这个数据库里已经有正式的人员，不能装入示例区，什么都没有动。换一个 YICHUANG_HOME 或数据库。"
        )
    return False
