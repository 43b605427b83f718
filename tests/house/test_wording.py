"""How the house speaks (ux.md 7): no forbidden word, full-width punctuation, short sentences where the public reads.

A finding is mended in the sentence. What must keep a word for the law's sake stands in `KEPT`, with its reason.
"""

import re
from collections import defaultdict

import pytest

from tests.house import sentences
from tests.house.sentences import ANY, HAN, Said, everything, length

# What must not be said, and what to say instead (ux.md 7.1, 7.3, 7.4).
FORBIDDEN = {
    r"用户(?!名)": "您",
    r"申请者|相对人": "您；文书里写申请人",
    r"不能为空|必填项": "请填写……",
    r"有误|无效|格式不正确|不合法|不合格|非法(?!人)": "写清哪里不对、怎么改",
    r"您忘|抱歉|对不起|哎呀|亲[，！]|请稍候|请稍等": "不责备、不推脱、不卖萌",
    r"点此|点击|点这里": "写清去哪里的链接",
    r"处理中|审核中|流转中|审批中": "谁、做什么、到哪天",
    r"尽快|尽早|及时(?!间)|原则上|合理期限|规定时间内|近期": "写成日期",
    r"相关|有关(?!注)": "写出全名",
    r"适当|若干(?!规定)|酌情|视情况|特殊情况|一般情况下": "拆成情形，写成数字",
    r"其[他它](?:材料|条件|情形|证明|资料|需要)|其它": "逐项列出",
    r"必要的?(?:材料|证明|资料)(?!，不能|，没交)|齐全有效|按规定|按要求|相应的": "逐份列出",
    r"等(?:材料|证明|资料|文件|单位|部门(?!受理)|情形|[。）)])": "逐份列出",
    r"操作失败|查询失败|提交失败|系统异常|系统繁忙|服务器错误|会话超时": "说发生了什么、接着怎么办",
}
BUTTONS = {"确定", "下一步", "上一步", "OK", "确认", "提交", "点此"}
# Where a forbidden word is right, and why: (place, pattern of what may stand there).
KEPT = {
    "law/wording.py": (".*", "the patterns of the lint itself"),
    "ground/pattern.py": ("等相关材料", "the lint's part is shown with a finding"),
    "doors/office/catalogue/elements.py": ("等材料", "tells editors which word not to write"),
    "doors/office/templates/office/catalogue/gates.html": (
        "无效",
        "the policy's own word: 殷政办〔2021〕15号 三（二）2",
    ),
}
# Papers of the law keep its order of words, and quote it: their sentences may be long.
PAPERS = ("doors/templates/papers/", "doors/templates/letters/", "doors/templates/caseview/why")
PUBLIC = re.compile(
    r"doors/(?:portal|me|apply)/|doors/templates/(?!papers/|letters/|caseview/)|doors/(?:record|endings|leaflet|lines|fields|files|brake|given)\.py"
    r"|ground/(?:templates/(?!pattern/)|views\.py|middleware\.py)|exchange/|(?:drafts|citizens|asking|payments|registers|ratings)/|catalogue/seed/"
)  # fmt: skip
LONGEST, MEAN = 35, 20
HALF = re.compile(rf"{HAN}[,:;?!()]|[,;?!()]{HAN}|{HAN}\.(?=\s|$)")
PATTERNS = ("law/wording.py", "law/entries.py")
CODE = re.compile(r"[\\^$|]\(|\(\?|SELECT |stops |\[起|“名称: ")


def is_kept(said: Said, word: str) -> bool:
    """Tell whether this word may stand in this place."""
    return any(
        said.place.endswith(place) and re.search(pattern, said.text) and (pattern == ".*" or word in pattern)
        for place, (pattern, _) in KEPT.items()
    )


def forbidden(said: Said) -> list[str]:
    """Return the forbidden words of a text, each with what to say instead."""
    found = [
        (match[0], instead) for rule, instead in FORBIDDEN.items() for match in re.finditer(rule, said.text)
    ]
    return [
        f"{said.place}: {word} ({instead}): {said.text[:80]}"
        for word, instead in found
        if not is_kept(said, word)
    ]


