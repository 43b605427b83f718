"""What a citizen does with an own thing (一件事): parts withdrawn, results at once or one by one; not by somebody else."""

from typing import Any

import pytest
from django.test import Client

from tests.town import MONDAY, Town, build
from yichuang.bundles.models import Thing
from yichuang.bundles.tests import scenes
from yichuang.ground import now
from yichuang.law.codes import group_query_code

FOOD = "food-business-license-new"
FIRST = "individual-business-establishment"
OTHER = "189901198506077338"


@pytest.fixture
def town(db: None) -> Town:
    return scenes.brought(build(keys=()))


@pytest.fixture(autouse=True)
def _clock(monkeypatch: Any) -> None:
    monkeypatch.setattr(now, "clock", lambda: MONDAY)


@pytest.fixture
def chen(town: Town) -> Client:
    client: Client = town.enter(Client())
    return client


def home(thing: Thing) -> str:
    return f"/apply/correction/{group_query_code(thing.query_code)}/thing/"


def test_a_part_is_withdrawn_once_and_the_rest_goes_on(town: Town, chen: Client) -> None:
    thing = scenes.on_line(town)
    address = f"/my/things/{thing.pk}/withdrawal/"
    assert address in chen.get(home(thing)).content.decode()
    page = chen.get(address).content.decode()
    assert "不能恢复" in page and "食品经营许可证新办" in page
    said = {"items": [FOOD], "why": "先不卖吃的", "idempotency_key": "w1"}
    for _ in range(2):
        assert chen.post(address, said)["Location"] == f"/my/things/{thing.pk}/done/withdrawal/"
    assert scenes.states(thing)[FOOD] in ("dropped", "ended")
    assert scenes.states(thing)[FIRST] == "running"
    assert "已撤回" in chen.get(f"/my/things/{thing.pk}/done/withdrawal/").content.decode()


def test_the_whole_is_withdrawn_and_then_no_more(town: Town, chen: Client) -> None:
    thing = scenes.on_line(town)
    address = f"/my/things/{thing.pk}/withdrawal/"
    assert chen.post(address, {"items": list(scenes.states(thing))}).status_code == 302
    thing.refresh_from_db()
    assert thing.outcome == "withdrawn"
    assert chen.get(address).status_code == 409
    assert chen.post(address, {"items": [FOOD]}).status_code == 409
    assert address not in chen.get(home(thing)).content.decode()


def test_it_says_what_else_ends_with_a_part(town: Town, chen: Client) -> None:
    thing = scenes.on_line(town)
    assert "也办不了" in chen.get(f"/my/things/{thing.pk}/withdrawal/").content.decode()


@pytest.mark.parametrize("items", [[], ["nothing"]])
def test_nothing_picked_is_told_and_the_reason_is_kept(town: Town, chen: Client, items: list[str]) -> None:
    thing = scenes.on_line(town)
    answer = chen.post(f"/my/things/{thing.pk}/withdrawal/", {"items": items, "why": "不办了"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "请选要撤回哪几项" in page and 'value="不办了"' in page


def test_the_way_of_fetching_is_changed(town: Town, chen: Client) -> None:
    thing = scenes.on_line(town)
    address = f"/my/things/{thing.pk}/way/"
    assert chen.get(address).status_code == 200
    assert chen.post(address, {"way": "x"}).status_code == 422
    assert chen.post(address, {"way": "each"}).status_code == 302
    thing.refresh_from_db()
    assert thing.together is False
    answer = chen.post(address, {"way": "each"})
    assert answer.status_code == 422 and "已经是这样领了" in answer.content.decode()


def test_what_is_posted_is_not_fetched(town: Town, chen: Client) -> None:
    thing = scenes.on_line(town)
    Thing.objects.filter(pk=thing.pk).update(delivery="electronic")
    assert chen.get(f"/my/things/{thing.pk}/way/").status_code == 409


@pytest.mark.parametrize("page", ["withdrawal/", "way/", "done/way/"])
def test_another_persons_thing_is_not_there(town: Town, page: str) -> None:
    thing = scenes.on_line(town)
    other = town.enter(Client(), town.account("李敏", OTHER, phone="13900000000"))
    assert other.get(f"/my/things/{thing.pk}/{page}").status_code == 404
    assert other.post(f"/my/things/{thing.pk}/{page}").status_code in (404, 405)
