"""Who stands in a bundle (一件事): the members that the answers, the choices and what was left out leave, and after whom.

Basis: 国发〔2024〕3号; issue 4; settled.md, Commands (plan).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import BadInput

Bundle = Mapping[str, Any]
When = Mapping[str, Sequence[str]]
_SEVERAL = re.compile(r"可多选|可以多选|可选多")
_PARTS = re.compile(r"[\n,，]")


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a bundle: whom it waits for, whether it may be left out, when it applies, of which choice it is one."""

    item: str
    after: tuple[str, ...] = ()
    required: bool = True
    when: When | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The members that stand, in file order, each after those it really waits for; choices and questions still open."""

    members: tuple[Member, ...]
    unresolved_groups: tuple[str, ...] = ()
    questions_left: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """Their items. Basis: as `standing`."""
        return tuple(member.item for member in self.members)


def members(bundle: Bundle) -> tuple[Member, ...]:
    """Return the members of a record in file order.

    BadInput for one named twice, one that waits for nobody's item, a circle. Basis: issue 4 (a bundle is data).
    """
    found = tuple(
        Member(
            str(row["item_id"]), tuple(row.get("after") or ()), bool(row.get("required", True)), row.get("when"),
            row.get("choice_group"),
        )
        for row in bundle.get("members") or ()
    )  # fmt: skip
    if len({member.item for member in found}) != len(found):
        raise BadInput("一件事里，同一个事项只能列一次")
    in_order({member.item: member.after for member in found})
    return found


def in_order(after: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the names so that each comes behind all it waits for, otherwise in the order given.

    BadInput for a name that is missing or a circle. Basis: domain.md 5.3 (ordered by prerequisite).
    """
    waiting: dict[str, int] = {}
    behind: dict[str, list[str]] = {name: [] for name in after}
    for name, before in after.items():
        first = set(before)
        waiting[name] = len(first)
        for one in first:
            if one not in behind:
                raise BadInput(f"“{name}”要等的“{one}”不在这件事里")
            behind[one].append(name)
    made = [name for name, count in waiting.items() if not count]
    for name in made:
        for following in behind[name]:
            waiting[following] -= 1
            if not waiting[following]:
                made.append(following)
    if len(made) < len(after):
        stuck = "、".join(name for name in after if waiting[name])
        raise BadInput(f"前后互相等待，走不完：{stuck}")
    return tuple(made)


