"""The wall page (督办大屏): large figures for a screen in the hall, no names of persons, renewed by itself."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yichuang.doors.office import pages
from yichuang.doors.office.board import asked as asking
from yichuang.doors.office.board import shown
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.supervision import board, charts

ROWS = 6
WIDE = 1000


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The page for the screen; the same filters as the board."""
    actor, at = pages.need(request, "board:index"), now()
    return render(request, "office/board/wall.html", _told(request, actor, at))


@require_GET
def now_(request: HttpRequest) -> HttpResponse:
    """What of it is renewed."""
    actor, at = pages.need(request, "board:index"), now()
    return render(request, "office/board/_wall.html", _told(request, actor, at))


def _told(request: HttpRequest, actor: Actor, at: datetime) -> dict[str, Any]:
    asked = asking.read(actor, request.GET.dict(), day_of(at))
    calendar = board.calendar(asked.scope, actor.stamp)
    rows = charts.fresh("bodies", asked.scope, at, lambda: charts.slow_bodies(asked.scope, calendar))
    return {
        "kpis": shown.linked(asked, board.numbers(asked.scope)), "rows": bars(rows[:ROWS]), "wide": WIDE, "at": at, "query": asked.query(),
        "place": asking.filters(actor, asked)["chosen"], "left": board.LEFT,
    }  # fmt: skip


def bars(rows: list[charts.Slow]) -> list[dict[str, Any]]:
    """Return departments with their counts as pieces of a bar, all on the scale of the longest."""
    most = max((sum(row.counts) for row in rows), default=0) or 1
    made = []
    for row in rows:
        begin, pieces = 0, []
        for (tone, _), count in zip(board.LEFT, row.counts, strict=True):
            width = count * WIDE // most
            pieces.append({"tone": tone, "at": begin, "width": width})
            begin += width
        made.append(
            {
                "name": row.name,
                "pieces": pieces,
                "over": row.counts[0],
                "soon": row.counts[1],
                "open": sum(row.counts),
            }
        )
    return made
