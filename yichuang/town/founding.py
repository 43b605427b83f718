"""Founding the town: bodies, halls, items, people, powers, licences."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

from yichuang.catalogue import acts as catalogue
from yichuang.catalogue import seed
from yichuang.catalogue.models import Item
from yichuang.clock import acts as clock
from yichuang.ground import now
from yichuang.halls import acts as halls
from yichuang.halls.models import Hall, Zone
from yichuang.journal.actor import Actor
from yichuang.licences import acts as licences
from yichuang.people import acts as people
from yichuang.people import passwords, tokens
from yichuang.people.models import Organisation, Person, Post
from yichuang.town import cast

LINES = {"reviewer": "审查岗", "approver": "审批岗", "head": "负责人"}
CLERKS_MORE = 6
BY_COMMITMENT = (
    "hr-service-license"  # its record asks for 告知承诺 or 一般程序; the seed leaves the mark open
)


@dataclass
class Town:
    """What founding made, for the life that follows."""

    by: Actor
    founded_at: datetime
    bodies: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    halls: dict[str, int] = field(default_factory=dict)
    known: list[dict[str, str]] = field(default_factory=list)
    citizens: list[dict[str, str]] = field(default_factory=list)


def found(town: Town, when: datetime) -> None:
    """Bodies, halls, items, people with their powers, and what the state holds already."""
    _numbers(town)
    _bodies(town)
    _halls(town)
    _items(town)
    _staff(town)
    _powers(town)
    _outside(town)
    _licences(town, when)
    _words(town, when)


def _numbers(town: Town) -> None:
    """The demo's passwords were made with the town, months ago by its own calendar, and must open its doors for long."""
    day = now.day_of(town.founded_at)
    why = "示例区演示用：口令随安装生成"
    clock.set_number(
        by=town.by,
        at=town.founded_at,
        name="password_days",
        value="3650",
        unit="自然日",
        basis=why,
        starts_on=day,
    )


def _bodies(town: Town) -> None:
    town.bodies[cast.GOVERNMENT] = _body(town, cast.GOVERNMENT, "government", None, 90_001)
    town.bodies[cast.CENTRE] = _body(town, cast.CENTRE, "centre", cast.GOVERNMENT, 90_002)
    for n, name in enumerate(cast.TOWNS):
        town.bodies[name] = _body(
            town, name, "town", cast.GOVERNMENT, 90_010 + n, area=f"{cast.AREA}{n + 1:03d}"
        )
    for n, (above, name) in enumerate(cast.VILLAGES):
        town.bodies[name] = _body(
            town, name, "village", above, 90_020 + n, area=f"{cast.AREA}{n + 1:03d}{n + 1:03d}"
        )


def _body(town: Town, name: str, kind: str, parent: str | None, serial: int, *, area: str = cast.AREA) -> int:
    values = {
        "name": name, "kind": kind, "code": cast.synthetic_uscc(cast.AREA, serial, category="11"), "area": area,
        "parent": town.bodies.get(parent or ""), "phone": "0189-1234567", "review_body": cast.GOVERNMENT, "court": "示例区人民法院",
        "valid_from": date(2015, 1, 1),
    }  # fmt: skip
    return int(people.organise(by=town.by, at=town.founded_at, values=values)["organisation"])


def _halls(town: Town) -> None:
    """Halls of the county, towns and villages; zones and windows of 涵江 2019."""
    county = {
        "name": "示例区政务服务大厅",
        "level": "county",
        "address": "示例区人民路1号",
        "serial_from": 0,
        "serial_to": 599_999,
    }
    town.halls["county"] = _hall(town, cast.CENTRE, county)
    lower = [(name, "town") for name in cast.TOWNS] + [(name, "village") for _, name in cast.VILLAGES]
    for n, (name, level) in enumerate(lower):
        values = {
            "name": f"{name}便民服务中心",
            "level": level,
            "address": f"示例区{name}1号",
            "serial_from": 600_000 + n * 20_000,
        }
        town.halls[name] = _hall(town, name, values | {"serial_to": 619_999 + n * 20_000})
    number = 1
    for zone in _zones():
        made = halls.furnish(
            by=town.by,
            at=town.founded_at,
            part="zone",
            values={"hall": town.halls["county"], "name": zone["zone"], "kind": "general"},
        )
        for _ in range(zone["windows"] or 2):
            _window(town, made["zone"], number)
            number += 1
    for name, kind in (
        ("统一出件", "issue"),
        ("快捷即办", "quick"),
        ("导办台", "guide"),
        ("自助办理", "self"),
    ):
        made = halls.furnish(
            by=town.by,
            at=town.founded_at,
            part="zone",
            values={"hall": town.halls["county"], "name": name, "kind": kind},
        )
        _window(town, made["zone"], number)
        number += 1
    for n, (name, _) in enumerate(lower):
        made = halls.furnish(
            by=town.by,
            at=town.founded_at,
            part="zone",
            values={"hall": town.halls[name], "name": "综合受理", "kind": "general"},
        )
        _window(town, made["zone"], n % 2 + 1)


