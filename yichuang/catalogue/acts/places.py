"""What records name and must be there: the organisations in their tree, their other names, the zones of the halls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from yichuang.catalogue import departments
from yichuang.catalogue.models import Item
from yichuang.catalogue.records import Record
from yichuang.halls.models import Hall, Zone
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.people.models import Alias, Organisation

CENTRE, HALL = "政务服务中心", "政务服务大厅"


@dataclass(frozen=True, slots=True)
class Bodies:
    """The organisations by the names that records use, which of them are new, and which names stay open."""

    by_name: Mapping[str, Organisation]
    made: list[str]
    unresolved: list[str]


def bodies_of(turn: Turn, records: Iterable[Record]) -> Bodies:
    """Find or create the organisations that records name; list the names that stand for no single body."""
    region = turn.by.region
    names = list(dict.fromkeys(record["department"] for record in records))
    known = departments.found(region, names)
    wanted = [name for name in names if name not in known]
    parents = [p for name in wanted if (p := _parent_of(name)) and p not in known]
    count = Organisation.objects.filter(region=region).count()
    columns: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys([*parents, *wanted]):
        made = departments.columns(name, region, count + len(columns) + 1, turn.on)
        columns.setdefault(made["name"], made)
    existing = set(
        Organisation.objects.filter(region=region, name__in=columns).values_list("name", flat=True)
    )
    fresh = [Organisation(**made) for name, made in columns.items() if name not in existing]
    Organisation.objects.bulk_create(fresh, batch_size=500)
    _hang(region, fresh)
    _aliases(region, wanted)
    still = [name for name in departments.unresolved(region) if name in names]
    return Bodies(departments.found(region, names), [body.name for body in fresh], still)


def _parent_of(name: str) -> str | None:
    known = departments.table().get(name)
    return known.parent if known else None


def _hang(region: str, fresh: list[Organisation]) -> None:
    by_name = {body.name: body for body in Organisation.objects.filter(region=region)}
    for body in fresh:
        parent = _parent_of(body.name)
        if parent and parent in by_name:
            Organisation.objects.filter(pk=by_name[body.name].pk).update(parent=by_name[parent])


def _aliases(region: str, wanted: list[str]) -> None:
    """Remember the other names; one that the packaged table does not know, or knows as unclear, stays open."""
    own = {body.name: body for body in Organisation.objects.filter(region=region)}
    known = set(Alias.objects.filter(region=region, name__in=wanted).values_list("name", flat=True))
    for name in wanted:
        canonical = departments.canonical_name(name)
        clear = name in departments.table()
        if name not in known and (canonical != name or not clear):
            Alias.objects.create(region=region, name=name, organisation=own.get(canonical) if clear else None)


def zones_of(turn: Turn, records: Iterable[Record]) -> list[str]:
    """Give the region's county halls the zones that records name (without a hall, make the first one); name the new ones."""
    names = list(dict.fromkeys(record["zone"] for record in records))
    if not names:
        return []
    halls = list(Hall.objects.filter(region=turn.by.region, level="county")) or [_first_hall(turn)]
    fresh = []
    for hall in halls:
        known = set(hall.zones.values_list("name", flat=True))
        fresh += [Zone(hall=hall, name=name) for name in names if name not in known]
    Zone.objects.bulk_create(fresh)
    return [zone.name for zone in fresh]


def _first_hall(turn: Turn) -> Hall:
    region = turn.by.region
    centre = Organisation.objects.filter(region=region, kind="centre").first() or Organisation.objects.create(
        **{**departments.columns(CENTRE, region, 0, turn.on), "kind": "centre"}
    )
    return Hall.objects.create(
        region=region, organisation=centre, name=HALL, level="county", opens=time(9), closes=time(17)
    )


@act("catalogue.settle_department", on=Register, book="catalogue")
def settle_department(turn: Turn, *, by: Actor, at: datetime, name: str, department: int) -> dict[str, Any]:
    """A department name that records use means this organisation; what its stand-in held moves there."""
    region = by.region
    open_name = Alias.objects.filter(region=region, name=name, organisation=None).first()
    if open_name is None:
        raise NotThere(f"没有认出来的部门名称里没有“{name[:80]}”。刷新后再定。")
    body = Organisation.objects.filter(pk=department, region=region, valid_to=None).exclude(name=name).first()
    if body is None:
        raise BadInput("请选择是哪一家单位。", field="department")
    Alias.objects.filter(pk=open_name.pk).update(organisation=body)
    moved = Item.objects.filter(region=region, department__name=name).update(department=body)
    Organisation.objects.filter(region=region, name=name).update(valid_to=turn.on, successor=body)
    turn.enter("catalogue.settle_department", {"name": name, "department": body.pk, "items": moved})
    turn.change_rules()
    return {"items": moved}
