"""Told once: each department says what is missing in its part; the lead sends the one notice, or everything is accepted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from yichuang.bundles import acts
from yichuang.doors import frame, thingview
from yichuang.doors.desk.demands import Todo, papers
from yichuang.doors.desk.views.things import HERE, PURPOSE, sitting
from yichuang.ground.now import now
from yichuang.journal.refusals import BadInput, NotThere, NotYours, Refused
from yichuang.law import reasons

SAY, NOTICE = "desk/thing_papers.html", "desk/thing_notice.html"


@require_http_methods(["GET", "POST"])
def say(request: Any, thing: UUID, part: str) -> HttpResponse:
    """Show the papers of a part with what was chosen, or say what is missing: `do` is ask, nothing, or more to see the fields."""
    actor, at = sitting(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    line, todo = view.line(part), Todo(view)
    if not line.mine:
        raise NotYours("这一项不归您的部门办。")
    rows, free = papers(view, part, request.POST)
    told = {
        "view": view,
        "line": line,
        "papers": rows,
        "free": free,
        "reasons": reasons.REASONS,
        "todo": todo,
        "mine": _mine(todo, part),
    }
    do = request.POST.get("do", "")
    if do not in ("ask", "nothing"):
        return render(request, SAY, frame.around(request, HERE) | told)
    try:
        lines = _lines(do, rows)
        answer = acts.say(thing, by=actor, at=at, part=part, lines=lines, **frame.sent(request))
    except Refused as error:
        return _refused(request, SAY, told, error, thing)
    words = f"“{line.part.name}”：{f'提出要补{len(lines)}份' if lines else '没有要补的'}。"
    messages.success(request, words + ("各部门都说完了。" if not answer["left"] else ""))
    return redirect("desk:thing", thing=thing)


def _mine(todo: Todo, part: str) -> Any:
    return next((one for one in todo.heard if one.part.key == part), None)


def _lines(do: str, rows: list[Any]) -> list[dict[str, Any]]:
    lines = [row.line for row in rows if row.judged.isdigit()]
    if do == "nothing" and lines:
        raise BadInput("有材料选了要补。要么改成齐了，要么按“提出要补的”。")
    if do == "ask" and not lines:
        raise BadInput("还没有选哪份材料要补。没有要补的，按“没有要补的”。")
    return lines


def _refused(request: Any, page: str, told: dict[str, Any], error: Refused, thing: UUID) -> HttpResponse:
    if isinstance(error, NotThere):
        raise error
    told |= {"errors": [{"id": "", "text": error.sentence}], "view": _again(request, thing)}
    return render(request, page, frame.around(request, HERE) | told, status=error.status)


def _again(request: Any, thing: UUID) -> thingview.ThingView:
    return thingview.find(request.actor, thing, now(), purpose=PURPOSE)


@require_http_methods(["GET", "POST"])
def notice(request: Any, thing: UUID) -> HttpResponse:
    """Show who has said and the one notice as it will read; send it, or accept everything: `do` is notice or accept."""
    actor, at = sitting(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    if refusal := view.may("bundles.ask_once"):
        raise NotYours(refusal)
    told: dict[str, Any] = {"view": view, "todo": Todo(view)}
    do = request.POST.get("do", "")
    if request.method == "GET":
        return render(request, NOTICE, frame.around(request, HERE) | told)
    try:
        if do not in ("notice", "accept"):
            raise BadInput("请选发通知还是受理。")
        verb = acts.ask_once if do == "notice" else acts.accept
        answer = verb(thing, by=actor, at=at, **frame.sent(request))
    except Refused as error:
        return _refused(request, NOTICE, told, error, thing)
    messages.success(request, "已发出一张补正通知。" if do == "notice" else f"已全部受理{_joint(answer)}。")
    return redirect("desk:thing", thing=thing)


def _joint(answer: dict[str, Any]) -> str:
    return f"，共同办结日{answer['due_on']}" if answer.get("due_on") else ""
