"""Working days: a calendar is a value made of yearly notices and, on top, local closures."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from . import BadInput, BeyondCalendar
from .notices import ONE_DAY, YearTable, builtin_years, statutory_year

__all__ = ["Calendar", "YearTable"]

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WORKED, MADE_UP = "工作日", "调休上班"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Calendar:
    """Published years, the next year provisionally, and closures; every look-up is O(1).

    `years` are consecutive; the year after the last published one is reckoned by its weekends and statutory
    days. Two calendars with the same content are equal and bear the same version.
    """

    years: tuple[YearTable, ...]
    label: str = ""
    closures: tuple[tuple[date, str], ...] = ()
    version: str = field(init=False)
    first: date = field(init=False)
    last_published: date = field(init=False)
    last: date = field(init=False)
    _rank: dict[date, int] = field(init=False)
    _work: tuple[date, ...] = field(init=False)
    _reasons: dict[date, str] = field(init=False)
    _origin: int = field(init=False)
    _ranks: tuple[int, ...] = field(init=False)
    _ordinals: tuple[int, ...] = field(init=False)

    @staticmethod
    def builtin() -> "Calendar":
        """The packaged years 2015-2026 and 2027 provisionally. Basis: State Council notices, domain.md 2.1."""
        return _builtin()

    @classmethod
    def of(cls, years: Iterable[YearTable], version: str = "") -> "Calendar":
        """A calendar of these years (consecutive, the first published); `version` labels it.

        BadInput when a year is missing or given twice. Basis: domain.md 2.2 (versioned data).
        """
        return cls(tuple(sorted(years, key=lambda table: table.year)), version)

    def with_year(self, table: YearTable) -> "Calendar":
        """This calendar with one year added or replaced, as when a notice is imported. Basis: domain.md 2.2."""
        others = tuple(old for old in self.years if old.year != table.year)
        return Calendar(tuple(sorted((*others, table), key=lambda t: t.year)), self.label, self.closures)

    def with_closures(self, dates: Iterable[date] | Mapping[date, str]) -> "Calendar":
        """This calendar with local closures on top (typhoon, 三月三 …), with a name each if given.

        Basis: domain.md 2.2, local closures are a separate layer (L).
        """
        named = dict(dates) if isinstance(dates, Mapping) else dict.fromkeys(dates, "本地停止办公")
        if any(type(day) is not date for day in named):
            raise BadInput("停止办公的日子要写成日期")
        return Calendar(self.years, self.label, tuple(sorted({**dict(self.closures), **named}.items())))

    def is_workday(self, day: date) -> bool:
        """Whether the halls work that day, make-up weekends included. Basis: State Council notices."""
        rank = self._at(day)
        return rank > 0 and self._work[rank - 1] == day

    def reason(self, day: date) -> str:
        """Why the day counts or not: 工作日, 调休上班, 周六, 春节 … Basis: State Council notices."""
        self._at(day)
        return self._reasons.get(day) or (WEEKDAYS[day.weekday()] if day.weekday() > 4 else WORKED)

    def after(self, day: date, days: int) -> date:
        """The nth working day after `day`; 0 is the day itself. BeyondCalendar past `last`.

        Basis: Administrative Licensing Law, art. 82; Civil Code, art. 201 (the first day does not count).
        """
        if days > 0:
            try:
                return self._work[self._rank[day] + days - 1]
            except (KeyError, IndexError):
                raise self._beyond(day) from None
        if days:
            raise BadInput("天数不能小于 0")
        self._at(day)
        return day

    def before(self, day: date, days: int) -> date:
        """The nth working day before `day`; 0 is the day itself. BeyondCalendar before `first`.

        Basis: Administrative Licensing Law, arts. 48 and 82 (told seven days before).
        """
        if days < 1:
            return self.after(day, days)
        index = self._at(day) - self.is_workday(day) - days
        if index < 0:
            raise self._beyond(self.first - ONE_DAY)
        return self._work[index]

    def between(self, start: date, end: date) -> int:
        """The number of working days d with start < d <= end (0 when end is not later).

        Basis: Administrative Licensing Law, art. 82; domain.md 1.3.
        """
        return max(0, self._at(end) - self._at(start))

    def next_workday(self, day: date) -> date:
        """The day itself if worked, else the first worked day after it. Basis: Civil Code, art. 203."""
        return day if self.is_workday(day) else self.after(day, 1)

    def published(self, day: date) -> bool:
        """Whether a notice covers the day. Basis: settled.md, Clocks and states (provisional)."""
        return day <= self.last_published

    def due_ordinal(self, start: int, days: int) -> int:
        """`after` on proleptic ordinals, for loops over millions. Basis: as `after`."""
        index = start - self._origin
        if days < 1 or index < 0:
            return self.after(date.fromordinal(start), days).toordinal()
        try:
            return self._ordinals[self._ranks[index] + days - 1]
        except IndexError:
            raise self._beyond(date.fromordinal(start)) from None

    def due_many(self, starts: Iterable[date], days: int) -> list[date]:
        """`after` for many starts and one number of days, in their order. Basis: as `after`."""
        if days < 1:
            return [self.after(start, days) for start in starts]
        rank, work, more = self._rank, self._work, days - 1
        try:
            return [work[rank[start] + more] for start in starts]
        except (KeyError, IndexError):
            raise BeyondCalendar(f"有日期不在 {self.first} 至 {self.last} 之间") from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.version == other.version

    def __repr__(self) -> str:
        return f"<Calendar {self.version} {self.first}..{self.last}>"

    def __hash__(self) -> int:
        return hash(self.version)

    def __post_init__(self) -> None:
        published = _published_years(self.years)
        tables = {table.year: table for table in self.years}
        tables.setdefault(published[-1] + 1, statutory_year(published[-1] + 1))
        first, last = date(published[0], 1, 1), date(published[-1] + 1, 12, 31)
        # A notice may also move December days of the year before it, so later tables overrule.
        off = {day: run.name for year in sorted(tables) for run in tables[year].off for day in run.days()}
        work = {day for table in tables.values() for day in table.work} - {
            day
            for table in tables.values()
            for run in table.off
            for day in run.days()
            if day.year < table.year
        }
        off = {day: name for day, name in off.items() if day not in work}
        off.update(self.closures)
        ranks, days, worked = {}, [], []
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day not in off and (day.weekday() < 5 or day in work):
                worked.append(day)
            ranks[day] = len(worked)
            days.append(len(worked))
        reasons = {day: MADE_UP for day in work if day.weekday() > 4} | off
        for name, value in {
            "version": self._digest(published[-1]),
            "first": first,
            "last_published": date(published[-1], 12, 31),
            "last": last,
            "_rank": ranks,
            "_work": tuple(worked),
            "_reasons": reasons,
            "_origin": first.toordinal(),
            "_ranks": tuple(days),
            "_ordinals": tuple(day.toordinal() for day in worked),
        }.items():
            object.__setattr__(self, name, value)

    def _digest(self, last_year: int) -> str:
        content = {
            "years": [table.as_dict() for table in self.years],
            "provisional": statutory_year(last_year + 1).as_dict(),
            "closures": [[day.isoformat(), name] for day, name in self.closures],
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"{self.label or f'CN{last_year}'}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def _at(self, day: date) -> int:
        try:
            return self._rank[day]
        except (KeyError, TypeError):
            raise self._beyond(day) from None

    def _beyond(self, day: object) -> BadInput:
        if type(day) is not date:
            return BadInput(f"不是日期：{day!r}")
        if day < self.first:
            return BeyondCalendar(f"工作日历从 {self.first} 起，{day} 早于它")
        return BeyondCalendar(f"工作日历只到 {self.last}，再往后的放假安排还没有公布")


def _published_years(years: tuple[YearTable, ...]) -> list[int]:
    numbers = [table.year for table in years]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise BadInput("工作日历的年份要连续，每年一份")
    published = [table.year for table in years if table.status == "published"]
    if not published or published != numbers[: len(published)] or len(numbers) > len(published) + 1:
        raise BadInput("工作日历里，未公布的年份只能有一年，并且排在最后")
    return published


@cache
def _builtin() -> Calendar:
    return Calendar.of(builtin_years())
