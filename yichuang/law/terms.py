"""Terms: from a start and a number of days to the due day, with stops, extension and the reason for each day.

A stop is two civil dates (s, e): the days d with s < d <= e do not count; several stops are united, not added;
an open stop (e is None) is taken to end on `today`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from . import BadInput, BeyondCalendar
from .days import Calendar
from .notices import ONE_DAY

Stop = Sequence[date | str | None]
Day = tuple[date, str, str]

UNITS = ("working", "natural")
COUNTED, SKIPPED, STOPPED = "counted", "skipped", "stopped"
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")

NOTICE_DAYS = 5
DELIVERY_DAYS = 10
TO_WINDOW_DAYS = 1
SINGLE_DAYS, SINGLE_EXTENSION = 20, 10
JOINT_DAYS, JOINT_EXTENSION = 45, 15
HEARING_ASK_DAYS, HEARING_HOLD_DAYS, HEARING_TELL_DAYS = 5, 20, 7


@dataclass(frozen=True, slots=True)
class Due:
    """A due day: published or provisional, and how many working days the stops took out on the way."""

    due_on: date
    status: str
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class GapRule:
    """A dated local rule for 容缺: so many working days before the promised day, and at most so many in all."""

    margin_days: int = 2
    ceiling_days: int = 20


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
    total = _total(days, extend)
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


def provisional(days: Iterable[date], calendar: Calendar) -> bool:
    """Whether any of the days lies after the last published year. Basis: settled.md, Clocks and states."""
    return any(day > calendar.last_published for day in days)


def received_on(filed_on: date, calendar: Calendar, *, rollover: bool = False) -> date:
    """The day a filing counts as received: its own day, or by local rule the next working day.

    Basis: domain.md 1.2 (filing outside working days, L).
    """
    return calendar.next_workday(filed_on) if rollover else filed_on


def notice_due(received_on: date, calendar: Calendar, days: int = NOTICE_DAYS) -> date:
    """The last day to accept, refuse or tell everything that is missing.

    Basis: Administrative Licensing Law, art. 32(1)(4).
    """
    return calendar.after(received_on, days)


def deemed_on(received_on: date, calendar: Calendar, days: int = NOTICE_DAYS) -> date:
    """The working day at whose 00:00 in Shanghai silence turns into acceptance.

    Basis: Administrative Licensing Law, art. 32(1)(4); settled.md, Clocks and states.
    """
    return calendar.after(received_on, days + 1)


def deemed(received_on: date, today: date, calendar: Calendar, days: int = NOTICE_DAYS) -> date | None:
    """The acceptance date that silence has brought about by `today`: the day of receipt, or None so far.

    Basis: Administrative Licensing Law, art. 32(1)(4): accepted as of the day the materials were received.
    """
    return received_on if today >= deemed_on(received_on, calendar, days) else None


def delivery_due(decided_on: date, calendar: Calendar, days: int = DELIVERY_DAYS) -> date:
    """The last day to deliver the licence after the decision. Basis: Administrative Licensing Law, art. 44."""
    return calendar.after(decided_on, days)


def to_window_due(decided_on: date, calendar: Calendar, days: int = TO_WINDOW_DAYS) -> date:
    """The last day for the result to reach the window. Basis: domain.md 1.4 (殷都 2021: one working day)."""
    return calendar.after(decided_on, days)


def gap_due(
    accepted_on: date, promised_days: int | None, rule: GapRule = GapRule(), *, calendar: Calendar
) -> date | None:
    """The last day to hand in what was left out, or None where the promise leaves no room for a gap.

    Without a promise only the ceiling counts. Basis: domain.md 1.5 (容缺受理, Shenzhen; L).
    """
    room = rule.ceiling_days
    if promised_days is not None:
        room = min(room, promised_days - rule.margin_days)
    return calendar.after(accepted_on, room) if room > 0 else None


def extension_allowed(today: date, due_on: date, already: bool) -> str | None:
    """None if the statutory term may be extended now, else the sentence why not.

    Basis: Administrative Licensing Law, art. 42: once, and before the limit passes.
    """
    if already:
        return "这件事已经延过一次期，只能延一次"
    if today > due_on:
        return "法定期限已经过了，不能再延期"
    return None


def joint_due(
    accepted_on: date,
    days: int = JOINT_DAYS,
    *,
    calendar: Calendar,
    stops: Iterable[Stop] = (),
    extend: int = 0,
    today: date | None = None,
) -> Due:
    """The due day of unified, joint or centralised handling: never more than 45 working days and 15 more.

    Basis: Administrative Licensing Law, art. 42(2).
    """
    capped, more = min(days, JOINT_DAYS), min(extend, JOINT_EXTENSION)
    return due(accepted_on, capped, calendar=calendar, stops=stops, extend=more, today=today)


def critical_days(parts: Mapping[str, tuple[int, Sequence[str]]]) -> int:
    """The longest chain of days through parts that wait for each other: name -> (days, names before it).

    BadInput for a name that is missing or a circle. Basis: domain.md 1.3 (joint) and 5.3.
    """
    ends: dict[str, int] = {}
    open_names: set[str] = set()

    def end_of(name: str) -> int:
        if name not in parts or name in open_names:
            raise BadInput(f"并联环节“{name}”不存在，或前后互相等待")
        if name not in ends:
            open_names.add(name)
            days, before = parts[name]
            ends[name] = _total(days, 0) + max(map(end_of, before), default=0)
            open_names.discard(name)
        return ends[name]

    return max(map(end_of, parts), default=0)


def hearing_ask_due(told_on: date, calendar: Calendar) -> date:
    """The last day to ask for a hearing after being told of the right.

    Basis: Administrative Licensing Law, art. 47.
    """
    return calendar.after(told_on, HEARING_ASK_DAYS)


def hearing_hold_due(asked_on: date, calendar: Calendar) -> date:
    """The last day to hold the hearing after it was asked for. Basis: Administrative Licensing Law, art. 47."""
    return calendar.after(asked_on, HEARING_HOLD_DAYS)


def hearing_tell_by(held_on: date, calendar: Calendar) -> date:
    """The last day to tell time and place of a hearing. Basis: Administrative Licensing Law, art. 48(1)(1)."""
    return calendar.before(held_on, HEARING_TELL_DAYS)


def renewal_apply_by(expires_on: date, days: int = 30) -> date:
    """The last day to apply for renewal, in natural days before expiry.

    Basis: Administrative Licensing Law, art. 50; domain.md 1.4.
    """
    return expires_on - timedelta(days=days)


def renewal_deemed(expires_on: date, today: date) -> bool:
    """Whether a timely renewal without decision is granted by silence. Basis: same law, art. 50(2)."""
    return today > expires_on


def at_least(start: date, days: int) -> date:
    """The day on which a period of at least so many natural days ends, not moved to a working day.

    Basis: Civil Code, art. 201; Tendering Law, art. 24; domain.md 3, example 43.
    """
    return start + timedelta(days=_total(days, 0))


def months_after(start: date, months: int) -> date:
    """The same-numbered day so many months on, or the month's last day. Basis: Civil Code, art. 202."""
    year, month = divmod(start.year * 12 + start.month - 1 + _total(months, 0), 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (following - ONE_DAY).day))


def day_on(instant: datetime) -> date:
    """The civil date in Shanghai of an instant. BadInput without a time zone. Basis: domain.md 1.2."""
    if instant.tzinfo is None:
        raise BadInput("时刻要带时区")
    return instant.astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """The instant, in UTC, at which a civil date begins in Shanghai. Basis: domain.md 1.2."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def _total(days: int, extend: int) -> int:
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
        if s >= end:
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
        if length > room or (s - start).days >= length:
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
