"""Find an item by Chinese (also traditional), pinyin, initials, code or the words people use; the base item first.

One index in memory per stamp. It keeps all texts in a few long strings, so that a look-up is a scan in C and stays below
a few milliseconds over thousands of items; both databases answer alike.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from uuid import UUID

from yichuang.catalogue import readings, seed
from yichuang.catalogue.index import BREAK, Index, Variant, build, build_bundles, size, tokens
from yichuang.journal import stamps

MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: an item, or a base item that stands for its variants (`item_id` is then the likeliest one)."""

    item_id: UUID
    key: str
    name: str
    department: str
    promised: str
    is_base: bool
    variants: tuple[Variant, ...]
    score: float = 0.0
    is_thing: bool = False


def find(
    stamp: int, text: str, *, limit: int = 8, at_level: str = "", region: str | None = None
) -> list[Hit]:
    """Return the best hits for what was typed, at most `limit`.

    A text that begins with a full stop is a code. `at_level` keeps items of these levels only (digits of 行使层级),
    `region` those of one region.
    """
    index = stamps.kept(stamp, "catalogue.search", build)
    return _found(index, text, limit, at_level=at_level, region=region)


def find_bundles(stamp: int, text: str, *, limit: int = 8, region: str | None = None) -> list[Hit]:
    """Return the bundles (一件事) for what was typed, as `find` returns items; `item_id` is the bundle's, `promised` how many items."""
    index = stamps.kept(stamp, "catalogue.search.bundles", build_bundles)
    return [replace(hit, is_base=False, is_thing=True) for hit in _found(index, text, limit, region=region)]


def best(limit: int, *found: Iterable[Hit]) -> list[Hit]:
    """Return the best of several findings, items and things (一件事) in one order."""
    return sorted(chain(*found), key=lambda hit: -hit.score)[:limit]


def _found(
    index: Index, text: str, limit: int, *, at_level: str = "", region: str | None = None
) -> list[Hit]:
    typed = readings.narrow(text).strip()[:MOST_LETTERS]
    if not typed:
        return []
    scores = _by_code(index, typed) if typed[0] in ".。·" else _by_words(index, typed)
    ranked = sorted(
        scores.items(), key=lambda pair: (-pair[1][0], len(index.bases[pair[0]][0]), index.bases[pair[0]][0])
    )
    hits = []
    for base, (score, via) in ranked:
        if (at_level and not set(at_level) & set(index.levels[base])) or (
            region and index.regions[base] != region
        ):
            continue
        hits.append(_hit(index, base, via, score))
        if len(hits) == limit:
            break
    return hits


def variants_of(stamp: int, base: str) -> tuple[Variant, ...]:
    """Return the items below a base item, the usual first one first; nothing when there is no such base."""
    index = stamps.kept(stamp, "catalogue.search", build)
    return next((variants for name, variants in index.bases if name == base), ())


def _hit(index: Index, base: int, via: int | None, score: float) -> Hit:
    name, variants = index.bases[base]
    order = (
        sorted(variants, key=lambda v: v.item_id != variants[via].item_id)
        if via is not None
        else list(variants)
    )
    first = order[0]
    many = len(variants) > 1
    return Hit(
        first.item_id,
        first.key,
        name if many else first.name,
        first.department,
        first.promised,
        many,
        tuple(order),
        score,
    )


Scores = dict[int, tuple[float, int | None]]


def _by_code(index: Index, typed: str) -> Scores:
    """Codes by their beginning, then anywhere; digits and letters only."""
    wanted = re.sub(r"[^0-9a-z]", "", typed)
    scores: Scores = {}
    for code, base, variant in index.codes:
        place = code.find(wanted) if wanted else -1
        if place >= 0:
            _keep(scores, base, (900.0 if place == 0 else 500.0) - len(code) / 10, variant)
    return scores


def _keep(scores: Scores, base: int, score: float, variant: int | None) -> None:
    if base not in scores or score > scores[base][0]:
        scores[base] = (score, variant)


def _by_words(index: Index, typed: str) -> Scores:
    scores: Scores = {}
    query = readings.plain(typed)
    if not query:
        return scores
    if readings.HAN.search(query):
        _score(index, scores, _inside(index.han, index.han_at, query), query, 0.0)
        _by_tokens(index, scores, query)
        if query != "".join(readings.HAN.findall(query)) or not scores:
            _score(index, scores, _spelt(index, _mixed(query)), "", 150.0, index.spelt_owner)
        if not scores:
            sounds = readings.fold("".join(readings.readings(query)[0]).lower())
            _score(
                index,
                scores,
                _inside(index.folded, index.folded_at, sounds),
                sounds,
                300.0,
                index.spelt_owner,
            )
        return scores
    return _by_letters(index, scores, query)


