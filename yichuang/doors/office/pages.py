"""Which pages of the office a post opens: one table for the tiles, the navigation and the refusals."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotYours
from yichuang.law.powers import ANSWERS, DEPARTMENT, DISPATCH, MENDERS, POSTS, TAKES, UNIT, post_name


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its address name, its title, what it is for, and the posts that open it."""

    name: str
    title: str
    text: str
    posts: frozenset[str]

    @property
    def href(self) -> str:
        """The page's address."""
        return reverse(f"office:{self.name}")


SUPERVISE = frozenset({"supervisor", "government"})
ADMIN = frozenset({"sysadmin", "secadmin", "audadmin"})
LEAD = frozenset({"head", "chief"})
WATCHED = SUPERVISE | DEPARTMENT | frozenset({"clerk", "issue"})
PAGES = (
    Page("board:index", "督办看板", "红牌黄牌、要督办的件、哪里慢、哪里挤", SUPERVISE | LEAD),
    Page("board:letters", "督查周报", "每周一封：受理、办结、红牌黄牌、差评，和上一周比", SUPERVISE | LEAD),
    Page(
        "board:drift",
        "目录漂移雷达",
        "每个事项实际要的和公布的差多少：清单外的要求、常退补的、列着没要的",
        SUPERVISE | DEPARTMENT | {"editor"},
    ),
    Page("urging:cards", "黄红牌", "亮了哪些牌、为什么、落在谁身上；说明、申诉、结论", WATCHED),
    Page("urging:orders", "督办单", "催办、督办、通报、约谈：签收、答复、核查、办结", WATCHED),
    Page("asking:index", "咨询", "登记、回答、转办咨询，看哪天前要答", ANSWERS),
    Page("asking:reviews", "预审", "网上预审一次答复，窗口留着的预审结果", ANSWERS - {"supervisor"}),
    Page("asking:knowledge", "知识库", "谁都能看的答案：起草、复核、发布、到期再看", ANSWERS | {"editor"}),
    Page(
        "complaints:index",
        "投诉工单",
        "登记、派单、签收、答复、回访；办不成事；12345",
        TAKES | UNIT | DISPATCH,
    ),
    Page(
        "complaints:flaws",
        "找错",
        "大家找出的错：核对、改好、答复、致谢",
        DEPARTMENT | {"editor", "supervisor"},
    ),
    Page("ratings:index", "差评整改", "核实、回访、整改、答复、公开，看哪天前要办", MENDERS | {"government"}),
    Page(
        "ratings:figures",
        "好差评指标",
        "好评率、差评率、整改率、回访率，按事项、部门、窗口",
        MENDERS | {"government"},
    ),
    Page(
        "ratings:mine",
        "我的评价",
        "一年来大家怎么评，只看合计",
        (ANSWERS | {"head", "chief"}) - {"supervisor"},
    ),
    Page(
        "figures:index",
        "统计",
        "指标、关账、公布、通报、考核、第三方评估",
        SUPERVISE | DEPARTMENT | {"clerk", "issue"},
    ),
    Page(
        "inspections:index",
        "审管联动和抽查",
        "签收审批结果，名录、双随机抽查、公示结果",
        DEPARTMENT | SUPERVISE,
    ),
    Page(
        "inspections:oversight",
        "事项归谁监管",
        "每个事项准予以后推送给哪个部门",
        frozenset({"editor", "supervisor"}),
    ),
    Page("cases", "办件", "查办件，看时限和留痕", SUPERVISE),
    Page(
        "catalogue:index",
        "事项库",
        "编辑、送审、发布，看欠账",
        frozenset({"editor", "head", "chief", "approver", "supervisor"}),
    ),
    Page(
        "bundles:index",
        "一件事",
        "几个事项一次办：成员、先后、共用材料，试排、送审、发布",
        frozenset({"editor", "head", "chief", "approver", "supervisor"}),
    ),
    Page(
        "catalogue:authorisations",
        "授权清单",
        "谁能决定什么，授权到位率",
        frozenset({"editor", "head", "secadmin", "supervisor"}),
    ),
    Page(
        "catalogue:entrustments",
        "委托受理清单",
        "哪个窗口受理哪些事项",
        frozenset({"editor", "head", "chief", "approver", "supervisor"}),
    ),
    Page(
        "people:index",
        "机构和人员",
        "机构、人员、岗位、委托、休假、大厅",
        ADMIN | frozenset({"head", "government"}),
    ),
    Page(
        "partners", "通办协作地区", "和哪些地区通办，哪些事项，协议到哪天", frozenset({"sysadmin", "editor"})
    ),
    Page("calendar", "工作日历", "放假安排，导入新通知", frozenset({"sysadmin", "supervisor", "editor"})),
    Page("numbers", "当地数值", "容缺、补正、抽查等当地规定的数", frozenset({"sysadmin", "supervisor"})),
    Page("registers", "基础库", "谁应答、查得通不通，演练", frozenset({"sysadmin", "supervisor"})),
    Page("fees", "缴费对账", "哪天收了多少，哪些要人看", SUPERVISE),
    Page("postage", "邮费结算", "每月邮费、价目、结算和更正", SUPERVISE),
    Page("credit", "信用名单", "谁不能容缺、不能承诺，列入和修复", SUPERVISE),
    Page("saved", "一件事前后对比", "每月少交几份、少跑几次、少等几天", SUPERVISE),
    Page("journal", "全程留痕", "查一个对象的每一步，当场查验", frozenset({"audadmin", "supervisor"})),
    Page("looks", "谁看过", "工作人员查看个人信息的记录", frozenset({"audadmin"})),
    Page("errands", "待发", "通知和定时的事，失败的再发", frozenset({"sysadmin", "supervisor"})),
)
# The areas of the office: a page belongs to the one that names it, or the folder it lies in.
AREAS = (
    ("督办", ("board:", "urging:", "inspections:")),
    ("评价投诉", ("complaints:", "ratings:")),
    ("办件咨询", ("cases", "asking:", "credit")),
    ("事项", ("catalogue:", "bundles:")),
    ("统计结算", ("figures:", "saved", "fees", "postage")),
    ("机构", ("people:", "partners")),
    ("规则", ("calendar", "numbers", "registers")),
    ("留痕", ("journal", "looks", "errands")),
)
ROW = 8


