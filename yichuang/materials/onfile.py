"""What is on file about those who apply: licences, sources as they answered. One reading for every channel, so that the same
answers give the same list at the counter, on line, on paper and in the API.

`of` only reads, and is what acts use; `ask` asks, before the act and outside its transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from time import monotonic
from typing import Any, Protocol
from uuid import UUID

from yichuang.ground import vault
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.law import reuse, selection
from yichuang.licences import acts as licences
from yichuang.materials import earlier
from yichuang.registers import port, sources
from yichuang.registers.sources import SourceAnswer


class Party(Protocol):
    """A person or body with a document number."""

    @property
    def number(self) -> str:
        """The number in clear."""

    @property
    def kind(self) -> str:
        """Person or body."""


@dataclass(frozen=True, slots=True)
class OnFile:
    """Valid licences by kind for each role, the connected sources with their answers; `whose` it is, empty for nobody yet."""

    own: Mapping[str, Any] = field(default_factory=dict)
    agents: Mapping[str, Any] = field(default_factory=dict)
    representatives: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, SourceAnswer] = field(default_factory=dict)
    connected: frozenset[str] = frozenset()
    whose: str = ""
    earlier: Mapping[str, Any] = field(default_factory=dict)

    def select(
        self, record: Mapping[str, Any], answers: Mapping[str, str], *, committed: Iterable[str] = ()
    ) -> selection.Selection:
        """Return the list of materials for these answers."""
        return selection.select(record, answers, committed=committed, **self.told())

    def told(self) -> dict[str, Any]:
        """Return it as `law.selection.select` takes it."""
        return {
            "licences": self.own, "agent_licences": self.agents, "representative_licences": self.representatives,
            "shared_sources": self.connected | set(self.sources), "source_answers": {name: one.state for name, one in self.sources.items()},
            "earlier": {name: row.trust for name, row in self.earlier.items()},
        }  # fmt: skip

    def of_item(self, record: Mapping[str, Any]) -> "OnFile":
        """Return what of it concerns an item: another one's licences are another one's consent."""
        kinds = kinds_of(record)
        return replace(self, own={kind: row for kind, row in self.own.items() if kind in kinds})

    def before_asking(self) -> "OnFile":
        """Return what a list says before anybody filed: a source that nobody asked yet will be."""
        asked = {name: one for name, one in self.sources.items() if one.state != sources.UNASKED}
        return replace(self, sources=asked, connected=self.connected | set(self.sources))

    def licence(self, material: selection.Chosen) -> Any:
        """Return the licence that waives a material, as it was seen, or None."""
        if material.how != selection.LICENCE:
            return None
        kinds = (material.obtainable_by or {}).get("any_of") or [(material.obtainable_by or {}).get("name")]
        last = (self.agents, self.own, self.representatives)
        first = (self.own, self.representatives, self.agents)
        for held in last if selection.names_agent(material.name) else first:
            if found := next((held[kind] for kind in kinds if kind in held), None):
                return found
        return None

    def paper(self, material: selection.Chosen) -> Any:
        """Return the earlier paper of a material: what waives it, or what is offered; None where there is none."""
        if material.how not in (selection.SHARE, selection.SUBMIT) or self.source(material):
            return None
        return self.earlier.get(reuse.standard(material.name))

    def evidence(self, chosen: Iterable[selection.Chosen]) -> list[list[Any]]:
        """Return what the waivers of a list rest on, for the chain: place, kind, id, digest of what was seen."""
        told: list[list[Any]] = []
        for material in chosen:
            if licence := self.licence(material):
                told.append([material.index, "licence", str(licence.id), licences.digest(licence)])
            paper = self.paper(material) if material.waived else None
            if paper:
                told.append([material.index, "earlier", str(paper.id), paper.trust])
            answer = self.source(material)
            if answer and answer.evidence:
                told.append([material.index, "register", str(answer.evidence), answer.digest])
        return told

    def source(self, material: selection.Chosen) -> SourceAnswer | None:
        """Return the answer on which a material that comes from a source rests."""
        if material.how not in (selection.SHARE, selection.VERIFY):
            return None
        wanted = (selection.HAVE,) if material.how == selection.SHARE else (selection.DOWN, selection.UNASKED)
        return next((one for one in self.of_sources(material) if one.state in wanted), None)

    def of_sources(self, material: selection.Chosen) -> list[SourceAnswer]:
        """Return the answers of the sources by which a material can be had."""
        names = sources.named({"obtainable_by": material.obtainable_by})
        return [self.sources[name] for name in names if name in self.sources]


def of_nobody(stamp: int, region: str, day: date) -> OnFile:
    """Return what holds before anybody said who they are: the sources that are connected."""
    return OnFile(connected=sources.connected(stamp, region, day))


class Held:
    """What is on file about parties whatever the item is: read once, for as many records as ask."""

    def __init__(self, parties: Mapping[str, Party], day: date) -> None:
        self.parties, self.day = parties, day

    @cached_property
    def licences(self) -> tuple[dict[str, Any], ...]:
        """The valid licences by kind of the applicant, the agent and the representative."""
        return tuple(
            licences.seen(vault.index(self.parties[role].number), self.day) if role in self.parties else {}
            for role in ("applicant", "agent", "representative")
        )

    @cached_property
    def papers(self) -> Mapping[str, Any]:
        """The applicant's earlier papers."""
        return earlier.held(vault.index(self.parties["applicant"].number), self.day)


