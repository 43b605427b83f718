"""What the public sees of ratings: published mendings and indicators, no person, no small number."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.town import MONDAY, Town
from yichuang.doors.portal.tests.reading import main
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.ratings import acts as ratings
from yichuang.ratings.models import Rating
from yichuang.ratings.tests import scenes


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(now, "clock", lambda: MONDAY + timedelta(days=3))


def test_a_published_mending_says_when_and_what_and_nothing_of_whom(someone: Client, town: Town) -> None:
    row = scenes.taken(town, "published")
    page = main(someone.get("/ratings/"))
    assert "您2026年3月2日" in page and "已核实" in page and "改好。中午加开一个窗口" in page
    item = row.item.name if row.item else ""
    assert "市场监督管理局" in page and item not in page and "陈" not in page and "等了两个小时" not in page


@pytest.mark.parametrize("upto", ["verify", "call", "mend", "answer", "publish"])
def test_nothing_is_public_before_it_is_published(someone: Client, town: Town, upto: str) -> None:
    scenes.taken(town, upto)
    assert "还没有公开的差评整改" in main(someone.get("/ratings/"))


def test_few_ratings_are_not_shown_and_ten_are(someone: Client, town: Town) -> None:
    scenes.taken(town, "published")
    assert "不到10条" in main(someone.get("/ratings/"))
    for _ in range(9):
        ratings.rate(by=town.chen, at=MONDAY, case=town.case(upto="accepted").pk, grade=5)
    stamps.forget()
    page = main(someone.get("/ratings/"))
    assert "90.00%" in page and "10.00%" in page
    Rating.objects.filter(grade=5).update(department=town.hall.organisation)
    stamps.forget()
    assert "评价少的2个部门不单独公布" in main(someone.get("/ratings/"))


def test_it_asks_the_same_number_of_questions_whatever_there_is(
    someone: Client, town: Town, django_assert_max_num_queries: pytest.fixture
) -> None:
    for _ in range(3):
        scenes.taken(town, "published")
    someone.get("/ratings/")
    with django_assert_max_num_queries(3):
        someone.get("/ratings/")
