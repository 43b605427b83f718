"""What is handed in for a thing (一件事), as values: who applies, the answers, each paper as judged, the one form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yichuang.cases.application import ROLES, Judgement, PartyIn, PostTo


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything that one application for many items says.

    `answers` are the bundle's questions by key and a member's own as `ITEM.key`; `choose` maps a choice group to its item,
    `skip` names optional members left out; `papers` maps the name of a merged paper to its judgement; `form` holds the
    values of the one form by its keys. `numbers` says under which place the files of a paper lie, `ways` how the applicant hands it
    in; `editions` are the versions of the items as they were read (empty at the window, which reads and files in one breath).
    """

    version: int
    answers: Mapping[str, str]
    applicant: PartyIn
    hall: int
    area: str
    serial_from: int = 0
    serial_to: int = 999_999
    window: int | None = None
    representative: PartyIn | None = None
    agent: PartyIn | None = None
    choose: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    papers: Mapping[str, Judgement] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    delivery: str = "pickup"
    to: PostTo | None = None
    channel: str = "counter"
    together: bool = True
    helper: int | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, int] = field(default_factory=dict)

    def parties(self) -> dict[str, PartyIn]:
        """The roles that are filled."""
        found = {role: getattr(self, role) for role in ROLES}
        return {role: party for role, party in found.items() if party is not None}

    def content(self, parties: Mapping[str, PartyIn]) -> dict[str, Any]:
        """What is kept of it for the parts that start later, as JSON; `parties` are those of `checked`."""
        return {
            "parties": {role: _said(party) for role, party in parties.items()},
            "papers": {
                name: judged(one.state, one.reason, one.fields, one.corrected)
                for name, one in self.papers.items()
            },
            "form": dict(self.form),
            "to": self.to.said() if self.to else None,
            "numbers": dict(self.numbers),
            "ways": dict(self.ways),
        }


def _said(party: PartyIn) -> dict[str, str]:
    return {name: getattr(party, name) for name in PartyIn.__slots__}


def judged(
    state: str, reason: str = "", fields: Mapping[str, str] | None = None, corrected: str = ""
) -> dict[str, Any]:
    """Return how a merged paper stands, as it is kept."""
    return {"state": state, "reason": reason, "fields": dict(fields or {}), "corrected": corrected}


def parties_of(content: Mapping[str, Any]) -> dict[str, PartyIn]:
    """Return the parties as they were filed."""
    return {role: PartyIn(**said) for role, said in content["parties"].items()}


def judgements_of(content: Mapping[str, Any]) -> dict[str, Judgement]:
    """Return how each merged paper stands."""
    return {name: Judgement(**said) for name, said in content["papers"].items()}


def to_of(content: Mapping[str, Any]) -> PostTo | None:
    """Return where the results are posted."""
    return PostTo(**content["to"]) if content.get("to") else None


def checked(filing: Filing, today: date) -> dict[str, PartyIn]:
    """Return the parties with their numbers normalised, or raise BadInput with the sentence that says what to change."""
    return {role: party.checked(role, today) for role, party in filing.parties().items()}
