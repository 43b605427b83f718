"""The list of items, one item, and what is done to an item as a whole."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.catalogue import acts, lists, search
from yichuang.catalogue.models import Debt, Item, Version, VersionState
from yichuang.complaints.models import Flaw
from yichuang.doors.office.catalogue.forms import NewItem
from yichuang.doors.office.catalogue.frame import (
    actor_of,
    departments,
    draw,
    enter,
    errors_of,
    item_or_404,
    key_of,
    number,
)
from yichuang.ground.now import now, today
from yichuang.journal.refusals import Refused

PAGE = 50
FILTERS = (
    ("all", "全部在用"),
    ("waiting", "有草稿或送审"),
    ("debts", "有待改的"),
    ("found", "有人找错的"),
    ("away", "没有进驻"),
    ("again", "该复核了"),
    ("retired", "已停办"),
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The items of the region, by what was typed and by what they need."""
    actor, typed = actor_of(request), request.GET.get("q", "").replace("\0", "").strip()
    shown, department, page = (
        request.GET.get("show", "all"),
        number(request.GET.get("department")),
        number(request.GET.get("page")) or 1,
    )
    rows = _shown(actor.region, shown)
    if department:
        rows = rows.filter(department=department)
    if typed:
        rows = rows.filter(pk__in=_found(actor, typed))
    total = rows.count()
    first = (min(page, 10_000) - 1) * PAGE
    context: dict[str, Any] = {
        "q": typed, "show": shown, "department": department, "departments": departments(actor.region), "total": total,
        "items": _ranked(rows, actor, typed)[first : first + PAGE], "chips": _chips(request, actor.region, shown),
        "prev_href": _page(request, page - 1) if page > 1 else "", "next_href": _page(request, page + 1) if first + PAGE < total else "",
    }  # fmt: skip
    return draw(request, "index", **context)


def _shown(region: str, shown: str) -> Any:
    rows = Item.objects.filter(region=region).select_related("department", "current")
    waiting = Version.objects.filter(
        item=OuterRef("pk"), state__in=[VersionState.DRAFT, VersionState.SUBMITTED]
    )
    owed = Debt.objects.filter(version=OuterRef("current"), mended_on=None).exclude(kind="soft")
    found = Flaw.objects.waiting().filter(item=OuterRef("pk"))
    rows = rows.annotate(waiting=Exists(waiting), owed=Exists(owed), found=Exists(found))
    if shown == "retired":
        return rows.filter(retired_on__isnull=False)
    rows = rows.filter(retired_on=None)
    return {
        "waiting": rows.filter(waiting=True), "debts": rows.filter(owed=True), "found": rows.filter(found=True), "away": rows.filter(resident=False),
        "again": rows.filter(current__look_again_on__lte=today()),
    }.get(shown, rows)  # fmt: skip


def _found(actor: Any, typed: str) -> list[UUID]:
    hits = search.find(actor.stamp, typed, limit=200, region=actor.region)
    found = [variant.item_id for hit in hits for variant in hit.variants]
    drafts = Item.objects.filter(Q(name__icontains=typed) | Q(key=typed), region=actor.region).filter(
        Q(current=None) | Q(retired_on__isnull=False)
    )
    return [*found, *drafts.values_list("pk", flat=True)[:100]]


def _ranked(rows: Any, actor: Any, typed: str) -> list[Item]:
    if not typed:
        return list(rows.order_by("department__name", "base", "name"))
    place = {pk: n for n, pk in enumerate(_found(actor, typed))}
    return sorted(rows, key=lambda item: place.get(item.pk, 999))


def _chips(request: HttpRequest, region: str, shown: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "href": f"?{urlencode({**_kept(request), 'show': key})}",
            "count": _shown(region, key).count(),
            "current": key == shown,
        }
        for key, name in FILTERS
    ]


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("q", "department") if request.GET.get(name)}


