"""What the house needs to know of a bundle (一件事): its version in force, read once, kept, because versions do not change."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yichuang.catalogue import forms, versions
from yichuang.catalogue.models import Bundle, BundleVersion
from yichuang.catalogue.versions import UNITS, VersionFacts
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere
from yichuang.law import plans, things
from yichuang.law.standing import chosen_values, split_key, takes_several


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """A bundle's version as acts and pages see it; `lead` is the organisation's id, `record` the interchange record."""

    id: int
    number: int
    bundle: Any
    key: str
    name: str
    category: str
    lead: int
    lead_name: str
    committed_days: int | None
    unit: str
    record: Mapping[str, Any]

    @property
    def department_name(self) -> str:
        """Who answers for it, as an item names its department."""
        return self.lead_name

    @property
    def department_phone(self) -> str:
        """No telephone of its own: pages say 12345."""
        return ""


def facts(version_id: int) -> BundleFacts:
    """Return the facts of a bundle's version; NotThere if there is none."""
    return _facts(version_id, stamps.database())


def fresh(version_id: int) -> BundleFacts:
    """Return the facts of a draft, read anew: only what is published never changes."""
    return _facts.__wrapped__(version_id, "")


@lru_cache(maxsize=1024)
def _facts(version_id: int, database: str) -> BundleFacts:
    version = BundleVersion.objects.select_related("bundle__lead").filter(pk=version_id).first()
    if version is None:
        raise NotThere("没有这个版本的一件事。")
    bundle, record = version.bundle, json.loads(version.record)
    return BundleFacts(
        id=version.pk, number=version.number, bundle=bundle.pk, key=bundle.key, name=record.get("name") or bundle.name,
        category=bundle.category, lead=bundle.lead_id, lead_name=bundle.lead.name, committed_days=version.committed_days,
        unit=UNITS.get(version.day_kind, "working"), record=record,
    )  # fmt: skip


versions.KEPT.append(_facts)


def current(bundle_id: Any, stamp: int) -> BundleFacts:
    """Return the published version of a bundle, by bundle id; NotThere if there is none."""
    found = stamps.kept(stamp, "catalogue.bundles", _in_force).get(str(bundle_id))
    if found is None:
        raise NotThere("这个一件事还没有发布，或者已经停办。")
    return facts(found)


def by_name(text: str, stamp: int) -> BundleFacts:
    """Return the published version of the bundle with this key, theme code or id; NotThere if there is none."""
    found = stamps.kept(stamp, "catalogue.bundles", _in_force).get(text.strip())
    if found is None:
        raise NotThere(f"没有一件事“{text[:60]}”。可以用它的标识或主题编码。")
    return facts(found)


def listed(stamp: int) -> tuple[BundleFacts, ...]:
    """Return every bundle in force, by category and key."""
    found = dict.fromkeys(stamps.kept(stamp, "catalogue.bundles", _in_force).values())
    return tuple(sorted(map(facts, found), key=lambda one: (one.category, one.key)))


def with_item(key: str, stamp: int) -> tuple[BundleFacts, ...]:
    """Return the bundles in force to which an item belongs."""
    return tuple(
        one for one in listed(stamp) if any(row["item_id"] == key for row in one.record.get("members") or ())
    )


def items(facts: BundleFacts, stamp: int) -> dict[str, VersionFacts]:
    """Return the members in force by item key, in the order of the record; a retired or unpublished one is missing."""
    keys = (member["item_id"] for member in facts.record.get("members") or ())
    return versions.by_keys(keys, stamp)


def standing(
    facts: BundleFacts,
    members: Mapping[str, VersionFacts],
    answers: Mapping[str, str],
    *,
    skip: Iterable[str] = (),
) -> list[VersionFacts]:
    """Return the members that stand for these answers, in the order of the record; unknown answers and items are left out."""
    optional = {one.item for one in plans.members(facts.record) if not one.required}
    told = known_answers(facts, members, answers)
    found = plans.standing(facts.record, told, skip=[one for one in skip if one in optional])
    return [members[key] for key in found.items if key in members]


def kinds(members: Sequence[VersionFacts]) -> tuple[str, ...]:
    """Return who may apply for all of them: person, body or both; where they do not agree (a body is yet to be founded), as the first says."""
    each = [forms.kinds(one.record) for one in members]
    shared = tuple(kind for kind in each[0] if all(kind in found for found in each)) if each else ()
    return shared or (each[0] if each else ())


def window_only(members: Iterable[VersionFacts]) -> str | None:
    """Return the sentence that names the items which may only be filed at the window; None where all may be filed on line."""
    return things.may_file_on_line({one.name: one.record.get("online_depth") for one in members})


def known_answers(
    facts: BundleFacts, members: Mapping[str, VersionFacts], answers: Mapping[str, str]
) -> dict[str, str]:
    """Return the answers that this bundle and its items know."""
    found = ((key, known_answer(facts, members, key, value)) for key, value in answers.items())
    return {key: value for key, value in found if value is not None}


def known_answer(facts: BundleFacts, members: Mapping[str, VersionFacts], key: str, value: str) -> str | None:
    """Return an answer as it is kept (several behind commas), or None where the question or the option is not known."""
    asked = question(facts, members, key)
    if asked is None:
        return None
    values, offered = chosen_values(value), {str(one["value"]) for one in asked["options"]}
    several = not split_key(key, members) and takes_several(asked)
    if not values or not set(values) <= offered or (len(values) > 1 and not several):
        return None
    return ",".join(values)


def question(facts: BundleFacts, members: Mapping[str, VersionFacts], key: str) -> Mapping[str, Any] | None:
    """Return a question of the bundle, or a member's own by `ITEM.key`; None where nobody asks it."""
    for one in facts.record.get("scenarios") or ():
        if one["key"] == key:
            return one  # type: ignore[no-any-return]
    found = split_key(key, members)
    rows = members[found[0]].record.get("scenarios") or () if found else ()
    return next((row for row in rows if found and row["key"] == found[1]), None)


def _in_force() -> dict[str, int]:
    """Return the versions in force by bundle id, key and theme code; a key goes before another bundle's theme code."""
    rows = Bundle.objects.filter(current__isnull=False, retired_on=None).values_list(
        "pk", "key", "current_id", "current__record"
    )
    themes = {str(json.loads(record).get("theme_code") or ""): pk for _, _, pk, record in rows}
    named = {name: pk for bundle, key, pk, _ in rows for name in (str(bundle), key)}
    return {theme: pk for theme, pk in themes.items() if theme} | named
