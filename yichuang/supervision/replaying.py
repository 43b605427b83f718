"""The cards made again from the journal alone, and held against the table, byte by byte.

Every case is judged anew from its entries; every card is rebuilt from its own chain. What a recount made wrong is judged by what
stood before that recount.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from yichuang.cases.models import Case
from yichuang.ground import many
from yichuang.journal import stamps
from yichuang.journal.chain import canonical, sm3
from yichuang.journal.models import Entry
from yichuang.supervision import drift, others, reading
from yichuang.supervision.models import Card
from yichuang.supervision.probing import asked, judged
from yichuang.supervision.sweeping import CHUNK

STATES = {
    "supervision.issue": "issued", "supervision.answer": "answered", "supervision.appeal": "appealed", "supervision.uphold": "upheld",
    "supervision.withdraw": "withdrawn",
}  # fmt: skip
FACTS = ("about", "rule", "level", "on", "hop", "department", "hall", "window", "person", "evidence")


@dataclass
class Report:
    """How many cases were judged and cards made again, the digest of their bytes on both sides, and where they differ."""

    cases: int = 0
    cards: int = 0
    journal: str = ""
    table: str = ""
    differs: list[dict[str, Any]] = field(default_factory=list)
    more: int = 0

    def differ(self, what: str, subject: UUID, rule: str) -> None:
        """Note a difference; the first hundred are named."""
        if len(self.differs) < 100:
            self.differs.append({"what": what, "subject": str(subject), "rule": rule})
        else:
            self.more += 1

    @property
    def same(self) -> bool:
        """Whether not a byte differs."""
        return not self.differs and self.journal == self.table


@dataclass(frozen=True, slots=True)
class Told:
    """A card as its own chain tells it: the facts, its state, and the recount with which the system took it back."""

    id: UUID
    facts: str
    state: str
    by_recount: int | None

    @property
    def line(self) -> str:
        """The card as one line."""
        return f"{self.facts} {self.state}"


def replay(day: date) -> Report:
    """Judge every case by a civil day and make every card again; returns the report."""
    report, stamp = Report(), stamps.current()
    for chunk in _cases():
        _compare(report, chunk, stamp, day)
    for chunk in _in_chunks(others.everything()):
        _compare_others(report, chunk, stamp, day)
    _compare_versions(report, day)
    report.table = sm3(f"{report.table}\n{report.cards}")
    report.journal = sm3(f"{report.journal}\n{report.cards}")
    return report


def _cases() -> Iterator[list[UUID]]:
    return _in_chunks(Case.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK * 4))


def _in_chunks(found: Iterator[UUID]) -> Iterator[list[UUID]]:
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _compare_others(report: Report, chunk: Sequence[UUID], stamp: int, day: date) -> None:
    rows = _table(chunk)
    chains = _chains([card.pk for cards in rows.values() for card in cards])
    made = {
        one.id: _made_of(one, stamp, day, chains, rows.get(one.id, ())) for one in others.read(chunk, stamp)
    }
    for subject in chunk:
        _told(report, subject, rows.get(subject, ()), chains, made.get(subject, {}))


def _made_of(
    one: others.Chain, stamp: int, day: date, chains: dict[UUID, Told], cards: Sequence[Card]
) -> dict[Any, str]:
    """Return what a chain that is no case's says: the facts by rule, and by card those that held until a recount."""
    facts = lambda found: _facts(asked(one.id, found, one.rule.about))  # noqa: E731
    found = one.found(stamp, day)
    said: dict[Any, str] = {found.rule: facts(found)} if found else {}
    for card in cards:
        entry = chains[card.pk].by_recount if card.pk in chains else None
        if entry is not None:
            end = next((event.day for event in one.events if event.seq == entry), day)
            before = one.found(stamp, end, before=entry)
            said[card.pk] = facts(before) if before else ""
    return said


def _compare_versions(report: Report, day: date) -> None:
    """The cards of versions rest on cards of cases, which have been compared."""
    made = drift.expected(day)
    cards = {card.subject: card for card in Card.objects.filter(about=drift.ABOUT)}
    chains = _chains([card.pk for card in cards.values()])
    for subject in sorted({*made, *cards}):
        own = [cards[subject]] if subject in cards else []
        said = {drift.RULE: _facts(asked(subject, made[subject], drift.ABOUT))} if subject in made else {}
        _told(report, subject, own, chains, dict(said))


