"""Before the first page: the consent is kept, and what the registers know is fetched once, in time or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.catalogue import forms as form_of
from yichuang.catalogue.versions import VersionFacts
from yichuang.citizens.models import Tie
from yichuang.doors.citizen import Citizen
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.law import sources as law
from yichuang.registers import acts as registers
from yichuang.registers import book, sources

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


def fetch(facts: VersionFacts, who: Citizen, tie: Tie | None, *, given: bool, at: datetime) -> dict[str, Any]:
    """Keep the answer; where it is yes, ask the registers what the form and the list need. Returns what the draft keeps."""
    number = tie.clear_number() if tie else who.account.clear_number()
    kind = tie.kind if tie else "person"
    by = who.actor()
    consent = registers.consent(
        number=number, item=facts.key, things=things(facts), shown=words(facts), given=given, by=by, at=at
    )
    kept: dict[str, Any] = {"consent": "yes" if given else "no", "consent_id": str(consent), "register": {}}
    register = law.register_of(number, kind)
    if not given or register is None:
        return kept
    stamp, region = stamps.current(), by.region
    if book.connection(stamp, region, register, day_of(at)) is not None:
        answer = registers.ask(
            register, number=number, purpose=words(facts), item=facts.key, consent=consent, elements=law.ELEMENTS[register], by=by, at=at
        )  # fmt: skip
        kept["register"] = (
            form_of.facts_of_register(kind, answer.facts) if answer.outcome == law.FOUND else {}
        )
    for index in range(len(facts.record.get("materials") or ())):
        sources.check(facts.record, index, number, kind=kind, consent=consent, by=by, at=at)
    return kept
