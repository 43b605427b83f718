"""The parts of people and halls in the office, and which post opens which: each administrator sees the own part only."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.doors.office import pages
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotYours
from yichuang.law import powers


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its address name, its title, what it is for, the posts that open it."""

    name: str
    title: str
    text: str
    posts: frozenset[str]

    @property
    def href(self) -> str:
        """The part's address."""
        return reverse(f"office:people:{self.name}")


HEADS = frozenset({"head", "government"})
PARTS = (
    Part("organisations", "机构", "建机构，改名，合并和撤销", frozenset({"sysadmin"}) | HEADS),
    Part("persons", "人员", "登记人员，看任职，重置密码", frozenset({"sysadmin", "secadmin"})),
    Part("posts", "岗位和任职", "设岗，任命，免职", frozenset({"secadmin"}) | HEADS),
    Part("lent", "授权和休假", "谁把岗位交给了谁，到哪天", frozenset({"secadmin"}) | HEADS),
    Part("systems", "接入系统", "外部系统的接口令牌", frozenset({"secadmin"})),
    Part("halls", "大厅和窗口", "大厅、区域、窗口，谁坐哪里", frozenset({"sysadmin"})),
    Part("visits", "登录记录", "谁什么时候登录，哪些没登上", frozenset({"audadmin"})),
    Part("records", "变动留痕", "机构、人员、大厅的每次变动", frozenset({"audadmin"})),
)


def need(request: Any, name: str, act: str = "") -> Actor:
    """Return the actor if the post opens this part, and may perform `act` there, or refuse."""
    actor: Actor = request.actor
    part = next(part for part in PARTS if part.name == name)
    if actor.kind not in part.posts:
        raise pages.not_for(actor, part.title, part.posts)
    if act and not may(actor, act):
        raise NotYours(f"“{powers.post_name(actor.kind)}”岗位能看“{part.title}”，不能改。")
    return actor


def may(actor: Actor, act: str) -> bool:
    """Tell whether this kind of post may perform an act at all; the act itself asks again with the facts."""
    power = powers.power_for(act)
    return power is not None and actor.kind in power.posts


def draw(request: HttpRequest, template: str, here: str, status: int = 200, **told: Any) -> HttpResponse:
    """Render a page of this part of the office."""
    actor = need(request, here) if here else request.actor  # type: ignore[attr-defined]
    mine = [part for part in PARTS if actor.kind in part.posts]
    inner = [{"name": part.title, "href": part.href, "current": part.name == here} for part in mine]
    page = pages.frame(request, "people:index") | {"inner": inner, "parts": mine} | told
    return render(request, f"office/people/{template}.html", page, status=status)


def one(rows: Any, key: int) -> Any:
    """Return the row of this key among those the actor sees."""
    found = rows.filter(pk=key).first() if key < 2**62 else None
    if found is None:
        raise Http404("没有这一条，或者不归您看。回到列表再选。")
    return found


def key_of(request: HttpRequest) -> str | None:
    """Return the form's idempotency key."""
    return request.POST.get("idempotency_key") or None
