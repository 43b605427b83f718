"""One change between two versions, and the changes of materials, where most of what is worse for the public hides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from yichuang.catalogue.records import LABELS

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
FORMS = {"电子": 0, "纸质或电子": 0, "复印件": 1, "纸质": 1, "原件": 2, "原件和复印件": 3}
NEEDS = {"非必要": 0, "容缺后补": 1, "必要": 2}
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: its element, what kind, both texts, the sentence, and in what way it is worse (or nothing)."""

    element: str
    kind: str
    before: str
    after: str
    sentence: str
    worse: str = ""

    @property
    def label(self) -> str:
        """The element's name on screen."""
        return LABELS.get(self.element, self.element)


def whole(value: Any) -> int:
    """Return a whole number as it is, and -1 for what is not known or not a number (a draft may hold anything)."""
    return value if type(value) is int else -1


def materials(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the changes of materials: what came, what went, what is asked for more strictly or more widely."""
    before, after = _by_name(old), _by_name(new)
    for left, right in paired(list(before), list(after)):
        if left is None and right is not None:
            material = after[right]
            free = _made_here(material) or material.get("required") == "非必要"
            yield Change(
                "materials",
                ADDED,
                "",
                _material(material),
                f"材料：加上“{_material(material)}”",
                "" if free else "材料多 1 份",
            )
        elif right is None and left is not None:
            yield Change(
                "materials", REMOVED, _material(before[left]), "", f"材料：删去“{_material(before[left])}”"
            )
        elif left is not None and right is not None:
            yield _changed(before[left], after[right])
    for name in before.keys() & after.keys():
        if before[name] != after[name]:
            yield _changed(before[name], after[name])


def _by_name(record: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Materials by name; a name that stands twice (for two scenarios) gets its number."""
    made: dict[str, Mapping[str, Any]] = {}
    for material in record.get("materials") or ():
        name, number = str(material.get("name") or ""), 2
        while name in made:
            name, number = f"{material.get('name')}（{number}）", number + 1
        made[name] = material
    return made


def _material(material: Mapping[str, Any]) -> str:
    parts = [
        material.get("form"),
        f"{material['copies']} 份" if material.get("copies") else None,
        material.get("required"),
    ]
    source = material.get("obtainable_by") or {}
    if source:
        parts.append(f"可由{source.get('kind')}“{source.get('name')}”免交")
    said = "，".join(str(part) for part in parts if part)
    return (
        f"{material.get('name') or '没有名称的材料'}（{said}）"
        if said
        else str(material.get("name") or "没有名称的材料")
    )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    marks = []
    if whole(after.get("copies")) > whole(before.get("copies")) > 0:
        marks.append("份数变多")
    if FORMS.get(str(after.get("form")), 0) > FORMS.get(str(before.get("form")), 9):
        marks.append("要的形式更严")
    if NEEDS.get(str(after.get("required")), 2) > NEEDS.get(str(before.get("required")), 2):
        marks.append("原来可以不交或后补，现在必须交")
    if before.get("obtainable_by") and not after.get("obtainable_by"):
        marks.append("原来可以免交，现在要交")
    elif _made_here(before) and not _made_here(after):
        marks.append("原来由系统生成，现在要有证照或数据才免交")
    if before.get("commitment") and not after.get("commitment"):
        marks.append("不能再用承诺代替")
    if before.get("scenario") and _wider(before["scenario"], after.get("scenario") or {}):
        marks.append("更多情形要交")
    left, right = _material(before), _material(after)
    said = (
        f"材料：“{left}”改成“{right}”"
        if left != right
        else f"材料：“{before.get('name')}”的适用情形或说明改了"
    )
    return Change("materials", CHANGED, left, right, said, "，".join(marks))


def _made_here(material: Mapping[str, Any]) -> bool:
    """Whether nobody hands it in, whatever is on file: the system makes it."""
    return (material.get("obtainable_by") or {}).get("kind") == "系统生成"


def _wider(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(key not in after or set(after[key]) - set(values) for key, values in before.items())


def paired(before: list[str], after: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair what changed: equal texts drop out, alike ones are one change, the rest went or came."""
    gone = [text for text in before if text not in after]
    came = [text for text in after if text not in before]
    for text in gone:
        best = max(came, key=lambda other: _alike(text, other), default=None)
        if best is not None and _alike(text, best) >= ALIKE:
            came.remove(best)
            yield text, best
        else:
            yield text, None
    for text in came:
        yield None, text


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