def _page(request: HttpRequest, page: int) -> str:
    return f"?{urlencode({**_kept(request), 'show': request.GET.get('show', 'all'), 'page': page})}"


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """The list below a search box: base items first."""
    actor = enter(request, "index")
    hits = search.find(actor.stamp, request.GET.get("q", ""), region=actor.region)
    options = [
        {
            "value": str(hit.item_id),
            "text": hit.name,
            "note": f"{hit.department} {hit.promised}".strip(),
            "href": reverse("office:catalogue:item", args=[hit.item_id]),
        }
        for hit in hits
    ]
    return render(request, "parts/options.html", {"options": options})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new item begins as a draft."""
    actor = actor_of(request)
    form = NewItem(request.POST if request.method == "POST" else None, region=actor.region)
    if request.method != "POST" or not form.is_valid():
        return draw(request, "new", 422 if form.errors else 200, form=form)
    given = form.cleaned_data
    try:
        made = acts.draft(
            by=actor,
            at=now(),
            key=key_of(request),
            name=given["name"],
            type=given["type"],
            department=given["department"].pk,
            zone=given["zone"],
        )
    except Refused as error:
        return draw(request, "new", error.status, form=form, errors=errors_of(error))
    return redirect("office:catalogue:editor", version=made["version"], element="basic")


@require_GET
def page(request: HttpRequest, item: UUID) -> HttpResponse:
    """One item: what is in force, its versions, what it owes, its names, who may decide."""
    return _page_of(request, item)


def _page_of(request: HttpRequest, item: UUID, status: int = 200, **more: Any) -> HttpResponse:
    found, day = item_or_404(request, item), today()
    versions = list(found.versions.select_related("drafted_by").order_by("-number"))
    owed = dict(
        lists.debts(found.region, item=found.pk).values_list("kind").annotate(n=Count("pk")).order_by()
    )
    context: dict[str, Any] = {
        "item": found, "record": found.current.content if found.current else (versions[0].content if versions else {}), "versions": versions,
        "waiting": next((v for v in versions if v.state in (VersionState.DRAFT, VersionState.SUBMITTED)), None),
        "owed": [{"name": name, "count": owed[kind]} for kind, name in lists.DEBT_KINDS if owed.get(kind)],
        "flaws": Flaw.objects.filter(item=found.pk).waiting().order_by("due_on", "pk"),
        "names": found.names.order_by("pk"), "again": bool(found.current and found.current.look_again_on and found.current.look_again_on <= day),
        "authorised": lists.authorisations(found.region, day, item=found.pk), "entrusted": lists.entrustments(found.region, day).filter(item=found),
    }  # fmt: skip
    return draw(request, "item", status, **context, **more)


@require_POST
def draft(request: HttpRequest, item: UUID) -> HttpResponse:
    """The next version begins as a copy of the one in force."""
    found = item_or_404(request, item)
    made = acts.draft(by=actor_of(request), at=now(), key=key_of(request), item=str(found.pk))
    return redirect("office:catalogue:editor", version=made["version"], element="basic")


@require_http_methods(["GET", "POST"])
def retirement(request: HttpRequest, item: UUID) -> HttpResponse:
    """Ask once more, with the reason; then the item takes no more applications."""
    found = item_or_404(request, item)
    if request.method == "GET":
        return draw(request, "retirement", item=found)
    reason = request.POST.get("reason", "")
    try:
        acts.retire(found.pk, by=actor_of(request), at=now(), key=key_of(request), reason=reason)
    except Refused as error:
        return draw(request, "retirement", error.status, item=found, reason=reason, errors=errors_of(error))
    return redirect("office:catalogue:item", item=found.pk)


@require_POST
def residence(request: HttpRequest, item: UUID) -> HttpResponse:
    """The item is accepted in the halls, or is handed over."""
    found = item_or_404(request, item)
    wanted = request.POST.get("resident") == "1"
    acts.reside(
        found.pk,
        by=actor_of(request),
        at=now(),
        key=key_of(request),
        resident=wanted,
        document=request.POST.get("document", ""),
    )
    return redirect("office:catalogue:item", item=found.pk)


@require_POST
def names(request: HttpRequest, item: UUID) -> HttpResponse:
    """Words by which people look for the item come and go."""
    found, typed = item_or_404(request, item), request.POST.get("add", "")
    words = [
        word
        for line in typed.splitlines()
        for word in line.replace("，", "、").replace(",", "、").split("、")
    ]
    try:
        acts.name(
            found.pk,
            by=actor_of(request),
            at=now(),
            key=key_of(request),
            add=words,
            remove=request.POST.getlist("remove"),
        )
    except Refused as error:
        return _page_of(
            request, item, error.status, errors=errors_of(error, {"add": "names-add"}), typed=typed
        )
    return redirect(reverse("office:catalogue:item", args=[found.pk]) + "#names")
