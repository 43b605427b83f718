"""The form of an item (申请表): its record's own, else the packaged one, else one made of the standard elements (数据元)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from yichuang.catalogue import seed
from yichuang.law import identity

Row = Mapping[str, Any]
# What a row may say for itself; a draft may hold anything, and what is not of its kind is left to the check.
OWN = {
    "label": str,
    "required": bool,
    "help": str,
    "options": list,
    "unit": str,
    "least": int,
    "most": int,
    "when": dict,
}
PERSON_OBJECTS = ("自然人",)
RESIDENT_LONG = 18
SAID = ({"element": "matter_said", "required": False},)
ROLES = {"applicant": "person", "representative": "rep", "agent": "agent"}


def of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the form of a record as groups of whole fields, which is what `law.forms.groups` reads."""
    return grown(_nobody_missing(rows_of(record)))


def rows_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a record's form: each names an element and says what differs from the library."""
    own = record.get("form")
    if isinstance(own, list) and own:
        return [dict(row) for row in own if isinstance(row, dict)]
    return [dict(row) for row in default_rows(record)]


def default_rows(record: Mapping[str, Any]) -> Sequence[Row]:
    """Return the packaged form of an item, else who applies and for what."""
    packaged = _packaged(record)
    asks: dict[str, Sequence[str]] = packaged.get("asks") or {}
    who = [element for kind in kinds(record) for element in _standing(kind, asks.get(kind, ()))]
    return [
        *_rows(dict.fromkeys([*who, *library()["standing"]["agent"]])),
        *(_still_asked(row, record) for row in _rows(packaged.get("rows") or SAID)),
    ]


def _still_asked(row: Row, record: Mapping[str, Any]) -> Row:
    """A packaged condition on a question that the record no longer asks falls away: the field is asked of everybody."""
    keys = _questions(record)
    when = {key: values for key, values in (row.get("when") or {}).items() if key in keys}
    return {**{k: v for k, v in row.items() if k != "when"}, **({"when": when} if when else {})}


def _questions(record: Mapping[str, Any]) -> set[str]:
    return {str(one.get("key")) for one in record.get("scenarios") or () if isinstance(one, dict)}


def outgrown(record: Mapping[str, Any]) -> list[str]:
    """Return the questions on which the packaged form of a record rests, and which the record no longer asks."""
    keys = _questions(record)
    rested = (key for row in _rows(_packaged(record).get("rows") or ()) for key in row.get("when") or {})
    return list(dict.fromkeys(key for key in rested if key not in keys))


def _packaged(record: Mapping[str, Any]) -> Row:
    found: Row = seed.load("forms").get(str(record.get("id"))) or {}
    return found


def _rows(rows: Iterable[Any]) -> list[Row]:
    return [{"element": row} if isinstance(row, str) else row for row in rows]


def _standing(kind: str, asks: Iterable[str] = ()) -> list[str]:
    standing: dict[str, list[str]] = library()["standing"]
    return [*standing[kind], *asks, *standing[f"{kind}_last"]]


def _nobody_missing(rows: list[dict[str, Any]]) -> list[Row]:
    """A form without a field for a kind of applicant, or for who acts for them, takes the standing ones."""
    known = [library()["elements"].get(str(row.get("element")), {}) for row in rows]
    kinds = {one.get("kind") for one in known if one.get("who") == "applicant"}
    more = [element for kind in ("person", "body") if kind not in kinds for element in _standing(kind)]
    if not any(one.get("who") == "agent" for one in known):
        more += library()["standing"]["agent"]
    there = {str(row.get("element")) for row in rows}
    return [*_rows(element for element in more if element not in there), *rows]


def kinds(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who may apply: `person`, `body` or both. A body that is yet to be founded is applied for by its founders."""
    named = _packaged(record).get("who")
    if named:
        return tuple(named)
    objects = record.get("service_objects") or ["自然人", "法人"]
    person = any(one in PERSON_OBJECTS for one in objects)
    body = any(one not in PERSON_OBJECTS for one in objects)
    return tuple(name for name, stands in (("person", person), ("body", body)) if stands)


def grown(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return rows as groups of whole fields, in the order in which the groups first appear."""
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        element = library()["elements"].get(str(row.get("element")))
        if element is None:
            continue
        title = str(row.get("group") or library()["groups"][element["group"]])
        group = made.setdefault(title, {"key": _key(title, len(made)), "title": title, "fields": []})
        group["fields"].append(_field(str(row["element"]), element, row))
    return list(made.values())


def _key(title: str, number: int) -> str:
    return next((key for key, name in library()["groups"].items() if name == title), f"part{number + 1}")


def _field(key: str, element: Row, row: Row) -> dict[str, Any]:
    said = {name: row[name] for name, kind in OWN.items() if isinstance(row.get(name), kind)}
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


def of_source(source: str) -> tuple[str, ...]:
    """Return the elements that a source may fill in."""
    return tuple(key for key, one in library()["elements"].items() if source in one.get("sources", ()))


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
    found |= {"contact_name": name, "contact_phone": phone}
    return {key: value for key, value in found.items() if value and key in library()["elements"]}


def facts_of_register(kind: str, answer: Mapping[str, str]) -> dict[str, str]:
    """Return what a base register's answer about a `person` or a `body` fills in, by the register's own elements."""
    found = {
        key: answer[one["register"]]
        for key, one in library()["elements"].items()
        if one.get("register") and (one.get("kind") or "body") == kind and answer.get(one["register"])
    }
    if len(found.get("rep_number", "")) == RESIDENT_LONG:
        found["rep_document"] = "居民身份证"
    return found


def facts_of_licences(held: Iterable[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """Return what licences fill in: kinds with the fields they bear; the first that bears an element counts."""
    made: dict[str, str] = {}
    for kind, bears in held:
        for key, element in library()["elements"].items():
            name = (element.get("licence") or {}).get(kind)
            if name and bears.get(name):
                made.setdefault(key, bears[name])
    return made
