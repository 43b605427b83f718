"""The department names of records → organisations, through the packaged alias table and the region's own aliases.

A name that stands for no single body gets an organisation of that name, and an alias without one: it is listed until
somebody says which body is meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from yichuang.catalogue import seed
from yichuang.law.identity import synthetic_uscc
from yichuang.people.models import Alias, Organisation

SYNTHETIC_AREA = "189901"
OWN_SERIALS = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the packaged table."""

    name: str
    kind: str
    category: str
    serial: int
    parent: str | None


@cache
def table() -> Mapping[str, Known]:
    """Return the packaged organisations by every name under which records know them."""
    found: dict[str, Known] = {}
    for row in seed.load("departments")["organisations"]:
        known = Known(row["name"], row["kind"], row["category"], row["serial"], row["parent"])
        found.update(dict.fromkeys((row["name"], *row["aliases"]), known))
    return found


def unclear() -> Mapping[str, str]:
    """Return the packaged names that stand for no single body, with the reason."""
    found: dict[str, str] = seed.load("departments")["unresolved"]
    return found


def canonical_name(name: str) -> str:
    """Return the organisation's own name for a name that records use."""
    known = table().get(name)
    return known.name if known else name


def code_of(name: str, area: str, number: int) -> str:
    """Return a synthetic credit code for an organisation: the packaged one, or the `number`th of the reserve."""
    known = table().get(name)
    place = area if len(area) == 6 and area.startswith("18") else SYNTHETIC_AREA
    if known:
        return synthetic_uscc(place, known.serial, category=known.category)
    return synthetic_uscc(place, OWN_SERIALS + number, category="11")


def found(region: str, names: Iterable[str]) -> dict[str, Organisation]:
    """Return the organisations that the region already has for these names: an alias says more than a name."""
    wanted = set(names)
    own = {o.name: o for o in Organisation.objects.filter(region=region)}
    aliases = Alias.objects.filter(region=region, name__in=wanted, organisation__isnull=False).select_related(
        "organisation"
    )
    made = {alias.name: alias.organisation for alias in aliases if alias.organisation}
    for name in wanted - set(made):
        body = own.get(name) or own.get(canonical_name(name))
        if body is not None:
            made[name] = body
    return made


def unresolved(region: str) -> list[str]:
    """Return the names that nobody has said the body of, for the list of open names."""
    return list(
        Alias.objects.filter(region=region, organisation=None).order_by("name").values_list("name", flat=True)
    )


def columns(name: str, region: str, number: int, valid_from: Any) -> dict[str, Any]:
    """Return the columns of a new organisation under its canonical name."""
    known = table().get(name)
    own = canonical_name(name)
    return {
        "region": region, "code": code_of(name, region, number), "name": own, "kind": known.kind if known else "department",
        "area": region, "valid_from": valid_from,
    }  # fmt: skip
