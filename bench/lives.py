"""The same life through our acts, in this process: nine acts, as five people, with keys.

python -m bench.lives prepare        migrate and build the town
python -m bench.lives run SECONDS    print lives per second
python -m bench.lives profile COUNT  print where the time goes
"""

import itertools
import os
import sys
import time
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
import django

django.setup()

from django.core.management import call_command

from bench.people import citizen
from tests import town as towns
from yichuang.cases import acts as cases
from yichuang.cases.application import PartyIn
from yichuang.ratings import acts as ratings

AT = towns.MONDAY
CHECKED = {"document": True, "person": True, "result": True}


def living(town: towns.Town, item: str = "company-establishment") -> "Life":
    """Return a life to be lived again and again."""
    return Life(town, item)


class Life:
    """One case from the window to the rating."""

    def __init__(self, town: towns.Town, item: str) -> None:
        self.lin, self.wu, self.sun, self.yang, self.chen = (
            *map(town.actor, ("lin", "wu", "sun", "yang")),
            town.chen,
        )
        self.town, self.item = town, item
        self.place = next(iter(town.application(item).materials))
        self.application = town.application(item)
        self.count = itertools.count(os.getpid() % 1000 * 1_000_000)

    def live(self) -> None:
        """Receive, tell once, hand in, accept, conclude, decide, arrive, hand over, rate."""
        n = next(self.count)
        who = PartyIn(**citizen(n))
        application = type(self.application)(
            **{f: getattr(self.application, f) for f in self.application.__slots__} | {"applicant": who}
        )
        case = UUID(cases.receive(by=self.lin, at=AT, application=application, key=f"a{n}")["id"])
        cases.ask_once(case, by=self.lin, at=AT, lines=[{"place": self.place, "reason": "1"}], key=f"b{n}")
        cases.hand_in(case, by=self.lin, at=AT, judgements={self.place: "got"}, key=f"c{n}")
        cases.accept(case, by=self.lin, at=AT, key=f"d{n}")
        cases.conclude(
            case, by=self.wu, at=AT, step="review", verdict="pass", opinion="符合条件。", key=f"e{n}"
        )
        cases.decide(case, by=self.sun, at=AT, outcome="granted", key=f"f{n}")
        cases.arrive(case, by=self.yang, at=AT, key=f"g{n}")
        cases.hand_over(case, by=self.yang, at=AT, receiver_number=who.number, checked=CHECKED, key=f"h{n}")
        ratings.rate(by=self.chen, at=AT, case=case, grade=5, key=f"i{n}")


def existing() -> towns.Town:
    """Return the town that `prepare` built."""
    from yichuang.catalogue.models import Item
    from yichuang.halls.models import Hall, Window
    from yichuang.people.models import Organisation, Person, Post

    bodies = {body.name: body for body in Organisation.objects.all()}
    departments = {key: bodies[name] for name, key in towns.DEPARTMENTS.items() if name in bodies}
    people = {p.username: p for p in Person.objects.all()}
    posts = {p.username: Post.objects.filter(holdings__person=p).first() for p in people.values()}
    items = {i.key: i for i in Item.objects.all()}
    return towns.Town(
        Hall.objects.earliest("pk"),
        Window.objects.earliest("pk"),
        departments,
        people,
        {n: p for n, p in posts.items() if p},
        items,
    )


def main(words: list[str]) -> None:
    """Run one of the three."""
    if words[0] == "prepare":
        call_command("migrate", verbosity=0, skip_checks=True)
        towns.build()
        return
    life = living(existing())
    for _ in range(20):
        life.live()
    if words[0] == "profile":
        import cProfile
        import pstats

        with cProfile.Profile() as profile:
            for _ in range(int(words[1])):
                life.live()
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
        return
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < float(words[1]):
        life.live()
        count += 1
    print(count / (time.perf_counter() - began))


if __name__ == "__main__":
    main(sys.argv[1:])
