"""The index that the search reads: all texts of the items in force in a few long strings, with where each begins."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Any
from uuid import UUID

from yichuang.catalogue import readings, seed
from yichuang.catalogue.models import Bundle, Item, Name, Word
from yichuang.law.numbers import days_text

BREAK = "\n"
NAME, VARIANT, SAID = 0, 15, 20
Sames = tuple[re.Pattern[str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Variant:
    """One item below a base item."""

    item_id: UUID
    key: str
    name: str
    word: str
    department: str
    promised: str


@dataclass(slots=True)
class Index:
    """The texts of all items in long strings, with where each begins and to which base item it belongs."""

    bases: list[tuple[str, tuple[Variant, ...]]] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    codes: list[tuple[str, int, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owners: list[tuple[int, int]] = field(default_factory=list)
    spelt_owner: list[int] = field(default_factory=list)
    han: str = ""
    han_at: list[int] = field(default_factory=list)
    first: str = ""
    first_at: list[int] = field(default_factory=list)
    spelt: str = ""
    spelt_at: list[int] = field(default_factory=list)
    folded: str = ""
    folded_at: list[int] = field(default_factory=list)
    posting: dict[str, list[int]] = field(default_factory=dict)
    weight: dict[str, float] = field(default_factory=dict)
    mass: list[float] = field(default_factory=list)
    sames: Sames = field(default_factory=lambda: (re.compile("(?!)"), {}))


def build() -> Index:
    """Read the items in force and lay out the index."""
    index = Index()
    groups: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for item in items_in_force():
        groups[(item["region"], item["base"] or item["name"])].append(item)
    said: dict[UUID, list[str]] = defaultdict(list)
    for item_id, text in (
        Name.objects.filter(item__retired_on=None).order_by("pk").values_list("item_id", "text")
    ):
        said[item_id].append(text)
    index.sames = alike(tuple(Word.objects.order_by("pk").values_list("said", "meant")))
    for (region, base), items in groups.items():
        _lay(index, region, base, sorted(items, key=_usual), said)
    _close(index)
    return index


def build_bundles() -> Index:
    """Read the bundles (一件事) in force and lay out an index of their own, in which one stands as an item does."""
    index = Index(sames=alike(tuple(Word.objects.order_by("pk").values_list("said", "meant"))))
    in_force = Bundle.objects.filter(current__isnull=False, retired_on=None).order_by("key")
    for row in in_force.values("pk", "region", "key", "lead__name", "name", "current__record"):
        record = json.loads(row["current__record"])
        name, count = record.get("name") or row["name"], len(record["members"])
        _lay(
            index, row["region"], name,
            [{"pk": row["pk"], "key": row["key"], "name": name, "variant": "", "department__name": row["lead__name"], "promised": f"{count}个事项",
              "code": str(record.get("theme_code") or ""), "local_code": ""}],
            {},
        )  # fmt: skip
    _close(index)
    return index


def items_in_force() -> Iterable[Any]:
    return Item.objects.filter(current__isnull=False, retired_on=None).order_by("key").values(
        "pk", "region", "key", "name", "code", "local_code", "base", "variant", "department__name", "current__committed_days",
        "current__statutory_days", "current__day_kind",
    )  # fmt: skip


def _usual(item: dict[str, Any]) -> tuple[int, str]:
    """The order of variants: those that begin something, then changes, then ends."""
    order = ("新办", "设立", "首次", "申领", "登记", "", "变更", "延续", "换", "补", "注销")
    word = item["variant"]
    return next((n for n, sign in enumerate(order) if sign and word.startswith(sign)), 5), item["key"]


def _lay(
    index: Index, region: str, base: str, items: list[dict[str, Any]], said: Mapping[UUID, list[str]]
) -> None:
    number = len(index.bases)
    variants = tuple(
        Variant(i["pk"], i["key"], i["name"], i["variant"] or i["name"], i["department__name"], _promised(i))
        for i in items
    )
    index.bases.append((base, variants))
    index.levels.append("".join(i["code"][18:19] for i in items))
    index.regions.append(region)
    texts: dict[str, tuple[int, int]] = {}
    if len(items) > 1:
        texts[readings.plain(base)] = (number, NAME)
    for place, item in enumerate(items):
        texts.setdefault(
            readings.plain(item["name"]), (number, (place + 1) * 100 + (VARIANT if len(items) > 1 else NAME))
        )
        for word in said.get(item["pk"], ()):
            texts.setdefault(readings.plain(word), (number, (place + 1) * 100 + SAID))
        for code in (item["code"], item["local_code"], item["key"]):
            if code:
                index.codes.append((re.sub(r"[^0-9a-z]", "", code.lower()), number, place))
    for text, owner in texts.items():
        if text:
            index.texts.append(text)
            index.owners.append(owner)


def _promised(item: dict[str, Any]) -> str:
    if "promised" in item:
        return str(item["promised"])
    days = item["current__committed_days"]
    days = item["current__statutory_days"] if days is None else days
    return (
        ""
        if days is None
        else days_text(days, "natural" if item["current__day_kind"] == "自然日" else "working")
    )


def _close(index: Index) -> None:
    index.han, index.han_at = _joined(index.texts)
    spelt, firsts, folds = [], [], []
    for number, text in enumerate(index.texts):
        for syllables in readings.readings(text):
            index.spelt_owner.append(number)
            spelt.append(" " + " ".join(syllables).lower())
            firsts.append(readings.initials(syllables))
            folds.append(readings.fold("".join(syllables).lower()))
    index.spelt, index.spelt_at = _joined(spelt)
    index.first, index.first_at = _joined(firsts)
    index.folded, index.folded_at = _joined(folds)
    posting: dict[str, list[int]] = defaultdict(list)
    every = [tokens(same(index.sames, text)) for text in index.texts]
    for number, words in enumerate(every):
        for word in words:
            posting[word].append(number)
    index.posting = dict(posting)
    index.weight = {word: log(1 + len(every) / len(places)) for word, places in posting.items()}
    index.mass = [sum(index.weight[word] * size(word) for word in words) for words in every]


def _joined(texts: list[str]) -> tuple[str, list[int]]:
    """Return the texts one a line, with a break before the first, and where each begins."""
    at, place = [], 1
    for text in texts:
        at.append(place)
        place += len(text) + 1
    return BREAK + BREAK.join(texts) + BREAK, at


def size(token: str) -> float:
    """Return how much a token counts by its length: a word more than a pair, a pair more than a character."""
    return 0.35 if len(token) == 1 else 1.0 if len(token) == 2 else 1.4


@lru_cache(maxsize=8)
def alike(own: tuple[tuple[str, str], ...]) -> Sames:
    """Return the words that mean the same, as a pattern and a table to the first of each; the office's say more than the packaged."""
    first = {word: group[0] for group in seed.load("words")["same"] for word in group}
    for said, meant in own:
        first[said] = first.get(meant, meant)
        first.setdefault(meant, meant)
    return re.compile("|".join(sorted(map(re.escape, first), key=len, reverse=True))), first


def same(table: Sames, text: str) -> str:
    """Return a text in the first words of the table."""
    pattern, first = table
    return pattern.sub(lambda match: first[match.group()], text)


@lru_cache(maxsize=32768)
def tokens(text: str) -> frozenset[str]:
    """Return the characters, pairs and longer words of a text."""
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    words = {word for word in readings.cut(text) if len(word) > 2}
    return frozenset(pairs | words | set(text))
