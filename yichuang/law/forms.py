"""A form (申请表) as data: which groups apply, what each field takes, what is filled in from what the state knows.

Basis: 国务院令第716号, arts. 9-13 (the state fills in what it has); ux.md 2.1 and 7.3; issue 3 (One form).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.law import entries

TYPES = ("text", "long", "number", "money", "date", "choice", "many", "yesno", "phone", "document", "uscc", "address", "email")  # fmt: skip
PERSON, BODY = "person", "body"
APPLICANT, REPRESENTATIVE, AGENT, MATTER = "applicant", "representative", "agent", "matter"
SOURCES = ("identity", "body", "register", "licence", "address", "earlier")
SOURCE_WORDS = {
    "identity": "从实名信息预填", "body": "从法人空间预填", "register": "从登记信息预填", "licence": "从电子证照预填",
    "address": "从常用地址预填", "earlier": "从您上次填的预填",
}  # fmt: skip
MENDED_AT = {
    "identity": "不对就到任意窗口更正实名信息", "body": "不对就到登记机关更正登记", "register": "不对就到登记机关更正登记",
    "licence": "不对就到发证机关更正证照", "address": "不对就到“常用地址”里改", "earlier": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked: the data element (数据元) it holds, its type and limits, when it applies, whence it comes."""

    key: str
    label: str
    type: str
    element: str
    required: bool
    help: str
    options: tuple[tuple[str, str], ...]
    unit: str
    least: int | None
    most: int | None
    when: Mapping[str, tuple[str, ...]]
    who: str
    sources: tuple[str, ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand on one page."""

    key: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A value known before anybody typed: in which words it is told whence it comes, and whether it may be changed."""

    value: str
    source: str
    editable: bool
    mended: str = ""


def groups(
    form: Sequence[Mapping[str, Any]], answers: Mapping[str, str], *, kind: str, agent: bool = False
) -> tuple[Group, ...]:
    """Return the groups that apply to these answers and this kind of applicant (`person` or `body`), in their order.

    Basis: issue 3 (conditions by scenario); 《行政许可法》 art. 29 (an agent may apply).
    """
    made = (
        Group(str(one["key"]), str(one["title"]), tuple(_applying(one["fields"], answers, kind, agent)))
        for one in form
    )
    return tuple(group for group in made if group.fields)


def _applying(
    rows: Iterable[Mapping[str, Any]], answers: Mapping[str, str], kind: str, agent: bool
) -> Iterable[Field]:
    return (field_of(row) for row in rows if applies(row, answers, kind, agent=agent))


def applies(row: Mapping[str, Any], answers: Mapping[str, str], kind: str, *, agent: bool = False) -> bool:
    """Tell whether a field is asked of this kind of applicant under these answers.

    Of several conditions (`any`, in the one form of several items) one suffices. Basis: as `groups`.
    """
    if row.get("kind") not in (None, "", kind) or (row.get("who") == AGENT and not agent):
        return False
    conditions: Sequence[Mapping[str, Sequence[str]]] = row.get("any") or (row.get("when") or {},)
    return any(all(answers.get(key) in values for key, values in when.items()) for when in conditions)


def whole(form: Sequence[Mapping[str, Any]], *, kind: str) -> tuple[Group, ...]:
    """Return every group that this kind of applicant could meet, whatever the answers: the empty paper form.

    Basis: 《行政许可法》 art. 29 (format texts are given out, free of charge).
    """
    made = (
        Group(
            str(one["key"]),
            str(one["title"]),
            tuple(field_of(row) for row in one["fields"] if row.get("kind") in (None, "", kind)),
        )
        for one in form
    )
    return tuple(group for group in made if group.fields)


def field_of(row: Mapping[str, Any]) -> Field:
    """Return a field as the law reads it. Basis: issue 3 (a form is data)."""
    return Field(
        key=str(row["key"]), label=str(row["label"]), type=str(row["type"]), element=str(row.get("element") or row["key"]),
        required=bool(row.get("required", True)), help=str(row.get("help") or ""),
        options=tuple((str(value), str(word)) for value, word in row.get("options") or ()), unit=str(row.get("unit") or ""),
        least=row.get("least"), most=row.get("most"),
        when={key: tuple(values) for key, values in (row.get("when") or {}).items()}, who=str(row.get("who") or MATTER),
        sources=tuple(row.get("sources") or ()), locked=bool(row.get("locked")),
    )  # fmt: skip


def check(field: Field, text: str, today: date) -> tuple[str, str]:
    """Return the value as it is kept, and the sentence that says how to mend it ("" when it stands).

    `many` keeps its values one a line. A name of any length and any character is taken. Basis: ux.md 7.3 and 2.1.
    """
    return entries.check(field, text, today)


def check_group(
    group: Group, values: Mapping[str, str], today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the clean values and the sentences by field key. Basis: ux.md 2.1 (everything typed is kept)."""
    checked = {field.key: check(field, values.get(field.key) or "", today) for field in group.fields}
    return {key: value for key, (value, _) in checked.items()}, {
        key: said for key, (_, said) in checked.items() if said
    }


def shown(field: Field, value: str) -> str:
    """Return a value as people read it. Basis: ux.md 7.1."""
    return entries.shown(field, value)


def prefill(groups: Iterable[Group], facts: Mapping[str, Mapping[str, str]]) -> dict[str, Filled]:
    """Return what is known already, by field key; the first of a field's sources that knows its element wins.

    Basis: 国务院令第716号, arts. 9-13; 国办发〔2020〕42号 (what is shared is not asked for).
    """
    made = {}
    for field in (field for group in groups for field in group.fields):
        source = next((name for name in field.sources if _takes(field, facts.get(name, {}))), None)
        if source is not None:
            mended = MENDED_AT[source] if field.locked else ""
            made[field.key] = Filled(
                facts[source][field.element], SOURCE_WORDS[source], not field.locked, mended
            )
    return made


def _takes(field: Field, known: Mapping[str, str]) -> bool:
    """Whether a source knows the element, in a word that the field offers."""
    value = known.get(field.element)
    offered = {one for one, _ in field.options}
    return bool(value) and (not offered or set(str(value).split("\n")) <= offered)


def complete(groups: Iterable[Group], values: Mapping[str, str], today: date) -> tuple[str, ...]:
    """Return the keys of the groups in which nothing is left to mend. Basis: ux.md 2.1 (task list)."""
    return tuple(group.key for group in groups if not check_group(group, values, today)[1])


def share(groups: Iterable[Group], filled: Collection[str]) -> float:
    """Return which part of the fields was there before anybody typed (预填率). Basis: ux.md U6 (好办, 70 %)."""
    keys = [field.key for group in groups for field in group.fields]
    return sum(key in filled for key in keys) / len(keys) if keys else 1.0


def merged(values: Mapping[str, str], filled: Mapping[str, Filled]) -> dict[str, str]:
    """Return what the form holds: what was typed, else what was filled in; nobody types over what is locked.

    Basis: 国务院令第716号, art. 10 (what an authority holds is taken from it).
    """
    known = {key: one.value for key, one in filled.items() if not one.editable or key not in values}
    return {**values, **known}


def frozen(
    groups: Iterable[Group], values: Mapping[str, str], filled: Mapping[str, Filled]
) -> dict[str, Any]:
    """Return the form as it is filed: the values, and every group as it was read, whatever becomes of the item.

    Basis: 《行政许可法》 art. 61 (files are kept as they were); drafts.models.Filled.
    """
    held = merged(values, filled)
    rows: list[dict[str, Any]] = [
        {
            "key": group.key,
            "title": group.title,
            "fields": [_kept(field, held, filled) for field in group.fields],
        }
        for group in groups
    ]
    keys = [field["key"] for row in rows for field in row["fields"]]
    return {"values": {key: held.get(key, "") for key in keys}, "groups": rows}


def _kept(field: Field, held: Mapping[str, str], filled: Mapping[str, Filled]) -> dict[str, str]:
    value, known = held.get(field.key, ""), filled.get(field.key)
    source = known.source if known and known.value == value else ""
    made = {"key": field.key, "element": field.element, "label": field.label, "type": field.type}
    return {**made, "shown": shown(field, value), "source": source}
