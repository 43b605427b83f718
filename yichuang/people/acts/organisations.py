"""Organisations: made, renamed, moved in the tree, ended with a successor."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput
from yichuang.law.codes import check_uscc
from yichuang.people import asked
from yichuang.people.models import Alias, Holding, Organisation, OrganisationKind

LONGEST = {"name": 80, "area": 12, "phone": 40, "review_body": 80, "court": 80}
LABELS = {
    "name": "机构名称",
    "area": "行政区划代码",
    "phone": "电话",
    "review_body": "复议机关",
    "court": "管辖法院",
}


@act("people.organise", on=Register, book="people")
def organise(
    turn: Turn, *, by: Actor, at: datetime, organisation: int | None = None, values: Mapping[str, Any] | None = None,
    ends_on: date | None = None, successor: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """An organisation exists, has other particulars, or ends and hands its matters to its successor.

    `values`: name, kind, code, area, parent (id), phone, review_body, court, valid_from. Without `organisation` it is
    made; an old name stays as an alias. `ends_on` is the first day on which it is no more.
    """
    given = dict(values or {})
    if organisation is None:
        own = _made(turn, given)
    else:
        own = asked.row(Organisation, organisation, "organisation", "机构", region=by.region)
        _changed(own, given)
    if ends_on is not None or successor is not None:
        _ended(turn, own, ends_on, successor)
    own.save()
    turn.enter("people.organise", {"organisation": own.id, **_told(own)})
    turn.change_rules()
    return {"organisation": own.id}


def _made(turn: Turn, given: dict[str, Any]) -> Organisation:
    own = Organisation(region=turn.by.region, valid_from=given.get("valid_from") or turn.on)
    _changed(own, {"name": "", "kind": "", "code": "", "area": turn.by.region, **given})
    return own


def _changed(own: Organisation, given: dict[str, Any]) -> None:
    before = own.name
    for field in LONGEST.keys() & given.keys():
        words = asked.text(
            given[field], field, LABELS[field], LONGEST[field], empty=field not in ("name", "area")
        )
        if field == "area" and not (words.isascii() and words.isdigit() and len(words) in (6, 9, 12)):
            raise BadInput("行政区划代码是6、9或12位数字。", field="area")
        setattr(own, field, words)
    if "kind" in given:
        own.kind = asked.one_of(given["kind"], "kind", "机构类别", OrganisationKind.values)
    if "code" in given:
        own.code = _code(given["code"])
    if "parent" in given:
        own.parent = _parent(own, given["parent"])
    if own.name != before:
        _named(own, before)


def _code(value: Any) -> str:
    code = asked.text(value, "code", "统一社会信用代码", 18, empty=True).upper()
    verdict = check_uscc(code) if code else None
    if verdict is not None and not verdict.valid:
        raise BadInput(f"{verdict.why}。照证书再核对一遍。", field="code")
    return code


def _parent(own: Organisation, key: int | None) -> Organisation | None:
    if key is None:
        return None
    parent = asked.row(Organisation, key, "parent", "上级机构", region=own.region)
    above: Organisation | None = parent
    while above is not None:
        if own.pk is not None and above.pk == own.pk:
            raise BadInput("上级机构不能是自己，也不能是自己的下级。", field="parent")
        above = above.parent
    return parent


def _named(own: Organisation, before: str) -> None:
    """The new name is free; the old one still leads here."""
    if Organisation.objects.filter(region=own.region, name=own.name).exclude(pk=own.pk).exists():
        raise BadInput(f"已经有一个“{own.name}”。换一个名称，或者打开原来那个改。", field="name")
    other = Alias.objects.filter(region=own.region, name=own.name).exclude(organisation=None)
    taken = other.exclude(organisation_id=own.pk).select_related("organisation").first()
    if taken is not None:
        raise BadInput(f"“{own.name}”是“{taken.organisation}”用过的名称。换一个名称。", field="name")
    if before and own.pk is not None:
        Alias.objects.update_or_create(region=own.region, name=before, defaults={"organisation": own})


def _ended(turn: Turn, own: Organisation, ends_on: date | None, successor: int | None) -> None:
    own.valid_to = asked.day(ends_on, "ends_on", "撤销日期", since=own.valid_from)
    if successor is None:
        held = Holding.objects.on(own.valid_to).filter(post__organisation=own).exists()
        if held or own.children.filter(valid_to=None).exists():
            raise BadInput("这个机构还有人在岗或有下级机构。写明由谁承接，或先免去岗位。", field="successor")
        return
    heir = asked.row(Organisation, successor, "successor", "承接机构", region=own.region)
    behind: Organisation | None = heir
    while behind is not None:
        if behind.pk == own.pk:
            raise BadInput("承接机构不能是自己，也不能是被自己承接的机构。", field="successor")
        behind = behind.successor
    if heir.valid_to is not None and heir.valid_to <= own.valid_to:
        raise BadInput(f"“{heir}”到那天也已经撤销，选一个还在的机构承接。", field="successor")
    own.successor = heir


def _told(own: Organisation) -> dict[str, Any]:
    fields = ("name", "kind", "code", "area", "parent_id", "phone", "review_body", "court", "successor_id")
    days = {"valid_from": own.valid_from, "valid_to": own.valid_to}
    return {field: getattr(own, field) for field in fields} | {
        name: day and day.isoformat() for name, day in days.items()
    }
