"""A citizen's questions, the talk on a case, the notices that came, and by which channel they come."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.asking import acts as asking
from yichuang.asking import reading, standing
from yichuang.asking.models import Thread
from yichuang.cases.models import Case
from yichuang.doors import citizen, talking
from yichuang.doors.fields import line, tried
from yichuang.doors.frame import sent
from yichuang.exchange import acts as exchange
from yichuang.exchange import channels
from yichuang.exchange.models import Message, Preference
from yichuang.exchange.notices import title_of
from yichuang.exchange.people import shown
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal.actor import Actor
from yichuang.journal.models import Errand, ErrandState
from yichuang.journal.refusals import BadInput, NotThere

PAGE = 20
STATES = dict(ErrandState.choices)
CHANNELS = {"sms": "短信", "email": "电子邮件", "wechat": "微信", "insite": "站内消息", "filedrop": "短信"}


def _actor(request: Any) -> Actor:
    return citizen.here(request).actor("portal")


@require_GET
@citizen.required
def questions(request: Any) -> HttpResponse:
    """The questions I asked."""
    actor = _actor(request)
    found = (
        Thread.objects.visible_to(actor)
        .filter(case=None, account=actor.account)
        .select_related("item", "department")
    )
    page = Paginator(reading.with_unread(found, "citizen").order_by("-said_at", "-pk"), PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request, "me/questions.html", {"lines": [talking.line_of(row) for row in page], "page": page}
    )


@require_http_methods(["GET", "POST"])
@citizen.required
def question(request: Any, thread: UUID) -> HttpResponse:
    """One of my questions: what was said; ask again."""
    actor, at = _actor(request), now()
    row = talking.find(actor, thread, at)
    if row.case_id is not None:
        return redirect("me:case_messages", case=row.case_id)
    error = None
    if request.method == "POST":
        try:
            talking.speak(request, actor, at, asking.ask_again, thread)
            return redirect("me:question", thread=thread)
        except BadInput as refused:
            error = refused
    told = {
        **talking.line_of(row), "thread": row, "said": talking.said(row, actor), "closed": standing.may("asking.ask_again", row, actor),
        **_wrong(error, request),
    }  # fmt: skip
    return render(request, "me/question.html", told, status=422 if error else 200)


def _wrong(error: BadInput | None, request: Any) -> dict[str, Any]:
    errors = [{"id": str(error.facts.get("field", "text")), "text": error.sentence}] if error else []
    return {"error": error.sentence if error else "", "errors": errors, "text": request.POST.get("text", "")}


@require_POST
@citizen.required
def closing(request: Any, thread: UUID) -> HttpResponse:
    """I have no more to ask."""
    actor, at = _actor(request), now()
    talking.find(actor, thread, at)
    asking.close(thread, by=actor, at=at, key=sent(request)["key"])
    return redirect("me:questions")


@require_GET
@citizen.required
def file(request: Any, thread: UUID, file: UUID) -> HttpResponse:
    """A file that somebody sent along."""
    return talking.file_of(_actor(request), thread, file, now())


@require_http_methods(["GET", "POST"])
@citizen.required
def case_messages(request: Any, case: UUID) -> HttpResponse:
    """The talk on one of my cases."""
    actor, at = _actor(request), now()
    row = Case.objects.visible_to(actor).select_related("item", "department").filter(pk=case).first()
    if row is None:
        raise NotThere("没有这个办件，或者不是您的。")
    error = None
    if request.method == "POST":
        try:
            talking.in_case_say(request, actor, row, at)
            return redirect("me:case_messages", case=case)
        except BadInput as refused:
            error = refused
    thread = talking.in_case(actor, case)
    told = {
        "case": row,
        "thread": thread,
        "said": talking.said(thread, actor),
        **_wrong(error, request),
        "notices": _sent(row.pk),
    }
    return render(request, "me/case_messages.html", told, status=422 if error else 200)


def _sent(case: UUID) -> list[dict[str, Any]]:
    """The notices of a case with how each went: waiting, sent, confirmed, failed, given up."""
    waiting = {e.key: e for e in Errand.objects.filter(subject=case, kind="notice").order_by("id")[:100]}
    kept = {m.key: m for m in Message.objects.filter(key__in=list(waiting))}
    return [_line(errand, kept.get(key)) for key, errand in waiting.items()]


def _line(errand: Errand, message: Message | None) -> dict[str, Any]:
    said = {"state": errand.state, "word": _word(errand.state, message), "at": errand.made_at}
    if message is None:
        title = title_of(json.loads(errand.args).get("template", ""))
        return said | {"text": title, "channel": "", "to": ""}
    return said | {"text": message.text, "channel": CHANNELS.get(message.channel, ""), "to": message.to}


def _word(state: str, message: Message | None) -> str:
    return "已发到" if state == "confirmed" and message and message.channel != "insite" else STATES[state]


@require_http_methods(["GET", "POST"])
@citizen.required
def messages(request: Any) -> HttpResponse:
    """The notices that came to me, and the talks on my cases; POST says that I have seen them."""
    actor, at = _actor(request), now()
    if request.method == "POST":
        exchange.mark_seen(actor.account, by=actor, at=at)
        for thread in _talks(actor).filter(unread__gt=0)[:PAGE]:
            talking.mark(thread, actor, at)
        return redirect("me:messages")
    page = Paginator(Message.objects.filter(account=actor.account).order_by("-id"), PAGE).get_page(
        request.GET.get("page")
    )
    talks = [talking.line_of(row) for row in _talks(actor).order_by("-said_at")[:PAGE]]
    fresh = any(m.read_at is None for m in page) or any(t["unread"] > 0 for t in talks)
    return render(request, "me/messages.html", {"page": page, "talks": talks, "fresh": fresh})


def _talks(actor: Actor) -> Any:
    found = Thread.objects.visible_to(actor).exclude(case=None).select_related("case__item")
    return reading.with_unread(found, "citizen")


class WishForm(forms.Form):
    """By which channel."""

    channel = forms.ChoiceField(
        label="怎么通知您", widget=forms.RadioSelect, error_messages={"required": "选一种方式"}
    )
    email = line("电子邮箱", 100, required=False, hint="选了电子邮件才填，例如name@example.com")


@require_http_methods(["GET", "POST"])
@citizen.required
def wishes(request: Any) -> HttpResponse:
    """By which channel I want to be told."""
    who, at = citizen.here(request), now()
    kept = Preference.objects.filter(account=who.account).first()
    wechat = kept.clear_wechat() if kept else ""
    first = {"channel": kept.channel if kept else "sms", "email": kept.clear_email() if kept else ""}
    form = WishForm(request.POST or None, initial=first)
    form.fields["channel"].choices = _offered(who, wechat)  # type: ignore[attr-defined]

    def do(told: dict[str, Any]) -> dict[str, Any]:
        exchange.prefer(who.account.pk, by=who.actor("portal"), at=at, wechat=wechat, **told)
        return {"done": True}

    if request.method == "POST" and tried(form, do):
        return redirect("me:messages")
    return render(request, "me/wishes.html", {"form": form}, status=422 if form.errors else 200)


def _offered(who: citizen.Citizen, wechat: str) -> list[tuple[str, str]]:
    phone = shown(vault.unlock(who.account.phone))
    offered = [("sms", f"短信，发到{phone}" if phone else "短信")]
    ready = channels.ready()
    if "email" in ready:
        offered.append(("email", "电子邮件"))
    if "wechat" in ready and wechat:
        offered.append(("wechat", "微信公众号"))
    return [*offered, ("insite", "只放在“我的消息”里，不另外通知")]
