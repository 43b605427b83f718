"""帮办代办 at the hall: mandates taken and ended, projects with their plans, what is late first."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.agency import acts, book
from yichuang.agency.models import Mandate, Plan
from yichuang.catalogue.models import Item
from yichuang.doors import files, frame
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.ground.now import day_of, now
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotYours, Refused
from yichuang.law import Unlawful
from yichuang.law.codes import normalise
from yichuang.law.powers import HELP, post_name
from yichuang.people.models import Holding

MOST, SPARE = 100, 2
WHO = (("firm", "企业"), ("agent", "代办员"), ("department", "部门"))


def helper(request: Any) -> Actor:
    """Return the actor, whose post helps; NotYours tells everybody else."""
    actor: Actor = request.actor
    if actor.kind not in HELP:
        raise NotYours(f"“{post_name(actor.kind)}”岗位不办帮办代办。")
    return actor


@require_http_methods(["GET", "POST"])
def index(request: Any) -> HttpResponse:
    """The projects of this desk, what is late first; and the mandates of whoever is looked for (posted: a number is no address)."""
    actor, day = helper(request), day_of(now())
    number = normalise(request.POST.get("number", "")[:60])
    found: list[Mandate] = []
    if number:
        found = book.mandates(actor, day, number)
        looks.seen(actor, "查帮办委托", holder_index=vault.index(number), at=now())
    closed = "closed" in request.GET
    rows = book.plans(book.of_desk(actor).filter(closed_on__isnull=not closed)[:MOST], day)
    context = {"rows": rows, "number": number, "mandates": found, "closed": closed}
    return render(request, "counter/agency/index.html", context | frame.around(request, "帮办"))


@require_http_methods(["GET", "POST"])
def mandate_new(request: Any) -> HttpResponse:
    """Take a mandate that was signed at the desk, with its photograph."""
    actor, at, errors = helper(request), now(), []
    if request.method == "POST":
        try:
            made = _take(request, actor, at)
            messages.success(request, f"收下了，{made['number']}。")
            return redirect("counter:mandate", made["id"])
        except (Refused, Unlawful) as error:
            errors = frame.told(error)
    context = {"errors": errors, "typed": request.POST, "items": _items(actor), "documents": frame.HOLDERS, "picked": request.POST.getlist("scope")}  # fmt: skip
    return render(request, "counter/agency/mandate_new.html", context | frame.around(request, "帮办"), status=422 if errors else 200)  # fmt: skip


def _take(request: Any, actor: Actor, at: Any) -> dict[str, Any]:
    post = request.POST
    holder = frame.party_of(request)
    holder.checked("applicant", day_of(at))
    upload = request.FILES.get("scan")
    if upload is None:
        raise BadInput("把签好字的委托书拍下来，或者选扫描件。", field="scan")
    until = frame.date_of(post.get("ends_on", ""), "ends_on", "最后一天")
    scope = [_key(actor, name) for name in post.getlist("scope") if name.strip()]
    kept = files.take(upload, uuid7(), by=actor, at=at)
    return acts.take_mandate(
        by=actor, at=at, key=frame.sent(request)["key"], holder=holder, scan=kept.pk, scope=scope,
        ends_on=until + timedelta(days=1) if until else None,
    )  # fmt: skip


@require_GET
def mandate(request: Any, mandate: UUID) -> HttpResponse:
    """One mandate: whose, for what, until when, how proven."""
    return _mandate(request, mandate)


def _mandate(request: Any, mandate: UUID, errors: Any = (), status: int = 200) -> HttpResponse:
    actor = helper(request)
    row = Mandate.objects.filter(pk=mandate, region=actor.region, organisation=actor.organisation).first()
    if row is None:
        raise Http404("没有这份委托，或者不归您看。")
    looks.seen(actor, "看帮办委托", subject=row.pk, holder_index=row.holder_index, at=now())
    keys = row.scope.split()
    names = list(Item.objects.filter(region=actor.region, key__in=keys).values_list("name", flat=True))
    live = Mandate.objects.on(day_of(now())).filter(pk=row.pk).exists()
    context = {"row": row, "items": names, "live": live, "errors": errors, "number": row.clear_number(), "last": row.ends_on and row.ends_on - timedelta(days=1)}  # fmt: skip
    return render(
        request, "counter/agency/mandate.html", context | frame.around(request, "帮办"), status=status
    )


@require_POST
def mandate_ending(request: Any, mandate: UUID) -> HttpResponse:
    """End a mandate."""
    try:
        acts.end_mandate(mandate, by=helper(request), at=now(), why=frame.text_of(request, "why", 200), **frame.sent(request))  # fmt: skip
    except Refused as error:
        return _mandate(request, mandate, frame.told(error), error.status)
    return redirect("counter:mandate", mandate)


@require_POST
def plan_new(request: Any, mandate: UUID) -> HttpResponse:
    """Open a project for the firm of this mandate."""
    try:
        made = acts.open_plan(by=helper(request), at=now(), key=frame.sent(request)["key"], mandate=mandate, name=frame.text_of(request, "name", 80))  # fmt: skip
    except Refused as error:
        return _mandate(request, mandate, frame.told(error), error.status)
    return redirect("counter:plan", made["id"])


@require_GET
def plan(request: Any, plan: UUID) -> HttpResponse:
    """One project: its stages as planned and as they were, who does what next, notes."""
    return _plan(request, plan)


def _plan(request: Any, plan: UUID, errors: Any = (), status: int = 200) -> HttpResponse:
    actor, day = helper(request), day_of(now())
    row = book.of_desk(actor).filter(pk=plan).select_related("agent", "mandate").first()
    if row is None:
        raise Http404("没有这个项目，或者不归您看。")
    stood = [book.standing(stage, day) for stage in row.stages.select_related("item", "case")]
    looks.seen(actor, "看代办项目", subject=row.pk, holder_index=row.firm_index, at=now())
    context = {
        "plan": row, "stages": stood, "errors": errors, "remarks": row.remarks.order_by("-pk")[:MOST], "typed": request.POST if errors else {},
        "rows": _rows(request, stood) if errors else _rows(None, stood), "items": _items(actor), "whos": WHO, "agents": _agents(actor, row, day),
        "fitting": book.fitting(row, stood),
    }  # fmt: skip
    return render(request, "counter/agency/plan.html", context | frame.around(request, "帮办"), status=status)


def _agents(actor: Actor, plan: Plan, day: date) -> list[tuple[int, str]]:
    held = Holding.objects.on(day).filter(
        post__organisation=plan.organisation_id, post__kind__in=acts.HELPERS
    )
    return list(held.exclude(person=plan.agent_id).order_by("person").values_list("person", "person__name").distinct())  # fmt: skip


def _rows(request: Any, stood: list[book.Standing]) -> list[dict[str, Any]]:
    """Return the lines of the plan's form: those that stand, or as they were typed, and some empty ones."""
    if request is not None and "rows" in request.POST:
        return _typed(request)
    rows = [
        {"stage": s.stage.pk, "item": s.stage.item.name, "begins": f"{s.stage.begins_on}", "ends": f"{s.stage.ends_on}", "who": s.stage.who,
         "what": s.stage.what, "fixed": bool(s.stage.case_id)}
        for s in stood
    ]  # fmt: skip
    return rows + [{"stage": "", "item": "", "begins": "", "ends": "", "who": "firm", "what": ""}] * SPARE


