"""Complaining on a machine in the hall: no box to type in, a number on keys with and without scripts, a paper with the code."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.town import Town
from yichuang.complaints.models import WorkOrder
from yichuang.doors.portal.tests.reading import links

HERE = "/kiosk/complaints/"


@pytest.fixture
def machine(someone: Client) -> Client:
    """A browser in the hall."""
    someone.get("/kiosk/")
    return someone


def said(town: Town, **changes: Any) -> dict[str, Any]:
    body = town.departments["market"].pk
    return {"kind": "complaint", "what": "slow", "body": str(body), "phone": ""} | changes


def test_the_way_has_no_box_to_type_in_and_ends_in_a_paper(machine: Client, town: Town) -> None:
    assert HERE in links(machine.get("/"))
    page = HERE
    for word in ("kind=complaint", "what=slow", "body="):
        shown = machine.get(page)
        text = shown.content.decode()
        assert not re.search(r'<input(?![^>]*type="hidden")', text) and "<textarea" not in text
        page = next(link for link in links(shown) if word in link and not link.endswith("body=0")).replace("&amp;", "&")  # fmt: skip
    pad = machine.get(page).content.decode()
    assert pad.count("data-yc-digit") == 11 and not re.search(r'<input(?![^>]*type="hidden")', pad)
    done = machine.post(HERE + "phone/", said(town, phone="13800000061", key="send"))
    order = WorkOrder.objects.get()
    assert (order.source, order.category, order.clear("phone")) == ("kiosk", "complaint", "13800000061")
    assert "拖着不办" in order.clear("content") and "市场监督管理局" in order.clear("content")
    paper = machine.get(done["Location"]).content.decode()
    assert order.query_code[:4] in paper and "data-yc-print-page" in paper


def test_each_key_works_without_scripts(machine: Client, town: Town) -> None:
    number = ""
    for key in "138":
        shown = machine.post(HERE + "phone/", said(town, phone=number, key=key)).content.decode()
        number += key
        assert f">{number}</output>" in shown
    assert (
        ">13</output>" in machine.post(HERE + "phone/", said(town, phone="138", key="back")).content.decode()
    )
    assert not WorkOrder.objects.exists()


def test_a_complaint_needs_a_number_and_a_report_may_name_nobody(machine: Client, town: Town) -> None:
    wrong = machine.post(HERE + "phone/", said(town, key="send"))
    assert wrong.status_code == 422 and "按键输入电话" in wrong.content.decode()
    assert "不留电话" not in wrong.content.decode()
    short = machine.post(HERE + "phone/", said(town, phone="138", key="send"))
    assert short.status_code == 422 and "138" in short.content.decode()
    report = said(town, kind="report", what="gift", key="nobody")
    assert machine.post(HERE + "phone/", report).status_code == 302
    order = WorkOrder.objects.get()
    assert order.anonymous and order.protected and order.about == town.departments["market"]


def test_what_is_not_on_the_list_leads_back(machine: Client, town: Town) -> None:
    for changes in ({"kind": "x"}, {"what": "gift"}, {"body": "一"}):
        assert machine.post(HERE + "phone/", said(town, key="send", phone="13800000061", **changes))["Location"] == HERE  # fmt: skip
    assert machine.get("/complaints/")["Location"] == HERE and machine.get("/complaints/new/?category=help")["Location"] == HERE  # fmt: skip


def test_nothing_of_it_stays_on_the_machine(machine: Client, town: Town) -> None:
    machine.post(HERE + "phone/", said(town, phone="13800000061", key="send"))
    machine.post("/kiosk/wipe/")
    assert machine.get(HERE + "filed/").status_code == 302
