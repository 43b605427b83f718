"""Halls are furnished with zones and windows; people sit down at windows."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from yichuang.ground import vault
from yichuang.halls.models import Hall, Partner, Seat, Window, Zone
from yichuang.journal.actor import Actor
from yichuang.journal.acts import Turn, act
from yichuang.journal.models import Register
from yichuang.journal.refusals import BadInput, NotYours
from yichuang.law import across
from yichuang.people import asked
from yichuang.people.models import Holding, Integrator, Organisation, Person

LEVELS = ("county", "town", "village")
ZONES = ("general", "quick", "cross", "self", "issue", "guide")
WINDOWS = ("general", "cross", "help", "unsolved")
HIGHEST = 999_999


@act("halls.furnish", on=Register, book="halls")
def furnish(
    turn: Turn, *, by: Actor, at: datetime, part: str, values: Mapping[str, Any], change: int | None = None
) -> dict[str, Any]:
    """A hall, a zone or a window stands, or has other particulars.

    `part` is hall, zone or window; `change` is the id of an existing one. `values` of a hall: organisation (id), name,
    level, address, phone, complaints, opens, closes, serial_from, serial_to; of a zone: hall (id), name, kind; of a
    window: zone (id), number, name, kind. What is not given stays.
    """
    makers = {"hall": _hall, "zone": _zone, "window": _window}
    made = makers[asked.one_of(part, "part", "类别", makers)](by, dict(values), change)
    made.save()
    told = {field.attname: _plain(getattr(made, field.attname)) for field in made._meta.concrete_fields}
    turn.enter("halls.furnish", {"part": part, **told})
    turn.change_rules()
    return {part: made.pk}


@act("halls.seat", on=Register, book="halls")
def seat(
    turn: Turn, *, by: Actor, at: datetime, window: int, person: int | None = None, starts_on: date | None = None,
    ends_on: date | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A person sits at a window from a day on, and no longer at another one."""
    if person not in (None, by.person) and by.kind not in ("sysadmin", "system"):
        raise NotYours("只能选自己的窗口。别人的由系统管理员安排。", rule="own_account")
    place = asked.row(Window, window, "window", "窗口", zone__hall__region=by.region)
    own = asked.row(Person, person or by.person, "person", "人员", region=by.region, is_active=True)
    first = asked.day(starts_on or turn.on, "starts_on", "开始日期", since=turn.on)
    if ends_on is not None:
        asked.span(first, ends_on, since=first)
    if not Holding.objects.on(first).filter(person=own).exists():
        raise BadInput(f"{own.name}那天没有岗位，先任命再安排窗口。", field="person")
    _stand_up(own, first)
    made = Seat.objects.create(window=place, person=own, starts_on=first, ends_on=ends_on)
    days = {"starts_on": first.isoformat(), "ends_on": ends_on and ends_on.isoformat()}
    turn.enter("halls.seat", {"seat": made.id, "window": place.id, "person": own.id, **days})
    turn.change_rules()
    return {"seat": made.id}


def _stand_up(person: Person, day: date) -> None:
    """End earlier seats on that day; drop those that would begin later."""
    open_seats = Seat.objects.filter(person=person).exclude(ends_on__lte=day)
    open_seats.filter(starts_on__gte=day).delete()
    open_seats.update(ends_on=day)


def _hall(by: Actor, given: dict[str, Any], change: int | None) -> Hall:
    hall = (
        Hall(region=by.region)
        if change is None
        else asked.row(Hall, change, "hall", "大厅", region=by.region)
    )
    if change is None:
        given = {"name": "", "level": "", "organisation": None, "opens": time(9), "closes": time(17)} | given
    lines = {
        "name": ("大厅名称", 60),
        "address": ("地址", 120),
        "phone": ("电话", 40),
        "complaints": ("监督电话", 40),
    }
    for field, (label, longest) in lines.items():
        if field in given:
            setattr(hall, field, asked.text(given[field], field, label, longest, empty=field != "name"))
    if "level" in given:
        hall.level = asked.one_of(given["level"], "level", "层级", LEVELS)
    if "organisation" in given:
        hall.organisation = asked.row(
            Organisation, given["organisation"], "organisation", "机构", region=by.region
        )
    _hours(hall, given)
    _serials(hall, given)
    if Hall.objects.filter(region=by.region, name=hall.name).exclude(pk=hall.pk).exists():
        raise BadInput(f"已经有一个大厅叫“{hall.name}”。", field="name")
    return hall