def layers(after: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the names by stage, each one stage behind the last of those it waits for, otherwise in the order given.

    BadInput as in `in_order`. Basis: domain.md 5.3 (what waits for nothing runs in parallel).
    """
    level: dict[str, int] = {}
    for name in in_order(after):
        level[name] = max((level[one] + 1 for one in after[name]), default=0)
    made: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name in after:
        made[level[name]].append(name)
    return made


def takes_several(question: Mapping[str, Any]) -> bool:
    """Tell whether a question of a bundle may be answered with several values: it says so (可多选).

    Basis: issue 4 (own scenario questions); bundles.json, 水电气网联合报装.
    """
    return bool(_SEVERAL.search(str(question.get("question") or "")))


def chosen_values(answer: str) -> tuple[str, ...]:
    """Return the values of an answer; several stand one a line, as in a form, or behind commas. Basis: issue 4."""
    return tuple(dict.fromkeys(part.strip() for part in _PARTS.split(answer) if part.strip()))


def split_key(key: str, items: Iterable[str]) -> tuple[str, str] | None:
    """Return item and question of an answer's key, or None where it names no member. Basis: settled.md, Commands (plan)."""
    found = [item for item in items if key.startswith(f"{item}.") and len(key) > len(item) + 1]
    item = max(found, key=len, default="")
    return (item, key[len(item) + 1 :]) if item else None


def check_answers(bundle: Bundle, answers: Mapping[str, str]) -> None:
    """BadInput, naming what is allowed, for an answer to no question of the bundle or with no such option.

    An answer `ITEM.key` must name a member; what it says is for the item's record. Basis: settled.md, Commands (plan).
    """
    asked = {str(question["key"]): question for question in bundle.get("scenarios") or ()}
    items = [str(row["item_id"]) for row in bundle.get("members") or ()]
    for key, answer in answers.items():
        if key not in asked:
            if split_key(key, items):
                continue
            known = "、".join(asked) or "没有"
            raise BadInput(
                f"“{bundle.get('name', '')}”没有问题 {key}，可以回答的问题：{known}；"
                f"事项自己的问题写成 事项标识.问题，事项有：{'、'.join(items)}"
            )
        _check_values(key, chosen_values(answer), asked[key])


def _check_values(key: str, values: tuple[str, ...], question: Mapping[str, Any]) -> None:
    options = [option["value"] for option in question["options"]]
    wrong = [value for value in values if value not in options]
    if wrong or not values:
        raise BadInput(f"问题 {key} 没有选项 {'、'.join(wrong)}，可以选：{'、'.join(options)}")
    if len(values) > 1 and not takes_several(question):
        raise BadInput(f"问题 {key} 只能选一个，可以选：{'、'.join(options)}")


def applies(when: When | None, answers: Mapping[str, str]) -> bool:
    """Tell whether a condition holds: there is none, or every question it names was answered with one of its values.

    Basis: settled.md, Commands (plan: an unanswered question matches nothing).
    """
    return all(
        not values_disjoint(chosen_values(answers.get(key, "")), values)
        for key, values in (when or {}).items()
    )


def values_disjoint(chosen: Sequence[str], allowed: Sequence[str]) -> bool:
    """Tell whether none of the chosen values is allowed. Basis: as `applies`."""
    return not any(value in allowed for value in chosen)


def standing(
    bundle: Bundle,
    answers: Mapping[str, str],
    *,
    choose: Mapping[str, str] | None = None,
    skip: Iterable[str] = (),
) -> Standing:
    """Return who stands. Of a group one stands: the chosen one, else the first that applies and was not left out.

    The successors of a member that does not stand inherit its `after`; an alternative whose group has a standing member is
    dropped instead. BadInput for unknown keys, values, groups and items, a choice of what is no alternative or was left
    out, and for leaving out a required member. Basis: issue 4 (command contract); settled.md, Commands (plan).
    """
    whole, choose = members(bundle), dict(choose or {})
    check_answers(bundle, answers)
    left_out = _left_out(whole, skip)
    _check_choices(whole, choose, left_out)
    picked = _picked(whole, answers, choose, left_out)
    stands = {
        member.item
        for member in whole
        if (
            picked.get(member.group) == member.item
            if member.group
            else member.item not in left_out and applies(member.when, answers)
        )
    }
    after = _bridged(whole, stands, picked)
    return Standing(
        tuple(replace(member, after=after[member.item]) for member in whole if member.item in stands),
        tuple(g for g, item in picked.items() if g and not item and _open(whole, g, answers, left_out)),
        tuple(str(q["key"]) for q in bundle.get("scenarios") or () if q["key"] not in answers),
    )  # fmt: skip


def _left_out(whole: Sequence[Member], skip: Iterable[str]) -> set[str]:
    left_out = set(skip)
    known = {member.item: member for member in whole}
    for item in sorted(left_out):
        if item not in known:
            raise BadInput(f"这件事里没有事项 {item}，可以不办的有：{_optional(whole)}")
        if known[item].required:
            raise BadInput(f"事项 {item} 必须办，可以不办的有：{_optional(whole)}")
    return left_out


def _optional(whole: Sequence[Member]) -> str:
    return "、".join(member.item for member in whole if not member.required) or "没有"


def _check_choices(whole: Sequence[Member], choose: Mapping[str, str], left_out: set[str]) -> None:
    groups = _groups(whole)
    for group, item in choose.items():
        if group not in groups:
            raise BadInput(f"这件事里没有选择组 {group}，有：{'、'.join(groups) or '没有'}")
        if item not in groups[group]:
            raise BadInput(f"选择组 {group} 里没有事项 {item}，可以选：{'、'.join(groups[group])}")
        if item in left_out:
            raise BadInput(f"事项 {item} 又选又不办，去掉一样")


def _groups(whole: Sequence[Member]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for member in whole:
        if member.group:
            made.setdefault(member.group, []).append(member.item)
    return made


def _picked(
    whole: Sequence[Member], answers: Mapping[str, str], choose: Mapping[str, str], left_out: set[str]
) -> dict[str | None, str | None]:
    """The standing alternative of each group, or None."""
    made: dict[str | None, str | None] = dict.fromkeys(_groups(whole))
    for member in whole:
        if member.group and made[member.group] is None:
            chosen = choose.get(member.group)
            fits = member.item == chosen if chosen else applies(member.when, answers)
            if fits and member.item not in left_out:
                made[member.group] = member.item
    return made


def _bridged(
    whole: Sequence[Member], stands: set[str], picked: Mapping[str | None, str | None]
) -> dict[str, tuple[str, ...]]:
    known = {member.item: member for member in whole}
    # What a successor waits for in the place of each member: itself, those before it, or nobody.
    instead: dict[str, tuple[str, ...]] = {}
    after: dict[str, tuple[str, ...]] = {}
    for item in in_order({member.item: member.after for member in whole}):
        member = known[item]
        after[item] = tuple(dict.fromkeys(one for before in member.after for one in instead[before]))
        if item in stands:
            instead[item] = (item,)
        else:
            instead[item] = () if member.group and picked[member.group] else after[item]
    return after


def _open(whole: Sequence[Member], group: str | None, answers: Mapping[str, str], left_out: set[str]) -> bool:
    """Whether some alternative of a group may still come to stand by an answer that is yet to be given."""
    return any(
        applies({key: values for key, values in (member.when or {}).items() if key in answers}, answers)
        for member in whole
        if member.group == group and member.item not in left_out
    )
