"""Reading draws: the published file, what is late, what one has to do; natural persons and small numbers are not shown."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yichuang.clock import book
from yichuang.ground import vault
from yichuang.ground.now import day_of as day_of
from yichuang.ground.rows import text_of
from yichuang.inspections import pooling
from yichuang.inspections.models import Draw, Finding, Goer, Grant, Inspection, Pool
from yichuang.journal.actor import Actor
from yichuang.law import draws, grading

SMALL = 10
MADE = ("drawn", "inspecting", "results", "published")


def seed_of(row: Any, pool: Pool) -> dict[str, Any]:
    """Return what a draw is made from: commitment, secret, number, the three lists."""
    said = {"commitment": json.loads(row.commitment), "digest": row.digest}
    return said | {"secret": vault.unlock(row.secret), "announced": row.announced, **pool.lists()}


def commitment_of(draw: Draw) -> dict[str, Any]:
    """Return what is published before the draw."""
    times = {"committed_at": text_of(draw.committed_at), "recorded_at": text_of(draw.recorded_at)}
    return {"commitment": draw.said(), "digest": draw.digest, **times}


def file_of(draw: Draw, stamp: int) -> dict[str, Any]:
    """Return what is published of a draw as it stands: before it the commitment alone, after it all that re-runs it.

    An abandoned one tells its secret too, so that everybody sees what it would have been.
    """
    told = commitment_of(draw)
    if draw.state == "committed":
        return told
    pool = Pool.objects.get(draw=draw)
    told |= seed_of(draw, pool)
    if draw.state == "abandoned":
        return told | {
            "abandoned": {"why": draw.why, "at": text_of(draw.abandoned_at)} if draw.abandoned_at else {}
        }
    places = list(draw.inspections.select_related("target"))
    goers = Goer.objects.filter(inspection__draw=draw).select_related("inspector")
    staff = book.number(stamp, draw.region, "draw_staff_public", day_of(draw.committed_at)).value == "1"
    people = {one.inspector.code: one.inspector for one in goers}
    return told | {
        "drawn": json.loads(pool.drawn), "drawn_at": text_of(draw.drawn_at) if draw.drawn_at else "", "witnesses": draw.listed("witnesses"),
        "corrections": draw.listed("corrections"), "replaced": draw.listed("replaced"),
        "opened": pooling.opened(draw, [one.target for one in places], people.values(), staff), "results": results_of(draw),
    }  # fmt: skip


def results_of(draw: Draw) -> list[dict[str, Any]]:
    """Return the published results of bodies, each check by its code; of natural persons nothing is told singly."""
    found = Finding.objects.filter(
        inspection__draw=draw, inspection__target__kind="body", inspection__published_at__isnull=False
    ).select_related("inspection__target", "check_item")
    return [
        {"object": one.inspection.target.code, "name": one.inspection.target.name, "check": one.check_item.code, "checked_on": one.checked_on.isoformat(),
         "outcome": one.outcome, "said": dict(draws.OUTCOMES)[one.outcome], "text": one.text, "followed": one.followed}
        for one in found.order_by("inspection__place", "check_item__code")
    ]  # fmt: skip


def of_persons(draw: Draw) -> dict[str, Any]:
    """Return how many natural persons were inspected with which outcome; nothing below ten, for they could be told apart."""
    found = Finding.objects.filter(
        inspection__draw=draw, inspection__target__kind="person", inspection__published_at__isnull=False
    )
    counts = Counter(found.values_list("outcome", flat=True))
    whole = sum(counts.values())
    small = 0 < whole < SMALL or any(n < SMALL for n in counts.values())
    rows = [] if small else [{"said": dict(draws.OUTCOMES)[k], "count": n} for k, n in sorted(counts.items())]
    return {"count": whole if whole >= SMALL else 0, "few": 0 < whole < SMALL, "rows": rows}


def not_seen(targets: Any, today: date) -> Any:
    """Return those of the targets whose grade says that they should have been inspected by now, and were not (该查没查)."""
    found = targets.none()
    for grade, day in grading.owed(today).items():
        lately = Inspection.objects.filter(checked_on__gt=day).values("target")
        found |= targets.filter(grade=grade, entered_on__lte=day).exclude(pk__in=lately)
    return found


def late_grants(actor: Actor, today: date) -> Any:
    """Return the pushed grants of this actor that nobody signed for in time."""
    return (
        Grant.objects.visible_to(actor)
        .standing()
        .filter(signed_at=None, due_on__lt=today)
        .order_by("due_on", "pk")
    )


def to_publish(actor: Actor, today: date) -> Any:
    """Return the checked objects whose results are not public though their day has come."""
    owed = Inspection.objects.filter(published_at=None, due_on__lt=today)
    return owed.filter(draw__in=Draw.objects.visible_to(actor).values("pk"))


def overdue(draw: Draw, at: datetime) -> bool:
    """Tell whether a commitment stands though its hour is past by a day: it is neither drawn nor abandoned."""
    return draw.state == "committed" and day_of(at) > day_of(draw.planned_at)


def quotas(draw: Draw, pool: Pool) -> Mapping[str, int]:
    """Return how many of each grade are drawn."""
    return draws.quotas(draw.said(), pool.lists()["objects"])
