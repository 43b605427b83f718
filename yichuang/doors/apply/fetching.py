"""Before the first page: the consent is kept, and what the registers know is fetched once, in time or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.catalogue import forms as form_of
from yichuang.catalogue.versions import VersionFacts
from yichuang.citizens.models import Tie
from yichuang.doors.apply.sheet import Sheet
from yichuang.doors.citizen import Citizen
from yichuang.law import sources as law
from yichuang.materials import onfile
from yichuang.registers import acts as registers

CONSENT = (("yes", "同意，少填少交"), ("no", "不同意，我自己填、自己交"))


def things(facts: VersionFacts) -> list[str]:
    """Return what would be fetched for this item: who they are, licences, shared sources."""
    named = ["实名信息"]
    for material in facts.record.get("materials") or ():
        source: Mapping[str, Any] = material.get("obtainable_by") or {}
        if source.get("kind") in ("电子证照", "数据共享") and source.get("name"):
            named.append(f"“{source['name']}”")
    return list(dict.fromkeys(named))


def words(facts: VersionFacts) -> str:
    """Return the sentence that asks."""
    return f"{law.retrieving_words(facts.name, things(facts))}只用于这件事，谁看过都有记录"


def agree(facts: VersionFacts, who: Citizen, tie: Tie | None, *, given: bool, at: datetime) -> dict[str, Any]:
    """Keep the answer; where it is yes, ask the base register what the form needs. Returns what the draft keeps of it."""
    number = tie.clear_number() if tie else who.account.clear_number()
    kind = tie.kind if tie else "person"
    by = who.actor()
    consent = registers.consent(
        number=number, item=facts.key, things=things(facts), shown=words(facts), given=given, by=by, at=at
    )
    kept: dict[str, Any] = {"consent": "yes" if given else "no", "consent_id": str(consent), "register": {}}
    register, wanted = law.register_of(number, kind), _wanted(facts, kind)
    if given and wanted and register is not None:
        answer = registers.ask(
            register, number=number, purpose=words(facts), item=facts.key, consent=consent, elements=wanted, by=by, at=at
        )  # fmt: skip
        kept["register"] = (
            form_of.facts_of_register(kind, answer.facts) if answer.outcome == law.FOUND else {}
        )
    return kept


def _wanted(facts: VersionFacts, kind: str) -> list[str]:
    """Return what the register knows of the elements that the form of this item asks for: nothing more is fetched."""
    elements = form_of.library()["elements"]
    asked = {row["element"] for row in form_of.rows_of(facts.record)}
    found = [
        one["register"]
        for key, one in elements.items()
        if key in asked and one.get("register") and (one.get("kind") or "body") == kind
    ]
    return [
        name
        for name in dict.fromkeys(found)
        if name in law.ELEMENTS[law.CITIZENS if kind == "person" else law.ENTERPRISES]
    ]


def check(own: Sheet) -> None:
    """Ask the sources by which the materials of these answers can be had, once; one that is silent is asked later."""
    if own.next_question is None:
        consent = UUID(own.content["consent_id"]) if own.content.get("consent") == "yes" else None
        onfile.ask(own.facts.record, own.answers, own.parties, consent=consent, by=own.who.actor(), at=own.at)
