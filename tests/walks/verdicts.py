"""What the pages of ratings are about: bad ones at two steps, one published, one whose finding its rated may appeal against."""

from typing import Any

from tests.town import MONDAY, Town
from yichuang.doors.progress import device
from yichuang.ratings import acts as ratings
from yichuang.ratings.tests import scenes


def scene(town: Town) -> dict[str, Any]:
    """The words of the addresses."""
    row = scenes.taken(town, "call")
    scenes.taken(town, "published")
    appealed = scenes.taken(town, "mend", verdict="complex")
    ratings.appeal(appealed.pk, by=town.actor("wu"), at=MONDAY, why="那天停电")
    return {
        "ratings": [str(row.pk), str(scenes.taken(town).pk), str(appealed.pk)],
        "device_key": device.key_of(town.window.pk),
        "rated_code": row.case.query_code if row.case else "",
    }
