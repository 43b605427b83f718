"""Who sees which figures: the region's supervisors all of them, a department its own and its items', a clerk only their own."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalogue.models import Item
from yichuang.figures.lists import names
from yichuang.figures.registry import CUTS
from yichuang.journal.actor import Actor
from yichuang.law.powers import DEPARTMENT, SUPERVISE
from yichuang.people.models import Organisation, Person

CUT_NAMES = {"whole": "全区"} | dict(CUTS)


def allowed(actor: Actor) -> dict[str, frozenset[str] | None]:
    """Return the cuts this actor may see: None for all of a cut, else whose."""
    if actor.kind in SUPERVISE or actor.kind == "system":
        return dict.fromkeys(CUT_NAMES)
    if actor.kind in DEPARTMENT:
        own = Organisation.objects.filter(pk__in=actor.organisations, region=actor.region)
        items = Item.objects.filter(department__in=actor.organisations, region=actor.region)
        return {"department": frozenset(own.values_list("name", flat=True)), "item": frozenset(items.values_list("key", flat=True))}  # fmt: skip
    me = Person.objects.filter(pk=actor.person or 0).values_list("username", flat=True)
    return {"clerk": frozenset(me)}


def seen(content: Mapping[str, Any], actor: Actor) -> dict[str, dict[str, dict[str, list[Any]]]]:
    """Return indicator → cut → who → figure, of what this actor may see."""
    open_ = allowed(actor)
    return {
        key: {
            cut: {who: figure for who, figure in found.items() if open_[cut] is None or who in (open_[cut] or ())}
            for cut, found in cuts.items()
            if cut in open_
        }
        for key, cuts in content["indicators"].items()
    }  # fmt: skip


class Called:
    """What people read for a key: the name of an item or a person; places are their own names."""

    def __init__(self, region: str) -> None:
        self._names = names(region)

    def __call__(self, cut: str, who: str) -> str:
        """Return the name."""
        return "全区" if cut == "whole" else self._names.get(cut, {}).get(who, who)
