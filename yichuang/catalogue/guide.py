"""What somebody must hand in and by when it is done: one answer for portal, counter, API, command and the printed notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from yichuang.catalogue import versions
from yichuang.catalogue.versions import VersionFacts
from yichuang.law import BeyondCalendar, selection, terms
from yichuang.law.days import Calendar
from yichuang.law.numbers import days_text


class GuideMaterial(TypedDict):
    """A material of the guide as commands and API give it."""

    name: str
    required: str
    how: str
    obtainable_by: Mapping[str, Any] | None


class Guide(TypedDict):
    """The guide as commands and API give it; the keys are a contract."""

    item: str
    version: int
    questions_left: list[str]
    materials: list[GuideMaterial]
    promised_due: str | None
    statutory_due: str | None


def guide(
    item: str, answers: Mapping[str, str], filed_on: date, *, stamp: int, calendar: Calendar | None = None, **on_file: Any,
) -> Guide:  # fmt: skip
    """Return the guide of an item, given by key or code, for these answers if it were accepted on `filed_on`.

    `on_file` is what `law.selection.select` takes: licences, connected sources, earlier papers. NotThere for an unknown item, law.BadInput for an unknown question or
    answer, law.BeyondCalendar for a day the calendar does not reach.
    """
    facts = versions.by_name(item, stamp)
    chosen = selection.select(facts.record, answers, **on_file)
    promised, statutory = due_days(facts, filed_on, calendar)
    return {
        "item": facts.key, "version": facts.number, "questions_left": list(chosen.questions_left),
        "materials": [_material(material) for material in chosen.materials],
        "promised_due": promised.isoformat() if promised else None, "statutory_due": statutory.isoformat() if statutory else None,
    }  # fmt: skip


def _material(one: selection.Chosen) -> GuideMaterial:
    source = one.obtainable_by
    told = {key: source[key] for key in ("kind", "name", "any_of") if key in source} if source else None
    return {"name": one.name, "required": one.required, "how": one.how, "obtainable_by": told}


def due_days(
    facts: VersionFacts, filed_on: date, calendar: Calendar | None = None
) -> tuple[date | None, date | None]:
    """Return the promised and the statutory day if accepted on `filed_on`; None where the item has no such term."""
    days = calendar or Calendar.builtin()

    def end(count: int | None) -> date | None:
        return None if count is None else terms.due(filed_on, count, unit=facts.unit, calendar=days).due_on

    return end(facts.committed_days), end(facts.statutory_days)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked: its options as (value, label), and the value chosen so far or nothing."""

    key: str
    text: str
    options: Sequence[tuple[str, str]]
    chosen: str

    @property
    def answer(self) -> str:
        """The label of what was chosen."""
        return next((label for value, label in self.options if value == self.chosen), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole guide in words, for a page or the printed one-time notice (一次性告知书)."""

    facts: VersionFacts
    questions: tuple[Question, ...]
    next: Question | None
    to_hand_in: tuple[selection.Chosen, ...]
    waived: tuple[selection.Chosen, ...]
    later: tuple[selection.Chosen, ...]
    promised: str
    statutory: str
    promised_on: date | None
    statutory_on: date | None
    fee: str
    visits: str
    online: str
    conditions: tuple[str, ...]
    legal_basis: tuple[str, ...]
    results: tuple[str, ...]
    special: tuple[str, ...]
    note: str
    consult: str


def sheet(
    facts: VersionFacts, answers: Mapping[str, str], filed_on: date, *, calendar: Calendar | None = None, **on_file: Any,
) -> Sheet:  # fmt: skip
    """Return the guide of a version in words, for these answers; law.BadInput for an unknown question or answer.

    `on_file` as in `guide`. The words hold even on a day that the calendar does not reach; only the days are then missing.
    """
    record = facts.record
    chosen = selection.select(record, answers, **on_file)
    asked = questions(record, answers)
    try:
        promised_on, statutory_on = due_days(facts, filed_on, calendar)
    except BeyondCalendar:
        promised_on = statutory_on = None
    fee, visits = record.get("fee") or {}, record.get("visits")
    return Sheet(
        facts=facts, questions=asked, next=next((q for q in asked if not q.chosen), None),
        to_hand_in=tuple(m for m in chosen.materials if m.how == selection.SUBMIT),
        waived=tuple(m for m in chosen.materials if m.waived), later=tuple(m for m in chosen.materials if m.how == selection.LATER),
        promised=_days(facts.committed_days, facts.unit), statutory=_days(facts.statutory_days, facts.unit),
        promised_on=promised_on, statutory_on=statutory_on, fee=fee_words(fee), visits=visit_words(visits), online=record.get("online_depth") or "",
        conditions=tuple(record.get("conditions") or ()), legal_basis=tuple(record.get("legal_basis") or ()),
        results=tuple(_result(one) for one in record.get("result_documents") or ()),
        special=tuple(_special(one) for one in record.get("special_procedures") or ()),
        note=record.get("note") or "", consult=record.get("consult") or facts.department_phone,
    )  # fmt: skip


def questions(record: Mapping[str, Any], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions of a record with what was answered so far."""
    return tuple(
        Question(
            q["key"],
            q["question"],
            tuple((o["value"], o["label"]) for o in q["options"]),
            answers.get(q["key"], ""),
        )
        for q in record.get("scenarios") or ()
    )


def fee_words(fee: Mapping[str, Any]) -> str:
    """Return what it costs, in words; unknown is said as such."""
    said = {True: "收费", False: "不收费"}.get(fee.get("charged"), "")  # type: ignore[arg-type]
    note = "，".join(filter(None, (str(fee.get("note") or ""), *map(_less, fee.get("reductions") or ()))))
    if not said:
        return note or "没有查到，请问窗口"
    return note if note.startswith(said) else f"{said}，{note}" if note else said


def _less(row: Mapping[str, Any]) -> str:
    return f"{row['name']}免收" if row["percent"] == 100 else f"{row['name']}减{row['percent']}%"


def visit_words(visits: int | None) -> str:
    """Return how often one must come, in words."""
    if visits is None:
        return "没有查到，请问窗口"
    return "不用到现场" if visits == 0 else f"最多去 {visits} 次"


def _days(days: int | None, unit: str) -> str:
    return days_text(days, unit) if days is not None else ""


def _result(one: Mapping[str, Any]) -> str:
    return f"{one['name']}（{one['validity']}）" if one.get("validity") else str(one["name"])


def _special(one: Mapping[str, Any]) -> str:
    days = f" {one['days']} 天" if one.get("days") else ""
    counted = {True: "，计入办理时限", False: "，不计入办理时限"}.get(one.get("counted"), "")  # type: ignore[arg-type]
    return f"{one['name']}{days}{counted}"
