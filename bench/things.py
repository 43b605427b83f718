"""A thing (一件事) of eight cases received, accepted, decided and handed over; beside it eight plain lives of the same items.

python -m bench.things prepare        bring the bundle into the town that `bench.lives prepare` built
python -m bench.things run SECONDS    print {"things", "plain"}: things per second, and eight plain lives per second
python -m bench.things profile COUNT  print where the time of a thing goes
"""

import itertools
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from bench import lives
from bench.people import citizen
from tests import town as towns
from yichuang.bundles import acts, followers
from yichuang.bundles.tests.scenes import whole
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.catalogue import bundles
from yichuang.ground import rows
from yichuang.journal import stamps
from yichuang.journal.errands import Asked
from yichuang.law import merging, plans

# Eight items of five departments in five stages; the first is decided at once, seven are reviewed and approved.
KEY = "fixed-asset-project"
ANSWERS = {"energy": "low", "eia": "register", "soil": "yes", "lightning": "yes", "firekind": "special"}
AT, CHECKED = lives.AT, lives.CHECKED


class Things:
    """The cast; a life as one thing, and the same items as plain lives."""

    def __init__(self, town: towns.Town) -> None:
        self.town, self.lin, self.yang = town, town.actor("lin"), town.actor("yang")
        self.filing = whole(town, KEY, dict(ANSWERS))
        facts, answers = bundles.facts(self.filing.version), dict(self.filing.answers)
        items = bundles.items(facts, stamps.current())
        members = [items[one.item] for one in plans.standing(facts.record, answers).members]
        self.applications = [
            (town.application(one.key, answers=merging.answers_of(answers, one.key)), one) for one in members
        ]
        self.staff = {
            (one.department, kind): town.staff(one.department, kind)
            for one in members
            for kind in ("reviewer", "approver")
        }
        self.count = itertools.count(os.getpid() % 1000 * 1_000_000)
        self.done: set[int] = set()

    def thing(self) -> None:
        """One application for all; after each act on one of its cases it moves on, as the worker lets it."""
        self.done.clear()
        n = next(self.count)
        who = PartyIn(**citizen(n))
        filing = replace(self.filing, applicant=who)
        thing = UUID(acts.receive(by=self.lin, at=AT, filing=filing, key=f"a{n}")["id"])
        mine = Case.objects.filter(thing=thing)
        while running := list(mine.filter(outcome="").values_list("pk", "department_id")):
            for case, department in running:
                self._decide(case, department, self._go_on)
        for case in mine.values_list("pk", flat=True):
            cases.arrive(case, by=self.yang, at=AT, key=f"g{case}")
            self._go_on(case)
        acts.hand_over(thing, by=self.yang, at=AT, receiver_number=who.number, checked=CHECKED, key=f"h{n}")

    def eight(self) -> None:
        """The same items, each applied for by itself: the same acts on each case."""
        for application, version in self.applications:
            n = next(self.count)
            who = PartyIn(**citizen(n))
            own = replace(application, applicant=who)
            case = UUID(cases.receive(by=self.lin, at=AT, application=own, key=f"a{n}")["id"])
            if version.at_once:
                cases.decide_at_once(case, by=self.lin, at=AT, key=f"d{n}")
            else:
                cases.accept(case, by=self.lin, at=AT, key=f"d{n}")
                self._decide(case, version.department, lambda _: None)
            cases.arrive(case, by=self.yang, at=AT, key=f"g{n}")
            cases.hand_over(
                case, by=self.yang, at=AT, receiver_number=who.number, checked=CHECKED, key=f"h{n}"
            )

    def _decide(self, case: UUID, department: int, then: Callable[[UUID], None]) -> None:
        wu, sun = self.staff[department, "reviewer"], self.staff[department, "approver"]
        cases.conclude(
            case, by=wu, at=AT, step="review", verdict="pass", opinion="符合条件。", key=f"e{case}"
        )
        then(case)
        cases.decide(case, by=sun, at=AT, outcome="granted", key=f"f{case}")
        then(case)

    def _go_on(self, case: UUID) -> None:
        """Do what an act on this case has left for its thing, as the worker does that finds nothing else."""
        left = "SELECT id, region, kind, key, args FROM journal_errand WHERE subject = %s AND kind = 'thing'"
        found = rows.execute(left, [rows.key(case)]).fetchall()
        asked = [
            Asked(pk, region, case, kind, key, json.loads(args))
            for pk, region, kind, key, args in found
            if pk not in self.done
        ]
        if asked:
            assert set(followers.go_on(asked, AT).values()) == {"confirmed"}
            self.done |= {one.id for one in asked}


def rates(things: Things, seconds: float) -> dict[str, float]:
    """Live in turn, so that other work on the machine slows both alike; returns how many of each a second."""
    spent = {"things": 0.0, "plain": 0.0}
    count = 0
    while sum(spent.values()) < seconds:
        for name, live in (("things", things.thing), ("plain", things.eight)):
            began = time.perf_counter()
            live()
            spent[name] += time.perf_counter() - began
        count += 1
    return {name: count / took for name, took in spent.items()}


def main(words: list[str]) -> None:
    """Run one of the three."""
    town = lives.existing()
    if words[0] == "prepare":
        town.bundle(KEY)
        return
    things = Things(town)
    for _ in range(3):
        things.thing()
        things.eight()
    if words[0] == "profile":
        import cProfile
        import pstats

        with cProfile.Profile() as profile:
            for _ in range(int(words[1])):
                things.thing()
        pstats.Stats(profile).sort_stats(words[2] if words[2:] else "tottime").print_stats(45)
        return
    print(json.dumps(rates(things, float(words[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
