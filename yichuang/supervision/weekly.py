"""The weekly letter (督查周报): its figures, to whom it goes, and the sweep that writes it on the week's first working day."""

from datetime import date, datetime, timedelta
from typing import Any

from yichuang.clock import book
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import system
from yichuang.people.models import Post
from yichuang.supervision import board
from yichuang.supervision.boards import WeeklyLetter
from yichuang.supervision.orders import Order

WEEK = timedelta(weeks=1)
# What a letter tells of the week and of the week before; each is a list of the board under the letter's days.
COUNTED = ("taken", "decided", "late", "again", "lit_red", "lit_yellow", "rated")
STANDING = ("red", "yellow", "bad")


def last_day(week: date) -> date:
    """The Sunday of a week that begins on this Monday."""
    return week + timedelta(days=6)


def told(region: str, week: date, to: int | None) -> dict[str, Any]:
    """Return the figures of a week: what was counted in it and in the week before, what stands now."""
    about = _about(region, week, to)
    orders = Order.objects.filter(region=region).open()
    return {
        "from": week.isoformat(), "to": last_day(week).isoformat(), "week": _counted(about), "before": _counted(_about(region, week - WEEK, to)),
        "now": {what: board.length(board.LISTS[what](about)) for what in STANDING}
        | {"orders": (orders if to is None else orders.filter(to=to)).count()},
    }  # fmt: skip


def _about(region: str, week: date, to: int | None) -> board.Scope:
    return board.Scope(region, week, last_day(week), bodies=None if to is None else frozenset({to}))


def _counted(about: board.Scope) -> dict[str, int]:
    return {what: board.length((board.LISTS | board.OF_SPAN)[what](about)) for what in COUNTED}


def recipients(region: str, day: date) -> list[int | None]:
    """Return to whom letters go: the region's as a whole, and each body that has a post of a head."""
    posts = Post.objects.filter(region=region, kind="head").exclude(closed_on__lte=day)
    own = posts.order_by("organisation").values_list("organisation", flat=True).distinct()
    return [None, *own]


def run(at: datetime) -> int:
    """Write what is missing of last week's letters, on a working day: so on the first of the week. Returns how many."""
    from yichuang.supervision import acts

    today, done = day_of(at), 0
    week = today - timedelta(days=today.weekday()) - WEEK
    regions = Post.objects.filter(kind="head").order_by("region").values_list("region", flat=True).distinct()
    for region in regions:
        if not book.calendar(stamps.current(), region).is_workday(today):
            continue
        there = set(WeeklyLetter.objects.filter(region=region, week=week).values_list("to", flat=True))
        for to in recipients(region, today):
            if to not in there:
                acts.write_letter(by=system(region), at=at, week=week, to=to)
                done += 1
    return done
