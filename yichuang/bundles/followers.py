"""What things do when something is due or on record."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yichuang.bundles import acts, following
from yichuang.bundles.acts import going
from yichuang.bundles.models import Demand, Thing
from yichuang.ground.now import day_of
from yichuang.journal import streams
from yichuang.journal.actor import system
from yichuang.journal.errands import HANDLERS, Asked, Outcome, Trouble
from yichuang.journal.refusals import NotThere, Refused
from yichuang.journal.sweeps import SWEEPS
from yichuang.law import things

BATCH = 200
streams.PAPERS.append(following.letters)


def go_on(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Move each thing on once, whatever number of its parts has moved; one with nothing to do has been through it."""
    done: dict[int, str | Trouble | None] = {}
    by_thing: dict[str, list[Asked]] = {}
    for asked in errands:
        by_thing.setdefault(asked.args["thing"], []).append(asked)
    for thing, those in by_thing.items():
        last = those[-1]
        try:
            acts.go_on(
                UUID(thing), by=system(last.region), at=at, key=last.key, because=last.args.get("act", "")
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


HANDLERS["thing"] = go_on
SWEEPS["things"] = settle
