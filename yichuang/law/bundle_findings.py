"""What the lint of a bundle finds, and how it reads a record: a row, a name, who comes before whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import BadInput
from .reuse import standard
from .standing import Bundle, in_order

Items = Mapping[str, Mapping[str, Any]]
HARD, WARNING = "hard", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found: hard (refused) or warning (told), of which topic, in which element, where, the words, the sentence."""

    kind: str
    element: str
    sentence: str
    path: str = ""
    topic: str = ""
    text: str = ""


def hard(topic: str, element: str, sentence: str, path: str = "", text: str = "") -> Finding:
    """What cannot work. Basis: issue 4 (a bundle is data)."""
    return Finding(HARD, element, sentence, path or element, topic, text)


def warn(topic: str, element: str, sentence: str, path: str = "", text: str = "") -> Finding:
    """What the editors should know. Basis: issue 4 (a bundle is data)."""
    return Finding(WARNING, element, sentence, path or element, topic, text)


def rows_of(bundle: Bundle, element: str) -> Sequence[Any]:
    """The rows of an element, none where it is null. Basis: issue 4 (a bundle is data)."""
    rows: Sequence[Any] = bundle.get(element) or ()
    return rows


def keys_of(bundle: Bundle) -> list[str]:
    """The items of a bundle, in file order. Basis: issue 4 (a bundle is data)."""
    return [row["item_id"] for row in rows_of(bundle, "members")]


def name_of(items: Mapping[str, Mapping[str, Any]], key: str) -> str:
    """An item's name, its key where it is unknown. Basis: issue 4 (a bundle is data)."""
    return str(items.get(key, {}).get("name") or key)


def options_of(bundle: Bundle) -> dict[str, list[str]]:
    """The values of each question. Basis: issue 4 (a bundle is data)."""
    return {q["key"]: [option["value"] for option in q["options"]] for q in rows_of(bundle, "scenarios")}


def groups_of(bundle: Bundle) -> dict[str, list[str]]:
    """The alternatives of each choice group. Basis: issue 4 (a bundle is data)."""
    made: dict[str, list[str]] = {}
    for row in rows_of(bundle, "members"):
        if row.get("choice_group"):
            made.setdefault(row["choice_group"], []).append(row["item_id"])
    return made


def same_names(bundle: Bundle) -> dict[str, str]:
    """The name under which each paper of the alias rows counts. Basis: issue 4 (a bundle is data)."""
    return {
        standard(name): standard(row["name"])
        for row in rows_of(bundle, "aliases")
        for name in (row["name"], *row["same"])
    }


def before_each(bundle: Bundle) -> dict[str, set[str]]:
    """Everything that each member comes after; nothing where the order is not whole. Basis: domain.md 5.3."""
    after = {row["item_id"]: tuple(row.get("after") or ()) for row in rows_of(bundle, "members")}
    made: dict[str, set[str]] = {}
    try:
        for key in in_order(after):
            made[key] = set(after[key]).union(*(made[one] for one in after[key]))
    except BadInput:
        return {}
    return made
