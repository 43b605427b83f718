"""Work orders through the API: sent in once by their number, followed without a word about who called."""

from typing import Any
from uuid import UUID

from tests.town import MONDAY, Town
from yichuang.complaints import acts
from yichuang.complaints.models import WorkOrder

ORDER = {
    "number": "SL1",
    "category": "投诉",
    "content": "窗口让补一份指南上没有的材料。",
    "caller": "周先生",
    "phone": "13800000061",
}


def test_an_order_is_taken_once_whatever_is_sent_again(ask: Any, town: Town) -> None:
    made = ask("dao", "POST", "/complaints", ORDER, key="a")
    assert made.status_code == 201, made.content
    again = ask("dao", "POST", "/complaints", ORDER | {"content": "改过的话。"}, key="b")
    assert again.status_code == 200 and again.json()["id"] == made.json()["id"]
    order = WorkOrder.objects.get()
    assert (order.source, order.platform, order.outer_number, order.category) == (
        "12345",
        "api",
        "SL1",
        "complaint",
    )


def test_what_became_of_it_is_told_without_the_caller(ask: Any, town: Town) -> None:
    order = UUID(ask("guo", "POST", "/complaints", ORDER, key="a").json()["id"])
    acts.dispatch(order, by=town.actor("guo"), at=MONDAY, department=town.departments["market"].pk)
    answer = ask("guo", "GET", "/complaints/SL1")
    assert answer.json()["state"] == "dispatched" and answer.json()["department"] == "市场监督管理局"
    assert "13800000061" not in answer.content.decode() and "周先生" not in answer.content.decode()
    assert ask("zheng", "GET", "/complaints/SL1").status_code == 404


def test_a_wrong_post_a_missing_key_and_an_unknown_kind_are_refused(ask: Any, town: Town) -> None:
    assert ask("wu", "POST", "/complaints", ORDER, key="a").status_code == 403
    assert ask("dao", "POST", "/complaints", ORDER).status_code == 422
    refused = ask("dao", "POST", "/complaints", ORDER | {"category": "笑话"}, key="a")
    assert refused.status_code == 422 and not WorkOrder.objects.exists()
