"""Pages that only say something; what every page weighs; words that must not appear."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.town import Town
from yichuang.doors.portal.tests.reading import main, text
from yichuang.doors.progress import words
from yichuang.halls.models import Hall

PAGES = (
    "/", "/find/?q=公司", "/find/?q=qqzz", "/items/", "/departments/", "/stages/", "/stages/entry/", "/topics/", "/items/company-establishment/", "/items/company-establishment/questions/",
    "/items/company-establishment/list/?premises=~&preapproval=~&agent=~", "/items/company-establishment/notice/", "/progress/", "/halls/",
    "/mistakes/?about=/items/", "/accessibility/", "/leave/",
)  # fmt: skip
HALF = re.compile(r"[\u4e00-\u9fff][,:;?!()]|[,;?!()][\u4e00-\u9fff]")
BANNED = ("抱歉", "无效", "有误", "非法", "用户", "点此", "点击", "相关部门", "处理中", "请稍候", "哎呀")


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def static(name: str) -> bytes:
    return open(finders.find(name), "rb").read()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_speaks_plainly(someone: Client, path: str) -> None:
    page = someone.get(path)
    assert page.status_code == 200 and weight(page.content) <= 15_000
    told = text(page)
    assert not HALF.findall(told), HALF.findall(told)
    assert not [word for word in BANNED if word in told] and page.content.decode().count("<h1") == 1


def test_a_first_visit_weighs_at_most_sixty_kilobytes(someone: Client) -> None:
    served = [static(name) for name in ("yc/yichuang.css", "yc/portal.js", "yc/icon.svg")]
    heaviest = max(weight(someone.get(path).content) for path in PAGES)
    assert heaviest + sum(map(weight, served)) <= 60_000


def test_the_pages_ask_nobody_else_and_need_no_script(someone: Client) -> None:
    for path in PAGES:
        content = someone.get(path).content.decode()
        assert (
            not re.findall(r'(?:src|href)="(?:https?:)?//', content)
            and "onclick" not in content
            and "style=" not in content
        )


def test_a_visit_leaves_no_session(someone: Client) -> None:
    for path in PAGES:
        someone.get(path)
    assert settings.SESSION_COOKIE_NAME not in someone.cookies


def test_the_halls_tell_where_and_when(someone: Client) -> None:
    told = main(someone.get("/halls/"))
    assert "示例区人民路1号" in told and "工作日9:00至17:00" in told and "综合受理 3号窗" in told


def test_a_place_without_halls_still_tells_whom_to_call(db: None, town: Town) -> None:
    from yichuang.journal import stamps

    Hall.objects.update(region="189999")
    stamps.bump()
    client = Client()
    assert "没有查到大厅。拨 12345" in main(client.get("/halls/"))
    assert (
        client.get("/").status_code
        == client.get("/accessibility/").status_code
        == client.get("/mistakes/").status_code
        == 200
    )


def test_the_statement_says_what_does_not_work_and_who_answers(someone: Client) -> None:
    told = main(someone.get("/accessibility/"))
    assert "现在还做不到" in told and "5个工作日" in told and "12345" in told


def test_a_mistake_can_be_told_for_the_page_one_saw(someone: Client) -> None:
    assert "您刚才看的是 /items/<b>" in main(someone.get("/mistakes/", {"about": "/items/<b>"}))


@pytest.mark.parametrize("row", words.ROWS, ids=lambda row: row.key)
def test_a_public_word_says_who_does_what_in_short_sentences(row: words.Row) -> None:
    for sentence in re.split("[。；]", f"{row.word}。{row.next}。{row.open}。{row.late}"):
        assert len(re.sub(r"\{\w+\}", "某某", sentence)) <= 45, sentence
    assert (
        row.next
        and not HALF.search(row.next + row.word)
        and not [word for word in BANNED if word in row.next + row.word]
    )


@pytest.mark.parametrize(
    "path", ["/", "/items/", "/halls/", "/p/AAAA-AAAA", "/items/company-establishment/list/"]
)
def test_only_reading_is_allowed_where_there_is_nothing_to_write(someone: Client, path: str) -> None:
    assert someone.post(path).status_code == 405
