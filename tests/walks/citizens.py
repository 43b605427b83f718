"""What the pages of a citizen are about: an application begun, one that is whole, one whose item was published anew."""

from django.test import Client

from tests.town import Town
from yichuang.doors.apply.tests import applying

FOOD, CARD, HYGIENE = "food-business-license-new", "social-card-replace", "public-place-hygiene-license"


def scene(town: Town) -> dict[str, str | list[str]]:
    """Return the words of the addresses under /apply/."""
    chen: Client = town.enter(Client())
    whole, old, draft = (applying.begin(chen, key) for key in (CARD, HYGIENE, FOOD))
    applying.fill(chen, whole)
    applying.give(chen, whole)
    applying.fill(chen, draft)
    own = applying.seen(draft)
    record = town.version(HYGIENE).record
    town.publish(HYGIENE, materials=record["materials"][1:], committed_days=3)
    return {
        "draft": str(draft.pk), "whole": str(whole.pk), "old": str(old.pk), "asked": own.facts.record["scenarios"][0]["key"],
        "group": [group.key for group in own.groups], "place": [str(row.place) for row in own.waiting[:2]],
    }  # fmt: skip
