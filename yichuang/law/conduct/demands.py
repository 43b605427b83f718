"""What a one-time notice asks for beyond the published list: a line without its material, or words that name another paper."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .abuses import abuses, clauses_of, habits

_GET = (
    r"(?:提供|提交|补交|补充|补来|补个|补一|补上|补开|补|另交|加交|上交|附上|附|出具|开具|开个|开一|办个|办好|办理|递交|交来|交上|交|拿来|拿|带来|带上|带|取得|持有|"
    r"还差|还缺|尚缺|还要|另要|缺|少了|要有|须有|需有|没有|需要|把|打一份|出一个|出个|(?:让|叫|由)[^，。；]{1,6}?出)"
)
_NOUN = (
    "证明|证书|证件|批文|批复|报告|意见书|协议|合同|承诺书|承诺函|担保书|保证书|同意书|申请书|说明书|说明|材料|清单|回执|收据|声明|"
    "介绍信|推荐信|流水|意见|凭证|函|许可证|资格证|登记证|合格证|产权证|通知书|决定书|备案表|审批表|登记表|推荐表|授权书|鉴定书|评估书|图纸|方案|预案|台账|记录"
)
_ASKED = re.compile(
    rf"{_GET}(?P<what>[^，。；、：（）“”《》\s]{{0,20}}?《[^》]{{2,30}}》|[^，。；：（）“”\s]{{0,24}}?(?:{_NOUN})(?:原件|复印件)?)"
    r"(?=$|[，。；、！]|[0-9一二两三四五]+[份张套]|来|过来|也|一起|一并|都|才|再|后|办|补|拿|带|交|给|我们|的话)"
)
_BROUGHT = re.compile(
    rf"(?P<what>[^，。；：（）“”\s]{{0,16}}?(?:{_NOUN}))(?:原件|复印件)?(?:也|都)?(?:要|得|须)(?:一并|一起|都)?(?:带|交|拿|补|有)"
)
_TO_ITS_PAPER = r"(?:[^，。；]{0,8}?(?:证明|复印件|原件|同意书|意见书|情况说明|函))?"
_SHAPES = (_ASKED, _BROUGHT)
_IS_CONDITION = re.compile(
    r"^(?:加入|参加|购买|缴纳|交纳|预交|买|投保)|(?:指定|推荐)(?:的)?(?:机构|单位|公司|中介|银行)|签字|盖章|同意后|点头|到场|备案|登记|报到|[元块费]|押金|保证金|关注|下载|注册|以上|不到|不足|少于|低于"
)
_ENDS_IN_PAPER = re.compile(rf"(?:{_NOUN}|复印件|原件)$")
_ANY = frozenset(
    [
        "材料",
        "原件",
        "原件和复印件",
        "复印件",
        "证明",
        "证件",
        "证书",
        "照片",
        "说明",
        "清单",
        "凭证",
        "报告",
        "合同",
        "协议",
        "收据",
        "回执",
        "申请书",
        "说明书",
        "意见",
        "函",
        "方案",
        "图纸",
        "记录",
        "声明",
    ]
)
_LEAD = re.compile(
    r"^(?:请|和|与|再|去|先|把|将|让|找|回|到|由|还|应|须|需|要|必须|同时|没有|缺少|缺|少了|差|补|打|出|开|办|拿|带|交|提供|提交|材料|社区|街道|单位|派出所|一份|一个|一张|份|个|张|里|您的)+"
)
_COUNT = re.compile(
    r"^(?:一|两|二|三|四|[0-9]+)?\s*(?:份|张|套|页|个|本)?(?:有效期内的|新的|清楚的|完整的|本人的|本人|您的|单位的?|的)*"
)
_BOUND = re.compile(r"[《》\s]")
# What a paper about the place may be.
_PLACE, _OF_PLACE = (
    re.compile(r"(?:场所|住所|房屋|场地).{0,6}(?:使用证明|使用权|产权|权属)|租赁"),
    re.compile(r"租赁|租房|租约|房产证|不动产|产权证|房本|购房合同|无偿使用|借用"),
)
# Which papers say who somebody is.
_PERSON, _OF_PERSON = re.compile(r"身份证"), re.compile(r"护照|通行证|居留|驾驶证")


def beyond(
    lines: Iterable[Mapping[str, Any]], places: frozenset[int] | None, published: Sequence[str]
) -> list[dict[str, Any]]:
    """The lines of a notice that ask for what the published version does not hold, each with what it asks.

    A line belongs to a material that applies, under its published name; its sentence may say what is wrong with that material,
    and name other published ones, and nothing else.
    Basis: 粤府办〔2016〕19号 二（五）2; 《行政许可法》 art. 31; 优化营商环境条例.
    """
    found = []
    for line in lines:
        place, name = line.get("place"), str(line.get("material") or "")
        known = isinstance(place, int) and 0 <= place < len(published)
        if not known or (places is not None and place not in places) or published[place][:200] != name:  # type: ignore[index]
            found.append({"place": place if isinstance(place, int) else None, "asks": name})
        elif asked := other_paper(str(line.get("sentence") or ""), published):
            found.append({"place": place, "asks": asked})
    return found


def is_condition(asks: str) -> bool:
    """Whether what was asked for is something to do or to have agreed, and no paper.

    Basis: 《优化营商环境条例》; 粤府办〔2016〕19号 二（五）2 (extra papers and unlawful conditions).
    """
    return _IS_CONDITION.search(asks) is not None and _ENDS_IN_PAPER.search(asks) is None


def other_paper(sentence: str, published: Sequence[str]) -> str | None:
    """A paper that a sentence asks for and that is not on the list, or None.

    Basis: as `beyond`; 《行政许可法》 art. 32(1)(4) (what has to be corrected, and that only).
    """
    masked = _masked(sentence, published)
    clauses = clauses_of(masked)
    if conduct := next(abuses(masked, clauses), ""):
        whole = re.search(re.escape(conduct) + _TO_ITS_PAPER, masked)
        return _BOUND.sub("", whole[0] if whole else conduct)
    for paper in habits(clauses):
        if not _listed(paper, published):
            return paper
    asked = [match["what"] for clause in clauses for shape in _SHAPES for match in shape.finditer(clause)]
    for words in asked:
        plain = _BOUND.sub("", _COUNT.sub("", _LEAD.sub("", words)))
        if len(plain) > 1 and plain not in _ANY and not _listed(plain, published):
            return plain
    return None


def _masked(sentence: str, published: Sequence[str]) -> str:
    """The sentence without the names of the list, longest first."""
    for name in sorted(published, key=len, reverse=True):
        sentence = sentence.replace(name, "，")
    return sentence


def _listed(what: str, published: Sequence[str]) -> bool:
    """Whether the words, or their end without what leads up to it, name something on the list."""
    names = [_BOUND.sub("", name) for name in published]
    if any(name in what for name in names):
        return True
    for kind, may_be in ((_PLACE, _OF_PLACE), (_PERSON, _OF_PERSON)):
        if may_be.search(what) and any(map(kind.search, names)):
            return True
    ends = [what[-length:] for length in range(len(what), min(3, len(what)) - 1, -1)]
    return any(end in name for end in ends for name in names) or any(_alike(what, name) for name in names)


def _alike(what: str, name: str) -> bool:
    """Most pairs of signs of the shorter one stand in the other: the same paper in other words."""
    pairs = {what[n : n + 2] for n in range(len(what) - 1)}
    other = {name[n : n + 2] for n in range(len(name) - 1)}
    return len(pairs & other) * 2 > min(len(pairs), len(other))
