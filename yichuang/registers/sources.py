"""Sources of item records (数据共享) as the registers answer them: connected or not, checked for one holder, known already.

`check` asks and may wait; `known` only reads what was asked before, and is what acts use.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.ground import rows, vault
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.law import sources as law
from yichuang.law.codes import normalise
from yichuang.registers import acts, book
from yichuang.registers.models import Consent, Evidence

HAVE, NONE, DOWN, REFUSED, UNCONNECTED, UNASKED = "have", "none", "down", "refused", "unconnected", "unasked"
STATES = {law.FOUND: HAVE, law.NONE: NONE, law.DOWN: DOWN, law.REFUSED: REFUSED}
BEST_FIRST = (HAVE, DOWN, REFUSED, NONE)


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """How a source stands for a material and a holder: have, none, down, refused or unconnected; the sentence to show."""

    state: str
    sentence: str
    evidence: UUID | None = None
    source: str = ""
    digest: str = ""

    def after_refusal(self) -> "SourceAnswer":
        """Return how it stands for who said no: what was not told so far is handed in."""
        if self.state in (HAVE, NONE):
            return self
        return replace(self, state=REFUSED, sentence=law.source_words(law.REFUSED, self.source))


def connected(stamp: int, region: str, day: date) -> frozenset[str]:
    """Return the names of the sources that are connected on `day`, as item records write them."""
    return book.sources_of(stamp, region, day)


def named(material: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sources by which a material of a record can be had; nothing for one that comes otherwise."""
    source = material.get("obtainable_by") or {}
    if source.get("kind") != "数据共享":
        return ()
    return tuple(source.get("any_of") or [source.get("name") or ""])


def askable(names: Iterable[str], number: str, kind: str, *, stamp: int, region: str, day: date) -> list[str]:
    """Return those of the sources that are connected and can be asked about this holder."""
    return [
        name
        for name in names
        if (how := law.asked_of(name, number, kind)) and book.gives(stamp, region, *how, day)
    ]


def check(
    item_record: Mapping[str, Any],
    material_index: int,
    number: str,
    *,
    kind: str = "",
    consent: UUID | None = None,
    subject: UUID | None = None,
    ground: str = "",
    by: Actor,
    at: datetime,
) -> SourceAnswer:
    """Ask the connected sources of one material about one holder; at most port.SECONDS for a register that is silent."""
    material = item_record["materials"][material_index]
    stamp = by.stamp or stamps.current()
    names = askable(named(material), number, kind, stamp=stamp, region=by.region, day=day_of(at))
    if not names:
        return SourceAnswer(UNCONNECTED, "未接通，要交", source=next(iter(named(material)), ""))
    answers = []
    for name in names:
        answers.append(_check(item_record, name, number, kind, consent, subject, ground, by, at))
        if answers[-1].state == HAVE:
            break
    return min(answers, key=lambda one: BEST_FIRST.index(one.state))


def _check(
    record: Mapping[str, Any], source: str, number: str, kind: str, consent: UUID | None, subject: UUID | None, ground: str, by: Actor, at: datetime,
) -> SourceAnswer:  # fmt: skip
    how = law.asked_of(source, number, kind)
    assert how is not None
    answer = acts.ask(
        how[0], number=number, purpose=law.retrieving_words(record["name"], [source]), item=record["id"], subject=subject,
        consent=consent, elements=how[1], whole=True, ground=ground, by=by, at=at,
    )  # fmt: skip
    return SourceAnswer(
        STATES[answer.outcome],
        law.source_words(answer.outcome, source),
        answer.evidence,
        source,
        answer.digest,
    )


def known(
    item_record: Mapping[str, Any], number: str, kind: str, *, stamp: int, region: str, at: datetime
) -> dict[str, SourceAnswer]:
    """Return how each connected source of an item's record stands for this holder by what was asked before; asks nobody."""
    wanted = {name for material in item_record.get("materials") or () for name in named(material)}
    if not wanted or not wanted & connected(stamp, region, day_of(at)):
        return {}
    names = askable(sorted(wanted), number, kind, stamp=stamp, region=region, day=day_of(at))
    if not names:
        return {}
    latest = _latest(vault.index(normalise(number)), str(item_record["id"]), at)
    made = {}
    for name in names:
        how = law.asked_of(name, number, kind)
        row = latest.get((how[0], ",".join(sorted(how[1])))) if how else None
        if row is None:
            made[name] = SourceAnswer(UNASKED, f"受理后我们向“{name}”核验，不用您交", source=name)
        else:
            made[name] = SourceAnswer(
                STATES[row.outcome], law.source_words(row.outcome, name), row.id, name, row.digest
            )
    return made


def refused(item_record: Mapping[str, Any], number: str) -> bool:
    """Tell whether the holder said no to retrieving for this item, or took their consent back; the last word counts."""
    found = rows.read_all(
        Consent,
        "t.holder_index = %s AND t.item = %s ORDER BY t.given_at DESC, t.id DESC LIMIT 1",
        [vault.index(normalise(number)), str(item_record.get("id", ""))],
    )
    return bool(found and (not found[0].given or found[0].withdrawn_at))


def _latest(holder: str, item: str, at: datetime) -> dict[tuple[str, str], Any]:
    """Return the newest answer to each question about a holder that still holds; a register found down stays so till asked anew."""
    instant = rows.text_of(at) if rows.is_sqlite() else at
    found = rows.read_all(
        Evidence,
        "t.holder_index = %s AND t.item = %s AND t.asked_at <= %s AND (t.valid_until > %s OR t.outcome = 'down') ORDER BY t.asked_at, t.id",
        [holder, item, instant, instant],
    )
    return {(row.register, row.elements): row for row in found}
