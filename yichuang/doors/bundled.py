"""The answers about one thing (一件事) as they travel in an address: read with patience, asked one a page, for every door.

said = bundled.read(facts, items, request.GET)
bundled.questions(facts, items, said)      # the bundle's own, which optional items come along, then the members' own
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from yichuang.catalogue import bundles
from yichuang.catalogue.bundles import BundleFacts
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors.carried import UNSURE
from yichuang.doors.endings import length_words
from yichuang.law import merging, plans
from yichuang.law.standing import chosen_values, split_key

ALSO, NONE = "~also", "-"
Items = Mapping[str, VersionFacts]


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered: by key, which were 我不确定, and the optional items that come along (None: not asked yet)."""

    answers: dict[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    also: tuple[str, ...] | None = None
    skip: tuple[str, ...] = ()

    @property
    def given(self) -> dict[str, str]:
        """What is settled: the answers, and which optional items come along."""
        more = {} if self.also is None else {ALSO: ",".join(self.also) or NONE}
        return {**self.answers, **more}

    @property
    def all(self) -> dict[str, str]:
        """Everything as it stands in an address."""
        return {**self.given, **dict.fromkeys(self.unsure, UNSURE)}

    @property
    def query(self) -> str:
        """The same as a query string with its question mark, or nothing."""
        return query_of(self.all)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a page: its key, for which keys the answer stands, its options as (value, label, hint)."""

    key: str
    keys: tuple[str, ...]
    text: str
    options: tuple[tuple[str, str, str], ...]
    several: bool = False


def query_of(said: Mapping[str, str]) -> str:
    """Return answers as a query string with its question mark, or nothing."""
    text = urlencode(dict(said), safe=UNSURE + ",")
    return f"?{text}" if text else ""


def optional(facts: BundleFacts, items: Items) -> tuple[str, ...]:
    """Return the items that may come along or not, whatever else was answered."""
    return tuple(
        member.item
        for member in plans.members(facts.record)
        if not member.required and not member.group and not member.when and member.item in items
    )


def read(facts: BundleFacts, items: Items, query: Any) -> Said:
    """Return the answers that this bundle and its items know; anything else is asked again."""
    answers, unsure = {}, []
    for key in query:
        value = _value(query, key)
        if value == UNSURE and bundles.question(facts, items, key):
            unsure.append(key)
        elif (told := bundles.known_answer(facts, items, key, value)) is not None:
            answers[key] = told
    may = optional(facts, items)
    also = tuple(one for one in may if one in _value(query, ALSO).split(",")) if ALSO in query else None
    return Said(answers, tuple(unsure), also, tuple(one for one in may if one not in (also or ())))


def _value(query: Any, key: str) -> str:
    return ",".join(query.getlist(key)) if hasattr(query, "getlist") else str(query.get(key, ""))


def questions(facts: BundleFacts, items: Items, said: Said) -> tuple[Asked, ...]:
    """Return all questions in the order in which they are asked."""
    records = {key: version.record for key, version in items.items()}
    standing = plans.standing(facts.record, said.answers, skip=said.skip)
    rows = merging.questions(facts.record, records, standing, said.answers)
    asked = [
        Asked(row.key, row.keys, row.text, tuple((v, w, "") for v, w in row.options), row.several)
        for row in rows
    ]
    own = [one for one, row in zip(asked, rows, strict=True) if row.item is None]
    more = [one for one, row in zip(asked, rows, strict=True) if row.item is not None]
    return (*own, *_also(facts, items), *more)


def _also(facts: BundleFacts, items: Items) -> Iterable[Asked]:
    may = optional(facts, items)
    if may:
        told = tuple((key, items[key].name, _hint(items[key])) for key in may)
        yield Asked(ALSO, (ALSO,), "还要一起办这些吗？可以都不选", told, several=True)


def _hint(version: VersionFacts) -> str:
    days = length_words(version.promised_days, version.unit)
    told = "" if version.promised_days is None else f"承诺{days}" if version.promised_days else "当场办好"
    return f"{version.department_name}，{told or '没有公布办几天'}"


def open_question(asked: Iterable[Asked], said: Said) -> tuple[int, Asked] | None:
    """Return the first question without an answer, 我不确定 included, and its number from 1."""
    given = said.all
    for number, one in enumerate(asked, 1):
        if any(key not in given for key in one.keys):
            return number, one
    return None


def enough(facts: BundleFacts, items: Items, said: Said) -> str | None:
    """Return the query that leaves what the items themselves ask for later; None while the thing's own questions are open."""
    rest = said
    while (found := open_question(questions(facts, items, rest), rest)) is not None:
        one = found[1]
        if one.key == ALSO or split_key(one.key, items) is None:
            return None
        rest = replace(rest, unsure=(*rest.unsure, *(key for key in one.keys if key not in rest.all)))
    return None if rest is said else rest.query


def again(asked: Iterable[Asked], said: Said, key: str) -> str:
    """Return the query that asks one question once more."""
    keys = next((one.keys for one in asked if one.key == key), (key,))
    return query_of({name: value for name, value in said.all.items() if name not in keys})


def back(asked: Iterable[Asked], said: Said, key: str) -> str | None:
    """Return the query of the question before `key`; None before the first."""
    rows = list(asked)
    place = [one.key for one in rows].index(key)
    if not place:
        return None
    gone = {name for one in rows[place - 1 :] for name in one.keys}
    return query_of({name: value for name, value in said.all.items() if name not in gone})


def words(asked: Iterable[Asked], said: Said) -> list[tuple[Asked, str]]:
    """Return each question that was answered with its answer in words."""
    given, told = said.all, []
    for one in asked:
        value = given.get(one.key)
        if value is None:
            continue
        labels = {option: label for option, label, _ in one.options}
        chosen = "、".join(labels[part] for part in chosen_values(value) if part in labels)
        told.append((one, "我不确定" if value == UNSURE else chosen or "都不办"))
    return told
