"""Questions: the list by what is due, one question with what may be done, a new one for a caller."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.asking import acts as asking
from yichuang.asking import reading, standing
from yichuang.asking.models import Thread
from yichuang.doors import talking
from yichuang.doors.fields import tried
from yichuang.doors.frame import sent, text_of
from yichuang.doors.naming import item_named
from yichuang.doors.office import pages
from yichuang.doors.office.asking import forms
from yichuang.doors.office.turning import pager
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, Refused
from yichuang.people.models import Person

PAGE = 20
BOXES = (
    ("open", "等回答"),
    ("mine", "归我"),
    ("answered", "已回答"),
    ("closed", "已结束"),
    ("case", "办件留言"),
)


def _box(found: Any, box: str, actor: Actor) -> Any:
    if box == "case":
        return found.exclude(case=None).order_by("-said_at", "-pk")
    talks = found.filter(case=None)
    if box == "mine":
        return talks.filter(owner=actor.person, state__in=("open", "answered")).order_by("due_on", "pk")
    if box == "closed":
        return talks.filter(state__in=("closed", "handed")).order_by("-said_at", "-pk")
    order = ("due_on", "pk") if box == "open" else ("-said_at", "-pk")
    return talks.filter(state=box).order_by(*order)


def _found_by(found: Any, typed: str) -> Any:
    """By number, or by the whole telephone number."""
    text = typed.upper()
    if text.startswith("ZX"):
        return found.filter(number=text)
    return (
        found.filter(phone_index=vault.index(typed)) if typed.isascii() and typed.isdigit() else found.none()
    )


@require_GET
def index(request: Any) -> HttpResponse:
    """What is to be answered, by the day; and the rest by state."""
    actor = pages.need(request, "asking:index")
    box, typed = (
        request.GET.get("box", "open"),
        "".join(request.GET.get("q", "").replace("\0", "").split())[:30],
    )
    seen = Thread.objects.visible_to(actor)
    found = (
        _found_by(seen, typed).order_by("-pk")
        if typed
        else _box(seen, box if box in dict(BOXES) else "open", actor)
    )
    page = Paginator(
        reading.with_unread(found.select_related("item", "department", "case"), "staff"), PAGE
    ).get_page(request.GET.get("page"))
    today, stamp = day_of(now()), stamps.current()
    names = _names(row.owner for row in page)
    lines = [
        talking.line_of(row, reading.light_of(row, today, stamp)) | {"owner": names.get(row.owner, "")}
        for row in page
    ]
    chips = [
        {"name": word, "href": f"?box={name}", "current": not typed and name == box} for name, word in BOXES
    ]
    told = {
        "lines": lines,
        "chips": chips,
        "q": typed,
        "may_write": actor.kind != "supervisor",
        **pager(page, {"box": box, "q": typed}),
    }
    return render(request, "office/asking/index.html", pages.frame(request, "asking:index") | told)


def _names(ids: Any) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


@require_GET
def page(request: Any, thread: UUID) -> HttpResponse:
    """One question: what was said, by when, and what this post may do with it."""
    return _page(request, thread)


def _page(request: Any, thread: UUID, *, error: Refused | None = None, form: Any = None) -> HttpResponse:
    actor, at = pages.need(request, "asking:index"), now()
    row = talking.find(actor, thread, at)
    if row.case_id is not None:
        return redirect("caseview:messages", case=row.case_id)
    if form is None:
        form = forms.HandOverForm()
    forms.fill(form, actor)
    names = _names((row.owner, row.first))
    told = {
        **talking.line_of(row, reading.light_of(row, day_of(at), stamps.current())), "thread": row, "said": talking.said(row, actor),
        "owner": names.get(row.owner or 0, ""), "first": names.get(row.first or 0, ""), "form": form, "text": request.POST.get("text", ""),
        "closed": {act.partition(".")[2]: standing.may(act, row, actor) for act in standing.AFTER},
        "error": error.sentence if error else "", "errors": _errors(error), "caller": row.clear_caller(), "phone": row.clear_phone(),
    }  # fmt: skip
    wrong = error or form.errors
    return render(
        request,
        "office/asking/question.html",
        pages.frame(request, "asking:index") | told,
        status=422 if wrong else 200,
    )


def _errors(error: Refused | None) -> list[dict[str, str]]:
    return [{"id": str(error.facts.get("field", "text")), "text": error.sentence}] if error else []


def _do(request: Any, thread: UUID, act: Callable[[Actor, Any], Any]) -> HttpResponse:
    """Do one thing with a question, and show it again; what was typed stays if it cannot be done."""
    actor, at = pages.need(request, "asking:index"), now()
    talking.find(actor, thread, at)
    try:
        act(actor, at)
    except BadInput as error:
        return _page(request, thread, error=error)
    return redirect("office:asking:question", thread=thread)


@require_POST
def answer(request: Any, thread: UUID) -> HttpResponse:
    """Answer."""
    return _do(request, thread, lambda actor, at: talking.speak(request, actor, at, asking.answer, thread))


@require_POST
def again(request: Any, thread: UUID) -> HttpResponse:
    """The caller asked again; somebody writes it down."""
    return _do(request, thread, lambda actor, at: talking.speak(request, actor, at, asking.ask_again, thread))


@require_POST
def call(request: Any, thread: UUID) -> HttpResponse:
    """A call-back was tried."""
    reached = request.POST.get("reached") == "1"
    said = {
        "reached": reached,
        "text": text_of(request, "text", talking.TEXT_MOST),
        "key": sent(request)["key"],
    }
    return _do(request, thread, lambda actor, at: asking.call(thread, by=actor, at=at, **said))


@require_POST
def closing(request: Any, thread: UUID) -> HttpResponse:
    """End an answered question."""
    return _do(
        request, thread, lambda actor, at: asking.close(thread, by=actor, at=at, key=sent(request)["key"])
    )


@require_POST
def seen(request: Any, thread: UUID) -> HttpResponse:
    """Staff has read it."""
    return _do(request, thread, lambda actor, at: talking.mark(talking.find(actor, thread, at), actor, at))


@require_POST
def hand_over(request: Any, thread: UUID) -> HttpResponse:
    """Hand the question to another body or post, with the reason."""
    actor, at = pages.need(request, "asking:index"), now()
    talking.find(actor, thread, at)
    form = forms.HandOverForm(request.POST)
    forms.fill(form, actor)

    def do(told: dict[str, Any]) -> dict[str, Any]:
        return asking.hand_over(thread, by=actor, at=at, key=sent(request)["key"], **told)

    if tried(form, do) is None:
        return _page(request, thread, form=form)
    return redirect("office:asking:index")


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Write a question down for somebody who calls or stands here."""
    actor = pages.need(request, "asking:index")
    form = forms.NewForm(request.POST or None)
    forms.fill(form, actor)
    if request.method == "POST":
        done = tried(form, lambda told: _written(actor, told, sent(request)["key"]))
        if done is not None:
            return redirect("office:asking:question", thread=done["id"])
    told = {"form": form, "cancel_href": reverse("office:asking:index")}
    return render(
        request,
        "office/asking/new.html",
        pages.frame(request, "asking:index") | told,
        status=422 if form.errors else 200,
    )


def _written(actor: Actor, told: dict[str, Any], key: str | None) -> dict[str, Any]:
    at, answer_now, item = now(), told.pop("answer"), item_named(told.pop("item"), actor.region)
    done = asking.ask(by=actor, at=at, key=key, item=item, **told)
    if answer_now.strip():
        asking.answer(
            UUID(done["id"]), by=actor, at=at, text=answer_now, key=f"{key}-answer" if key else None
        )
    return done
