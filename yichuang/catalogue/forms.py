"""The form of an item (申请表): its record's own, else the packaged one, else one made of the standard elements (数据元)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from yichuang.catalogue import seed
from yichuang.law import identity

Row = Mapping[str, Any]
OWN = ("label", "required", "help", "options", "unit", "least", "most", "when")
PERSON_OBJECTS = ("自然人",)
ROLES = {"applicant": "person", "representative": "rep", "agent": "agent"}


def of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the form of a record as groups of whole fields, which is what `law.forms.groups` reads."""
    return grown(rows_of(record))


def rows_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a record's form: each names an element and says what differs from the library."""
    own = record.get("form")
    if isinstance(own, list) and own:
        return [dict(row) for row in own if isinstance(row, dict)]
    return [dict(row) for row in default_rows(record)]


def default_rows(record: Mapping[str, Any]) -> Sequence[Row]:
    """Return the packaged form of an item, else who applies and for what."""
    packaged = seed.load("forms").get(str(record.get("id")))
    matter = packaged["rows"] if packaged else [{"element": "matter_said"}]
    return [*_applicants(record, (packaged or {}).get("asks") or {}), *_rows(matter)]


def _rows(rows: Iterable[Any]) -> list[Row]:
    return [{"element": row} if isinstance(row, str) else row for row in rows]


def _applicants(record: Mapping[str, Any], asks: Mapping[str, Sequence[str]]) -> list[Row]:
    """Who applies: a person, a body, or either; then whoever acts for them."""
    standing: dict[str, list[str]] = library()["standing"]
    names = kinds(record)
    found = [
        one for kind in names for one in [*standing[kind], *asks.get(kind, ()), *standing[f"{kind}_last"]]
    ]
    return _rows(dict.fromkeys([*found, *standing["agent"]]))


def kinds(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who may apply: `person`, `body` or both."""
    objects = record.get("service_objects") or ["自然人", "法人"]
    person = any(one in PERSON_OBJECTS for one in objects)
    body = any(one not in PERSON_OBJECTS for one in objects)
    return tuple(name for name, stands in (("person", person), ("body", body)) if stands)


def grown(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows as groups of whole fields, in the order in which the groups first appear."""
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        element = library()["elements"].get(row.get("element"))
        if element is None:
            continue
        title = str(row.get("group") or library()["groups"][element["group"]])
        group = made.setdefault(title, {"key": _key(title, len(made)), "title": title, "fields": []})
        group["fields"].append(_field(str(row["element"]), element, row))
    return list(made.values())


def _key(title: str, number: int) -> str:
    return next((key for key, name in library()["groups"].items() if name == title), f"part{number + 1}")


def _field(key: str, element: Row, row: Row) -> dict[str, Any]:
    said = {name: row[name] for name in OWN if row.get(name) is not None}
    made = {
        "key": key, "element": key, "required": True, "help": "", "options": [], "unit": "", "least": None, "most": None, "when": {},
        "who": "matter", "kind": "", "sources": [], "locked": False, **element, **said,
    }  # fmt: skip
    made["options"] = [[str(one), str(one)] for one in made["options"] or ()]
    return made


@cache
def library() -> dict[str, Any]:
    """Return the standard elements, their groups, and who stands in every form; do not change what comes back."""
    found: dict[str, Any] = seed.load("elements")
    return found


def facts_of_person(
    role: str, *, name: str, document: str = "", number: str = "", phone: str = ""
) -> dict[str, str]:
    """Return what an account's identity fills in for the `applicant`, `representative` or `agent`; empty texts are left out."""
    prefix = ROLES[role]
    kind = next((one.name for one in identity.DOCUMENT_TYPES if one.code == document), "")
    born = identity.birth_date(number)
    found = {
        f"{prefix}_name": name, f"{prefix}_document": kind, f"{prefix}_number": number, f"{prefix}_phone": phone,
        f"{prefix}_sex": identity.sex(number) or "", f"{prefix}_birth": born.isoformat() if born else "",
    }  # fmt: skip
    if role != "agent":
        found |= {"contact_name": name, "contact_phone": phone}
    return {key: value for key, value in found.items() if value and key in library()["elements"]}


def facts_of_licences(held: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """Return what licences fill in: kinds with the fields they bear; the first that bears an element counts."""
    made: dict[str, str] = {}
    for kind, bears in held:
        for key, element in library()["elements"].items():
            name = (element.get("licence") or {}).get(kind)
            if name and bears.get(name):
                made.setdefault(key, bears[name])
    return made
