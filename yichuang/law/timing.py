"""When each member of a bundle begins and is due, and the joint date (并联、最早办结日) of the whole.

Every member begins on the first day it may. So each date, and the joint date with them, is the earliest there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import BadInput, terms
from .days import Calendar
from .numbers import days_text, plain_date
from .standing import in_order


@dataclass(frozen=True, slots=True)
class Node:
    """A member as the clock sees it.

    `before`: working days until it is accepted (notice); `special`: days that do not count, in its own unit; `out`: working
    days from its end until a successor may begin (delivery). `started_on`, `due_on` and `done_on` are facts of a running one.
    """

    item: str
    after: tuple[str, ...] = ()
    days: int | None = None
    unit: str = "working"
    before: int = 0
    special: int = 0
    out: int = 0
    started_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A member's days: from when, until when (done: the day it was), whether nothing unknown lies before them, and why.

    `waits_for` is the member whose end is its beginning; None where it begins with the application, today, or did already.
    """

    item: str
    after: tuple[str, ...]
    starts_on: date
    due_on: date
    days: int | None
    certain: bool
    why: str
    waits_for: str | None = None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What joint handling is held to: its last day, with the extension, the permits' own last day, and which holds."""

    due_on: date
    extended_on: date
    last_on: date
    working_days: int
    permits: tuple[str, ...]

    @property
    def within(self) -> str:
        """`within`, `extended` (only with the extension), or `beyond`. Basis: as `ceiling`."""
        return (
            "within"
            if self.last_on <= self.due_on
            else "extended"
            if self.last_on <= self.extended_on
            else "beyond"
        )


def schedule(
    nodes: Iterable[Node], start: date, calendar: Calendar, *, today: date | None = None
) -> tuple[Slot, ...]:
    """Return the days of every member in the order given; one that has not begun never begins before `today`.

    A member begins on the day the last of those before it is due (day 0), or on the start date.
    BadInput for an unknown member or a circle, BeyondCalendar for days that the calendar does not reach.
    Basis: issue 4 (command contract); 《行政许可法》 arts. 32, 42, 44, 45, 82; domain.md 1.3 (joint).
    """
    whole = {node.item: node for node in nodes}
    place = {item: n for n, item in enumerate(whole)}
    free: dict[str, date] = {}
    made: dict[str, Slot] = {}
    floor = max(start, today) if today else start
    for item in in_order({item: node.after for item, node in whole.items()}):
        node = whole[item]
        slot = _slot(node, [made[one] for one in sorted(node.after, key=place.__getitem__)], free, floor, calendar, whole)  # fmt: skip
        made[item] = slot
        free[item] = calendar.after(slot.due_on, node.out)
    return tuple(made[item] for item in whole)


def _slot(
    node: Node,
    before: Sequence[Slot],
    free: Mapping[str, date],
    floor: date,
    calendar: Calendar,
    whole: Mapping[str, Node],
) -> Slot:
    # max keeps the first of equals: ties by file order.
    last = max(before, key=lambda slot: free[slot.item], default=None)
    waits = last.item if last is not None and free[last.item] >= floor and not begun(node) else None
    starts = node.started_on or (free[waits] if waits else floor)
    if node.done_on:
        starts = min(starts, node.done_on)
    due = end_of(node, starts, calendar)
    known = bool(node.done_on or node.due_on) or (node.days is not None and all(s.certain for s in before))
    why = _why(node, starts, due, named(whole[waits]) if waits else "")
    return Slot(node.item, node.after, starts, due, node.days, known, why, waits)


def begun(node: Node) -> bool:
    """Tell whether a member runs or is done, whatever it would wait for. Basis: issue 4 (a running bundle)."""
    return bool(node.started_on or node.done_on)


def end_of(node: Node, starts: date, calendar: Calendar) -> date:
    """Return the day a member that starts on a day ends: the fact where there is one, else its term.

    Basis: 《行政许可法》 arts. 32, 42, 45, 82; domain.md 1.3.
    """
    if node.done_on or node.due_on:
        return node.done_on or node.due_on  # type: ignore[return-value]
    accepted = calendar.after(starts, node.before)
    return terms.due(accepted, node.days or 0, unit=node.unit, calendar=calendar, extend=node.special).due_on


def named(node: Node) -> str:
    """Return how a member is called in a sentence. Basis: ux.md 7.1."""
    return node.name or node.item


def _why(node: Node, starts: date, due: date, waits: str) -> str:
    if node.done_on:
        return f"{plain_date(due)}已经办好"
    if node.started_on:
        begins = f"{plain_date(starts)}已经开始"
    else:
        begins = f"“{waits}”办好就开始" if waits else f"{plain_date(starts)}开始"
    if node.due_on:
        return f"{begins}，{plain_date(due)}到期"
    if node.days is None:
        return f"{begins}，时限没有查到，先按 0 天算"
    margins = (("受理", node.before, "working"), ("特别程序", node.special, node.unit), ("送达", node.out, "working"))  # fmt: skip
    more = "".join(f"，{word} {days_text(days, unit)}" for word, days, unit in margins if days)
    takes = f"办理 {days_text(node.days, node.unit)}" if node.days else "当天办好"
    return f"{begins}，{takes}{more}"


def joint(slots: Sequence[Slot]) -> date:
    """Return the joint date: the day the last member is due. BadInput where there is none. Basis: domain.md 5.3."""
    if not slots:
        raise BadInput("这件事里没有要办的事项")
    return max(slot.due_on for slot in slots)


def critical_path(slots: Sequence[Slot]) -> tuple[str, ...]:
    """Return the members that make the joint date what it is, from the first to the last; of equals the first in the file.

    Basis: domain.md 5.3 (parent limit: max over the dependency graph); settled.md, Commands (plan).
    """
    known = {slot.item: slot for slot in slots}
    at = max(slots, key=lambda slot: slot.due_on, default=None)
    path: list[str] = []
    while at is not None:
        path.append(at.item)
        at = known[at.waits_for] if at.waits_for else None
    return tuple(reversed(path))


def ceiling(slots: Iterable[Slot], permits: Iterable[str], start: date, calendar: Calendar) -> Ceiling | None:
    """Return how the permits of a bundle stand to 45 (+15) working days from the start; None where it holds no permit.

    Basis: 《行政许可法》 art. 42(2): unified, joint or centralised handling.
    """
    held = set(permits)
    found = [slot for slot in slots if slot.item in held]
    if not found:
        return None
    last = max(slot.due_on for slot in found)
    return Ceiling(
        terms.joint_due(start, calendar=calendar).due_on,
        terms.joint_due(start, calendar=calendar, extend=terms.JOINT_EXTENSION).due_on,
        last, calendar.between(start, last), tuple(slot.item for slot in found),
    )  # fmt: skip
