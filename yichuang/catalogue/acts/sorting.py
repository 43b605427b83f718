"""Records on their way in, of items and bundles alike: what is new, changed, the same, and why any cannot be taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from yichuang.catalogue import records
from yichuang.catalogue.models import VersionState
from yichuang.catalogue.records import Record
from yichuang.ground.ids import uuid7

Named = Sequence[tuple[str, Any]]
REASONS_MOST = 20


@dataclass(slots=True, eq=False)
class Row:
    """One record on its way in: where it stood, its digest, what it owes, what it makes or changes, what it replaces there."""

    place: str
    record: Record
    digest: str
    debts: int = 0
    owner: UUID = field(default_factory=uuid7)
    number: int = 1
    current: int | None = None
    draft: int | None = None


@dataclass(slots=True)
class Sorted:
    """The rows by what they bring, and why any of them cannot be taken."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    same: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    @property
    def coming(self) -> list[Row]:
        """What will be stored."""
        return [*self.new, *self.changed]

    def told(self) -> dict[str, int]:
        """The counts."""
        return {"new": len(self.new), "changed": len(self.changed), "same": self.same}

    def refuse(self, place: str, record: Any, reasons: list[str]) -> None:
        """Say why a record cannot be taken."""
        key = record.get("id") if isinstance(record, dict) else None
        told = {
            "place": place,
            "id": key[:80] if isinstance(key, str) else "",
            "reasons": reasons[:REASONS_MOST],
        }
        self.refused.append(told)


def distinct(named: Named, check: Callable[[Any], tuple[list[str], int]], made: Sorted) -> list[Row]:
    """Return the records that can be taken, each once; `check` says what refuses a record, and how much it owes."""
    seen: dict[str, Row] = {}
    for place, record in named:
        reasons, debts = check(record)
        if reasons:
            made.refuse(place, record, reasons)
            continue
        row = Row(place, record, records.digest_of(records.text_of(record)), debts)
        first = seen.setdefault(record["id"], row)
        if first is not row and first.digest != row.digest:
            made.refuse(place, record, [f"标识“{record['id']}”在{first.place}已经有了，内容不同。留一条。"])
        made.same += first is not row and first.digest == row.digest
    return list(seen.values())


def known(owners: QuerySet[Any], versions: QuerySet[Any], owner: str) -> dict[str, Mapping[str, Any]]:
    """Return by key what is in the catalogue: its id, its version in force with the digest, its last number."""
    last = versions.filter(**{owner: OuterRef("pk")}).order_by("-number").values("number")[:1]
    found = owners.annotate(last=Subquery(last)).values("pk", "key", "current_id", "current__digest", "last")
    return {row["key"]: row for row in found}


def against(
    there: Mapping[str, Mapping[str, Any]], drafts: Mapping[Any, Any], imported: Callable[[Any], bool], what: str,
    rows: Iterable[Row], made: Sorted,
) -> None:  # fmt: skip
    """Sort rows by what is there; a draft in hand stops its record, unless an import made it (`imported`) and nobody touched it."""
    for row in rows:
        owner = there.get(row.record["id"])
        if owner is None:
            made.new.append(row)
            continue
        draft = drafts.get(owner["pk"])
        ours = draft if draft is not None and draft.state == VersionState.DRAFT and imported(draft) else None
        if row.digest in (owner["current__digest"], ours.digest if ours else None):
            made.same += 1
        elif draft is not None and ours is None:
            why = f"这个{what}的第 {draft.number} 版正在起草或送审，先发布或放弃它，再导入。"
            made.refuse(row.place, row.record, [why])
        else:
            row.owner, row.current, row.draft = owner["pk"], owner["current_id"], ours.pk if ours else None
            row.number = ours.number if ours else owner["last"] + 1
            made.changed.append(row)
