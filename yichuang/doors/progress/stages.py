"""The picture of one thing (一件事): what goes side by side, what comes after what, each with whose move it is and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.law.standing import in_order

DONE, NOW, YOURS, LATER, OFF = "done", "now", "yours", "later", "off"


@dataclass(frozen=True, slots=True)
class Box:
    """A part in the picture: its status in words, who holds it, by when, what else one should know."""

    name: str
    kind: str
    word: str
    who: str
    when: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What goes side by side; `after` names what must be done before."""

    number: int
    boxes: tuple[Box, ...]
    kind: str
    after: str = ""

    @property
    def said(self) -> str:
        """What the stage is, in words: for whoever hears the picture instead of seeing it."""
        many = f"{len(self.boxes)}项同时办" if len(self.boxes) > 1 else "1项"
        return f"第{self.number}步，{many}"


def layers(after: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the items by stage: each stands one stage behind the last of those it waits for, in the order given."""
    rank: dict[str, int] = {}
    known = {item: [one for one in before if one in after] for item, before in after.items()}
    for item in in_order(known):
        rank[item] = max((rank[one] + 1 for one in known[item]), default=0)
    made: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for item in after:
        made[rank[item]].append(item)
    return made


def drawn(after: Mapping[str, Iterable[str]], boxes: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Return the picture: the boxes by stage."""
    told = []
    for number, items in enumerate(layers(after), 1):
        shown = tuple(boxes[item] for item in items)
        before = dict.fromkeys(boxes[one].name for item in items for one in after[item] if one in boxes)
        told.append(Stage(number, shown, _kind(shown), "、".join(before)))
    return tuple(told)


def _kind(boxes: Iterable[Box]) -> str:
    """A stage is where its most pressing box is."""
    kinds = {box.kind for box in boxes}
    return next((one for one in (YOURS, NOW, LATER) if one in kinds), DONE if DONE in kinds else OFF)
