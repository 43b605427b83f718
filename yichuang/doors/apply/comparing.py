"""What a new version of an item changes for an application that was begun under the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue import forms as form_of
from yichuang.doors import lines as told
from yichuang.doors import record
from yichuang.doors.apply.sheet import Sheet
from yichuang.law import forms

NONE = "不用"
ASKED, UNASKED = "要填", "不用填"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing as it was and as it is; `kind` is more, less or other."""

    name: str
    before: str
    now: str
    kind: str


def lines(own: Sheet) -> list[Line]:
    """Return what differs: questions, the form, materials, days, fee, in the order of the record."""
    old, new = own.facts, own.current
    known = {q["key"]: {o["value"] for o in q["options"]} for q in new.record.get("scenarios") or ()}
    answers = {k: v for k, v in own.answers.items() if v in known.get(k, ())}
    made = [*_questions(own, known), *_form(own, answers), *_materials(own, answers)]
    before, now = record.tell(old), record.tell(new)
    for name, was, is_ in (
        ("承诺时限", before.promised, now.promised),
        ("收费", before.fee, now.fee),
        ("到现场", before.visits, now.visits),
    ):
        if was != is_:
            made.append(Line(name, was, is_, "other"))
    return made


def _questions(own: Sheet, known: Mapping[str, Any]) -> list[Line]:
    before = {q["key"]: q["question"] for q in own.facts.record.get("scenarios") or ()}
    new = [q for q in own.current.record.get("scenarios") or () if q["key"] not in before]
    gone = [text for key, text in before.items() if key not in known]
    return [Line(q["question"], "没有这一问", "要回答", "more") for q in new] + [
        Line(t, "问过", "不再问", "less") for t in gone
    ]


def _form(own: Sheet, answers: Mapping[str, str]) -> list[Line]:
    """What is asked in the form now and was not before, what is not asked any more, what became required or optional."""
    asked = forms.groups(form_of.of(own.current.record), answers, kind=own.kind, agent=own.by_agent)
    before = {field.key: field for group in own.groups for field in group.fields}
    now = {field.key: field for group in asked for field in group.fields}
    found = [(key, _need(before.get(key)), _need(now.get(key))) for key in {**now, **before}]
    return [
        Line((now.get(key) or before[key]).label, was, is_, "less" if is_ == UNASKED else "more" if is_ == ASKED else "other")
        for key, was, is_ in found
        if was != is_
    ]  # fmt: skip


def _need(field: forms.Field | None) -> str:
    return UNASKED if field is None else ASKED if field.required else "可以填"


def _materials(own: Sheet, answers: Mapping[str, str]) -> list[Line]:
    before, now = _said(own.facts.record, own.answers, own), _said(own.current.record, answers, own)
    names = [*now, *(name for name in before if name not in now)]
    found = [(name, before.get(name, NONE), now.get(name, NONE)) for name in names]
    return [
        Line(n, b, a, "more" if b == NONE else "less" if a == NONE else "other")
        for n, b, a in found
        if b != a
    ]


def _said(content: Mapping[str, Any], answers: Mapping[str, str], own: Sheet) -> dict[str, str]:
    chosen = own.on_file.select(content, answers).materials
    return {one.name: _word(told.line(content, one)) for one in chosen}


def _word(line: told.Line) -> str:
    return "，".join(part for part in (line.word, line.form) if part)


def summed(made: list[Line]) -> str:
    """Return the changes in one sentence: 多1份，少2份."""
    more, less = (sum(one.kind == kind for one in made) for kind in ("more", "less"))
    words = [f"多{more}项" if more else "", f"少{less}项" if less else ""]
    said = "，".join(word for word in words if word)
    return f"{said}。" if said else ""
