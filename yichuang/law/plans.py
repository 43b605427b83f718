"""The plan of a bundle (一件事的排期): who stands, one set of papers, what begins when, the joint date and what it hangs on.

Provably the earliest: every member begins on the first day it may, and a later beginning is never due sooner.
Basis: 国发〔2024〕3号; issue 4; settled.md, Commands (plan).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import merging, timing
from .days import Calendar
from .merging import Paper
from .procedures import PERMIT
from .shortening import Saving, shorten
from .standing import Bundle, Member, Standing, in_order, members, standing
from .timing import Ceiling, Node, Slot, ceiling, critical_path, joint, schedule

__all__ = [
    "Ceiling",
    "Member",
    "Node",
    "Plan",
    "Saved",
    "Saving",
    "Slot",
    "Standing",
    "ceiling",
    "critical_path",
    "days_of",
    "joint",
    "members",
    "node_of",
    "one_by_one",
    "plan",
    "schedule",
    "shorten",
    "standing",
    "unit_of",
]


@dataclass(frozen=True, slots=True)
class Saved:
    """Papers and visits before and after: each item for itself, and all as one. What is unknown stays None."""

    materials_before: int
    materials_after: int
    visits_before: int | None
    visits_after: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer of the planner."""

    start: date
    standing: Standing
    slots: tuple[Slot, ...]
    joint_due_on: date | None
    certain: bool
    critical_path: tuple[str, ...]
    papers: tuple[Paper, ...]
    saved: Saved
    questions_left: tuple[str, ...]
    ceiling: Ceiling | None
    shorten: tuple[Saving, ...]

    @property
    def to_hand_in(self) -> tuple[Paper, ...]:
        """The papers that the applicant brings himself. Basis: 国务院令第716号, arts. 7-12."""
        return tuple(paper for paper in self.papers if not paper.waived)

    def told(self) -> dict[str, Any]:
        """Return the plan as the command prints it; the keys are a contract. Basis: issue 4 (command contract)."""
        saved = self.saved
        return {
            "members": [
                {
                    "item": slot.item, "after": list(slot.after), "starts_on": slot.starts_on.isoformat(),
                    "due_on": slot.due_on.isoformat(), "days": slot.days,
                }
                for slot in self.slots
            ],
            "joint_due_on": self.joint_due_on.isoformat() if self.joint_due_on else None, "joint_due_certain": self.certain,
            "critical_path": list(self.critical_path),
            "materials": [{"name": one.name, "used_by": list(one.items), "how": one.how} for one in self.papers],
            "saved": {
                "materials_before": saved.materials_before, "materials_after": saved.materials_after,
                "visits_before": saved.visits_before, "visits_after": saved.visits_after,
            },
            "questions_left": list(self.questions_left), "unresolved_groups": list(self.standing.unresolved_groups),
            "ceiling": _told(self.ceiling),
            "shorten": [{"item": one.item, "days_saved": one.days_saved, "why": one.why} for one in self.shorten],
        }  # fmt: skip


def _told(one: Ceiling | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "due_on": one.due_on.isoformat(), "extended_due_on": one.extended_on.isoformat(), "last_permit_due_on": one.last_on.isoformat(),
        "working_days": one.working_days, "permits": list(one.permits), "verdict": one.within,
    }  # fmt: skip


def plan(
    bundle: Bundle,
    records: Mapping[str, Mapping[str, Any]],
    start: date,
    answers: Mapping[str, str],
    *,
    calendar: Calendar,
    choose: Mapping[str, str] | None = None,
    skip: Iterable[str] = (),
    **on_file: Any,
) -> Plan:
    """Return the plan of a bundle that is filed and accepted on `start`.

    `answers`: `key` is the bundle's question, `ITEM.key` an item's. Margins between stages belong to a running bundle only.
    Where nobody stands yet there is no joint date. BadInput for what cannot be answered, chosen or left out, and for a circle;
    BeyondCalendar past the calendar.
    Basis: issue 4 (command contract); settled.md, Commands (plan).
    """
    stand = standing(bundle, answers, choose=choose, skip=skip)
    merging.check_own(records, (row["item_id"] for row in bundle.get("members") or ()), answers)
    nodes = tuple(node_of(member, merging.record_of(records, member.item)) for member in stand.members)
    slots = schedule(nodes, start, calendar)
    papers = merging.materials(bundle, records, stand, answers, **on_file)
    permits = (
        [item for item in stand.items if records[item].get("type") == PERMIT]
        if bundle.get("joint") is not False
        else []
    )
    before, after = _visits(records[item] for item in stand.items)
    return Plan(
        start=start, standing=stand, slots=slots, joint_due_on=joint(slots) if slots else None,
        certain=bool(slots) and all(slot.certain for slot in slots),
        critical_path=critical_path(slots), papers=papers,
        saved=Saved(sum(len(paper.used_by) for paper in papers), len(papers), before, after),
        questions_left=merging.questions_left(bundle, records, stand, answers),
        ceiling=ceiling(slots, permits, start, calendar), shorten=shorten(nodes, start, calendar, slots=slots),
    )  # fmt: skip


def one_by_one(plan: Plan, records: Mapping[str, Mapping[str, Any]], calendar: Calendar) -> date:
    """Return when all would be done if each member were filed only after the one before it is: what the joint date is held against.

    Basis: issue 4 (before and after, computed from the records); BeyondCalendar past the calendar.
    """
    made: list[Node] = []
    for item in in_order({member.item: member.after for member in plan.standing.members}):
        before = (made[-1].item,) if made else ()
        made.append(node_of(Member(item, before), records[item]))
    return joint(schedule(made, plan.start, calendar)) if made else plan.start


def node_of(member: Member, record: Mapping[str, Any], **facts: Any) -> Node:
    """Return a member as the clock sees it, with the days of its record; `facts` are margins and what has happened.

    Basis: issue 4 (command contract).
    """
    return timing.Node(
        member.item,
        member.after,
        days_of(record),
        unit_of(record),
        name=str(record.get("name") or ""),
        **facts,
    )


def days_of(record: Mapping[str, Any]) -> int | None:
    """Return the days of an item: committed, else statutory, else None (unknown is not zero).

    Basis: issue 4 (command contract); domain.md 1.4.
    """
    committed: int | None = record.get("committed_days")
    statutory: int | None = record.get("statutory_days")
    return statutory if committed is None else committed


def unit_of(record: Mapping[str, Any]) -> str:
    """Return the unit of an item's days: natural for 自然日, else working. Basis: domain.md 1.4; catalogue README."""
    return "natural" if record.get("day_kind") == "自然日" else "working"


def _visits(records: Iterable[Mapping[str, Any]]) -> tuple[int | None, int | None]:
    """Each item's visits one after the other, and all done at one window on the same days."""
    known = [record.get("visits") for record in records]
    counted = [visits for visits in known if visits is not None]
    if len(counted) < len(known):
        return None, None
    return sum(counted), max(counted, default=0)
