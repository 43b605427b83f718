"""The words of the search: what means the same, what people did not find."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from yichuang.catalogue import readings
from yichuang.catalogue.acts import turns
from yichuang.catalogue.models import Search, Word
from yichuang.ground.now import day_of
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act, working_paper
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere

MOST_WORDS, MOST_ROWS, KEPT = 2000, 20_000, timedelta(days=180)


@act("catalogue.equate", on=Register, book="catalogue")
def equate(
    turn: Turn, *, by: Actor, at: datetime, said: str = "", meant: str = "", remove: int = 0
) -> dict[str, Any]:
    """A word that people say is read as a word of the catalogue in every search, or no longer."""
    if remove:
        gone = Word.objects.filter(region=by.region, pk=remove).first()
        if gone is None:
            raise NotThere("这个同义词已经删去了。刷新后再看。")
        Word.objects.filter(pk=gone.pk).delete()
        turn.enter("catalogue.equate", {"said": gone.said, "meant": gone.meant, "removed": True})
    else:
        one, other = _word(said, "said", "群众说的词"), _word(meant, "meant", "目录里的词")
        if one == other:
            raise BadInput("两个词一样，不用写。", field="meant")
        before = Word.objects.filter(region=by.region, said=one).first()
        if before is not None and before.meant == other:
            raise BadInput(f"“{one}”已经当作“{other}”了。", field="said")
        if Word.objects.filter(region=by.region).count() >= MOST_WORDS:
            raise BadInput(f"同义词最多{MOST_WORDS}个。先删去用不着的。", field="said")
        Word.objects.filter(region=by.region, said=one).delete()
        turn.add(Word, region=by.region, said=one, meant=other)
        turn.enter("catalogue.equate", {"said": one, "meant": other})
    turn.change_rules()
    return {}


def _word(text: str, field: str, what: str) -> str:
    word = readings.plain(turns.in_text(text, 20, field, what))
    if len(word) < 2:
        raise BadInput(f"{what}至少两个字。", field=field)
    return word


@act("catalogue.settle_search", on=Register, book="catalogue")
def settle_search(turn: Turn, *, by: Actor, at: datetime, search: int) -> dict[str, Any]:
    """What was looked for has its answer, or needs none: it leaves the list."""
    changed = Search.objects.filter(region=by.region, pk=search, settled_on=None).update(settled_on=turn.on)
    if not changed:
        raise NotThere("这一条已经有人处理了。刷新后再看。")
    turn.enter("catalogue.settle_search", {"search": search})
    return {}


@working_paper("catalogue.count_searches")
def count_searches(counts: Mapping[str, Mapping[str, int]], *, by: Actor, at: datetime) -> int:
    """Add searches to their rows; one that was settled and is missed again comes back; old ones go."""
    day = day_of(at)
    known = set(Search.objects.filter(region=by.region, text__in=counts).values_list("text", flat=True))
    room = MOST_ROWS - Search.objects.filter(region=by.region).count()
    fresh = [text for text in counts if text not in known][: max(room, 0)]
    Search.objects.bulk_create(
        [Search(region=by.region, text=text, first_on=day, last_on=day, **counts[text]) for text in fresh],
        batch_size=500,
    )
    for text in known:
        found = counts[text]
        row = Search.objects.filter(region=by.region, text=text)
        row.update(last_on=day, **{kind: F(kind) + count for kind, count in found.items() if count})
        if found.get("empty"):
            row.update(settled_on=None)
    Search.objects.filter(region=by.region, last_on__lt=day - KEPT).delete()
    return len(counts)
