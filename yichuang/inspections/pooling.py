"""The three lists of a draw: who may be inspected, who inspects, which pairs are kept apart; codes and seals, no names."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.ground import vault
from yichuang.inspections.models import Grant, Inspection, Inspector, Interest, Target, TargetLine
from yichuang.law import draws


@dataclass(frozen=True, slots=True)
class Lists:
    """What a commitment is made of."""

    objects: list[list[str]]
    inspectors: list[list[str]]
    avoid: list[list[str]]


def salt_of(key: str, code: str) -> str:
    """Return the salt of one seal; the key of all of them is never told."""
    return hmac.digest(bytes.fromhex(key), code.encode(), "sha256").hex()[:32]


def candidates(
    region: str,
    lines: Sequence[str],
    grades: Sequence[str],
    since: date | None,
    rests: Mapping[str, date],
) -> Any:
    """Return the targets that stand in all these lines, but none whom a draw of late has visited: `rests` says since when by grade."""
    found = Target.objects.filter(region=region, left_on=None, grade__in=grades)
    for line in lines:
        found = found.filter(
            pk__in=TargetLine.objects.filter(region=region, line=line, ended_on=None).values("target")
        )
    for grade, day in rests.items():
        lately = Inspection.objects.filter(region=region, checked_on__gt=day).values("target")
        found = found.exclude(grade=grade, pk__in=lately)
    return found if since is None else found.filter(entered_on__gte=since)


def officers(region: str, lines: Iterable[str], bodies: Iterable[int], day: date) -> list[Inspector]:
    """Return who may inspect in these lines on a day: in the register, with a certificate in force, of these bodies."""
    wanted = set(lines)
    there = Inspector.objects.filter(region=region, left_on=None, valid_to__gte=day, body__in=list(bodies))
    return [one for one in there.select_related("person").order_by("code") if wanted & set(one.own_lines())]


def lists(
    targets: Iterable[Target], inspectors: Sequence[Inspector], lines: Sequence[str], key: str
) -> Lists:
    """Return the lists, each in its one order."""
    those = list(targets)
    objects = [
        [one.code, one.grade, draws.sealed(salt_of(key, one.code), one.name, one.clear_number())]
        for one in those
    ]
    people = [
        [one.code, line, draws.sealed(salt_of(key, one.code), "", one.certificate)]
        for one in inspectors for line in lines if line in one.own_lines()
    ]  # fmt: skip
    return Lists(draws.listed(objects), draws.listed(people), draws.listed(_apart(those, inspectors)))


def _apart(targets: Sequence[Target], inspectors: Sequence[Inspector]) -> set[tuple[str, str]]:
    """Who declared an interest, and who received, reviewed or decided a grant of the target: approving is not supervising."""
    codes = {one.pk: one.code for one in targets}
    own = {one.pk: one.code for one in inspectors}
    declared = Interest.objects.filter(inspector__in=own, ended_on=None).values_list("inspector", "target")
    found = {(own[who], codes[target]) for who, target in declared if target in codes}
    by_person: dict[int, list[str]] = {}
    for one in inspectors:
        by_person.setdefault(one.person_id, []).append(one.code)
    for target, deciders in _decided(inspectors):
        if target in codes:
            persons = {int(one) for one in deciders.split() if one.isdigit()}
            found |= {(code, codes[target]) for who in persons for code in by_person.get(who, ())}
    return found


def _decided(inspectors: Sequence[Inspector]) -> Iterable[tuple[Any, str]]:
    """Return targets and who decided a grant of theirs, in the lines of these inspectors."""
    if not inspectors:
        return ()
    lines = {line for one in inspectors for line in one.own_lines()}
    there = TargetLine.objects.filter(region=inspectors[0].region, line__in=lines).values("target")
    found = Grant.objects.filter(target__in=there).exclude(deciders="")
    return found.values_list("target", "deciders").iterator()


def opened(
    draw: Any, targets: Iterable[Target], inspectors: Iterable[Inspector], staff: bool
) -> dict[str, Any]:
    """Return what opens the seals that may be opened: bodies that were drawn, and inspectors where the rules publish them."""
    key = vault.unlock(draw.salt)
    found = {
        one.code: {"salt": salt_of(key, one.code), "name": one.name, "number": one.clear_number()}
        for one in targets if one.kind == "body"
    }  # fmt: skip
    if staff:
        found |= {
            one.code: {"salt": salt_of(key, one.code), "name": "", "number": one.certificate}
            for one in inspectors
        }
    return found


def slip(draw: Any, target: Target) -> dict[str, str]:
    """Return what opens the seal of one object: it shows that the object was in the list that was committed to, and no more."""
    salt = salt_of(vault.unlock(draw.salt), target.code)
    told = {"draw": draw.number, "object": target.code, "name": target.name, "number": target.clear_number()}
    return told | {"salt": salt}
