"""Who stands at the window: a card as the reader gives it, a number as typed, a licence code as scanned."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yichuang.bundles.models import Thing
from yichuang.cases.application import PartyIn
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, versions
from yichuang.catalogue.bundles import BundleFacts
from yichuang.catalogue.models import Item
from yichuang.catalogue.versions import VersionFacts
from yichuang.doors import bundled, carried
from yichuang.doors.counter.sitting import Party
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import identity
from yichuang.law.codes import check_uscc, normalise, normalise_query_code
from yichuang.licences.models import Licence

ROLES = {"applicant": "申请人", "representative": "法定代表人", "agent": "代理人"}
TYPED_DOCUMENTS = ("", "414", "511", "516")
FOREIGN, BODY = "553", "001"
CODE_WITHIN = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
MOST = {"name": 100, "address": 120, "phone": 20, "number": 300}


@dataclass(frozen=True, slots=True)
class Known:
    """What is on file about somebody: licences with how far they are trusted, cases and things (一件事) that are not over."""

    licences: tuple[tuple[str, str], ...]
    cases: tuple[Case, ...]
    things: tuple[Thing, ...]


def read(sent: Mapping[str, str], role: str, today: date) -> Party:
    """Return the party that was read, scanned or typed; BadInput names the box and says what to change."""
    number, kind, document = _number(_text(sent, "number"), _text(sent, "document"), today)
    party = {
        "name": " ".join(_text(sent, "name").split()) or known_name(number),
        "number": number,
        "kind": kind,
        "document": document,
        "phone": _text(sent, "phone"),
        "address": _text(sent, "address"),
        "mandate": _text(sent, "mandate"),
        "source": "card" if sent.get("source") == "card" else "typed",
        "matched": "1" if sent.get("matched") == "1" and sent.get("source") == "card" else "",
    }
    if not party["name"]:
        raise BadInput(f"没查到这个号码的{'名称' if kind == 'body' else '姓名'}，请填写。", field="name")
    checked(party, role, today)
    return {name: value for name, value in party.items() if value}


def of_party(given: PartyIn) -> Party:
    """Return a party as the sitting keeps it."""
    names = ("name", "number", "kind", "document", "phone", "address", "mandate")
    return {name: value for name in names if (value := getattr(given, name))} | {"source": "typed"}


def checked(party: Party, role: str, today: date) -> PartyIn:
    """Return the party as the act takes it; BadInput says what to change, with the box's own name."""
    names = ("name", "number", "kind", "document", "phone", "address", "mandate")
    try:
        return PartyIn(**{name: party[name] for name in names if name in party}).checked(role, today)
    except BadInput as error:
        raise BadInput(error.sentence, field=str(error.facts.get("field", "")).rpartition(".")[2]) from error


def _text(sent: Mapping[str, str], name: str) -> str:
    text = "".join(c for c in sent.get(name, "") if c.isprintable()).strip()
    most = MOST.get(name, 200)
    if len(text) > most:
        raise BadInput(f"这一栏最长{most}个字，现在是{len(text)}个。", field=name)
    return text


def _number(text: str, document: str, today: date) -> tuple[str, str, str]:
    """Return number, kind and document code; what a licence's QR code holds is looked through for its credit code."""
    if not text:
        raise BadInput("请读证，或输入证件号码。", field="number")
    if document:
        if document not in TYPED_DOCUMENTS:
            raise BadInput("没有这种证件类型。", field="document")
        return normalise(text), "person", document
    number = normalise(text)
    within = CODE_WITHIN.search(number)
    if len(number) > 18 and within and check_uscc(within.group()).valid:
        return within.group(), "body", BODY
    found = identity.identify(number, today)
    if found.kind == identity.USCC:
        kind, document = "body", BODY
    else:
        kind, document = "person", FOREIGN if found.kind == identity.FOREIGN else "111"
    if not found.valid or found.kind in (None, identity.ITEM_CODE, identity.CASE_NUMBER):
        raise BadInput(_why_not(found, number), field="number")
    return number, kind, document


