"""Credit grades of those who are supervised (信用分级): what they come from, how long they last, what they do to a draw.

The worst that stands decides: the list of the dishonest (失信名单), what inspections found and is not mended, then an
evaluation (信用评价), then clean inspections; with nothing on record it is B.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from . import Unlawful
from .terms import months_after

GRADES = ("A", "B", "C", "D")
SOURCES = {
    "mark": "失信名单", "grave": "检查发现严重问题", "fault": "检查发现问题", "rated": "信用评价", "settled": "异议复核", "clean": "检查没有发现问题", "new": "没有记录",
}  # fmt: skip
GRAVE, FAULT, CLEAN = frozenset("35"), frozenset("246"), "1"
GRAVE_MONTHS, FAULT_MONTHS, CLEAN_MONTHS, CLEAN_TIMES = 36, 12, 36, 2


@dataclass(frozen=True, slots=True)
class Seen:
    """One published result of an inspection."""

    day: date
    outcome: str
    check: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """An evaluation that stands; one that settled an objection clears what inspections found up to its day."""

    grade: str
    ground: str
    day: date
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Grading:
    """A grade, where it comes from, why, and the first day on which it has to be looked at again by itself."""

    grade: str
    source: str
    ground: str
    lasts_to: date | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What a grade does: the least and, for general checks, the most percent that are drawn; how soon again, how late at most."""

    least: int
    most: int
    rest_months: int
    within_months: int | None


SHARES = {
    "A": Share(1, 5, 24, None),
    "B": Share(3, 10, 12, None),
    "C": Share(10, 30, 6, 12),
    "D": Share(30, 100, 0, 6),
}


def grade(marks: Iterable[str], seen: Iterable[Seen], rated: Rated | None, day: date) -> Grading:
    """The grade on a day, from the open marks (their reasons), published results and the evaluation that stands.

    A mark that is repaired counts no more, nor does a fault that is mended. A grave finding counts 36 months, another fault
    12, two clean inspections within 36 months make an A.
    Basis: 嘉府办发〔2019〕17号 20; domain.md 11.3; 国办发〔2020〕49号 (what is repaired has no effect any more). Spans: L.
    """
    results = sorted(seen, key=lambda one: (one.day, one.check), reverse=True)
    held = next(iter(marks), "")
    if held:
        return Grading("D", "mark", f"在失信名单里：{held}")
    worst = _worst(results, rated, day)
    if rated is not None and (worst is None or rated.grade >= worst.grade):
        return Grading(rated.grade, "settled" if rated.settled else "rated", rated.ground)
    return worst or _clean(results, day) or Grading("B", "new", "没有失信、检查记录，按B级")


def _worst(results: Iterable[Seen], rated: Rated | None, day: date) -> Grading | None:
    since = rated.day if rated is not None and rated.settled else date.min
    standing = [one for one in results if not one.mended and one.day > since]
    for codes, months, level, source in (
        (GRAVE, GRAVE_MONTHS, "D", "grave"),
        (FAULT, FAULT_MONTHS, "C", "fault"),
    ):
        for one in standing:
            ends = months_after(one.day, months)
            if one.outcome in codes and day < ends:
                return Grading(
                    level,
                    source,
                    f"{_plain(one.day)}{one.check}发现{'严重' if level == 'D' else ''}问题",
                    ends,
                )
    return None


def _clean(results: Iterable[Seen], day: date) -> Grading | None:
    days = [one.day for one in results if one.outcome == CLEAN and day < months_after(one.day, CLEAN_MONTHS)]
    days = list(dict.fromkeys(days))
    if len(days) < CLEAN_TIMES:
        return None
    last = days[CLEAN_TIMES - 1]
    return Grading(
        "A",
        "clean",
        f"三年内查过{len(days)}次，都没有发现问题",
        months_after(last, CLEAN_MONTHS),
    )


def _before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def shares(given: Mapping[str, int], weight: str, cap: int | None = None) -> None:
    """Refuse rates outside the table: a grade is drawn at no less than its least, in general checks at no more than its most.

    Basis: 嘉府办发〔2019〕17号 20 (grade decides how often); domain.md 11.3 (general items capped, key items not). Numbers: L.
    """
    for level, share in SHARES.items():
        least = share.least if weight == "key" or cap is None else min(share.least, cap)
        if given[level] < least:
            raise Unlawful(f"信用{level}级的抽查比例最低{least}%。")
        if weight == "general" and given[level] > share.most:
            raise Unlawful(f"这是一般检查事项，信用{level}级的抽查比例最高{share.most}%。")


def rests(day: date) -> dict[str, date]:
    """By grade, the day since which a general check at random must not have been made, for another to come.

    Basis: 嘉府办发〔2019〕17号 20; domain.md 11.3 (lower for good credit).
    """
    return {level: _before(day, share.rest_months) for level, share in SHARES.items() if share.rest_months}


def owed(day: date) -> dict[str, date]:
    """By grade, the day since which an inspection must have been made; good credit has none.

    Basis: 嘉府办发〔2019〕17号 20; domain.md 11.3 (higher for bad credit; twice a year).
    """
    return {
        level: _before(day, share.within_months) for level, share in SHARES.items() if share.within_months
    }
