"""The picture of a thing (一件事): its parts in the stages in which they are done, beside each other what is done at the same time.

{% include "things/stages.html" with stages=stages only %}     # stages = stages.of(pieces)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

KINDS = {
    "waiting": "is-later",
    "running": "is-now",
    "granted": "is-past",
    "ended": "is-bad",
    "dropped": "is-off",
}
TAGS = {"waiting": "", "running": "is-info", "granted": "is-ok", "ended": "is-err", "dropped": ""}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part in the picture: what it waits for by key, where it stands, who holds it, its days, why it ended."""

    key: str
    name: str
    state: str
    word: str
    after: tuple[str, ...] = ()
    department: str = ""
    holder: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    ended_on: date | None = None
    why: str = ""
    href: str = ""
    late: bool = False

    @property
    def kind(self) -> str:
        """The look of its box."""
        return KINDS.get(self.state, "")

    @property
    def tag(self) -> str:
        """The look of its tag."""
        return TAGS.get(self.state, "")


def of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces stage by stage: each stands one stage behind the last of those it waits for."""
    known = {piece.key: piece for piece in pieces}
    level: dict[str, int] = {}
    left = list(known.values())
    while left:
        ready = [one for one in left if all(key in level for key in one.after if key in known)] or left
        for one in ready:
            level[one.key] = 1 + max((level.get(key, 0) for key in one.after if key in known), default=0)
        left = [one for one in left if one.key not in level]
    made: list[list[Piece]] = [[] for _ in range(max(level.values(), default=0))]
    for piece in known.values():
        made[level[piece.key] - 1].append(piece)
    return made
