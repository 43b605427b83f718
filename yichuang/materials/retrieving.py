"""What would be retrieved for a matter, from where, in one list with the words that ask for it (同意调取).

    told = retrieving.told(record, answers, parties, stamp=…, region=…, at=…)     the page shows `told.words` and `told.lines`
    given = registers.acts.consent(number=…, item=record["id"], things=told.things, shown=told.words, given=yes, by=…, at=…)
    onfile.ask(record, answers, parties, consent=given if yes else None, by=…, at=…)

Who says no hands the papers in: sources then stand as refused, and licences of their own waive nothing for this matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.law import selection, sources
from yichuang.materials import onfile
from yichuang.registers.sources import named

LICENCES = "电子证照库"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that would be retrieved: for which material (its place), what, and from where."""

    place: int
    material: str
    thing: str
    where: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is asked, once for a matter; nothing to ask when there are no lines."""

    item: str
    lines: tuple[Line, ...]

    @property
    def things(self) -> tuple[str, ...]:
        """What would be retrieved, each thing once."""
        return tuple(dict.fromkeys(line.thing for line in self.lines))

    @property
    def words(self) -> str:
        """为办理“××”，调取您的××."""
        return sources.retrieving_words(self.item, self.things) if self.lines else ""


def told(
    record: Mapping[str, Any],
    answers: Mapping[str, str],
    parties: Mapping[str, onfile.Party],
    *,
    stamp: int,
    region: str,
    at: datetime,
) -> Told:
    """Return what a consent would let us retrieve for these answers and parties; it reads and asks nobody."""
    file = onfile.of(record, parties, stamp=stamp, region=region, at=at, asked=False)
    lines = []
    for material in file.select(record, answers).materials:
        licence = file.licence(material)
        if licence:
            lines.append(
                Line(material.index, material.name, licence.kind, f"{LICENCES}（{licence.issuer}核发）")
            )
            continue
        for one in file.of_sources(material):
            lines.append(
                Line(material.index, material.name, one.source, _where(one.source, material, parties))
            )
    return Told(str(record["name"]), tuple(lines))


def _where(source: str, material: selection.Chosen, parties: Mapping[str, onfile.Party]) -> str:
    """Return the name of the register that would be asked."""
    for role in ("applicant", "representative"):
        if role in parties and (how := sources.asked_of(source, parties[role].number, parties[role].kind)):
            return sources.REGISTERS[how[0]]
    return "、".join(named({"obtainable_by": material.obtainable_by}))
