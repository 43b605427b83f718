"""Complaints on a machine in the hall: nothing to type; kind, what it is, which body, a number on keys, a paper with the code."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.complaints import acts
from yichuang.doors import brake, workorders
from yichuang.doors.frame import sent
from yichuang.doors.portal.views.complaining import ALL, CODE, KINDS
from yichuang.doors.portal.views.progress import private
from yichuang.ground.now import now
from yichuang.journal.actor import applicant
from yichuang.journal.refusals import BadInput
from yichuang.law import complaints as law
from yichuang.law.codes import group_query_code
from yichuang.people.models import Organisation

HERE, DIGITS = (40, 3600), 11
ANONYMOUS = ("report", "praise")


def _said(given: Any) -> tuple[str, str, str]:
    """Return kind, what it is and the body's number as far as they are chosen; what is not on its list is not."""
    kind, what, body = (given.get(name, "")[:20] for name in ("kind", "what", "body"))
    kind = kind if kind in law.TOUCHED else ""
    what = what if what in dict(law.TOUCHED.get(kind, ())) else ""
    return kind, what, body if body == "0" or (body.isascii() and body.isdigit()) else ""


def _address(name: str, **said: str) -> str:
    return f"{reverse(name)}?{urlencode(said)}"


@require_safe
def index(request: Any) -> HttpResponse:
    """One question after the other, each answered by a touch."""
    kind, what, _ = _said(request.GET)
    start = reverse("portal:kiosk_complaints")
    if not kind:
        tiles = [
            {"name": word, "text": text, "href": _address("portal:kiosk_complaints", kind=key)}
            for key, word, text in KINDS
        ]
        return _ask(request, "您要说什么", tiles, "/")
    if not what:
        tiles = [
            {"name": word, "text": "", "href": _address("portal:kiosk_complaints", kind=kind, what=key)}
            for key, word in law.TOUCHED[kind]
        ]
        return _ask(request, f"{dict(law.CATEGORIES)[kind]}什么", tiles, start)
    known = {"kind": kind, "what": what}
    rows = workorders.bodies(settings.DEPLOYMENT.region)
    none = {
        "name": "说不清，或者不针对哪个单位",
        "text": "",
        "href": _address("portal:kiosk_phone", **known, body="0"),
    }
    tiles = [none] + [
        {"name": name, "text": "", "href": _address("portal:kiosk_phone", **known, body=str(pk))}
        for pk, name in rows
    ]
    return _ask(request, "是哪个单位的事", tiles, _address("portal:kiosk_complaints", kind=kind))


def _ask(request: Any, title: str, tiles: list[dict[str, str]], back: str) -> HttpResponse:
    return render(request, "portal/kiosk_touch.html", {"title": title, "tiles": tiles, "back_href": back})


@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: Any) -> HttpResponse:
    """The number for call-back, key by key; each key works without scripts too. The last key files the order."""
    kind, what, body = _said(request.POST if request.method == "POST" else request.GET)
    if not (kind and what and body):
        return redirect("portal:kiosk_complaints")
    number = "".join(c for c in request.POST.get("phone", "") if c.isascii() and c.isdigit())[:DIGITS]
    key, wrong = request.POST.get("key", ""), ""
    if request.method == "POST" and key in ("send", "nobody"):
        try:
            request.session[CODE] = _filed(request, kind, what, body, "" if key == "nobody" else number)
            return redirect("portal:kiosk_filed")
        except BadInput as error:
            wrong = error.sentence
    elif key == "back":
        number = number[:-1]
    elif len(key) == 1 and key.isascii() and key.isdigit():
        number = (number + key)[:DIGITS]
    told = {
        "kind": kind, "what": what, "body": body, "number": number, "wrong": wrong, "keys": "123456789", "nobody": kind in ANONYMOUS,
        "said": _content(kind, what, body)[0], "word": dict(law.CATEGORIES)[kind],
        "back_href": _address("portal:kiosk_complaints", kind=kind, what=what),
    }  # fmt: skip
    return private(render(request, "portal/kiosk_phone.html", told, status=422 if wrong else 200))


def _content(kind: str, what: str, body: str) -> tuple[str, Organisation | None]:
    there = Organisation.objects.filter(region=settings.DEPLOYMENT.region, valid_to=None, pk=int(body[:9]))
    named = there.first()
    return law.touched(kind, what, named.name if named else ""), named


def _filed(request: Any, kind: str, what: str, body: str, number: str) -> dict[str, str]:
    at, who = now(), brake.client(request)
    if kind not in ANONYMOUS and not number:
        raise BadInput("按键输入电话，办完给您回话。")
    if not (
        brake.allowed("touched", who, most=HERE[0], seconds=HERE[1], at=at)
        and brake.allowed("complaints", "*", most=ALL[0], seconds=ALL[1], at=at)
    ):
        raise BadInput("这一小时登记得多了。过一会儿再登记，或者叫人帮忙。")
    said, named = _content(kind, what, body)
    done = acts.receive(
        by=applicant(settings.DEPLOYMENT.region, "kiosk"), at=at, key=sent(request)["key"], source="kiosk", category=kind, content=said,
        phone=number, anonymous=kind in ANONYMOUS and not number, about=named.pk if named and kind == "report" else None,
    )  # fmt: skip
    return {"code": done["query_code"], "number": done["number"], "due_on": done["due_on"]}


@require_safe
def filed(request: Any) -> HttpResponse:
    """The paper to take along: number, code, day."""
    done = request.session.get(CODE)
    if not isinstance(done, dict):
        return redirect("portal:kiosk_complaints")
    told = {
        "done": done,
        "pairs": [
            {"label": "查询码", "value": group_query_code(done["code"])},
            {"label": "编号", "value": done["number"]},
        ],
    }
    return private(render(request, "portal/kiosk_filed.html", told))
