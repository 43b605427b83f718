"""Work orders: the list by what presses, one order with what may be done, a new one for a caller, who called."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.complaints import acts, reading, standing
from yichuang.complaints.models import WorkOrder
from yichuang.doors import attaching, workorders
from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.complaints import forms, steps
from yichuang.doors.office.turning import pager
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere
from yichuang.law import complaints as law
from yichuang.law.powers import TAKES
from yichuang.law.ratings import grade
from yichuang.people.models import Person

HERE, PAGE = "complaints:index", 20
SHOWN_FOR = timedelta(minutes=10)
BOXES = (
    ("open", "没答复的"), ("late", "逾期的"), ("mine", "归我的"), ("longer", "申请延期"), ("answered", "等办结"), ("callback", "等回访"),
    ("bad", "不满意"), ("unsolved", "办不成事"), ("ended", "已结束"),
)  # fmt: skip


@require_GET
def index(request: Any) -> HttpResponse:
    """What waits, most pressing first; filters stand in the address."""
    actor, at = pages.need(request, HERE), now()
    asked = {
        name: request.GET.get(name, "")[:30].replace("\0", "").strip()
        for name in ("box", "category", "source", "q")
    }
    seen = WorkOrder.objects.visible_to(actor)
    box = asked["box"] if asked["box"] in dict(BOXES) else "open"
    found = _found_by(seen, asked["q"]) if asked["q"] else reading.boxes(seen, box, actor, day_of(at))
    for name in ("category", "source"):
        if asked[name]:
            found = found.filter(**{name: asked[name]})
    page = Paginator(found.select_related("department", "item"), PAGE).get_page(request.GET.get("page"))
    stamp = stamps.current()
    told = {
        "lines": [workorders.line_of(row, actor, day_of(at), stamp) for row in page], "asked": asked, "box": box, "categories": law.CATEGORIES,
        "sources": law.SOURCES, "may_take": actor.kind in TAKES, **_around(page, asked, box),
    }  # fmt: skip
    return render(request, "office/complaints/index.html", pages.frame(request, HERE) | told)


def _found_by(seen: Any, typed: str) -> Any:
    """By our number, the platform's, or the whole telephone number (never that of a protected caller)."""
    text = "".join(typed.split()).upper()
    by = Q(number=text) | Q(outer_number=typed)
    if text.isascii() and text.isdigit() and len(text) >= 7:
        by |= Q(phone_index=vault.index(text), protected=False)
    return seen.filter(by).order_by("-received_at", "-pk")


def _around(page: Any, asked: dict[str, str], box: str) -> dict[str, Any]:
    kept = {name: value for name, value in asked.items() if value and name != "box"}
    at = lambda **more: f"?{urlencode(kept | {'box': box} | more)}"  # noqa: E731
    chips = [
        {"name": word, "href": at(box=name, q=""), "current": not asked["q"] and name == box}
        for name, word in BOXES
    ]
    return {
        "chips": chips,
        **pager(page, kept | {"box": box}),
    }


def find(actor: Actor, order: UUID, at: Any) -> WorkOrder:
    """Return an order that this actor may read; the look is on record."""
    seen = WorkOrder.objects.visible_to(actor).select_related(
        "department", "item__department", "case", "hall", "about"
    )
    row = seen.filter(pk=order).first()
    if row is None:
        raise NotThere("没有这件工单，或者不归您看。回到列表再选。")
    looks.seen(actor, "看工单", subject=row.pk, at=at)
    return row


@require_GET
def page(request: Any, order: UUID) -> HttpResponse:
    """One order: what was said, by when, where it has been, and what this post may do with it."""
    actor = pages.need(request, HERE)
    return _page(request, actor, find(actor, order, now()))


def _page(
    request: Any, actor: Actor, row: WorkOrder, wrong: Any = None, reveal: Any = None, files_wrong: str = ""
) -> HttpResponse:
    today, ways = day_of(now()), standing.ways(row, actor)
    offered = steps.offered(row, ways, today)
    if wrong and wrong[0] not in [step.noun for step in offered]:
        offered.append(steps.BY_NOUN[wrong[0]])
    forms_of = {step.noun: steps.form_of(step, row, actor.region) for step in offered}
    if wrong:
        forms_of[wrong[0]] = wrong[1]
    parts = [
        {"step": step, "form": forms_of[step.noun], "open": bool(wrong) and wrong[0] == step.noun}
        for step in offered
    ]
    original = standing.reads_original(row, actor)
    told = {
        **workorders.line_of(row, actor, today, stamps.current()), "parts": parts, "original": original, "today": today,
        "content": row.clear("content") if original else "", "told": row.clear("told"), "blocked": row.clear("blocked") if original else "",
        "place": row.clear("place") if original else "", "answer": row.clear("answer"), "steps": workorders.timeline(row, actor),
        "files": reading.files_of(row) if original else [], "may_attach": original and not ways["attach"], "files_wrong": files_wrong,
        "helpers": reading.helpers(row), "names": _names(row), "may_reveal": steps.may_reveal(ways, row, actor),
        "reveal": reveal or forms.RevealForm(auto_id="reveal-%s"), "form": wrong[1] if wrong else reveal,
        "grade": grade(row.grade).name if row.grade else "", "errors_in": wrong[0] if wrong else "",
    }  # fmt: skip
    return render(
        request,
        "office/complaints/order.html",
        pages.frame(request, HERE) | told,
        status=422 if wrong or reveal or files_wrong else 200,
    )


