"""When each member of a bundle begins and is due, the joint date (并联、最早办结日), and what would shorten it most.

Every member begins on the first day it may. So each date, and the joint date with them, is the earliest there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from . import BadInput, terms
from .days import Calendar
from .numbers import days_text, plain_date
from .standing import in_order

TRIED = 40


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
class Saving:
    """How many working days sooner the whole would be there if this member took no time, and why."""

    item: str
    days_saved: int
    why: str


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
    waits = last.item if last is not None and free[last.item] >= floor and not _begun(node) else None
    starts = node.started_on or (free[waits] if waits else floor)
    if node.done_on:
        starts = min(starts, node.done_on)
    due = node.done_on or node.due_on or _due(node, starts, calendar)
    known = bool(node.done_on or node.due_on) or (node.days is not None and all(s.certain for s in before))
    why = _why(node, starts, due, _named(whole[waits]) if waits else "")
    return Slot(node.item, node.after, starts, due, node.days, known, why, waits)


def _begun(node: Node) -> bool:
    return bool(node.started_on or node.done_on)


def _due(node: Node, starts: date, calendar: Calendar) -> date:
    accepted = calendar.after(starts, node.before)
    return terms.due(accepted, node.days or 0, unit=node.unit, calendar=calendar, extend=node.special).due_on


def _named(node: Node) -> str:
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


def shorten(
    nodes: Iterable[Node], start: date, calendar: Calendar, *, today: date | None = None, most: int = 3
) -> tuple[Saving, ...]:
    """Return which members, if they took no time, would bring the joint date forward most; the greatest first.

    Only a member on every longest chain can. Basis: issue 4 (what would shorten it).
    """
    whole = {node.item: node for node in nodes}
    if not whole:
        return ()
    slots = {slot.item: slot for slot in schedule(whole.values(), start, calendar, today=today)}
    end = joint(tuple(slots.values()))
    soonest = {
        item: max(slots[item].starts_on, today or start)
        for item in _on_every_chain(whole, slots, end, calendar)
        if not whole[item].done_on
    }
    spans = {item: calendar.between(day, slots[item].due_on) for item, day in soonest.items()}
    exact = all(node.unit == "working" for node in whole.values())
    place, found = {item: n for n, item in enumerate(whole)}, list[Saving]()
    for tried, item in enumerate(sorted(filter(spans.get, spans), key=lambda one: -spans[one])):
        # Across a holiday a natural term can gain more days than its forerunner lost, so there more are tried.
        if (exact or tried >= TRIED) and len(found) >= most and spans[item] < found[most - 1].days_saved:
            break
        sooner = replace(whole[item], done_on=soonest[item])
        saved = calendar.between(
            joint(schedule({**whole, item: sooner}.values(), start, calendar, today=today)), end
        )
        if saved:
            found.append(Saving(item, saved, _saving(whole[item], saved, spans[item])))
        found.sort(key=lambda saving: (-saving.days_saved, place[saving.item]))
    return tuple(found[:most])


def _saving(node: Node, saved: int, span: int) -> str:
    least = f"“{_named(node)}”占 {span} 个工作日，别的事项都要等它或比它先办好"
    if saved < span:
        return f"{least}，它当天办好，全程早 {saved} 个工作日，再往下由别的事项决定"
    return f"{least}，它早一天，全程就早一天，最多早 {saved} 个工作日"


def _on_every_chain(
    whole: Mapping[str, Node], slots: Mapping[str, Slot], end: date, calendar: Calendar
) -> list[str]:
    """The members that no longest chain goes around: as many chains pass through them as there are."""
    before = {
        item: [
            one
            for one in node.after
            if not _begun(node) and calendar.after(slots[one].due_on, whole[one].out) == slots[item].starts_on
        ]
        for item, node in whole.items()
    }
    order = in_order(before)
    upto = dict.fromkeys(whole, 0)
    for item in order:
        upto[item] = sum(upto[one] for one in before[item]) or 1
    onward = {item: int(slots[item].due_on == end) for item in whole}
    for item in reversed(order):
        for one in before[item]:
            onward[one] += onward[item]
    total = sum(upto[item] for item in whole if slots[item].due_on == end)
    return [item for item in whole if upto[item] * onward[item] == total]


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
