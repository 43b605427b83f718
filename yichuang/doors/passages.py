"""Between halls (大厅交接): what is on its way here and from here, what may go; and a case of another hall taken up in this one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.cases import acts
from yichuang.cases.models import Case
from yichuang.cases.places import Passage
from yichuang.doors import brake, frame
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.halls.models import Hall
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere, NotYours, Refused
from yichuang.law.codes import normalise, normalise_query_code
from yichuang.law.powers import DEPARTMENT, post_name

MOST = 100
HALLS = frozenset({"clerk", "issue"})
POSTS = HALLS | DEPARTMENT


def actor_of(request: Any) -> Actor:
    """Return the actor, who stands where things are handed over."""
    actor: Actor = request.actor
    if actor.kind not in POSTS:
        raise NotYours(f"“{post_name(actor.kind)}”岗位不办交接。")
    return actor


@require_GET
def index(request: Any) -> HttpResponse:
    """What is coming here, what has left from here, what lies here and may go."""
    return _page(request)


def _page(request: Any, status: int = 200, **more: Any) -> HttpResponse:
    actor, day = actor_of(request), day_of(now())
    context = {
        "coming": _coming(actor, day), "left": _left(actor, day), "here": _here(actor) if actor.kind in HALLS else [],
        "halls": Hall.objects.filter(region=actor.region).exclude(pk=actor.hall or 0).order_by("pk"), "may_send": actor.kind in HALLS,
    }  # fmt: skip
    around = frame.around(request, "交接")
    return render(request, "passages/index.html", context | around | more, status=status)


def _open(actor: Actor) -> Any:
    return (
        Passage.objects.filter(region=actor.region, taken_at=None)
        .select_related("case__item", "case__department", "from_hall", "to_hall")
        .order_by("due_on", "pk")
    )


def _coming(actor: Actor, day: date) -> list[tuple[Passage, bool]]:
    """Return what is on its way to this hall or this department, the late first."""
    mine = Q(to_hall=actor.hall or 0) if actor.kind in HALLS else Q(to_hall=None, case__department_id__in=actor.organisations)  # fmt: skip
    return [(row, row.due_on < day) for row in _open(actor).filter(mine)[:MOST]]


def _left(actor: Actor, day: date) -> list[tuple[Passage, bool]]:
    """Return what left from here and nobody has taken over."""
    found = _open(actor).filter(from_hall=actor.hall or 0) if actor.kind in HALLS else []
    return [(row, row.due_on < day) for row in found[:MOST]]


def _here(actor: Actor) -> list[Case]:
    """Return the cases received here and under way whose papers have not been sent on, the oldest first."""
    sent = Passage.objects.filter(region=actor.region, what="papers").values("case")
    mine = Case.objects.filter(region=actor.region, hall=actor.hall or 0, state__in=("filed", "accepted"), passed_on=False)  # fmt: skip
    return list(mine.exclude(pk__in=sent).select_related("item", "department").order_by("pk")[:MOST])


@require_POST
def sending(request: Any) -> HttpResponse:
    """Send papers on, each case by an act of its own."""
    actor, at = actor_of(request), now()
    ticked = [key for text in request.POST.getlist("case")[:MOST] if (key := frame.uuid_of(text))]
    hall = frame.whole(request.POST.get("hall", ""))
    bag, once = frame.text_of(request, "bag", 40), frame.sent(request)["key"]
    if not ticked:
        return _page(request, 422, errors=[{"id": "", "text": "还没有选。在要移交的件前打勾。"}])
    results, made = [], []
    for case in ticked:
        try:
            acts.send_on(case, by=actor, at=at, what="papers", hall=hall, bag=bag, key=f"{once[:100]}:{case.hex}" if once else None)  # fmt: skip
            made.append(case)
        except Refused as error:
            results.append(error.sentence)
    if results:
        return _page(request, 422, errors=[{"id": "", "text": text} for text in results])
    messages.success(request, f"移交了{len(made)}件，交接单在办件的文书里。")
    return redirect("passages:index")


@require_POST
def result(request: Any, case: UUID) -> HttpResponse:
    """Send a result on to the hall where it is to be fetched."""
    actor, at = actor_of(request), now()
    try:
        hall = frame.whole(request.POST.get("hall", ""))
        acts.send_on(case, by=actor, at=at, what="result", hall=hall, bag=frame.text_of(request, "bag", 40), **frame.sent(request))  # fmt: skip
    except Refused as error:
        return _page(request, error.status, errors=[{"id": "", "text": error.sentence}])
    messages.success(request, "结果已经移交，对方接收以后才能领取。")
    return redirect("passages:index")


@require_POST
def receipt(request: Any, passage: UUID) -> HttpResponse:
    """Take over what has arrived."""
    actor, at = actor_of(request), now()
    row = Passage.objects.filter(pk=passage, region=actor.region).first()
    if row is None:
        raise NotThere("没有这次移交，或者不归您接收。")
    try:
        acts.take_over(row.case_id, by=actor, at=at, passage=passage, key=frame.sent(request)["key"])
    except Refused as error:
        return _page(request, error.status, errors=[{"id": "", "text": error.sentence}])
    messages.success(request, "已接收。")
    return redirect("passages:index")


@require_http_methods(["GET", "POST"])
def elsewhere(request: Any) -> HttpResponse:
    """A case of another hall goes on in this one: the applicant shows its code and the end of the document number."""
    actor, at = actor_of(request), now()
    if actor.kind not in HALLS or actor.hall is None:
        raise NotYours("改到本厅办，要坐在窗口。")
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            case = _shown(request, actor, at)
            acts.choose_hall(case.pk, by=actor, at=at, hall=actor.hall, key=frame.sent(request)["key"])
            looks.seen(actor, "改到本厅办", subject=case.pk, holder_index=case.applicant_index, at=at)
            return redirect("counter:case", case.pk)
        except Refused as error:
            errors = [{"id": str(error.facts.get("field", "")), "text": error.sentence}]
    context = {"errors": errors, "typed": request.POST} | frame.around(request, "交接")
    return render(request, "passages/elsewhere.html", context, status=422 if errors else 200)


def _shown(request: Any, actor: Actor, at: Any) -> Case:
    code = normalise_query_code(request.POST.get("code", "")[:40])
    tail = normalise(request.POST.get("tail", "")[:10])
    who = f"staff:{actor.person}"
    if not brake.may_look(who, at):
        raise BadInput("查得太密，过十分钟再查。", field="code")
    found = Case.objects.filter(region=actor.region, query_code=code).first() if code else None
    if found is None or not tail or found.tail_index != vault.tail_index(tail):
        brake.missed(who, at)
        raise BadInput("没有对上。查询码8位在凭证右上角，证号写后四位。", field="code")
    return found


app_name = "passages"
urlpatterns = [
    path("", index, name="index"),
    path("sending/", sending, name="sending"),
    path("elsewhere/", elsewhere, name="elsewhere"),
    path("results/<uuid:case>/", result, name="result"),
    path("<uuid:passage>/receipt/", receipt, name="receipt"),
]