def _names(row: WorkOrder) -> dict[str, str]:
    ids = {
        "keeper": row.keeper,
        "received": row.received_by,
        "handled": row.handled_by,
        "called": row.called_back_by,
    }
    names = dict(Person.objects.filter(pk__in={pk for pk in ids.values() if pk}).values_list("pk", "name"))
    return {what: names.get(pk or 0, "") for what, pk in ids.items()}


@require_POST
def step(request: Any, order: UUID, noun: str) -> HttpResponse:
    """Take one step with an order; what was typed stays if it cannot be taken."""
    actor, at = pages.need(request, HERE), now()
    row = find(actor, order, at)
    known = steps.BY_NOUN.get(noun)
    if known is None:
        raise NotThere("没有这一步。回到工单再选。")
    form = steps.form_of(known, row, actor.region, request.POST)
    done = tried(form, lambda told: steps.do(known, row, told, by=actor, at=at, key=sent(request)["key"]))
    if done is None:
        return _page(request, actor, find(actor, order, at), wrong=(noun, form))
    there = WorkOrder.objects.visible_to(actor).filter(pk=order).exists()
    return redirect("office:complaints:order", order=order) if there else redirect("office:complaints:index")


@require_POST
def attachments(request: Any, order: UUID) -> HttpResponse:
    """Whoever keeps the order adds a photo of what lies on paper."""
    actor = pages.need(request, HERE)
    row = find(actor, order, now())
    wrong = attaching.attached(request, row, actor)
    if wrong is None:
        return redirect("office:complaints:order", order=order)
    return _page(request, actor, row, files_wrong=wrong.sentence)


@require_GET
def attachment(request: Any, order: UUID, file: UUID) -> HttpResponse:
    """A photo or paper of the order, to who reads its original."""
    actor, at = pages.need(request, HERE), now()
    return attaching.file_of(find(actor, order, at), actor, file, at)  # type: ignore[no-any-return]


@require_http_methods(["GET", "POST"])
def caller(request: Any, order: UUID) -> HttpResponse:
    """Who called: asked for with a reason, which is on record; shown for ten minutes to who asked."""
    actor, at = pages.need(request, HERE), now()
    row = find(actor, order, at)
    if request.method == "POST":
        form = forms.RevealForm(request.POST, auto_id="reveal-%s")
        done = tried(
            form, lambda told: acts.reveal(row.pk, by=actor, at=at, key=sent(request)["key"], **told)
        )
        return (
            redirect("office:complaints:caller", order=order)
            if done
            else _page(request, actor, row, reveal=form)
        )
    asked = Entry.objects.filter(
        subject=row.pk, act="complaints.reveal", by_person=actor.person or 0, at__gt=at - SHOWN_FOR
    )
    if standing.ways(row, actor)["reveal"] or not asked.exists():
        return redirect("office:complaints:order", order=order)
    looks.seen(actor, "看诉求人", subject=row.pk, holder_index=row.phone_index, at=at)
    told = {"order": row, "caller": row.clear("caller"), "phone": row.clear("phone"), "until": at + SHOWN_FOR}
    answer = render(request, "office/complaints/caller.html", pages.frame(request, HERE) | told)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Write an order down for somebody who calls: four keys when nothing else is known."""
    actor = pages.need(request, HERE)
    if actor.kind not in TAKES:
        raise pages.not_for(actor, "登记工单", TAKES)
    form = workorders.IntakeForm(request.POST or None)
    workorders.fill(form, actor.region, "about")
    if request.method == "POST":
        done = tried(form, lambda told: workorders.taken(request, actor, told, sent(request)["key"]))
        if done is not None:
            there = WorkOrder.objects.visible_to(actor).filter(pk=done["id"]).exists()
            return (
                redirect("office:complaints:order", order=done["id"])
                if there
                else redirect("office:complaints:index")
            )
    told = {"form": form, "cancel_href": reverse("office:complaints:index")}
    return render(
        request,
        "office/complaints/new.html",
        pages.frame(request, HERE) | told,
        status=422 if form.errors else 200,
    )
