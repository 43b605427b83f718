"""What a one-time notice asks for beyond the published list: a line without its material, or words that name another paper."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_MODAL = r"(?:另行|另外|另|还要|还须|还得|必须|须|需要|需|要|应当|应|得|请|先|再|麻烦|务必)*"
_GET = (
    r"(?:提供|提交|补交|补充|补来|补个|补一|补上|补开|另交|加交|附上|附|出具|开具|开个|开一|办个|办理|递交|交来|交上|交|拿来|拿|带来|带上|带|取得|持有|"
    r"还差|还缺|尚缺|差|缺少|缺|要有|须有|需有|没有|需要|要)"
)
_NOUN = (
    "证明|证书|证件|证|批文|批复|报告|意见书|协议|合同|承诺书|承诺函|担保书|保证书|同意书|申请书|说明书|说明|材料|复印件|原件|照片|清单|回执|"
    "收据|押金|保证金|介绍信|推荐信|流水|意见|函|表|单|票|凭证"
)
_ASKED = re.compile(
    rf"{_MODAL}{_GET}(?P<what>[^，。；、：（）“”《》\s]{{0,20}}?《[^》]{{2,30}}》|[^，。；：（）“”\s]{{0,24}}?(?:{_NOUN})(?!上|里|中|第|的|没|不|缺|已|和|与|字|人|示|据|复|明|书|件|照))"
)
_CONDITION = re.compile(
    r"(?:须|需|要|请|先|必须|得)[^，。；]{0,6}?(?P<what>(?:加入|参加|购买|缴纳|交纳|预交)[^，。；]{2,12}|[^，。；]{0,8}(?:指定|推荐)(?:的)?(?:机构|单位|公司|中介|银行)[^，。；]{0,8}|"
    r"[^，。；]{1,8}(?:签字同意|同意后|点头)[^，。；]{0,4})"
)
_IS_CONDITION = re.compile(
    r"^(?:加入|参加|购买|缴纳|交纳|预交)|(?:指定|推荐)(?:的)?(?:机构|单位|公司|中介|银行)|签字同意|同意后|点头"
)
_ANY = frozenset(
    (
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
    )
)
_PAPER = re.compile(
    rf"(?P<what>[^，。；、：（）“”《》\s]{{1,12}}?(?:{_NOUN}))(?!上|里|中|第|的|没|不|缺|已|和|与|字|人|示|据|号|页|原|复|明|书|件|照)"
)
_LEAD = re.compile(
    r"^(?:请|和|与|再|去|先|把|将|让|找|回|到|由|还|应|须|需|要|必须|同时|没有|缺少|缺|少了|差|补|打|出|开|办|拿|带|交|提供|提交|材料|社区|街道|单位|派出所|一份|一个|一张|份|个|张|里|您的)+"
)
_COUNT = re.compile(
    r"^(?:一|两|二|三|四|[0-9]+)?\s*(?:份|张|套|页|个|本)?(?:有效期内的|新的|清楚的|完整的|本人的|本人|您的|单位的?|的)*"
)
_BOUND = re.compile(r"[《》\s]")


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
    return _IS_CONDITION.search(asks) is not None


def other_paper(sentence: str, published: Sequence[str]) -> str | None:
    """A paper that a sentence asks for and that is not on the list, or None.

    Basis: as `beyond`; 《行政许可法》 art. 32(1)(4) (what has to be corrected, and that only).
    """
    found = [*_ASKED.finditer(sentence), *_CONDITION.finditer(sentence)]
    for match in [*found, *_PAPER.finditer(_masked(sentence, published))]:
        what = _COUNT.sub("", _LEAD.sub("", match["what"]))
        plain = _BOUND.sub("", what)
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
    ends = [what[-length:] for length in range(len(what), min(3, len(what)) - 1, -1)]
    return any(end in name for end in ends for name in names) or any(_alike(what, name) for name in names)


def _alike(what: str, name: str) -> bool:
    """Most pairs of signs of the shorter one stand in the other: the same paper in other words."""
    pairs = {what[n : n + 2] for n in range(len(what) - 1)}
    other = {name[n : n + 2] for n in range(len(name) - 1)}
    return len(pairs & other) * 2 > min(len(pairs), len(other))
