"""On which day it is done if accepted today, and why on that day: each day counted or not, in runs that people can read."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from yichuang.catalogue.versions import VersionFacts
from yichuang.ground.templatetags.yc import cndate, cnday
from yichuang.law import BeyondCalendar, terms
from yichuang.law.days import Calendar

UNITS = {"working": "工作日", "natural": "自然日"}
PLAIN = ("工作日", "自然日")


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that count alike: their dates and what they are, in words."""

    days: str
    counted: bool
    what: str


@dataclass(frozen=True, slots=True)
class Ending:
    """One limit: its name, length in words, due day (None: beyond the calendar) and the derivation."""

    name: str
    length: str
    due_on: date | None
    provisional: bool
    runs: tuple[Run, ...]
    told: str


def endings(facts: VersionFacts, start: date, calendar: Calendar) -> tuple[Ending, ...]:
    """Return the promised and the statutory end if accepted on `start`; a limit the item does not have is left out."""
    limits = (("承诺办结", facts.committed_days), ("法定办结", facts.statutory_days))
    return tuple(
        _ending(name, days, facts.unit, start, calendar) for name, days in limits if days is not None
    )


def _ending(name: str, days: int, unit: str, start: date, calendar: Calendar) -> Ending:
    length = length_words(days, unit)
    try:
        due = terms.due(start, days, unit=unit, calendar=calendar)
        found = terms.why(start, days, unit=unit, calendar=calendar)
    except BeyondCalendar as error:
        return Ending(name, length, None, False, (), f"{error}。")
    told = (
        f"{cndate(start)}受理，当天办结。"
        if not days
        else f"{cndate(start)}受理，当天不算，从第二天起数满{length}。"
    )
    return Ending(name, length, due.due_on, due.status != "published", runs(found), told)


def length_words(days: int | None, unit: str) -> str:
    """Return 5个工作日, 当场, or nothing for an unknown number."""
    if days is None:
        return ""
    return f"{days}个{UNITS[unit]}" if days else "当场"


def runs(days: tuple[terms.Day, ...]) -> tuple[Run, ...]:
    """Return the days of a derivation in runs of the same kind, none left out."""
    made, number = [], 0
    for state, group in groupby(days, key=lambda one: one[1]):
        some = list(group)
        first, last = some[0][0], some[-1][0]
        span = cnday(first) if first == last else f"{cnday(first)}至{cnday(last)}"
        reasons = "、".join(dict.fromkeys(reason for _, _, reason in some if reason not in PLAIN))
        if state == terms.COUNTED:
            what = f"第{number + 1}天" if first == last else f"第{number + 1}至{number + len(some)}天"
            number += len(some)
            made.append(Run(span, True, f"算，{what}" + (f"，含{reasons}" if reasons else "")))
        else:
            made.append(Run(span, False, f"不算，{reasons}" if reasons else "不算"))
    return tuple(made)
