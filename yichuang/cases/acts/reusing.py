"""Papers used again: copies of earlier ones go to the case they waive for, and what was verified is remembered for the next."""

from typing import Any

from yichuang.journal.acts import Turn
from yichuang.law import reuse


def attach(turn: Turn, item: str) -> None:
    """Let the copies of the earlier papers that waive something lie with the case, marked for this matter."""
    for place, kind, paper, _ in turn.scratch["evidence"]:
        if kind == "earlier":
            turn.errand(
                "attach",
                f"attach:{turn.row.id}:{place}",
                owner="system",
                case=str(turn.row.id),
                place=place,
                paper=paper,
                item=item,
            )


def remember(turn: Turn, made: list[dict[str, Any]]) -> None:
    """With the acceptance, what was handed in and judged in order may be used again by its owner."""
    kept = ("got", "committed")
    if any(row["state"] in kept and reuse.kind_of(row["name"]) for row in made):
        turn.errand(
            "remember", f"remember:{turn.row.id}", owner="system", case=str(turn.row.id), by=turn.by.name
        )
