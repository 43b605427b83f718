"""What happens to figures by itself: the periods under way are reckoned each night, a period past its cut-off is closed."""

from datetime import date, datetime

from yichuang.figures.acts import periods
from yichuang.figures.models import Period
from yichuang.ground.now import day_of
from yichuang.journal.actor import system
from yichuang.journal.models import Entry
from yichuang.journal.refusals import Refused
from yichuang.journal.sweeps import SWEEPS, daily
from yichuang.law import figures


def reckon(at: datetime) -> int:
    """Reckon what is under way and what is over but not closed; close what is past its cut-off. Returns how many were closed."""
    today, done = day_of(at), 0
    for region in regions():
        by = system(region)
        for name in waiting(region, today):
            made = periods.reckoned(region, name, at=at)
            periods.keep_reckoning(region, name, made, by=by, at=at)
            if today >= periods.cut_off_on(region, name) and _closed(name, region, at):
                done += 1
    return done


def regions() -> list[str]:
    """Return the regions that have received a case, each once: an order of entries would count them apart."""
    received = Entry.objects.filter(seq=1, act="cases.receive").order_by("region")
    return list(received.values_list("region", flat=True).distinct())


def waiting(region: str, today: date) -> list[str]:
    """Return the periods to reckon: those under way and those before them, as long as they are open."""
    under_way = [figures.holding(today), figures.holding(today, quarter=True)]
    named = [name for one in under_way for name in (figures.before(one), one)]
    closed = set(Period.objects.filter(region=region, name__in=named).values_list("name", flat=True))
    return [name for name in named if name not in closed]


def _closed(name: str, region: str, at: datetime) -> bool:
    try:
        periods.closed_or_recorded(name, by=system(region), at=at)
    except Refused:
        return False
    return True


SWEEPS["figures"] = daily("figures", reckon)
