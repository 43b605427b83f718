"""The picture of one thing (一件事): what goes side by side, what comes after what, each with whose move it is and by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.law import standing

DONE, NOW, YOURS, LATER, OFF, BAD = "done", "now", "yours", "later", "off", "bad"
LOOKS = {DONE: "note is-ok", NOW: "note", YOURS: "note is-warn", BAD: "note is-err"}
STEPS = {DONE: "is-past", NOW: "is-now", YOURS: "is-now"}


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

    @property
    def look(self) -> str:
        """The look of the box: a note where it is somebody's move or was, a card where nothing happens yet or any more."""
        return LOOKS.get(self.kind, "card")


@dataclass(frozen=True, slots=True)
class Stage:
    """What goes side by side; `after` names what must be done before."""

    number: int
    boxes: tuple[Box, ...]
    kind: str
    after: str = ""

    @property
    def look(self) -> str:
        """The look of its dot in the timeline."""
        return STEPS.get(self.kind, "")

    @property
    def said(self) -> str:
        """What the stage is, in words: for whoever hears the picture instead of seeing it."""
        many = f"{len(self.boxes)}项同时办" if len(self.boxes) > 1 else "1项"
        return f"第{self.number}步，{many}"


def layers(after: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the items by stage; what one waits for and is not there holds nothing up."""
    return standing.layers({item: [one for one in before if one in after] for item, before in after.items()})


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
