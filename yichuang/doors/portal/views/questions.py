"""Questions on the portal: find an answer that is there, or ask; who is not signed in leaves a number to be called."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.asking import acts as asking
from yichuang.asking import knowledge
from yichuang.catalogue.models import Item
from yichuang.doors import brake, citizen
from yichuang.doors.frame import sent, text_of
from yichuang.ground.now import day_of, now
from yichuang.journal import stamps
from yichuang.journal.actor import Actor, applicant
from yichuang.journal.refusals import BadInput

PAGE, FOUND = 20, 8
ASKS, ALL_ASKS = (6, 3600), (600, 3600)
FIELDS = ("about", "text", "caller", "phone")


@require_safe
def index(request: Any) -> HttpResponse:
    """What others asked: all of it in pages, or what the words lead to."""
    stamp, region, today = stamps.current(), settings.DEPLOYMENT.region, day_of(now())
    typed = " ".join(request.GET.get("q", "").split())[:60]
    found = knowledge.find(stamp, region, typed, limit=FOUND) if typed else knowledge.published(stamp, region)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [{"one": one, "old": one.old(today)} for one in page]
    return render(request, "portal/questions.html", {"lines": lines, "page": page, "q": typed})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any) -> HttpResponse:
    """Ask a question, about an item if it was come from one."""
    who, at = citizen.of(request), now()
    item = _item(request.POST.get("item") or request.GET.get("item", ""))
    typed = {name: request.POST.get(name, request.GET.get(name, ""))[:1000] for name in FIELDS}
    error = None
    if request.method == "POST":
        try:
            done = _asked(
                request,
                who.actor("portal") if who else applicant(settings.DEPLOYMENT.region, "portal"),
                item,
                at,
            )
            request.session["asked"] = {"number": done["number"], "due_on": done["due_on"]}
            return redirect("me:question", thread=done["id"]) if who else redirect("portal:asked")
        except BadInput as refused:
            error = refused
    told: dict[str, Any] = {
        "item": item,
        "typed": typed,
        "known": bool(who),
        "errors": _errors(error),
        "near": _near(item),
    }
    told["wrong"] = {one["id"]: one["text"] for one in told["errors"]}
    return render(request, "portal/question_ask.html", told, status=422 if error else 200)


def _asked(request: Any, actor: Actor, item: Item | None, at: Any) -> dict[str, Any]:
    stranger = actor.account is None
    if request.POST.get("phone", "").strip() == "" and stranger:
        raise BadInput("留一个电话，好给您回话。", field="phone")
    about = text_of(request, "about", 60)
    who = brake.client(request)
    if stranger and not (
        brake.allowed("asking.ask", who, most=ASKS[0], seconds=ASKS[1], at=at)
        and brake.allowed("asking.ask", "*", most=ALL_ASKS[0], seconds=ALL_ASKS[1], at=at)
    ):
        raise BadInput("这一小时问得多了。过一会儿再问，或者打电话问。", field="about")
    return asking.ask(
        by=actor, at=at, key=sent(request)["key"], about=about, text=text_of(request, "text", 1000), item=item.pk if item else None,
        source="callback" if stranger else "online", caller=text_of(request, "caller", 50), phone=text_of(request, "phone", 20),
    )  # fmt: skip


def _errors(error: BadInput | None) -> list[dict[str, str]]:
    return [{"id": str(error.facts.get("field", "about")), "text": error.sentence}] if error else []


def _item(key: str) -> Item | None:
    found = Item.objects.filter(
        region=settings.DEPLOYMENT.region, key=key[:80].replace("\0", ""), retired_on=None
    )
    return found.first() if key else None


def _near(item: Item | None) -> list[knowledge.Answer]:
    """What others asked about the item, before one asks again."""
    return knowledge.of_item(stamps.current(), settings.DEPLOYMENT.region, item.key)[:FOUND] if item else []


@require_safe
def asked(request: Any) -> HttpResponse:
    """The question is in: its number and the day."""
    done = request.session.get("asked")
    if not isinstance(done, dict):
        return redirect("portal:questions")
    return render(
        request,
        "portal/question_asked.html",
        {"done": done, "pairs": [{"label": "咨询编号", "value": done["number"]}]},
    )
