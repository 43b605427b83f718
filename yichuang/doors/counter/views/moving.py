"""One manner for every move at the bench: take the sitting, change it, put it back, show it; a refusal shows it unchanged."""

import functools
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yichuang.doors.counter import exits, matters, shown
from yichuang.doors.counter.sitting import CHECK, Table, asked_for, keep, opened
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Moved, NotYours, Refused
from yichuang.law import Unlawful
from yichuang.law.powers import DEPARTMENT

SEATED = frozenset({"clerk", "guide"}) | DEPARTMENT
Move = Callable[[Any, Table, date], None]
View = Callable[..., HttpResponse]


def seated(request: Any) -> Actor:
    """Return the actor, who must sit in a hall; NotYours tells everybody else."""
    actor: Actor = request.actor
    if actor.kind not in SEATED or actor.hall is None:
        raise NotYours("这个岗位没有受理窗口。")
    return actor


def move(change: Move) -> View:
    """Make a view of a change of the sitting: `change(request, table, today)` alters it or raises Refused."""

    @require_POST
    @functools.wraps(change)
    def view(request: HttpRequest) -> HttpResponse:
        actor, at = seated(request), now()
        table = Table(opened(actor).sitting)
        try:
            table = asked_for(actor, request.POST.dict())
            change(request, table, day_of(at))
            _ask_sources(table, actor, at)
            keep(table, by=actor, at=at)
        except (Refused, Unlawful) as error:
            return refuse(request, actor, error, at)
        return answer(request, table, at)

    return view


def _ask_sources(table: Table, by: Actor, at: datetime) -> None:
    """Once the list of a new filing is on the table, its sources are asked; on the legal ground, and the look is on record."""
    sitting = table.sitting
    matter = matters.of(table, by, at) if sitting.step == CHECK and sitting.applicant else None
    if matter:
        matter.ask_sources()


def refuse(request: Any, actor: Actor, error: Exception, at: datetime) -> HttpResponse:
    """Show the sitting as it is kept, with what was refused above it and what was typed still in its boxes."""
    told = exits.refused_by(error) if isinstance(error, Refused) else [{"id": "", "text": str(error)}]
    status = error.status if isinstance(error, Refused) else 422
    typed = (
        {}
        if isinstance(error, Moved)
        else {name: value for name, value in request.POST.items() if name not in HIDDEN}
    )
    return answer(request, opened(actor), at, status=status, errors=told, typed=typed)


HIDDEN = {"csrfmiddlewaretoken", "intake", "turn"}


def answer(
    request: Any, table: Table, at: datetime, *, status: int = 200, stay: bool = False, **more: Any
) -> HttpResponse:
    """Answer with the bench: its fragment for htmx, else the page itself after a redirect, or at once with its errors."""
    if not request.htmx and status == 200 and request.method == "POST" and not stay:
        return redirect("counter:bench")
    context = shown.page(request.actor, table, at, **more)
    if request.htmx:
        return render(request, "counter/_bench.html", context, status=status)
    return render(request, "counter/bench.html", context | shown.around(request), status=status)
