"""Nothing found leads to a person who rings back; what was searched in vain is counted, nobody's number with it."""

import pytest
from django.conf import settings
from django.test import Client

from tests.town import CHEN_ID, Town
from yichuang.asking.models import Thread
from yichuang.catalogue import searches
from yichuang.catalogue.models import Search
from yichuang.doors.portal.tests.reading import links, main, text
from yichuang.ground import now, vault

FORM = {"about": "想开个小饭馆", "caller": "陈女士", "phone": "138 0000 0000"}


@pytest.fixture(autouse=True)
def _no_searches_yet() -> None:
    (settings.HOME / "run" / "searches").unlink(missing_ok=True)


def test_a_search_in_vain_offers_a_call_back_with_its_words(someone: Client) -> None:
    page = someone.get("/find/", {"q": "qqzzxxvv"})
    assert "/callback/?q=qqzzxxvv" in links(page)
    assert 'value="qqzzxxvv"' in someone.get("/callback/?q=qqzzxxvv").content.decode()


def test_a_call_back_becomes_a_question_with_a_day(someone: Client, town: Town) -> None:
    answer = someone.post("/callback/", FORM | {"idempotency_key": "k1"})
    thread = Thread.objects.get()
    assert (thread.source, vault.unlock(thread.phone), vault.unlock(thread.subject)) == ("callback", "13800000000", FORM["about"])  # fmt: skip
    done = someone.get(answer["Location"])
    assert thread.number in text(done) and "会给您回电" in text(done)
    assert someone.post("/callback/", FORM | {"idempotency_key": "k1"})["Location"] == answer["Location"]
    assert Thread.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"about": ""}, "请写一句您想办什么"), ({"caller": " "}, "请写怎么称呼您"), ({"phone": ""}, "请填写电话号码"), ({"phone": "123"}, "电话号码写7到12位数字")],
)  # fmt: skip
def test_what_is_missing_is_said_beside_its_box_and_nothing_is_lost(
    someone: Client, wrong: dict[str, str], told: str
) -> None:
    page = someone.post("/callback/", FORM | wrong)
    assert page.status_code == 422 and told in text(page) and "<title>错误：" in page.content.decode()
    assert all(value in page.content.decode() for name, value in FORM.items() if name not in wrong)
    assert not Thread.objects.exists()


def test_nobody_is_rung_up_at_the_wish_of_others_without_end(someone: Client) -> None:
    answers = [someone.post("/callback/", FORM | {"idempotency_key": f"k{n}"}).status_code for n in range(5)]
    assert answers == [302, 302, 302, 429, 429]


def test_who_signed_in_is_known_by_the_call_back(someone: Client, town: Town) -> None:
    town.enter(someone)
    assert 'value="陈秀英"' in someone.get("/callback/").content.decode()
    someone.post("/callback/", FORM)
    assert Thread.objects.get().account == town.account()


@pytest.mark.parametrize("query", ["", "number=<b>&by=2026-03-04", "number=ZX2026030200001&by=x"])
def test_the_confirmation_shows_nothing_that_was_made_up(someone: Client, query: str) -> None:
    assert someone.get(f"/callback/done/?{query}")["Location"] == "/callback/"


def test_searches_are_counted_without_a_write_and_without_numbers(
    someone: Client, django_assert_num_queries
) -> None:
    someone.get("/find/", {"q": "公司"})
    someone.get("/find/", {"q": "??"})
    with django_assert_num_queries(1):
        someone.get("/find/", {"q": f"{CHEN_ID} zzqqxx"})
    someone.get("/items/company-establishment/", headers={"Referer": "http://testserver/find/?q=公司"})
    someone.get("/items/company-establishment/", headers={"Referer": "http://elsewhere.test/find/?q=别处"})
    searches.bring_in(now.now())
    rows = {row.text: (row.empty, row.shown, row.taken) for row in Search.objects.all()}
    assert rows == {"公司": (0, 1, 1), f"{'*' * 18} zzqqxx": (1, 0, 0)}


def test_a_flood_of_searches_is_answered_and_not_counted(someone: Client) -> None:
    for _ in range(40):
        assert "没找到" in main(someone.get("/find/", {"q": "zzqqxx"}))
    searches.bring_in(now.now())
    assert Search.objects.get().empty == 30
