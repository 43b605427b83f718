"""Terms: the clocks of a case, each with its article, on top of `reckoning`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from . import BadInput
from .days import Calendar
from .notices import ONE_DAY
from .reckoning import COUNTED, SKIPPED, STOPPED, UNITS, Day, Due, Stop, due, remaining, used, whole, why

EAST = timedelta(hours=8)
SHANGHAI = timezone(EAST, "Asia/Shanghai")

NOTICE_DAYS = 5
DELIVERY_DAYS = 10
TO_WINDOW_DAYS = 1
DRAFT_DAYS = 30
SINGLE_DAYS, SINGLE_EXTENSION = 20, 10
JOINT_DAYS, JOINT_EXTENSION = 45, 15
HEARING_ASK_DAYS, HEARING_HOLD_DAYS, HEARING_TELL_DAYS = 5, 20, 7

__all__ = [
    "COUNTED",
    "SKIPPED",
    "STOPPED",
    "UNITS",
    "Day",
    "Due",
    "GapRule",
    "Stop",
    "at_least",
    "critical_days",
    "day_on",
    "deemed",
    "deemed_on",
    "delivery_due",
    "due",
    "extension_allowed",
    "gap_days",
    "gap_due",
    "hearing_ask_due",
    "hearing_hold_due",
    "hearing_tell_by",
    "joint_due",
    "midnight",
    "months_after",
    "notice_due",
    "provisional",
    "received_on",
    "remaining",
    "renewal_apply_by",
    "renewal_deemed",
    "to_window_due",
    "used",
    "why",
]


@dataclass(frozen=True, slots=True)
class GapRule:
    """A dated local rule for 容缺: so many working days before the promised day, and at most so many in all."""

    margin_days: int = 2
    ceiling_days: int = 20


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


def gap_days(
    accepted_on: date,
    promised_days: int | None,
    rule: GapRule = GapRule(),
    *,
    calendar: Calendar,
    unit: str = "working",
) -> int:
    """The working days to hand in what was left out, 0 where the promise leaves no room for a gap.

    So many working days before the promised day, whatever unit the promise is in; without a promise only the ceiling
    counts. Basis: domain.md 1.5 (容缺受理, Shenzhen; L).
    """
    if promised_days is None:
        return rule.ceiling_days
    promised_on = due(accepted_on, promised_days, unit=unit, calendar=calendar).due_on
    room = calendar.between(accepted_on, promised_on) - rule.margin_days
    return max(0, min(rule.ceiling_days, room))


def gap_due(
    accepted_on: date,
    promised_days: int | None,
    rule: GapRule = GapRule(),
    *,
    calendar: Calendar,
    unit: str = "working",
) -> date | None:
    """The last day to hand in what was left out, or None where the promise leaves no room for a gap.

    Basis: as `gap_days`.
    """
    room = gap_days(accepted_on, promised_days, rule, calendar=calendar, unit=unit)
    return calendar.after(accepted_on, room) if room else None


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
    """The due day of unified, joint or centralised handling: at most 45 working days, whatever the chain needs.

    BadInput for an extension of more than 15. Basis: Administrative Licensing Law, art. 42(2).
    """
    if extend > JOINT_EXTENSION:
        raise BadInput(f"联合办理最多延长 {JOINT_EXTENSION} 个工作日")
    capped = min(days, JOINT_DAYS)
    return due(accepted_on, capped, calendar=calendar, stops=stops, extend=extend, today=today)


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
            ends[name] = whole(days) + max(map(end_of, before), default=0)
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
    return start + timedelta(days=whole(days))


def months_after(start: date, months: int) -> date:
    """The same-numbered day so many months on, or the month's last day. Basis: Civil Code, art. 202."""
    year, month = divmod(start.year * 12 + start.month - 1 + whole(months), 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (following - ONE_DAY).day))


def day_on(instant: datetime) -> date:
    """The civil date in Shanghai of an instant. BadInput without a time zone. Basis: domain.md 1.2."""
    if instant.tzinfo is None:
        raise BadInput("时刻要带时区")
    if instant.tzinfo is UTC:
        return (instant + EAST).date()  # the same, five times as fast
    return instant.astimezone(SHANGHAI).date()


def midnight(day: date) -> datetime:
    """The instant, in UTC, at which a civil date begins in Shanghai. Basis: domain.md 1.2."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
