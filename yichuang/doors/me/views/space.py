"""One's own space: who I am now, what waits for me, my drafts, my cases, and who looked at them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yichuang.asking import reading
from yichuang.asking.models import Thread
from yichuang.bundles.models import Letter, Thing
from yichuang.cases.models import Case, Paper
from yichuang.citizens.models import Offer
from yichuang.doors import caseview, citizen, files, letters, papers
from yichuang.doors.me import mine as dealings
from yichuang.doors.progress import standing
from yichuang.doors.progress import thing as of_thing
from yichuang.drafts.models import Draft
from yichuang.exchange.models import Message
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.journal.models import Look
from yichuang.law import realname
from yichuang.people.models import Post

SHOWN, PAGE, LOOKS = 5, 20, 100
MINE_FIRST = ("supplement", "gap", "ready", "ready_refused")


@require_GET
@citizen.required
def home(request: Any) -> HttpResponse:
    """What needs me first, then my drafts and my cases."""
    who, at = citizen.here(request), now.now()
    day, stamp = now.day_of(at), stamps.current()
    waiting = list(_cases(who).filter(_waits()).select_related("item")[:PAGE])
    shown = [case.pk for case in waiting]
    latest = list(_cases(who).exclude(pk__in=shown).select_related("item").order_by("-pk")[:SHOWN])
    told = {
        "who": who, "level": realname.level_word(who.account.level), "weak": who.account.level < realname.MATCHED,
        "waiting": _lines(waiting, day, stamp), "latest": _lines(latest, day, stamp), "offers": offers_to(who, day),
        "drafts": Draft.objects.live(day).filter(account=who.account).select_related("item", "bundle", "tie").order_by("-kept_at")[:PAGE],
        "talks": reading.unread_of(Thread.objects.visible_to(who.actor()), "citizen"),
        "notices": Message.objects.filter(account=who.account.pk, read_at=None).count(),
        "held": citizen.HELD in request.session, "things": of_thing.tell_all(_things(who), day, stamp),
    }  # fmt: skip
    return render(request, "me/home.html", told)


def _cases(who: citizen.Citizen) -> Any:
    """The cases of whom one acts for now: a firm's while acting for it, one's own otherwise."""
    mine = Case.objects.visible_to(who.actor())
    if who.tie is not None:
        return mine.filter(applicant_index=who.tie.number_index)
    others = {tie.number_index for tie in who.ties}
    return mine.exclude(applicant_index__in=others) if others else mine


def _things(who: citizen.Citizen) -> list[Thing]:
    """The latest things of whom one acts for now."""
    mine = Thing.objects.visible_to(who.actor())
    if who.tie is not None:
        mine = mine.filter(applicant_index=who.tie.number_index)
    elif others := {tie.number_index for tie in who.ties}:
        mine = mine.exclude(applicant_index__in=others)
    return list(mine.order_by("-pk")[:SHOWN])


def _waits() -> Q:
    return Q(state__in=("correcting", "ready")) | Q(gap=True, state__in=("accepted", "reviewed"))


def offers_to(who: citizen.Citizen, day: date) -> Any:
    """Return the authorisations that wait for this person to take them up."""
    if who.account.level < realname.MATCHED or not who.account.number_index:
        return Offer.objects.none()
    return Offer.objects.filter(
        region=who.account.region,
        number_index=who.account.number_index,
        tie=None,
        ended_on=None,
        ends_on__gt=day,
    )


def _lines(cases: list[Case], day: date, stamp: int) -> list[tuple[Case, standing.Standing]]:
    return list(zip(cases, standing.tell_all(cases, day, stamp), strict=True))


@require_GET
@citizen.required
def cases(request: Any) -> HttpResponse:
    """All my cases, in pages."""
    who, at = citizen.here(request), now.now()
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = list(_cases(who).select_related("item").order_by("-pk")[(page - 1) * PAGE : page * PAGE + 1])
    told = {
        "who": who, "lines": _lines(found[:PAGE], now.day_of(at), stamps.current()), "page": page,
        "prev_href": f"?page={page - 1}" if page > 1 else "", "next_href": f"?page={page + 1}" if len(found) > PAGE else "",
        "pager_text": f"第{page}页",
    }  # fmt: skip
    return render(request, "me/cases.html", told)


@require_GET
@citizen.required
def case(request: Any, case: UUID) -> HttpResponse:
    """One case in full for whom it belongs to."""
    who, at = citizen.here(request), now.now()
    actor = who.actor()
    row = Case.objects.visible_to(actor).select_related("item", "window").filter(pk=case).first()
    mine = citizen.found(request, row, "办件")
    told = standing.tell(mine, now.day_of(at), actor.stamp)
    view = caseview.View(mine, actor, at)
    links = dealings.links(dealings.of(who, mine, at))
    return render(
        request,
        "me/case.html",
        {"told": told, "view": view, "case": mine, "at": at, "who": who, "links": links},
    )


@require_GET
@citizen.required
def paper(request: Any, paper: UUID) -> HttpResponse:
    """A paper of my case as it was issued."""
    who = citizen.here(request)
    mine = Paper.objects.filter(pk=paper, case__in=Case.objects.visible_to(who.actor())).exists()
    citizen.found(request, mine or None, "文书")
    row = papers.find(who.actor(), [paper])[0]
    sheets = [(copy, n > 0) for n, copy in enumerate(papers.copies_of(row)[:1])]
    title = caseview.law_papers.title(row.kind, caseview.versions.facts(row.case.version_id).type)
    told = {"sheets": sheets, "title": title, "slip": None, "frozen": bool(row.html_sm3)}
    return render(request, "papers/page.html", told)


@require_GET
@citizen.required
def letter(request: Any, letter: UUID) -> HttpResponse:
    """A paper of my thing (一件事) as it was issued."""
    actor = citizen.here(request).actor()
    mine = Letter.objects.filter(pk=letter, thing__in=Thing.objects.visible_to(actor)).exists()
    citizen.found(request, mine or None, "文书")
    return letters.page(request, actor, [letter], first_only=True)


@require_GET
@citizen.required
def file(request: Any, file: UUID) -> HttpResponse:
    """A file of my case, as a download."""
    who = citizen.here(request)
    answer: HttpResponse = files.answer(files.find(who.actor(), file, now.now()))
    return answer


@require_GET
@citizen.required
def looks(request: Any) -> HttpResponse:
    """Who of the staff looked at my data: which post of which body, for what, at which case, when (谁看过我的信息)."""
    who = citizen.here(request)
    actor = who.actor()
    own = {who.account.number_index} - {""}
    mine = Case.objects.visible_to(actor).values("pk")
    about = Q(holder_index__in=own | actor.holders) | Q(subject__in=mine)
    rows = list(Look.objects.filter(about, region=who.account.region).order_by("-at", "-pk")[:LOOKS])
    posts = {
        post.pk: post
        for post in Post.objects.select_related("organisation").filter(pk__in={row.post for row in rows})
    }
    named: dict[Any, str] = dict(
        Case.objects.visible_to(actor)
        .filter(pk__in={row.subject for row in rows if row.subject})
        .values_list("pk", "item__name")
    )
    lines = [
        {"at": row.at, "post": str(posts[row.post]) if row.post in posts else "岗位已撤销", "purpose": row.purpose,
         "case": row.subject if row.subject in named else None, "item": named.get(row.subject, "")}
        for row in rows
    ]  # fmt: skip
    return render(request, "me/looks.html", {"lines": lines, "most": LOOKS, "who": who})
