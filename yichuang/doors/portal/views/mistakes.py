"""请您来找错: anybody points at an error on a page or in a guide; it becomes work for the editors, and the finder is thanked."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalogue.models import Item
from yichuang.complaints import acts
from yichuang.doors import brake, citizen, places, workorders
from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.ground.now import now
from yichuang.journal import stamps
from yichuang.journal.actor import applicant
from yichuang.journal.refusals import BadInput
from yichuang.law import complaints as law
from yichuang.law.codes import group_query_code

ONE, ALL, HELD = (10, 3600), (600, 3600), "mistake"
OF_ITEM = re.compile(r"^/items/([^/?]{1,80})/")


class MistakeForm(forms.Form):
    """Where, and what is wrong there."""

    place = workorders.choices("哪一处不对", law.PLACES)
    content = workorders.area(
        "哪里不对，应该是什么", 500, rows=4, hint="例如“材料第3份写的是原件，窗口说复印件就行”。不写证件号码"
    )
    phone = workorders.telephone(own=True, required=False, hint="留了，改好以后发短信谢谢您")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Any) -> HttpResponse:
    """Say what is wrong on the page one comes from, or on any other (我为网站找错)."""
    about = (request.POST.get("about") or request.GET.get("about", ""))[:200]
    form = MistakeForm(request.POST if request.method == "POST" else None)
    item = _item(about)
    if request.method == "POST":
        done = tried(form, lambda told: _found(request, told, about, item))
        if done is not None:
            request.session[HELD] = {"code": done["query_code"], "due_on": done["due_on"]}
            return redirect("portal:mistake_told")
    halls = places.halls(stamps.current(), settings.DEPLOYMENT.region)[:1]
    told = {"form": form, "about": about, "item": item, "halls": halls}
    return render(request, "portal/mistakes.html", told, status=422 if form.errors else 200)


def _item(about: str) -> Item | None:
    """The item whose guide somebody was reading, by its address or its key."""
    named = OF_ITEM.match(about)
    if named is None:
        return None
    return Item.objects.filter(region=settings.DEPLOYMENT.region, key=named[1].replace("\0", "")).first()


def _found(request: Any, told: dict[str, Any], about: str, item: Item | None) -> dict[str, Any]:
    who, at, visitor = brake.client(request), now(), citizen.of(request)
    if not (
        brake.allowed("mistakes", who, most=ONE[0], seconds=ONE[1], at=at)
        and brake.allowed("mistakes", "*", most=ALL[0], seconds=ALL[1], at=at)
    ):
        raise BadInput("这一小时找得多了，谢谢您。过一会儿再写，或者打12345。", field="content")
    actor = visitor.actor("portal") if visitor else applicant(settings.DEPLOYMENT.region, "portal")
    return acts.find_flaw(
        by=actor, at=at, key=sent(request)["key"], page=about, item=item.pk if item else None, **told
    )


@require_safe
def told(request: Any) -> HttpResponse:
    """Thanks, and the day by which it is looked at."""
    done = request.session.get(HELD)
    if not isinstance(done, dict):
        return redirect("portal:mistakes")
    pairs = [{"label": "查询码", "value": group_query_code(done["code"])}]
    return render(request, "portal/mistake_told.html", {"pairs": pairs, "done": done})
