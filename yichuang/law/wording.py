"""Vague words in what the public reads: hard findings block, soft ones warn, each with a way to mend it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import BadInput

ELEMENTS = ("name", "condition", "material", "material_note", "quoted_law")
ALIASES = {"material_name": "material"}
EXEMPT = ("quoted_law",)

_LIST = "逐份列出，不用概括的词"
_CASE = "拆成情形，逐条写明"
_OFFICE = "写出部门或单位的全名"
_CLAUSE = "写出条款号和原文"
_FIGURE = "写成数字和单位"

# Longer alternatives first: a finding is the longest form of the word that stands in the text.
HARD = (
    (r"等(?:相关|有关)?(?:证明|申请)?(?:材料|资料|文件)", _LIST),
    (r"其[他它](?:相关|有关)?(?:证明|申请)?材料", _LIST),
    (r"其[他它](?:需要|需|应当|应)(?:提交|提供)的", _LIST),
    (r"法律、?(?:行政)?法规(?:、规章)?规定的其[他它]", _CLAUSE),
    (r"其[他它](?:相关|有关)?(?:条件|情形)", _CASE),
    (r"(?:有关|相关)证明", _LIST),
    (r"(?:有关|相关)部门", _OFFICE),
    (r"(?:有关|相关)单位", _OFFICE),
    (r"必要的?(?:证明)?材料|必要的?证明", _LIST),
    (r"视情况|酌情|一般情况下|特殊情况", _CASE),
    (r"(?<!不)适当", _FIGURE),
    (r"原则上", _CASE),
    (r"若干", _FIGURE),
    (r"尽快|(?<!以)及时(?!间)|合理期限|规定时间内", _FIGURE),
    (r"(?:有关|相关)规定", _CLAUSE),
    (r"按照?规定|按照?要求|符合要求|符合规定的", _CLAUSE),
    (r"齐全有效", _LIST),
    (r"相应的", _LIST),
    (r"(?<![等其他它])有关的?[^，。；、：（）()]{0,12}?材料", _LIST),
    (r"等[)）]", _LIST),
    (r"等。", _LIST),
)
SOFT = (
    (r"(?<![高初中平同均相对])等(?![级额候待于同])", _LIST),
    (r"一定", _FIGURE),
    (r"主要", _LIST),
    (r"基本(?!医疗保险|养老保险|养老金|医保|存款账户|农田|公共卫生)", _FIGURE),
    (r"左右|近期", _FIGURE),
    (r"可能|如需", _CASE),
)
_BOUND = re.compile(r"以[上下](?![^，。；、]{0,4}(?:材料|条件|情形|之一|资料|证件)|[:：])")
_DAYS = re.compile(r"(?<![月\d一二三四五六七八九十百])(?:\d+|[一二三四五六七八九十百]+)\s*个?日(?![期常])")
_COPIES = re.compile(r"(?:提交|提供|携带|交)[^，。；]{0,20}?(原件|复印件)")
_CLAUSES = re.compile(r"[^，。；！？\n]+")

_HARD = tuple((re.compile(pattern), hint) for pattern, hint in HARD)
_SOFT = tuple((re.compile(pattern), hint) for pattern, hint in SOFT)


@dataclass(frozen=True, slots=True)
class Finding:
    """An exact piece of the text, where it starts, and how to mend it."""

    text: str
    start: int
    hint: str

    @property
    def end(self) -> int:
        """Where the piece ends. Basis: settled.md, Commands (exact substrings)."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Findings:
    """Hard findings block publishing, soft ones warn; both in text order."""

    hard: tuple[Finding, ...] = ()
    soft: tuple[Finding, ...] = ()


def lint(element: str, text: str) -> Findings:
    """The vague words of one catalogue element; a quoted clause is exempt. BadInput for an unknown element.

    Basis: ux.md 7.4; 广东 2016 and 殷都 2021 (no catch-all in conditions and materials); settled.md, Commands.
    """
    element = ALIASES.get(element, element)
    if element not in ELEMENTS:
        raise BadInput(f"没有要素 {element}，可以是：{'、'.join((*ELEMENTS, *ALIASES))}")
    if element in EXEMPT:
        return Findings()
    hard = _longest(Finding(m[0], m.start(), hint) for rule, hint in _HARD for m in rule.finditer(text))
    return Findings(hard, _longest(_soft(element, text), hard))


def _soft(element: str, text: str) -> Iterator[Finding]:
    for rule, hint in _SOFT:
        yield from (Finding(m[0], m.start(), hint) for m in rule.finditer(text))
    for m in _BOUND.finditer(text):
        if "含" not in text[max(0, m.start() - 6) : m.end() + 5]:
            yield Finding(m[0], m.start(), "写明含不含本数")
    for m in _DAYS.finditer(text):
        yield Finding(m[0], m.start(), "写明是工作日还是自然日")
    if element == "material_note" and not re.search(r"[\d一二两三四五六七八九十]\s*份", text):
        yield from (Finding(m[1], m.start(1), "写明份数") for m in _COPIES.finditer(text))
    for clause in _CLAUSES.finditer(text):
        first = clause[0].find("或者")
        if first >= 0 and clause[0].count("或者") + clause[0][:first].count("、") > 1:
            yield Finding("或者", clause.start() + first, "选项超过 2 个，改成情形问答")


def _longest(findings: Iterator[Finding], outer: tuple[Finding, ...] = ()) -> tuple[Finding, ...]:
    """In text order, without those that lie inside another one or inside one of `outer`."""
    kept: list[Finding] = []
    reach = 0
    others = set(outer)
    for found in sorted((*findings, *outer), key=lambda f: (f.start, -len(f.text), f not in others)):
        if found.end > reach:
            reach = found.end
            kept.append(found)
    return tuple(found for found in kept if found not in others)
