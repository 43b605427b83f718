"""Answers that travel in the address: read with patience (a printed QR code may be older than the item), written anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from yichuang.doors import carried
from yichuang.doors.carried import UNSURE

# The keys and values of a record hold letters, digits, points, dashes and underlines; the tilde is ours.
ASKED, WAS = "~asked", "~was"


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered so far, and which questions were answered with 我不确定."""

    answers: dict[str, str] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()

    @property
    def all(self) -> dict[str, str]:
        """Every answer as it stands in the address."""
        return {**self.answers, **dict.fromkeys(self.unsure, UNSURE)}

    @property
    def query(self) -> str:
        """The answers as a query string with its question mark, or nothing."""
        text = urlencode(self.all, safe=UNSURE)
        return f"?{text}" if text else ""

    def without(self, keys: set[str]) -> "Given":
        """The answers without those to `keys`."""
        kept = {key: value for key, value in self.answers.items() if key not in keys}
        return replace(self, answers=kept, unsure=tuple(key for key in self.unsure if key not in keys))


def read(record: Mapping[str, Any], query: Mapping[str, str]) -> Given:
    """Return the answers that this record knows, in the order of its questions; anything else is asked again."""
    answers, unsure = carried.known(record, query)
    return Given(answers, tuple(unsure))


def next_question(record: Mapping[str, Any], given: Given) -> tuple[int, Mapping[str, Any]] | None:
    """Return the first question without an answer and its number from 1, or None."""
    for number, question in enumerate(record.get("scenarios") or (), 1):
        if question["key"] not in given.all:
            return number, question
    return None


def unanswered(record: Mapping[str, Any], given: Given) -> tuple[str, ...]:
    """Return the keys of the questions that have no answer, 我不确定 included."""
    return tuple(q["key"] for q in record.get("scenarios") or () if q["key"] not in given.answers)


def again(record: Mapping[str, Any], given: Given, key: str) -> str:
    """Return the query that asks question `key` once more, with what was chosen."""
    asked = given.without({key}).all
    if key in given.all:
        asked[WAS] = given.all[key]
    text = urlencode(asked, safe=UNSURE)
    return f"?{text}" if text else ""


def back(record: Mapping[str, Any], given: Given, key: str) -> str | None:
    """Return the query of the question before `key`; None before the first."""
    keys = [question["key"] for question in record.get("scenarios") or ()]
    place = keys.index(key)
    return again(record, given.without(set(keys[place:])), keys[place - 1]) if place else None
