"""The State Council's yearly notice as a value: which days are off, which weekend days are worked."""

import tomllib
from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from . import BadInput

STATUSES = ("published", "provisional")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Off:
    """A run of days off, named by the notice; both ends included."""

    name: str
    from_on: date
    to_on: date
    note: str = ""

    def days(self) -> tuple[date, ...]:
        """The days of the run, in order. Basis: the notice of the year."""
        return tuple(self.from_on + ONE_DAY * n for n in range((self.to_on - self.from_on).days + 1))


@dataclass(frozen=True, slots=True)
class Notice:
    """A document that fixes days: title, number, date of issue, and what it says of this year if not all."""

    title: str
    number: str = ""
    issued_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year of days off and make-up days. `workdays` and `months` are checksums, compared when given."""

    year: int
    status: str
    off: tuple[Off, ...]
    work: tuple[date, ...]
    workdays: int | None = None
    months: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "YearTable":
        """Read one year from TOML; BadInput says what is wrong. Basis: State Council notices, domain.md 2.1."""
        try:
            return cls.from_dict(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(f"放假安排不是有效的 TOML：{error}") from None

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> "YearTable":
        """Read one year from a plain dict (dates as dates or ISO text), checked whole; BadInput otherwise.

        Basis: State Council notices, domain.md 2.1 and 2.2.
        """
        year = table.get("year")
        if type(year) is not int or not 2000 <= year <= 2200:
            raise BadInput("放假安排缺少年份，或年份不在 2000 至 2200 之间")
        status = table.get("status", "published")
        if status not in STATUSES:
            raise BadInput("放假安排的状态只能是 published 或 provisional")
        read = cls(
            year,
            status,
            tuple(_off(row) for row in _rows(table, "off")),
            tuple(sorted(_day(day) for day in _rows(table, "work"))),
            table.get("workdays"),
            tuple(_rows(table, "months")),
            tuple(_notice(row) for row in _rows(table, "notices")),
        )
        _check(read)
        return read

    def as_dict(self) -> dict[str, Any]:
        """The year as plain JSON-able data, the inverse of `from_dict`. Basis: settled.md, Clocks and states."""
        return {
            "year": self.year,
            "status": self.status,
            "off": [
                {"name": o.name, "from": o.from_on.isoformat(), "to": o.to_on.isoformat(), "note": o.note}
                for o in self.off
            ],
            "work": [day.isoformat() for day in self.work],
            "workdays": self.workdays,
            "months": list(self.months),
            "notices": [
                {
                    "title": n.title,
                    "number": n.number,
                    "issued": n.issued_on.isoformat() if n.issued_on else None,
                    "note": n.note,
                }
                for n in self.notices
            ],
        }

    def counts(self) -> tuple[int, ...]:
        """Working days of each month by this table alone. Basis: domain.md 2.1, the checksum column."""
        off = {day for run in self.off for day in run.days()}
        work = set(self.work)
        months = [0] * 12
        for n in range(366 if isleap(self.year) else 365):
            day = date(self.year, 1, 1) + ONE_DAY * n
            months[day.month - 1] += day in work or (day.weekday() < 5 and day not in off)
        return tuple(months)


def builtin_years() -> tuple[YearTable, ...]:
    """The packaged years, 2015 to 2026. Basis: the notices named in each file."""
    names = sorted(f.name for f in _folder().iterdir() if f.name[:4].isdigit() and f.name.endswith(".toml"))
    return tuple(YearTable.parse(_folder().joinpath(name).read_text("utf-8")) for name in names)


def statutory_year(year: int) -> YearTable:
    """What is certain of a year without notice: solar days always, lunar days where listed.

    Basis: 全国年节及纪念日放假办法; domain.md 2.2.
    """
    table = _statutory()
    fixed = [
        Off(
            row["name"],
            date.fromisoformat(f"{year}-{row['from']}"),
            date.fromisoformat(f"{year}-{row['to']}"),
        )
        for row in table["every_year"]
    ]
    lunar = [off for off in map(_off, table["lunar"]) if off.from_on.year == year]
    return YearTable(year, "provisional", tuple(sorted(fixed + lunar, key=lambda off: off.from_on)), ())


def _folder() -> Any:
    return files(__package__).joinpath("calendars")


@cache
def _statutory() -> dict[str, Any]:
    return tomllib.loads(_folder().joinpath("statutory.toml").read_text("utf-8"))


def _check(table: YearTable) -> None:
    off = [day for run in table.off for day in run.days()]
    for day in [*off, *table.work]:
        if day.year != table.year and (day.year, day.month) != (table.year - 1, 12):
            raise BadInput(f"{day} 不在 {table.year} 年，也不在上一年 12 月")
    both = set(off) & set(table.work)
    if both:
        raise BadInput(f"{min(both)} 既写成放假又写成上班")
    if len(set(off)) != len(off):
        raise BadInput(f"{table.year} 年有重复的放假日期")
    months = table.counts()
    if table.months and table.months != months:
        raise BadInput(f"{table.year} 年各月工作日应为 {list(table.months)}，按放假安排算得 {list(months)}")
    if table.workdays is not None and table.workdays != sum(months):
        raise BadInput(f"{table.year} 年工作日应为 {table.workdays} 天，按放假安排算得 {sum(months)} 天")


def _rows(table: Mapping[str, Any], key: str) -> Sequence[Any]:
    rows = table.get(key) or ()
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        raise BadInput(f"放假安排的 {key} 应当是列表")
    return rows


def _off(row: Any) -> Off:
    if not isinstance(row, Mapping) or not row.get("name"):
        raise BadInput("每段假期都要有名称（name）")
    first = _day(row.get("from"))
    last = _day(row.get("to", first))
    if last < first or (last - first).days > 31:
        raise BadInput(f"“{row['name']}”的起止日期不对：{first} 至 {last}")
    return Off(str(row["name"]), first, last, str(row.get("note") or ""))


def _notice(row: Any) -> Notice:
    if not isinstance(row, Mapping) or not row.get("title"):
        raise BadInput("每份通知都要有标题（title）")
    issued = row.get("issued")
    return Notice(
        str(row["title"]),
        str(row.get("number") or ""),
        _day(issued) if issued else None,
        str(row.get("note") or ""),
    )


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadInput(f"不是日期：{value}") from None
