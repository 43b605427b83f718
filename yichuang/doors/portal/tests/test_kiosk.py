"""On a self-service machine: the same pages, nothing to type, a fixed row, and nothing left behind."""

import re

import pytest
from django.test import Client

from tests.town import Town
from yichuang.doors.portal.tests.reading import links, main, text

LIST = "/items/company-establishment/list/?premises=lease&preapproval=~&agent=no"
PAGES = ("/", "/stages/", "/stages/entry/", "/topics/", "/departments/", "/items/", "/items/company-establishment/",
         "/items/company-establishment/questions/", LIST, "/kiosk/help/")  # fmt: skip


@pytest.fixture
def machine(someone: Client) -> Client:
    """A browser in the hall."""
    someone.get("/kiosk/")
    return someone


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_its_row_and_no_box_to_type_in(machine: Client, path: str) -> None:
    page = machine.get(path).content.decode()
    assert 'class="kiosk-row"' in page and "叫人帮忙" in page and "大字" in page
    assert not re.search(r'<input(?![^>]*type="(hidden|radio|checkbox)")', page) and "<textarea" not in page
    assert "/entrance/login/" not in page and "/my/" not in page and page.count("<h1") == 1


def test_the_way_goes_from_a_tile_to_the_paper(machine: Client) -> None:
    assert "/stages/entry/" in links(machine.get("/"))
    told = main(machine.get(LIST))
    assert "打印一次性告知书" in told and "网上办 " not in told and "登录" not in told
    paper = machine.get(LIST.replace("/list/", "/notice/")).content.decode()
    assert 'data-density="touch"' in paper and "data-yc-print-page" in paper


def test_whoever_stood_here_leaves_nothing(machine: Client, town: Town) -> None:
    town.enter(machine)
    machine.cookies["yc_display"] = "xl"
    answer = machine.post("/kiosk/wipe/")
    assert answer["Location"] == "/" and answer.cookies["yc_display"].value == ""
    assert "yc_kiosk" not in answer.cookies and "陈秀英" not in text(machine.get(LIST))
    assert machine.get("/kiosk/wipe/").status_code == 405


def test_a_machine_becomes_an_ordinary_browser_again(machine: Client) -> None:
    machine.get("/kiosk/?end=1")
    assert 'role="search"' in machine.get("/").content.decode()
