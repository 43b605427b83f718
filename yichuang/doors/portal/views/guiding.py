"""The guide: the record of an item, its questions one a page, the list for these answers, the paper that says it once."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalogue import bundles, searches, versions
from yichuang.doors import citizen, leaflet, places, record
from yichuang.doors.carried import UNSURE
from yichuang.doors.portal import given, mine
from yichuang.doors.portal.views import kiosk
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere
from yichuang.law import procedures


def facts_of(key: str, stamp: int) -> versions.VersionFacts:
    """Return the published version of an item, or say where else to look."""
    try:
        return versions.by_name(key, stamp)
    except NotThere as error:
        raise NotThere("没有这个事项，或者已经停办。回到首页，用自己的话找一找；找不到就拨12345。") from error


@require_safe
def item(request: HttpRequest, key: str) -> HttpResponse:
    """Show an item: the structured record under fixed headings."""
    at, stamp = now.now(), stamps.current()
    facts = facts_of(key, stamp)
    _taken(request)
    where = places.of_item(facts, stamp, settings.DEPLOYMENT.region, now.day_of(at))
    return render(
        request,
        "portal/item.html",
        {
            "facts": facts,
            "guide": record.tell(facts),
            "places": where,
            "machine": kiosk.on(request),
            "lines": record.materials(facts),
            "bundles": bundles.with_item(facts.key, stamp),
        },
    )


def _taken(request: HttpRequest) -> None:
    """Count a search as answered when its page led here; the browser says so for pages of this house only."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.path != reverse("portal:find") or came.netloc != request.get_host():
        return
    searches.note(settings.DEPLOYMENT.region, dict(parse_qsl(came.query)).get("q", ""), searches.TAKEN)


@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the next question; when all are answered, go to the list."""
    facts = facts_of(key, stamps.current())
    said = given.read(facts.record, request.GET)
    found = given.next_question(facts.record, said)
    if found is None:
        return redirect(reverse("portal:list", args=[facts.key]) + said.query)
    number, asked = found
    missed = request.GET.get(given.ASKED) == asked["key"]
    before = given.back(facts.record, said, asked["key"])
    back = reverse("portal:item", args=[facts.key]) if before is None else request.path + before
    told: dict[str, Any] = {
        "facts": facts, "caption": f"{facts.name}　问{number}/{len(facts.record['scenarios'])}", "question": asked, "given": said.all,
        "options": _options(asked, request.GET.get(given.WAS, "")), "back": back, "asked_name": given.ASKED,
        "error": f"请选一项：{asked['question']}" if missed else "", "first": f"{asked['key']}_0",
    }  # fmt: skip
    return render(request, "portal/question.html", told, status=422 if missed else 200)


def _options(asked: Any, was: str) -> list[dict[str, Any]]:
    options = [
        {"value": o["value"], "label": o["label"], "checked": o["value"] == was} for o in asked["options"]
    ]
    hint = "各种情形的材料都列出来，再告诉您问谁"
    return [*options, {"value": UNSURE, "label": "我不确定", "hint": hint, "checked": was == UNSURE}]


@require_safe
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """Show what to hand in, what is waived and from where, on which day it would be done, and where to go."""
    facts, said, made = _leaflet(request, key)
    if given.next_question(facts.record, said) is not None:
        return redirect(reverse("portal:question", args=[facts.key]) + said.query)
    changes = {one.key: given.again(facts.record, said, one.key) for one in made.said}
    asked = reverse("portal:question", args=[facts.key])
    rows = [
        {"label": one.question, "value": one.answer, "href": asked + changes[one.key]} for one in made.said
    ]
    told = {
        "facts": facts, "leaflet": made, "guide": made.told, "rows": rows, "query": said.query,
        "apply": _apply(facts, said), "sign_in": "" if kiosk.on(request) else _sign_in(request), "machine": kiosk.on(request),
    }  # fmt: skip
    return _own(request, render(request, "portal/list.html", told))


def _own(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What was made for somebody stays in no store on its way."""
    if citizen.of(request) is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _apply(facts: versions.VersionFacts, said: given.Given) -> str:
    """Return where the application goes on with these answers, what was 我不确定 asked again there; "" if at the window only."""
    if procedures.may_file_on_line(facts.record.get("online_depth")):
        return ""
    query = replace(said, unsure=()).query
    return f"/apply/new/{facts.key}/{query}"


def _sign_in(request: HttpRequest) -> str:
    """Return where a stranger signs in and comes back to this list; nothing for who has."""
    if citizen.of(request) is not None:
        return ""
    return f"{citizen.SIGN_IN}?{urlencode({'next': request.get_full_path()})}"


@require_safe
def notice(request: HttpRequest, key: str) -> HttpResponse:
    """Print what is told once (一次性告知书): the same content as the list; what was not asked yet is told for all cases."""
    facts, said, made = _leaflet(request, key, wide=True)
    back = reverse("portal:list", args=[facts.key]) + said.query
    told = {"leaflet": made, "back_href": back, "machine": kiosk.on(request)}
    return _own(request, render(request, "papers/guide.html", told))


def _leaflet(
    request: HttpRequest, key: str, *, wide: bool = False
) -> tuple[versions.VersionFacts, given.Given, leaflet.Leaflet]:
    at, stamp = now.now(), stamps.current()
    facts = facts_of(key, stamp)
    said = given.read(facts.record, request.GET)
    unsure = given.unanswered(facts.record, said) if wide else said.unsure
    made = leaflet.make(
        facts, said.answers, at, stamp=stamp, region=settings.DEPLOYMENT.region, unsure=unsure,
        on_file=mine.on_file(request, facts.record, at),
    )  # fmt: skip
    return facts, said, made