def _by_letters(index: Index, scores: Scores, query: str) -> Scores:
    if (query.isdigit() and len(query) > 3) or (len(query) > 11 and query[:6].isdigit()):
        scores.update(_by_code(index, query))
    _score(index, scores, _inside(index.han, index.han_at, query), query, 0.0)
    _score(index, scores, _inside(index.first, index.first_at, query), query, 0.0, index.spelt_owner)
    _score(index, scores, _spelt(index, list(query)), "", 60.0, index.spelt_owner)
    if len(scores) < 8 and len(query) > 1:
        _score(index, scores, _scattered(index, query), "", 350.0, index.spelt_owner)
    if len(scores) < 3 and len(query) > 2:
        folded = readings.fold(query)
        _score(
            index, scores, _inside(index.folded, index.folded_at, folded), folded, 300.0, index.spelt_owner
        )
    if not scores and len(query) > 3:
        for slip in _slips(query):
            _score(index, scores, _inside(index.first, index.first_at, slip), slip, 400.0, index.spelt_owner)
            _score(
                index,
                scores,
                _inside(index.folded, index.folded_at, readings.fold(slip)),
                slip,
                400.0,
                index.spelt_owner,
            )
    return scores


def _slips(query: str) -> Iterator[str]:
    """What was meant if one letter was typed too much, or two were swapped."""
    for n in range(len(query)):
        yield query[:n] + query[n + 1 :]
    for n in range(len(query) - 1):
        yield query[:n] + query[n + 1] + query[n] + query[n + 2 :]


Found = Iterable[tuple[int, int, int]]


def _inside(long: str, at: list[int], query: str) -> Iterator[tuple[int, int, int]]:
    """Yield (row, place in the row, length of the row) for each row that holds the query; beginnings first."""
    seen: set[int] = set()
    for needle in (BREAK + query, query) if len(query) > 1 else (BREAK + query,):
        place = long.find(needle)
        while place >= 0 and len(seen) < 4000:
            start = place + (needle[0] == BREAK)
            row = bisect_right(at, start) - 1
            end = at[row + 1] - 1 if row + 1 < len(at) else len(long) - 1
            if row not in seen:
                seen.add(row)
                yield row, start - at[row], end - at[row]
            place = long.find(needle, end)
        if len(seen) > 200:
            return


def _spelt(index: Index, letters: list[str]) -> Iterator[tuple[int, int, int]]:
    """Rows whose syllables these letters abbreviate: each letter goes on in its syllable or begins the next one."""
    pattern = " " + "(?:[^ \n]* )?".join(map(re.escape, letters))
    return _matched(index.spelt, index.spelt_at, pattern)


def _mixed(query: str) -> list[str]:
    """Chinese characters as whole syllables, letters one by one."""
    made: list[str] = []
    for part in re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+", query):
        made += [s.lower() for s in readings.readings(part)[0]] if readings.HAN.match(part) else list(part)
    return made


def _scattered(index: Index, query: str) -> Iterator[tuple[int, int, int]]:
    """Rows whose initials hold these letters in order, with others between."""
    return _matched(index.first, index.first_at, BREAK + "[^\n]*?" + "[^\n]*?".join(map(re.escape, query)))


def _matched(long: str, at: list[int], pattern: str) -> Iterator[tuple[int, int, int]]:
    for number, match in enumerate(_compiled(pattern).finditer(long)):
        row = bisect_right(at, match.start() + 1) - 1
        end = at[row + 1] - 1 if row + 1 < len(at) else len(long) - 1
        yield row, max(match.start() - at[row], 0), end - at[row]
        if number > 2000:
            return


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _score(
    index: Index, scores: Scores, found: Found, query: str, less: float, owner: list[int] | None = None
) -> None:
    """Whole texts before beginnings before insides; shorter texts before longer; names before what people say."""
    for row, place, length in found:
        text = owner[row] if owner is not None else row
        base, kind_variant = index.owners[text]
        kind, variant = kind_variant % 100, kind_variant // 100 - 1
        score = (
            1000.0
            if query and place == 0 and length == len(query)
            else 850.0
            if place == 0
            else 650.0 - min(place, 30)
        )
        score -= less + kind + min(length, 80) / 4
        _keep(scores, base, score, variant if variant >= 0 else None)


def _by_tokens(index: Index, scores: Scores, query: str) -> None:
    """How much of what was said stands in a text, rare words counting more."""
    said = tokens(_meant(index, query))
    total = sum(index.weight.get(token, 6.0) * size(token) for token in said)
    if not total:
        return
    found: dict[int, float] = defaultdict(float)
    for token in said:
        gain = index.weight.get(token, 0.0) * size(token)
        for text in index.posting.get(token, ()):
            found[text] += gain
    worth = {
        text: 640.0 * (0.6 * mass / total + 0.4 * min(mass / index.mass[text], 1.0))
        for text, mass in found.items()
    }
    least = 100.0 if any(score > 100.0 for score in worth.values()) else 40.0
    for text, score in worth.items():
        if score > least:
            base, kind_variant = index.owners[text]
            variant = kind_variant // 100 - 1
            _keep(scores, base, score - kind_variant % 100 / 10, variant if variant >= 0 else None)


@cache
def _empties() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, seed.load("words")["empty"]), key=len, reverse=True)))


def _meant(index: Index, query: str) -> str:
    """Return the query in the words of the table, without those that say nothing (unless nothing is left)."""
    pattern, first = index.sames
    made, at = "", 0
    for match in pattern.finditer(query):
        made += _empties().sub("", query[at : match.start()]) + first[match.group()]
        at = match.end()
    return made + _empties().sub("", query[at:]) or query
