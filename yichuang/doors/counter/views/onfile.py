"""Cases on file, for the clerk: today's, found ones, one in full; withdrawn, supplemented, its gap closed, put right."""

from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import acts as cases
from yichuang.cases import standing
from yichuang.cases.models import Case
from yichuang.catalogue import versions
from yichuang.doors import caseview, frame
from yichuang.doors.counter.views.moving import seated
from yichuang.ground.now import SHANGHAI, day_of, now
from yichuang.ground.templatetags.yc import cnday, days_left_words
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import Refused
from yichuang.law import Unlawful

MOST = 50
LISTS = (
    ("mine", "我今天收的"),
    ("window", "本窗口今天"),
    ("correcting", "待补正"),
    ("filed", "待受理"),
    ("gap", "容缺待补"),
)
DOING = ("withdraw", "supplement", "fill_gap", "correct_on_spot", "lapse", "sign_on_paper")


@require_GET
def today(request: Any) -> HttpResponse:
    """Today's cases of this window, what waits for the applicant, and whatever is looked for."""
    actor, at = seated(request), now()
    which, words = request.GET.get("list", "mine"), request.GET.get("q", "").strip()[:100]
    rows = _found(actor, words) if words else _listed(actor, which, at)
    shown = [_line(case, actor, at) for case in rows.select_related("item")[: MOST + 1]]
    chips = [
        {"name": name, "href": f"?list={key}", "current": key == which and not words, "count": None}
        for key, name in LISTS
    ]
    context = {
        "rows": shown[:MOST],
        "more": len(shown) > MOST,
        "chips": chips,
        "words": words,
        "caption": _caption(which, words),
    }
    return render(request, "counter/today.html", context | frame.around(request, "接件"))


def _listed(actor: Actor, which: str, at: datetime) -> Any:
    began = datetime.combine(day_of(at), time(), SHANGHAI)
    mine = Case.objects.visible_to(actor)
    return {
        "window": mine.filter(window_id=actor.window or 0, filed_at__gte=began).order_by("-pk"),
        "correcting": mine.filter(state="correcting").order_by("due_on", "pk"),
        "filed": mine.filter(state="filed").order_by("due_on", "pk"),
        "gap": mine.filter(gap=True, state__in=("accepted", "reviewed")).order_by("due_on", "pk"),
    }.get(which, mine.filter(received_by=actor.person, filed_at__gte=began).order_by("-pk"))


def _found(actor: Actor, words: str) -> Any:
    code = words.rstrip("/").rsplit("/", 1)[-1]
    return Case.objects.visible_to(actor).found_by(code).order_by("-pk")


def _caption(which: str, words: str) -> str:
    return f"找“{words}”" if words else dict(LISTS).get(which, LISTS[0][1])


def _line(case: Case, actor: Actor, at: datetime) -> dict[str, Any]:
    left = caseview.left_of(case, actor, day_of(at))
    status = caseview.status_of(case, versions.facts(case.version_id))
    return {
        "id": case.pk, "href": reverse("counter:case", args=[case.pk]), "days": left.days, "due": left.due, "item": case.item.name,
        "who": case.applicant_name, "number": case.number or case.filing_number, "stage": status.word or case.get_state_display(),
        "card": left.card, "card_word": left.card_word, "left": days_left_words(left.days) if left.due else "", "due_word": cnday(left.due),
        "filed_at": case.filed_at, "status": status,
    }  # fmt: skip


@require_GET
def case(request: Any, case: UUID) -> HttpResponse:
    """One case in full: where it stands, its papers from storage, and what the window may do with it."""
    return _page(request, case)


def _page(request: Any, case: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, at = seated(request), now()
    view = caseview.find(actor, case, at, purpose="受理台")
    doing = standing.open_acts(view.case, actor, actor.stamp, day_of(at))
    may = {name: doing[f"cases.{name}"] is None for name in DOING}
    may["fill_gap"] = may["fill_gap"] and view.case.gap
    may["lapse"] = may["lapse"] and view.case.due_on is not None and day_of(at) > view.case.due_on
    context = {
        "view": view, "may": may, "gaps": [m for m in view.materials if m.state == "gap" and m.word.startswith("容缺")],
        "workable": view.case.state in ("filed", "correcting"), "typed": request.POST, "errors": [],
    }  # fmt: skip
    return render(request, "counter/case.html", context | frame.around(request, "接件") | more, status=status)


def _do(
    request: Any,
    case: UUID,
    act: Any,
    texts: Mapping[str, tuple[str, int]] = MappingProxyType({}),
    **said: Any,
) -> HttpResponse:
    """Do one act on a case the clerk may see, and show it again; a refusal keeps what was typed.

    `texts` names what was typed: the act's argument, the form's field, how long it may be.
    """
    actor, at = seated(request), now()
    caseview.find(actor, case, at, purpose="受理台")
    try:
        said |= {name: frame.text_of(request, field, most) for name, (field, most) in texts.items()}
        act(case, by=actor, at=at, **frame.sent(request), **said)
    except (Refused, Unlawful) as error:
        status = error.status if isinstance(error, Refused) else 422
        field = str(error.facts.get("field", "")) if isinstance(error, Refused) else ""
        # What was typed for a form that is no longer there must be found somewhere.
        sent = [request.POST.get(field, "").strip() for field, _ in texts.values()]
        typed = [f"您写的是：{text}" for text in sent if text]
        errors = [{"id": field, "text": str(error)}, *({"id": "", "text": text} for text in typed)]
        return _page(request, case, status=status, errors=errors)
    return redirect("counter:case", case)


@require_POST
def withdrawal(request: Any, case: UUID) -> HttpResponse:
    """The applicant withdraws; confirmed on a page of its own."""
    if request.POST.get("sure") != "1":
        return _page(request, case, sure="withdraw")
    return _do(request, case, cases.withdraw, {"why": ("why", 300)})


@require_POST
def supplement(request: Any, case: UUID) -> HttpResponse:
    """The applicant hands in more of their own will; the clock runs on."""
    return _do(request, case, cases.supplement, {"what": ("what", 300)})


@require_POST
def signature(request: Any, case: UUID) -> HttpResponse:
    """The applicant has signed the sheet before the clerk."""
    return _do(request, case, cases.sign_on_paper)


@require_POST
def gap(request: Any, case: UUID) -> HttpResponse:
    """What was left out is handed in."""
    places = [
        int(text)
        for text in request.POST.getlist("place")
        if text.isascii() and text.isdigit() and len(text) < 4
    ]
    return _do(request, case, cases.fill_gap, places=places)


@require_POST
def correction(request: Any, case: UUID) -> HttpResponse:
    """A mistake is put right on the spot."""
    place = request.POST.get("place", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
    return _do(request, case, cases.correct_on_spot, {"what": ("corrected", 200)}, place=number)


@require_POST
def lapse(request: Any, case: UUID) -> HttpResponse:
    """The correction period is over and nothing came."""
    if request.POST.get("sure") != "1":
        return _page(request, case, sure="lapse")
    return _do(request, case, cases.lapse)
