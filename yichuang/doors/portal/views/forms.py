"""The empty application form of an item (申请表), to be printed: the same form as on line, for who likes paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from yichuang.catalogue import forms as catalogue
from yichuang.doors import forms
from yichuang.doors.portal.views.guiding import facts_of
from yichuang.ground import now
from yichuang.journal import stamps
from yichuang.law import forms as law

KINDS = {law.PERSON: "个人申请", law.BODY: "单位申请"}


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """Show the form with room to write; what depends on a question says on which answer."""
    facts = facts_of(key, stamps.current())
    kinds = catalogue.kinds(facts.record)
    kind = request.GET.get("kind") if request.GET.get("kind") in kinds else kinds[0]
    groups = law.whole(catalogue.of(facts.record), kind=str(kind))
    chips = [{"name": KINDS[one], "href": f"?kind={one}", "current": one == kind} for one in kinds]
    told = {
        "name": facts.name, "department": facts.department_name, "version": facts.number, "day": now.today(), "kinds": chips,
        "blanks": forms.blank(groups, facts.record), "back_href": reverse("portal:item", args=[facts.key]),
    }  # fmt: skip
    return render(request, "forms/paper.html", told)
