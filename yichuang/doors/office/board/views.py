"""The pages of the board: the board itself, what of it is renewed, and the lists that its numbers count."""

from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from yichuang.cases.models import Case
from yichuang.doors.office import lists, pages
from yichuang.doors.office.board import asked as asking
from yichuang.doors.office.board import kept, shown
from yichuang.doors.office.board.asked import Asked
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.law.days import Calendar
from yichuang.law.powers import MENDERS
from yichuang.ratings.models import Rating
from yichuang.supervision import board
from yichuang.supervision.models import Card

PAGE = 50
PULSE = "pulse"
TITLES = {
    "red": "红牌", "yellow": "黄牌", "accepted": "今日受理", "decided": "办结的件", "late": "超期办结", "on_time": "按时办结",
    "again": "补正或退回过的件", "first": "一次办成的件", "bad": "差评待整改", "taken": "受理的件", "lit_red": "亮的红牌", "lit_yellow": "亮的黄牌", "rated": "差评",
}  # fmt: skip
BESIDE = (("red", "yellow"), ("lit_red", "lit_yellow"), ("decided", "late", "on_time", "again", "first"))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The board: numbers, cases to push, charts, and what is below the fold."""
    actor, at, asked, calendar = _asked(request)
    told = _now(actor, at, asked, calendar)
    told |= {
        "saved": kept.chips(actor, asked),
        "charts": shown.four(asked, at, calendar),
        **shown.below(asked, actor, at),
        **asking.filters(actor, asked),
    }
    return render(request, "office/board/index.html", pages.frame(request, "board:index") | told)


@require_GET
def now_(request: HttpRequest) -> HttpResponse:
    """What is renewed: numbers and table; nothing (204) while nothing happened since the page's pulse."""
    actor, at, asked, calendar = _asked(request)
    if request.GET.get(PULSE) == _pulse(at):
        return HttpResponse(status=204)
    return render(request, "office/board/_now.html", _now(actor, at, asked, calendar))


def _asked(request: HttpRequest) -> tuple[Actor, datetime, Asked, Calendar]:
    actor, at = pages.need(request, "board:index"), now()
    asked = asking.read(actor, request.GET.dict(), day_of(at))
    return actor, at, asked, board.calendar(asked.scope, actor.stamp)


def _pulse(at: datetime) -> str:
    """What changes with every act and every day."""
    return f"{day_of(at)} {board.pulse()}"


def _now(actor: Actor, at: datetime, asked: Asked, calendar: Calendar) -> dict[str, Any]:
    pulse = _pulse(at)
    told = board.numbers(asked.scope)
    return {
        "kpis": shown.linked(asked, told), "push": shown.pushed(actor, board.push(asked.scope), day_of(at), calendar), "at": at, "asked": asked,
        "renew": asked.query(**{PULSE: pulse}), "all_red": shown.address(asked, "red"), "all_yellow": shown.address(asked, "yellow"),
        "lit": told["red"] + told["yellow"],
    }  # fmt: skip


@require_GET
def rows(request: HttpRequest, what: str) -> HttpResponse:
    """The rows that a number counts, under the same filters."""
    actor, at, asked, calendar = _asked(request)
    every = board.LISTS | board.OF_SPAN
    if what not in every:
        raise Http404
    found = every[what](asked.scope)
    told = {"chips": _chips(asked, what), "title": TITLES[what], **asking.filters(actor, asked)}
    if found.model is Card:
        return _cards(request, actor, found, asked, day_of(at), calendar, told)
    return (
        _ratings(request, actor, found, told)
        if found.model is Rating
        else _cases(request, actor, found, day_of(at), told)
    )


@require_GET
def left(request: HttpRequest, left: str) -> HttpResponse:
    """The open cases with so many working days left: what a bar of the first chart counts."""
    actor, at, asked, calendar = _asked(request)
    if left not in dict(board.LEFT):
        raise Http404
    found = board.open_cases(asked.scope, left, calendar)
    told = {"title": f"在办件：{dict(board.LEFT)[left]}", **asking.filters(actor, asked)}
    return _cases(request, actor, found, day_of(at), told)


def _chips(asked: Asked, what: str) -> list[dict[str, Any]]:
    beside = next((those for those in BESIDE if what in those), ())
    return [
        {"name": TITLES[one], "href": shown.address(asked, one), "current": one == what} for one in beside
    ]


def _cards(
    request: HttpRequest, actor: Actor, found: Any, asked: Asked, today: date, calendar: Calendar, told: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    rows = found.order_by("on", "pk").select_related(
        "case__item", "case__department", "case__hall", "department", "hall"
    )
    page = _page(request, rows)
    told |= {"push": shown.pushed(actor, board.told(page), today, calendar)}
    return render(
        request, "office/board/cards.html", pages.frame(request, "board:index") | told | _pager(request, page)
    )


def _cases(request: HttpRequest, actor: Actor, found: Any, today: date, told: dict[str, Any]) -> HttpResponse:
    page = _page(request, board.late_first(found).select_related("item", "department", "hall"))
    told |= {"rows": [_case(actor, case) for case in page]}
    return render(
        request, "office/board/cases.html", pages.frame(request, "board:index") | told | _pager(request, page)
    )


def _case(actor: Actor, case: Case) -> dict[str, Any]:
    return {
        "href": shown.case_href(actor, case.pk), "item": case.item.name, "number": case.number or case.filing_number, "body": case.department.name,
        "state": lists.words(case), "received_on": case.received_on, "accepted_on": case.accepted_on, "decided_on": case.decided_on,
        "due_on": case.promised_due_on or case.statutory_due_on or case.due_on, "round": case.round, "returns": case.returns,
    }  # fmt: skip


def _ratings(request: HttpRequest, actor: Actor, found: Any, told: dict[str, Any]) -> HttpResponse:
    page = _page(request, found.order_by("mend_due_on", "pk").select_related("item", "department"))
    told |= {"rows": [_rating(actor, one) for one in page]}
    return render(
        request,
        "office/board/ratings.html",
        pages.frame(request, "board:index") | told | _pager(request, page),
    )


def _rating(actor: Actor, one: Rating) -> dict[str, Any]:
    own = actor.kind in MENDERS | {"government"} and actor.person not in one.handlers
    return {
        # never to the case: whose case it is, is who rated
        "href": reverse("office:ratings:rating", args=[one.pk]) if own else "", "item": one.item.name if one.item else "一件事", "body": one.department.name if one.department else "",
        "rated_at": one.rated_at, "state": one.get_state_display(), "due_on": one.mend_due_on,
    }  # fmt: skip


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of a list that is counted as its number is: up to `board.MOST`."""

    @cached_property
    def count(self) -> int:
        """The length, or one more than is counted."""
        return board.length(cast(Any, self.object_list))


def _page(request: HttpRequest, found: Any) -> Any:
    return Pages(found, PAGE).get_page(request.GET.get("page"))


def _pager(request: HttpRequest, page: Any) -> dict[str, Any]:
    def at(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "count": shown.many(page.paginator.count), "pager_text": f"第{page.number}页，共{page.paginator.num_pages}页",
        "prev_href": at(page.previous_page_number()) if page.has_previous() else "", "next_href": at(page.next_page_number()) if page.has_next() else "",
    }  # fmt: skip