def _why_not(found: identity.Identified, number: str) -> str:
    if found.kind in (identity.ITEM_CODE, identity.CASE_NUMBER) or len(number) != 18:
        return f"身份证号码和统一社会信用代码都是18位，现在是{len(number)}位。别的证件先选证件类型。"
    why = (found.why or "这个号码对不上").rstrip("。")
    return f"{why}。" if "核对" in why else f"{why}，请照证件再核对一遍。"


def known_name(number: str) -> str:
    """Return the name that is on file for a number, or an empty text."""
    index = vault.index(number)
    held = Licence.objects.filter(holder_index=index).values_list("holder_name", flat=True).first()
    if held:
        return held
    filed = (
        Case.objects.filter(applicant_index=index).order_by("-pk").values_list("applicant_name", flat=True)
    )
    return filed.first() or ""


def known(actor: Actor, party: Party, today: date) -> Known:
    """Return what is on file about a party: three queries; a case that is a part of a thing is found in the thing."""
    index = vault.index(party["number"])
    licences = {
        row.kind: row.get_trust_display()
        for row in Licence.objects.valid_for(index, today).order_by("valid_from", "pk")
    }
    open_ = (
        Case.objects.visible_to(actor)
        .filter(applicant_index=index, thing=None)
        .open()
        .select_related("item")
        .order_by("-pk")[:8]
    )
    first = sorted(
        open_,
        key=lambda case: (
            ("correcting", "filed").index(case.state) if case.state in ("correcting", "filed") else 2
        ),
    )
    things = Thing.objects.visible_to(actor).filter(applicant_index=index).under_way().order_by("-pk")[:8]
    return Known(tuple(licences.items()), tuple(first), tuple(things))


def carried_list(actor: Actor, text: str) -> tuple[VersionFacts, dict[str, str], list[str]] | None:
    """Return the item, the answers and the doubts of a list whose code was scanned or typed, or None.

    A list of an item that is no longer there says so; answers that the version in force does not know are asked again.
    """
    found = carried.read(text)
    if found is None:
        return None
    here = Item.objects.filter(key=found[0], region=actor.region, current__isnull=False, retired_on=None)
    if not here.exists():
        raise NotThere("这份清单的事项不在本地区办，或者已经停办。按事项名称找一找。")
    facts = versions.by_name(found[0], actor.stamp)
    return facts, *carried.known(facts.record, found[1])


def carried_thing(actor: Actor, text: str) -> tuple[BundleFacts, bundled.Said] | None:
    """Return the thing (一件事) and what was said about it on a list whose code was scanned or typed, or None."""
    found = carried.read(text, "things")
    if found is None:
        return None
    try:
        facts = bundles.by_name(found[0], actor.stamp)
    except NotThere as error:
        raise NotThere("这份清单的一件事不在本地区办，或者已经停办。按名称找一找。") from error
    return facts, bundled.read(facts, bundles.items(facts, actor.stamp), found[1])


def found_case(actor: Actor, text: str) -> UUID | None:
    """Return the case whose code, number or paper's QR code was scanned or typed, or None."""
    mine, number = Case.objects.visible_to(actor), normalise(_last(text))
    found = mine.filter(number=number) if len(number) == 43 else _named(mine, text)
    return found.values_list("pk", flat=True).first()


def found_thing(actor: Actor, text: str) -> UUID | None:
    """Return the thing (一件事) whose code, number or paper's QR code was scanned or typed, or one of whose cases it is."""
    if case := found_case(actor, text):
        return Case.objects.filter(pk=case).values_list("thing", flat=True).first()
    return _named(Thing.objects.visible_to(actor), text).values_list("pk", flat=True).first()


def _named(mine: Any, text: str) -> Any:
    """Return those of cases or things that a text names by query code or filing number; no query where it can name none."""
    last, number = _last(text), normalise(_last(text))
    if number.isdigit():
        return mine.filter(filing_number=number) if len(number) == 20 else mine.none()
    code = normalise_query_code(last)
    return mine.filter(query_code=code) if code else mine.none()


def _last(text: str) -> str:
    return text.strip().rstrip("/").rsplit("/", 1)[-1]
