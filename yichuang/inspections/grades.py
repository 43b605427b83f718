"""What a target's credit grade comes from: the credit list, published results, the evaluation that stands."""

from datetime import date
from typing import Any

from yichuang.cases.models import CreditMark
from yichuang.inspections.models import Finding
from yichuang.journal.acts import Turn
from yichuang.law import grading

NEW = "新设立，没有评级，按B级"


def marks(region: str, number_index: str) -> list[str]:
    """Return why somebody stands on the credit list, the oldest open mark first."""
    there = CreditMark.objects.filter(region=region, holder_index=number_index, repaired_on=None)
    return list(there.order_by("starts_on", "pk").values_list("reason", flat=True))


def derived(target: Any, day: date) -> grading.Grading:
    """Return the grade of a target on a day from what is on record."""
    found = Finding.objects.filter(inspection__target=target.id, inspection__published_at__isnull=False)
    seen = [
        grading.Seen(on, outcome, check, mended is not None)
        for on, outcome, check, mended in found.values_list(
            "checked_on", "outcome", "check_item__name", "mended_on"
        )
    ]
    return grading.grade(marks(target.region, target.number_index), seen, _rated(target), day)


def _rated(target: Any) -> grading.Rated | None:
    if target.rated:
        return grading.Rated(
            target.rated, target.rated_ground, target.rated_on, target.rated_from == "settled"
        )
    if target.source or target.ground == NEW:
        return None
    return grading.Rated(target.grade, target.ground, target.graded_on)  # graded before sources were kept


def differs(target: Any, found: grading.Grading) -> bool:
    """Tell whether a target's grade or its reason is another than what stands in the register."""
    stands = (target.grade, target.source, target.ground, target.lasts_to)
    return stands != (found.grade, found.source, found.ground, found.lasts_to)


def settle(turn: Turn, act: str, *, person: int | None = None, **told: Any) -> grading.Grading:
    """Write down the grade that follows now, with its source and reason, in the entry of the act."""
    before, found = turn.row.grade, derived(turn.row, turn.on)
    if differs(turn.row, found):
        turn.set(graded_by=person, graded_on=turn.on, **columns(found))
    turn.enter(
        act, {"from": before, "to": found.grade, "source": found.source, "ground": found.ground, **told}
    )
    return found


def columns(found: grading.Grading) -> dict[str, Any]:
    """Return the columns of a grade."""
    return {
        "grade": found.grade, "source": found.source, "ground": found.ground[:200], "lasts_to": found.lasts_to,
    }  # fmt: skip
