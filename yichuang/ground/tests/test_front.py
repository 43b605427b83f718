"""The front keeps its budgets and its wording; what is served is what the parts say."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory, override_settings

from yichuang.ground import context, styles, views
from yichuang.ground.templatetags import yc

PACKAGE = styles.HERE.parent
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
MODULES = sorted((styles.SERVED / "js").glob("*.js"))
HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
FORBIDDEN = (
    "申请者",
    "相对人",
    "不能为空",
    "格式有误",
    "您忘了",
    "抱歉",
    "哎呀",
    "非法的",
    "无效的",
    "点此",
    "点击此处",
    "审核中",
    "流转中",
    "处理中",
    "尽快",
    "原则上",
    "合理期限",
    "相关材料",
    "有关材料",
    "相关部门",
    "有关部门",
)
BUTTONS = ("确定", "下一步", "上一步", "OK")


def gz(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


def words(path: Path) -> str:
    """What a person reads of a template: text, labels and titles, without tags, comments and code."""
    text = re.sub(
        r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->|<svg.*?</svg>", "", path.read_text(), flags=re.S
    )
    text = re.sub(
        r"{%.*?%}", lambda tag: "\n".join(re.findall(r'"([^"]*)"', tag[0])).join("\n\n"), text, flags=re.S
    )
    text = re.sub(r"{{.*?}}", "\u2022", text, flags=re.S)
    return re.sub(
        r"<[^>]*>",
        lambda tag: "\n".join(
            re.findall(r'(?:aria-label|title|alt|placeholder|data-yc-say)="([^"]*)"', tag[0])
        ).join("\n\n"),
        text,
    )


def labels(path: Path) -> Iterator[str]:
    for text in re.findall(r"<(?:button|a)\b[^>]*>(.*?)</(?:button|a)>", path.read_text(), flags=re.S):
        yield re.sub(r"<[^>]*>|{[{%].*?[%}]}", "", text).strip()


def name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", list(styles.joined()), ids=lambda p: p.name)
def test_served_file_is_fresh(path: Path) -> None:
    assert path.read_text() == styles.joined()[path], "run: python -m yichuang.ground.styles"


def test_style_sheet_keeps_its_budget() -> None:
    assert gz(styles.css()) <= 12_000


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_module_keeps_its_budget(path: Path) -> None:
    assert gz(styles.js((path.stem,))) <= 1536


def test_scripts_of_a_page_keep_their_budget() -> None:
    assert gz(styles.js(styles.PORTAL)) <= 10_000
    assert gz(styles.js(styles.STAFF)) <= 10_000


def test_what_came_from_elsewhere_is_what_its_page_says() -> None:
    for said in (styles.SERVED / "vendor").glob("*/VERSION.txt"):
        digest = re.search(r"SHA-256: ([0-9a-f]{64})", said.read_text())[1]  # type: ignore[index]
        (script,) = said.parent.glob("*.js")
        assert hashlib.sha256(script.read_bytes()).hexdigest() == digest
        assert (said.parent / "LICENSE.txt").exists()


def test_every_module_is_served() -> None:
    assert {path.stem for path in MODULES} == {*styles.PORTAL, *styles.STAFF, *styles.UPLOAD, *styles.CHARTS}


def test_joined_modules_do_not_share_names() -> None:
    for names in (styles.PORTAL, styles.STAFF, styles.UPLOAD, styles.CHARTS):
        text = "".join((styles.SERVED / "js" / f"{one}.js").read_text() for one in names)
        tops = re.findall(r"^(?:export )?(?:async )?(?:const|let|function) (\w+)", text, flags=re.M)
        tops += [
            one
            for line in re.findall(r"^(?:const|let) .*", text, flags=re.M)
            for one in re.findall(r", (\w+) = ", line)
        ]
        assert not sorted(top for top in set(tops) if tops.count(top) > 1)


def test_htmx_is_the_pinned_one() -> None:
    import django_htmx

    text = (Path(django_htmx.__file__).parent / "static/django_htmx/htmx-4.js").read_text()
    assert re.search(r"this\.version = '(4\.[^']*)'", text)[1] == "4.0.0-beta6"  # type: ignore[index]
    assert "this.#attrName(elt, name + append)" in text
    assert '":inherited"' in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_chinese_has_full_width_punctuation(path: Path) -> None:
    found = re.findall(rf"{HAN}[,:;?!()]|[,;?!()]{HAN}|{HAN}\.(?=\s|$)", words(path))
    assert not found, found


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_space_is_typed_between_han_and_latin(path: Path) -> None:
    text = re.sub(r"[0-9]日 +[0-9]", "", words(path))
    found = re.findall(rf"{HAN} +[A-Za-z0-9]+|[A-Za-z0-9]+ +{HAN}+", text)
    assert not found, found


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_wording_keeps_the_rules(path: Path) -> None:
    text = words(path)
    assert not [word for word in FORBIDDEN if word in text]
    assert not [label for label in labels(path) if label in BUTTONS]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_obeys_the_content_policy(path: Path) -> None:
    text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(path: Path) -> None:
    engines["django"].from_string(path.read_text())


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (yc.cndate(date(2026, 11, 27)), "2026年11月27日（周五）"),
        (yc.cndate("2026-11-27"), "2026年11月27日（周五）"),
        (yc.cndate(None), ""),
        (yc.cndatetime(datetime(2026, 11, 26, 16, 30, tzinfo=UTC)), "2026年11月27日（周五）00:30"),
        (yc.masked_id("189901198803072814"), "189901 ******** 2814"),
        (yc.masked_id("91320500MA1X2"), "9************"),
        (yc.masked_name("欧阳建国"), "欧**国"),
        (yc.masked_name("张三"), "张*"),
        (yc.masked_phone("13800000000"), "138 **** 0000"),
        (yc.code_groups("7k4m29px"), "7K4M-29PX"),
        (yc.days_left_words(1), "剩1天"),
        (yc.days_left_words(-2), "超2天"),
        (yc.days_left_words(0), "今天到期"),
        (yc.days_left_words(None), "不计时"),
        (yc.file_size(1258291), "1.2 MB"),
        (yc.key("Ctrl+Enter"), "<kbd>Ctrl+回车</kbd>"),
        (yc.card_tag(""), ""),
    ],
)
def test_words_of_tags(made: str, told: str) -> None:
    assert made == told


def test_qr_is_drawn_without_style() -> None:
    drawn = yc.qr("http://127.0.0.1/p/7K4M29PX", '<"码">')
    assert drawn.startswith('<svg role="img" aria-label="&lt;&quot;码&quot;&gt;"')
    assert "style" not in drawn


def asked(cookie: str = "") -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES["yc_display"] = cookie
    return request


@pytest.mark.parametrize(
    ("cookie", "size", "contrast", "elder"),
    [
        ("", "m", False, False),
        ("xl.hc", "xl", True, False),
        ("l.elder", "l", False, True),
        ("<b>.x.y", "m", False, False),
    ],
)
def test_display_cookie_is_read(cookie: str, size: str, contrast: bool, elder: bool) -> None:
    got = context.read_display(asked(cookie))
    assert (got["size"], got["contrast"], got["elder"]) == (size, contrast, elder)


@pytest.mark.parametrize(
    ("query", "cookie", "to"),
    [
        ("size=l&next=/items/", "l", "/items/"),
        ("contrast=hc&next=//evil.example/", "m.hc", "/"),
        ("elder=1&next=https://evil.example/", "l.elder", "/"),
        ("size=huge&next=/\\evil.example", "m", "/"),
    ],
)
def test_display_switch_stays_on_this_site(client: Client, query: str, cookie: str, to: str) -> None:
    answer = client.get(f"/display/?{query}")
    assert answer.status_code == 302
    assert answer["Location"] == to
    assert answer.cookies["yc_display"].value == cookie


def test_refusal_is_a_page_or_a_line() -> None:
    page = views.refusal(asked(), 404)
    assert page.status_code == 404
    assert "<h1>没有这一页</h1>" in page.content.decode()
    request = asked()
    request.META["HTTP_HX_REQUEST"] = "true"
    line = views.refusal(request, 409, text="这件刚被赵青改过")
    assert line["HX-Retarget"] == "#yc-refusal"
    assert "这件刚被赵青改过" in line.content.decode()
    assert "<html" not in line.content.decode()


def test_a_refusal_leads_staff_back_to_where_they_came_from_and_the_public_to_the_first_page() -> None:
    request = asked()
    request.path_info = "/office/cases/"
    request.META |= {"HTTP_HOST": "testserver", "HTTP_REFERER": "http://testserver/office/?f=red"}
    page = views.refusal(request, 403).content.decode()
    assert 'href="/office/?f=red">返回上一页' in page and 'href="/entrance/">回到我的岗位' in page
    page = views.refusal(asked(), 404).content.decode()
    assert "返回上一页" not in page and 'href="/">回首页' in page


def test_an_address_that_takes_only_forms_says_so(client: Client) -> None:
    answer = client.post("/halls/")
    assert answer.status_code == 405 and answer["Allow"] and "这一页要从按钮进来" in answer.content.decode()


def test_pattern_page_shows_every_part() -> None:
    shown = "".join(path.read_text() for path in PACKAGE.glob("ground/templates/pattern/*.html"))
    shown += "".join(path.read_text() for path in PACKAGE.glob("ground/templates/*.html"))
    parts = {path.stem for path in PACKAGE.glob("ground/templates/parts/*.html")}
    within = {
        "field",
        "options",
        "refusal",
        "display_links",
        "areas",
        "sign_out",
        "confirm",
        "done",
        "case_line",
        "signature",
    }
    assert not {part for part in parts - within if f"parts/{part}.html" not in shown}


@override_settings(DEBUG=True)
def test_pattern_page_is_drawn() -> None:
    for base in ("public", "staff", "bench", "split", "print", "thermal"):
        request = RequestFactory().get(f"/parts/?base={base}")
        answer = views.parts(request)
        assert answer.status_code == 200
