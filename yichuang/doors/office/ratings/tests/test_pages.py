"""Bad ratings at the office, as pages: the list, one rating with its steps, the indicators, one's own in bulk."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.town import MONDAY, Town, build
from yichuang.doors.office.ratings import figures, listing, mending, mine
from yichuang.journal.models import Entry, Look
from yichuang.ratings import acts as ratings
from yichuang.ratings.models import Rating
from yichuang.ratings.tests import scenes
from yichuang.ratings.tests.scenes import PHONE

HERE = "/office/ratings/"


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The small town on its Monday."""
    for page in (figures, listing, mending, mine):
        monkeypatch.setattr(page, "now", lambda: MONDAY)
    return build()


def seated(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def read(answer: Any) -> str:
    return str(answer.content.decode())


def do(client: Client, row: Rating, deed: str, **said: str) -> Any:
    answer = client.post(f"{HERE}{row.pk}/{deed}/", said)
    row.refresh_from_db()
    return answer


def test_from_the_list_through_every_step_to_the_publication(town: Town) -> None:
    row, guo = scenes.taken(town), seated(town, "guo")
    assert f"{HERE}{row.pk}/" in read(guo.get(HERE))
    do(guo, row, "verification", verdict="clear", finding="那天只开了一个窗口")
    do(guo, row, "calling")
    page = read(guo.post(f"{HERE}{row.pk}/contact/"))
    assert "138 0000 0000" in page and Look.objects.filter(subject=row.pk, purpose="回访差评").count() == 1
    do(guo, row, "call", reached="1", note="愿意等整改")
    do(seated(town, "gao"), row, "mending", what="中午加开一个窗口")
    assert "改好，改了：中午加开一个窗口" in read(guo.get(f"{HERE}{row.pk}/"))
    do(guo, row, "answer", text_to_rater="已经加开窗口")
    assert do(guo, row, "publication", published="中午加开一个窗口").status_code == 302
    assert row.state == "published"
    assert "愿意等整改" not in read(guo.get(f"{HERE}{row.pk}/"))


def test_no_page_says_who_rated(town: Town) -> None:
    row = scenes.taken(town, "call")
    for who in ("guo", "gao"):
        for address in (HERE, f"{HERE}{row.pk}/", f"{HERE}figures/"):
            page = read(seated(town, who).get(address))
            assert not [
                one
                for one in ("陈", PHONE, "138 0000", row.case.query_code, row.case.filing_number)
                if one in page
            ]


def test_only_the_caller_is_offered_the_number_and_a_refused_look_is_on_record(town: Town) -> None:
    row = scenes.taken(town, "call")
    gao = seated(town, "gao")
    assert "打开联系办法" in read(seated(town, "guo").get(f"{HERE}{row.pk}/"))
    assert "打开联系办法" not in read(gao.get(f"{HERE}{row.pk}/"))
    assert gao.post(f"{HERE}{row.pk}/contact/").status_code == 403
    entry = Entry.objects.get(subject=row.pk, act="ratings.note_look")
    assert json.loads(entry.payload)["person"] == town.people["gao"].pk


@pytest.mark.parametrize("who", ["lin", "wu", "sun", "zheng", "he"])
def test_clerks_reviewers_and_other_posts_do_not_open_bad_ratings(town: Town, who: str) -> None:
    row = scenes.taken(town)
    client = seated(town, who)
    assert client.get(HERE).status_code == 403 and client.get(f"{HERE}{row.pk}/").status_code == 403
    assert client.post(f"{HERE}{row.pk}/contact/").status_code == 403


def test_a_head_of_another_body_finds_nothing(town: Town) -> None:
    row = scenes.taken(town)
    Rating.objects.filter(pk=row.pk).update(department=town.departments["fire"])
    assert seated(town, "gao").get(f"{HERE}{row.pk}/").status_code == 404
    assert str(row.pk) not in read(seated(town, "gao").get(HERE))


def test_filters_stand_in_the_address_and_the_chips_count(town: Town) -> None:
    row = scenes.taken(town)
    guo = seated(town, "guo")
    body = row.department_id
    page = read(guo.get(f"{HERE}?box=verify&department={body}&month=2026-03&item={row.item.key}"))
    assert str(row.pk) in page and "待核实 1" in page and "市场监督管理局" in page
    for none in ("box=mend", "month=2026-02", "department=0", "item=nothing", "box=%00&month=x&window=x'"):
        answer = guo.get(f"{HERE}?{none}")
        assert answer.status_code == 200
    assert str(row.pk) not in read(guo.get(f"{HERE}?month=2026-02"))


def test_what_was_typed_stays_when_a_step_cannot_be_taken(town: Town) -> None:
    row = scenes.taken(town)
    answer = do(seated(town, "guo"), row, "verification", verdict="complex", finding="机器坏了")
    assert answer.status_code == 422 and "机器坏了" in read(answer) and "写明怎么改" in read(answer)
    assert do(seated(town, "guo"), row, "mending", what="改了").status_code == 422
    assert do(seated(town, "guo"), row, "nothing").status_code == 404


def test_an_appeal_from_ones_own_page_and_its_review_by_another(town: Town) -> None:
    row = scenes.bad(town)
    ratings.verify(row, by=town.actor("gao"), at=MONDAY, verdict="clear", finding="窗口没开")
    sun = seated(town, "sun")
    page = read(sun.get(f"{HERE}mine/"))
    assert "窗口没开" in page and "食品" not in page and "等了两个小时" not in page
    assert sun.post(f"{HERE}mine/{row}/appeal/", {f"{row.hex[-6:]}-why": "那天停电"}).status_code == 302
    assert "已申诉" in read(sun.get(f"{HERE}mine/"))
    assert (
        seated(town, "zheng").post(f"{HERE}mine/{row}/appeal/", {f"{row.hex[-6:]}-why": "x"}).status_code
        == 404
    )
    again = Rating.objects.get(pk=row)
    guo = seated(town, "guo")
    assert "那天停电" in read(guo.get(f"{HERE}{row}/"))
    do(guo, again, "review", upheld="1", kind="mistaken", why="停电属实")
    assert (again.state, again.excluded, again.appeal) == ("excluded", "mistaken", "upheld")


def test_ones_own_ratings_show_only_in_bulk_and_not_while_few(town: Town) -> None:
    scenes.bad(town)
    assert "不到10条" in read(seated(town, "lin").get(f"{HERE}mine/"))
    for _ in range(9):
        ratings.rate(by=town.chen, at=MONDAY, case=town.case(upto="accepted").pk, grade=5, contact="intake")
    page = read(seated(town, "lin").get(f"{HERE}mine/"))
    assert "90.00%" in page and "等得久：1次" in page and "陈" not in page


def test_the_indicators_of_a_month_by_body_with_few_numbers_marked(town: Town) -> None:
    row = scenes.taken(town, "published")
    ratings.rate(by=town.chen, at=MONDAY, case=town.case(upto="delivered").pk, grade=5)
    guo = seated(town, "guo")
    for by in ("department", "window", "hall", "item"):
        page = read(guo.get(f"{HERE}figures/?month=2026-03&by={by}"))
        assert "50.00%" in page and "不到10条" in page and "60.00%" in page
    assert "覆盖率" in page and "100.00%" in page
    assert "还没有人评价" in read(guo.get(f"{HERE}figures/?month=2026-01"))
    assert row.state == "published"


def test_pages_ask_the_same_number_of_questions_whatever_the_length(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    guo = seated(town, "guo")
    scenes.taken(town)
    guo.get(HERE)
    for _ in range(3):
        scenes.bad(town)
    with django_assert_max_num_queries(14):
        guo.get(HERE)
    with django_assert_max_num_queries(14):
        guo.get(f"{HERE}figures/?month=2026-03")
