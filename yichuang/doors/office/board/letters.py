"""The weekly letters (督查周报): the list, and one as it was written, with links to the rows of its days."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from yichuang.doors.office import pages
from yichuang.doors.office.board import shown
from yichuang.doors.office.turning import pager
from yichuang.ground.templatetags.yc import cndate
from yichuang.journal.refusals import NotThere
from yichuang.supervision import weekly
from yichuang.supervision.boards import WeeklyLetter

PAGE = 30
NAMES = {
    "taken": "受理", "decided": "办结", "late": "超期办结", "again": "补正或退回过", "lit_red": "亮红牌", "lit_yellow": "亮黄牌", "rated": "差评",
    "red": "在办件上的红牌", "yellow": "在办件上的黄牌", "bad": "差评待整改", "orders": "没有办结的督办单",
}  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All letters that this post reads, newest first."""
    actor = pages.need(request, "board:letters")
    found = WeeklyLetter.objects.visible_to(actor).select_related("to").order_by("-week", "to")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    told = {
        "rows": [{"letter": one, "title": _to(one), "said": sentence(one)} for one in page],
        **pager(page, {}),
    }  # fmt: skip
    return render(request, "office/board/letters.html", pages.frame(request, "board:letters") | told)


@require_GET
def letter(request: HttpRequest, letter: UUID) -> HttpResponse:
    """One letter: the figures of its week beside the week before, and what stood open when it was written."""
    actor = pages.need(request, "board:letters")
    found = WeeklyLetter.objects.visible_to(actor).select_related("to").filter(pk=letter).first()
    if found is None:
        raise NotThere("没有这封周报，或者不是写给您单位的。")
    told = found.told
    rows = [
        {"name": NAMES[key], "now": told["week"][key], "before": told["before"][key], "href": _href(found, key, told["from"], told["to"])}
        for key in weekly.COUNTED
    ]  # fmt: skip
    stands = [
        {"name": NAMES[key], "now": told["now"][key], "href": _href(found, key)} for key in weekly.STANDING
    ]
    stands.append(
        {"name": NAMES["orders"], "now": told["now"]["orders"], "href": reverse("office:urging:orders")}
    )
    frame = pages.frame(request, "board:letters")
    return render(request, "office/board/letter.html", frame | {"letter": found, "title": _to(found), "said": sentence(found), "rows": rows, "stands": stands, "from": date.fromisoformat(told["from"]), "to": date.fromisoformat(told["to"])})  # fmt: skip


def _to(one: WeeklyLetter) -> str:
    return one.to.name if one.to else "全区"


def _href(one: WeeklyLetter, key: str, first: str = "", last: str = "") -> str:
    told: dict[str, Any] = {"body": one.to.pk if one.to else "", "from": first, "to": last}
    query = "&".join(f"{name}={value}" for name, value in told.items() if value)
    return reverse("office:board:rows", args=[key]) + (f"?{query}" if query else "")


def sentence(one: WeeklyLetter) -> str:
    """Return the letter in one sentence."""
    week = one.told["week"]
    done = week["decided"]
    rate = shown.share(done - week["late"], done)
    ended = f"办结{done}件，按时{rate}" if done else "没有办结的件"
    return f"{cndate(one.week)}起的一周：受理{week['taken']}件，{ended}；亮红牌{week['lit_red']}张、黄牌{week['lit_yellow']}张，差评{week['rated']}个。"
