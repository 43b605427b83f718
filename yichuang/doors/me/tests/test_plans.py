"""A firm follows its project, and gives and ends mandates on line; nobody else's are seen."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from tests import town as towns
from tests.town import MONDAY, Town
from yichuang.agency import acts
from yichuang.agency.models import Mandate
from yichuang.agency.tests.test_agency import FIRM, FOOD, scan
from yichuang.ground import vault
from yichuang.law import identity

PLACE = "/my/plans/"


@pytest.fixture
def town(db: None) -> Town:
    """The small town, built in this test's database."""
    return towns.build()


def project(town: Town) -> str:
    by = town.actor("dao")
    mandate = acts.take_mandate(by=by, at=MONDAY, holder=FIRM, scan=scan())["id"]
    plan = acts.open_plan(by=by, at=MONDAY, mandate=UUID(mandate), name="冷链厂房")["id"]
    day = MONDAY.date()
    stage = {"item": FOOD, "begins_on": day, "ends_on": day + timedelta(days=9), "what": "准备平面图"}
    acts.order_plan(UUID(plan), by=by, at=MONDAY, stages=[stage])
    acts.note(UUID(plan), by=by, at=MONDAY, text="周五看现场")
    return str(plan)


def test_the_firm_sees_its_plan(town: Town) -> None:
    plan, account = project(town), town.account()
    town.tie(account)
    client = town.enter(Client(), account)
    assert "冷链厂房" in client.get(PLACE).content.decode()
    page = client.get(f"{PLACE}{plan}/").content.decode()
    assert "准备平面图" in page and "周五看现场" in page and "道引" in page


def test_nobody_else_sees_it(town: Town) -> None:
    plan = project(town)
    client = town.enter(Client())
    assert "冷链厂房" not in client.get(PLACE).content.decode()
    assert client.get(f"{PLACE}{plan}/").status_code == 404
    assert "/my/sign-in/" in Client().get(PLACE)["Location"]


def test_a_mandate_is_given_for_oneself_and_ended(town: Town) -> None:
    client = town.enter(Client())
    wrong = client.post(PLACE + "mandates/new/", {"scope": "没有"})
    assert wrong.status_code == 422 and "由哪里帮您办" in wrong.content.decode()
    given = {
        "organisation": town.hall.organisation_id,
        "scope": town.items[FOOD].name,
        "ends_on": "2099-01-01",
    }
    client.post(PLACE + "mandates/new/", given)
    row = Mandate.objects.get()
    assert (row.name, row.proof, row.scope) == ("陈秀英", "online", FOOD)
    assert "结束以后" in client.get(f"{PLACE}mandates/{row.pk}/ending/").content.decode()
    client.post(f"{PLACE}mandates/{row.pk}/ending/")
    assert Mandate.objects.get().ended_on is not None


def test_who_acts_for_a_firm_gives_the_firms_mandate(town: Town) -> None:
    account = town.account()
    client = town.enter(Client(), account, tie=town.tie(account))
    client.post(PLACE + "mandates/new/", {"organisation": town.hall.organisation_id})
    assert Mandate.objects.get().holder_index == vault.index(towns.FIRM_CODE)


def test_another_persons_mandate_cannot_be_ended(town: Town) -> None:
    town.enter(Client()).post(PLACE + "mandates/new/", {"organisation": town.hall.organisation_id})
    number = identity.synthetic_resident_id("189901", MONDAY.date().replace(year=1990), 33)
    other = town.enter(Client(), town.account("李新", number))
    assert other.post(f"{PLACE}mandates/{Mandate.objects.get().pk}/ending/").status_code == 404
    assert Mandate.objects.get().ended_on is None
