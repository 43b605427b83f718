"""The answer paths of a bundle, the longest chain on each, and the lint of its days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from . import terms
from .bundle_findings import Finding, Items, name_of, rows_of, warn
from .plans import days_of, unit_of
from .procedures import PERMIT
from .standing import Bundle, Standing, in_order, members, standing, takes_several

MOST_PATHS = 20_000
# A natural term holds at least so many working days of each week.
WEEK, WORKED = 7, 5


@dataclass(frozen=True, slots=True)
class Chain:
    """The longest chain of members: its items, its working days, and whether a member of unknown days lies in it."""

    items: tuple[str, ...]
    days: int
    certain: bool


def paths(bundle: Bundle) -> Iterator[dict[str, str]]:
    """Return every full set of answers to the bundle's own questions, every set of values where several may be chosen.

    Basis: issue 4 (every answer path planned).
    """
    keys = [question["key"] for question in rows_of(bundle, "scenarios")]
    for values in product(*(_choices(question) for question in rows_of(bundle, "scenarios"))):
        yield dict(zip(keys, values, strict=True))


def _choices(question: Mapping[str, Any]) -> list[str]:
    values = [option["value"] for option in question["options"]]
    if not takes_several(question):
        return values
    return [
        "\n".join(value for n, value in enumerate(values) if mask >> n & 1)
        for mask in range(1, 1 << len(values))
    ]


def _standings(bundle: Bundle) -> Iterator[tuple[dict[str, str], Standing]]:
    """Who stands on each path of the questions that decide about members; nothing where there are too many."""
    used = {key for row in rows_of(bundle, "members") for key in row.get("when") or {}}
    asked = {**bundle, "scenarios": [q for q in rows_of(bundle, "scenarios") if q["key"] in used]}
    total = 1
    for question in asked["scenarios"]:
        total *= len(_choices(question))
    if total <= MOST_PATHS:
        yield from ((answers, standing(bundle, answers)) for answers in paths(asked))


def answers(bundle: Bundle) -> Iterator[Finding]:
    """Answers that leave nobody standing, and members that no answer brings to stand. Basis: issue 4 (answer paths)."""
    ways = list(_standings(bundle))
    if not ways:
        yield warn(
            "path", "scenarios", f"情形组合多于 {MOST_PATHS} 种，办事人答不完。减少问题，或拆成几件事。"
        )
    words = {
        (q["key"], o["value"]): f"{q['question']}选“{o['label']}”"
        for q in rows_of(bundle, "scenarios")
        for o in q["options"]
    }
    empty = next((answers for answers, stand in ways if not stand.members), None)
    if empty is not None:
        said = "，".join(words.get(pair, pair[1]) for pair in empty.items())
        yield warn(
            "path",
            "members",
            f"{said or '没有情形'}时，一个事项也不用办。给这种情形补上事项，或删去这个选项。",
        )
    stood = {item for _, stand in ways for item in stand.items}
    for n, row in enumerate(rows_of(bundle, "members")):
        if ways and row["item_id"] not in stood:
            yield warn(
                "path",
                "members",
                f"第 {n + 1} 个成员，怎么回答都轮不到它。改条件，或删去它。",
                f"members/{n}",
                row["item_id"],
            )


def longest(stand: Standing, items: Items) -> Chain:
    """Return the longest chain through those who stand; a natural term counts the working days it must hold at least.

    Basis: domain.md 5.3 (parent limit: max over the dependency graph).
    """
    known = {member.item: member for member in stand.members}
    made: dict[str, Chain] = {}
    for item in in_order({member.item: member.after for member in stand.members}):
        before = max(
            (made[one] for one in known[item].after), key=lambda chain: chain.days, default=Chain((), 0, True)
        )
        count = days_of(items[item])
        made[item] = Chain(
            (*before.items, item),
            before.days + _working(count or 0, unit_of(items[item])),
            before.certain and count is not None,
        )
    return max((made[item] for item in stand.items), key=lambda chain: chain.days, default=Chain((), 0, True))


def _working(days: int, unit: str) -> int:
    return days if unit == "working" else days * WORKED // WEEK


def days(bundle: Bundle, items: Items) -> Iterator[Finding]:
    """Members of unknown days, a promise shorter than the longest chain, permits beyond the ceiling of joint handling.

    Basis: issue 4 (warned with the numbers); 《行政许可法》 art. 42(2); domain.md 1.4.
    """
    for n, member in enumerate(members(bundle)):
        if days_of(items[member.item]) is None:
            yield warn(
                "term",
                "members",
                f"“{name_of(items, member.item)}”没有承诺时限，也没有法定时限。排期先按 0 天算，最早办结日不确定。",
                f"members/{n}",
                member.item,
            )
    chain = max(
        (longest(stand, items) for _, stand in _standings(bundle)),
        key=lambda one: one.days,
        default=Chain((), 0, True),
    )
    said = " → ".join(f"{name_of(items, one)} {_said(items[one])}" for one in chain.items)
    unit = bundle.get("day_kind") or "工作日"
    promised, committed = (
        bundle.get("committed_days"),
        _working(bundle.get("committed_days") or 0, unit_of(bundle)),
    )
    if promised is None:
        yield warn(
            "term", "committed_days", f"没有填承诺时限。成员最长的一条线要 {chain.days} 个工作日：{said}。"
        )
    elif committed < chain.days:
        yield warn(
            "term",
            "committed_days",
            f"承诺 {promised} 个{unit}，成员最长的一条线要 {chain.days} 个工作日：{said}。排期以成员为准。改长承诺，或与部门商定缩短。",
        )
    permits = [member.item for member in members(bundle) if items[member.item].get("type") == PERMIT]
    if bundle.get("joint") is not False and permits and max(committed, chain.days) > terms.JOINT_DAYS:
        yield warn(
            "term",
            "committed_days",
            f"里面有行政许可，联合办理最多 {terms.JOINT_DAYS} 个工作日（可延长 {terms.JOINT_EXTENSION} 个），现在是 {max(committed, chain.days)} 个。",
        )


def _said(record: Mapping[str, Any]) -> str:
    count = days_of(record)
    if count is None:
        return "天数没有查到"
    return f"{count} 个{'自然日' if unit_of(record) == 'natural' else '工作日'}"
