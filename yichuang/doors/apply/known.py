"""What is known of an applicant before anything is typed, as standard elements by source, for the form's prefill."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from yichuang.catalogue import forms as form_of
from yichuang.citizens.models import Role
from yichuang.doors import addressing
from yichuang.drafts.models import Filled
from yichuang.licences import acts as filed

if TYPE_CHECKING:
    from yichuang.doors.apply.sheet import Sheet

ADDRESSES = (*form_of.of_source("address"), "address")


def facts(sheet: "Sheet") -> dict[str, Mapping[str, str]]:
    """Return the sources of this application that know something: identity, body, register, licence, address, earlier.

    A register was asked only with consent, when the application was begun.
    """
    found: dict[str, Mapping[str, str]] = {"identity": identity(sheet), "earlier": earlier(sheet)}
    if sheet.tie is not None and sheet.kind == "body":
        found["body"] = {"body_name": sheet.tie.name, "body_uscc": sheet.tie.clear_number()}
    if register := sheet.content.get("register"):
        found["register"] = register
    if licence := licences(sheet):
        found["licence"] = licence
    if address := addresses(sheet):
        found["address"] = address
    return found


def licences(sheet: "Sheet") -> dict[str, str]:
    """Return what the applicant's valid licences bear; they are looked at only with consent."""
    if sheet.content.get("consent") != "yes":
        return {}
    held = filed.seen(sheet.applicant_index, sheet.today)
    return form_of.facts_of_licences(sorted((kind, filed.face(row)) for kind, row in held.items()))


def identity(sheet: "Sheet") -> dict[str, str]:
    """Return what the account and the tie say of who applies, in each role they have here."""
    account, tie = sheet.who.account, sheet.tie
    own = {
        "name": account.name,
        "document": account.document,
        "number": account.clear_number(),
        "phone": account.clear_phone(),
    }
    if tie is None:
        return form_of.facts_of_person("applicant", **own)
    ward = {}
    if tie.kind == "person":
        told = {
            "name": tie.name,
            "document": tie.document,
            "number": tie.clear_number(),
            "phone": own["phone"],
        }
        ward = form_of.facts_of_person("applicant", **told)
    role = "representative" if tie.role == Role.REPRESENTATIVE else "agent"
    contact = {"contact_name": own["name"], "contact_phone": own["phone"]} if sheet.kind == "body" else {}
    return {**contact, **ward, **form_of.facts_of_person(role, **own)}


def earlier(sheet: "Sheet") -> dict[str, str]:
    """Return what was filled in last time for the same applicant by this account, the latest first."""
    found: dict[str, str] = {}
    mine = Filled.objects.filter(holder_index=sheet.applicant_index, account=sheet.who.account.pk)
    for filled in mine.order_by("-filed_at")[:3] if sheet.applicant_index else ():
        for key, value in (filled.opened().get("values") or {}).items():
            if value:
                found.setdefault(key, value)
    return found


def addresses(sheet: "Sheet") -> dict[str, str]:
    """Return the usual entry of the address book as the elements that take an address."""
    line = addressing.usual(sheet.who).get("line")
    return dict.fromkeys(ADDRESSES, line) if line else {}


def address_of(known: Mapping[str, str]) -> str:
    """Return an address among what is known."""
    return next((known[name] for name in ADDRESSES if known.get(name)), "")
