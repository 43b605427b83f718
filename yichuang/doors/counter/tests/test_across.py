"""The pages of the 专窗: received with a receipt of both names, sent, told, given; and what came from elsewhere becomes a case."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.cases.places import Handing
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.halls.models import Seat
from yichuang.journal import stamps

PLACE = "/counter/across/"
FORM = {
    "item": "0100001",
    "mode": "collect",
    "document": "111",
    "number": CHEN_ID,
    "name": "陈秀英",
    "checked": ["form", "identity"],
    "materials": "身份证1份\n场所证明1份",
}


@pytest.fixture
def desk(enter: Callable[[str], Client], town: Town) -> Client:
    """Lin at the window for other regions."""
    Seat.objects.filter(person=town.people["lin"]).update(window=town.across().window)
    stamps.bump()
    return enter("lin")


def test_a_matter_goes_from_the_form_to_the_applicants_hand(desk: Client, town: Town) -> None:
    partner = town.partner()
    assert "企业设立登记" in desk.get(f"{PLACE}new/?partner={partner}").content.decode()
    page = desk.post(PLACE + "new/", FORM | {"partner": partner}, follow=True).content.decode()
    row = Handing.objects.get()
    assert "代收了" in page and row.number in page
    paper = desk.get(f"{PLACE}{row.pk}/receipt/").content.decode()
    assert "示例区政务服务大厅" in paper and "邻州市" in paper and "不是受理通知书" in paper
    at = f"{PLACE}{row.pk}/"
    desk.post(at + "sending/", {"way": "post", "tracking": "EX1"})
    desk.post(at + "hearing/", {"what": "accepted", "case_number": "BJ-7", "promised": "2099-01-01"})
    desk.post(at + "hearing/", {"what": "returned", "result": "营业执照", "tracking": "EX2"})
    desk.post(at + "giving/", {"receiver_number": CHEN_ID})
    row.refresh_from_db()
    assert (row.state, row.case_number) == ("given", "BJ-7") and "陈秀英" in desk.get(at).content.decode()


def test_what_is_not_checked_is_said_and_everything_typed_stays(desk: Client, town: Town) -> None:
    answer = desk.post(PLACE + "new/", FORM | {"partner": town.partner(), "checked": "form"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "还没有核对" in page and "场所证明1份" in page and CHEN_ID in page


def test_a_wrong_step_is_refused_with_what_may_be_done(desk: Client, town: Town) -> None:
    desk.post(PLACE + "new/", FORM | {"partner": town.partner()})
    answer = desk.post(f"{PLACE}{Handing.objects.get().pk}/giving/", {"receiver_number": CHEN_ID})
    assert answer.status_code == 409 and "已代收" in answer.content.decode()


def test_the_file_of_one_place_is_read_at_the_other(desk: Client, town: Town) -> None:
    partner = town.partner()
    desk.post(PLACE + "new/", FORM | {"partner": partner})
    text = desk.get(f"{PLACE}{Handing.objects.get().pk}/bundle/").content
    upload = SimpleUploadedFile("x.json", text, content_type="application/json")
    desk.post(PLACE + "incoming/", {"partner": partner, "bundle": upload})
    came = Handing.objects.get(side="in")
    assert (came.name, came.item_code, json.loads(came.materials)) == (
        "陈秀英",
        "0100001",
        ["身份证1份", "场所证明1份"],
    )
    broken = SimpleUploadedFile("x.json", b"{", content_type="application/json")
    assert "读不懂" in desk.post(PLACE + "incoming/", {"partner": partner, "bundle": broken}).content.decode()


def test_what_came_becomes_a_case_at_the_window(hands: Hands, licensed: Town) -> None:
    lin = licensed.actor("lin")
    said: dict[str, Any] = {
        "partner": licensed.partner(),
        "peer": None,
        "number": "代收1号",
        "item": "0100001",
        "item_name": "企业设立登记",
    }
    made = acts.announce(by=lin, at=MONDAY, applicant=PartyIn("陈秀英", CHEN_ID), **said)["id"]
    hands.client.post(f"{PLACE}{made}/taking/")
    hands.client.post(f"{PLACE}{made}/sitting/")
    hands.look()
    assert "陈秀英" in hands.page
    hands.send("item", item=str(licensed.items["company-establishment"].pk))
    for answer in ("own", "no", "no"):
        hands.send("answer", answer=answer)
    hands.judge("ok", material=3).send("exits", then="accept")
    row, case = Handing.objects.get(), Case.objects.get()
    assert (row.state, row.case_id, str(case.handing_id)) == ("accepted", case.pk, made)


def test_the_list_asks_as_often_for_many_as_for_one(
    desk: Client, town: Town, django_assert_max_num_queries: Any
) -> None:
    partner = town.partner()
    for _ in range(5):
        acts.collect(
            by=town.across(),
            at=MONDAY,
            partner=partner,
            item="0100001",
            applicant=PartyIn("陈秀英", CHEN_ID),
            checked=["form", "identity"],
        )
    desk.get(PLACE)
    with django_assert_max_num_queries(8):
        assert desk.get(PLACE).content.decode().count("超期") == 5


def test_other_posts_have_no_such_page(enter: Callable[[str], Client]) -> None:
    assert enter("he").get(PLACE).status_code == 403
