"""Errors found in guides, for who mends them: what waits, one error beside what is published, how it ends."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.catalogue.models import Version
from yichuang.complaints import acts, standing
from yichuang.complaints.models import Flaw
from yichuang.doors.frame import sent, text_of, uuid_of, whole
from yichuang.doors.office import pages
from yichuang.doors.office.turning import pager
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import powers

HERE, PAGE = "complaints:flaws", 20
BOXES = (("waiting", "等核对和在改的"), ("mended", "已改好"), ("answered", "已答复"))
KINDS = {"found": "is-warn", "taken": "is-info", "mended": "is-ok", "answered": "is-ok"}
VERBS = ("take_flaw", "mend_flaw", "answer_flaw")


@require_GET
def index(request: Any) -> HttpResponse:
    """What people found, by the day on which they hear; or of one item."""
    actor, box = pages.need(request, HERE), request.GET.get("box", "waiting")
    seen, item = (
        Flaw.objects.visible_to(actor).select_related("item__department"),
        uuid_of(request.GET.get("item", "")),
    )
    seen = seen.filter(item=item) if item else seen
    kept = {"item": str(item)} if item else {}
    found = (
        seen.filter(state=box).order_by("-found_at", "-pk")
        if box in ("mended", "answered")
        else seen.waiting().order_by("due_on", "pk")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chips = [
        {"name": word, "href": f"?{urlencode({'box': name, **kept})}", "current": name == box}
        for name, word in BOXES
    ]
    lines = [{"flaw": one, "text": one.clear(), "kind": KINDS[one.state]} for one in page]
    told = {
        "lines": lines, "chips": chips, "today": day_of(now()), **pager(page, {"box": box, **kept}),
    }  # fmt: skip
    return render(request, "office/complaints/flaws.html", pages.frame(request, HERE) | told)


def _find(actor: Actor, flaw: UUID) -> Flaw:
    row = (
        Flaw.objects.visible_to(actor)
        .select_related("item__department", "version", "mended")
        .filter(pk=flaw)
        .first()
    )
    if row is None:
        raise NotThere("没有这一条找错，或者不归您看。回到列表再选。")
    return row


@require_GET
def page(request: Any, flaw: UUID) -> HttpResponse:
    """One error, with the versions that were published since."""
    actor = pages.need(request, HERE)
    return _page(request, actor, _find(actor, flaw))


def _page(request: Any, actor: Actor, row: Flaw, error: BadInput | None = None, at: str = "") -> HttpResponse:
    facts = standing.facts_of_flaw(row, actor)
    waits = row.state in ("found", "taken")
    may = {verb: waits and powers.may(f"complaints.{verb}", actor.kind, facts) is None for verb in VERBS}
    may["take_flaw"] = may["take_flaw"] and row.state == "found"
    since = (
        Version.objects.filter(item=row.item_id, published_at__gt=row.found_at).order_by("number")
        if row.item_id
        else ()
    )
    told = {
        "flaw": row, "text": row.clear(), "answer": row.clear("answer"), "may": may, "versions": list(since), "kind": KINDS[row.state],
        "today": day_of(now()), "typed": text_of(request, "text", 5000) if error else "", "wrong": at,
        "errors": [{"id": f"{at}-{error.facts.get('field', 'text')}".replace("answer-answer", "answer-text"), "text": error.sentence}] if error else [],
    }  # fmt: skip
    return render(
        request,
        "office/complaints/flaw.html",
        pages.frame(request, HERE) | told,
        status=422 if error else 200,
    )


def _do(request: Any, flaw: UUID, act: Any, at: str, **asked: Any) -> HttpResponse:
    actor = pages.need(request, HERE)
    row = _find(actor, flaw)
    try:
        act(row.pk, by=actor, at=now(), key=sent(request)["key"], **asked)
    except BadInput as error:
        return _page(request, actor, row, error, at)
    return redirect("office:complaints:flaw", flaw=flaw)


@require_POST
def taking(request: Any, flaw: UUID) -> HttpResponse:
    """The editor agrees that it is an error."""
    return _do(request, flaw, acts.take_flaw, "take")


@require_POST
def mending(request: Any, flaw: UUID) -> HttpResponse:
    """It is mended by a published version."""
    version = whole(request.POST.get("version", ""))
    return _do(request, flaw, acts.mend_flaw, "mend", version=version, text=text_of(request, "text", 5000))


@require_POST
def answer(request: Any, flaw: UUID) -> HttpResponse:
    """It is no error; why."""
    return _do(request, flaw, acts.answer_flaw, "answer", text=text_of(request, "text", 5000))
