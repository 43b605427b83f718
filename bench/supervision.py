"""Sweeps and re-dating among many open cases, on a prepared and filled database.

python -m bench.supervision redate [DAY]   a notice moves DAY (default: ten working days ahead) in mid-year: open cases are re-dated
python -m bench.supervision go_on          what a killed re-dating left is done, four minutes later by the clock of the errand
python -m bench.supervision colours DAY    the keeper turns the colours that turn on DAY
"""

import json
import os
import sys
import time
from datetime import date, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
import django

django.setup()

from tests import town as towns
from yichuang.cases import sweeps as of_cases
from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.clock import book
from yichuang.ground.now import day_of, now
from yichuang.journal import errands, stamps, sweeps
from yichuang.journal.models import Entry, Errand
from yichuang.law.notices import builtin_years
from yichuang.law.states import OPEN


def moved_by(day: date) -> str:
    """The notice of the day's year with one more day off."""
    table = next(year for year in builtin_years() if year.year == day.year).as_dict()
    lines = [f"year = {day.year}", f"work = [{', '.join(table['work'])}]"]
    for off in [*table["off"], {"name": "临时放假", "from": day.isoformat(), "to": day.isoformat()}]:
        lines += ["[[off]]", f'name = "{off["name"]}"', f"from = {off['from']}", f"to = {off['to']}"]
    return "\n".join(lines)


def redate(at: datetime, day: date | None = None) -> dict[str, Any]:
    """Move a day of the calendar, and do the errand that follows until it is confirmed."""
    from bench.lives import existing

    sweeps.discover()
    ahead = day or book.calendar(stamps.current(), towns.REGION).after(day_of(at), 10)
    closed = Case.objects.filter(state="closed").order_by("pk")[:2000]
    before = list(closed.values_list("pk", "seq", "head"))
    clock.import_notice(by=existing().actor("xi"), at=at, text=moved_by(ahead), source="国办发明电（示例）")
    began, turns = time.perf_counter(), drained(at)
    took = time.perf_counter() - began
    assert list(closed.values_list("pk", "seq", "head")) == before, "closed cases were touched"
    counted = Entry.objects.filter(act="cases.recount", at__gte=at - timedelta(minutes=1)).count()
    return {"open": Case.objects.filter(state__in=OPEN).count(), "redated": counted, "turns": turns, "seconds": round(took, 1),
            "per_second": round(counted / took)}  # fmt: skip


def drained(at: datetime) -> int:
    """Do the errand of the calendar until nothing is left; returns how often it had its turn."""
    turns = 0
    while Errand.objects.filter(kind="recount").exclude(state="confirmed").exists():
        errands.drain(at + timedelta(seconds=min(turns, 59)))
        turns += 1
    return turns


def colours(day: date) -> dict[str, Any]:
    """Turn what turns by a day, until nothing is left."""
    at = datetime.fromisoformat(f"{day}T00:05+08:00")
    began, turned = time.perf_counter(), 0
    while more := of_cases.turn_colours(at):
        turned += more
    took = time.perf_counter() - began
    return {"turned": turned, "seconds": round(took, 1), "per_second": round(turned / max(took, 0.001))}


def main(words: list[str]) -> None:
    """Do one and print it."""
    load = os.getloadavg()[0]
    asked = date.fromisoformat(words[1]) if len(words) > 1 else None
    if words[0] == "go_on":
        sweeps.discover()
        told = {"turns": drained(now() + timedelta(minutes=4))}
    else:
        told = redate(now(), asked) if words[0] == "redate" else colours(asked or day_of(now()))
    print(json.dumps(told | {"load": [load, os.getloadavg()[0]]}))


if __name__ == "__main__":
    main(sys.argv[1:])
