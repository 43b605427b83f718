"""Papers as sheets: one renderer for every kind in law/papers.py, from the content that was frozen with the act.

A paper that has its frozen HTML is shown from storage; until the errand froze it, the same template draws the same
content. `TEMPLATE` names the version: raise it when a sheet changes, old papers keep theirs.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from yichuang.cases import acts
from yichuang.cases.models import Case, Paper, Party
from yichuang.cases.papers import read
from yichuang.ground.templatetags.yc import masked_id, masked_phone
from yichuang.halls.models import Hall, Window
from yichuang.journal.actor import Actor, system
from yichuang.journal.errands import Asked, Outcome
from yichuang.journal.refusals import NotThere
from yichuang.law import papers as law

TEMPLATE = "sheet-1"
DAYS = ("made_on", "received_on", "accepted_on", "promised_due_on", "statutory_due_on", "due_on", "gap_due_on", "check_due_on", "limit",
        "fired_on", "hearing_on")  # fmt: skip
TWO_TO_A_SHEET = ("delivery",)


def find(actor: Actor, papers: Sequence[UUID]) -> list[Paper]:
    """Return these papers in order; NotThere if any belongs to a case that this actor may not see."""
    found = {
        p.pk: p
        for p in Paper.objects.filter(pk__in=papers, case__in=Case.objects.visible_to(actor)).select_related(
            "case"
        )
    }
    if not papers or set(papers) - set(found):
        raise NotThere("没有这份文书，或者不归您看。")
    return [found[pk] for pk in papers]


def shown(paper: Paper) -> str:
    """Return the inner HTML of a paper: the frozen one, else the one that will be frozen."""
    return paper.html or render(paper)[0]


def render(paper: Paper) -> tuple[str, str]:
    """Return the HTML of a paper and the version of its template."""
    told = read(paper.content)
    kind = law.paper(paper.kind)
    told |= {name: date.fromisoformat(told[name]) for name in DAYS if told.get(name)}
    context = {
        "p": told, "kind": kind, "copies": ["申请人", "存档"][: kind.copies] if kind.copies > 1 else [""], "made_at": paper.made_at,
        "url": f"{settings.DEPLOYMENT.origin}/p/{told['query_code']}", **_place(told), **_people(paper),
    }  # fmt: skip
    return render_to_string("papers/sheet.html", context), TEMPLATE


def _place(told: dict[str, Any]) -> dict[str, Any]:
    hall = Hall.objects.filter(pk=told.get("hall")).first()
    window = Window.objects.filter(pk=told.get("window")).first() if told.get("window") else None
    return {"hall": hall, "window": window}


def _people(paper: Paper) -> dict[str, Any]:
    parties = {party.role: party for party in Party.objects.filter(case=paper.case_id)}
    applicant = parties.get("applicant")
    contact = parties.get("agent") or parties.get("representative") or applicant
    return {
        "number": masked_id(applicant.clear_number()) if applicant else "",
        "phone": masked_phone(contact.clear_phone()) if contact and contact.phone else "",
        "contact": contact.name if contact else "",
    }


def freeze(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Freeze the HTML of papers just issued; one that is frozen already is only confirmed."""
    papers = {str(p.pk): p for p in Paper.objects.filter(pk__in=[a.args["paper"] for a in errands])}
    done: Outcome = {}
    for asked in errands:
        paper = papers.get(asked.args["paper"])
        if paper is not None and not paper.html_sm3:
            html, template = render(paper)
            acts.freeze_paper(paper.pk, html, by=system(asked.region), at=at, template=template)
        done[asked.id] = "confirmed"
    return done
