"""Two regions, each with its own windows, speak by the API: a matter goes there, its acceptance comes back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import town as towns
from tests.town import BEGIN, CHEN_ID, FIRM_CODE, MONDAY
from yichuang.cases import acts
from yichuang.cases.application import PartyIn
from yichuang.cases.places import Handing
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.halls.models import Hall, Partner
from yichuang.journal import errands, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.models import Errand
from yichuang.journal.signing import signer
from yichuang.people import tokens
from yichuang.people.models import Integrator, Organisation, Token

THERE = "189902"


def key(region: str, name: str) -> tuple[Integrator, str]:
    """A partner's key to a region's API."""
    raw, own = tokens.make(), Integrator.objects.create(region=region, name=name)
    Token.objects.create(integrator=own, digest=tokens.digest_of(raw), hint="yc_", made_at=MONDAY)
    return own, raw


@pytest.fixture
def regions(transactional_db: None, live_server: Any) -> tuple[towns.Town, Hall]:
    """Our town, and a hall of the other region; each in the other's register."""
    town = towns.build()
    body = Organisation.objects.create(
        region=THERE, code=FIRM_CODE, name="邻州市政务服务中心", kind="centre", area=THERE, valid_from=BEGIN
    )
    hall = Hall.objects.create(
        region=THERE,
        organisation=body,
        name="邻州市政务服务大厅",
        level="county",
        opens=town.hall.opens,
        closes=town.hall.closes,
    )
    theirs, to_us = key(towns.REGION, "邻州市")
    ours, to_them = key(THERE, "示例区")
    said = {"origin": live_server.url, "public": signer().public()}
    town.partner(integrator=theirs.pk, key=to_them, **said)
    Partner.objects.create(
        region=THERE, name="示例区", area=towns.REGION, modes="collect", items='{"0100001": "企业设立登记"}', agreement="示例协议",
        integrator=ours, key=vault.lock(to_us), starts_on=BEGIN, **said,
    )  # fmt: skip
    stamps.bump()
    return town, hall


def drained() -> None:
    """Do what is due at the real now: the API reads the clock itself."""
    while errands.drain(now() + timedelta(seconds=1)):
        continue


def sent(town: towns.Town) -> UUID:
    made = UUID(acts.collect(by=town.across(), at=MONDAY, partner=Partner.objects.get(region=towns.REGION).pk, item="0100001",
                             applicant=PartyIn("陈秀英", CHEN_ID), checked=["form", "identity"], materials=["身份证1份"])["id"])  # fmt: skip
    acts.send_across(made, by=town.actor("lin"), at=MONDAY, way="online")
    return made


def test_a_matter_goes_there_and_what_becomes_of_it_comes_back(regions: tuple[towns.Town, Hall]) -> None:
    town, hall = regions
    made = sent(town)
    drained()
    came = Handing.objects.get(region=THERE)
    assert (came.side, came.state, came.peer, came.name, came.clear_number()) == (
        "in",
        "announced",
        made,
        "陈秀英",
        CHEN_ID,
    )
    clerk = Actor(
        kind="clerk", region=THERE, name="邻州·专窗", person=999, hall=hall.pk, stamp=stamps.current()
    )
    acts.take_across(came.pk, by=clerk, at=now())
    drained()
    assert Handing.objects.get(pk=made).state == "arrived"
    acts.decline_across(came.pk, by=clerk, at=now(), why="缺少场所证明原件")
    drained()
    ours = Handing.objects.get(pk=made)
    assert (ours.state, ours.why) == ("declined", "缺少场所证明原件")


def test_a_matter_is_handed_over_once_however_often_the_errand_is_done(
    regions: tuple[towns.Town, Hall],
) -> None:
    sent(regions[0])
    drained()
    Errand.objects.filter(kind="across").update(state="waiting", held_until=None)
    drained()
    assert Handing.objects.filter(region=THERE).count() == 1


def test_a_bundle_with_another_signature_is_refused(regions: tuple[towns.Town, Hall]) -> None:
    town, _ = regions
    Partner.objects.filter(region=THERE).update(public="0" * 128)
    sent(town)
    drained()
    assert not Handing.objects.filter(region=THERE).exists()
    assert "没有收" in Errand.objects.get(kind="across").trouble


def test_the_region_of_the_bundle_must_be_the_agreements(regions: tuple[towns.Town, Hall]) -> None:
    Partner.objects.filter(region=THERE).update(area="189909")
    sent(regions[0])
    drained()
    assert not Handing.objects.filter(region=THERE).exists()
