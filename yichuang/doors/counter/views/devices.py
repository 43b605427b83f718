"""What the devices of a window send back: the answer on the rating device."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case, Intake
from yichuang.doors import frame
from yichuang.doors.counter.views.moving import seated
from yichuang.doors.progress import device as screen
from yichuang.doors.progress import rated
from yichuang.ground.now import SHANGHAI, day_of, now
from yichuang.halls.models import Window
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import BadInput, NotThere, NotYours
from yichuang.ratings import guarded

DEVICE = "4"


@require_safe
def device(request: Any) -> HttpResponse:
    """The address of this window's rating device, to be opened on a second screen or scanned by a tablet."""
    actor = seated(request)
    window = (
        Window.objects.filter(pk=actor.window or 0, region=actor.region).select_related("zone__hall").first()
    )
    if window is None:
        raise NotYours("您现在没有坐在窗口上。先在“机构和人员”里安排窗口。", rule="seat")
    path = reverse("portal:device", args=[screen.key_of(window.pk)])
    told = {
        "window": window,
        "path": path,
        "address": f"{settings.DEPLOYMENT.origin}{path}",
        "days": screen.LASTS.days,
    }
    return render(request, "counter/device.html", frame.around(request, "counter") | told)


@require_POST
def rating(request: Any, case: UUID) -> HttpResponse:
    """The applicant pressed a grade on the window's device; the clerk is not told which."""
    actor, at = seated(request), now()
    mine = Intake.objects.filter(
        person=actor.person or 0, case_id=case, state="done", kept_at__gte=_began(at)
    )
    return _rated(request, actor, at, mine.exists(), case=case)


@require_POST
def thing_rating(request: Any, thing: UUID) -> HttpResponse:
    """The same for the intake of a thing (一件事): one contact, whatever the number of its items."""
    actor, at = seated(request), now()
    mine = Thing.objects.visible_to(actor).filter(
        pk=thing, received_by=actor.person or 0, filed_at__gte=_began(at)
    )
    return _rated(request, actor, at, mine.exists(), thing=thing)


def _began(at: datetime) -> datetime:
    return datetime.combine(day_of(at), time(), SHANGHAI)


def _rated(request: Any, actor: Actor, at: datetime, mine: bool, **about: UUID) -> HttpResponse:
    if not mine:
        raise NotThere("这个窗口今天没有办过这一件。")
    grade = request.POST.get("grade", "")
    if grade not in ("1", "2", "3", "4", "5"):
        raise BadInput("请在五档里选一档。", field="grade")
    row: Case | Thing = (
        Case.objects.get(pk=about["case"]) if "case" in about else Thing.objects.get(pk=about["thing"])
    )
    by = applicant(actor.region, "counter")
    guarded.rate(by=by, at=at, grade=int(grade), channel=DEVICE, **rated.of(row).asked)
    return HttpResponse(status=204)