def _zones() -> list[dict[str, Any]]:
    found = json.loads(files(__package__).joinpath("hall.json").read_text("utf-8"))["hanjiang_2019"]["zones"]
    split = [
        dict(zone, zone=name, windows=2) if "、" in zone["zone"] else zone
        for zone in found
        for name in zone["zone"].replace("专区", "").split("、")
    ]
    return [zone | {"zone": zone["zone"].replace("服务区", "服务")} for zone in split]


def _hall(town: Town, body: str, values: dict[str, Any]) -> int:
    whole = {
        "organisation": town.bodies[body],
        "phone": "0189-1234567",
        "complaints": "12345",
        "opens": time(9),
        "closes": time(17),
    } | values
    return int(halls.furnish(by=town.by, at=town.founded_at, part="hall", values=whole)["hall"])


def _window(town: Town, zone: int, number: int) -> None:
    halls.furnish(
        by=town.by,
        at=town.founded_at,
        part="window",
        values={"zone": zone, "number": number, "name": f"{number}号窗"},
    )


def _items(town: Town) -> None:
    records = seed.items()
    catalogue.import_(by=town.by, at=town.founded_at, records=records + seed.bundles())
    promised = [
        record | {"commitment": {"approval": True}} for record in records if record["id"] == BY_COMMITMENT
    ]
    catalogue.import_(by=town.by, at=town.founded_at, records=promised, published=True)
    for organisation in (
        Organisation.objects.filter(region=town.by.region, items__isnull=False).distinct().order_by("pk")
    ):
        town.bodies[organisation.name] = organisation.pk
        values = {
            "phone": f"0189-{2_000_000 + organisation.pk}",
            "review_body": cast.GOVERNMENT,
            "court": "示例区人民法院",
        }
        if organisation.parent_id is None:
            values["parent"] = town.bodies[cast.GOVERNMENT]  # type: ignore[assignment]
        people.organise(by=town.by, at=town.founded_at, organisation=organisation.pk, values=values)


def _words(town: Town, when: datetime) -> None:
    """Words of the place that the search already knows, and what people looked for in vain until today."""
    for said, meant in (("苍蝇馆子", "饭馆"), ("夜市摊位", "小摊")):
        catalogue.equate(by=town.by, at=town.founded_at, said=said, meant=meant)
    missed = {"开个跳舞培训班": 7, "殡葬费补贴": 5, "无人机飞行报备": 3, "狗证": 2}
    counts = {text: {"empty": count, "shown": 0, "taken": 0} for text, count in missed.items()}
    catalogue.count_searches(counts, by=town.by, at=when)


def _staff(town: Town) -> None:
    """The named cast, a reviewer, an approver and a head for every other department, and more clerks."""
    for one in cast.NAMED:
        _enrol(town, one, shown=True)
    taken = {(one.body, one.kind) for one in cast.NAMED}
    others = Organisation.objects.filter(region=town.by.region, items__isnull=False).distinct().order_by("pk")
    for n, body in enumerate(others):
        for m, (kind, title) in enumerate(LINES.items()):
            if (body.name, kind) not in taken:
                name = (
                    cast.SURNAMES[(n * 3 + m) % len(cast.SURNAMES)]
                    + cast.GIVEN[(n + m * 9) % len(cast.GIVEN)]
                )
                _enrol(town, cast.Staff(f"{kind[:4]}{n:02d}", name, body.name, kind, title))
    for n, name in enumerate(cast.OFFICERS):
        _enrol(town, cast.Staff(f"zhifa{n + 1}", name, "市场监督管理局", "reviewer", "执法岗"), shown=n == 0)
    for n in range(CLERKS_MORE):
        _enrol(
            town,
            cast.Staff(
                f"clerk{n + 1}", cast.SURNAMES[n + 40] + cast.GIVEN[n], cast.CENTRE, "clerk", "综合窗口"
            ),
        )
    for n, name in enumerate(cast.TOWNS):
        _enrol(town, cast.Staff(f"town{n + 1}", cast.SURNAMES[n + 50] + "镇", name, "clerk", "便民窗口"))
    for n, (_, name) in enumerate(cast.VILLAGES):
        _enrol(town, cast.Staff(f"village{n + 1}", cast.SURNAMES[n + 60] + "村", name, "clerk", "便民窗口"))
    _seats(town)


