"""What pages ask of things: who has not said yet what is missing, the merged notice as it will read, what would shorten it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yichuang.bundles import files
from yichuang.bundles.models import Demand, Notice, Part, Thing
from yichuang.catalogue import versions
from yichuang.clock import book
from yichuang.journal.actor import Actor
from yichuang.law import plans, things
from yichuang.law.plans import Saving

OPEN = (things.WAITING, things.RUNNING)


@dataclass(frozen=True, slots=True)
class Heard:
    """A part, and what its department said in this round; None while it has not."""

    part: Any
    demand: Demand | None

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it asks for."""
        return self.demand.asked() if self.demand else []


def unsaid() -> QuerySet[Part]:
    """Parts of the outer thing whose department has not said in this round what is missing."""
    said = Demand.objects.filter(part=OuterRef("pk"), round=F("part__thing__round"))
    return Part.objects.filter(~Exists(said), thing=OuterRef("pk"), state__in=OPEN)


def to_say(actor: Actor, today: date) -> QuerySet[Thing]:
    """Things filed on line that wait for the word of this actor's departments, until the day for it is over."""
    mine = unsaid().filter(department__in=actor.organisations)
    return Thing.objects.visible_to(actor).filter(Exists(mine), state=things.FILED, say_by__gte=today)


def to_settle(found: QuerySet[Thing], today: date) -> QuerySet[Thing]:
    """Of these the ones for which one notice, or acceptance, is due: everybody has said, or the day is over."""
    return found.filter(Q(say_by__lt=today) | ~Exists(unsaid()), state=things.FILED, say_by__isnull=False)


def heard(thing: Any) -> list[Heard]:
    """Return every open part with what its department said in this round."""
    said = {one.part_id: one for one in Demand.objects.filter(part__thing=thing.pk, round=thing.round)}
    mine = Part.objects.filter(thing=thing.pk, state__in=OPEN).select_related("department")
    return [Heard(part, said.get(part.pk)) for part in mine.order_by("place", "pk")]


def merged(demands: Iterable[Demand]) -> list[dict[str, Any]]:
    """Return what all departments ask, each paper with each reason once, as the one notice says it."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for demand in demands:
        for line in demand.asked():
            found.setdefault((line["paper"], line["sentence"]), line)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Owed:
    """A paper of the one notice that has not come: under which number its files lie, what was said of it, for which items."""

    place: int
    name: str
    sentences: tuple[str, ...]
    items: tuple[str, ...]


def owed(thing: Thing) -> tuple[Notice | None, list[Owed]]:
    """Return the one notice, and what it asks for that has not come, each paper once; the look is on record elsewhere."""
    notice = Notice.objects.filter(thing=thing.pk).order_by("-round").first()
    if notice is None or thing.state != things.CORRECTING:
        return notice, []
    waits, places = files.owed(thing.opened()), files.places_of(notice)
    said: dict[str, list[dict[str, Any]]] = {}
    for line in notice.told():
        if line["paper"] in waits and not line.get("struck"):
            said.setdefault(line["paper"], []).append(line)
    return notice, [
        Owed(places[name], name, tuple(one["sentence"] for one in lines), tuple(dict.fromkeys(i for one in lines for i in one["items"])))
        for name, lines in said.items()
    ]  # fmt: skip


def shortened(thing: Thing, parts: Iterable[Any], today: date, stamp: int) -> tuple[Saving, ...]:
    """Return what would bring the end of a running thing forward most, as it stands today."""
    alive = [one for one in parts if one.state in (*OPEN, things.GRANTED)]
    keys = {one.key for one in alive}
    if not any(one.state in OPEN for one in alive):
        return ()
    nodes = [_node(one, keys, today) for one in alive]
    return plans.shorten(nodes, thing.received_on, book.calendar(stamp, thing.region), today=today)


def _node(part: Any, keys: set[str], today: date) -> plans.Node:
    version = versions.facts(part.version_id)
    running = part.state == things.RUNNING
    return plans.Node(
        part.key, tuple(one for one in part.waits_for if one in keys), version.promised_days, version.unit, name=part.name,
        started_on=part.starts_on if part.state != things.WAITING else None, due_on=max(part.due_on, today) if running and part.due_on else None,
        done_on=part.ended_on if part.state == things.GRANTED else None,
    )  # fmt: skip
