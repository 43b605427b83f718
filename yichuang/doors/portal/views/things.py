"""One thing done once (一件事): found, asked about one question a page, and told as one list with its stages and its joint date."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalogue import bundles
from yichuang.catalogue.bundles import BundleFacts
from yichuang.doors import bundled, outlook
from yichuang.doors.bundled import UNSURE
from yichuang.doors.portal import mine
from yichuang.doors.portal.views import kiosk
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere

ASKED = "~asked"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List all bundles by whose life event they are."""
    found = bundles.listed(stamps.current())
    shelves = [
        (name, [_entry(one) for one in rows]) for name, rows in groupby(found, lambda one: one.category)
    ]
    return render(request, "portal/things.html", {"shelves": shelves})


def _entry(facts: BundleFacts) -> dict[str, Any]:
    return {
        "key": facts.key,
        "name": facts.name,
        "lead": facts.lead_name,
        "count": len(facts.record["members"]),
    }


def facts_of(key: str, stamp: int) -> BundleFacts:
    """Return a bundle in force, or say where else to look."""
    try:
        return bundles.by_name(key, stamp)
    except NotThere as error:
        raise NotThere("没有这个“一件事”，或者已经停办。到“一件事一次办”里再找一找。") from error


@require_safe
def thing(request: HttpRequest, key: str) -> HttpResponse:
    """Show one bundle: for what, who leads, which items belong to it."""
    stamp = stamps.current()
    facts = facts_of(key, stamp)
    items = bundles.items(facts, stamp)
    told = {
        "facts": facts, "members": list(items.values()), "departments": list(dict.fromkeys(one.department_name for one in items.values())),
        "conditions": facts.record.get("entry_conditions") or (),
    }  # fmt: skip
    return render(request, "portal/thing.html", told)


@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the next question; when all are answered, go to the list."""
    stamp = stamps.current()
    facts = facts_of(key, stamp)
    items = bundles.items(facts, stamp)
    query = request.GET.copy()
    if query.get(ASKED) == bundled.ALSO and bundled.ALSO not in query:
        query[bundled.ALSO] = bundled.NONE
    said = bundled.read(facts, items, _spread(facts, items, query))
    asked = bundled.questions(facts, items, said)
    found = bundled.open_question(asked, said)
    if found is None:
        return redirect(reverse("portal:thing_list", args=[facts.key]) + said.query)
    number, one = found
    missed = query.get(ASKED) == one.key
    before = bundled.back(asked, said, one.key)
    enough = bundled.enough(facts, items, said)
    told = {
        "enough": enough and reverse("portal:thing_list", args=[facts.key]) + enough,
        "facts": facts, "question": one, "caption": f"{facts.name}　问{number}/{len(asked)}", "given": said.all, "asked_name": ASKED,
        "options": _options(one), "back": reverse("portal:thing", args=[facts.key]) if before is None else request.path + before,
        "kind": "checkbox" if one.several else "radio", "error": f"请选一项：{one.text}" if missed else "", "first": f"{one.key}_0",
        "hint": "问这个，是因为情形不同，要办的事项和材料不一样",
    }  # fmt: skip
    return render(request, "portal/thing_question.html", told, status=422 if missed else 200)


def _spread(facts: BundleFacts, items: bundled.Items, query: Any) -> Any:
    """An answer to a question that several items ask alike stands for each of them."""
    key = query.get(ASKED, "")
    if key in query and key != bundled.ALSO:
        before = bundled.read(facts, items, {k: v for k, v in query.items() if k != key})
        for one in bundled.questions(facts, items, before):
            if one.key == key:
                for name in one.keys:
                    query.setlist(name, query.getlist(key))
    return query


def _options(one: bundled.Asked) -> list[dict[str, Any]]:
    made = [{"value": value, "label": label, "hint": hint} for value, label, hint in one.options]
    if one.several:
        return made
    return [*made, {"value": UNSURE, "label": "我不确定", "hint": "先接着答，清单里告诉您差在哪里、问谁"}]


@require_safe
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """Show the one list: stages with their days, the joint date, each paper once, before and after, fee, where."""
    told = _told(request, key)
    if told is None:
        return redirect(reverse("portal:thing_question", args=[key]) + "?" + request.GET.urlencode())
    away = told["machine"] or told["made"].window_only
    told["apply"] = "" if away else f"/apply/things/{key}/{told['query']}"
    return _own(told, render(request, "portal/thing_list.html", told))


@require_safe
def notice(request: HttpRequest, key: str) -> HttpResponse:
    """Print what is told once (一次性告知书) of a thing: the same content as its list; questions still open lead back."""
    told = _told(request, key)
    if told is None:
        return redirect(reverse("portal:thing_question", args=[key]) + "?" + request.GET.urlencode())
    told["back_href"] = reverse("portal:thing_list", args=[key]) + told["query"]
    return _own(told, render(request, "papers/thing_guide.html", told))


def _told(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """What list and printed notice say; None while questions are open."""
    at, stamp = now.now(), stamps.current()
    facts = facts_of(key, stamp)
    items = bundles.items(facts, stamp)
    said = bundled.read(facts, items, request.GET)
    asked = bundled.questions(facts, items, said)
    if bundled.open_question(asked, said) is not None:
        return None
    parties, whose = mine.parties(request)
    made = outlook.make(facts, said, at, stamp=stamp, region=settings.DEPLOYMENT.region, parties=parties)
    ask = reverse("portal:thing_question", args=[facts.key])
    rows = [
        {"label": one.text, "value": word, "href": ask + bundled.again(asked, said, one.key)}
        for one, word in bundled.words(asked, said)
    ]
    listed = reverse("portal:thing_list", args=[facts.key]) + said.query
    return {
        "facts": facts, "made": made, "rows": rows, "machine": kiosk.on(request), "whose": whose,
        "query": said.query, "address": settings.DEPLOYMENT.origin + listed,
    }  # fmt: skip


def _own(told: dict[str, Any], response: HttpResponse) -> HttpResponse:
    if told["whose"]:
        response.headers["Cache-Control"] = "private, no-store"
    return response
