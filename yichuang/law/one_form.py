"""One form for several items (一张表): each data element (数据元) once, and every item's own form can be filled from it.

Basis: 国发〔2024〕3号 (一表申请); 国务院令第716号, arts. 9-13; issue 4 (union of the members' standard data elements).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .forms import applies
from .reuse import standard

Row = Mapping[str, Any]
Groups = Sequence[Mapping[str, Any]]

TEXTS = ("text", "long")
LABEL, TYPE, REQUIRED, OPTIONS, UNIT, LIMITS, WHO, KIND = "label", "type", "required", "options", "unit", "limits", "who", "kind"  # fmt: skip
WORDS = {
    LABEL: "名称", TYPE: "类型", REQUIRED: "必填", OPTIONS: "选项", UNIT: "单位", LIMITS: "长短、大小", WHO: "填谁的", KIND: "谁来填",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where items ask the same element differently: what differs, what each says, what the one form says.

    `settled`: the rule found one answer that suits all; otherwise the items in `apart` cannot be filled from the one form.
    """

    element: str
    what: str
    said: tuple[tuple[str, str], ...]
    wins: str
    settled: bool = True
    apart: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The conflict in words, for the editor. Basis: issue 4 (conflicts shown to the editor)."""
        each = "；".join(f"{item}：{word or '没有'}" for item, word in self.said)
        if self.settled:
            return f"数据元 {self.element} 的{WORDS[self.what]}不一样（{each}），一张表里用“{self.wins}”。"
        return f"数据元 {self.element} 的{WORDS[self.what]}不一样（{each}），合不成一项。改成一样，或换一个数据元。"


@dataclass(frozen=True, slots=True)
class Form:
    """The one form: groups as `law.forms` reads them, what differed, and for each item whence its fields are filled."""

    rows: tuple[Mapping[str, Any], ...]
    conflicts: tuple[Conflict, ...]
    homes: Mapping[str, Mapping[str, str]]

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements it asks, each once. Basis: issue 4 (no element asked twice)."""
        return tuple(field["element"] for group in self.rows for field in group["fields"])


@dataclass(frozen=True, slots=True)
class _Asked:
    item: str
    key: str
    title: str
    group: str
    row: Row


def form(
    groups: Mapping[str, Groups],
    answers: Mapping[str, str] | None = None,
    *,
    kind: str = "",
    agent: bool = False,
) -> Form:
    """Return the union by data element of the forms of several items, in the order in which things are first asked.

    Required is what any item requires; of options those that all offer; the narrower of type and limits; the first label.
    A condition on an item's question becomes one on `ITEM.key`; under several conditions a field is asked when `any` holds.
    With `answers` (`ITEM.key`) only what applies to them and to this kind of applicant is there, without conditions.
    Basis: issue 4 (one form, closed union); 国务院令第716号, arts. 9-13.
    """
    asked: dict[str, list[_Asked]] = {}
    for item, parts in groups.items():
        own = None if answers is None else _own(answers, item)
        for part in parts:
            for row in part["fields"]:
                if own is not None and not applies(row, own, kind, agent=agent):
                    continue
                row = row if own is None else {**row, "when": {}}
                one = _Asked(item, str(row["key"]), str(part["title"]), str(part["key"]), row)
                asked.setdefault(str(row.get("element") or row["key"]), []).append(one)
    conflicts = tuple(found for element, uses in asked.items() for found in _conflicts(element, uses))
    apart = {(one.element, item) for one in conflicts for item in one.apart}
    homes: dict[str, dict[str, str]] = {item: {} for item in groups}
    for element, uses in asked.items():
        for use in uses:
            if (element, use.item) not in apart:
                homes[use.item][use.key] = element
    return Form(_grouped(asked, apart), conflicts, homes)


def _own(answers: Mapping[str, str], item: str) -> dict[str, str]:
    return {key[len(item) + 1 :]: value for key, value in answers.items() if key.startswith(f"{item}.")}


