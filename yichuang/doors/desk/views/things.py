"""Things (一件事) at the desk: the lead's board, and one thing with its stages, parts, dates and history."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yichuang.bundles import acts, reading
from yichuang.bundles.models import Visit
from yichuang.doors import frame, thingview
from yichuang.doors.desk import board
from yichuang.doors.desk.demands import Todo
from yichuang.doors.progress import stages
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotYours, Refused
from yichuang.law import terms
from yichuang.law.powers import post_name
from yichuang.law.things import UNDER_WAY

HERE, PURPOSE = "一件事", "一件事"


def sitting(request: Any) -> Actor:
    """Return who sits at the desk, or refuse."""
    actor: Actor = request.actor
    if actor.kind not in frame.DESK:
        raise NotYours(f"“{post_name(actor.kind)}”岗位不用审批台。")
    return actor


@require_GET
def things(request: Any) -> HttpResponse:
    """List things by box and filter, the most pressing part first."""
    actor, today = sitting(request), day_of(now())
    ask = board.asked(actor, request.GET.dict())
    page, counts = board.page(ask, actor, today), board.counts(actor, today, ask.bundle)
    here = reverse("desk:things")
    keep = {"bundle": ask.bundle} if ask.bundle else {}
    boxes = [
        {"name": box.name, "href": f"{here}?{urlencode({'box': box.key, **keep})}", "count": counts[box.key],
         "kind": box.kind if counts[box.key] != "0" else "", "current": not ask.words and box.key == ask.box.key}
        for box in board.boxes_of(actor)
    ]  # fmt: skip
    told = {
        "page": page, "boxes": boxes, "box": ask.box, "ask": ask, "bundles": board.choices(actor),
        "more_href": f"{here}?{ask.query}&{urlencode({'after': page.next})}" if page.next else "",
        "back_href": "" if page.first else f"{here}?{ask.query}",
    }  # fmt: skip
    return render(request, "desk/things.html", frame.around(request, HERE) | told)


@require_GET
def thing(request: Any, thing: UUID) -> HttpResponse:
    """Show one thing: what this post has to do, the stages, the parts, the dates and why, what would shorten it, the history."""
    actor, at = sitting(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    return render(request, "desk/thing.html", frame.around(request, HERE) | told(view))


@require_POST
def extend(request: Any, thing: UUID) -> HttpResponse:
    """The head of the government lets joint handling take longer, with the reason that the applicant is told."""
    actor, at = sitting(request), now()
    view = thingview.find(actor, thing, at, purpose=PURPOSE)
    reason = request.POST.get("reason", "")
    try:
        acts.extend(thing, by=actor, at=at, reason=reason, **frame.sent(request))
    except Refused as error:
        page = frame.around(request, HERE) | told(view) | {"trouble": error.sentence, "reason": reason}
        return render(request, "desk/thing.html", page, status=error.status)
    messages.success(request, "已批准延长，理由发给申请人了。")
    return redirect("desk:thing", thing=thing)


def told(view: thingview.ThingView) -> dict[str, Any]:
    """Return what the page of a thing shows."""
    savings = reading.shortened(view.thing, view.rows, view.today, view.actor.stamp) if view.leads else ()
    boxes = {line.part.key: thingview.box(line, _case(line)) for line in view.parts}
    picture = stages.drawn({line.part.key: line.part.waits_for for line in view.parts}, boxes)
    return {
        "may_extend": _may_extend(view),
        "view": view, "savings": savings, "stages": picture, "todo": Todo(view), "visits": _visits(view),
    }  # fmt: skip


def _may_extend(view: thingview.ThingView) -> bool:
    thing = view.thing
    if thing.ceiling_on is None or thing.state not in UNDER_WAY:
        return False
    late = terms.extension_allowed(view.today, thing.ceiling_on, bool(thing.ceiling_why))
    return late is None and view.may("bundles.extend") is None


def _visits(view: thingview.ThingView) -> list[Visit]:
    """The joint visits of those who go, and of the lead."""
    found = Visit.objects.filter(thing=view.thing).prefetch_related("findings__part").order_by("-on", "-pk")
    if not view.leads:
        found = found.filter(findings__part__department__in=view.actor.organisations).distinct()
    return list(found)


def _case(line: thingview.Line) -> str:
    return reverse("desk:case", args=[line.case]) if line.case else ""
