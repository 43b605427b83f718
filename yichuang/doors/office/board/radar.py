"""The pages of the drift radar (目录漂移雷达): versions by their drift, one version whole, the cases behind a number, a finding handed on."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yichuang.catalogue.models import Version
from yichuang.complaints import acts
from yichuang.doors.frame import sent, whole
from yichuang.doors.office import lists, pages
from yichuang.doors.office.board import shown
from yichuang.doors.office.turning import pager
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere, WrongState
from yichuang.law import powers
from yichuang.law.conduct import drifting
from yichuang.supervision import board, radar

HERE, PAGE = "board:drift", 30
SPANS = ((1, "本月"), (3, "近3个月"), (6, "近6个月"), (12, "近12个月"))
MONTHS = 3
SORTS = (
    ("drift", "按漂移"), ("beyond", "清单外多的"), ("told", "补正多的"), ("waived", "免交多的"), ("cases", "件多的"),
)  # fmt: skip
TITLES = {"all": "收到的件", "beyond": "被要求交清单以外的", "told": "告知过补正的", "waived": "清单列着、实际免交的", "applied": "要交这份材料的"}  # fmt: skip
PLACE_OF = {"condition": "condition", "beyond": "material", "returned": "material", "waived": "material"}
CALLED = dict(drifting.KINDS)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address: a body, words of an item's name, how many months."""

    body: int | None
    item: str
    months: int
    about: radar.About

    def query(self, **more: Any) -> str:
        """The query of an address with these filters and more; the usual ones are left out."""
        own = {"body": self.body, "item": self.item, "months": self.months if self.months != MONTHS else None}
        told = {name: str(value) for name, value in (own | more).items() if value not in (None, "")}
        return f"?{urlencode(told)}" if told else ""

    @property
    def span(self) -> str:
        """The months in words."""
        return dict(SPANS)[self.months]


def _read(request: HttpRequest, actor: Actor) -> Asked:
    given, today = request.GET, day_of(now())
    body = whole(given.get("body", ""))
    body = body if body in {one.pk for one in board.bodies(actor)} else None
    months = whole(given.get("months", ""))
    months = months if months in dict(SPANS) else MONTHS
    item = "".join(c for c in given.get("item", "") if c.isprintable()).strip()[:60]
    about = radar.about(actor, _first(today, months or MONTHS), today + timedelta(days=1), body, item)
    return Asked(body, item, months or MONTHS, about)


