"""Reckoning: from a start and a number of days to the due day, with stops, and the reason for each day.

A stop is two civil dates (s, e): the days d with s < d <= e do not count; several stops are united, not added;
an open stop (e is None) is taken to end on `today`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from . import BadInput, BeyondCalendar
from .days import Calendar
from .notices import ONE_DAY

Stop = Sequence[date | str | None]
Day = tuple[date, str, str]

UNITS = ("working", "natural")
COUNTED, SKIPPED, STOPPED = "counted", "skipped", "stopped"


@dataclass(frozen=True, slots=True)
class Due:
    """A due day: published or provisional, and how many working days the stops took out on the way."""

    due_on: date
    status: str
    excluded: int = 0


def due(
    start: date,
    days: int,
    *,
    unit: str = "working",
    calendar: Calendar,
    stops: Iterable[Stop] = (),
    extend: int = 0,
    today: date | None = None,
) -> Due:
    """The due day of `days` (+ `extend`) after `start`; 0 days is the start itself, also on a day off.

    Natural days end on a working day: the last day moves forward. BadInput for negative or fractional days, a
    stop that ends before it starts, an open stop without `today`; BeyondCalendar outside the calendar.
    Basis: Administrative Licensing Law, arts. 42, 45, 82; Civil Code, arts. 201, 203; domain.md 1.3.
    """
    total = whole(days, extend)
    if unit == "working":
        runs = _runs(stops, today) if stops else ()
        end, excluded = _work_out(start, total, calendar, runs) if runs else (calendar.after(start, total), 0)
    else:
        last, excluded = _run_out(start, total, unit, calendar, _runs(stops, today))
        end = calendar.next_workday(last) if total else last
    return Due(end, "published" if end <= calendar.last_published else "provisional", excluded)


def why(
    start: date,
    days: int,
    *,
    unit: str = "working",
    calendar: Calendar,
    stops: Iterable[Stop] = (),
    extend: int = 0,
    today: date | None = None,
) -> tuple[Day, ...]:
    """Each day after the start up to the due day: counted, skipped or stopped, and the reason in Chinese.

    The counted days are always `days + extend` in number. A stop may carry a third member, its name.
    Basis: Administrative Licensing Law, arts. 42, 45, 82; domain.md 1.2 and 1.3.
    """
    stops = tuple(stops)
    end = due(start, days, unit=unit, calendar=calendar, stops=stops, extend=extend, today=today).due_on
    named = tuple((*_bounds(stop, today), str(stop[2]) if len(stop) > 2 else "停止计时") for stop in stops)
    left, rows, day = days + extend, [], start
    while day < end:
        day += ONE_DAY
        row = _weigh(day, unit, calendar, named) if left else (SKIPPED, _rolled(day, end, calendar))
        left -= row[0] == COUNTED
        rows.append((day, *row))
    return tuple(rows)


def used(
    start: date,
    closed: date,
    calendar: Calendar,
    stops: Iterable[Stop] = (),
    *,
    unit: str = "working",
    today: date | None = None,
) -> int:
    """Days used from `start` to `closed`, stops taken out; the same day is 0. BadInput when closed is earlier.

    Basis: domain.md 1.3 (used), 1.2; Administrative Licensing Law, arts. 45, 82.
    """
    if closed < start:
        raise BadInput(f"办结日 {closed} 早于起算日 {start}")
    count = _counter(unit, calendar)
    out = sum(
        count(max(s, start), min(e, closed)) for s, e in _runs(stops, today) if s < closed and e > start
    )
    return count(start, closed) - out


def remaining(
    today: date, due_on: date, calendar: Calendar, *, stops: Iterable[Stop] = (), unit: str = "working"
) -> int:
    """Days left after `today` up to the due day; negative by the days it is over, without stopped ones.

    Basis: domain.md 3, examples 23, 29, 30.
    """
    if today <= due_on:
        return used(today, due_on, calendar, stops, unit=unit, today=today)
    return -used(due_on, today, calendar, stops, unit=unit, today=today)


def whole(days: int, extend: int = 0) -> int:
    """The sum of two whole numbers of days, neither negative; BadInput otherwise. Basis: settled.md, Commands."""
    if type(days) is not int or type(extend) is not int:
        raise BadInput("天数要是整数")
    if days < 0 or extend < 0:
        raise BadInput("天数不能小于 0")
    return days + extend


def _bounds(stop: Stop, today: date | None) -> tuple[date, date]:
    if isinstance(stop, str) or not 2 <= len(stop) <= 3:
        raise BadInput("停止计时要写成起、止两个日期")
    start, end = stop[0], stop[1]
    if end is None:
        if today is None:
            raise BadInput("停止计时还没有结束，要说明今天是哪天")
        end = max(start, today) if type(start) is date else today
    if type(start) is not date or type(end) is not date:
        raise BadInput("停止计时的起止要是日期")
    if end < start:
        raise BadInput(f"停止计时的结束日 {end} 早于开始日 {start}")
    return start, end


def _runs(stops: Iterable[Stop], today: date | None) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for start, end in sorted(_bounds(stop, today) for stop in stops):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs


def _work_out(start: date, total: int, calendar: Calendar, runs: list[tuple[date, date]]) -> tuple[date, int]:
    end, excluded = calendar.after(start, total), 0
    for s, e in runs:
        if max(s, start) >= end:
            break
        if e > start:
            excluded += _reach(calendar, max(s, start), e)
            end = calendar.after(start, total + excluded)
    return end, excluded


def _run_out(
    start: date, total: int, unit: str, calendar: Calendar, runs: list[tuple[date, date]]
) -> tuple[date, int]:
    _counter(unit, calendar)
    calendar.after(start, 0)
    room = (calendar.last - start).days
    length, excluded = total, 0
    for s, e in runs:
        if length > room or (max(s, start) - start).days >= length:
            break
        if e > start:
            length += (e - max(s, start)).days
            excluded += _reach(calendar, max(s, start), e)
    if length > room:
        raise BeyondCalendar(f"工作日历只到 {calendar.last}，再往后的放假安排还没有公布")
    return start + timedelta(days=length), excluded


def _reach(calendar: Calendar, start: date, end: date) -> int:
    if end > calendar.last:
        raise BeyondCalendar(f"工作日历只到 {calendar.last}，再往后的放假安排还没有公布")
    return calendar.between(start, end)


def _counter(unit: str, calendar: Calendar) -> Callable[[date, date], int]:
    if unit == "working":
        return calendar.between
    if unit == "natural":
        return lambda start, end: (end - start).days
    raise BadInput(f"时限单位只能是 working 或 natural，不能是 {unit}")


def _weigh(
    day: date, unit: str, calendar: Calendar, named: Sequence[tuple[date, date, str]]
) -> tuple[str, str]:
    if unit == "working" and not calendar.is_workday(day):
        return SKIPPED, calendar.reason(day)
    for start, end, name in named:
        if start < day <= end:
            return STOPPED, name
    return COUNTED, calendar.reason(day) if unit == "working" else "自然日"


def _rolled(day: date, end: date, calendar: Calendar) -> str:
    return "顺延到这一天" if day == end else f"{calendar.reason(day)}，期满日顺延"
