"""The picture of a bundle: stages from left to right, who waits for whom; drawn on the server, told as a list beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue.bundle_changes import when_words
from yichuang.doors.office.bundles.frame import Known
from yichuang.law import BadInput
from yichuang.law.standing import layers

WIDE, HIGH, GAP_X, GAP_Y, EDGE, LETTERS = 184, 68, 56, 14, 4, 12
REM = 16


@dataclass(frozen=True, slots=True)
class Stop:
    """One member in the picture: whom it waits for, a word below its name, and its mark (required, optional, choice, path)."""

    item: str
    name: str
    after: Sequence[str] = ()
    word: str = ""
    mark: str = "required"


@dataclass(frozen=True, slots=True)
class Box:
    """A stop at its place: the lines of its text with their heights."""

    stop: Stop
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, the curves between them, the size, and the stages for those who do not see it."""

    boxes: tuple[Box, ...]
    curves: tuple[str, ...]
    width: int
    height: int
    stages: tuple[tuple[Stop, ...], ...]

    @property
    def wide(self) -> str:
        """The width in letters' heights, so that it grows with the text."""
        return f"{self.width / REM:g}rem"


def of_record(record: Mapping[str, Any], known: Known) -> Picture | None:
    """Return the picture of all members of a record, or None while they wait in a circle or for nobody."""
    return drawn([_stop(row, record, known) for row in record.get("members") or ()])


def _stop(row: Mapping[str, Any], record: Mapping[str, Any], known: Known) -> Stop:
    group = row.get("choice_group")
    said = when_words(row.get("when"), record) if row.get("when") else ""
    word = f"{group}组里选一" if group and not said else said or ("必办" if row.get("required") else "可选")
    mark = "choice" if group else "required" if row.get("required") else "optional"
    return Stop(
        str(row.get("item_id")), known.name(row.get("item_id")), tuple(row.get("after") or ()), word, mark
    )


def drawn(stops: Sequence[Stop]) -> Picture | None:
    """Return the picture of these stops, each one stage behind the last it waits for."""
    stages = _stages(stops)
    if stages is None:
        return None
    tallest = max((len(stage) for stage in stages), default=0)
    places = {
        stop.item: Box(stop, EDGE + n * (WIDE + GAP_X), _top(m, len(stage), tallest), _lines(stop))
        for n, stage in enumerate(stages)
        for m, stop in enumerate(stage)
    }
    curves = tuple(_curve(places[one], box) for box in places.values() for one in box.stop.after)
    width = 2 * EDGE + len(stages) * (WIDE + GAP_X) - GAP_X
    height = 2 * EDGE + tallest * (HIGH + GAP_Y) - GAP_Y
    return Picture(tuple(places.values()), curves, max(width, 0), max(height, 0), tuple(map(tuple, stages)))


def _stages(stops: Sequence[Stop]) -> list[list[Stop]] | None:
    known = {stop.item: stop for stop in stops}
    try:
        return [
            [known[item] for item in stage] for stage in layers({stop.item: stop.after for stop in stops})
        ]
    except BadInput:
        return None


def _top(place: int, count: int, tallest: int) -> int:
    return EDGE + place * (HIGH + GAP_Y) + (tallest - count) * (HIGH + GAP_Y) // 2


def _lines(stop: Stop) -> tuple[tuple[int, str], ...]:
    """Two lines of the name, then the word."""
    name = [stop.name[:LETTERS], stop.name[LETTERS : 2 * LETTERS]]
    if len(stop.name) > 2 * LETTERS:
        name[1] = f"{name[1][: LETTERS - 1]}…"
    word = stop.word if len(stop.word) <= LETTERS + 1 else f"{stop.word[:LETTERS]}…"
    rows: Iterable[str] = [line for line in (*name, word) if line]
    return tuple((20 + 19 * n, line) for n, line in enumerate(rows))


def _curve(start: Box, end: Box) -> str:
    x, y, u, v = start.x + WIDE, start.y + HIGH // 2, end.x - 7, end.y + HIGH // 2
    return f"M{x} {y}C{x + GAP_X // 2} {y} {u - GAP_X // 2} {v} {u} {v}"
