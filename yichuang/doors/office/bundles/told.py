"""What a bundle's record says, in words, for its version's page."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalogue.bundle_changes import row_words, when_words
from yichuang.doors.office.bundles.frame import Known

Record = Mapping[str, Any]


def record_words(record: Record, known: Known) -> dict[str, Any]:
    """Return members, feeds, papers and rows in words."""
    return {
        "members": [_member(row, record, known) for row in record.get("members") or ()],
        "feeds": [_feed(row, known) for row in record.get("feeds") or ()],
        "papers": [_paper(row, known) for row in record.get("merged_materials") or ()],
        "rows": [
            row_words(name, row)
            for name in ("aliases", "covers", "settles")
            for row in record.get(name) or ()
        ],
    }


def _member(row: Record, record: Record, known: Known) -> dict[str, str]:
    parts = [
        "必办" if row.get("required") else "可选",
        f"{row['choice_group']}组里选一" if row.get("choice_group") else "",
        when_words(row["when"], record) if row.get("when") else "",
    ]
    waits = "、".join(known.name(item) for item in row.get("after") or ())
    return {
        "name": known.name(row.get("item_id")),
        "said": "，".join(part for part in parts if part),
        "after": f"等{waits}" if waits else "一开始就办",
        "note": str(row.get("note") or ""),
    }


def _feed(row: Record, known: Known) -> str:
    giver, taker = known.name(row.get("from_item")), known.name(row.get("to_item"))
    return f"{giver}的{row.get('result')}，给{taker}当作{row.get('as_material')}"


def _paper(row: Record, known: Known) -> dict[str, Any]:
    source = row.get("obtainable_by") or {}
    return {
        "name": str(row.get("name") or "没有名称"),
        "free": f"可由{source.get('kind')}免交" if source else "",
        "users": [known.name(item) for item in row.get("used_by") or ()],
    }
