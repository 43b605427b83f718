"""A citizen's questions and messages: theirs alone, nothing typed lost, notices with how they went."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import MONDAY, Town, build
from yichuang.asking import acts as asking
from yichuang.asking.models import Thread
from yichuang.exchange.models import Message, Preference
from yichuang.ground.now import now
from yichuang.journal import errands
from yichuang.law.identity import synthetic_resident_id

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


@pytest.fixture
def chen(town: Town) -> Client:
    client: Client = town.enter(Client())
    return client


def asked(chen: Client, **changes: Any) -> Thread:
    told = {"about": "要多大面积", "text": "想开小饭馆。", "item": "food-business-license-new"} | changes
    assert chen.post("/questions/ask/", told).status_code == 302
    return Thread.objects.get()


def test_a_citizen_asks_reads_the_answer_asks_again_and_ends(town: Town, chen: Client) -> None:
    thread = asked(chen)
    here = f"/my/questions/{thread.pk}/"
    asking.answer(thread.pk, by=town.actor("wu"), at=now(), text="没有面积要求。")
    assert "没有面积要求" in chen.get(here).content.decode()
    assert chen.post(here, {"text": ""}).status_code == 422
    assert chen.post(here, {"text": "那消防呢？"}).status_code == 302
    assert "等回答" in chen.get("/my/questions/").content.decode()
    assert chen.post(here + "closing/").status_code == 302
    thread.refresh_from_db()
    assert (thread.state, thread.closed_how) == ("closed", "taken_back")


def test_another_citizen_finds_nothing_of_it(town: Town, chen: Client) -> None:
    thread = asked(chen)
    number = synthetic_resident_id("189901", date(1990, 1, 1), 3)
    other = town.enter(Client(), town.account("李明", number, phone="13900000000"))
    assert other.get(f"/my/questions/{thread.pk}/").status_code == 404
    assert other.post(f"/my/questions/{thread.pk}/", {"text": "插一句"}).status_code == 404
    assert "要多大面积" not in other.get("/my/questions/").content.decode()
    case = town.case("food-business-license-new")
    assert other.get(f"/my/cases/{case.pk}/messages/").status_code == 404


def test_a_stranger_is_sent_to_the_sign_in(town: Town) -> None:
    for page in ("questions/", "messages/", "messages/channel/"):
        assert Client().get(f"/my/{page}")["Location"].startswith("/my/sign-in/")


def test_a_stranger_leaves_a_number_and_is_called_back(town: Town) -> None:
    stranger = Client()
    missed = stranger.post("/questions/ask/", {"about": "没找到要办的"})
    assert missed.status_code == 422 and 'value="没找到要办的"' in missed.content.decode()
    assert (
        stranger.post("/questions/ask/", {"about": "没找到要办的", "phone": "13800000000"})["Location"]
        == "/questions/asked/"
    )
    thread = Thread.objects.get()
    assert (thread.source, thread.days) == ("callback", 1) and thread.number in stranger.get(
        "/questions/asked/"
    ).content.decode()


def test_a_file_goes_along_and_only_the_two_sides_fetch_it(town: Town, chen: Client) -> None:
    thread = asked(chen)
    here = f"/my/questions/{thread.pk}/"
    file = SimpleUploadedFile("平面图.pdf", PDF, content_type="application/pdf")
    assert chen.post(here, {"text": "这是平面图。", "file": file}).status_code == 302
    page = chen.get(here).content.decode()
    href = page.split(f'href="{here}files/')[1].split('"')[0]
    got = chen.get(f"{here}files/{href}")
    assert got.status_code == 200 and got["Content-Disposition"].startswith("attachment")
    wu = Client()
    wu.force_login(town.people["wu"])
    assert wu.get(f"/questions/{thread.pk}/files/{href}").status_code == 200
    wu.force_login(town.people["zheng"])
    assert wu.get(f"/questions/{thread.pk}/files/{href}").status_code == 404


def test_notices_stand_in_ones_own_messages_and_are_marked_as_seen(town: Town, chen: Client) -> None:
    asked(chen)
    errands.drain(now())
    assert "您问的已收到" in chen.get("/my/messages/").content.decode()
    assert chen.post("/my/messages/").status_code == 302
    assert Message.objects.exclude(read_at=None).count() == 1


def test_a_case_page_shows_what_was_sent_and_how_it_went(town: Town, chen: Client) -> None:
    case = town.case("food-business-license-new")
    page = chen.get(f"/my/cases/{case.pk}/messages/").content.decode()
    assert "等待发出" in page
    errands.drain(MONDAY)
    page = chen.get(f"/my/cases/{case.pk}/messages/").content.decode()
    assert "已发到" in page and "138****0000" in page


def test_the_channel_is_chosen_and_an_address_has_its_form(town: Town, chen: Client) -> None:
    here = "/my/messages/channel/"
    assert "138****0000" in chen.get(here).content.decode()
    assert chen.post(here, {"channel": "email", "email": "chen@"}).status_code == 422
    assert chen.post(here, {"channel": "insite", "email": ""}).status_code == 302
    assert Preference.objects.get().channel == "insite"