def of(
    record: Mapping[str, Any],
    parties: Mapping[str, Party],
    *,
    stamp: int,
    region: str,
    at: datetime,
    asked: bool = True,
    held: Held | None = None,
) -> OnFile:
    """Return what is on file about the applicant, the agent and the representative: a query each, one more where sources are connected.

    The licences of an applicant who did not agree to their retrieval waive nothing. With `asked` off nobody is asked on line: at
    the window the legal ground stands, or the question comes yet. `held` is what was read of these parties for another record.
    """
    found = held or Held(parties, day_of(at))
    own, agents, representatives = found.licences
    answers: dict[str, SourceAnswer] = {}
    for role in (
        "representative",
        "applicant",
    ):  # what the applicant can be asked about comes from the applicant
        if role in parties:
            party = parties[role]
            answers |= sources.known(record, party.number, party.kind, stamp=stamp, region=region, at=at)
    if asked and (answers or _waives(record, own)) and sources.refused(record, parties["applicant"].number):
        own, answers = {}, {name: one.after_refusal() for name, one in answers.items()}
    papers: Mapping[str, Any] = {}
    if "applicant" in parties and earlier.wanted(record):
        papers = found.papers
    return OnFile(own, agents, representatives, answers, earlier=papers)


def _waives(record: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    """Tell whether any of these licences stands for a material of the record."""
    return bool(own) and any(kind in own for kind in kinds_of(record))


def kinds_of(record: Mapping[str, Any]) -> frozenset[str]:
    """Return the kinds of e-licence that may stand for a material of the record."""
    found = (m.get("obtainable_by") or {} for m in record.get("materials") or ())
    return frozenset(kind for one in found for kind in one.get("any_of") or [one.get("name") or ""])


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody by number and kind, where there is no more of a party yet."""

    number: str
    kind: str


def asks(record: Mapping[str, Any], stamp: int, region: str, day: date) -> bool:
    """Tell whether any material of a record can be had from a connected source; it reads nothing that is not in memory."""
    there = sources.connected(stamp, region, day)
    return bool(there) and any(
        name in there for m in record.get("materials") or () for name in sources.named(m)
    )


def ask(
    record: Mapping[str, Any],
    answers: Mapping[str, str],
    parties: Mapping[str, Party],
    *,
    consent: UUID | None = None,
    subject: UUID | None = None,
    again: bool = False,
    by: Actor,
    at: datetime,
) -> OnFile:
    """Ask the connected sources that the list for these answers rests on and nobody asked yet; returns what is on file then.

    `again` asks those that were down or refused once more. It waits port.SECONDS in all: what was not reached stays unasked, is
    waived all the same and checked later. Never call it in a transaction; an applicant needs `consent`.
    """
    stamp = by.stamp or stamps.current()
    known: dict[str, Any] = {"stamp": stamp, "region": by.region, "at": at, "asked": by.kind == "applicant"}
    file = of(record, parties, **known)
    open_states = {sources.UNASKED} | ({sources.DOWN} if again else set())
    if again or by.kind != "applicant":
        open_states.add(sources.REFUSED)
    wanted = [
        material.index
        for material in file.select(record, answers).materials
        if any(one.state in open_states for one in file.of_sources(material))
    ]
    began = monotonic()
    for place in wanted:
        for role in ("applicant", "representative"):
            if role not in parties or monotonic() - began > port.SECONDS:
                continue
            party = parties[role]
            sources.check(
                record, place, party.number, kind=party.kind, consent=consent, subject=subject, by=by, at=at
            )
    return of(record, parties, **known) if wanted else file
