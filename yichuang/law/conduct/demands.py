"""What a one-time notice asks for beyond the published list: a line without its material, or words that name another paper."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_VERB = r"(?:另行|另|还要|还须|须|需|应|请|先|再)*(?:提供|提交|补交|补充|另交|加交|附上|出具|开具|缴纳|递交)"
_NOUN = (
    "证明|证书|证件|证|批文|批复|报告|意见书|协议|合同|承诺书|担保书|保证书|申请书|说明书|说明|材料|复印件|原件|照片|清单|回执|押金|保证金|"
    "函|表|单|票|凭证"
)
_ASKED = re.compile(
    rf"{_VERB}(?P<what>[^，。；、：（）“”《》\s]{{0,20}}?《[^》]{{2,30}}》|[^，。；：（）“”\s]{{0,24}}?(?:{_NOUN}))"
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


def other_paper(sentence: str, published: Sequence[str]) -> str | None:
    """A paper that a sentence asks for and that is not on the list, or None.

    Basis: as `beyond`; 《行政许可法》 art. 32(1)(4) (what has to be corrected, and that only).
    """
    for match in _ASKED.finditer(sentence):
        what = _COUNT.sub("", match["what"])
        plain = _BOUND.sub("", what)
        if len(plain) > 1 and not _listed(plain, published):
            return plain
    return None


def _listed(what: str, published: Sequence[str]) -> bool:
    return any(
        what in name or name in what or _alike(what, name) for name in (_BOUND.sub("", n) for n in published)
    )


def _alike(what: str, name: str) -> bool:
    """Most pairs of signs of the shorter one stand in the other: the same paper in other words."""
    pairs = {what[n : n + 2] for n in range(len(what) - 1)}
    other = {name[n : n + 2] for n in range(len(name) - 1)}
    return len(pairs & other) * 2 > min(len(pairs), len(other))
