"""The colour of a running term, and the next civil date on which it can change."""

from dataclasses import dataclass
from datetime import date, timedelta

from . import BadInput
from .days import Calendar
from .notices import ONE_DAY

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
COLOURS = ((GREEN, "正常"), (YELLOW, "黄牌预警"), (RED, "红牌超期"), (GREY, "不计时"))
YELLOW_SHARE = 5  # one fifth of the promise
YELLOW_LEAST = 1


@dataclass(frozen=True, slots=True)
class Light:
    """A colour and when to look again; None where only an act can change it."""

    colour: str
    turns_on: date | None


def light(
    today: date,
    due_on: date | None,
    promised_days: int | None,
    calendar: Calendar,
    stopped: bool = False,
    *,
    unit: str = "working",
) -> Light:
    """Yellow while days left <= max(1 working day, a fifth of the promise), red after the due day.

    Grey while stopped or without a due day: no card then. A fifth is rounded down; for natural days it is a
    fifth of the natural days, and one working day left is yellow all the same.
    Basis: 粤府办〔2016〕19号 二(五); domain.md 10.1 (Y1, R1), 3 (examples 29, 30).
    """
    if stopped or due_on is None:
        return Light(GREY, None)
    if today > due_on:
        return Light(RED, None)
    yellow_on = yellow_from(due_on, promised_days, calendar, unit=unit)
    return Light(YELLOW, due_on + ONE_DAY) if today >= yellow_on else Light(GREEN, yellow_on)


def yellow_from(
    due_on: date, promised_days: int | None, calendar: Calendar, *, unit: str = "working"
) -> date:
    """The first civil date on which a running term is yellow. Basis: domain.md 10.1 (Y1)."""
    share = (promised_days or 0) // YELLOW_SHARE
    if unit == "working":
        return _last_days(due_on, max(YELLOW_LEAST, share), calendar)
    if unit == "natural":
        return min(_last_days(due_on, YELLOW_LEAST, calendar), due_on - timedelta(days=share))
    raise BadInput(f"时限单位只能是 working 或 natural，不能是 {unit}")


def _last_days(due_on: date, days: int, calendar: Calendar) -> date:
    return calendar.before(due_on, days if calendar.is_workday(due_on) else days + 1)
