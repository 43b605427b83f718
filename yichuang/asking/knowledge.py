"""Finding an answer in the knowledge base: by the words of the catalogue's search and by what stands in the entry.

Published entries are kept in memory for one value of the stamp, so that a search asks the database for the stamp only.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang.asking.models import Known
from yichuang.catalogue import readings, search
from yichuang.journal import stamps

MOST, ITEMS, LEAST = 8, 5, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry as everybody reads it; `old` says that its day to be looked at again has passed."""

    id: UUID
    question: str
    answer: str
    basis: str
    department: str
    item_key: str
    item: str
    published_on: date | None
    review_on: date | None
    text: str

    def old(self, today: date) -> bool:
        """Tell whether the day to look at it again has passed."""
        return self.review_on is not None and today > self.review_on


def published(stamp: int, region: str) -> tuple[Answer, ...]:
    """Return what everybody may read, by question."""
    return stamps.kept(stamp, ("asking.known", region), lambda: _read(region))


def _read(region: str) -> tuple[Answer, ...]:
    rows = Known.objects.filter(region=region, state="published").select_related("item", "department")
    return tuple(_answer(row) for row in rows.order_by("question", "pk"))


def _answer(row: Known) -> Answer:
    text = readings.plain(f"{row.question} {row.keywords} {row.item.name if row.item else ''} {row.answer}")
    return Answer(
        row.pk, row.question, row.answer, row.basis, row.department.name, row.item.key if row.item else "", row.item.name if row.item else "",
        row.published_on, row.review_on, text,
    )  # fmt: skip


def find(stamp: int, region: str, typed: str, *, limit: int = MOST) -> list[Answer]:
    """Return the best entries for what was typed: pairs of signs that stand in the entry, and items the words lead to."""
    words = readings.plain(typed)[:60]
    if not words:
        return []
    keys = {hit.key: ITEMS - n for n, hit in enumerate(search.find(stamp, typed, limit=ITEMS, region=region))}
    scored = [(_score(one, words) + keys.get(one.item_key, 0), one) for one in published(stamp, region)]
    ranked = sorted(
        (pair for pair in scored if pair[0] >= LEAST), key=lambda pair: (-pair[0], pair[1].question)
    )
    return [one for _, one in ranked[:limit]]


def _score(one: Answer, words: str) -> int:
    pairs = {words[n : n + 2] for n in range(len(words) - 1)} or {words}
    asked = readings.plain(one.question)
    return sum(1 + 2 * (pair in asked) for pair in pairs if pair in one.text and pair.strip())


def of_item(stamp: int, region: str, key: str) -> list[Answer]:
    """Return the entries about an item."""
    return [one for one in published(stamp, region) if one.item_key == key]
