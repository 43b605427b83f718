"""Work orders, a report and a found error, for the walk over all pages."""

from datetime import timedelta
from typing import Any

from tests.town import Town
from yichuang.complaints import acts
from yichuang.complaints.tests.scenes import CALL, brought, flawed
from yichuang.ground.now import now


def scene(town: Town) -> dict[str, Any]:
    """An order under way, one that waits for its call-back, a report, one of a citizen, an error in a guide."""
    at, market = now(), town.departments["market"].pk
    report = acts.receive(by=town.actor("dao"), at=at, **CALL | {"category": "report", "about": market})["id"]
    mine = acts.receive(by=town.citizen, at=at, **CALL)
    return {
        "order": str(brought(town, "signed", at=at - timedelta(days=1)).pk), "closed_order": str(brought(town, "closed").pk), "report": report,
        "my_order": mine["id"], "flaw": str(flawed(town)),
    }  # fmt: skip
