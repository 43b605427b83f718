"""Work orders at the office, as pages: a telephone call becomes an order, goes through the house, and is called back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import MONDAY, Town, build
from yichuang.complaints import acts, reading
from yichuang.complaints.models import Flaw, WorkOrder
from yichuang.complaints.tests.scenes import CALL, FOOD, PNG, brought, flawed, photo, taken
from yichuang.ground.ids import uuid7
from yichuang.ground.now import now
from yichuang.journal import looks
from yichuang.journal.models import Look

HERE = "/office/complaints/"
SAID = {
    "content": "窗口让补一份指南上没有的材料。",
    "phone": "13800000021",
    "category": "complaint",
    "urgency": "normal",
    "source": "phone",
}


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def seated(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def test_a_call_becomes_an_order_and_goes_its_whole_way(town: Town) -> None:
    made = seated(town, "dao").post(HERE + "new/", SAID)
    assert made.status_code == 302, made.content.decode()
    order = WorkOrder.objects.get()
    at, guo, wu, dao = f"{HERE}{order.pk}/", seated(town, "guo"), seated(town, "wu"), seated(town, "dao")
    assert "反映的内容" in guo.get(at).content.decode()
    market = town.departments["market"].pk
    for client, noun, said in (
        (guo, "dispatch", {"department": market, "assisting": [town.departments["fire"].pk]}),
        (wu, "signing", {}), (wu, "longer", {"days": "3", "reason": "要到现场"}), (guo, "ruling", {"allow": "yes", "reason": "同意"}),
        (wu, "handling", {"outcome": "solved", "text": "取消了这一项。"}), (wu, "answer", {"text": "不用交了。", "how": "phone"}), (guo, "closing", {}),
        (dao, "call-back", {"reached": "yes", "solved": "no", "grade": "1", "own_fault": "on"}), (wu, "signing", {}),
    ):  # fmt: skip
        done = client.post(f"{at}{noun}/", said)
        assert done.status_code == 302, (noun, done.content.decode())
    order.refresh_from_db()
    assert (order.state, order.round) == ("signed", 2)
    assert "不用交了" in guo.get(at).content.decode()


def test_what_cannot_be_is_told_beside_what_was_typed(town: Town) -> None:
    wrong = seated(town, "dao").post(HERE + "new/", SAID | {"phone": "", "item": "食品经营"})
    text = wrong.content.decode()
    assert wrong.status_code == 422 and "像的有" in text and "窗口让补一份" in text
    order = brought(town, "signed", at=now() - timedelta(days=1))
    refused = seated(town, "wu").post(f"{HERE}{order.pk}/longer/", {"days": "11", "reason": "要到现场核对"})
    assert (
        refused.status_code == 422
        and "最多还能延10个" in refused.content.decode()
        and "要到现场核对" in refused.content.decode()
    )


def test_the_caller_is_hidden_until_asked_for_with_a_reason(town: Town) -> None:
    order = brought(town, "signed")
    wu, at = seated(town, "wu"), f"{HERE}{order.pk}/"
    assert "13800000021" not in wu.get(at).content.decode() and "周先生" not in wu.get(at).content.decode()
    assert wu.get(at + "caller/").status_code == 302
    assert wu.post(at + "caller/", {"reason": ""}).status_code == 422
    assert wu.post(at + "caller/", {"reason": "打电话核实"}).status_code == 302
    assert "138 0000 0021" in wu.get(at + "caller/").content.decode()
    assert seated(town, "sun").get(at + "caller/").status_code == 302
    looks.flush()
    assert Look.objects.filter(purpose="看诉求人", subject=order.pk, person=town.people["wu"].pk).count() == 1


def test_a_report_is_veiled_in_the_list_and_absent_for_whom_it_is_about(town: Town) -> None:
    order = taken(
        town, category="report", content="审查岗收礼，我是隔壁店的。", about=town.departments["market"].pk
    )
    acts.dispatch(
        order.pk,
        by=town.actor("guo"),
        at=MONDAY,
        department=town.departments["fire"].pk,
        told="请核查廉洁问题。",
    )
    fire = seated(town, "zheng").get(f"{HERE}{order.pk}/").content.decode()
    assert "请核查廉洁问题" in fire and "隔壁店" not in fire and "受保护的举报" in fire
    assert "隔壁店" not in seated(town, "luo").get(f"{HERE}{order.pk}/").content.decode()
    assert seated(town, "wu").get(f"{HERE}{order.pk}/").status_code == 404
    assert seated(town, "zheng").get(HERE + "?q=13800000021").content.decode().count("受保护的举报") == 0


def test_posts_without_orders_do_not_open_the_page(town: Town) -> None:
    assert seated(town, "he").get(HERE).status_code == 403
    assert seated(town, "wu").get(HERE + "new/").status_code == 403
    order = brought(town)
    assert seated(town, "tang").get(f"{HERE}{order.pk}/").status_code == 404
    assert seated(town, "tang").post(f"{HERE}{order.pk}/signing/").status_code == 404


def test_the_lists_ask_as_often_for_one_as_for_many(town: Town, django_assert_max_num_queries: Any) -> None:
    for n in range(25):
        acts.receive(by=town.actor("dao"), at=MONDAY, **CALL | {"content": f"第{n}件事"})
    guo = seated(town, "guo")
    guo.get(HERE)
    with django_assert_max_num_queries(9):
        page = guo.get(HERE + "?category=complaint&box=open").content.decode()
    assert "共25件" in page and "第1页，共2页" in page
    order = brought(town, "called_back")
    with django_assert_max_num_queries(14):
        guo.get(f"{HERE}{order.pk}/")


def test_a_found_error_becomes_catalogue_work_and_ends_with_a_reason(town: Town) -> None:
    found = flawed(town)
    he, wu = seated(town, "he"), seated(town, "wu")
    assert "材料名称" in he.get(HERE + "flaws/").content.decode()
    at = f"{HERE}flaws/{found}/"
    assert he.post(at + "taking/").status_code == 302
    assert he.post(at + "mending/", {"version": ""}).status_code == 422
    assert wu.post(at + "taking/").status_code == 403
    assert wu.post(at + "answer/", {"text": " "}).status_code == 422
    assert wu.post(at + "answer/", {"text": "两处写的是同一份表。"}).status_code == 302
    assert Flaw.objects.get().state == "answered" and FOOD
    assert seated(town, "zheng").get(at).status_code == 404


def test_the_masthead_counts_what_waits_for_a_body(town: Town) -> None:
    brought(town)
    wu, zheng = (seated(town, who).get("/desk/").content.decode() for who in ("wu", "zheng"))
    assert (
        'href="/office/complaints/"' in zheng
        and reading.to_do(town.actor("wu")) == 1
        and reading.to_do(town.actor("zheng")) == 0
    )
    assert ">工单 1</a>" in wu and ">工单</a>" in zheng


def test_a_supervisor_goes_from_the_order_to_its_case(town: Town) -> None:
    case = town.case(FOOD)
    order = taken(town, case=case.pk)
    assert f"/office/cases/{case.pk}/" in seated(town, "guo").get(f"{HERE}{order.pk}/").content.decode()


def test_a_photo_of_a_protected_order_is_its_keepers_alone_each_look_on_record(town: Town) -> None:
    bundle = uuid7()
    photo(town, bundle)
    fire = town.departments["fire"].pk
    order = taken(
        town, category="report", content="审查岗收礼。", about=town.departments["market"].pk, bundle=bundle
    )
    acts.dispatch(order.pk, by=town.actor("guo"), at=MONDAY, department=fire, told="请核查。")
    file = reading.files_of(order)[0]
    where = f"/office/complaints/{order.pk}/files/{file.pk}/"
    read = {who: seated(town, who).get(where).status_code for who in ("guo", "luo", "zheng", "dao", "wu")}
    assert read == {"guo": 200, "luo": 404, "zheng": 404, "dao": 404, "wu": 404}
    assert "附件1" not in seated(town, "zheng").get(f"/office/complaints/{order.pk}/").content.decode()
    assert "附件1" in seated(town, "guo").get(f"/office/complaints/{order.pk}/").content.decode()
    assert seated(town, "guo").get(f"/files/{file.pk}/").status_code == 404
    looks.flush()
    assert Look.objects.filter(purpose="看工单附件", subject=order.pk).count() == 1


def test_the_keeper_adds_a_photo_of_what_lies_on_paper(town: Town) -> None:
    order, guo = brought(town), seated(town, "guo")
    where = f"/office/complaints/{order.pk}/files/"
    assert guo.post(where).status_code == 422
    slip = SimpleUploadedFile("信.png", PNG, "image/png")
    assert guo.post(where, {"photos": [slip]}).status_code == 302
    assert (
        order.attachments.count() == 1
        and "补交附件" in guo.get(f"/office/complaints/{order.pk}/").content.decode()
    )