def _typed(request: Any) -> list[dict[str, Any]]:
    post, count = request.POST, min(frame.whole(request.POST.get("rows", "")) or 0, acts.STAGES_MOST + SPARE)
    names = ("stage", "item", "begins", "ends", "who", "what")
    return [{name: post.get(f"{name}-{n}", "")[:200] for name in names} for n in range(count)]


@require_POST
def stages(request: Any, plan: UUID) -> HttpResponse:
    """Put the stages in order."""
    actor = helper(request)
    try:
        given = [
            {"stage": frame.whole(row["stage"]), "item": _key(actor, row["item"]), "begins_on": frame.date_of(row["begins"], f"begins-{n}", "计划开始"),
             "ends_on": frame.date_of(row["ends"], f"ends-{n}", "计划办结"), "who": row["who"], "what": row["what"]}
            for n, row in enumerate(_typed(request)) if row["item"].strip()
        ]  # fmt: skip
        acts.order_plan(plan, by=actor, at=now(), stages=given, **frame.sent(request))
    except Refused as error:
        return _plan(request, plan, frame.told(error), error.status)
    messages.success(request, "计划存好了。")
    return redirect("counter:plan", plan)


@require_POST
def step(request: Any, plan: UUID, what: str) -> HttpResponse:
    """A note, a case tied to its stage, the project passed to another agent, or closed."""
    actor, post, sent = helper(request), request.POST, frame.sent(request)
    why = frame.text_of(request, "why", 200)
    doing = {
        "note": lambda: acts.note(plan, by=actor, at=now(), text=frame.text_of(request, "text", 500), **sent),
        "tie": lambda: acts.tie_case(plan, by=actor, at=now(), stage=frame.whole(post.get("stage", "")) or 0, case=_uuid(post.get("case", "")), **sent),
        "pass": lambda: acts.pass_plan(plan, by=actor, at=now(), agent=frame.whole(post.get("agent", "")) or 0, why=why, **sent),
        "closing": lambda: acts.close_plan(plan, by=actor, at=now(), why=why, **sent),
    }  # fmt: skip
    if what not in doing:
        raise Http404("没有这个操作。")
    try:
        doing[what]()
    except Refused as error:
        return _plan(request, plan, frame.told(error), error.status)
    return redirect("counter:plan", plan)


def _items(actor: Actor) -> list[tuple[str, str]]:
    found = Item.objects.filter(region=actor.region, current__isnull=False, retired_on=None)
    return list(found.order_by("name").values_list("key", "name"))


def _key(actor: Actor, text: str) -> str:
    """Return the key of an item that was named or picked."""
    name = text.strip()[:200]
    found = Item.objects.filter(region=actor.region, current__isnull=False)
    key = found.filter(name=name).values_list("key", flat=True).first() or found.filter(key=name).values_list("key", flat=True).first()  # fmt: skip
    if key is None:
        raise BadInput(f"没有叫“{name[:40]}”的事项。从列表里选。")
    return key


def _uuid(text: str) -> UUID:
    return frame.uuid_of(text) or UUID(int=0)
