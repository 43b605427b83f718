"""A person is known at the window: found by the document in hand, account opened or raised, telephone, firm, child."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.citizens import acts as accounts
from yichuang.citizens.models import Account
from yichuang.doors import frame, sms
from yichuang.doors.counter import persons as fills
from yichuang.doors.counter.views.moving import seated
from yichuang.doors.fields import tried
from yichuang.ground import vault
from yichuang.ground.now import day_of, now
from yichuang.ground.templatetags.yc import masked_id, masked_phone
from yichuang.journal import looks
from yichuang.journal.actor import Actor
from yichuang.journal.refusals import BadInput, NotThere, Refused
from yichuang.law import realname
from yichuang.law.codes import normalise

PURPOSE, LOOK = "window", "窗口实名"
SEND = "send"


def _page(request: Any, name: str, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, f"counter/{name}.html", told | frame.around(request, "接件"), status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def find(request: Any) -> HttpResponse:
    """Find the account of the document in hand; where there is none, open one. The number goes by POST, and leaves a look."""
    actor, at = seated(request), now()
    form = fills.Find(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        number = normalise(said["number"])
        wrong = realname.wrong_with_document(said["document"], number, day_of(at))
        if wrong is None:
            looks.seen(actor, LOOK, holder_index=vault.index(number), at=at)
            found = accounts.with_number(actor.region, number)
            if found is not None:
                return redirect("counter:person_known", found.pk)
            first = {"document": said["document"], "number": number, "proofs": ["document"]}
            return _page(request, "person_new", form=fills.Knowing(initial=first), sent=False)
        form.add_error("number", wrong)
    return _page(request, "persons", 422 if form.errors else 200, form=form)


@sensitive_post_parameters()
@require_POST
def new(request: Any) -> HttpResponse:
    """Open an account for the person in front of the window."""
    actor, at = seated(request), now()
    form = fills.Knowing(request.POST)
    sent, done = _send_or(request, form, actor, at, lambda said: accounts.open_account(
        by=actor, at=at, key=_key(request), **_known(request, said, actor, at)
    ))  # fmt: skip
    if done is not None:
        sms.forget(request)
        return redirect("counter:person_known", done["account"])
    return _page(request, "person_new", 422 if form.errors else 200, form=form, sent=sent)


def _send_or(request: Any, form: forms.Form, actor: Actor, at: datetime, act: Any) -> tuple[bool, Any]:
    """Send a code if that was the button, with everything typed kept; else do the act."""
    if request.POST.get("do") != SEND:
        return False, tried(form, act)
    try:
        sms.ask(request, request.POST.get("phone", ""), PURPOSE, by=actor, at=at)
    except Refused as error:
        form.add_error("phone", error.sentence)
        return False, None
    form.errors.clear()
    return True, None


def _key(request: Any) -> str | None:
    return request.POST.get("idempotency_key", "")[: frame.KEY_MOST] or None


def _known(request: Any, said: dict[str, Any], actor: Actor, at: datetime) -> dict[str, Any]:
    proved = _proved(request, said, actor, at) if said["phone"] else None
    if "phone" in said["proofs"] and proved is None:
        raise BadInput("勾了手机，就要写号码，请本人念验证码。", field="phone")
    phone = {"phone": proved.phone, "code": proved.code} if proved else {}
    return {
        "name": said["name"],
        "document": said["document"],
        "number": said["number"],
        "proofs": said["proofs"],
        **phone,
    }


def _proved(request: Any, said: dict[str, Any], actor: Actor, at: datetime) -> sms.Proved:
    before = sms.proved(request, PURPOSE, at)
    if before is None or before.phone != normalise(said["phone"]):
        outcome = sms.attempt(request, said["code"], PURPOSE, by=actor, at=at)
        if outcome != accounts.RIGHT:
            raise BadInput("验证码不对，或者过了时间。再发一条，请本人念。", field="code")
        before = sms.proved(request, PURPOSE, at)
    if before is None or before.phone != normalise(said["phone"]):
        raise BadInput("验证码是发给另一个号码的。给这个号码再发一条。", field="phone")
    return before


def _account(request: Any, account: UUID) -> tuple[Actor, Account, datetime]:
    actor, at = seated(request), now()
    row = Account.objects.filter(pk=account, region=actor.region).first()
    if row is None:
        raise NotThere("没有这个账户。")
    looks.seen(actor, LOOK, holder_index=row.number_index, at=at)
    return actor, row, at


@require_GET
def known(request: Any, account: UUID) -> HttpResponse:
    """What is known of a person, and what the window may do for them."""
    actor, row, at = _account(request, account)
    return _person(request, actor, row, at)


def _person(
    request: Any, actor: Actor, row: Account, at: datetime, status: int = 200, **bound: Any
) -> HttpResponse:
    own = {"name": row.name, "document": row.document, "proofs": ["document"]}
    day = day_of(at)
    ties = [tie for tie in row.ties.order_by("starts_on") if tie.holds(day)]
    told = {
        "row": row, "number": masked_id(row.clear_number()) or "没有登记", "phone": masked_phone(row.clear_phone()) or "没有登记",
        "level": realname.level_name(row.level), "ties": [(tie, masked_id(tie.clear_number())) for tie in ties],
        "knowing": fills.Knowing(initial=own, auto_id="knowing_%s"), "telephone": fills.Phone(auto_id="telephone_%s"), "firm": fills.Firm(auto_id="firm_%s"), "ward": fills.Ward(auto_id="ward_%s"), "open": "",
    }  # fmt: skip
    return _page(request, "person", status, **(told | bound))


FORMS: dict[str, tuple[str, type[forms.Form]]] = {
    "knowing": ("knowing", fills.Knowing), "telephone": ("telephone", fills.Phone), "firm": ("firm", fills.Firm), "ward": ("ward", fills.Ward),
}  # fmt: skip


@sensitive_post_parameters()
@require_POST
def change(request: Any, account: UUID, what: str) -> HttpResponse:
    """Know the person better, change the telephone, register a firm or a child."""
    if what not in FORMS:
        raise NotThere("没有这一步。")
    actor, row, at = _account(request, account)
    name, kind = FORMS[what]
    form = kind(request.POST, auto_id=f"{name}_%s")
    sent, done = _send_or(request, form, actor, at, lambda said: _do(request, what, row, said, actor, at))
    if done is not None:
        sms.forget(request)
        return redirect("counter:person_known", row.pk)
    bound = {name: form, "open": what, "sent": sent, "form": form}
    return _person(request, actor, row, at, 422 if form.errors else 200, **bound)


def _do(
    request: Any, what: str, row: Account, said: dict[str, Any], actor: Actor, at: datetime
) -> dict[str, Any]:
    key = _key(request)
    if what == "knowing":
        return accounts.raise_level(row.pk, by=actor, at=at, key=key, **_known(request, said, actor, at))
    if what == "telephone":
        proved = _proved(request, said, actor, at)
        return accounts.change_phone(row.pk, by=actor, at=at, key=key, phone=proved.phone, code=proved.code)
    role = "representative" if what == "firm" else "guardian"
    return accounts.tie(row.pk, by=actor, at=at, key=key, role=role, **said)


@require_POST
def tie_ending(request: Any, account: UUID, tie: UUID) -> HttpResponse:
    """The person no longer acts for this body or child."""
    actor, row, at = _account(request, account)
    accounts.end_tie(row.pk, by=actor, at=at, key=_key(request), tie=tie)
    return redirect("counter:person_known", row.pk)


@require_POST
def closing(request: Any, account: UUID) -> HttpResponse:
    """Close the account as the person wishes; a page asks first."""
    actor, row, at = _account(request, account)
    if request.POST.get("sure") != "1":
        return _person(request, actor, row, at, sure=True)
    accounts.close(row.pk, by=actor, at=at, key=_key(request))
    return redirect("counter:persons")
