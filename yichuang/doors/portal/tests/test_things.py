"""One thing on the portal: from plain answers to one list, every number of it computed from the record."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import town as towns
from tests.town import MONDAY, REGION, Town
from yichuang.bundles import preparing
from yichuang.bundles.tests import scenes
from yichuang.doors import bundled
from yichuang.doors.portal.tests.reading import links, main, text
from yichuang.journal import stamps
from yichuang.law.codes import group_query_code

ANSWERS = {"subject": "individual", "size": "normal", "fire": "general"}
HOME = "/things/open-restaurant/"


@pytest.fixture
def town(db: None) -> Town:
    made = towns.build(keys=())
    made.bundle("open-restaurant")
    return made


def walked(first: dict[str, str], also: tuple[str, ...] = ()) -> tuple[Any, int]:
    """Answer every question, the first option where nothing is said; returns the list and how many were asked."""
    client, address, asked = Client(), HOME + "questions/", 0
    while True:
        page = client.get(address)
        if page.status_code == 302:
            return client.get(page["Location"]), asked
        one, given, asked = page.context["question"], dict(page.context["given"]), asked + 1
        chosen: Any = list(also) if one.key == "~also" else first.get(one.key, one.options[0][0])
        page = client.get(HOME + "questions/", {**given, "~asked": one.key, one.key: chosen})
        assert page.status_code in (200, 302), one
        if page.status_code == 302:
            return client.get(page["Location"]), asked
        address = HOME + "questions/?" + "&".join(f"{k}={v}" for k, v in page.context["given"].items())


def test_bundles_stand_by_life_event_and_lead_to_their_pages(town: Town) -> None:
    shown = main(Client().get("/things/"))
    assert "经营主体" in shown and "开办餐饮店一件事" in shown and "市场监督管理局牵头" in shown
    assert "个体工商户" in main(Client().get(HOME))
    assert Client().get("/things/nothing/").status_code == 404


@pytest.mark.parametrize("words", ["开办餐饮店", "kbcyd", "想开个小饭馆", "開辦餐飲店"])
def test_a_thing_is_found_by_plain_words_beside_items(town: Town, words: str) -> None:
    page = Client().get("/find/", {"q": words})
    assert HOME in links(page) and "里面8个事项，市场监督管理局牵头" in main(page)
    offered = Client().get("/find/", {"q": words}, headers={"HX-Request": "true"}).content.decode()
    assert f'data-href="{HOME}"' in offered


def test_answers_lead_to_one_list_with_stages_and_the_joint_date(town: Town) -> None:
    page, asked = walked(ANSWERS)
    shown, made = main(page), page.context["made"]
    assert asked > 3 and f"{len(made.ready.members)}个事项填1张表" in shown
    assert "全部办好" in shown and "第2步" in shown and "每份只交一次" in shown and "项共用这一份" in shown


def test_after_the_own_questions_of_a_thing_its_list_can_be_seen(town: Town) -> None:
    own = "&".join(f"{key}={value}" for key, value in ANSWERS.items())
    page = Client().get(f"{HOME}questions/?{own}&~also=-")
    shown = Client().get(page.context["enough"])
    assert shown.status_code == 200 and "您说不确定的" in main(shown) and "目前知道您要交" in main(shown)
    paper = text(Client().get(f"{HOME}notice/{shown.context['query']}"))
    assert "答完再打一张，才是全部" in paper and "一次全部告知" not in paper
    assert [one.item for one in shown.context["made"].ready.standing.members] == [
        one.item for one in walked(ANSWERS)[0].context["made"].ready.standing.members
    ]
    for early in ("", "?subject=individual", f"?{own}"):
        assert Client().get(f"{HOME}questions/{early}").context["enough"] is None


def test_the_printed_notice_says_what_the_list_says(town: Town) -> None:
    page = walked(ANSWERS)[0]
    made, paper = page.context["made"], Client().get(f"{HOME}notice/{page.context['query']}")
    said = text(paper)
    assert "一次全部告知如下" in said and "目前知道" not in made.summed
    assert f"{made.headline}，{made.summed}" in said and f"{made.joint}全部办好" in said
    assert all(one.name in said for one in made.all_lines) and all(v.name in said for v in made.ready.members)
    assert f"{HOME}notice/" in " ".join(links(page)) and "的电子证照算的" not in said
    assert Client().get(f"{HOME}notice/")["Location"].startswith(f"{HOME}questions/")


def test_the_numbers_before_and_after_are_those_of_the_plan(town: Town) -> None:
    page, _ = walked(ANSWERS)
    made = page.context["made"]
    ready = preparing.prepared(
        made.facts,
        _answers(page),
        stamp=stamps.current(),
        region=REGION,
        at=MONDAY,
        skip=_skipped(made),
    )
    rows = {name: (before, after) for name, before, after in made.rows}
    saved = ready.plan.saved
    assert rows["材料"] == (f"{saved.materials_before}份", f"{saved.materials_after}份")
    assert rows["填表"] == (f"{len(ready.members)}张", "1张") and rows["跑动"] == ("没有查到", "没有查到")


def _answers(page: Any) -> dict[str, str]:
    return {k: v for k, v in page.wsgi_request.GET.items() if not k.startswith("~")}


def _skipped(made: Any) -> tuple[str, ...]:
    return tuple(
        k for k in bundled.optional(made.facts, made.ready.items) if k not in made.ready.standing.items
    )


def test_optional_items_come_along_only_when_chosen(town: Town) -> None:
    few, _ = walked(ANSWERS)
    many, _ = walked(ANSWERS, also=("signboard-management",))
    count = [len(page.context["made"].ready.members) for page in (few, many)]
    assert count[1] == count[0] + 1 and "都不办" in main(few)


def test_not_sure_goes_on_and_says_what_may_come(town: Town) -> None:
    page, _ = walked(ANSWERS | {"fire": "~"})
    assert "您说不确定的" in main(page) and "看情形可能还要办" in main(page)


def test_a_question_without_an_answer_is_said_and_what_was_given_stays(town: Town) -> None:
    page = Client().get(HOME + "questions/", {"subject": "individual", "~asked": "size"})
    assert (
        page.status_code == 422
        and "请选一项" in page.content.decode()
        and 'value="individual"' in page.content.decode()
    )


def test_a_list_with_open_questions_asks_them(town: Town) -> None:
    assert Client().get(HOME + "list/?subject=company")["Location"].startswith(HOME + "questions/")


def test_a_list_asks_the_same_number_of_times_for_few_and_many_items(town: Town) -> None:
    addresses = [
        walked(ANSWERS, also=also)[0].wsgi_request.get_full_path() for also in ((), ("signboard-management",))
    ]
    counts = []
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3


def test_an_item_says_which_bundle_it_belongs_to(town: Town) -> None:
    page = Client().get("/items/signboard-management/")
    assert "开办餐饮店一件事" in main(page) and HOME in page.content.decode()


def test_my_space_shows_my_things_and_leads_to_them(town: Town) -> None:
    thing = scenes.on_line(town)
    page = town.enter(Client()).get("/my/")
    assert "办好0项，一共5项" in page.content.decode()
    assert f"/apply/correction/{group_query_code(thing.query_code)}/thing/" in page.content.decode()


def test_whoever_signed_in_sees_what_their_own_licences_waive(town: Town) -> None:
    town.licence("居民身份证")
    said = walked(ANSWERS)[0].wsgi_request.GET.dict() | {"~also": "food-handler-health-cert"}
    stranger, chen = Client().get(f"{HOME}list/", said), town.enter(Client()).get(f"{HOME}list/", said)
    assert "的电子证照算的" in main(chen) and "电子证照算的" not in main(stranger)
    waived = {one.name for one in chen.context["made"].waived}
    assert {one.name for one in stranger.context["made"].waived} < waived
    assert "private" in chen["Cache-Control"]


def test_the_list_leads_on_line_with_its_answers_and_to_the_window_with_its_code(town: Town) -> None:
    page = walked(ANSWERS)[0]
    assert any(
        one.startswith("/apply/things/open-restaurant/?") and "subject=individual" in one
        for one in links(page)
    )
    assert "这份清单的二维码" in page.content.decode()
    town.rewrite("food-business-license-new", online_depth="网上预约")
    again = Client().get(f"{HOME}list/", page.wsgi_request.GET.dict())
    assert not any(one.startswith("/apply/") for one in links(again)) and "整件事就到窗口" in main(again)
