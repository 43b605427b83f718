"""Complaints and found errors on the portal: filed without signing in, followed by code and telephone, rated once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import Town, build
from yichuang.complaints import acts, reading
from yichuang.complaints.models import Flaw, WorkOrder
from yichuang.complaints.tests.scenes import PNG
from yichuang.ground.now import now
from yichuang.materials.models import File

SAID = {
    "category": "complaint",
    "content": "窗口让补一份指南上没有的材料。",
    "phone": "13800000041",
    "caller": "周先生",
    "item": "",
}


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def answered(town: Town, order: WorkOrder) -> None:
    acts.dispatch(
        order.pk, by=town.actor("guo"), at=now(), department=town.departments["market"].pk, told="请核实。"
    )
    for act, said in (
        (acts.sign_for, {}),
        (acts.record_handling, {"outcome": "solved", "text": "查过。"}),
        (acts.answer, {"text": "不用交了。"}),
    ):
        act(order.pk, by=town.actor("wu"), at=now(), **said)


def test_a_stranger_files_follows_and_rates_once(town: Town) -> None:
    someone = Client()
    assert someone.post("/complaints/new/", SAID | {"phone": ""}).status_code == 422
    assert someone.post("/complaints/new/", SAID).status_code == 302
    order = WorkOrder.objects.get()
    assert order.query_code[:4] in someone.get("/complaints/filed/").content.decode()
    answered(town, order)
    other = Client()
    for tail, status in (("", 422), ("0000", 422), ("0041", 302)):
        assert (
            other.post("/complaints/follow/", {"code": order.query_code, "tail": tail}).status_code == status
        )
    page = other.get("/complaints/followed/").content.decode()
    assert "不用交了" in page and "吴强" not in page and "查过" not in page
    assert other.post("/complaints/followed/", {"solved": "no"}).status_code == 422
    assert other.post("/complaints/followed/", {"solved": "no", "grade": "2"}).status_code == 302
    order.refresh_from_db()
    assert (order.grade, order.solved) == (2, False)
    assert "您的评价：不满意" in other.get("/complaints/followed/").content.decode()
    assert someone.get("/complaints/followed/").status_code == 302


def test_a_report_may_be_anonymous_and_the_code_alone_leads_to_it(town: Town) -> None:
    someone = Client()
    said = {
        "category": "report",
        "content": "有人插队。",
        "anonymous": "on",
        "about": town.departments["market"].pk,
        "item": "",
        "phone": "",
        "caller": "",
    }
    assert someone.post("/complaints/new/", said).status_code == 302
    order = WorkOrder.objects.get()
    assert order.anonymous and order.protected and not order.phone
    assert someone.post("/complaints/follow/", {"code": order.query_code, "tail": ""}).status_code == 302


def test_who_is_signed_in_has_it_among_their_own_and_takes_it_back(town: Town) -> None:
    chen, other = town.enter(Client()), Client()
    assert (
        chen.post(
            "/complaints/new/", {"category": "suggestion", "content": "多放几把椅子。", "item": ""}
        ).status_code
        == 302
    )
    order = WorkOrder.objects.get()
    assert "多放几把椅子" in chen.get("/my/complaints/").content.decode()
    assert chen.post(f"/my/complaints/{order.pk}/withdrawal/").status_code == 302
    assert WorkOrder.objects.get().state == "withdrawn"
    assert other.get(f"/my/complaints/{order.pk}/").status_code == 302


def test_nobody_else_opens_mine(town: Town) -> None:
    order = acts.receive(
        by=town.citizen, at=now(), source="portal", category="complaint", content="多要材料。"
    )
    li = town.enter(Client(), town.account("李四", "18990119850101001X", phone="13800000009"))
    assert li.get(f"/my/complaints/{order['id']}/").status_code == 404


def test_an_error_in_a_guide_is_told_with_its_item_and_followed(town: Town) -> None:
    someone = Client()
    said = {
        "about": "/items/food-business-license-new/",
        "place": "fee",
        "content": "收费写错了。",
        "phone": "",
    }
    assert someone.post("/mistakes/", said | {"place": ""}).status_code == 422
    assert someone.post("/mistakes/", said).status_code == 302
    flaw = Flaw.objects.get()
    assert flaw.item == town.items["food-business-license-new"] and flaw.version_id == flaw.item.current_id
    assert "谢谢您" in someone.get("/mistakes/told/").content.decode()
    acts.answer_flaw(flaw.pk, by=town.actor("he"), at=now(), text="没有写错，是两种收费。")
    assert someone.post("/complaints/follow/", {"code": flaw.query_code, "tail": ""}).status_code == 302
    assert "两种收费" in someone.get("/complaints/followed/").content.decode()


def test_the_lists_ask_as_often_for_one_as_for_many(town: Town, django_assert_max_num_queries: Any) -> None:
    for n in range(15):
        acts.receive(
            by=town.citizen,
            at=now() - timedelta(hours=n),
            source="portal",
            category="complaint",
            content=f"第{n}件",
        )
    chen = town.enter(Client())
    chen.get("/my/complaints/")
    with django_assert_max_num_queries(8):
        assert "第14件" in chen.get("/my/complaints/").content.decode()


def test_who_guesses_codes_is_stopped_like_everywhere(town: Town) -> None:
    someone = Client(REMOTE_ADDR="192.0.2.77")
    tried = [
        someone.post("/complaints/follow/", {"code": "7K4M29PX", "tail": f"{n:04d}"}).status_code
        for n in range(24)
    ]
    assert tried[0] == 422 and tried[-1] == 429


def picture(name: str = "张三拍的.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def test_photos_come_along_under_a_name_of_ours_and_only_ones_own_code_opens_them(town: Town) -> None:
    someone, other = Client(), Client()
    assert (
        "要JPG"
        in someone.post("/complaints/new/", SAID | {"photos": [picture("说明.exe", b"MZ")]}).content.decode()
    )
    assert not WorkOrder.objects.exists()
    assert someone.post("/complaints/new/", SAID | {"photos": [picture(), picture()]}).status_code == 302
    order = WorkOrder.objects.get()
    file = reading.files_of(order)[0]
    assert file.name == "附件1.png" and order.attachments.count() == 2
    where = f"/complaints/followed/files/{file.pk}/"
    assert other.get(where).status_code == 302
    other.post("/complaints/follow/", {"code": order.query_code, "tail": "0041"})
    answer = other.get(where)
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    assert other.post("/complaints/followed/files/", {"photos": [picture()] * 4}).status_code == 422
    assert other.post("/complaints/followed/files/", {"photos": [picture()]}).status_code == 302
    assert order.attachments.count() == 3
    assert File.objects.filter(dropped_at=None).count() == 3


def test_six_files_are_refused_before_they_are_kept(town: Town) -> None:
    assert Client().post("/complaints/new/", SAID | {"photos": [picture()] * 6}).status_code == 422
    assert not WorkOrder.objects.exists() and not File.objects.exists()
