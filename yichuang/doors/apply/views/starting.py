"""The beginning: who applies, what would be retrieved and whether they agree; then there is a draft."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from yichuang.catalogue import forms, versions
from yichuang.doors import citizen
from yichuang.doors.apply import fetching, sheet
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft
from yichuang.ground import now
from yichuang.ground.templatetags.yc import typed
from yichuang.journal import stamps
from yichuang.journal.refusals import NotThere, Refused
from yichuang.law import forms as law
from yichuang.law import procedures

SELF = "self"


@require_http_methods(["GET", "HEAD", "POST"])
@citizen.required
def new(request: Any, key: str) -> HttpResponse:
    """Ask who applies and whether the state's own records may be fetched; then open the draft."""
    at, stamp = now.now(), stamps.current()
    facts, who = versions.by_name(key, stamp), citizen.here(request)
    if wrong := procedures.may_file_on_line(facts.record.get("online_depth")):
        raise NotThere(wrong)
    answers = _answers(facts, request.POST if request.method == "POST" else request.GET)
    options = _who(who, facts)
    said = {
        "who": request.POST.get("who", options[0][0] if len(options) == 1 else ""),
        "consent": request.POST.get("consent", ""),
    }
    errors = _wrong(said, dict(options)) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        tie = next((one for one in who.ties if str(one.pk) == said["who"]), None)
        try:
            kept = fetching.agree(facts, who, tie, given=said["consent"] == "yes", at=at)
            draft = drafts.begin(facts, answers, by=who.actor(), at=at, tie=tie, content=kept)
            return _onward(draft, kept, who, at)
        except Refused as error:
            errors = [{"id": "", "text": error.sentence}]
    told = {
        "facts": facts, "answers": answers, "who": [{"value": v, "label": w, "checked": v == said["who"]} for v, w in options],
        "alone": len(options) == 1, "fetching": fetching.words(facts), "errors": errors,
        "consent": [{"value": v, "label": w, "checked": v == said["consent"]} for v, w in fetching.CONSENT], "going_on": _going_on(who, facts, at),
    }  # fmt: skip
    return render(request, "apply/new.html", told, status=422 if errors else 200)


def _wrong(said: dict[str, str], options: dict[str, str]) -> list[dict[str, str]]:
    found = []
    if said["who"] not in options:
        found.append({"id": "who_0", "text": "请选择替谁办"})
    if said["consent"] not in dict(fetching.CONSENT):
        found.append({"id": "consent_0", "text": "请选择同意还是不同意调取"})
    return found


def _answers(facts: versions.VersionFacts, given: Any) -> dict[str, str]:
    """Return the answers that came along, as far as this version knows them."""
    return {
        q["key"]: given[q["key"]]
        for q in facts.record.get("scenarios") or ()
        if given.get(q["key"]) in {o["value"] for o in q["options"]}
    }


def _who(who: citizen.Citizen, facts: versions.VersionFacts) -> list[tuple[str, str]]:
    """Return for whom this person may apply here: bodies first where the item is for bodies."""
    kinds = forms.kinds(facts.record)
    mine = [tie for tie in who.ties if tie.covers(facts.key) and tie.kind in kinds]
    ties = [
        (str(tie.pk), format_html("替{}办（我是{}）", typed(tie.name), tie.get_role_display()))
        for tie in mine
    ]
    own = (SELF, format_html("为自己办（{}）", typed(who.account.name)))
    first = who.tie
    ties.sort(key=lambda one: first is not None and one[0] != str(first.pk))
    return [own, *ties] if law.PERSON in kinds and first is None else [*ties, own]


def _going_on(who: citizen.Citizen, facts: versions.VersionFacts, at: Any) -> list[Draft]:
    live = Draft.objects.live(now.day_of(at)).filter(account=who.account, item_id=facts.item)
    return list(live.select_related("tie").order_by("-kept_at")[:3])


def _onward(draft: Draft, kept: dict[str, Any], who: citizen.Citizen, at: Any) -> HttpResponse:
    """Keep what was fetched with a draft that was there before, and go to the first thing left to do."""
    if draft.opened().get("consent_id") != kept["consent_id"]:
        drafts.keep(draft.pk, kept, by=who.actor(), at=at, turn=draft.turn)
    own = sheet.find(who, draft.pk, at)
    if not own.is_old:
        fetching.check(own)
        own = own.fresh()
    return redirect("apply:changes", draft.pk) if own.is_old else redirect(own.next_href)
