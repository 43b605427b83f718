"""The pages of home visits: from the telephone to the end, begun with the person on the table; asked for on line."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.town import CHEN_ID, Town
from yichuang.agency.models import Visit
from yichuang.agency.tests.test_visits import SAID, planned
from yichuang.cases.models import Intake


def test_the_visiting_clerk_begins_with_the_person_on_the_table(
    town: Town, enter: Callable[[str], Client]
) -> None:
    made, client = planned(town, number=CHEN_ID), enter("lin")
    page = client.get("/counter/visits/?day=2026-03-02").content.decode()
    assert "幸福路1号" in page and "tel:13800000000" in page
    client.post(f"/counter/visits/{made}/sitting/")
    assert Intake.objects.get().opened()["applicant"]["number"] == CHEN_ID
    assert "开始接件" in client.get(f"/counter/visits/{made}/").content.decode()


def test_pages_take_a_visit_from_the_telephone_to_its_end(town: Town, enter: Callable[[str], Client]) -> None:
    client = enter("lin")
    wrong = client.post("/counter/visits/new/", SAID | {"phone": "1", "source": "phone"})
    assert wrong.status_code == 422 and "幸福路1号" in wrong.content.decode()
    client.post("/counter/visits/new/", SAID | {"source": "phone"})
    at = f"/counter/visits/{Visit.objects.get().pk}/"
    client.post(at + "planning/", {"day": "2099-01-05", "half": "pm", "visitor": town.people["lin"].pk})
    client.post("/counter/visits/route/", {"day": "2099-01-05", f"place-{Visit.objects.get().pk}": "1"})
    client.post(at + "ending/", {"why": "家里没人"})
    assert "家里没人" in client.get(at).content.decode()
    assert enter("wu").get("/counter/visits/").status_code == 403


def test_a_citizen_asks_on_line_and_takes_it_back(town: Town) -> None:
    client = town.enter(Client())
    assert client.post("/my/visits/new/", {"wish": "x"}).status_code == 422
    client.post("/my/visits/new/", SAID | {"organisation": town.hall.organisation_id})
    assert "等安排" in client.get("/my/visits/").content.decode()
    client.post(f"/my/visits/{Visit.objects.get().pk}/ending/")
    assert Visit.objects.get().state == "dropped"


def test_the_route_asks_as_often_for_many_as_for_one(
    town: Town, enter: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = enter("lin")
    planned(town)
    client.get("/counter/visits/?day=2026-03-02")
    for _ in range(5):
        planned(town)
    with django_assert_max_num_queries(9):
        client.get("/counter/visits/?day=2026-03-02")
