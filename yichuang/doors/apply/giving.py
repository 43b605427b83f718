"""The ways a result may come to the applicant, and what each asks for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yichuang.cases import delivering
from yichuang.cases.application import PHONE, PostTo
from yichuang.doors.apply import known
from yichuang.journal import stamps
from yichuang.law import delivery
from yichuang.law.codes import normalise

if TYPE_CHECKING:
    from yichuang.doors.apply.sheet import Sheet

PICKUP, POST = delivery.PICKUP, delivery.POST
EACH = "each"
OF_THING = {
    PICKUP: (
        delivery.Way(PICKUP, "全部办好，一次领", "只跑一趟，带身份证件"),
        delivery.Way(EACH, "办好一项，领一项", "急用哪个先领哪个，带身份证件"),
    )
}
FIELDS = ("way", "name", "phone", "address")


def ways(sheet: "Sheet") -> tuple[delivery.Way, ...]:
    """Return the ways that stand open here, and who pays the post; of a thing those that stand open for all, fetched at once or one by one."""
    each = [
        delivering.ways(member, sheet.draft.region, stamps.current(), sheet.today)
        for member in sheet.matter.members
    ]
    if not sheet.matter.is_thing:
        return each[0]
    shared = [way for way in each[0] if all(way.key in {one.key for one in found} for found in each)]
    return tuple(one for way in shared for one in OF_THING.get(way.key, (_at_once(way),)))


def _at_once(way: delivery.Way) -> delivery.Way:
    return replace(way, hint=f"全部办好，一次寄。{way.hint}") if way.key == POST else way


def may_post(sheet: "Sheet") -> bool:
    """Whether the result of this item may be posted."""
    return any(way.key == POST for way in ways(sheet))


def options(sheet: "Sheet", way: str) -> list[dict[str, Any]]:
    """Return the ways as choices; posting is always the applicant's will."""
    hall = sheet.places[0].name if sheet.places else "政务服务大厅"
    hints = {} if sheet.matter.is_thing else {PICKUP: f"到{hall}的出件窗口，带身份证件"}
    return [
        {
            "value": one.key,
            "label": one.label,
            "hint": hints.get(one.key, one.hint),
            "checked": one.key == way,
        }
        for one in ways(sheet)
    ]


def suggested(sheet: "Sheet") -> dict[str, str]:
    """Return what the page shows before anything was said: what was chosen, else the person's own address."""
    chosen = sheet.delivery
    own = sheet.known
    address = {**own.get("address", {}), **own.get("earlier", {})}
    return {
        "way": str(chosen.get("way", "")), "name": str(chosen.get("name") or sheet.who.account.name),
        "phone": str(chosen.get("phone") or sheet.who.account.clear_phone()),
        "address": str(chosen.get("address") or known.address_of(address)),
    }  # fmt: skip


def wrong(sheet: "Sheet", said: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what must be changed, by field."""
    if said["way"] not in [way.key for way in ways(sheet)]:
        return [{"id": "way_0", "text": "请选择怎么拿结果"}]
    if said["way"] != POST:
        return []
    found = []
    if not said["name"]:
        found.append({"id": "name", "text": "请填写收件人姓名"})
    if not PHONE.match(normalise(said["phone"]).replace(" ", "")):
        found.append({"id": "phone", "text": "收件电话写11位手机号码，或者区号-号码"})
    if len(said["address"]) < 6:
        found.append({"id": "address", "text": "请写全收件地址，写到门牌号"})
    if len(said["address"]) > 100:
        found.append({"id": "address", "text": f"收件地址最长100个字，现在是{len(said['address'])}个"})
    return found


def kept(said: Mapping[str, str]) -> dict[str, str]:
    """Return what the draft keeps."""
    return dict(said) if said["way"] == POST else {"way": said["way"]}


def shown(sheet: "Sheet") -> str:
    """Return the chosen way as people read it."""
    chosen = sheet.delivery
    if chosen.get("way") == POST:
        label = next((way.label for way in ways(sheet) if way.key == POST), "邮寄")
        return f"{label}给{chosen['name']}，{chosen['phone']}，{chosen['address']}"
    if chosen.get("way") == delivery.ELECTRONIC:
        return "只要电子证照"
    hall = sheet.places[0].name if sheet.places else "政务服务大厅"
    label = next((way.label for way in ways(sheet) if way.key == chosen.get("way")), "自己来取")
    return f"{label}，{hall}"


def together(sheet: "Sheet") -> bool:
    """Tell whether everything comes at once, when all is done."""
    return sheet.delivery.get("way") in (PICKUP, POST)


def key(sheet: "Sheet") -> str:
    """Return the way as the act takes it."""
    chosen = str(sheet.delivery["way"])
    return PICKUP if chosen == EACH else chosen


def to(sheet: "Sheet") -> PostTo | None:
    """Return to whom the result is posted; None where it is not."""
    chosen = sheet.delivery
    return PostTo(chosen["name"], chosen["phone"], chosen["address"]) if chosen.get("way") == POST else None