def values_of(form: Form, item: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return an item's own form as far as the one form fills it, by the item's own field keys.

    Basis: issue 4 (every member's form can be filled from it).
    """
    return {key: values[home] for key, home in form.homes[item].items() if home in values}


def _grouped(asked: Mapping[str, Sequence[_Asked]], apart: set[tuple[str, str]]) -> tuple[Mapping[str, Any], ...]:  # fmt: skip
    made: dict[str, dict[str, Any]] = {}
    keys: set[str] = set()
    for element, uses in asked.items():
        title = uses[0].title
        if title not in made:
            key = uses[0].group
            while key in keys:
                key = f"{key}-{len(made) + 1}"
            keys.add(key)
            made[title] = {"key": key, "title": title, "fields": []}
        together = [use for use in uses if (element, use.item) not in apart]
        made[title]["fields"].append(_merged(element, together))
    return tuple(made.values())


def _merged(element: str, uses: Sequence[_Asked]) -> dict[str, Any]:
    rows = [use.row for use in uses]
    made = {**rows[0], "key": element, "element": element}
    made["type"] = _type(rows)[0]
    made["required"] = any(row.get("required", True) for row in rows)
    made["help"] = next((row["help"] for row in rows if row.get("help")), "")
    made["options"] = _options(rows)
    made["least"] = max((row["least"] for row in rows if row.get("least") is not None), default=None)
    made["most"] = min((row["most"] for row in rows if row.get("most") is not None), default=None)
    made["kind"] = rows[0].get("kind") if len({row.get("kind") or "" for row in rows}) == 1 else ""
    made["sources"] = list(dict.fromkeys(source for row in rows for source in row.get("sources") or ()))
    made["locked"] = any(row.get("locked") for row in rows)
    conditions = _conditions(uses)
    made["when"] = conditions[0] if len(conditions) == 1 else {}
    made.pop("any", None)
    return {**made, "any": conditions} if len(conditions) > 1 else made


def _conditions(uses: Iterable[_Asked]) -> list[dict[str, list[str]]]:
    """Each different condition under which the element is asked; one empty one where somebody always asks."""
    made: list[dict[str, list[str]]] = []
    for use in uses:
        when = {f"{use.item}.{key}": list(values) for key, values in (use.row.get("when") or {}).items()}
        if not when:
            return [{}]
        if when not in made:
            made.append(when)
    return made


def _type(rows: Sequence[Row]) -> tuple[str, bool]:
    """The narrowest of the types, and whether it suits all: what is narrower than a text is a text too."""
    types = list(dict.fromkeys(str(row["type"]) for row in rows))
    narrow = [one for one in types if one not in TEXTS]
    if len(narrow) > 1:
        return types[0], False
    if narrow:
        return narrow[0], narrow[0] != "many" or len(types) == 1
    return ("text" if "text" in types else types[0]), True


def _options(rows: Sequence[Row]) -> list[list[str]]:
    offered = [[list(map(str, one)) for one in row["options"]] for row in rows if row.get("options")]
    first = offered[0] if offered else []
    shared = [one for one in first if all(one[0] in [other[0] for other in more] for more in offered)]
    return shared or first


def _conflicts(element: str, uses: Sequence[_Asked]) -> Iterable[Conflict]:
    rows = [use.row for use in uses]
    kind, suits = _type(rows)
    yield from _differ(element, TYPE, uses, [str(row["type"]) for row in rows], kind, suits, kind)
    words = ["、".join(word for _, word in row.get("options") or ()) for row in rows]
    offered = {tuple(str(value) for value, _ in row["options"]) for row in rows if row.get("options")}
    shared = not offered or bool(set.intersection(*map(set, offered)))
    yield from _differ(
        element, OPTIONS, uses, words, "、".join(word for _, word in _options(rows)), shared, words[0]
    )
    units = [str(row.get("unit") or "") for row in rows]
    yield from _differ(element, UNIT, uses, units, units[0], len(set(units)) == 1, units[0])
    whose = [str(row.get("who") or "matter") for row in rows]
    yield from _differ(element, WHO, uses, whose, whose[0], len(set(whose)) == 1, whose[0])
    limits = [_limits(row) for row in rows]
    merged = _merged(element, uses)
    least, most = merged["least"], merged["most"]
    fits = least is None or most is None or least <= most
    yield from _differ(element, LIMITS, uses, limits, _limits(merged), fits, limits[0])
    need = ["必填" if row.get("required", True) else "选填" for row in rows]
    yield from _differ(element, REQUIRED, uses, need, "必填", True, "")
    labels = [str(row["label"]) for row in rows]
    if len(set(map(standard, labels))) > 1:
        yield from _differ(element, LABEL, uses, labels, labels[0], True, "")
    kinds = [str(row.get("kind") or "") for row in rows]
    yield from _differ(element, KIND, uses, kinds, "", True, "")


def _limits(row: Row) -> str:
    least, most = row.get("least"), row.get("most")
    return f"{'' if least is None else least}～{'' if most is None else most}"


def _differ(
    element: str, what: str, uses: Sequence[_Asked], said: Sequence[str], wins: str, settled: bool, kept: str
) -> Iterable[Conflict]:
    """A conflict if the words differ; unsettled, the items that do not say what the first says stand apart."""
    if len(set(said)) < 2:
        return
    each = tuple((use.item, word) for use, word in zip(uses, said, strict=True))
    apart = () if settled else tuple(dict.fromkeys(item for item, word in each if word != kept))
    yield Conflict(element, what, each, wins, settled, apart)
