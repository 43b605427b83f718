"""The traditional Chinese view (繁體): the pages of the public converted on their way out, for whoever chose it.

What people typed, names and codes stay as they are: the inside and the attributes of an element with translate="no"
(the filter `typed` makes one), the values of fields, and a textarea.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

from yichuang.ground.context import read_display
from yichuang.ground.middleware import door_of

if TYPE_CHECKING:
    import opencc

PIECE = re.compile(
    r"(?P<kept><!--.*?-->|<(?P<raw>script|style|textarea)\b.*?</(?P=raw)\s*>)"
    r"|(?P<tag><(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)|(?P<text>[^<]+|<)",
    re.S,
)
SPOKEN = re.compile(
    r"""(?P<before>\s(?:title|alt|aria-label|aria-roledescription|placeholder|data-label|data-yc-[a-z-]+)=)(?P<quoted>"[^"]*"|'[^']*')"""
)
KEPT = re.compile(r"""\stranslate=["']?no\b""")
HAN = re.compile(r"[\u3400-\u9fff]")
LANG = 'lang="zh-CN"'
# Words of the trade that the dictionaries cut wrongly; found by reading every sentence and every item converted.
TRADE = (
    ("換髮", "換發"), ("髮卡", "發卡"), ("髮放", "發放"), ("籤", "簽"), ("標簽", "標籤"), ("抽簽", "抽籤"), ("複議", "復議"), ("麪積", "面積"), ("隻剩", "只剩"),
)  # fmt: skip
CUT = "\ue00f"
VOID = frozenset(("input", "br", "img", "hr", "meta", "link", "source", "wbr", "col", "area"))
Answer = Callable[[HttpRequest], HttpResponse]


class Traditional:
    """Convert the pages of the public for whoever chose the traditional view."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if (
            not _asked(request)
            or response.streaming
            or not response.get("Content-Type", "").startswith("text/html")
        ):
            return response
        response.content = page(response.content.decode(response.charset)).encode(response.charset)
        return response


def _asked(request: HttpRequest) -> bool:
    return read_display(request)["traditional"] and door_of(request.path_info) == "portal"


def page(html: str) -> str:
    """Return a page or a part of one in traditional characters."""
    pieces, at = _pieces(html)
    said = CUT.join(pieces[n] for n in at)
    told = text(said).split(CUT)
    if len(told) != len(at):
        told = [text(pieces[n]) for n in at]
    for n, words in zip(at, told, strict=True):
        pieces[n] = words
    return "".join(pieces).replace(LANG, 'lang="zh-Hant"', 1)


def _pieces(html: str) -> tuple[list[str], list[int]]:
    """Cut a page into pieces, and say which are to be converted: texts and spoken attributes outside what is kept."""
    pieces: list[str] = []
    at: list[int] = []
    within, depth = "", 0
    for found in PIECE.finditer(html):
        whole, name = found[0], (found["name"] or "").lower()
        if within:
            pieces.append(whole)
            depth += (-1 if found["close"] else 1) if name == within and not whole.endswith("/>") else 0
            within = within if depth else ""
        elif found["text"]:
            if HAN.search(whole):
                at.append(len(pieces))
            pieces.append(whole)
        elif not name or (not HAN.search(whole) and "translate" not in whole):
            pieces.append(whole)
        elif KEPT.search(whole):
            pieces.append(whole)
            if name not in VOID:
                within, depth = name, 1
        else:
            _attributes(whole, pieces, at)
    return pieces, at


def _attributes(tag: str, pieces: list[str], at: list[int]) -> None:
    last = 0
    for found in SPOKEN.finditer(tag):
        if not HAN.search(found["quoted"]):
            continue
        start = found.start("quoted")
        pieces.append(tag[last:start])
        at.append(len(pieces))
        pieces.append(found["quoted"])
        last = found.end("quoted")
    pieces.append(tag[last:])


def text(words: str) -> str:
    """Return words in traditional characters, as they are written in Hong Kong and Macao."""
    if not HAN.search(words):
        return words
    told = _converter().convert(words)
    for wrong, right in TRADE:
        told = told.replace(wrong, right)
    return told


@cache
def _converter() -> "opencc.OpenCC":
    import opencc

    return opencc.OpenCC("s2hk")
