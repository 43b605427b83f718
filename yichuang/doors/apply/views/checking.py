"""Looked over, declared, signed and filed in one act; then what happens next and when."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.bundles.models import Thing
from yichuang.cases.models import Case
from yichuang.catalogue import bundles, versions
from yichuang.doors import citizen, sms
from yichuang.doors import forms as shown
from yichuang.doors.apply import confirming, filing, giving, sheet
from yichuang.doors.apply.opening import opened
from yichuang.drafts.models import Filled
from yichuang.ground import now
from yichuang.ground.templatetags.yc import masked_phone
from yichuang.journal.refusals import NotThere, Refused
from yichuang.law import Unlawful


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def check(request: Any, own: sheet.Sheet) -> HttpResponse:
    """Show everything once more with its 修改; the button declares, signs and files."""
    if any(task.state == "later" for _, tasks in own.tasks for task in tasks):
        return redirect(own.next_href)
    errors: list[dict[str, str]] = []
    if sentence := _too_low(own):
        return render(request, "apply/level.html", {"sheet": own, "sentence": sentence}, status=403)
    if own.matter.stops:
        return render(request, "apply/window.html", {"sheet": own, "matter": own.matter}, status=409)
    coded = confirming.is_needed(own)
    if request.method == "POST" and coded:
        errors = (
            confirming.send(request, own)
            if request.POST.get("then") == "code"
            else confirming.wrong(request, own)
        )
    if request.method == "POST" and not errors and request.POST.get("then") != "code":
        try:
            key = request.POST.get("idempotency_key", "")[:64] or None
            return redirect("apply:done", filing.file(own, key=key))
        except (Refused, Unlawful) as error:
            again = own.fresh()
            if again.draft.state == "filed":
                return redirect("apply:done", again.draft.case)
            if again.is_old:
                return redirect(again.href("changes"))
            errors = [{"id": "", "text": str(error)}]
            own = again
    told = {
        "sheet": own, "errors": errors, "declaration": filing.DECLARATION, "delivery": giving.shown(own), "committed": filing.committed(own), "promise": filing.PROMISE,
        "form": shown.summary(own.groups, own.values, own.prefilled, href=lambda group: f"{own.href('form', group.key)}?back=check"),
        "answers": filing.answers(own), "coded": coded, "sent": bool(sms.waiting(request, confirming.PURPOSE)),
        "phone": masked_phone(own.who.account.clear_phone()), "error": next((e["text"] for e in errors if e["id"] == "code"), ""),
    }  # fmt: skip
    return render(
        request, "apply/check.html", told, status=(422 if errors[0]["id"] else 409) if errors else 200
    )


def _too_low(own: sheet.Sheet) -> str | None:
    """Return why the account's real-name level does not do, for the first item for which it does not."""
    said = (citizen.enough(own.who, member) for member in own.matter.members)
    return next((one for one in said if one), None)


@require_safe
@citizen.required
def done(request: Any, case: UUID) -> HttpResponse:
    """Say what was filed: the number, the query code, what happens next and by when. It may be opened again."""
    who = citizen.here(request)
    return render(request, "apply/done.html", filing.confirmed(_filed(who, case), who, now.now()))


def _filed(who: citizen.Citizen, subject: UUID) -> Case | Thing:
    """Return a case or thing of this citizen."""
    by = who.actor()
    row: Case | Thing | None = Case.objects.visible_to(by).filter(pk=subject).first()
    row = row or Thing.objects.visible_to(by).filter(pk=subject).first()
    if row is None:
        raise NotThere("没有这个办件，或者不是您的。")
    return row


@require_safe
@citizen.required
def paper(request: Any, case: UUID) -> HttpResponse:
    """Print the form as it was filed, for whoever filed it."""
    who = citizen.here(request)
    row = _filed(who, case)
    filled = Filled.objects.filter(pk=case, account=who.account.pk).first()
    if filled is None:
        raise NotThere("没有这份申请表，或者不是您填的。")
    facts = bundles.facts(row.version_id) if isinstance(row, Thing) else versions.facts(row.version_id)
    return shown.paper(request, row, facts, filled.opened(), reverse("apply:done", args=[case]))
