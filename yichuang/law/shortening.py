"""What would shorten a bundle most: the members that every longest chain passes through, each tried exactly."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush

from .days import Calendar
from .standing import in_order
from .timing import Node, Slot, begun, critical_path, end_of, joint, named, schedule


@dataclass(frozen=True, slots=True)
class Saving:
    """How many working days sooner the whole would be there if this member took no time, and why."""

    item: str
    days_saved: int
    why: str


def shorten(
    nodes: Iterable[Node], start: date, calendar: Calendar, *, today: date | None = None, most: int = 3,
    slots: Sequence[Slot] | None = None,
) -> tuple[Saving, ...]:  # fmt: skip
    """Return which members, if they took no time, would bring the joint date forward most; the greatest first.

    Only a member on every longest chain can. Each has a bound, what its own chain would save; they are tried in that order
    until no other can save more. `slots`: the schedule where it is known already. Basis: issue 4 (what would shorten it most, and why).
    """
    whole = {node.item: node for node in nodes}
    if not whole:
        return ()
    slots = schedule(whole.values(), start, calendar, today=today) if slots is None else slots
    line = _Line(whole, slots, max(start, today or start), calendar)
    bounds = {item: saved for item in line.on_every_chain() if (saved := line.bound(item))}
    place, found = {item: n for n, item in enumerate(whole)}, list[Saving]()
    for item in sorted(bounds, key=lambda one: (-bounds[one], place[one])):
        least = found[most - 1] if len(found) >= most else None
        if least and (least.days_saved, -place[least.item]) > (bounds[item], -place[item]):
            break
        if saved := line.saved(item):
            found.append(Saving(item, saved, _why(whole[item], saved, line.span(item))))
            found.sort(key=lambda saving: (-saving.days_saved, place[saving.item]))
    return tuple(found[:most])


def _why(node: Node, saved: int, span: int) -> str:
    first = f"“{named(node)}”在最长的一条线上，占 {span} 个工作日"
    if saved < span:
        return f"{first}。它当天办好，全程早 {saved} 个工作日，再往下由别的事项决定"
    return f"{first}。它早一天，全程就早一天，最多早 {saved} 个工作日"


class _Line:
    """The days of a plan, and what becomes of them when one member takes no time."""

    def __init__(
        self, whole: Mapping[str, Node], slots: Sequence[Slot], floor: date, calendar: Calendar
    ) -> None:
        self.whole, self.floor, self.calendar = whole, floor, calendar
        self.slots = {slot.item: slot for slot in slots}
        self.end, self.path = joint(slots), critical_path(slots)
        self.free = {slot.item: calendar.after(slot.due_on, whole[slot.item].out) for slot in slots}
        self.order = in_order({item: node.after for item, node in whole.items()})
        self.place = {item: n for n, item in enumerate(self.order)}
        self.behind: dict[str, list[str]] = {item: [] for item in whole}
        for item, node in whole.items():
            for one in node.after:
                self.behind[one].append(item)
        self.latest = sorted(slots, key=lambda slot: slot.due_on, reverse=True)
        self.simple = all(node.unit == "working" for node in whole.values())

    def soonest(self, item: str) -> date:
        """The first day on which a member could be done."""
        return max(self.slots[item].starts_on, self.floor)

    def span(self, item: str) -> int:
        return self.calendar.between(self.soonest(item), self.slots[item].due_on)

    def bound(self, item: str) -> int:
        """What the member could save if its own longest chain were all there is.

        Working terms hand on exactly what they are given; a natural one may gain or lose over a holiday, so it is walked.
        """
        if self.simple or not self.span(item):
            return self.span(item)
        free = self.calendar.after(self.soonest(item), self.whole[item].out)
        end = self.soonest(item)
        for one in self.path[self.path.index(item) + 1 :]:
            node = self.whole[one]
            end = end_of(node, max(free, self.floor), self.calendar)
            free = self.calendar.after(end, node.out)
        return self.calendar.between(end, self.end)

    def saved(self, item: str) -> int:
        """What the member saves: those behind it are reckoned again as far as anything changes."""
        ends = {item: self.soonest(item)}
        free = {item: self.calendar.after(ends[item], self.whole[item].out)}
        waiting = [self.place[one] for one in self.behind[item]]
        waiting.sort()
        while waiting:
            one = self.order[heappop(waiting)]
            node = self.whole[one]
            if one in ends or begun(node):
                continue
            starts = max(self.floor, max(free.get(before) or self.free[before] for before in node.after))
            end = end_of(node, starts, self.calendar)
            if end != self.slots[one].due_on:
                ends[one], free[one] = end, self.calendar.after(end, node.out)
                for following in self.behind[one]:
                    heappush(waiting, self.place[following])
        rest = next((slot.due_on for slot in self.latest if slot.item not in ends), self.floor)
        return self.calendar.between(max(rest, *ends.values()), self.end)

    def on_every_chain(self) -> list[str]:
        """The members that no longest chain goes around: as many chains pass through them as there are."""
        before = {
            item: []
            if begun(node)
            else [one for one in node.after if self.free[one] == self.slots[item].starts_on]
            for item, node in self.whole.items()
        }
        upto = dict.fromkeys(self.whole, 0)
        for item in self.order:
            upto[item] = sum(upto[one] for one in before[item]) or 1
        last = {item for item, slot in self.slots.items() if slot.due_on == self.end}
        onward = {item: int(item in last) for item in self.whole}
        for item in reversed(self.order):
            for one in before[item]:
                onward[one] += onward[item]
        total = sum(upto[item] for item in last)
        return [
            item for item in self.whole if upto[item] * onward[item] == total and not self.whole[item].done_on
        ]
