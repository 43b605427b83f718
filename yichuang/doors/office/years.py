"""The calendar as the office shows it: each year's days off and worked weekends, and a sheet to import the next one by."""

from dataclasses import dataclass
from datetime import date

from yichuang.law.days import Calendar
from yichuang.law.notices import YearTable, statutory_year

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Year:
    """A year in words."""

    year: int
    published: bool
    workdays: int
    off: tuple[str, ...]
    work: tuple[str, ...]
    sources: tuple[str, ...]


def lately(made: Calendar) -> list[Year]:
    """Return the provisional year and the last published ones, the youngest first."""
    return _told(made)[:SHOWN]


def older(made: Calendar) -> list[Year]:
    """Return the years before those."""
    return _told(made)[SHOWN:]


def skeleton(made: Calendar) -> str:
    """Return the year after the last published one as a notice to be finished: statutory days, no worked weekends yet."""
    year = made.last_published.year + 1
    runs = [
        f'[[off]]\nname = "{one.name}"\nfrom = {one.from_on}\nto = {one.to_on}\n'
        for one in statutory_year(year).off
    ]
    return "\n".join([f'year = {year}\nstatus = "published"\nwork = []\n', *runs])


def _told(made: Calendar) -> list[Year]:
    last = made.last_published.year
    tables = {table.year: table for table in made.years}
    tables.setdefault(last + 1, statutory_year(last + 1))
    return [_year(made, tables[year]) for year in sorted(tables, reverse=True)]


def _year(made: Calendar, table: YearTable) -> Year:
    first, end = date(table.year, 1, 1), date(table.year, 12, 31)
    return Year(
        table.year,
        table.status == "published",
        made.between(first, end) + made.is_workday(first),
        tuple(f"{one.name}{_span(one.from_on, one.to_on)}" for one in table.off),
        tuple(map(_short, table.work)),
        tuple(f"{one.title}{f'（{one.number}）' if one.number else ''}" for one in table.notices),
    )


def _span(first: date, end: date) -> str:
    if first == end:
        return _short(first)
    return f"{_short(first)}至{end.day}日" if first.month == end.month else f"{_short(first)}至{_short(end)}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
