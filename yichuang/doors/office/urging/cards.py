"""Cards: the list by filters of the address, one card with its derivation, and what may be done about it."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from yichuang.doors import supervised
from yichuang.doors.frame import sent
from yichuang.doors.office import pages
from yichuang.doors.office.turning import pager
from yichuang.doors.office.urging import forms, shown
from yichuang.ground.now import day_of, now
from yichuang.halls.models import Hall
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import NotThere
from yichuang.law.conduct import cards as law
from yichuang.people.models import Organisation
from yichuang.supervision import acts, guarded, standing
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order

ALL = ("", "全部")
KEPT = ("rule", "level", "state", "department", "hall")
RELATED = ("case__item", "department", "hall", "window")


def chosen(actor: Actor, asked: dict[str, str]) -> Any:
    """Return the cards this actor may see that fit the filters of the address."""
    found = Card.objects.visible_to(actor)
    if asked.get("level") in dict(law.LEVELS):
        found = found.filter(level=asked["level"])
    if asked.get("state") == "standing":
        found = found.standing()
    elif asked.get("state") in dict(law.STATES):
        found = found.filter(state=asked["state"])
    if asked.get("rule"):
        found = found.filter(rule=asked["rule"][:30])
    for name in ("department", "hall"):
        if (one := shown.whole(asked.get(name, ""))) is not None:
            found = found.filter(**{name: one})
    return found


@require_GET
def index(request: Any) -> HttpResponse:
    """The cards that stand, the youngest day first."""
    actor = pages.need(request, "urging:cards")
    asked = {name: request.GET.get(name, "").replace("\0", "")[:40] for name in KEPT}
    page = Paginator(
        chosen(actor, asked).select_related(*RELATED).order_by("-on", "-pk"), shown.PAGE
    ).get_page(request.GET.get("page"))
    told = {
        "rows": [shown.card_row(card, actor) for card in page], "asked": asked, "levels": shown.chips(asked, "level", (ALL, *law.LEVELS)),
        "states": shown.chips(asked, "state", (ALL, ("standing", "有效"), *law.STATES)), "rules": supervised.rules(), **_places(actor),
        **pager(page, asked),
    }  # fmt: skip
    return render(request, "office/urging/cards.html", pages.frame(request, "urging:cards") | told)


def _places(actor: Actor) -> dict[str, Any]:
    """Return the bodies and halls to filter by: only who sees the whole region chooses among them."""
    if actor.kind not in pages.SUPERVISE:
        return {"departments": (), "halls": ()}
    bodies = Organisation.objects.filter(region=actor.region, kind="department", valid_to=None)
    return {
        "departments": bodies.order_by("name").values_list("pk", "name"),
        "halls": Hall.objects.filter(region=actor.region).order_by("name").values_list("pk", "name"),
    }


def find(actor: Actor, card: UUID) -> Card:
    """Return a card that this actor may see; NotThere otherwise."""
    found = Card.objects.visible_to(actor).filter(pk=card).select_related(*RELATED).first()
    if found is None:
        raise NotThere("没有这张牌，或者不归您看。回到列表再选。")
    return found


@require_GET
def page(request: Any, card: UUID) -> HttpResponse:
    """One card: why, on whom, and what may be done."""
    return _page(request, card)


def _page(request: Any, card: UUID, **typed: django_forms.Form) -> HttpResponse:
    actor, at = pages.need(request, "urging:cards"), now()
    row = find(actor, card)
    looks.seen(actor, "看黄红牌", subject=row.subject, at=at)
    of_it = (
        Order.objects.visible_to(actor)
        .filter(card=row)
        .select_related("card", "case__item")
        .order_by("ordered_at")
    )
    open_order = next((one for one in of_it if one.state != "closed"), None)
    facts = standing.facts_for(row, actor)
    told = {
        **shown.card_row(row, actor), **supervised.derivation(row), "orders": [shown.order_row(one, day_of(at)) for one in of_it],
        "closed": {verb: standing.may(verb, row, actor) for verb in law.MOVES}, "late": day_of(at) > row.appeal_due_on,
        "names": shown.names(row.answered_by, row.appealed_by, row.decided_by), "may_urge": _may_urge(row, actor, open_order),
        "may_stop": _may_stop(row, actor), "behind": shown.behind(row, actor),
        "mine": facts["own_card"], "judge": actor.kind == "supervisor", "answer_form": forms.AnswerForm(), "appeal_form": forms.AppealForm(),
        "decision_form": forms.DecisionForm(), "form": next(iter(typed.values()), None), **typed,
    }  # fmt: skip
    forms.open_verdicts(told["decision_form"], told["closed"])
    status = 422 if typed else 200
    return render(
        request, "office/urging/card.html", pages.frame(request, "urging:cards") | told, status=status
    )


def _may_stop(row: Card, actor: Actor) -> bool:
    """Whether the demand behind the card stands still open; for a part of a thing (一件事) the page leads on to that."""
    open_ = row.case is not None and row.case.state == "correcting"
    return row.rule == "outside-list" and actor.kind in pages.SUPERVISE and open_


def _may_urge(row: Card, actor: Actor, open_order: Order | None) -> bool:
    landed = row.department_id is not None or row.hall_id is not None
    return actor.kind in pages.SUPERVISE and landed and row.state in law.STANDING and open_order is None


def _do(request: Any, card: UUID, name: str, form: django_forms.Form, act: Any) -> HttpResponse:
    actor = pages.need(request, "urging:cards")
    find(actor, card)
    key = sent(request)["key"]
    if forms.attempted(form, lambda told: act(actor, key, told)) is None:
        return _page(request, card, **{name: form})
    return redirect("office:urging:card", card=card)


@require_POST
def answer(request: Any, card: UUID) -> HttpResponse:
    """Say what happened."""
    form = forms.AnswerForm(request.POST)
    return _do(
        request,
        card,
        "answer_form",
        form,
        lambda by, key, told: acts.answer(card, by=by, at=now(), key=key, **told),
    )


@require_POST
def appeal(request: Any, card: UUID) -> HttpResponse:
    """Appeal against it, in time."""
    form = forms.AppealForm(request.POST)
    return _do(
        request,
        card,
        "appeal_form",
        form,
        lambda by, key, told: acts.appeal(card, by=by, at=now(), key=key, **told),
    )


@require_POST
def decision(request: Any, card: UUID) -> HttpResponse:
    """Uphold or withdraw it."""

    def decide(by: Actor, key: str | None, told: dict[str, Any]) -> Any:
        return guarded.judge(card, told["verdict"], by=by, at=now(), key=key, why=told["why"])

    return _do(request, card, "decision_form", forms.DecisionForm(request.POST), decide)
