"""Who refused that a paper is retrieved for one item brings it for that one; what was agreed to for the others stands."""

from typing import Any

import pytest

from tests.town import CHEN_ID, MONDAY, REGION, Town, build
from yichuang.bundles import acts, preparing
from yichuang.bundles.models import Part, Thing
from yichuang.bundles.tests.scenes import CHEN, decided, part, whole
from yichuang.ground import vault
from yichuang.journal import stamps
from yichuang.materials.models import Material
from yichuang.registers.models import Consent

HOUSE, LAND, PLAN, CARD = "rural-house", "rural-homestead", "rural-planning-permit", "居民身份证"


@pytest.fixture
def town(db: None) -> Town:
    made = build(keys=())
    made.bundle(HOUSE)
    made.licence(CARD)
    return made


def refused(item: str) -> None:
    Consent.objects.create(
        region=REGION, holder_index=vault.index(CHEN_ID), item=item, shown="", digest="", given=False, channel="portal", given_at=MONDAY
    )  # fmt: skip


def card(town: Town, **said: Any) -> Any:
    """The merged paper that both items ask for."""
    facts, given = town.bundle_facts(HOUSE), whole(town, HOUSE, {}).answers
    about: dict[str, Any] = {
        "stamp": stamps.current(),
        "region": REGION,
        "at": MONDAY,
        "parties": {"applicant": CHEN},
    }
    found = preparing.prepared(facts, given, **about | said).papers
    return next(one for one in found if one.name == CARD)


def filed(town: Town, *, on_line: bool = True) -> Thing:
    """The house's thing, filed by Chen on line or at the window, accepted."""
    more = {"channel": "portal", "window": None, "state": "awaited"} if on_line else {}
    filing = whole(town, HOUSE, {}, **more)
    made = acts.receive(by=town.citizen if on_line else town.actor("lin"), at=MONDAY, filing=filing)
    thing = Thing.objects.get(pk=made["id"])
    if on_line:
        for one in Part.objects.filter(thing=thing):
            acts.say(thing.pk, by=town.staff(one.department_id, "reviewer"), at=MONDAY, part=one.key)
    return thing


def row(thing: Thing, key: str) -> Material:
    return Material.objects.get(subject=part(thing, key).case_id, name=CARD)


def test_the_card_on_file_waives_the_paper_of_both(town: Town) -> None:
    assert (card(town).waived, card(town).items) == (True, (LAND, PLAN))


@pytest.mark.parametrize("item", [LAND, PLAN])
def test_refused_for_one_item_the_merged_paper_is_asked_for(town: Town, item: str) -> None:
    refused(item)
    ways = dict(zip(card(town).items, card(town).ways, strict=True))
    assert not card(town).waived and card(town).how == ways[item] == "submit"
    assert ways[PLAN if item == LAND else LAND] == "licence"
    assert card(town, asked=False).waived


@pytest.mark.parametrize("item", [LAND, PLAN])
def test_each_case_keeps_to_what_was_said_for_its_item(town: Town, item: str) -> None:
    refused(item)
    thing = filed(town)
    decided(town, part(thing, LAND).case_id, MONDAY)
    other = PLAN if item == LAND else LAND
    mine, free = row(thing, item), row(thing, other)
    assert (mine.how, mine.state, mine.licence_id) == ("submit", "got", None)
    assert (free.how, free.state) == ("licence", "waived") and free.licence_id


def test_what_was_refused_on_line_holds_up_nothing_filed_at_the_window(town: Town) -> None:
    refused(PLAN)
    thing = filed(town, on_line=False)
    decided(town, part(thing, LAND).case_id, MONDAY)
    plan = part(thing, PLAN)
    assert plan.case is not None and plan.case.state == "accepted" and row(thing, PLAN).state == "waived"
