"""Cases on file at the window: found, shown, withdrawn, supplemented; rated on the device."""

from typing import Any

import pytest

from tests.town import MONDAY, Town
from yichuang.cases.models import Case, Paper
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.doors.counter.tests.test_leaving import FIRM, ready
from yichuang.ratings.models import Rating


def test_todays_cases_are_listed_and_found_by_code_number_and_name(hands: Hands, licensed: Town) -> None:
    ready(hands, licensed).send("exits", then="accept")
    case = Case.objects.get()
    for words in (
        "",
        case.query_code,
        case.number,
        case.filing_number,
        "陈秀英",
        f"http://127.0.0.1:8000/p/{case.query_code}",
    ):
        page = hands.client.get("/counter/cases/", {"q": words} if words else {}).content.decode()
        assert f"/counter/cases/{case.pk}/" in page, words


@pytest.mark.parametrize("words", ["没有这个人", "'; drop table", "0" * 300, "\x00"])
def test_nothing_found_is_a_sentence(hands: Hands, words: str) -> None:
    answer = hands.client.get("/counter/cases/", {"q": words})
    assert answer.status_code == 200 and "没找到" in answer.content.decode()


def test_a_case_shows_its_papers_clocks_and_what_may_be_done(hands: Hands, town: Town) -> None:
    case = town.case()
    page = hands.client.get(f"/counter/cases/{case.pk}/").content.decode()
    assert (
        "受理通知书" in page
        and "为什么是这一天" in page
        and "申请人自愿补充" in page
        and "终止办理" not in page
    )


def test_a_withdrawal_is_confirmed_on_its_own(hands: Hands, town: Town) -> None:
    case = town.case()
    url = f"/counter/cases/{case.pk}/withdrawal/"
    page = hands.client.post(url, {"why": "不开了"}).content.decode()
    assert "不能恢复" in page and Case.objects.get().state == "accepted"
    hands.client.post(url, {"sure": "1", "why": "不开了", "expected": case.seq})
    assert Case.objects.get().outcome == "withdrawn" and Paper.objects.filter(kind="withdrawn").exists()


def test_a_supplement_keeps_what_was_typed_when_somebody_was_faster(hands: Hands, town: Town) -> None:
    case = town.case()
    answer = hands.client.post(f"/counter/cases/{case.pk}/supplement/", {"what": "补充了照片", "expected": 0})
    assert answer.status_code == 409 and "补充了照片" in answer.content.decode()
    hands.client.post(f"/counter/cases/{case.pk}/supplement/", {"what": "补充了照片", "expected": case.seq})
    assert Paper.objects.filter(kind="filing_receipt").exists()


def test_a_link_to_a_case_asks_before_it_takes_the_table(hands: Hands, town: Town) -> None:
    case = town.case(upto="filed")
    page = hands.look(f"/counter/?case={case.pk}").page
    assert f'value="case:{case.pk}"' in page and "接着办这一件" in page
    assert hands.client.get("/counter/?case=x").status_code == 404


def test_a_case_of_another_hall_is_not_there(town: Town, enter: Any) -> None:
    from yichuang.halls.models import Hall

    case = town.case()
    other = Hall.objects.create(
        region="189901",
        organisation=town.hall.organisation,
        name="另一大厅",
        level="town",
        opens="09:00",
        closes="17:00",
    )
    Case.objects.update(hall=other)
    client = enter("lin")
    for noun in ("", "withdrawal/", "supplement/", "gap/", "correction/", "lapse/"):
        url = f"/counter/cases/{case.pk}/{noun}"
        assert (client.post(url, {"sure": "1", "what": "x"}) if noun else client.get(url)).status_code == 404


def test_the_device_rates_once_and_only_what_this_window_did(hands: Hands, licensed: Town) -> None:
    other = licensed.case(FIRM, at=MONDAY)
    ready(hands, licensed).send("exits", then="accept")
    mine = Case.objects.exclude(pk=other.pk).get()
    assert hands.client.post(f"/counter/cases/{mine.pk}/rating/", {"grade": "9"}).status_code == 422
    assert hands.client.post(f"/counter/cases/{mine.pk}/rating/", {"grade": "2"}).status_code == 204
    assert hands.client.post(f"/counter/cases/{mine.pk}/rating/", {"grade": "5"}).status_code == 409
    assert hands.client.post(f"/counter/cases/{other.pk}/rating/", {"grade": "5"}).status_code == 404
    assert list(Rating.objects.values_list("grade", "channel")) == [(2, "4")]
