"""The traditional view: what the site says is converted, what people typed is not."""

import pytest
from django.template import Context, Template
from django.test import Client

from yichuang.ground import traditional
from yichuang.ground.templatetags.yc import typed


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ('<html lang="zh-CN"><p>办理进度</p>', '<html lang="zh-Hant"><p>辦理進度</p>'),
        ('<a title="办" href="/办/">里面</a>', '<a title="辦" href="/办/">裏面</a>'),
        ('<input placeholder="写一句话" value="张发">', '<input placeholder="寫一句話" value="张发">'),
        ("<p>您好，<b translate=\"no\">万<i>里发</i></b>办事</p>", "<p>您好，<b translate=\"no\">万<i>里发</i></b>辦事</p>"),
        ('<input translate="no" aria-label="张发"><p>办</p>', '<input translate="no" aria-label="张发"><p>辦</p>'),
        ("<textarea>办</textarea><script>办</script><!-- 办 -->", "<textarea>办</textarea><script>办</script><!-- 办 -->"),
        ('<b aria-label="1>0 办">办</b>', '<b aria-label="1>0 辦">辦</b>'),
        ("办 < 1 & 办", "辦 < 1 & 辦"),
        ("<span translate=no><span>办</span>办</span>办", "<span translate=no><span>办</span>办</span>辦"),
        ("<p>办</p><p>\ue00f办</p>", "<p>辦</p><p>\ue00f辦</p>"),
    ],
)  # fmt: skip
def test_words_of_the_site_are_converted_and_no_others(given, told):
    assert traditional.page(given) == told


def test_words_that_need_their_neighbours_are_right():
    assert traditional.text("头发、发证、公里、里面、皇后、以后") == "頭髮、發證、公里、裏面、皇后、以後"


def test_words_of_the_trade_are_right():
    said = "换发、制发卡片，补助金发放，签承诺书，网签，标签，行政复议，住宅和面积，只剩1天"
    assert (
        traditional.text(said)
        == "換發、制發卡片，補助金發放，簽承諾書，網簽，標籤，行政復議，住宅和面積，只剩1天"
    )


def test_a_page_is_converted_in_one_go(monkeypatch):
    said = []
    monkeypatch.setattr(traditional, "text", lambda words: said.append(words) or words)
    traditional.page("<p>办</p><p title='证'>里</p>" * 300)
    assert len(said) == 1


def test_what_was_typed_stays_whole_and_its_rare_characters_are_marked():
    told = typed("<吴·𠮷𪚥𱊜>")
    assert told.startswith(
        '<span translate="no">&lt;吴·<span data-yc-rare="（此字暂不能显示，按证件核对）">𠮷</span>'
    )
    assert "𪚥" in told and "𱊜" in told and traditional.page(told) == told
    assert Template("{{ x|typed }}").render(Context({"x": "万里"})) == '<span translate="no">万里</span>'


@pytest.mark.django_db
def test_the_view_is_chosen_like_the_size_and_stays_at_the_public_doors():
    client = Client()
    assert "繁體" in client.get("/display/").content.decode()
    client.cookies["yc_display"] = "l.hc"
    answer = client.get("/display/?script=hant&next=/accessibility/")
    assert answer["Location"] == "/accessibility/" and answer.cookies["yc_display"].value == "l.hc.hant"
    page = client.get("/accessibility/").content.decode()
    assert 'lang="zh-Hant"' in page and "無障礙聲明" in page and "简体" in page
    assert "没有这个" not in client.get("/nowhere/").content.decode()
    assert "登录" in client.get("/entrance/login/").content.decode()
    assert client.get("/display/?script=hans").cookies["yc_display"].value == "l.hc"
