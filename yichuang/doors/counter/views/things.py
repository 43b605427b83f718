"""Things (一件事) at the window after filing: found again, one in full, corrections handed in, parts withdrawn, the way of fetching."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.bundles import acts, reading
from yichuang.bundles.models import Part, Thing
from yichuang.catalogue import bundles
from yichuang.doors import files, frame, thingview
from yichuang.doors.counter import adding
from yichuang.doors.counter.views.moving import seated
from yichuang.doors.lines import tight
from yichuang.doors.progress import stages
from yichuang.ground.now import SHANGHAI, day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.law import things
from yichuang.law.states import OPEN

HERE, PURPOSE, MOST = "一件事", "受理台", 50
LISTS = (("mine", "我今天收的"), ("correcting", "待补正"), ("going", "办理中"), ("done", "办完等领"))


@require_GET
def index(request: Any) -> HttpResponse:
    """List the things of this hall, or whatever is looked for by number, query code or name; one that is found opens."""
    actor, at = seated(request), now()
    which, words = request.GET.get("list", "mine"), request.GET.get("q", "").strip()[:100]
    code = words.rstrip("/").rsplit("/", 1)[-1]
    found = Thing.objects.visible_to(actor)
    rows = list(
        (found.found_by(code).order_by("-pk") if words else _listed(found, actor, which, at))[: MOST + 1]
    )
    if words and len(rows) == 1:
        return redirect("counter:thing", rows[0].pk)
    here = reverse("counter:things")
    chips = [
        {"name": name, "href": f"{here}?list={key}", "current": key == which and not words, "count": None}
        for key, name in LISTS
    ]
    told = {
        "rows": _lines(rows[:MOST], at), "more": len(rows) > MOST, "chips": chips, "words": words,
        "caption": f"找“{words}”" if words else dict(LISTS).get(which, LISTS[0][1]),
    }  # fmt: skip
    return render(request, "counter/things/index.html", told | frame.around(request, HERE))


def _listed(found: Any, actor: Actor, which: str, at: datetime) -> Any:
    began = datetime.combine(day_of(at), time(), SHANGHAI)
    return {
        "correcting": found.filter(state=things.CORRECTING).order_by("-pk"),
        "going": found.filter(state__in=(things.FILED, things.GOING)).order_by("due_on", "pk"),
        "done": found.filter(state=things.DONE).order_by("finished_on", "pk"),
    }.get(which, found.filter(received_by=actor.person, filed_at__gte=began).order_by("-pk"))


def _lines(rows: list[Thing], at: datetime) -> list[dict[str, Any]]:
    over = Count("pk", filter=Q(state__in=things.OVER))
    counted = Part.objects.filter(thing__in=rows).values("thing").annotate(over=over, all=Count("pk"))
    counts = {one["thing"]: (one["over"], one["all"]) for one in counted.order_by()} if rows else {}
    words, ends = dict(things.STATES), dict(things.OUTCOMES)
    return [
        {"thing": row, "name": bundles.facts(row.version_id).name, "word": ends.get(row.outcome) or words[row.state],
         "over": counts.get(row.pk, (0, 0))[0], "all": counts.get(row.pk, (0, 0))[1], "behind": thingview.behind(row)}
        for row in rows
    ]  # fmt: skip


@require_GET
def thing(request: Any, thing: UUID) -> HttpResponse:
    """One thing in full: who holds what, its papers, and what the window may do with it."""
    return _page(request, thing)


def _page(request: Any, thing: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, at = seated(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    boxes = {line.part.key: thingview.box(line, _case(line)) for line in view.parts}
    notice, owed = reading.owed(view.thing)
    told: dict[str, Any] = {
        "view": view, "stages": stages.drawn({line.part.key: line.part.waits_for for line in view.parts}, boxes), "notice": notice, "owed": owed,
        "may": {name: _may(view, name) for name in ("hand_in", "withdraw", "add_part", "choose_way")}, "here": _lying(view),
        "withdrawable": withdrawable(view), "addable": adding.addable(view) if _may(view, "add_part") else [],
    }  # fmt: skip
    return render(
        request, "counter/things/thing.html", frame.around(request, HERE) | told | more, status=status
    )


STATES = {
    "hand_in": (things.CORRECTING,), "withdraw": things.UNDER_WAY, "add_part": things.UNDER_WAY, "choose_way": (*things.UNDER_WAY, things.DONE),
}  # fmt: skip


def _may(view: thingview.ThingView, name: str) -> bool:
    return view.thing.state in STATES[name] and view.may(f"bundles.{name}") is None


def _lying(view: thingview.ThingView) -> int:
    """How many results lie at the issue desk of this hall."""
    cases = (line.part.case for line in view.parts)
    return sum(case is not None and case.state == "ready" and not case.tracking for case in cases)


def withdrawable(view: thingview.ThingView) -> list[thingview.Line]:
    """Return the parts that may still be withdrawn: not over, and not decided."""
    return [
        line
        for line in view.parts
        if line.part.state not in things.OVER and (line.part.case is None or line.part.case.state in OPEN)
    ]


def _case(line: thingview.Line) -> str:
    return reverse("counter:case", args=[line.case]) if line.case else ""


def _refused(error: Refused) -> dict[str, Any]:
    if isinstance(error, NotThere):
        raise error
    return {
        "errors": [{"id": str(error.facts.get("field", "")), "text": error.sentence}],
        "status": error.status,
    }


@require_http_methods(["GET", "POST"])
def correction(request: Any, thing: UUID) -> HttpResponse:
    """What the one notice asked for comes back: each paper judged on one page, all that is in order handed in at once."""
    actor, at = seated(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    more: dict[str, Any] = {"errors": [], "status": 200}
    notice, owed = reading.owed(view.thing)
    if request.method == "POST":
        try:
            given = [one for one in owed if request.POST.get(f"got-{one.place}") == "1"]
            _keep(request, view, owed, actor, at)
            made = acts.hand_in(
                thing, by=actor, at=at, papers=[one.name for one in given], **frame.sent(request)
            )
        except Refused as error:
            more = _refused(error)
        else:
            messages.success(request, _handed_in(len(given), made))
            return redirect("counter:thing", thing)
    names = {line.part.key: line.part.name for line in view.parts}
    rows = [
        {"owed": one, "sentences": [tight(text) for text in one.sentences], "names": [names.get(key, key) for key in one.items],
         "ticked": request.POST.get(f"got-{one.place}") == "1"}
        for one in owed
    ]  # fmt: skip
    told = {"view": view, "rows": rows, "notice": notice, "errors": more["errors"]}
    around = frame.around(request, HERE)
    return render(request, "counter/things/correction.html", around | told, status=more["status"])


def _keep(request: Any, view: thingview.ThingView, owed: list[reading.Owed], by: Actor, at: datetime) -> None:
    """Keep the pictures that were taken, under the number of their paper; only of what this page asked for."""
    for one in owed:
        for upload in request.FILES.getlist(f"file-{one.place}")[:20]:
            try:
                files.take(upload, view.thing.pk, by=by, at=at, place=one.place)
            except BadInput as error:
                raise BadInput(error.sentence, field=f"file-{one.place}") from error


def _handed_in(count: int, made: dict[str, Any]) -> str:
    said = f"收下补正材料{count}份"
    if made["state"] == things.CORRECTING:
        return f"{said}，其余的还等着补。"
    return f"{said}，补齐了。" + (f"共同办结日{made['due_on']}。" if made["due_on"] else "")


@require_http_methods(["GET", "POST"])
def withdrawal(request: Any, thing: UUID) -> HttpResponse:
    """The applicant withdraws parts or everything; what depends on them is said before it is confirmed."""
    actor, at = seated(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    more: dict[str, Any] = {"errors": [], "status": 200}
    lines = withdrawable(view)
    chosen = [line for line in lines if line.part.key in request.POST.getlist("item")]
    sure = False
    if request.method == "POST":
        try:
            why = frame.text_of(request, "why", 300)
            if not chosen:
                raise BadInput("请选要撤回哪几项。", field="item-1")
            sure = request.POST.get("sure") == "1"
            if sure:
                items = [line.part.key for line in chosen]
                acts.withdraw(thing, by=actor, at=at, items=items, why=why, **frame.sent(request))
                messages.success(request, f"撤回了{len(items)}项，凭证在文书里。")
                return redirect("counter:thing", thing)
            sure = True
        except Refused as error:
            more, sure = _refused(error), False
    told = {
        "view": view, "lines": lines, "chosen": chosen, "sure": sure, "falling": adding.falling(view, {line.part.key for line in chosen}),
        "typed": request.POST, "errors": more["errors"],
    }  # fmt: skip
    around = frame.around(request, HERE)
    return render(request, "counter/things/withdrawal.html", around | told, status=more["status"])


@require_POST
def way(request: Any, thing: UUID) -> HttpResponse:
    """The applicant fetches everything at once, or each result as it comes."""
    actor, at, together = seated(request), now(), request.POST.get("together") == "1"
    thingview.find(actor, thing, at, purpose=PURPOSE)
    try:
        acts.choose_way(thing, by=actor, at=at, together=together, **frame.sent(request))
    except Refused as error:
        return _page(request, thing, **_refused(error))
    messages.success(request, "改成全部办完一起领了。" if together else "改成办好一项领一项了。")
    return redirect("counter:thing", thing)


@require_http_methods(["GET", "POST"])
def addition(request: Any, thing: UUID, item: str) -> HttpResponse:
    """One more member joins: its own questions, then its own papers, judged on one page."""
    actor, at = seated(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    more: dict[str, Any] = {"errors": [], "status": 200}
    join = adding.Joining(view, item, request.POST if request.method == "POST" else request.GET)
    if request.method == "POST" and request.POST.get("do") == "add":
        try:
            papers = join.papers_sent()
            acts.add_part(
                thing, by=actor, at=at, item=item, answers=join.own, papers=papers, **frame.sent(request)
            )
        except Refused as error:
            more = _refused(error)
        else:
            messages.success(request, f"加办了“{join.name}”。")
            return redirect("counter:thing", thing)
    told = {"view": view, "join": join, "errors": more["errors"]}
    around = frame.around(request, HERE)
    return render(request, "counter/things/addition.html", around | told, status=more["status"])