def _enrol(town: Town, one: cast.Staff, *, shown: bool = False) -> None:
    person = Person(region=town.by.region, username=one.username, name=one.name)
    password = f"Yc-{secrets.token_hex(8)}-9a" if shown else secrets.token_urlsafe(24) + "-Aa9"
    first = (
        passwords.checked(password, person) if shown else passwords.Checked("!" + secrets.token_urlsafe(30))
    )
    made = people.enrol(
        by=town.by,
        at=town.founded_at,
        username=one.username,
        name=one.name,
        password=first,
        must_change=False,
    )
    town.people[one.username] = made["person"]
    if one.kind:
        post = {"organisation": town.bodies[one.body], "kind": one.kind, "title": one.title}
        town.posts[one.username] = people.appoint(
            by=town.by, at=town.founded_at, person=made["person"], new_post=post
        )["post"]
    if shown:
        known = {
            "username": one.username,
            "name": one.name,
            "password": password,
            "kind": one.kind,
            "title": f"{one.body}{one.title}" or "没有岗位",
        }
        town.known.append(known | _second_factor(made["person"], one.kind))


def _second_factor(person: int, kind: str) -> dict[str, str]:
    """Administrators sign in with a second factor; the demo makes and shows its seed."""
    if kind not in ("sysadmin", "secadmin", "audadmin"):
        return {}
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(pk=person), secret)
    return {"totp": secret}


def _seats(town: Town) -> None:
    windows = [
        w
        for zone in Zone.objects.filter(hall=town.halls["county"], kind="general").order_by("pk")
        for w in zone.windows.order_by("number")
    ]
    clerks = ["fan", "lan", "lin", *(f"clerk{n + 1}" for n in range(CLERKS_MORE))]
    for username, window in zip(clerks, windows, strict=False):
        halls.seat(by=town.by, at=town.founded_at, window=window.pk, person=town.people[username])
    issue = Zone.objects.get(hall=town.halls["county"], kind="issue").windows.get()
    halls.seat(by=town.by, at=town.founded_at, window=issue.pk, person=town.people["yang"])
    for n, name in enumerate(cast.TOWNS):
        window = Hall.objects.get(pk=town.halls[name]).zones.get().windows.get()
        halls.seat(by=town.by, at=town.founded_at, window=window.pk, person=town.people[f"town{n + 1}"])
    for n, (_, name) in enumerate(cast.VILLAGES):
        window = Hall.objects.get(pk=town.halls[name]).zones.get().windows.get()
        halls.seat(by=town.by, at=town.founded_at, window=window.pk, person=town.people[f"village{n + 1}"])


def _powers(town: Town) -> None:
    """The written lists: what windows accept, what each post may decide."""
    items = list(Item.objects.filter(region=town.by.region).select_related("current"))
    catalogue.entrust(
        by=town.by, at=town.founded_at, items=[i.pk for i in items], hall=None, document="示例区同城通办委托受理清单〔2026〕1号"
    )  # fmt: skip
    held: dict[int, list[Post]] = {}
    for post in Post.objects.filter(region=town.by.region):
        held.setdefault(post.organisation_id, []).append(post)
    clerks = [p for posts in held.values() for p in posts if p.kind == "clerk"]
    catalogue.authorise(
        by=town.by,
        at=town.founded_at,
        rows=list(_rows(items, held, clerks)),
        document="示例区审批授权清单〔2026〕1号",
    )


def _rows(items: Iterable[Item], held: dict[int, list[Post]], clerks: list[Post]) -> Iterable[dict[str, Any]]:
    may = {
        "reviewer": ("review",),
        "approver": ("approve",),
        "chief": ("review", "approve"),
        "head": ("approve", "extend"),
    }
    for item in items:
        for post in held.get(item.department_id, ()):
            yield from (
                {"item": item.pk, "decision": decision, "post": post.pk}
                for decision in may.get(post.kind, ())
            )
        if item.current and item.current.at_once:
            yield from ({"item": item.pk, "decision": "at_once", "post": post.pk} for post in clerks)


