"""How Chinese is read: syllables and initials, with an override table for what the pinyin library gets wrong.

The dictionaries weigh 90 MB and half a second, so they are read when somebody first searches, not when the house opens.
"""

import re
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from yichuang.catalogue import seed

if TYPE_CHECKING:
    import opencc

HAN = re.compile(r"[\u3400-\u9fff]")
_PLAIN = re.compile(r"[^0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")
_FOLDS = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("ng", "n"),
    ("hu", "fu"),
    ("lv", "lu"),
    ("nv", "nu"),
    ("l", "n"),
)


@cache
def _converter() -> "opencc.OpenCC":
    import opencc

    return opencc.OpenCC("t2s")


def narrow(text: str) -> str:
    """Return full-width letters and digits as half-width ones, everything lower case."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text).lower()


def plain(text: str) -> str:
    """Return text for comparing: simplified, half-width, lower case, without spaces and signs."""
    return _PLAIN.sub("", _converter().convert(narrow(text)))


def cut(text: str) -> list[str]:
    """Return the words of a text."""
    import rjieba

    return list(rjieba.cut(text))


@cache
def _overrides() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    table: dict[str, list[str]] = seed.load("readings")["readings"]
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


@lru_cache(maxsize=65536)
def _word(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of one word, the first one first."""
    table = _overrides()[1]
    if word in table:
        return tuple(tuple(reading.split()) for reading in table[word])
    if not HAN.search(word):
        return ((word.upper(),),)
    from pypinyin import lazy_pinyin

    return (tuple(lazy_pinyin(word)),)


def readings(text: str) -> list[tuple[str, ...]]:
    """Return the syllables of a plain text, one list per plausible reading; words in letters stay whole, in capitals."""
    parts: list[tuple[tuple[str, ...], ...]] = []
    at = 0
    for match in _overrides()[0].finditer(text):
        parts += [_word(word) for word in cut(text[at : match.start()])]
        parts.append(_word(match.group()))
        at = match.end()
    parts += [_word(word) for word in cut(text[at:])]
    several = [part for part in parts if len(part) > 1]
    if len(several) > 3:
        parts = [part[:1] for part in parts]
    return [tuple(s for word in chosen for s in word) for chosen in product(*parts)]


def initials(syllables: tuple[str, ...]) -> str:
    """Return the first letters; a word in letters or digits stays whole."""
    return "".join(s if s.isupper() or s[0].isdigit() else s[0] for s in syllables).lower()


def fold(text: str) -> str:
    """Return letters with the sounds that people mix up made one: zh/z, ch/c, sh/s, ng/n, l/n, hu/fu."""
    for one, other in _FOLDS:
        text = text.replace(one, other)
    return text