def _first(today: date, months: int) -> date:
    """The first day of the month that begins so many months."""
    number = today.year * 12 + today.month - months
    return date(number // 12, number % 12 + 1, 1)


def _filters(actor: Actor, asked: Asked) -> dict[str, Any]:
    bodies = board.bodies(actor)
    named = [next((one.name for one in bodies if one.pk == asked.body), ""), f"事项含“{asked.item}”" if asked.item else ""]  # fmt: skip
    return {
        "bodies": bodies if len(bodies) > 1 else [], "spans": SPANS, "asked": asked, "narrowed": any(named),
        "chosen": "，".join([*(name for name in named if name), asked.span]),
    }  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The versions under which something came in, those that drift most first."""
    actor = pages.need(request, HERE)
    asked = _read(request, actor)
    sort = request.GET.get("sort", "") if request.GET.get("sort") in radar.SORTS else "drift"
    page = Paginator(radar.rows(asked.about, sort), PAGE).get_page(request.GET.get("page"))
    versions = Version.objects.select_related("item__department").in_bulk([row.version for row in page])
    people = radar.found_by_people(actor.region, [one.item_id for one in versions.values()])
    told = {
        "rows": [_line(actor, asked, row, versions[row.version], people) for row in page],
        "sorts": [{"name": word, "href": asked.query(sort=name), "current": name == sort} for name, word in SORTS],
        "sort": sort, **_filters(actor, asked),
        **pager(page, dict(_pairs(asked, sort=sort))),
    }  # fmt: skip
    return render(request, "office/board/drift.html", pages.frame(request, HERE) | told)


def _pairs(asked: Asked, **more: Any) -> list[tuple[str, str]]:
    own = {"body": asked.body, "item": asked.item, "months": asked.months} | more
    return [(name, str(value)) for name, value in own.items() if value]


def _line(actor: Actor, asked: Asked, row: radar.Row, version: Version, people: dict[Any, int]) -> dict[str, Any]:  # fmt: skip
    return {
        "version": version, "row": row, "current": version.pk == version.item.current_id, "href": _version_href(asked, version.pk),
        "numbers": _numbers(actor, asked, row), "people": people.get(version.item_id, 0),
        "people_href": f"{reverse('office:complaints:flaws')}?item={version.item_id}" if actor.kind != "government" else "",
    }  # fmt: skip


def _version_href(asked: Asked, version: int) -> str:
    return reverse("office:board:drift_version", args=[version]) + asked.query()


def _numbers(actor: Actor, asked: Asked, row: radar.Row) -> list[dict[str, Any]]:
    """The four numbers of a version; an editor reads them, the cases are not theirs to open."""
    return [
        {"name": word, "number": getattr(row, name if name != "all" else "cases"), "href": _list(actor, asked, row.version, name),
         "share": "" if name == "all" else shown.share(getattr(row, name), row.cases)}
        for name, word in (("all", "收件"), ("beyond", "要求清单外"), ("told", "告知补正"), ("waived", "列着没要"))
    ]  # fmt: skip


def _list(actor: Actor, asked: Asked, version: int, what: str, **more: Any) -> str:
    if actor.kind == "editor":
        return ""
    return reverse("office:board:drift_cases", args=[version]) + asked.query(what=what, **more)


def _version(asked: Asked, version: int) -> Version:
    found = Version.objects.select_related("item__department").filter(pk=version, item__region=asked.about.region)  # fmt: skip
    own = found if asked.about.bodies is None else found.filter(item__department__in=asked.about.bodies)
    row = own.exclude(state="draft").first()
    if row is None:
        raise NotThere("没有这个事项版本，或者它归别的部门。回到漂移雷达再选。")
    return row


@require_GET
def version(request: HttpRequest, version: int) -> HttpResponse:
    """One version: what was found, what was asked beyond the list, each listed paper, which window or department."""
    actor = pages.need(request, HERE)
    asked = _read(request, actor)
    row = _version(asked, version)
    seen = radar.seen(asked.about, row)
    to = lambda what, **more: _list(actor, asked, version, what, **more)  # noqa: E731
    told = {
        "version": row, "item": row.item, "numbers": _numbers(actor, asked, seen.row), "back": reverse("office:board:drift") + asked.query(),
        "findings": _findings(actor, asked, row, seen), "current": row.pk == row.item.current_id, **_filters(actor, asked),
        "demands": [{"asks": d.asks, "cases": d.cases, "word": CALLED["condition" if d.condition else "beyond"], "href": to("beyond", asks=d.asks)} for d in seen.demands],
        "papers": [{"paper": p, "cells": [{"name": name, "number": getattr(p, what), "href": to(what, place=p.place)} for name, what in (("要交", "applied"), ("退补", "told"), ("免交", "waived"))]} for p in seen.papers if p.applied or p.told],
        "unused": "、".join(p.name for p in seen.papers if not (p.applied or p.told)),
        "places": [{"name": p.name, "cells": [{"name": "清单外", "number": p.beyond, "href": to("beyond", at=p.key)}, {"name": "补正", "number": p.told, "href": to("told", at=p.key)}]} for p in seen.places],
    }  # fmt: skip
    return render(request, "office/board/drift_version.html", pages.frame(request, HERE) | told)


def _findings(actor: Actor, asked: Asked, row: Version, seen: radar.Seen) -> list[dict[str, Any]]:
    open_ = radar.handed_on(row.pk)
    may = _may(actor, row)
    made = []
    for one in seen.findings:
        key = radar.finding_key(row.pk, one)
        made.append(
            {"found": one, "word": CALLED[one.kind], "key": key, "flaw": open_.get(key), "may": may, "href": _list(actor, asked, row.pk, *_behind(one)[0], **_behind(one)[1])}
        )  # fmt: skip
    return made


def _behind(one: drifting.Finding) -> tuple[tuple[str], dict[str, Any]]:
    """Which list is behind a finding."""
    if one.place is None:
        return ("beyond",), {"asks": one.name}
    return ("told" if one.kind == "returned" else "waived",), {"place": one.place}


def _may(actor: Actor, row: Version) -> bool:
    """Whether a finding of this version can be handed on: by whom may say that a guide is wrong, about the version in force."""
    return row.pk == row.item.current_id and powers.may("complaints.find_flaw", actor.kind, {}) is None


@require_GET
def cases(request: HttpRequest, version: int) -> HttpResponse:
    """The cases behind a number of a version."""
    actor = pages.need(request, HERE)
    if actor.kind == "editor":
        raise NotThere("编辑看数字和发现，办件归督查和办理的部门看。")
    asked, given = _read(request, actor), request.GET
    row, what = _version(asked, version), given.get("what", "all")
    if what not in radar.WHATS:
        raise Http404
    place, asks, at = whole(given.get("place", "")), given.get("asks", "").replace("\0", "")[:200], given.get("at", "")[:20]  # fmt: skip
    found = radar.named(radar.cases(asked.about, version), what, place=place, asks=asks, at=at)
    page = Paginator(found.select_related("item", "department").order_by("-received_on", "-pk"), 50).get_page(given.get("page"))  # fmt: skip
    listed = row.content.get("materials") or ()
    told = {
        "version": row, "item": row.item, "title": TITLES[what], "back": _version_href(asked, version), **_filters(actor, asked),
        "narrow": asks or (str(listed[place]["name"]) if place is not None and place < len(listed) else ""),
        "rows": [_case(actor, one) for one in page],
        **pager(page, dict(_pairs(asked, what=what, asks=asks, at=at) + ([("place", str(place))] if place is not None else []))),
    }  # fmt: skip
    return render(request, "office/board/drift_cases.html", pages.frame(request, HERE) | told)


def _case(actor: Actor, one: Any) -> dict[str, Any]:
    return {
        "href": shown.case_href(actor, one.pk), "number": one.number or one.filing_number, "state": lists.words(one), "body": one.department.name,
        "received_on": one.received_on, "round": one.round,
    }  # fmt: skip


@require_POST
def work(request: HttpRequest, version: int) -> HttpResponse:
    """Hand a finding on: the editors have it as work on the item, as what people find wrong in a guide."""
    actor = pages.need(request, HERE)
    asked = _read(request, actor)
    row = _version(asked, version)
    key = request.POST.get("finding", "")
    one = next((one for one in radar.seen(asked.about, row).findings if radar.finding_key(version, one) == key), None)  # fmt: skip
    if one is None or row.pk != row.item.current_id:
        raise WrongState("这一条现在不在发现里了。回到这个版本再看。")
    text = f"漂移雷达（{asked.span}收到的件，第{row.number}版）：{one.says}"[:500]
    made = acts.find_flaw(
        by=actor, at=now(), place=PLACE_OF[one.kind], content=text, item=row.item_id, page="漂移雷达", finding=key, key=sent(request)["key"],
    )  # fmt: skip
    return redirect(_version_href(asked, version) + f"#flaw-{made['id']}")
