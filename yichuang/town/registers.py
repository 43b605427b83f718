"""What the base registers know of the town's invented people and bodies, and who answers for them: the local table."""

from datetime import date, datetime, timedelta

from yichuang.ground import now
from yichuang.law import identity
from yichuang.law.sources import CITIZENS, ENTERPRISES, INSTITUTIONS, ORGANISATIONS, REGISTERS
from yichuang.registers import acts
from yichuang.town import cast
from yichuang.town.founding import Town

CONNECTED_FOR = timedelta(days=20)
SCHOOLING = ("初中", "高中", "大学专科", "大学本科", "硕士研究生")
BODIES = (
    (INSTITUTIONS, "12", ("示例区人民医院", "示例区第一中学", "示例区图书馆")),
    (ORGANISATIONS, "51", ("示例区餐饮行业协会", "示例区老年人体育协会")),
    (ORGANISATIONS, "52", ("示例区晨曦社会工作服务中心",)),
)


def fill(town: Town, when: datetime) -> None:
    """The four registers hold the folk, and are connected since some three weeks: older cases still asked for papers."""
    filled: dict[str, list[dict[str, str]]] = {CITIZENS: _citizens(), ENTERPRISES: _firms()}
    for n, (register, category, names) in enumerate(BODIES):
        filled.setdefault(register, []).extend(
            _body(name, category, 7000 + n * 10 + m) for m, name in enumerate(names)
        )
    for register, records in filled.items():
        acts.import_records(by=town.by, at=town.founded_at, register=register, records=records)
    first = now.day_of(when - CONNECTED_FOR)
    for register in REGISTERS:
        acts.connect(
            by=town.by,
            at=town.founded_at,
            register=register,
            provider="local",
            basis="示例区政务数据共享责任清单第1号",
            starts_on=first,
        )


def _citizens() -> list[dict[str, str]]:
    """Every fourth is widowed, married or single in turn; some have no picture and no diploma on record."""
    folk = cast.citizens()
    named = [_citizen(n, one, folk) for n, one in enumerate((cast.CHEN, cast.ZHOU, cast.LI))]
    named[0] |= {"children": " ".join(cast.CHILD)}
    return [*(_citizen(n, one, folk) for n, one in enumerate(folk)), *named]


def _citizen(n: int, one: cast.Citizen, folk: list[cast.Citizen]) -> dict[str, str]:
    born = identity.birth_date(one.number) or date(1970, 1, 1)
    known = {
        "number": one.number, "name": one.name, "sex": identity.sex(one.number) or "", "ethnicity": "汉族" if "·" not in one.name else "维吾尔族",
        "born_on": born.isoformat(), "address": one.address, "phone": one.phone, "household": one.address, "household_head": one.name,
        "marital": ("已婚", "未婚", "已婚", "丧偶")[n % 4], "kin": f"户主：{one.name}",
    }  # fmt: skip
    if n % 4 in (0, 2):
        known |= {
            "spouse": folk[(n + 7) % len(folk)].name,
            "married_on": f"{born.year + 26}-05-01",
            "children": str(n % 3),
        }
    if n % 4 == 3:
        known["widowed"] = "配偶已故"
    if n % 6:
        known["photo"] = "有"
    if born.year > 1960 and n % 3:
        known["education"] = SCHOOLING[n % len(SCHOOLING)]
    return known


def _firms() -> list[dict[str, str]]:
    people = cast.citizens()
    made = []
    for n, one in enumerate(cast.firms()):
        head = cast.CHEN if n == 0 else people[(n * 3 + 11) % len(people)]
        known = {
            "number": one.number, "name": one.name, "kind": "有限责任公司", "representative": head.name, "representative_number": head.number,
            "address": one.address, "phone": one.phone, "scope": f"{one.name[3:7]}经营及配套服务", "capital": f"{50 + n * 10}万元",
            "established_on": f"{2005 + n}-03-18", "state": "存续",
        }  # fmt: skip
        made.append(known | ({"deregistered": "2026年已核准注销", "state": "注销"} if n == 14 else {}))
    return made


def _body(name: str, category: str, serial: int) -> dict[str, str]:
    return {
        "number": identity.synthetic_uscc(cast.AREA, serial, category=category), "name": name, "kind": {"12": "事业单位", "51": "社会团体"}.get(category, "民办非企业单位"),
        "representative": cast.SURNAMES[serial % 40] + cast.GIVEN[serial % 10], "address": f"示例区学府路{serial % 100}号", "state": "有效",
        "established_on": "2012-09-01", "scope": "按登记的宗旨和业务范围",
    }  # fmt: skip