def _compare(report: Report, chunk: Sequence[UUID], stamp: int, day: date) -> None:
    rows = _table(chunk)
    chains = _chains([card.pk for cards in rows.values() for card in cards])
    read = {one.id: one for one in reading.read(list(chunk), stamp, earlier=True)}
    for case in chunk:
        report.cases += 1
        cards = sorted(rows.get(case, ()), key=lambda card: (card.rule, card.pk))
        made = _made(read[case], stamp, day, chains, cards) if case in read else {}
        _told(report, case, cards, chains, made)


def _made(
    one: reading.Read, stamp: int, day: date, chains: dict[UUID, Told], cards: Sequence[Card]
) -> dict[Any, str]:
    """Return what the story says: the facts by rule, and by card those that held until a recount."""
    calendars = reading.calendars(one.region, stamp)
    said: dict[Any, str] = {f.rule: _facts(asked(one.id, f)) for f in judged(one.story, day, calendars)}
    for card in cards:
        told = chains.get(card.pk)
        if told is not None and told.by_recount is not None:
            before = one.story.until(told.by_recount)
            end = next((event.day for event in one.story.events if event.seq == told.by_recount), day)
            found = next((f for f in judged(before, end, calendars) if f.rule == card.rule), None)
            said[card.pk] = _facts(asked(one.id, found)) if found else ""
    return said


def _told(
    report: Report, case: UUID, cards: Sequence[Card], chains: dict[UUID, Told], made: dict[Any, str]
) -> None:
    left = {rule for rule in made if isinstance(rule, str)}
    for card in cards:
        report.cards += 1
        told = chains.get(card.pk)
        own = f"{_facts(_columns(card))} {card.state}"
        report.table = sm3(f"{report.table}\n{own}")
        if told is None:
            report.differ("牌没有自己的链", case, card.rule)
            continue
        place: Any = card.rule if told.by_recount is None else card.pk
        left.discard(place)
        again = f"{made.get(place, '')} {told.state}"
        report.journal = sm3(f"{report.journal}\n{again}")
        if told.line != own:
            report.differ("表里的牌和它自己的链不一样", case, card.rule)
        if again != own:
            report.differ(
                "从办件的链推不出这张牌" if not made.get(place) else "从办件的链推出来的不一样",
                case,
                card.rule,
            )
    for rule in sorted(left):
        report.differ("该有的牌没有亮", case, rule)


def _table(chunk: Sequence[UUID]) -> dict[UUID, list[Card]]:
    found: dict[UUID, list[Card]] = {}
    for card in Card.objects.filter(subject__in=list(chunk)).order_by("rule", "pk"):
        found.setdefault(card.subject, []).append(card)
    return found


def _chains(cards: Sequence[UUID]) -> dict[UUID, Told]:
    """Return the cards as their own chains tell them."""
    found: dict[UUID, list[tuple[int, str, dict[str, Any]]]] = {}
    for raw, seq, act, payload in many.some(
        Entry, "subject", list(cards), "t.subject, t.seq, t.act, t.payload"
    ):
        found.setdefault(reading.subject_of(raw), []).append((seq, act, json.loads(payload)))
    return {card: _chain(card, sorted(entries, key=lambda one: one[0])) for card, entries in found.items()}


def _chain(card: UUID, entries: Sequence[tuple[int, str, dict[str, Any]]]) -> Told:
    last = [(act, said) for _, act, said in entries if act in STATES][-1]
    recount = last[1].get("entry") if last[0] == "supervision.withdraw" else None
    return Told(card, _facts(entries[0][2]), STATES[last[0]], recount)


def _facts(said: dict[str, Any]) -> str:
    own = {name: said.get(name) for name in FACTS}
    own["on"] = own["on"].isoformat() if isinstance(own["on"], date) else own["on"]
    own["evidence"] = own["evidence"] if isinstance(own["evidence"], str) else canonical(own["evidence"])
    return canonical(own)


def _columns(card: Card) -> dict[str, Any]:
    named = {"department": card.department_id, "hall": card.hall_id, "window": card.window_id}
    return {name: getattr(card, name) for name in FACTS if name not in named} | named
