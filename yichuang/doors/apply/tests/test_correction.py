"""From the paper's code to the hand-in: exactly what the notice lists, by whoever holds the paper and knows the number."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.doors.apply.tests import applying
from yichuang.materials.models import File, Material

FOOD = "food-business-license-new"


@pytest.fixture
def told(town: Town) -> Case:
    """A case in correction with two materials to be put right."""
    case = town.case(FOOD, upto="filed", state="awaited")
    places = [m.place for m in _rows(case) if m.state == "awaited"]
    lines = [{"place": place, "reason": "1"} for place in places[:2]]
    cases.ask_once(case.pk, by=town.actor("lin"), at=MONDAY, lines=lines, got=places[2:])
    case.refresh_from_db()
    return case


def _rows(case: Case) -> list[Material]:
    return list(Material.objects.filter(subject=case.pk).order_by("place"))


def faulty(case: Case) -> list[int]:
    return [m.place for m in _rows(case) if m.state == "faulty"]


def files(*places: int) -> dict[str, SimpleUploadedFile]:
    return {f"m{place}": SimpleUploadedFile("a.pdf", applying.PDF) for place in places}


def page(case: Case) -> str:
    return f"/apply/correction/{case.query_code}/"


def opened(case: Case) -> Client:
    client = Client()
    assert client.post(page(case), {"tail": CHEN_ID[-4:]}).status_code == 302
    return client


def test_scan_tail_upload_done(told: Case) -> None:
    client = opened(told)
    shown = client.get(page(told)).content.decode()
    assert all(m.name in shown for m in _rows(told) if m.state == "faulty")
    answer = client.post(page(told), files(*faulty(told)))
    assert (answer.status_code, Case.objects.get(pk=told.pk).state) == (302, "filed")
    assert File.objects.filter(subject=told.pk).count() == 2


def test_one_that_is_missing_is_named_and_nothing_is_lost(told: Case) -> None:
    client, places = opened(told), faulty(told)
    answer = client.post(page(told), files(places[0]))
    assert answer.status_code == 422
    assert next(m.name for m in _rows(told) if m.place == places[1]) in answer.content.decode()
    assert client.post(page(told), files(places[1])).status_code == 302
    assert Case.objects.get(pk=told.pk).state == "filed"


def test_a_file_is_taken_out_again(told: Case) -> None:
    client, places = opened(told), faulty(told)
    client.post(page(told), {"then": "more", **files(places[0])})
    file = File.objects.get(subject=told.pk)
    client.post(f"{page(told)}{places[0]}/removal/", {"file": str(file.pk)})
    assert client.post(page(told), files(places[1])).status_code == 422


def test_the_applicant_signed_in_needs_no_number(town: Town, told: Case) -> None:
    assert town.enter(Client()).get(page(told)).status_code == 200


def test_another_citizen_is_asked_for_the_number(town: Town, told: Case) -> None:
    other = town.enter(Client(), town.account("李敏", applying.OTHER_ID, phone="13900000000"))
    assert "最后4位" in other.get(page(told)).content.decode()


def test_a_wrong_end_opens_nothing_and_guessing_stops(told: Case) -> None:
    client = Client()
    answers = [client.post(page(told), {"tail": f"{n:04d}"}).status_code for n in range(12)]
    assert 302 not in answers
    assert answers[-1] == 429
    assert client.post(page(told), {"tail": CHEN_ID[-4:]}).status_code == 429


def test_what_is_opened_is_this_case_only(town: Town, told: Case) -> None:
    other = town.case(FOOD, upto="filed", state="awaited")
    assert "最后4位" in opened(told).get(f"/apply/correction/{other.query_code}/").content.decode()


def test_a_case_that_waits_for_nothing_leads_to_its_progress(town: Town) -> None:
    case = town.case(FOOD, upto="accepted")
    assert opened(case).get(page(case))["Location"].startswith("/p/")


def test_an_unknown_code_is_not_there(town: Town) -> None:
    assert Client().get("/apply/correction/AAAA-AAAA/").status_code == 404


def test_handing_in_twice_is_harmless(told: Case) -> None:
    client = opened(told)
    sent = files(*faulty(told))
    assert client.post(page(told), sent).status_code == 302
    assert client.post(page(told), {}).status_code == 302
    assert Case.objects.get(pk=told.pk).round == 1
