"""One bad rating: what was said, what was done, and the steps that this post may take; never who rated."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.doors.fields import tried
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.ratings import forms
from yichuang.doors.office.ratings.listing import light_of, place_of
from yichuang.doors.progress import standing as progress
from yichuang.ground.now import day_of, now
from yichuang.ground.templatetags.yc import cndate, cndatetime
from yichuang.journal import looks, stamps
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere, NotYours
from yichuang.law import ratings as law
from yichuang.people.models import Person
from yichuang.ratings import acts as ratings
from yichuang.ratings import guarded, standing
from yichuang.ratings.models import Mending, Rating

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """A step as the page offers it: the act, its form, its title and its button."""

    verb: str
    act: Callable[..., dict[str, Any]]
    form: type[django_forms.Form]
    title: str
    button: str
    grave: bool = False


DEEDS = {
    "verification": Deed("verify", ratings.verify, forms.VerifyForm, "核实", "核实完了"),
    "calling": Deed("take_call", ratings.take_call, forms.NoForm, "回访", "我来回访"),
    "call": Deed("call_back", ratings.call_back, forms.CallForm, "记下回访", "记下"),
    "mending": Deed("mend", ratings.mend, forms.MendForm, "整改", "改好了"),
    "answer": Deed("answer", ratings.answer, forms.AnswerForm, "答复评价人", "答复"),
    "publication": Deed("publish", ratings.publish, forms.PublishForm, "公开", "公开"),
    "review": Deed("review_appeal", ratings.review_appeal, forms.ReviewForm, "复核申诉", "复核完了"),
    "exclusion": Deed("exclude", ratings.exclude, forms.ExcludeForm, "不采用这条评价", "不采用", grave=True),
}
YES_NO = ("reached", "upheld")


@require_GET
def page(request: Any, rating: UUID) -> HttpResponse:
    """One bad rating with its steps."""
    return _page(request, rating)


@require_POST
def do(request: Any, rating: UUID, deed: str) -> HttpResponse:
    """Take one step, and show the rating again; what was typed stays if it cannot be taken."""
    actor, at = pages.need(request, "ratings:index"), now()
    _find(actor, rating, at)
    if deed not in DEEDS:
        raise NotThere("没有这一步。")
    asked = DEEDS[deed]
    form = asked.form(request.POST, auto_id=f"{deed}-%s")

    def act(told: Told) -> dict[str, Any]:
        said = {name: value == "1" if name in YES_NO else value for name, value in told.items()}
        if said.get("kind") == "":
            said.pop("kind")
        return asked.act(rating, by=actor, at=at, **said, **sent(request))

    if tried(form, act) is None:
        return _page(request, rating, wrong={deed: form})
    return redirect("office:ratings:rating", rating=rating)


@require_POST
def contact(request: Any, rating: UUID) -> HttpResponse:
    """Show who calls back how to reach the rater, on this answer only; the look is on record, a refused one too."""
    actor, at = pages.need(request, "ratings:index"), now()
    _find(actor, rating, at)
    return _page(request, rating, reach=guarded.contact_of(rating, actor, at))


def _find(actor: Actor, rating: UUID, at: datetime) -> Rating:
    row = (
        Rating.objects.visible_to(actor)
        .filter(pk=rating, bad=True)
        .select_related("item", "department", "window", "hall", "case", "thing", "mending")
        .first()
    )
    if row is None:
        raise NotThere("没有这条差评，或者不归您看。")
    if actor.person in row.handlers:
        raise NotYours("这条评的是您经手的事。到“我的评价”里看核实结论，可以申诉。", rule="rated_me")
    looks.seen(actor, "看差评", subject=row.pk, at=at)
    return row


def _page(
    request: Any,
    rating: UUID,
    *,
    wrong: Mapping[str, django_forms.Form] | None = None,
    reach: Mapping[str, str] | None = None,
) -> HttpResponse:
    actor, at = pages.need(request, "ratings:index"), now()
    row = _find(actor, rating, at)
    mending: Mending = row.mending
    closed = {name: standing.may(one.verb, row, actor, mending.verified_by) for name, one in DEEDS.items()}
    shown = [
        _deed(name, one, row, mending, actor, wrong or {}) for name, one in DEEDS.items() if not closed[name]
    ]
    told = {
        "rating": row, "mending": mending, "grade": law.grade(row.grade), "reasons": json.loads(row.reasons), "place": place_of(row),
        "state": row.get_state_display(), "light": light_of(row, day_of(at), stamps.current()), "deeds": [one for one in shown if one],
        "steps": _steps(row, mending), "events": _events(row, day_of(at)), "reach": reach, "number": number_of(row),
        "channel": ratings.CHANNELS.get(row.channel, ""), "may_look": row.caller == actor.person and bool(row.known_by) and row.state in law.UNENDED,
        "closed": _why(closed, row), "form": next(iter(wrong.values())) if wrong else None,
    }  # fmt: skip
    return render(
        request,
        "office/ratings/rating.html",
        pages.frame(request, "ratings:index") | told,
        status=422 if wrong else 200,
    )


def number_of(row: Rating) -> str:
    """Return the short number by which staff speak of a rating."""
    return f"PJ{day_of(row.rated_at):%Y%m%d}-{row.pk.hex[-6:].upper()}"


def _why(closed: Mapping[str, str | None], row: Rating) -> str:
    """Why the step whose turn it is is not this actor's."""
    turn = {
        "verify": "verification",
        "call": "calling",
        "mend": "mending",
        "answer": "answer",
        "publish": "publication",
    }
    return closed.get(turn.get(row.state, "")) or ""


