"""Questions and answers at the office, as pages."""

from typing import Any

import pytest
from django.test import Client

from tests.town import MONDAY, Town, build
from yichuang.asking import acts as asking
from yichuang.asking.models import Known, Thread
from yichuang.ground.now import now

HERE = "/office/asking/"


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def seated(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def written(town: Town, who: str = "dao", **changes: Any) -> Thread:
    asked = {
        "source": "guide",
        "about": "要多大面积",
        "item": "",
        "phone": "13800000000",
        "caller": "陈女士",
    } | changes
    response = seated(town, who).post(HERE + "new/", asked)
    assert response.status_code == 302, response.content.decode()
    return Thread.objects.get()


def test_the_guide_writes_a_question_down_and_owns_it(town: Town) -> None:
    name = town.items["food-business-license-new"].name
    thread = written(town, item=name, answer="没有面积要求。")
    assert (thread.owner, thread.state, thread.item.name) == (town.people["dao"].pk, "answered", name)  # type: ignore[union-attr]


def test_an_unknown_item_is_told_with_what_is_alike_and_nothing_typed_is_lost(town: Town) -> None:
    response = seated(town, "dao").post(
        HERE + "new/", {"source": "guide", "about": "要多大面积", "item": "食品经营"}
    )
    assert response.status_code == 422 and not Thread.objects.exists()
    assert "像的有" in response.content.decode() and 'value="要多大面积"' in response.content.decode()


def test_answer_call_hand_over_close(town: Town) -> None:
    thread, dao = written(town), seated(town, "dao")
    at = f"{HERE}{thread.pk}/"
    assert dao.post(at + "answer/", {"text": " "}).status_code == 422
    assert dao.post(at + "call/", {"reached": "0"}).status_code == 302
    assert dao.post(at + "call/", {"reached": "1", "text": "说清了。"}).status_code == 302
    assert dao.post(at + "again/", {"text": "又问一句。"}).status_code == 302
    fire = town.departments["fire"].pk
    assert dao.post(at + "hand-over/", {"department": fire, "reason": ""}).status_code == 422
    assert dao.post(at + "hand-over/", {"department": fire, "reason": "问的是消防"}).status_code == 302
    zheng = seated(town, "zheng")
    assert "问的是消防" in zheng.get(at).content.decode()
    assert zheng.post(at + "answer/", {"text": "按一般项目验收。"}).status_code == 302
    assert zheng.post(at + "closing/").status_code == 302
    thread.refresh_from_db()
    assert (thread.state, thread.owner) == ("closed", town.people["zheng"].pk)


def test_other_departments_neither_read_nor_answer(town: Town) -> None:
    thread = written(town)
    tang = seated(town, "tang")
    assert tang.get(f"{HERE}{thread.pk}/").status_code == 404
    assert tang.post(f"{HERE}{thread.pk}/answer/", {"text": "插一句。"}).status_code == 404
    assert "要多大面积" not in tang.get(HERE).content.decode()


def test_an_administrator_has_no_questions(town: Town) -> None:
    assert seated(town, "he").get(HERE).status_code == 403


def test_the_list_asks_as_often_for_one_as_for_many(town: Town, django_assert_max_num_queries: Any) -> None:
    wu = seated(town, "wu")
    for n in range(25):
        asking.ask(by=town.actor("wu"), at=MONDAY, about=f"第{n}个问题", source="phone")
    wu.get(HERE)
    with django_assert_max_num_queries(12):
        page = wu.get(HERE).content.decode()
    assert "第1页，共2页" in page


def test_an_answered_question_becomes_an_entry_that_another_publishes(town: Town) -> None:
    thread = written(town, "wu", about="面积有没有要求", answer="没有面积要求。")
    wu = seated(town, "wu")
    there = wu.post(f"{HERE}{thread.pk}/knowledge/")["Location"]
    assert wu.post(f"{HERE}{thread.pk}/knowledge/")["Location"] == there and Known.objects.count() == 1
    text = {
        "question": "面积有没有要求",
        "answer": "没有面积要求。",
        "basis": "《食品安全法》第三十三条",
        "keywords": "",
    }
    assert wu.post(there, text | {"answer": "打13800000000问"}).status_code == 422
    assert wu.post(there, text).status_code == 302
    assert wu.post(there + "publication/").status_code == 403
    assert seated(town, "sun").post(there + "publication/").status_code == 302
    assert "没有面积要求" in Client().get("/questions/?q=面积").content.decode()
    assert wu.post(there + "withdrawal/", {"reason": ""}).status_code == 422
    assert wu.post(there + "renewal/").status_code == 302
    assert "面积有没有要求" in wu.get(HERE + "knowledge/?q=面积").content.decode()


def test_staff_and_applicant_talk_on_a_case_and_no_paper_is_asked_for(town: Town) -> None:
    case = town.case("food-business-license-new", at=now())
    wu, here = seated(town, "wu"), f"/cases/{case.pk}/messages/"
    refused = wu.post(here, {"text": "请补交租赁合同。"})
    assert (
        refused.status_code == 422
        and "不能要求交材料" in refused.content.decode()
        and "请补交租赁合同" in refused.content.decode()
    )
    assert wu.post(here, {"text": "周四上午上门。"}).status_code == 302
    assert wu.get(f"/desk/cases/{case.pk}/").content.decode().count("和申请人的留言1条") == 1
    chen = town.enter(Client())
    mine = f"/my/cases/{case.pk}/messages/"
    assert "周四上午上门" in chen.get(mine).content.decode()
    assert chen.post(mine, {"text": "好的，家里有人。"}).status_code == 302
    assert "没看的1条" in wu.get(f"/desk/cases/{case.pk}/").content.decode()
    assert wu.post(here + "seen/").status_code == 302
    assert "没看的" not in wu.get(f"/desk/cases/{case.pk}/").content.decode()
    assert seated(town, "zheng").get(here).status_code == 404