def half_width(said: Said) -> list[str]:
    """Return where a half-width mark touches a Han character; patterns, statements and English are another matter."""
    english = len(re.findall("[a-z]", said.text)) > len(re.findall(HAN, said.text))
    skipped = english or CODE.search(said.text) or said.place.endswith(PATTERNS)
    return [] if skipped else [f"{said.place}: {m}: {said.text[:80]}" for m in HALF.findall(said.text)]


def long(said: Said) -> list[str]:
    """Return the sentences of a public text that are too long."""
    if not PUBLIC.search(said.place) or CODE.search(said.text):
        return []
    return [f"{said.place}: {length(s)}: {s}" for s in said.sentences() if length(s) > LONGEST]


def asks_twice(said: Said) -> list[str]:
    """Return a refusal that says 请 more than once in one sentence."""
    return [
        f"{said.place}: {s}"
        for s in said.sentences()
        if s.count("请") - len(re.findall("申请|请求|邀请|请示", s)) > 1
    ]


@pytest.mark.parametrize("judge", [forbidden, half_width, long, asks_twice])
def test_every_sentence_is_plain(judge) -> None:
    found = [one for said in everything() for one in judge(said)]
    assert not found, f"{len(found)}:\n" + "\n".join(found)


def test_sentences_of_public_pages_are_short_on_the_whole() -> None:
    by_place = defaultdict(list)
    for said in everything():
        if PUBLIC.search(said.place):
            by_place[said.place] += [length(s) for s in said.sentences()]
    long_ones = {place: sum(n) / len(n) for place, n in by_place.items() if n and sum(n) / len(n) > MEAN}
    assert by_place and not long_ones


def test_much_is_read() -> None:
    places = {said.place.split("/")[1] for said in everything()}
    assert len(everything()) > 3000 and {"doors", "law", "ground", "exchange", "catalogue", "cases"} <= places


@pytest.mark.parametrize(
    ("judge", "text"),
    [
        (forbidden, "手机号不能为空"), (forbidden, "手机号格式有误"), (forbidden, "无效的身份证号"), (forbidden, "请交相关材料"),
        (forbidden, "请尽快补交"), (forbidden, "抱歉，系统繁忙"), (forbidden, "点击这里"), (forbidden, "审核中"), (forbidden, "尊敬的用户"),
        (forbidden, "其他需要提交的材料"), (forbidden, "带上证件等。"), (forbidden, "查询失败"), (half_width, "您好,请坐"), (half_width, "办好了."),
        (half_width, "材料(复印件)"), (long, "我们会在收到您提交的全部申请材料以后的五个工作日以内告诉您是不是受理以及不受理的时候为什么不受理"),
        (asks_twice, "请核对后请再交"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(judge, text) -> None:
    assert judge(Said("yichuang/doors/portal/templates/portal/x.html", text))


@pytest.mark.parametrize(
    "text",
    [
        "非法人企业",
        "用户名",
        "等候6人",
        "办理中，11月27日前办结",
        "请填写手机号码",
        "来不及时间",
        "申请书请签字",
        f"{ANY}：已受理。",
    ],
)
def test_good_words_pass(text) -> None:
    said = Said("yichuang/doors/portal/templates/portal/x.html", text)
    assert not [found for judge in (forbidden, half_width, long, asks_twice) for found in judge(said)]


def test_every_reason_to_keep_a_word_is_still_needed() -> None:
    idle = [
        place
        for place, (pattern, _) in KEPT.items()
        if not any(
            s.place.endswith(place) and re.search(rule, s.text) for s in everything() for rule in FORBIDDEN
        )
    ]
    assert not idle, f"take off the list: {idle}"


def test_code_is_read_as_people_read_it() -> None:
    import ast

    page = ast.parse(
        '"""说明"""\ndef f(x):\n    """说明"""\n    raise BadInput(f"有{x}份没核，" "核完再交。")\n'
    )
    assert list(sentences.texts(page)) == [f"有{ANY}份没核，核完再交。"]