def open_to(actor: Actor) -> list[Page]:
    """Return the pages this actor's post opens."""
    return [page for page in PAGES if actor.kind in page.posts and _there(page)]


def _there(page: Page) -> bool:
    from django.urls import NoReverseMatch

    try:
        return bool(page.href)
    except NoReverseMatch:
        return False


def need(request: HttpRequest, name: str) -> Actor:
    """Return the actor if the post opens this page, or refuse."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = next(page for page in PAGES if page.name == name)
    if actor.kind not in page.posts:
        raise not_for(actor, page.title, page.posts)
    return actor


def not_for(actor: Actor, title: str, posts: frozenset[str]) -> NotYours:
    """Return the refusal of a page, with whom to ask."""
    whose = "、".join(name for post, name in POSTS if post in posts)
    return NotYours(f"“{post_name(actor.kind)}”岗位不看“{title}”。这一页归{whose}看，要用的话找他们。")


def area_of(page: Page) -> str:
    """Return the area of the office to which a page belongs."""
    return next(name for name, those in AREAS if any(_within(page.name, one) for one in those))


def _within(name: str, one: str) -> bool:
    return name.startswith(one) if one.endswith(":") else name == one


def grouped(pages: list[Page]) -> list[tuple[str, list[Page]]]:
    """Return pages by their areas, in the order of both tables."""
    found = [(area, [page for page in pages if area_of(page) == area]) for area, _ in AREAS]
    return [(area, those) for area, those in found if those]


def frame(request: HttpRequest, current: str = "") -> dict[str, Any]:
    """Return what every page of the office has: who, the areas of the post, and the pages beside this one.

    A post with few pages has them all in one row; with more it has its areas there, and the pages of this area below.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = open_to(actor)
    told: dict[str, Any] = {"actor": actor, "post": post_name(actor.kind), "beside": [], "beside_name": ""}
    if len(mine) <= ROW:
        return told | {"areas": [_entry(page.title, page, page.name == current) for page in mine]}
    areas = grouped(mine)
    here = next((those for _, those in areas if any(page.name == current for page in those)), [])
    told["areas"] = [_entry(name, those[0], those is here) for name, those in areas]
    if len(here) > 1:
        told |= {"beside_name": area_of(here[0]), "beside": [_entry(page.title, page, page.name == current) for page in here]}  # fmt: skip
    return told


def _entry(name: str, page: Page, current: bool) -> dict[str, Any]:
    return {"name": name, "href": page.href, "current": current}
