"""The page of hand-overs between halls: sent, taken over by whom it is for, a case of another hall taken up with its code."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.town import CHEN_ID, MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.cases.places import Passage

PLACE = "/passages/"


@pytest.fixture
def as_(town: Town) -> Any:
    """A client signed in as a person of the cast."""

    def enter(who: str) -> Client:
        client = Client()
        client.force_login(town.people[who], backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    town.annex()
    return enter


def test_papers_leave_the_hall_and_the_department_takes_them_over(as_: Any, town: Town) -> None:
    case = town.case()
    answer = as_("lin").post(
        PLACE + "sending/", {"case": str(case.pk), "hall": "", "bag": "F-7"}, follow=True
    )
    assert "移交了1件" in answer.content.decode() and "F-7" not in answer.content.decode().split("已送出")[0]
    page = as_("wu").get(PLACE).content.decode()
    assert "等接收" in page and "F-7" in page and "可以移交" not in page
    as_("wu").post(f"{PLACE}{Passage.objects.get().pk}/receipt/")
    assert Passage.objects.get().taken_by.startswith("吴强")


def test_a_result_is_sent_on_from_the_issue_desk(as_: Any, town: Town) -> None:
    case = town.case(upto="ready")
    desk = as_("yang")
    assert "移交过去" in desk.get(f"/issue/cases/{case.pk}/").content.decode()
    desk.post(f"{PLACE}results/{case.pk}/", {"hall": town.annex().pk})
    assert str(case.pk) not in desk.get("/issue/?shelf=waiting").content.decode()
    assert "办理结果" in as_("xing").get(PLACE).content.decode()


def test_another_halls_case_opens_with_its_code_and_the_end_of_the_number(as_: Any, town: Town) -> None:
    case = town.case(upto="filed")
    xing = as_("xing")
    assert xing.get(f"/counter/cases/{case.pk}/").status_code == 404
    wrong = xing.post(PLACE + "elsewhere/", {"code": case.query_code, "tail": "0000"})
    assert wrong.status_code == 422 and "没有对上" in wrong.content.decode()
    xing.post(PLACE + "elsewhere/", {"code": case.query_code, "tail": CHEN_ID[-4:]})
    assert Case.objects.get(pk=case.pk).fetch_hall == town.annex()
    assert xing.get(f"/counter/cases/{case.pk}/").status_code == 200


def test_other_posts_have_no_such_page(as_: Any) -> None:
    assert as_("he").get(PLACE).status_code == 403
    assert as_("wu").get(PLACE + "elsewhere/").status_code == 403


def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    as_: Any, town: Town, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        cases.send_on(town.case().pk, by=town.actor("lin"), at=MONDAY, what="papers")
    for _ in range(6):
        town.case(upto="filed")
    client = as_("lin")
    client.get(PLACE)
    with django_assert_max_num_queries(12):
        client.get(PLACE)
