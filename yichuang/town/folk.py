"""Who is at hand in the town: clerks at their windows, staff by department and post, citizens with something to ask for."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from yichuang.cases.application import Application, Judgement, PartyIn
from yichuang.catalogue import versions
from yichuang.catalogue.models import Item
from yichuang.halls import actors
from yichuang.halls.models import Hall, Seat
from yichuang.journal.actor import Actor, system
from yichuang.law import selection
from yichuang.people.models import Holding
from yichuang.town import cast
from yichuang.town.founding import BY_COMMITMENT, Town


class Folk:
    """Who is at hand: clerks with their seats, staff by department and kind, citizens and firms, the items."""

    def __init__(self, town: Town, day: date) -> None:
        self.town, self.day, self.region = town, day, town.by.region
        clerks = ["lin", "lan", "fan", *(f"clerk{n}" for n in range(1, 7)), "town1", "town2"]
        seats = Seat.objects.filter(person__username__in=clerks).order_by("pk")
        self.clerks = list(seats.values_list("person_id", flat=True))
        self.staff: dict[tuple[int, str], list[tuple[int, int]]] = {}
        for body, kind, person, post in Holding.objects.order_by("pk").values_list(
            "post__organisation_id", "post__kind", "person_id", "post_id"
        ):
            self.staff.setdefault((body, kind), []).append((person, post))
        self.people, self.firms = cast.citizens(), cast.firms()
        self.items = [
            item
            for item in Item.objects.filter(region=self.region).select_related("current").order_by("key")
            if item.current
        ]
        self.outside = next(item for item in self.items if not item.resident)
        self.by_commitment = next(item for item in self.items if item.key == BY_COMMITMENT)
        self.slow = [
            item for item in self.items if item.current and not item.current.at_once and item.resident
        ]
        self.busy = [item for item in self.items if item.department_id == town.bodies["市场监督管理局"]]
        self.halls = {hall.pk: hall for hall in Hall.objects.select_related("organisation")}
        self.issue, self.night = self.person("yang"), system(self.region)

    def person(self, username: str) -> Actor:
        """A named person at their first post."""
        return self.actor(self.town.people[username])

    def actor(self, person: int, post: int | None = None) -> Actor:
        """A person at a post."""
        found = actors.for_person(person, post_id=post, day=self.day, channel="counter")
        assert found is not None
        return found

    def of(self, department: int, kind: str) -> Actor:
        """The department's holder of a kind of post."""
        return self.actor(*self.staff[(department, kind)][0])

    def application(self, chance: random.Random, clerk: Actor, version: versions.VersionFacts) -> Application:
        """What somebody asks for at this clerk's window: an item, answers, and every material that applies."""
        body = "法人" in (version.record.get("service_objects") or []) and chance.random() < 0.5
        one = chance.choice(self.firms if body else self.people)
        answers = {
            q["key"]: chance.choice(q["options"])["value"] for q in version.record.get("scenarios") or ()
        }
        hall = self.halls[clerk.hall or self.town.halls["county"]]
        chosen = selection.select(version.record, answers).materials
        person = chance.choice(self.people)
        return Application(
            version=version.id, answers=answers, applicant=party(one), hall=hall.pk, area=cast.AREA, serial_from=hall.serial_from,
            serial_to=hall.serial_to, window=clerk.window, representative=party(person) if body else None,
            materials={m.index: Judgement("got") for m in chosen if not m.waived}, delivery=chance.choice(("pickup", "pickup", "post")),
        )  # fmt: skip


def party(one: cast.Citizen) -> PartyIn:
    """Return a citizen as a party."""
    return PartyIn(
        one.name, one.number, one.kind, "001" if one.kind == "body" else "111", one.phone, one.address
    )


def hours(at: datetime, until: datetime, chance: random.Random | None = None) -> Iterator[datetime]:
    """The instants of the acts that follow, never after `until`."""
    while True:
        at = min(at + timedelta(hours=chance.choice((1, 3, 20, 26)) if chance else 1), until)
        yield at
