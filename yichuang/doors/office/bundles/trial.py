"""A trial of a bundle's version: what was answered, chosen and left out, the plan that follows, and what the pages say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from yichuang.catalogue import forms as catalogue_forms
from yichuang.doors.office.bundles import graph
from yichuang.doors.office.bundles.frame import Known
from yichuang.law import merging, one_form, plans, terms
from yichuang.law.days import Calendar
from yichuang.law.numbers import days_text

HOW = {
    "submit": "要交", "later": "可以后补", "commit": "承诺代替", "verify": "受理后核验", "share": "数据共享", "licence": "电子证照",
    "feed": "前一项的结果", "generate": "系统生成",
}  # fmt: skip
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the start, the answers, the alternatives, who is left out; and the questions as they stand."""

    start: date
    answers: Mapping[str, str]
    choose: Mapping[str, str]
    skip: tuple[str, ...]
    questions: tuple[merging.Question, ...]


def asked(record: Record, known: Known, given: QueryDict, today: date) -> Asked:
    """Return what a form asked for; what it names beside the record is left aside."""
    whole = plans.members(record)
    answers = {q["key"]: v for q in record.get("scenarios") or () if (v := ",".join(filter(None, given.getlist(f"a-{q['key']}"))))}  # fmt: skip
    optional = {member.item for member in whole if not member.required}
    skip = tuple(item for item in given.getlist("skip") if item in optional)
    groups = {member.group: member.item for member in whole if member.group}
    inside = {(member.group, member.item) for member in whole}
    choose = {g: v for g in groups if (g, v := given.get(f"g-{g}", "")) in inside and v not in skip}
    stand = plans.standing(record, answers, choose=choose, skip=skip)
    first = merging.questions(record, known.records, stand, answers)
    own = {key: v for q in first if q.item and (v := given.get(f"a-{q.key}", "")) for key in q.keys}
    told = answers | own
    return Asked(
        _day(given.get("start", ""), today),
        told,
        choose,
        skip,
        merging.questions(record, known.records, stand, told),
    )


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def planned(record: Record, known: Known, one: Asked, calendar: Calendar, **on_file: Any) -> plans.Plan:
    """Return the plan of what was asked for."""
    return plans.plan(
        record, known.records, one.start, one.answers, calendar=calendar, choose=one.choose, skip=one.skip, **on_file
    )  # fmt: skip


def dates(record: Record, known: Known, plan: plans.Plan, calendar: Calendar) -> dict[str, Any]:
    """Return the days in words: each member's, the joint date beside the promise, the path, what would shorten it."""
    unit = plans.unit_of(record)
    promise = record.get("committed_days")
    due = terms.due(plan.start, promise, unit=unit, calendar=calendar).due_on if promise is not None else None
    needed = calendar.between(plan.start, plan.joint_due_on) if plan.joint_due_on else 0
    late = bool(due and plan.joint_due_on and plan.joint_due_on > due)
    return {
        "rows": [_slot(slot, known, plan) for slot in plan.slots], "joint": plan.joint_due_on, "certain": plan.certain, "needed": needed,
        "promise": days_text(promise, unit) if promise is not None else "", "promised_on": due, "late": late,
        "over": calendar.between(due, plan.joint_due_on) if late and due and plan.joint_due_on else 0,
        "path": [known.name(item) for item in plan.critical_path], "shorten": [_said(one, known) for one in plan.shorten],
        "ceiling": plan.ceiling, "open_groups": [_group(record, known, one) for one in plan.standing.unresolved_groups],
    }  # fmt: skip


def _group(record: Record, known: Known, group: str) -> str:
    return "或".join(known.name(one.item) for one in plans.members(record) if one.group == group)


def _slot(slot: plans.Slot, known: Known, plan: plans.Plan) -> dict[str, Any]:
    unit = plans.unit_of(known.records[slot.item])
    return {
        "name": known.name(slot.item), "starts_on": slot.starts_on, "due_on": slot.due_on, "on_path": slot.item in plan.critical_path,
        "days": days_text(slot.days, unit) if slot.days is not None else "没有查到", "after": [known.name(one) for one in slot.after],
    }  # fmt: skip


def _said(one: plans.Saving, known: Known) -> str:
    return one.why.replace(f"“{one.item}”", f"“{known.name(one.item)}”")


def picture(known: Known, plan: plans.Plan) -> graph.Picture | None:
    """Return the picture of those who stand, with their days; the longest path stands out."""
    return graph.drawn(
        [
            graph.Stop(
                slot.item, known.name(slot.item), slot.after, f"{_short(slot.starts_on)}至{_short(slot.due_on)}",
                "path" if slot.item in plan.critical_path else "required",
            )
            for slot in plan.slots
        ]
    )  # fmt: skip


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def papers(known: Known, plan: plans.Plan) -> dict[str, Any]:
    """Return the set of papers with who uses each, and the counts before and after."""
    rows: list[dict[str, Any]] = [
        {
            "name": one.name, "how": HOW.get(one.how, one.how), "free": one.waived, "users": [known.name(item) for item in one.items],
            "form": one.form or "", "copies": one.copies, "names": [name for name in one.names if name != one.name], "why": one.why,
        }
        for one in plan.papers
    ]  # fmt: skip
    return {
        "rows": rows,
        "hand_in": len(plan.to_hand_in),
        "saved": plan.saved,
        "shared": sum(len(r["users"]) > 1 for r in rows),
    }


def form(known: Known, items: Sequence[str]) -> dict[str, Any]:
    """Return the one form of the items that stand, what differs between them, and how much shorter it is."""
    groups = {item: catalogue_forms.of(known.records[item]) for item in items}
    made = one_form.form(groups)
    before = sum(len(group["fields"]) for parts in groups.values() for group in parts)
    users = {
        key: [known.name(item) for item in items if key in made.homes[item].values()] for key in made.elements
    }
    rows = [
        {
            "title": group["title"],
            "fields": [field | {"users": users[field["element"]]} for field in group["fields"]],
        }
        for group in made.rows
    ]
    labels = {field["element"]: field["label"] for group in made.rows for field in group["fields"]}
    found = [_conflict(one, labels, known) for one in made.conflicts]
    return {
        "rows": rows,
        "before": before,
        "after": len(made.elements),
        "conflicts": sorted(found, key=lambda one: one["settled"]),
    }


def _conflict(one: one_form.Conflict, labels: Mapping[str, str], known: Known) -> dict[str, Any]:
    by_word: dict[str, list[str]] = {}
    for item, word in one.said:
        by_word.setdefault(word or "没有", []).append(known.name(item))
    each = [{"word": word, "items": items} for word, items in by_word.items()]
    return {
        "label": labels.get(one.element, one.element), "what": one_form.WORDS[one.what], "each": each, "wins": one.wins,
        "settled": one.settled, "apart": [known.name(item) for item in one.apart],
    }  # fmt: skip
