"""What things do when something is due or on record."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.bundles import acts, following, sealing
from yichuang.bundles.acts import going
from yichuang.bundles.models import Demand, Part, Thing
from yichuang.ground.now import day_of
from yichuang.journal import streams
from yichuang.journal.actor import system
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble
from yichuang.journal.refusals import NotThere, Refused
from yichuang.journal.sweeps import SWEEPS, daily, each
from yichuang.law import things

BATCH = 200
streams.PAPERS.append(following.letters)
streams.BESIDE.append(sealing.altered)


def go_on(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Move each thing on once, whatever number of its parts has moved; one with nothing to do has been through it."""
    done: dict[int, str | Trouble | None] = {}
    by_thing: dict[str, list[Asked]] = {}
    for asked in errands:
        by_thing.setdefault(asked.args["thing"], []).append(asked)
    for thing, those in by_thing.items():
        last, why = those[-1], [one.args.get("act", "") for one in those]
        try:
            acts.go_on(
                UUID(thing),
                by=system(last.region),
                at=at,
                key=last.key,
                because=next((one for one in why if one in going.CALENDAR), why[-1]),
            )
            told: str | Trouble = "confirmed"
        except NotThere as error:
            told = Trouble(error.sentence, final=True)
        except (
            Refused
        ) as error:  # only one with nothing to do is done with; a thing must never miss that a part moved
            told = "confirmed" if error.sentence == going.NOTHING else Trouble(error.sentence)
        done |= dict.fromkeys((asked.id for asked in those), told)
    return done


def settle(at: datetime, batch: int = BATCH) -> int:
    """Silence means no demand: after the day to say so, one notice leaves or everything is accepted. Returns how many."""
    past = Thing.objects.filter(state=things.FILED, say_by__lt=day_of(at)).order_by("say_by", "id")
    done = 0
    for pk, region, number in past.values_list("pk", "region", "round")[:batch]:
        asked = Demand.objects.filter(Q(part__thing=pk), round=number).exclude(lines="[]").exists()
        try:
            (acts.ask_once if asked else acts.accept)(pk, by=system(region), at=at)
            done += 1
        except Refused:
            continue
    return done


def forecast(at: datetime, batch: int = BATCH) -> int:
    """What should have moved by yesterday and did not shows in the forecast this morning. Returns how many moved."""
    today = day_of(at)
    late = Part.objects.filter(
        Q(state=things.RUNNING, due_on__lt=today) | Q(state=things.WAITING, starts_on__lt=today),
        thing=OuterRef("pk"),
    )
    behind = Thing.objects.under_way().filter(Q(forecast_on__lt=today) | Exists(late))
    return _each(behind, at, "", batch)


def recount(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Plan everything under way anew after the calendar changed: a notice is for all regions, a closure for its own."""
    for asked in errands:
        act, found = asked.args["act"], Thing.objects.under_way()
        _each(found if act == "clock.import_notice" else found.filter(region=asked.region), at, act)
    return {asked.id: "confirmed" for asked in errands}


def _each(found: QuerySet[Thing], at: datetime, because: str, batch: int = BATCH) -> int:
    """Move each of these on, block by block; one with nothing to move is left as it is."""
    return each(_blocks(found.order_by("pk"), batch), at, partial(acts.go_on, because=because))


def _blocks(found: QuerySet[Thing], batch: int) -> Iterator[tuple[UUID, str]]:
    after: UUID | None = None
    while block := list((found.filter(pk__gt=after) if after else found).values_list("pk", "region")[:batch]):
        yield from block
        after = block[-1][0]


HANDLERS["thing"] = go_on
HANDLERS["things"] = recount
SWEEPS["things"] = settle
SWEEPS["forecasts"] = daily("forecasts", forecast)
