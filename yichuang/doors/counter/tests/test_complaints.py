"""What could not be done and what the opinion book holds, written down at the window."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.town import Town, build
from yichuang.complaints.models import WorkOrder
from yichuang.complaints.tests.scenes import PNG

HERE = "/counter/complaints/"


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def seated(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.people[who])
    return client


def test_what_could_not_be_done_is_taken_with_its_item_and_what_blocked_it(town: Town) -> None:
    lin, name = seated(town, "lin"), town.items["food-business-license-new"].name
    said = {
        "content": "想办食品经营许可。",
        "blocked": "系统里没有我这一类。",
        "item": name,
        "phone": "13800000051",
    }
    assert lin.post(HERE + "new/unsolved/", said | {"item": ""}).status_code == 422
    assert lin.post(HERE + "new/unsolved/", said).status_code == 302
    order = WorkOrder.objects.get()
    assert (order.source, order.item.name, order.clear("blocked")) == ("unsolved", name, said["blocked"])  # type: ignore[union-attr]
    shown = lin.get(HERE).content.decode()
    assert "登记了" in shown and order.number in shown


def test_a_slip_of_the_book_may_name_nobody(town: Town) -> None:
    lin = seated(town, "lin")
    said = {
        "source": "book",
        "category": "suggestion",
        "content": "多放几把椅子。",
        "item": "",
        "phone": "",
        "caller": "",
    }
    slip = SimpleUploadedFile("意见箱.png", PNG, "image/png")
    assert lin.post(HERE + "new/book/", said | {"source": "box", "photos": [slip]}).status_code == 302
    order = WorkOrder.objects.get()
    assert order.source == "box" and order.attachments.count() == 1
    assert lin.post(HERE + "new/book/", said).status_code == 302
    assert WorkOrder.objects.filter(source="book").exists()


def test_a_department_does_not_open_it(town: Town) -> None:
    assert seated(town, "wu").get(HERE).status_code == 403
