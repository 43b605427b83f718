"""Papers that somebody handed in before, as lists and acts read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.ground import rows
from yichuang.law import reuse
from yichuang.materials.models import Earlier

BEST = {trust: place for place, trust in enumerate(reuse.TRUST)}


def held(holder_index: str, day: date) -> dict[str, Any]:
    """Return the papers of a holder that may be used again on `day`, by standard name: the best trusted, the newest of those."""
    if not holder_index:
        return {}
    first = day.isoformat() if rows.is_sqlite() else day
    found = rows.read_all(
        Earlier,
        "t.holder_index = %s AND t.withdrawn_at IS NULL AND t.expires_on >= %s ORDER BY t.checked_on, t.id",
        [holder_index, first],
    )
    found.sort(key=lambda row: -BEST[row.trust])
    return {row.name: row for row in found}


def wanted(record: Mapping[str, Any]) -> bool:
    """Tell whether any material of a record is of a kind that may be used again."""
    return any(
        (material.get("obtainable_by") or {}).get("kind") != "系统生成" and reuse.kind_of(material["name"])
        for material in record.get("materials") or ()
    )