def _outside(town: Town) -> None:
    """One item has not moved into the halls yet: windows receive it and hand it on to its department."""
    item = Item.objects.get(region=town.by.region, key="public-place-hygiene-license")
    catalogue.reside(
        item.pk, by=town.by, at=town.founded_at, resident=False, document="示例区进驻事项目录〔2026〕1号"
    )


def _licences(town: Town, when: datetime) -> None:
    """What the state holds already: identity cards for all, more for some; one that has run out."""
    day, records = now.day_of(when), []
    for n, one in enumerate(cast.citizens()):
        kinds = [
            "居民身份证",
            *(["居民户口簿"] if n % 2 else []),
            *(["不动产权证书"] if n % 5 == 0 else []),
            *(["结婚证"] if n % 4 == 0 else []),
        ]
        kinds += ["社会保障卡"] if n % 3 < 2 else []
        records += [_licence(one, kind, n, day) for kind in kinds]
    for n, one in enumerate(cast.firms()):
        kinds = [
            "营业执照",
            *(["食品经营许可证"] if n % 3 == 0 else []),
            *(["不动产权证书"] if n % 4 == 1 else []),
        ]
        records += [_licence(one, kind, 500 + n, day) for kind in kinds]
    records[1] = records[1] | {"valid_to": day - timedelta(days=30)}
    licences.file_licences(by=town.by, at=town.founded_at, records=records)


def _licence(one: cast.Citizen, kind: str, n: int, day: date) -> dict[str, Any]:
    return {
        "kind": kind, "number": f"{kind[:1]}{n:06d}", "holder_number": one.number, "holder_name": one.name, "issuer": cast.GOVERNMENT,
        "valid_from": day - timedelta(days=900 + n), "valid_to": None, "bears": _face(one, kind, n, day),
    }  # fmt: skip


def _face(one: cast.Citizen, kind: str, n: int, day: date) -> dict[str, str]:
    """What stands on a licence of the town: made up, as all of it."""
    faces: dict[str, dict[str, str]] = {
        "居民身份证": {"住址": one.address, "签发机关": "示例区公安局", "民族": "汉族", "有效期至": f"{day.year + 8}-06-01"},
        "居民户口簿": {"户籍地址": one.address, "户主姓名": one.name, "户号": f"{189901000 + n}", "民族": "汉族"},
        "不动产权证书": {
            "坐落": one.address, "不动产单元号": f"189901001001GB{n:05d}F00010001", "权利人": one.name, "面积": str(60 + n % 90), "用途": "住宅",
            "权利类型": "国有建设用地使用权及房屋所有权", "共有情况": "单独所有", "登记日期": f"{day.year - 6}-03-12",
        },
        "结婚证": {"登记日期": f"{day.year - 9}-05-20", "登记机关": "示例区民政局"},
        "社会保障卡": {"社会保障卡号": f"H{n:08d}", "开户银行": "建设银行", "银行账号": f"62170000{n:08d}", "姓名": one.name, "发卡地区": "示例区"},
        "营业执照": {
            "名称": one.name, "统一社会信用代码": one.number, "类型": "有限责任公司", "住所": one.address, "成立日期": f"{day.year - 4}-04-01",
            "注册资本": "100", "经营范围": "餐饮服务；食品销售", "法定代表人": "",
        },
        "食品经营许可证": {"有效期至": f"{day.year + 1}-03-01"},
    }  # fmt: skip
    return {name: text for name, text in faces.get(kind, {}).items() if text}


def remember(town: Town) -> None:
    """Keep the demo people's names and passwords, and one API key for each kind of door, in the data folder."""
    keys = {}
    for name, username in (
        ("窗口系统", "lin"),
        ("部门系统", "wu"),
        ("审批系统", "sun"),
        ("出件系统", "yang"),
        ("城市门户", ""),
    ):
        raw = tokens.make()
        who = {"person": town.people[username], "post": town.posts[username]} if username else {}
        people.issue_token(
            by=town.by,
            at=town.founded_at,
            raw=raw,
            integrator={"name": f"示例{name}", "contact": "示例"},
            **who,
        )
        keys[username or "applicants"] = raw
    path = Path(settings.HOME) / "demo.json"
    path.touch(0o600)
    path.write_text(
        json.dumps(
            {"people": town.known, "citizens": town.citizens, "tokens": keys}, ensure_ascii=False, indent=1
        ),
        "utf-8",
    )
