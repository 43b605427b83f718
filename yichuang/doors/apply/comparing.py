"""What a new version of an item, or of anything in a thing, changes for an application that was begun under the old one."""

from dataclasses import dataclass

from yichuang.doors.apply import rows
from yichuang.doors.apply.matters import AnyMatter
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
    """Return what differs: questions, the form, materials, what else the guide says, in the order of the record."""
    made = [*_questions(own), *_form(own), *_materials(own)]
    for (name, was), (_, is_) in zip(own.matter.told, own.in_force.told, strict=True):
        if was != is_:
            made.append(Line(name, was, is_, "other"))
    return made


def _questions(own: Sheet) -> list[Line]:
    before = {one.key: one.text for one in own.matter.questions}
    now = {one.key: one.text for one in own.in_force.questions}
    new = [Line(text, "没有这一问", "要回答", "more") for key, text in now.items() if key not in before]
    gone = [Line(text, "问过", "不再问", "less") for key, text in before.items() if key not in now]
    return new + gone


def _form(own: Sheet) -> list[Line]:
    """What is asked in the form now and was not before, what is not asked any more, what became required or optional."""
    asked = own.in_force.groups(own.kind, own.by_agent)
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


def _materials(own: Sheet) -> list[Line]:
    before, now = _said(own, own.matter), _said(own, own.in_force)
    names = [*now, *(name for name in before if name not in now)]
    found = [(name, before.get(name, NONE), now.get(name, NONE)) for name in names]
    return [
        Line(n, b, a, "more" if b == NONE else "less" if a == NONE else "other")
        for n, b, a in found
        if b != a
    ]


def _said(own: Sheet, matter: AnyMatter) -> dict[str, str]:
    return {
        line.name: "，".join(part for part in (line.word, line.form) if part)
        for line in rows.lines_of(own, matter)
    }


def summed(made: list[Line]) -> str:
    """Return the changes in one sentence: 多1份，少2份."""
    more, less = (sum(one.kind == kind for one in made) for kind in ("more", "less"))
    words = [f"多{more}项" if more else "", f"少{less}项" if less else ""]
    said = "，".join(word for word in words if word)
    return f"{said}。" if said else ""