def _hours(hall: Hall, given: dict[str, Any]) -> None:
    hall.opens, hall.closes = given.get("opens", hall.opens), given.get("closes", hall.closes)
    if not isinstance(hall.opens, time) or not isinstance(hall.closes, time) or hall.opens >= hall.closes:
        raise BadInput("开门时间要早于关门时间，写成09:00这样。", field="opens")


def _serials(hall: Hall, given: dict[str, Any]) -> None:
    """Filing numbers of two halls of one area must never meet."""
    hall.serial_from = given.get("serial_from", hall.serial_from)
    hall.serial_to = given.get("serial_to", hall.serial_to)
    if not 0 <= hall.serial_from < hall.serial_to <= HIGHEST:
        raise BadInput(f"申请编号的流水号段要在0到{HIGHEST}之间，起号小于止号。", field="serial_from")
    area = hall.organisation.area
    rivals = Hall.objects.filter(region=hall.region, organisation__area=area).exclude(pk=hall.pk)
    met = rivals.filter(serial_from__lte=hall.serial_to, serial_to__gte=hall.serial_from).first()
    if met is not None:
        raise BadInput(f"流水号段和“{met}”的{met.serial_from}到{met.serial_to}重了。", field="serial_from")


def _zone(by: Actor, given: dict[str, Any], change: int | None) -> Zone:
    zone = Zone() if change is None else asked.row(Zone, change, "zone", "区域", hall__region=by.region)
    if change is None:
        given = {"name": "", "hall": None} | given
    if "hall" in given:
        zone.hall = asked.row(Hall, given["hall"], "hall", "大厅", region=by.region)
    if "name" in given:
        zone.name = asked.text(given["name"], "name", "区域名称", 40)
    if "kind" in given:
        zone.kind = asked.one_of(given["kind"], "kind", "区域类别", ZONES)
    if Zone.objects.filter(hall=zone.hall, name=zone.name).exclude(pk=zone.pk).exists():
        raise BadInput(f"这个大厅已经有“{zone.name}”。", field="name")
    return zone


def _window(by: Actor, given: dict[str, Any], change: int | None) -> Window:
    window = (
        Window()
        if change is None
        else asked.row(Window, change, "window", "窗口", zone__hall__region=by.region)
    )
    if change is None:
        given = {"zone": None, "number": None} | given
    if "zone" in given:
        window.zone = asked.row(Zone, given["zone"], "zone", "区域", hall__region=by.region)
    if "number" in given:
        number = given["number"]
        if not isinstance(number, int) or not 1 <= number <= 999:
            raise BadInput("窗口号是1到999的整数。", field="number")
        window.number = number
    if "kind" in given:
        window.kind = asked.one_of(given["kind"], "kind", "窗口类别", WINDOWS)
    window.name = asked.text(
        given.get("name") or window.name or f"{window.number}号窗", "name", "窗口名称", 40
    )
    same = Window.objects.filter(zone__hall=window.zone.hall, number=window.number).exclude(pk=window.pk)
    if same.exists():
        raise BadInput(f"这个大厅已经有{window.number}号窗口。", field="number")
    return window


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


