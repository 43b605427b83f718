"""Days as a chain says them: a recount says that the day before it was wrong all along, so it takes its place."""

from collections.abc import Mapping, Sequence
from datetime import date

from .story import Event, day_of


def days_said(
    chain: Sequence[Event], names: Mapping[str, str], recount: tuple[str, str]
) -> dict[int, tuple[date, Event]]:
    """Return by the sequence of the entry that set a day (`names`: act and word) that day, and the entry that says it as it stands.

    Basis: domain.md 2.2, 10.1 (a card that a moved calendar makes wrong is taken back).
    """
    found: dict[int, tuple[date, Event]] = {}
    last = 0
    for event in chain:
        word = names.get(event.act)
        day = day_of(event.said.get(word)) if word else None
        if day is not None and (last not in found or day != found[last][0]):
            last = event.seq
            found[last] = (day, event)
        elif (
            event.act == recount[0]
            and last in found
            and (day := day_of(event.said.get(recount[1]))) is not None
        ):
            found[last] = (day, event) if day != found[last][0] else found[last]
    return found
