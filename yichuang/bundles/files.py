"""The files of a thing (一件事): kept once, and lent to every part that uses the paper when its case begins or its paper is corrected.

A paper has a number in the thing, under which its files lie (`content["numbers"]`); what one notice asks for has numbers of
its own, so that a corrected paper stands in the place of the first.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.bundles.acts.board import Board
from yichuang.bundles.models import Notice
from yichuang.journal.acts import Turn
from yichuang.law import merging
from yichuang.materials import acts as materials
from yichuang.materials.models import File

ROUND = 1000


def owed(content: Mapping[str, Any]) -> set[str]:
    """Return the papers that were asked for and have not come."""
    return {name for name, one in content["papers"].items() if one["state"] == "faulty"}


def places_of(notice: Notice) -> dict[str, int]:
    """Return under which number the files of each paper of a notice lie."""
    names = dict.fromkeys(line["paper"] for line in notice.told())
    return {name: ROUND * notice.round + place for place, name in enumerate(names)}


def came(turn: Turn, board: Board, papers: Iterable[str]) -> None:
    """What was handed in for a notice stands in the place of what was there: with its files, where some came with it."""
    notice = Notice.objects.filter(thing=turn.row.id).order_by("-round").first()
    if notice is None:
        return
    places = places_of(notice)
    mine = {name: places[name] for name in papers if name in places}
    there = File.objects.filter(subject=turn.row.id, dropped_at=None, place__in=mine.values())
    with_files = set(there.values_list("place", flat=True))
    if numbers := {name: place for name, place in mine.items() if place in with_files}:
        board.content.setdefault("numbers", {}).update(numbers)


def lend(
    turn: Turn,
    board: Board,
    case: Any,
    item: str,
    papers: Iterable[merging.Paper],
    only: Iterable[str] | None = None,
) -> None:
    """The files of the papers that this item uses lie with its case too; `only` names papers, else all."""
    numbers: Mapping[str, int] = board.content.get("numbers") or {}
    wanted = set(numbers if only is None else only)
    places = {
        place: numbers[paper.name]
        for paper in papers
        if paper.name in numbers and paper.name in wanted
        for key, place in paper.used_by
        if key == item
    }
    if places:
        materials.lend(turn.row.id, case, places=places, by=turn.by, at=turn.at)