@act("halls.agree", on=Register, book="halls")
def agree(
    turn: Turn, *, by: Actor, at: datetime, values: Mapping[str, Any], change: int | None = None
) -> dict[str, Any]:
    """An agreement with a partner region stands, or has other particulars.

    `values`: name, area, contact, phone, address, site, modes (list), items (basic code → name), agreement, origin, key,
    public, integrator (id), starts_on. What is not given stays.
    """
    row = (
        Partner(region=by.region)
        if change is None
        else asked.row(Partner, change, "partner", "协作地区", region=by.region)
    )
    if change is None:
        values = {
            "name": "",
            "area": "",
            "modes": (),
            "agreement": "",
            "items": {},
            "starts_on": turn.on,
        } | dict(values)
    for field, (label, longest, must) in PARTNER_LINES.items():
        if field in values:
            setattr(row, field, asked.text(values[field], field, label, longest, empty=not must))
    if not row.area.isdigit() or len(row.area) not in (6, 9, 12):
        raise BadInput("行政区划代码是6、9或12位数字。", field="area")
    _agreed(row, values)
    if row.origin and not row.origin.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise BadInput("对方系统的地址要以https://开头。", field="origin")
    if values.get("key"):
        row.key = vault.lock(asked.text(values["key"], "key", "接口密钥", 200))
    if "integrator" in values:
        given = values["integrator"]
        row.integrator = (
            asked.row(Integrator, given, "integrator", "接入系统", region=by.region) if given else None
        )
    if Partner.objects.filter(region=by.region, area=row.area, ends_on=None).exclude(pk=row.pk).exists():
        raise BadInput("和这个地区已经有一份协议。改那一份，或者先结束它。", field="area")
    row.save()
    told = {
        name: getattr(row, name)
        for name in ("name", "area", "modes", "agreement", "origin", "public", "integrator_id")
    }
    turn.enter(
        "halls.agree",
        {"partner": row.pk, **told, "items": row.items_by_code, "starts_on": row.starts_on.isoformat()},
    )
    turn.change_rules()
    return {"partner": row.pk}


@act("halls.end_agreement", on=Register, book="halls")
def end_agreement(turn: Turn, *, by: Actor, at: datetime, partner: int, reason: str) -> dict[str, Any]:
    """An agreement ends today; what was received before goes on."""
    row = asked.row(Partner, partner, "partner", "协作地区", region=by.region, ends_on=None)
    why = asked.text(reason, "reason", "结束的原因", 200)
    Partner.objects.filter(pk=row.pk).update(ends_on=turn.on)
    turn.enter("halls.end_agreement", {"partner": row.pk, "reason": why})
    turn.change_rules()
    return {"partner": row.pk}


PARTNER_LINES = {
    "name": ("地区名称", 80, True), "area": ("行政区划代码", 12, True), "contact": ("联系人", 40, False), "phone": ("电话", 40, False),
    "address": ("收件地址", 120, False), "site": ("网上办事地址", 200, False), "agreement": ("协议名称或文号", 120, True),
    "origin": ("对方系统的地址", 200, False), "public": ("对方签名的公钥", 128, False),
}  # fmt: skip


def _agreed(row: Partner, values: Mapping[str, Any]) -> None:
    """The modes, items and first day of an agreement."""
    if "modes" in values:
        modes = [mode for mode, _ in across.MODES if mode in set(values["modes"])]
        if not modes:
            raise BadInput("至少选一种通办的办法。", field="modes")
        row.modes = " ".join(modes)
    if "items" in values:
        items = {str(code).strip(): str(name).strip() for code, name in dict(values["items"]).items()}
        wrong = next(
            (
                code
                for code, name in items.items()
                if not code or len(code) > 64 or not name or len(name) > 200
            ),
            None,
        )
        if wrong is not None or not items:
            raise BadInput("通办事项一行一个：基本编码，空格，名称。", field="items")
        row.items = json.dumps(items, ensure_ascii=False, sort_keys=True)
    if "starts_on" in values:
        row.starts_on = asked.day(values["starts_on"], "starts_on", "开始日期")
