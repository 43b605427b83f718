"""A bundle's graph as stations: a member, or a choice of several that share one place, and in words when each stands.

The words are expressions over `answers`, `chosen`, `skipped` and `results` that say what `standing.standing` computes; an
engine that knows nothing of us can ask them. `results` holds what became of each member: granted, or why not.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .standing import Member, members, takes_several, values_disjoint

GRANTED, REFUSED, WITHDRAWN, ENDED = "granted", "refused", "withdrawn", "ended"


@dataclass(frozen=True)
class Station:
    """A place in the graph; `apart` is an alternative whose companions stand elsewhere, so it may be passed over early."""

    members: tuple[Member, ...]
    after: tuple[int, ...]
    apart: bool

    @property
    def key(self) -> str:
        """What names it in a document."""
        return self.members[0].item


class Graph:
    """The stations of a bundle in file order, and the expressions of each."""

    def __init__(self, bundle: Mapping[str, Any]) -> None:
        """Put together the alternatives that wait for the same and are waited for by the same."""
        self.members = members(bundle)
        self.several = {str(one["key"]) for one in bundle.get("scenarios") or () if takes_several(one)}
        groups = self._gathered()
        place = {one.item: number for number, those in enumerate(groups) for one in those}
        self.stations = tuple(
            Station(
                those,
                tuple(dict.fromkeys(place[item] for item in those[0].after)),
                apart=len(those) < len(self.companions(those[0])) and self._between(those[0]),
            )
            for those in groups
        )
        self.followers = [
            tuple(number for number, one in enumerate(self.stations) if before in one.after)
            for before in range(len(self.stations))
        ]

    def _gathered(self) -> list[tuple[Member, ...]]:
        made: dict[str, tuple[Member, ...]] = {}
        for one in self.members:
            those = self.companions(one)
            if not self._alike(those):
                those = (one,)
            made.setdefault(those[0].item, those)
        return list(made.values())

    def companions(self, one: Member) -> tuple[Member, ...]:
        """Return the alternatives of its group, itself among them."""
        return tuple(
            other for other in self.members if other is one or (one.group and other.group == one.group)
        )

    def _between(self, one: Member) -> bool:
        return bool(one.after) and any(one.item in other.after for other in self.members)

    def _alike(self, those: Sequence[Member]) -> bool:
        items = {one.item for one in those}
        waited = ({*one.after} & items for one in self.members)
        return len({frozenset(one.after) for one in those}) == 1 and all(
            some in (set(), items) for some in waited
        )

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """How far from the beginning each station lies."""
        found: dict[int, int] = {}

        def level(number: int) -> int:
            if number not in found:
                found[number] = 1 + max((level(before) for before in self.stations[number].after), default=-1)
            return found[number]

        return tuple(level(number) for number in range(len(self.stations)))

    def stands(self, one: Member) -> str:
        """When this member stands in the plan; empty: always. Basis: settled.md, Commands (plan)."""
        if not one.group:
            return self._fits(one)
        others = self.companions(one)
        earlier = [other for other in others[: others.index(one)] if not self._exclude_each_other(one, other)]
        first = both([self._fits(one), *(f"not ({self._fits(other) or 'True'})" for other in earlier)])
        chosen = f"chosen.get({_said(one.group)})"
        return f"({chosen} == {_said(one.item)} if {chosen} else {first or 'True'})"

    def _fits(self, one: Member) -> str:
        said = [self._answered(key, values) for key, values in (one.when or {}).items()]
        if not one.required:
            said.append(f"{_said(one.item)} not in skipped")
        return both(said)

    def _answered(self, key: str, values: Iterable[str]) -> str:
        allowed, asked = list(values), f"answers.get({_said(key)})"
        if key in self.several:
            return f"not {{{', '.join(map(_said, allowed))}}}.isdisjoint({asked} or [])"
        return f"{asked} == {_said(allowed[0])}" if len(allowed) == 1 else f"{asked} in {_said(allowed)}"

    def _exclude_each_other(self, one: Member, other: Member) -> bool:
        shared = (set(one.when or {}) & set(other.when or {})) - self.several
        return any(values_disjoint((one.when or {})[key], (other.when or {})[key]) for key in shared)

    def passed_over(self, number: int) -> str:
        """When a companion elsewhere stands instead of this alternative. Basis: settled.md, Commands (plan)."""
        (one,) = self.stations[number].members
        return either([self.stands(other) for other in self.companions(one) if other is not one])

    def clear(self, number: int) -> str:
        """When nothing that this station waits for came to another end than granted; empty: it waits for nothing.

        What failed before a member that stands has ended that member too, so all that lies before is asked at once.
        Basis: settled.md, Commands (plan: bridging); 《行政许可法》 art. 29.
        """
        behind, doubtful = self._behind(number)
        results = ", ".join(f"results.get({_said(one.item)})" for one in self.members if one.item in behind)
        said = [f'{{{results}}} <= {{None, "{GRANTED}"}}'] if behind else []
        for other in sorted(doubtful):
            if further := self.clear(other):
                said.append(either([self.passed_over(other), further]))
        return both(said)

    def _behind(self, number: int) -> tuple[set[str], set[int]]:
        items: set[str] = set()
        doubtful: set[int] = set()
        left = [*self.stations[number].after]
        seen: set[int] = set()
        while left:
            before = left.pop()
            if before in seen:
                continue
            seen.add(before)
            items |= {one.item for one in self.stations[before].members}
            if self.stations[before].apart:
                doubtful.add(before)
            else:
                left += self.stations[before].after
        return items, doubtful


def _said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def both(said: Iterable[str]) -> str:
    """Join expressions of which all must hold. Basis: BPMN 2.0 (ISO/IEC 19510:2013), 8.4.6 (expressions)."""
    parts = [one for one in said if one]
    return " and ".join(f"({one})" if " or " in one and len(parts) > 1 else one for one in parts)


def either(said: Iterable[str]) -> str:
    """Join expressions of which one must hold. Basis: BPMN 2.0 (ISO/IEC 19510:2013), 8.4.6 (expressions)."""
    parts = list(said)
    return "" if not all(parts) else " or ".join(f"({one})" if " and " in one else one for one in parts)
