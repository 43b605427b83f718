"""Reading ratings for pages: counts of a period, one's own in bulk, what the rater and the public are told; never who rated."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Q

from yichuang.cases.models import Case
from yichuang.catalogue.models import Item
from yichuang.ground.now import SHANGHAI, day_of
from yichuang.journal.actor import Actor
from yichuang.law import ratings as law
from yichuang.law.numbers import zh_date
from yichuang.ratings.models import Mending, Rating, Ratings

BY = {"item": "item", "department": "department", "window": "window", "hall": "hall"}
BASED = (law.CLEAR, law.COMPLEX)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a bad rating, in sentences for its rater."""

    lines: tuple[str, ...]
    answer: str


def told_rater(rating: Rating) -> Told | None:
    """Return what became of a bad rating; None for one that is not bad."""
    if not rating.bad:
        return None
    row = Mending.objects.filter(rating=rating).first()
    if row is None:
        return None
    on = zh_date(day_of(rating.rated_at))
    if rating.excluded:
        return Told((f"您{on}的差评：经复核没有采用。理由：{row.decision}",), "")
    lines = [f"您{on}的差评：{_verified(rating, row)}"]
    if rating.visited_on:
        lines.append(f"{zh_date(rating.visited_on)}回访了您")
    if rating.mended_on:
        lines.append(f"{zh_date(rating.mended_on)}改好，改了：{row.what}")
    elif rating.verdict in BASED:
        lines.append(f"{zh_date(rating.mend_due_on)}前改好" if rating.mend_due_on else "正在改")
    return Told(tuple(lines), row.answer)


def told_about(**about: Any) -> list[Told]:
    """Return what became of each bad rating of a case or a thing, newest first."""
    rows = Rating.objects.filter(bad=True, **about).order_by("-rated_at", "-pk")
    return [told for row in rows if (told := told_rater(row))]


def _verified(rating: Rating, row: Mending) -> str:
    if not rating.verdict:
        return f"{zh_date(row.verify_due_on)}前核实"
    words = "已核实" if rating.verdict in BASED else "已核实，没有依据"
    return f"{words}：{row.finding}"


def month_of(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first instant of a month and of the next one, in Shanghai."""
    first = datetime.combine(date(year, month, 1), time(), SHANGHAI)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, datetime.combine(after, time(), SHANGHAI)


def counts(rows: Ratings, closed: int = 0) -> law.Counts:
    """Return what is counted among these ratings, in one query."""
    return _counts(rows.aggregate(**_columns()), closed)


def counts_by(rows: Ratings, by: str, closed: Mapping[Any, int]) -> list[tuple[int, str, law.Counts]]:
    """Return the counts of each item, department, window or hall: its key, its name and what is counted; the most rated first."""
    name = f"{BY[by]}__name"
    found = rows.exclude(**{BY[by]: None}).values(BY[by], name).annotate(**_columns())
    made = [(row[BY[by]], row[name], _counts(row, closed.get(row[BY[by]], 0))) for row in found]
    return sorted(made, key=lambda one: (-one[2].active, one[1]))


def _columns() -> dict[str, Any]:
    valid = Q(excluded="") & ~Q(channel=str(law.DEFAULT_CHANNEL))
    bad = valid & Q(bad=True)
    based = bad & Q(verdict__in=BASED)
    mended = based & Q(mended_on__isnull=False)
    made = {f"g{stars}": Count("pk", filter=valid & Q(grade=stars)) for stars in range(1, 6)}
    return made | {
        "defaults": Count("pk", filter=Q(channel=str(law.DEFAULT_CHANNEL))), "left_out": Count("pk", filter=~Q(excluded="")),
        "verified": Count("pk", filter=based), "mended": Count("pk", filter=mended),
        "timely": Count("pk", filter=mended & Q(mended_on__lte=F("mend_due_on"))),
        "real": Count("pk", filter=bad & ~Q(known_by="")), "called": Count("pk", filter=bad & ~Q(known_by="") & Q(visited_on__isnull=False)),
    }  # fmt: skip


def _counts(row: Mapping[str, Any], closed: int) -> law.Counts:
    return law.Counts(
        grades=(row["g1"], row["g2"], row["g3"], row["g4"], row["g5"]), defaults=row["defaults"], excluded=row["left_out"], rateable=closed,
        verified=row["verified"], mended=row["mended"], in_time=row["timely"], real_name=row["real"], visited=row["called"],
    )  # fmt: skip


def rateable(region: str, since: date, until: date, by: str = "") -> dict[Any, int]:
    """Return how many cases ended in a period that could be rated, by what is asked for; under "" all of them."""
    ended = Case.objects.filter(region=region, decided_on__gte=since, decided_on__lt=until).exclude(
        outcome="void"
    )
    if not by:
        return {"": ended.count()}
    column = f"{BY[by]}_id"
    return dict(ended.exclude(**{column: None}).values_list(column).annotate(n=Count("pk")))


def reasons_of(rows: Ratings) -> list[tuple[str, int]]:
    """Return the reasons of bad ratings, the most frequent first."""
    texts: Iterable[str] = rows.filter(bad=True).values_list("reasons", flat=True)
    return Counter(reason for text in texts for reason in json.loads(text)).most_common()


def of_person(person: int, region: str) -> Ratings:
    """Return the ratings of contacts that a person handled; for counting, never one by one."""
    return Rating.objects.filter(region=region, handled_by__contains=f",{person},")


def to_do(actor: Actor) -> int:
    """Return how many bad ratings wait for a step of this actor's body."""
    return Rating.objects.visible_to(actor).unended().count()


def with_covered(told: law.Counts, region: str) -> law.Counts:
    """Return the counts with how many items there are, and at how many of them one can rate: those that are published.

    Whoever files such an item, on line or at a window, holds a query code, and with it a way to rate.
    """
    items = Item.objects.filter(region=region, retired_on=None)
    return replace(told, places=items.count(), covered=items.exclude(current=None).count())


def public_rows(region: str, most: int = 20) -> list[dict[str, Any]]:
    """Return the published mendings, newest first: the days, the body and the words; no case, no item, no person."""
    rows = (
        Rating.objects.filter(region=region, bad=True, state=law.PUBLISHED, excluded="")
        .select_related("mending", "department")
        .order_by("-published_on", "-pk")[:most]
    )
    return [
        {
            "on": day_of(row.rated_at), "verdict": row.verdict, "mended_on": row.mended_on, "department": row.department.name if row.department else "",
            "text": row.mending.published, "published_on": row.published_on,
        }
        for row in rows
    ]  # fmt: skip
