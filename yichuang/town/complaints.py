"""What people complain of in the town: calls, the city's 12345, a report, the opinion book, what could not be done, errors found."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from yichuang.clock import book
from yichuang.complaints import acts, followers, hotline
from yichuang.complaints.platforms import recorded
from yichuang.ground.now import day_of
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, applicant
from yichuang.law import terms
from yichuang.town.folk import Folk
from yichuang.town.founding import Town

MARKET, FIRE, HEALTH = "市场监督管理局", "消防救援大队", "卫生健康局"
FOOD, CARD = "food-business-license-new", "social-card-replace"
# how many working days ago, how it came, what it is, how far it went, and who answers
CALLS: tuple[tuple[int, dict[str, Any], str, str], ...] = (
    (12, {"content": "食品经营许可让我另外交房东身份证复印件，指南上没有。", "caller": "周先生", "phone": "13800000101"}, "called_back", MARKET),
    (11, {"content": "申请公共场所卫生许可，电话里说法和窗口不一样，跑了两趟。", "caller": "赵女士", "phone": "13800000102"}, "again", HEALTH),
    (9, {"content": "消防检查约了两次都没有人来。", "caller": "钱先生", "phone": "13800000103"}, "late", FIRE),
    (5, {"content": "营业执照改地址，让我重复填了三遍同样的表。", "caller": "孙女士", "phone": "13800000104"}, "longer", MARKET),
    (4, {"category": "help", "content": "母亲坐轮椅，想请人上门办健康证明。", "caller": "李女士", "phone": "13800000105"}, "closed", HEALTH),
    (3, {"category": "suggestion", "content": "等候区插座太少，手机没电取不了号。", "caller": "王先生", "phone": "13800000106"}, "answered", MARKET),
    (2, {"content": "窗口说系统坏了，让我明天再来，没有给回执。", "caller": "吴女士", "phone": "13800000107", "urgency": "urgent"}, "signed", MARKET),
    (1, {"content": "小区门口的摊贩占道，找谁管？", "category": "consult", "caller": "郑先生", "phone": "13800000108"}, "returned", FIRE),
    (0, {"content": "上午取号到十一点半还没有叫到。", "caller": "冯女士", "phone": "13800000109"}, "received", MARKET),
    (1, {"category": "praise", "content": "3号窗的人很耐心，帮我把表格从头讲了一遍。", "caller": "陈先生", "phone": "13800000110"}, "dispatched", MARKET),
)  # fmt: skip
STEPS = ("received", "dispatched", "signed", "handled", "answered", "closed", "called_back")
UPTO = {"again": "closed", "late": "signed", "longer": "signed", "returned": "dispatched"}
FLAWS = (
    (FOOD, "material", "材料清单写“设备布局图”，下载的表格里叫“经营布局图”，是不是同一份？"), (CARD, "window", "指南上的窗口电话打过去是空号。"),
    (FOOD, "days", "首页写5个工作日，指南里写10个工作日。"),
)  # fmt: skip


class Desk:
    """Who takes, sends, handles and calls back in the town; days counted back from today."""

    def __init__(self, town: Town, until: datetime) -> None:
        self.folk, self.until, self.bodies = Folk(town, day_of(until)), until, town.bodies
        self.guo, self.dao, self.lin = (self.folk.person(name) for name in ("guo", "dao", "lin"))
        self.calendar = book.calendar(stamps.current(), town.by.region)

    def ago(self, days: int) -> datetime:
        """An instant so many working days ago, early enough for what follows on the same day."""
        if not days:
            return self.until - timedelta(hours=1)
        return terms.midnight(self.calendar.before(day_of(self.until), days)) + timedelta(hours=9, minutes=20)

    def bring(self, order: UUID, upto: str, body: int, at: datetime, lead: str = "") -> None:
        """Let an order go its way as far as `upto`."""
        does = self.folk.of(body, "reviewer")
        leads = self.folk.person(lead) if lead else does
        steps: list[Callable[[datetime], Any]] = [
            lambda t: acts.dispatch(order, by=self.guo, at=t, department=body, told="请核实后答复诉求人。"),
            lambda t: acts.sign_for(order, by=does, at=t),
            lambda t: acts.record_handling(order, by=does, at=t, outcome="solved", text="和窗口、诉求人都核对过，已经改正。"),
            lambda t: acts.answer(order, by=leads, at=t, text="您说的情况属实，已经改正。给您添麻烦了。", how="phone"),
            lambda t: acts.close(order, by=self.guo, at=t),
            lambda t: acts.call_back(order, by=self.guo if lead else self.dao, at=t, reached=True, solved=True, grade=5),
        ]  # fmt: skip
        for n, step in enumerate(steps[: STEPS.index(upto)]):
            step(min(at + timedelta(minutes=12 * (n + 1)), self.until))


def fill(town: Town, until: datetime) -> None:
    """Let people complain over the last days."""
    desk = Desk(town, until)
    for days, said, end, body in CALLS:
        _call(desk, days, said, end, desk.bodies[body])
    _others(desk)
    hotline.take_all(recorded.fetch(until, until), by=desk.folk.night, at=desk.ago(1), platform=recorded.NAME)
    _flaws(desk)
    followers.remind(until)


def _call(desk: Desk, days: int, said: dict[str, Any], end: str, body: int) -> None:
    at = desk.ago(days)
    made = UUID(acts.receive(by=desk.dao, at=at, **{"source": "phone", "category": "complaint"} | said)["id"])
    desk.bring(made, UPTO.get(end, end), body, at)
    later = min(at + timedelta(hours=3), desk.until)
    does = desk.folk.of(body, "reviewer")
    if end == "again":
        acts.call_back(
            made,
            by=desk.dao,
            at=desk.ago(days - 1),
            reached=True,
            solved=False,
            grade=1,
            own_fault=True,
            text="说改了，今天去还是一样。",
        )
    elif end == "longer":
        acts.ask_extension(made, by=does, at=later, days=3, reason="要等上级系统改好表单")
    elif end == "returned":
        acts.give_back(made, by=does, at=later, reason="占道经营不归消防管", whose="城市管理部门")


def _others(desk: Desk) -> None:
    """A report that waits, one that is looked into, what could not be done and who led it, a slip of the book."""
    stranger: Actor = applicant(desk.folk.region, "portal")
    report = {"source": "portal", "category": "report", "content": "有人收钱插队取号。", "anonymous": True}
    acts.receive(by=stranger, at=desk.ago(1), **report)
    named = acts.receive(
        by=desk.guo, at=desk.ago(3), source="letter", category="report", content="审查岗暗示找指定的中介做材料。", caller="匿去姓名", phone="13800000111",
        about=desk.bodies[MARKET],
    )["id"]  # fmt: skip
    acts.dispatch(
        UUID(named),
        by=desk.guo,
        at=desk.ago(3),
        department=desk.bodies["示例区人民政府"],
        told="反映审查岗暗示找指定中介，请核查。",
    )
    item = next(one for one in desk.folk.items if one.key == FOOD)
    unsolved = {
        "source": "unsolved",
        "category": "complaint",
        "item": item.pk,
        "caller": "韩先生",
        "phone": "13800000112",
    }
    first = acts.receive(
        by=desk.lin,
        at=desk.ago(6),
        content="想办食品经营许可。",
        blocked="房子没有产权证，系统里填不下去。",
        **unsolved,
    )
    desk.bring(UUID(first["id"]), "called_back", item.department_id, desk.ago(6), lead="qi")
    acts.receive(
        by=desk.lin, at=desk.ago(0), content="想加经营项目。", blocked="两个部门都说不归自己。", **unsolved
    )
    acts.receive(
        by=desk.lin,
        at=desk.ago(2),
        source="book",
        category="suggestion",
        content="表格样本的字太小，老人看不清。",
    )


def _flaws(desk: Desk) -> None:
    items = {item.key: item for item in desk.folk.items}
    stranger = applicant(desk.folk.region, "portal")
    made = [
        UUID(
            acts.find_flaw(
                by=stranger,
                at=desk.ago(n + 1),
                place=place,
                content=text,
                item=items[key].pk,
                phone="13800000113",
            )["id"]
        )
        for n, (key, place, text) in enumerate(FLAWS)
    ]
    he = desk.folk.person("he")
    acts.take_flaw(made[1], by=he, at=desk.ago(1))
    acts.answer_flaw(
        made[2],
        by=he,
        at=desk.ago(1),
        text="5个工作日是承诺时限，10个工作日是法定时限，首页写的是承诺。我们在旁边加一句说明。",
    )
