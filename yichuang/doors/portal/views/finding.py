"""Finding an item: the first page, the search, the shelves."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalogue import search, searches
from yichuang.catalogue import stages as catalogue_stages
from yichuang.doors import brake, citizen, places
from yichuang.doors.lines import tight
from yichuang.doors.portal import shelves
from yichuang.doors.portal.views import kiosk
from yichuang.drafts.models import Draft
from yichuang.ground import now
from yichuang.ground.context import read_display
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere

SUGGESTED, FOUND, TILES, ELDER_TILES = 8, 20, 8, 5
LONGEST, NOTED, GOING_ON = 60, 30, 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page; for the elder version the few big cards."""
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    machine = kiosk.on(request)
    elder = read_display(request)["elder"] and not machine
    day = now.today()
    tiles = (
        shelves.elders(stamp, region, day, most=ELDER_TILES)
        if elder
        else shelves.often(stamp, region, day, most=TILES)
    )
    told: dict[str, Any] = {"tiles": tiles, "phone": _phone(stamp, region)}
    if not elder:
        told["shelves"] = [
            {"whom": whom, "name": name, "stages": shelves.by_stage(stamp, region, whom)}
            for whom, name in shelves.WHOM.items()
        ]
    page = "elder" if elder else "kiosk_home" if machine else "home"
    who = None if machine else citizen.of(request)
    if who is not None:
        told["drafts"] = (
            Draft.objects.live(day)
            .filter(account=who.account)
            .select_related("item", "bundle")
            .order_by("-kept_at")[:GOING_ON]
        )
    response = render(request, f"portal/{page}.html", told)
    if who is not None:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _phone(stamp: int, region: str) -> str:
    return next((place.phone for place in places.halls(stamp, region) if place.phone), "")


@require_safe
def find(request: Any) -> HttpResponse:
    """Answer a search: as a page, or for the box on the first page as its list."""
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    typed = " ".join(request.GET.get("q", "").split())
    if request.htmx:
        options = [_option(hit) for hit in _hits(stamp, typed, SUGGESTED, region)]
        return render(request, "parts/options.html", {"options": options, "digits": False})
    hits = _hits(stamp, typed, FOUND, region)
    if typed and brake.allowed("search", brake.client(request), most=NOTED, seconds=60, at=now.now()):
        searches.note(region, typed, searches.SHOWN if hits else searches.EMPTY)
    told: dict[str, Any] = {
        "typed": typed[:LONGEST],
        "hits": [_hit(hit) for hit in hits],
        "q": typed,
    }
    if not hits:
        told |= {
            "tiles": shelves.often(stamp, region, now.today(), most=TILES),
            "phone": _phone(stamp, region),
            "departments": shelves.departments(stamp, region),
        }
    return render(request, "portal/find.html", told)


def _hits(stamp: int, typed: str, limit: int, region: str) -> list[search.Hit]:
    """Items and things (一件事), the best first."""
    return search.best(
        limit,
        search.find(stamp, typed, limit=limit, region=region),
        search.find_bundles(stamp, typed, limit=limit, region=region),
    )


def _option(hit: search.Hit) -> dict[str, str]:
    if hit.is_thing:
        href = reverse("portal:thing", args=[hit.key])
        return {
            "value": hit.key,
            "text": hit.name,
            "mark": "一件事",
            "note": tight(hit.promised),
            "href": href,
        }
    href = (
        f"{reverse('portal:find')}?{urlencode({'q': hit.name})}"
        if hit.is_base
        else reverse("portal:item", args=[hit.key])
    )
    note = (
        f"{len(hit.variants)}种情况"
        if hit.is_base
        else f"承诺{tight(hit.promised)}"
        if hit.promised
        else hit.department
    )
    return {"value": hit.key, "text": hit.name, "note": note, "href": href}


def _hit(hit: search.Hit) -> dict[str, Any]:
    if hit.is_thing:
        return {
            "thing": hit.key,
            "name": hit.name,
            "department": hit.department,
            "count": tight(hit.promised),
        }
    variants = hit.variants if hit.is_base else hit.variants[:1]
    return {
        "name": hit.name,
        "is_base": hit.is_base,
        "items": [
            {"key": v.key, "name": v.name, "department": v.department, "promised": tight(v.promised)}
            for v in variants
        ],
    }


@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """List the stages of a life and of an enterprise."""
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    told = [
        {"whom": whom, "name": name, "stages": shelves.by_stage(stamp, region, whom)}
        for whom, name in shelves.WHOM.items()
    ]
    return render(request, "portal/stages.html", {"shelves": told})


@require_safe
def stage(request: HttpRequest, key: str) -> HttpResponse:
    """List the items of one stage, those that most people came for first."""
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    one = catalogue_stages.BY_KEY.get(key)
    if one is None:
        raise NotThere("没有这个阶段。回到按阶段找，选一个。")
    found = [
        entry
        for entry in shelves.often(stamp, region, now.today(), most=len(shelves.entries(stamp, region)))
        if one.name in entry.stages
    ]
    return render(
        request, "portal/stage.html", {"stage": one, "whose": shelves.WHOM[one.whose], "found": found}
    )


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics, for persons and for bodies."""
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    told = [
        {"whom": whom, "name": name, "zones": shelves.zones(stamp, region, whom)}
        for whom, name in shelves.WHOM.items()
    ]
    return render(request, "portal/topics.html", {"shelves": told})


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """List items: all, of a field, of a department, for persons or for bodies; in pages."""
    stamp, region = stamps.current(), settings.DEPLOYMENT.region
    asked = {
        name: request.GET[name]
        for name in ("whom", "zone", "department")
        if request.GET.get(name, "").strip()
    }
    found = [one for one in shelves.entries(stamp, region) if _matches(one, asked)]
    pages = max(1, -(-len(found) // shelves.PAGE))
    page = min(_number(request.GET.get("page", "1")), pages)
    start = (page - 1) * shelves.PAGE
    return render(
        request,
        "portal/items.html",
        {
            "title": _title(asked), "asked": asked, "count": len(found), "found": found[start : start + shelves.PAGE], "page": page, "pages": pages,
            "prev_href": _page(asked, page - 1) if page > 1 else "", "next_href": _page(asked, page + 1) if page < pages else "",
            "pager_text": f"第{page}页，共{pages}页",
        },
    )  # fmt: skip


def _matches(one: shelves.Entry, asked: dict[str, str]) -> bool:
    return (
        ("whom" not in asked or asked["whom"] in one.whom)
        and ("zone" not in asked or asked["zone"] == one.zone)
        and ("department" not in asked or asked["department"] == one.department)
    )


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _title(asked: dict[str, str]) -> str:
    named = [shelves.WHOM.get(asked.get("whom", ""), ""), asked.get("zone", ""), asked.get("department", "")]
    return "，".join(name[:60] for name in named if name) or "全部事项"


def _page(asked: dict[str, str], page: int) -> str:
    return f"?{urlencode({**asked, 'page': page})}"


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """List the departments with how many items each has."""
    found = shelves.departments(stamps.current(), settings.DEPLOYMENT.region)
    return render(request, "portal/departments.html", {"departments": found})
