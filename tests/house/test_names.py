"""Names in paths say what a thing is."""

import re

from tests.house.plan import ROOT, name_of, tracked

EMPTY_WORDS = {
    "util",
    "helper",
    "manager",
    "service",
    "common",
    "misc",
    "base",
    "process",
    "handle",
    "handler",
    "data",
    "info",
}
JUDGED = {"yichuang", "tests", "tools", "bench"}


def empty_words_in(path):
    """Return the words of this path that say nothing."""
    parts = list(path.relative_to(ROOT).parts)
    if parts[0] not in JUDGED or "vendor" in parts:
        return set()
    if re.fullmatch(r"base(_\w+)?\.html|\d+-base\.css", parts[-1]):
        parts.pop()
    words = {word for part in parts for word in re.split(r"[_\-.]", part.lower().rsplit(".", 1)[0])}
    return {word for word in words if word in EMPTY_WORDS or word.removesuffix("s") in EMPTY_WORDS}


def test_no_path_holds_an_empty_word():
    found = [f"{name_of(path)}: {', '.join(words)}" for path in tracked() if (words := empty_words_in(path))]
    assert not found, "\n".join(found)


def test_an_empty_word_is_seen():
    assert empty_words_in(ROOT / "yichuang/cases/utils.py") == {"utils"}
    assert empty_words_in(ROOT / "yichuang/data/items.json") == {"data"}
    assert not empty_words_in(ROOT / "yichuang/ground/templates/base_print.html")
    assert not empty_words_in(ROOT / "yichuang/ground/database.py")
