"""The knowledge base at the office: what is published, what waits for a second reader, what is due to be looked at again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.asking import acts as asking
from yichuang.asking import knowledge
from yichuang.asking.acts import knowing
from yichuang.asking.models import Known
from yichuang.doors.fields import tried
from yichuang.doors.frame import sent, text_of
from yichuang.doors.naming import item_named
from yichuang.doors.office import pages
from yichuang.doors.office.asking import forms
from yichuang.doors.office.turning import pager
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere
from yichuang.law import powers
from yichuang.people.models import Person

PAGE = 20
BOXES = (("published", "已发布"), ("draft", "等复核"), ("due", "到期要再看"), ("withdrawn", "已撤下"))
AFTER = ("publish_answer", "renew_answer", "revise_answer", "withdraw_answer")


@require_GET
def index(request: Any) -> HttpResponse:
    """The entries of the region, by state; or those that the words lead to."""
    actor, today = pages.need(request, "asking:knowledge"), day_of(now())
    box, typed = request.GET.get("box", "published"), request.GET.get("q", "").replace("\0", "").strip()[:60]
    found = Known.objects.filter(region=actor.region).select_related("item", "department")
    if typed:
        ids = [one.id for one in knowledge.find(stamps.current(), actor.region, typed, limit=PAGE)]
        found = found.filter(pk__in=ids).order_by("question")
    elif box == "due":
        found = found.filter(state="published", review_on__lt=today).order_by("review_on", "pk")
    else:
        found = found.filter(state=box if box in dict(BOXES) else "published").order_by("-made_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    chips = [
        {"name": word, "href": f"?box={name}", "current": not typed and name == box} for name, word in BOXES
    ]
    told = {
        "page": page, "chips": chips, "q": typed, "today": today, **pager(page, {"box": box}),
    }  # fmt: skip
    return render(request, "office/asking/knowledge.html", pages.frame(request, "asking:knowledge") | told)


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Draft an answer."""
    actor = pages.need(request, "asking:knowledge")
    form = forms.NewKnownForm(request.POST or None)
    forms.fill(form, actor)

    def do(told: dict[str, Any]) -> dict[str, Any]:
        told["item"] = item_named(told["item"], actor.region)
        return asking.write_answer(by=actor, at=now(), key=sent(request)["key"], **told)

    if request.method == "POST" and (done := tried(form, do)):
        return redirect("office:asking:known", known=done["id"])
    told = pages.frame(request, "asking:knowledge") | {"form": form}
    return render(request, "office/asking/known_new.html", told, status=422 if form.errors else 200)


@require_POST
def of_thread(request: Any, thread: UUID) -> HttpResponse:
    """Take an answered question over as a draft, without what is personal."""
    actor = pages.need(request, "asking:knowledge")
    kept = Known.objects.filter(thread=thread, region=actor.region).values_list("pk", flat=True).first()
    if kept is None:
        kept = asking.write_answer(by=actor, at=now(), key=sent(request)["key"], thread=thread)["id"]
    return redirect("office:asking:known", known=kept)


def _find(actor: Actor, known: UUID) -> Known:
    found = Known.objects.filter(pk=known, region=actor.region).select_related("item", "department").first()
    if found is None:
        raise NotThere("没有这一条。回到知识库再选。")
    return found


@require_http_methods(["GET", "POST"])
def page(request: Any, known: UUID) -> HttpResponse:
    """One entry: read it, change it, and what may be done."""
    actor = pages.need(request, "asking:knowledge")
    row = _find(actor, known)
    names = ("question", "answer", "basis", "keywords")
    form = forms.KnownForm(request.POST or None, initial={name: getattr(row, name) for name in names})

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return asking.revise_answer(known, by=actor, at=now(), key=sent(request)["key"], **told)

    if request.method == "POST" and tried(form, do):
        return redirect("office:asking:known", known=known)
    return _page(request, actor, row, form)


def _page(request: Any, actor: Actor, row: Known, form: Any, error: BadInput | None = None) -> HttpResponse:
    facts = knowing.facts_for(row, actor)
    no = {act: powers.may(f"asking.{act}", actor.kind, facts) for act in AFTER}
    names = dict(
        Person.objects.filter(pk__in=[row.drafted_by or 0, row.read_by or 0]).values_list("pk", "name")
    )
    told = {
        "row": row, "form": form, "closed": {act: why.sentence if why else "" for act, why in no.items()}, "today": day_of(now()),
        "drafted_by": names.get(row.drafted_by or 0, ""), "read_by": names.get(row.read_by or 0, ""),
        "errors": [{"id": str(error.facts.get("field", "id_answer")), "text": error.sentence}] if error else [],
    }  # fmt: skip
    status = 422 if error or form.errors else 200
    return render(
        request, "office/asking/known.html", pages.frame(request, "asking:knowledge") | told, status=status
    )


def _do(request: Any, known: UUID, act: Callable[..., Any], **asked: Any) -> HttpResponse:
    actor = pages.need(request, "asking:knowledge")
    row = _find(actor, known)
    try:
        act(known, by=actor, at=now(), key=sent(request)["key"], **asked)
    except BadInput as error:
        names = ("question", "answer", "basis", "keywords")
        form = forms.KnownForm(initial={name: getattr(row, name) for name in names})
        return _page(request, actor, row, form, error)
    return redirect("office:asking:known", known=known)


@require_POST
def publication(request: Any, known: UUID) -> HttpResponse:
    """A second person has read it: publish."""
    return _do(request, known, asking.publish_answer)


@require_POST
def renewal(request: Any, known: UUID) -> HttpResponse:
    """Still right: a new day to look at it again."""
    return _do(request, known, asking.renew_answer)


@require_POST
def withdrawal(request: Any, known: UUID) -> HttpResponse:
    """No longer right: nobody outside reads it."""
    return _do(request, known, asking.withdraw_answer, reason=text_of(request, "reason", 200))
