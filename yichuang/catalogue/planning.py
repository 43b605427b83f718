"""A bundle in force as the planner sees it: the same plan for the command, the API and the office."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.catalogue import bundles
from yichuang.catalogue.bundles import BundleFacts
from yichuang.law import plans
from yichuang.law.days import Calendar


def plan(
    facts: BundleFacts, start: date, answers: Mapping[str, str], *, stamp: int, calendar: Calendar,
    choose: Mapping[str, str] | None = None, skip: Iterable[str] = (), **on_file: Any,
) -> plans.Plan:  # fmt: skip
    """Return the plan of a bundle filed on `start`, with the versions of its members that are in force.

    `on_file` is what `law.selection.select` takes. law.BadInput for what cannot be answered, chosen or left out, and for a
    member that is not in force; law.BeyondCalendar past the calendar.
    """
    records = {key: one.record for key, one in bundles.items(facts, stamp).items()}
    return plans.plan(
        facts.record, records, start, answers, calendar=calendar, choose=choose, skip=skip, **on_file
    )