def _deed(
    name: str, deed: Deed, row: Rating, mending: Mending, actor: Actor, wrong: Mapping[str, django_forms.Form]
) -> dict[str, Any] | None:
    if name == "mending" and (row.verdict == law.GROUNDLESS or row.mended_on):
        return None
    if name == "review" and row.appeal != "asked":
        return None
    if (
        name == "calling"
        and row.caller is not None
        and (row.caller == actor.person or actor.kind != "supervisor")
    ):
        return None
    form = wrong.get(name) or deed.form(initial=_first(name, row, mending), auto_id=f"{name}-%s")
    return {
        "name": name,
        "deed": deed,
        "form": form,
        "open": name in wrong or not (deed.grave or name == "review"),
    }


def _first(name: str, row: Rating, mending: Mending) -> dict[str, Any]:
    """What the answer and the publication begin with: the facts that are on record."""
    done = f"{cndate(row.mended_on)}改好，改了：{mending.what}" if row.mended_on else "没有依据"
    if name == "answer":
        return {"text_to_rater": f"您说的已核实：{mending.finding}。{done}。"}
    if name == "publication":
        return {"published": f"改了：{mending.what}。" if row.mended_on else f"没有依据：{mending.finding}。"}
    return {}


def _steps(row: Rating, mending: Mending) -> list[dict[str, str]]:
    """What was done, oldest first, and by when the rest is."""
    ids = (
        mending.verified_by,
        mending.mended_by,
        mending.answered_by,
        mending.published_by,
        mending.decided_by,
        row.caller,
    )
    who = dict(Person.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "name"))
    made = [_step("收到评价", row.rated_at)]
    if mending.verified_at:
        made.append(
            _step(
                f"核实：{row.get_verdict_display()}。{mending.finding}",
                mending.verified_at,
                who.get(mending.verified_by or 0),
            )
        )
        if mending.plan:
            made.append(_step(f"台账：{mending.plan}，{cndate(row.mend_due_on)}前改好", mending.verified_at))
    if mending.calls and mending.called_at:
        word = "回访：打通了" if row.visited_on else f"回访：{mending.calls}次没打通"
        made.append(_step(word, mending.called_at, who.get(row.caller or 0)))
    if mending.mended_at:
        made.append(_step(f"改了：{mending.what}", mending.mended_at, who.get(mending.mended_by or 0)))
    if mending.appealed_at:
        made.append(_step(f"被评价的人申诉：{mending.appeal}", mending.appealed_at))
    if mending.decided_at:
        word = (
            row.get_appeal_display() if row.appeal in ("upheld", "rejected") else row.get_excluded_display()
        )
        made.append(
            _step(f"{word}：{mending.decision}", mending.decided_at, who.get(mending.decided_by or 0))
        )
    if mending.answered_at:
        made.append(_step(f"答复：{mending.answer}", mending.answered_at, who.get(mending.answered_by or 0)))
    if row.published_on:
        made.append(_step(f"公开：{mending.published}", row.published_on, who.get(mending.published_by or 0)))
    if row.due_on:
        made.append(
            {"what": row.get_state_display(), "when": f"{cndate(row.due_on)}前", "who": "", "state": "now"}
        )
    return made


def _step(what: str, at: datetime | date, who: str | None = "") -> dict[str, str]:
    return {
        "what": what,
        "when": cndatetime(at) if isinstance(at, datetime) else cndate(at),
        "who": who or "",
        "state": "past",
    }


def _events(row: Rating, today: date) -> list[Any]:
    """The way of the case, without a name and a number: what verifying needs."""
    return list(progress.tell(row.case, today, stamps.current()).events) if row.case else []
