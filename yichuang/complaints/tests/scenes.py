"""Work orders as tests need them: taken by telephone, sent to the market's department, brought as far as asked."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.town import MONDAY, Town
from yichuang.complaints import acts
from yichuang.complaints.models import WorkOrder
from yichuang.materials import acts as materials
from yichuang.materials import store

FOOD = "food-business-license-new"
CALL: dict[str, Any] = {
    "source": "phone", "category": "complaint", "content": "窗口让补一份指南上没有的材料。", "caller": "周先生", "phone": "13800000021",
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40
WAY = ("received", "dispatched", "signed", "handled", "answered", "closed", "called_back")


def taken(town: Town, who: str = "dao", at: datetime = MONDAY, **changes: Any) -> WorkOrder:
    """An order that a member of staff wrote down."""
    made = acts.receive(by=town.actor(who), at=at, **CALL | changes)
    return WorkOrder.objects.get(pk=made["id"])


def brought(town: Town, upto: str = "dispatched", at: datetime = MONDAY, **changes: Any) -> WorkOrder:
    """An order of the market's department, as far as `upto`."""
    order = taken(town, at=at, **changes)
    guo, wu, dao = town.actor("guo"), town.actor("wu"), town.actor("dao")
    steps: list[Any] = [
        lambda: acts.dispatch(order.pk, by=guo, at=at, department=town.departments["market"].pk, told="请核实。"),
        lambda: acts.sign_for(order.pk, by=wu, at=at + timedelta(minutes=10)),
        lambda: acts.record_handling(order.pk, by=wu, at=at + timedelta(hours=1), outcome="solved", text="已经取消这一项。"),
        lambda: acts.answer(order.pk, by=wu, at=at + timedelta(hours=2), text="这份材料不用交，窗口已经改正。", how="phone"),
        lambda: acts.close(order.pk, by=guo, at=at + timedelta(hours=3)),
        lambda: acts.call_back(order.pk, by=dao, at=at + timedelta(days=1), reached=True, solved=True, grade=5),
    ]  # fmt: skip
    for do in steps[: WAY.index(upto)]:
        do()
    order.refresh_from_db()
    return order


def args(order: WorkOrder, **asked: Any) -> dict[str, Any]:
    """The arguments of an act on the order."""
    return {"subject": order.pk, **asked}


def flawed(town: Town, *, taken_up: bool = False, **changes: Any) -> UUID:
    """An error that somebody found in the food guide."""
    said = {
        "place": "material",
        "content": "指南里的材料名称和表格上的不一样。",
        "item": town.items[FOOD].pk,
        "phone": "13800000031",
    }
    made = UUID(acts.find_flaw(by=town.chen, at=MONDAY, **said | changes)["id"])
    if taken_up:
        acts.take_flaw(made, by=town.actor("he"), at=MONDAY)
    return made


def photo(town: Town, bundle: UUID, count: int = 1, who: str = "guo") -> None:
    """Photos that were kept for an act to come."""
    for n in range(count):
        stored = store.put([PNG + bytes([n])], name="照片.png")
        materials.keep(bundle, stored, by=town.actor(who), at=MONDAY, name=f"附件{n + 1}")
