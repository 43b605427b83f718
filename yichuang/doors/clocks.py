"""The clocks of a case as people read them, and why a due day is that day: each day after the start, and what it counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.clock import book
from yichuang.clock.acts import COUNTING
from yichuang.clock.models import Stop, Term, TermKind
from yichuang.ground.templatetags.yc import cndate
from yichuang.law import BeyondCalendar, terms
from yichuang.law.cards import YELLOW_LEAST

UNITS = {"working": "工作日", "natural": "自然日"}
LICENSING = "《行政许可法》"
BASES = {
    "notice": f"{LICENSING}第三十二条第一款第四项、第八十二条",
    "correction": "补正期限的当地规定",
    "statutory": f"{LICENSING}第四十二条、第四十五条、第八十二条；《民法典》第二百零一条、第二百零三条",
    "promised": "事项的承诺时限；计算办法同法定时限",
    "to_window": "殷政办〔2021〕15号 三（一）1（2）",
    "delivery": f"{LICENSING}第四十四条、第八十二条",
    "gap": "容缺受理的当地规定",
    "hearing": f"{LICENSING}第四十七条、第八十二条",
}
STARTS = {
    "notice": "收到材料",
    "correction": "告知补正",
    "statutory": "受理",
    "promised": "受理",
    "to_window": "决定",
    "delivery": "决定",
    "gap": "容缺受理",
    "hearing": "告知或要求听证",
}


@dataclass(frozen=True, slots=True)
class Left:
    """How long is left: `days` None = the clock stands still or there is none; `still` = days it has stood still."""

    days: int | None
    due: date | None
    words: str
    card: str
    card_word: str
    still: int | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a case."""

    id: int
    kind: str
    name: str
    starts_on: date
    length: str
    due_on: date | None
    provisional: bool
    state: str
    left: Left
    running: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of the derivation: `count` is its number if it counted."""

    day: date
    state: str
    reason: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a term ends on its day, as a table that can be shown and printed."""

    clock: Clock
    days: tuple[Counted, ...]
    told: tuple[str, ...]
    basis: str
    calendar: str
    beyond: str = ""


def left(
    today: date, due_on: date | None, colour: str, stopped_since: date | None, calendar: Any, *, is_stopped: bool = False
) -> Left:  # fmt: skip
    """Return what is left of a term whose colour is known; a stopped one says how long it has stood still."""
    if is_stopped:
        still = (today - stopped_since).days if stopped_since else None
        return Left(None, None, "不计时" if still is None else f"停{still}天", "", "", still)
    if due_on is None:
        return Left(None, None, "没有期限", "", "")
    days = terms.remaining(today, due_on, calendar)
    if today > due_on and days == 0:
        days = -1
    card = "red" if days < 0 else "yellow" if days <= YELLOW_LEAST or colour == "yellow" else ""
    word = f"超{-days}个工作日" if days < 0 else "今天到期" if days == 0 else f"还剩{days}个工作日"
    return Left(days, due_on, word, card, word)


def clocks(rows: Iterable[Term], stops: Iterable[Stop], today: date, stamp: int, region: str) -> list[Clock]:
    """Return the clocks of a case, running ones first."""
    calendar = book.calendar(stamp, region)
    since = next((stop.starts_on for stop in stops if stop.ends_on is None and not stop.counted), None)
    made = [_clock(row, since, today, calendar) for row in rows]
    return sorted(made, key=lambda clock: (not clock.running, clock.starts_on, clock.id))


def _clock(row: Term, since: date | None, today: date, calendar: Any) -> Clock:
    running = row.ended_on is None
    more = f"，延期{row.extend}个{UNITS[row.unit]}" if row.extend else ""
    state = "在走" if running and not row.stopped else "停着" if running else f"{cndate(row.ended_on)}结束"
    rest = (
        left(today, row.due_on, row.colour, since, calendar, is_stopped=row.stopped)
        if running
        else Left(None, row.due_on, "", "", "")
    )
    return Clock(
        row.pk, row.kind, TermKind(row.kind).label, row.starts_on, f"{row.days}个{UNITS[row.unit]}{more}", row.due_on, row.provisional, state,
        rest, running,
    )  # fmt: skip


def why(row: Term, stops: Iterable[Stop], today: date, stamp: int, region: str) -> Why:
    """Return the derivation of a term: every day after its start up to the due day. Basis: `law.terms.why`."""
    calendar, spans = book.calendar(stamp, region), [stop for stop in stops if not stop.counted]
    used = [(s.starts_on, s.ends_on, s.name) for s in spans] if row.kind in COUNTING else []
    clock = _clock(row, None, today, calendar)
    until = today if row.ended_on is None else row.ended_on
    try:
        found = terms.why(
            row.starts_on, row.days, unit=row.unit, calendar=calendar, stops=used, extend=row.extend, today=max(until, row.starts_on)
        )  # fmt: skip
    except BeyondCalendar as error:
        return Why(clock, (), _told(row, used), BASES[row.kind], calendar.version[:16], f"{error}。")
    return Why(clock, _numbered(found), _told(row, used), BASES[row.kind], calendar.version[:16])


def _numbered(found: Iterable[tuple[date, str, str]]) -> tuple[Counted, ...]:
    made: list[Counted] = []
    number = 0
    for day, state, reason in found:
        number += state == terms.COUNTED
        made.append(Counted(day, state, reason, number if state == terms.COUNTED else None))
    return tuple(made)


def _told(row: Term, used: list[tuple[date, date | None, str]]) -> tuple[str, ...]:
    unit = UNITS[row.unit]
    first = f"{cndate(row.starts_on)}{STARTS[row.kind]}，当天不算，从次日起数{row.days}个{unit}。"
    if not row.days:
        first = f"{cndate(row.starts_on)}{STARTS[row.kind]}，期限0天，当天到期。"
    more = [f"批准延期，再加{row.extend}个{unit}。"] if row.extend else []
    for begin, end, name in used:
        span = f"到{cndate(end)}" if end else "到现在"
        more.append(f"{name}：{cndate(begin)}之后{span}不计时，开始当天照算。")
    return (first, *more)
