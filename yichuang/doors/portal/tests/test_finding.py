"""Finding: what most people came for, words as people say them, never a dead end."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.town import MONDAY, Town
from yichuang.doors.portal import shelves
from yichuang.doors.portal.tests.reading import links, main, text
from yichuang.doors.portal.tests.test_guiding import change
from yichuang.drafts import acts as drafts
from yichuang.ground import now
from yichuang.journal import stamps


def test_the_first_page_asks_what_one_wants_and_shows_what_most_came_for(someone: Client, town: Town) -> None:
    for _ in range(3):
        town.case("social-card-replace", upto="accepted")
    town.case("elderly-allowance", upto="filed")
    page = someone.get("/")
    tiles = [link for link in links(page) if link.startswith("/items/") and len(link) > 8 and "?" not in link]
    assert tiles[:2] == ["/items/social-card-replace/", "/items/elderly-allowance/"]
    assert "您要办什么事？" in text(page) and "办到哪一步了？" in text(page)


def test_cases_older_than_sixty_days_do_not_count(town: Town) -> None:
    for _ in range(2):
        town.case("social-card-replace", upto="filed", at=MONDAY - timedelta(days=70))
    town.case("elderly-allowance", upto="filed")
    often = shelves.often(stamps.current(), "189901", MONDAY.date(), most=1)
    assert [one.key for one in often] == ["elderly-allowance"]


def test_a_town_without_cases_still_offers_items(someone: Client) -> None:
    assert someone.get("/").content.decode().count('class="tile"') == 8


@pytest.mark.parametrize(
    "words", ["开公司", "公司设立", "gongsisheli", "gssl", "公司設立登記", "gssldj", "GSSL"]
)
def test_an_item_is_found_in_the_words_people_use(someone: Client, town: Town, words: str) -> None:
    from yichuang.catalogue.models import Name

    Name.objects.create(item=town.items["company-establishment"], text="开公司")
    stamps.bump()
    assert "/items/company-establishment/" in links(someone.get("/find/", {"q": words}))


def test_nothing_found_still_leads_on(someone: Client) -> None:
    page = someone.get("/find/", {"q": "qqzzxxvv"})
    told = main(page)
    assert "没找到“qqzzxxvv”" in told and "换个说法" in told and "12345" in told
    assert any(link.startswith("/items/?department=") for link in links(page))


@pytest.mark.parametrize(
    "words", ["", "   ", "<script>alert(1)</script>", "%", "'\"", "\x00", "啊" * 5000, "😀"]
)
def test_odd_words_are_answered_as_words(someone: Client, words: str) -> None:
    page = someone.get("/find/", {"q": words})
    assert page.status_code == 200 and b"<script>alert" not in page.content


def test_the_box_suggests_while_one_types(someone: Client) -> None:
    answer = someone.get("/find/", {"q": "公司"}, headers={"HX-Request": "true"})
    assert 'data-href="/items/company-establishment/"' in answer.content.decode()
    assert "<html" not in answer.content.decode() and len(answer.content) < 9000


def test_the_elder_page_has_five_cards_and_a_telephone(someone: Client) -> None:
    someone.cookies["yc_display"] = "l.elder"
    page = someone.get("/")
    assert page.content.decode().count('class="tile"') == 7 and "打12345，有人为您解答" in text(page)
    assert 'role="search"' not in page.content.decode()


def test_the_elder_page_offers_what_older_people_come_for(town: Town) -> None:
    for _ in range(3):
        town.case("company-establishment", upto="filed")
    cards = shelves.elders(stamps.current(), "189901", MONDAY.date(), most=2)
    assert {one.key for one in cards} == {"social-card-replace", "elderly-allowance"}


@pytest.mark.parametrize(
    ("query", "in_it", "out"),
    [
        ({"whom": "person"}, "/items/elderly-allowance/", "/items/company-establishment/"),
        ({"zone": "商事登记"}, "/items/company-establishment/", "/items/social-card-replace/"),
        ({"department": "民政局"}, "/items/elderly-allowance/", "/items/company-establishment/"),
    ],
)
def test_items_stand_by_whom_by_field_and_by_department(someone: Client, query, in_it, out) -> None:
    found = links(someone.get("/items/", query))
    assert in_it in found and out not in found


def test_items_stand_by_the_stage_of_a_life_or_an_enterprise(someone: Client) -> None:
    home = links(someone.get("/"))
    assert "/stages/health/" in home and "/stages/entry/" in home and "/topics/" in home
    assert "/items/social-card-replace/" in links(someone.get("/stages/health/"))
    assert "/items/company-establishment/" in links(someone.get("/stages/entry/"))
    assert "按阶段找" in text(someone.get("/stages/no-such-stage/"))
    assert main(someone.get("/stages/")).count("个事项") >= 5
    assert "/items/company-establishment/" in links(someone.get("/stages/startup/"))
    assert "就业 0" not in text(someone.get("/"))


def test_a_stage_that_the_office_gives_an_item_counts(someone: Client, town: Town) -> None:
    change(town, "social-card-replace", stages=["出行"])
    assert "/items/social-card-replace/" in links(someone.get("/stages/travel/"))
    assert "/items/social-card-replace/" not in links(someone.get("/stages/health/"))


def test_all_items_come_in_pages(someone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "PAGE", 4)
    first, last = someone.get("/items/"), someone.get("/items/", {"page": "99999"})
    assert "第1页，共3页" in main(first) and "第3页，共3页" in main(last)
    assert "后一页" not in main(last) and someone.get("/items/", {"page": "-1"}).status_code == 200


def test_the_first_page_asks_the_database_once_however_many_items(
    someone: Client, django_assert_num_queries
) -> None:
    paths = (
        "/",
        "/items/",
        "/departments/",
        "/stages/",
        "/stages/entry/",
        "/topics/",
        "/halls/",
        "/find/?q=公司",
        "/find/?q=qqzz",
    )
    for path in paths:
        someone.get(path)
    for path in paths:
        with django_assert_num_queries(1):
            someone.get(path)


def test_who_signed_in_goes_on_where_they_left_off(someone: Client, town: Town) -> None:
    assert "继续办" not in text(someone.get("/"))
    account = town.account()
    made = drafts.begin(town.version("elderly-allowance"), {}, by=town.applies(account), at=now.now())
    town.enter(someone, account)
    page = someone.get("/")
    assert f"/apply/{made.pk}/" in links(page) and "继续办" in main(page) and "保留到" in main(page)
    assert page["Cache-Control"] == "private, no-store"
