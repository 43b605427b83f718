"""Before the first page: the consent is kept, and what the registers know is fetched once, in time or not at all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.catalogue import forms as form_of
from yichuang.citizens.models import Tie
from yichuang.doors.apply.matters import AnyMatter
from yichuang.doors.apply.sheet import Sheet
from yichuang.doors.citizen import Citizen
from yichuang.drafts import acts as drafts
from yichuang.law import sources as law
from yichuang.materials import onfile
from yichuang.registers import acts as registers

CONSENT = (("yes", "同意，少填少交"), ("no", "不同意，我自己填、自己交"))


def things(matter: AnyMatter) -> list[str]:
    """Return what would be fetched: who they are, licences, shared sources."""
    named = ["实名信息"]
    for material in (one for member in matter.every for one in member.record.get("materials") or ()):
        source: Mapping[str, Any] = material.get("obtainable_by") or {}
        if source.get("kind") in ("电子证照", "数据共享") and source.get("name"):
            named.append(f"“{source['name']}”")
    return list(dict.fromkeys(named))


def words(matter: AnyMatter) -> str:
    """Return the sentence that asks."""
    return f"{law.retrieving_words(matter.name, things(matter))}只用于这件事，谁看过都有记录"


def agree(matter: AnyMatter, who: Citizen, tie: Tie | None, *, given: bool, at: datetime) -> dict[str, Any]:
    """Keep the answer, for each item that may belong to it; where it is yes, ask the base register what the form needs.

    Returns what the draft keeps of it.
    """
    number = tie.clear_number() if tie else who.account.clear_number()
    kind = tie.kind if tie else "person"
    by = who.actor()
    consents = {
        member.key: registers.consent(number=number, item=member.key, things=things(matter), shown=words(matter), given=given, by=by, at=at)
        for member in matter.every
    }  # fmt: skip
    first = matter.keys[0]
    kept: dict[str, Any] = {
        "consent": "yes" if given else "no",
        "consents": {key: str(pk) for key, pk in consents.items()},
        "register": {},
    }
    register, wanted = law.register_of(number, kind), _wanted(matter, kind)
    if given and wanted and register is not None:
        answer = registers.ask(
            register, number=number, purpose=words(matter), item=first, consent=consents[first], elements=wanted, by=by, at=at
        )  # fmt: skip
        kept["register"] = (
            form_of.facts_of_register(kind, answer.facts) if answer.outcome == law.FOUND else {}
        )
    return kept


def _wanted(matter: AnyMatter, kind: str) -> list[str]:
    """Return what the register knows of the elements that the form asks for: nothing more is fetched."""
    elements = form_of.library()["elements"]
    asked = {row["element"] for member in matter.members for row in form_of.rows_of(member.record)}
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


def settle(own: Sheet) -> Sheet:
    """Once every question is answered: ask the sources by which the materials can be had, and number the papers of a thing.

    A source that is silent is asked later; a paper keeps its number whatever is answered after.
    """
    if own.next_question is not None:
        return own
    said = own.content.get("consents") or {}
    for member in (one for one in own.matter.members if one.key in said):
        consent = UUID(said[member.key]) if own.content.get("consent") == "yes" else None
        answers = own.matter.answers_of(member)
        onfile.ask(member.record, answers, own.parties, consent=consent, by=own.who.actor(), at=own.at)
    own = own.fresh()
    if own.ready and own.numbers != (own.content.get("numbers") or {}):
        drafts.keep(
            own.draft.pk, {"numbers": own.numbers}, by=own.who.actor(), at=own.at, turn=own.draft.turn
        )
        own = own.fresh()
    return own
