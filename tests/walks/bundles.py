"""A bundle in force and one in hand, for the pages about bundles."""

from typing import Any

from tests import town as towns
from tests.town import Town
from yichuang.catalogue import acts as catalogue
from yichuang.doors.office.bundles import elements
from yichuang.doors.office.bundles.views import looking


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses: 开办餐饮店一件事 as it stands, and its next version as a draft."""
    facts = town.bundle("open-restaurant")
    draft = catalogue.draft_bundle(by=town.actor("he"), at=towns.MONDAY, bundle=str(facts.bundle))["version"]
    return {
        "bundle": str(facts.bundle), "bundle_version": str(draft), "bundle_current": str(facts.id),
        "bundle_elements": list(elements.KEYS), "bundle_looks": list(looking.LOOKS),
    }  # fmt: skip
