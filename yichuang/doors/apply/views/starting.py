"""The beginning: who applies, what would be retrieved and whether they agree; then there is a draft."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from yichuang.doors import citizen
from yichuang.doors.apply import fetching, matters, sheet
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft
from yichuang.ground import now
from yichuang.ground.templatetags.yc import typed
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere, Refused
from yichuang.law import forms as law

SELF = "self"


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def new(request: Any, key: str) -> HttpResponse:
    """Ask who applies for an item and whether the state's own records may be fetched; then open the draft."""
    matter = matters.item(key, _said(request), stamps.current())
    if matter.stops:
        raise NotThere(matter.stops)
    return _begin(request, matter)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def new_thing(request: Any, key: str) -> HttpResponse:
    """The same for one thing (一件事); where some item is for the window only, say which and lead there with the list."""
    matter = matters.thing(key, _said(request), stamps.current())
    if matter.stops:
        return render(request, "apply/window.html", {"matter": matter}, status=409)
    if not matter.members:
        return redirect(matter.guide_href)
    return _begin(request, matter)


def _said(request: Any) -> Any:
    return request.POST if request.method == "POST" else request.GET


def _begin(request: Any, matter: matters.AnyMatter) -> HttpResponse:
    at, who = now.now(), citizen.here(request)
    options = _who(who, matter)
    said = {
        "who": request.POST.get("who", options[0][0] if len(options) == 1 else ""),
        "consent": request.POST.get("consent", ""),
    }
    errors = _wrong(said, dict(options)) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        tie = next((one for one in who.ties if str(one.pk) == said["who"]), None)
        try:
            kept = fetching.agree(matter, who, tie, given=said["consent"] == "yes", at=at)
            if matters.ALSO in matter.answers:
                kept["skip"] = list(matter.skip)
            draft = drafts.begin(matter.facts, matter.kept, by=who.actor(), at=at, tie=tie, content=kept)
            return _onward(draft, kept, who, at)
        except Refused as error:
            errors = [{"id": "", "text": error.sentence}]
    told = {
        "matter": matter, "facts": matter.facts, "answers": matter.answers, "who": [{"value": v, "label": w, "checked": v == said["who"]} for v, w in options],
        "alone": len(options) == 1, "fetching": fetching.words(matter), "errors": errors,
        "consent": [{"value": v, "label": w, "checked": v == said["consent"]} for v, w in fetching.CONSENT], "going_on": _going_on(who, matter, at),
    }  # fmt: skip
    return render(request, "apply/new.html", told, status=422 if errors else 200)


def _wrong(said: dict[str, str], options: dict[str, str]) -> list[dict[str, str]]:
    found = []
    if said["who"] not in options:
        found.append({"id": "who_0", "text": "请选择替谁办"})
    if said["consent"] not in dict(fetching.CONSENT):
        found.append({"id": "consent_0", "text": "请选择同意还是不同意调取"})
    return found


def _who(who: citizen.Citizen, matter: matters.AnyMatter) -> list[tuple[str, str]]:
    """Return for whom this person may apply here: bodies first where the matter is for bodies."""
    kinds = matter.kinds
    mine = [tie for tie in who.ties if all(tie.covers(key) for key in matter.keys) and tie.kind in kinds]
    ties = [
        (str(tie.pk), format_html("替{}办（我是{}）", typed(tie.name), tie.get_role_display()))
        for tie in mine
    ]
    own = (SELF, format_html("为自己办（{}）", typed(who.account.name)))
    first = who.tie
    ties.sort(key=lambda one: first is not None and one[0] != str(first.pk))
    return [own, *ties] if law.PERSON in kinds and first is None else [*ties, own]


def _going_on(who: citizen.Citizen, matter: matters.AnyMatter, at: Any) -> list[Draft]:
    live = Draft.objects.live(now.day_of(at)).filter(account=who.account, **matter.of)
    return list(live.select_related("tie").order_by("-kept_at")[:3])


def _onward(draft: Draft, kept: dict[str, Any], who: citizen.Citizen, at: Any) -> HttpResponse:
    """Keep what was fetched with a draft that was there before, and go to the first thing left to do."""
    if draft.opened().get("consents") != kept["consents"]:
        drafts.keep(draft.pk, kept, by=who.actor(), at=at, turn=draft.turn)
    own = sheet.find(who, draft.pk, at)
    if own.is_old:
        return redirect("apply:changes", draft.pk)
    return redirect(fetching.settle(own).next_href)
