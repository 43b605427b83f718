"""The page of the local credit list: who is on it and why, put on, repaired."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.cases import acts
from yichuang.cases.models import Case, CreditMark
from yichuang.doors.frame import text_of
from yichuang.doors.office import pages
from yichuang.ground import vault
from yichuang.ground.now import now
from yichuang.journal.refusals import BadInput
from yichuang.law.codes import normalise

MOST = 100


class MarkForm(forms.Form):
    """Whom to put on the list, and on what ground."""

    holder_number = forms.CharField(
        label="证件号码", max_length=60, error_messages={"required": "请填写证件号码"}
    )
    reason = forms.CharField(
        label="依据和理由", max_length=200, error_messages={"required": "请写明列入的依据和理由"}
    )


@require_http_methods(["GET", "POST"])
def marks(request: HttpRequest) -> HttpResponse:
    """Those on the list, the youngest first, or of one number; a form to put somebody on it."""
    actor = pages.need(request, "credit")
    form = MarkForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                key = request.POST.get("idempotency_key") or None
                acts.mark_credit(by=actor, at=now(), key=key, **form.cleaned_data)
                return redirect("office:credit")
            except BadInput as error:
                named = str(error.facts.get("field", ""))
                form.add_error(named if named in form.fields else None, error.sentence)
        return _marks(request, actor, form, 422)
    return _marks(request, actor, form, 200)


def _marks(request: HttpRequest, actor: Any, form: MarkForm, status: int) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\0", "").strip()[:60]
    found = CreditMark.objects.filter(region=actor.region)
    if typed:
        found = found.filter(holder_index=vault.index(normalise(typed)))
    rows = list(found.order_by("-pk")[:MOST])
    causes = dict(
        Case.objects.visible_to(actor)
        .filter(pk__in=[row.case for row in rows if row.case])
        .values_list("pk", "filing_number")
    )
    told = {
        "form": form,
        "most": MOST,
        "q": typed,
        "rows": [(row, causes.get(row.case) if row.case else None) for row in rows],
        "may": actor.kind == "supervisor",
    }
    return render(request, "office/credit.html", pages.frame(request, "credit") | told, status=status)


@require_POST
def repair(request: HttpRequest, mark: int) -> HttpResponse:
    """Open gap and commitment to the holder again."""
    actor = pages.need(request, "credit")
    key = request.POST.get("idempotency_key") or None
    acts.repair_credit(by=actor, at=now(), key=key, mark=mark, basis=text_of(request, "basis", 200))
    return redirect("office:credit")
