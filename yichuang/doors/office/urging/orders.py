"""Orders: the list by filters of the address, one order with its way and what may be done, a new one, the printed sheet."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.cases.models import Case
from yichuang.doors import orderpapers
from yichuang.doors.frame import sent, uuid_of
from yichuang.doors.office import pages
from yichuang.doors.office.turning import pager
from yichuang.doors.office.urging import cards, forms, shown
from yichuang.doors.told import lines
from yichuang.ground.now import day_of, now
from yichuang.journal.actor import Actor
from yichuang.journal.models import Entry
from yichuang.journal.refusals import NotThere
from yichuang.law import urging as law
from yichuang.people.models import Organisation
from yichuang.supervision import acts, urging
from yichuang.supervision.orders import ABOUT, Order

KEPT = ("box", "level", "to")
BOXES = (("", "在办"), ("late", "超期"), ("check", "等核查"), ("closed", "已办结"), ("all", "全部"))
RELATED = ("to", "hall", "card", "case__item", "before")
VERBS = (
    "sign_order",
    "take_in_hand",
    "answer_order",
    "check_order",
    "close_order",
    "raise_order",
    "withdraw_order",
)


def chosen(actor: Actor, asked: dict[str, str], today: Any) -> Any:
    """Return the orders this actor may see that fit the filters of the address."""
    found = Order.objects.visible_to(actor)
    box = asked.get("box", "")
    if box == "late":
        unsigned = Q(state=law.ORDERED, sign_due_on__lt=today)
        found = found.filter(unsigned | Q(answer_due_on__lt=today), state__in=law.WAITING)
    elif box == "check":
        found = found.filter(state__in=(law.ANSWERED, law.CHECKED))
    elif box == "closed":
        found = found.filter(state=law.CLOSED)
    elif box != "all":
        found = found.open()
    if asked.get("level") in dict(law.LEVELS):
        found = found.filter(level=asked["level"])
    to = shown.whole(asked.get("to", ""))
    return found.filter(to=to) if to is not None else found


@require_GET
def index(request: Any) -> HttpResponse:
    """The orders that are open, the first due first."""
    actor, today = pages.need(request, "urging:orders"), day_of(now())
    asked = {name: request.GET.get(name, "").replace("\0", "")[:40] for name in KEPT}
    order = ("-ordered_at", "-pk") if asked["box"] in ("closed", "all") else ("answer_due_on", "pk")
    found = chosen(actor, asked, today).select_related(*RELATED).order_by(*order)
    page = Paginator(found, shown.PAGE).get_page(request.GET.get("page"))
    bodies = Organisation.objects.filter(region=actor.region, kind="department", valid_to=None).order_by(
        "name"
    )
    told = {
        "rows": [shown.order_row(one, today) for one in page], "asked": asked, "boxes": shown.chips(asked, "box", BOXES),
        "levels": shown.chips(asked, "level", (("", "各级"), *law.LEVELS)), "may_order": actor.kind in pages.SUPERVISE,
        "departments": bodies.values_list("pk", "name") if actor.kind in pages.SUPERVISE else (), **pager(page, asked),
    }  # fmt: skip
    return render(request, "office/urging/orders.html", pages.frame(request, "urging:orders") | told)


def find(actor: Actor, order: UUID) -> Order:
    """Return an order that this actor may see; NotThere otherwise."""
    found = Order.objects.visible_to(actor).filter(pk=order).select_related(*RELATED).first()
    if found is None:
        raise NotThere("没有这张督办单，或者不归您看。回到列表再选。")
    return found


@require_GET
def page(request: Any, order: UUID) -> HttpResponse:
    """One order: why, by when, what was done, and what this post may do."""
    return _page(request, order)


def _page(request: Any, order: UUID, **typed: django_forms.Form) -> HttpResponse:
    actor, at = pages.need(request, "urging:orders"), now()
    row = find(actor, order)
    higher = law.next_for_people(row.level)
    closed = {verb: urging.may(verb, row, actor) for verb in VERBS}
    if higher is None or law.may_order(higher, actor.kind):
        closed["raise_order"] = "不能升级"
    seen = Case.objects.filter(urged__order=row).select_related("item", "department").order_by("pk")
    around = {
        **shown.order_row(row, day_of(at)), "cases": [(case, shown.case_href(actor, case.pk)) for case in seen], "closed": closed,
        "followed": row.followed_by.first(), "higher": law.level_word(higher) if higher else "", "events": lines(Entry.objects.filter(subject=row.pk)),
        "reply_form": forms.ReplyForm(), "check_form": forms.CheckForm(), "step_form": forms.StepForm(), "withdrawal_form": forms.WithdrawalForm(),
        "form": next(iter(typed.values()), None), **typed,
    }  # fmt: skip
    status = 422 if typed else 200
    return render(
        request, "office/urging/order.html", pages.frame(request, "urging:orders") | around, status=status
    )


@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Order something: about a card, about cases named by number, about a complaint."""
    actor = pages.need(request, "urging:orders")
    if actor.kind not in pages.SUPERVISE:
        raise pages.not_for(actor, "下督办单", pages.SUPERVISE)
    given = request.POST if request.method == "POST" else request.GET
    card_id, of = uuid_of(given.get("card", "")), uuid_of(given.get("of", ""))
    card = cards.find(actor, card_id) if card_id else None
    about = given.get("about", "") if given.get("about") in dict(ABOUT) else ""
    form = forms.NewForm(request.POST or None, initial=_first(request, actor))
    forms.fill(form, actor)
    if request.method == "POST":
        done = forms.attempted(
            form, lambda told: _ordered(actor, told, card, of, about, sent(request)["key"])
        )
        if done is not None:
            return redirect("office:urging:order", order=done["id"])
    told = {
        "form": form, "card": card, "of": of or "", "about": about, "row": shown.card_row(card, actor) if card else None,
        "cancel_href": reverse("office:urging:card", args=[card.pk]) if card else reverse("office:urging:orders"),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(
        request, "office/urging/order_new.html", pages.frame(request, "urging:orders") | told, status=status
    )


def _first(request: Any, actor: Actor) -> dict[str, Any]:
    ids = [one for one in map(uuid_of, request.GET.getlist("case")[: forms.NUMBERS_MOST]) if one]
    those = Case.objects.visible_to(actor).filter(pk__in=ids).only("filing_number")
    asked = request.GET.get("level", "")
    return {
        "level": asked if asked in dict(law.LEVELS) else law.URGE,
        "numbers": forms.numbers_of(those),
        "to": shown.whole(request.GET.get("to", "")),
    }


def _ordered(
    actor: Actor, told: dict[str, Any], card: Any, of: UUID | None, about: str, key: str | None
) -> dict[str, Any]:
    those = [] if card else forms.cases_named(told["numbers"], actor)
    return acts.order(
        by=actor, at=now(), key=key, level=told["level"], why=told["why"], card=card.pk if card else None, cases=those, of=of,
        about=about, to=told["to"],
    )  # fmt: skip


@require_GET
def paper(request: Any, order: UUID) -> HttpResponse:
    """The sheet as it was frozen."""
    row = find(pages.need(request, "urging:orders"), order)
    return orderpapers.page(request, row)


def _done(request: Any, order: UUID, act: Any, **said: Any) -> HttpResponse:
    actor = pages.need(request, "urging:orders")
    find(actor, order)
    act(order, by=actor, at=now(), key=sent(request)["key"], **said)
    return redirect("office:urging:order", order=order)


def _said(request: Any, order: UUID, name: str, form: django_forms.Form, act: Any) -> HttpResponse:
    actor = pages.need(request, "urging:orders")
    find(actor, order)
    given = sent(request)
    done = forms.attempted(form, lambda told: act(by=actor, at=now(), key=given["key"], **told))
    if done is None:
        return _page(request, order, **{name: form})
    return redirect("office:urging:order", order=done.get("order") or order)


@require_POST
def signature(request: Any, order: UUID) -> HttpResponse:
    """Sign for it."""
    return _done(request, order, acts.sign_order)


@require_POST
def hand(request: Any, order: UUID) -> HttpResponse:
    """Take it in hand."""
    return _done(request, order, acts.take_in_hand)


@require_POST
def closing(request: Any, order: UUID) -> HttpResponse:
    """Close it."""
    return _done(request, order, acts.close_order)


@require_POST
def reply(request: Any, order: UUID) -> HttpResponse:
    """Answer it."""
    form = forms.ReplyForm(request.POST)
    return _said(request, order, "reply_form", form, lambda **k: acts.answer_order(order, **k))


@require_POST
def check(request: Any, order: UUID) -> HttpResponse:
    """Check the answer, or send it back."""

    def judge(verdict: str, **k: Any) -> Any:
        return (acts.check_order if verdict == "pass" else acts.send_order_back)(order, **k)

    return _said(request, order, "check_form", forms.CheckForm(request.POST), judge)


@require_POST
def step(request: Any, order: UUID) -> HttpResponse:
    """Let the next step follow."""
    row = find(pages.need(request, "urging:orders"), order)
    level = law.next_for_people(row.level) or row.level
    form = forms.StepForm(request.POST)
    return _said(request, order, "step_form", form, lambda **k: acts.raise_order(order, level=level, **k))


@require_POST
def withdrawal(request: Any, order: UUID) -> HttpResponse:
    """Take it back."""
    form = forms.WithdrawalForm(request.POST)
    return _said(request, order, "withdrawal_form", form, lambda **k: acts.withdraw_order(order, **k))
