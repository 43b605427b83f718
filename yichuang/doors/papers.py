"""The print sheets of all papers: put together once from the frozen content, then kept as they were issued.

    html, template = papers.render(paper)      # the sheet of one copy, and the name and version of its template
    papers.freeze(errands, at)                 # does the errands of kind "freeze"

One template a kind (`papers/<kind>.html`). A sheet is a function of the content and of the dated calendar only, so that a
paper printed in the minute before its errand is done is the same as the one from storage. Raise `VERSION` when a
template changes; old papers keep their HTML.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from yichuang.cases import acts as cases
from yichuang.cases import papers as contents
from yichuang.cases.models import Case, Delivery, Paper, Party
from yichuang.catalogue import guide, versions
from yichuang.catalogue.models import Version
from yichuang.clock import book
from yichuang.doors import endings
from yichuang.doors.lines import tight
from yichuang.ground.templatetags.yc import masked_phone
from yichuang.halls.models import Hall, Window
from yichuang.journal import stamps
from yichuang.journal.actor import Actor
from yichuang.journal.errands import Asked, Outcome
from yichuang.journal.refusals import NotThere
from yichuang.law import BeyondCalendar, terms
from yichuang.law import papers as law
from yichuang.law.procedures import procedure
from yichuang.people.models import Organisation

VERSION = 2
# Sheets with long tables keep to one page (12 materials, 6 corrections): smaller type, no claim to GB/T 9704.
DENSE = ("acceptance", "one_time_notice", "commitment", "passed_on", "at_once", "filing_receipt", "deemed")
ROWS_WIDE = 3
# Who takes these in hand signs for them; decisions and notices of the organ go with a receipt of delivery instead.
SIGNED = (
    "filing_receipt", "acceptance", "one_time_notice", "not_required", "not_accepted", "gap_notice", "at_once", "corrected", "withdrawn",
)  # fmt: skip
FRONT_SEAL = (
    "filing_receipt",
    "acceptance",
    "one_time_notice",
    "not_required",
    "not_accepted",
    "gap_notice",
    "deemed",
)
FULL = ("中国", "国家")
RUNS_MOST = 6
COPY = "<!--copy-->"
COPIES, HANDED_ON, PASSED = ("申请人留存", "存档"), ("窗口留存", "部门留存"), ("移交方留存", "接收方留存")
SENTENCES = ("why", "what", "clause", "halt_basis", "to", "result")
WORDS = {
    "waived": "免交", "got": "收到", "gap": "容缺后补", "committed": "承诺代替", "na": "不交（非必要）", "awaited": "没交", "faulty": "要补",
}  # fmt: skip
HOW = {
    "generate": "系统生成",
    "verify": "受理后核验",
    "licence": "电子证照",
    "share": "数据共享",
    "commit": "告知承诺",
}


def find(actor: Actor, papers: Sequence[UUID]) -> list[Paper]:
    """Return these papers in order; NotThere if any belongs to a case that this actor may not see."""
    mine = Paper.objects.filter(pk__in=papers, case__in=Case.objects.visible_to(actor)).select_related("case")
    found = {paper.pk: paper for paper in mine}
    if not papers or set(papers) - set(found):
        raise NotThere("没有这份文书，或者不归您看。")
    return [found[pk] for pk in papers]


def render(paper: Paper, stamp: int | None = None) -> tuple[str, str]:
    """Return the sheet of a paper as HTML, one copy, and the template's name with its version."""
    said = around(contents.read(paper.content), paper, stamps.current() if stamp is None else stamp)
    return render_to_string(f"papers/{paper.kind}.html", said), f"{paper.kind}@{VERSION}"


def shown(paper: Paper) -> str:
    """Return the sheet as it was frozen, or as it will be."""
    return paper.html or render(paper)[0]


def copies_of(paper: Paper) -> list[str]:
    """Return every copy of a paper, each with its mark: the applicant's, then the file's."""
    html, count = shown(paper), law.paper(paper.kind).copies
    marks = {"passed_on": HANDED_ON, "passage": PASSED}.get(paper.kind, COPIES)
    return [html.replace(COPY, mark) for mark in (marks[:count] if count > 1 else ("",))]


def freeze(errands: Sequence[Asked], at: datetime) -> Outcome:
    """Freeze the papers that these errands name; one frozen before stays as it is, one that is gone is done with."""
    wanted = Paper.objects.filter(pk__in=[asked.args["paper"] for asked in errands], html_sm3="")
    of_case = ("case__version", "case__answers")
    fresh = wanted.select_related("case").only("case", "kind", "content", "made_at", *of_case)
    stamp = stamps.current()
    cases.freeze_papers([(paper.pk, *render(paper, stamp)) for paper in fresh], by=None, at=at)
    return {asked.id: "confirmed" for asked in errands}


def around(content: Mapping[str, Any], paper: Paper, stamp: int) -> dict[str, Any]:
    """Return what the sheets say beyond the content: the hall, addresses, whom to ring, days counted from it."""
    windows, places = windows_of(stamp), halls_of(stamp)
    said: dict[str, Any] = {
        "c": {**content, **{name: str(content[name]).rstrip("。；") for name in SENTENCES if content.get(name)}},
        "hall": places.get(content.get("hall") or 0),
        "fetch": places.get(content.get("fetch_hall") or content.get("hall") or 0),
        "sender": places.get(content.get("sender") or 0),
        "window": windows.get(content.get("window") or 0, ""),
        "issued_window": windows.get(content.get("issued_at_window", content.get("window")) or 0, ""),
        "organ": organ_name(str(content["department"]), str(content["region"]), stamp), "asked": _asked(paper),
        "signed_for": content["kind"] in SIGNED, "corner_note": "扫码看要补什么" if content["kind"] == "one_time_notice" else "", "seal": "受理专用章" if content["kind"] in FRONT_SEAL else "盖章",
        "url": f"{settings.DEPLOYMENT.origin}/p/{content['query_code']}", "made_at": paper.made_at,
        "needs_seal": law.paper(str(content["kind"])).needs_seal, "reviewable": procedure(str(content["type"])).reviewable,
        "made_by": str(content.get("made_by") or "").partition("·")[0], "basis": str(content.get("basis") or "").rstrip("。；"),
        "rows": rows_of(content), "lines": lines_of(content),
    }  # fmt: skip
    said["dense"] = content["kind"] in DENSE or len(said["rows"]) > ROWS_WIDE
    said["copied"] = law.paper(str(content["kind"])).copies > 1
    more = {"acceptance": _contact, "delivery": _delivered}.get(paper.kind)
    return said | _days(content, stamp) | (more(paper) if more else {})


def organ_name(name: str, region: str, stamp: int) -> str:
    """Return an organ's full name: with the district before it, where its record leaves that out."""
    district: str = stamps.kept(stamp, ("papers.district", region), lambda: _district(region))
    whole = not district or district in name or name.startswith(FULL)
    return name if whole else f"{district}{name}"


def _district(region: str) -> str:
    root = Organisation.objects.filter(region=region, kind="government", parent=None).first()
    return root.name.removesuffix("人民政府") if root else ""


def _asked(paper: Paper) -> str:
    """Return the scenario questions with their answers, in words."""
    record = versions.facts(paper.case.version_id).record
    found = guide.questions(record, json.loads(paper.case.answers))
    return "；".join(f"{q.text}{q.answer}" for q in found if q.chosen)


def _delivered(paper: Paper) -> dict[str, Any]:
    """Return the signature that the pad took, and the paper that was delivered."""
    row = Delivery.objects.filter(case=paper.case_id, failed=False).order_by("-pk").first()
    told = Paper.objects.filter(case=paper.case_id, kind__in=("decision_grant", "decision_refuse", "at_once"))
    decision = told.order_by("-made_at").first()
    title = contents.read(decision.content)["title"] if decision else ""
    return {"signature": row.signature if row else "", "decision": decision, "decision_title": title}


def rows_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the materials as rows of a table: name, form and copies, what became of it. Some papers list names only."""
    made = []
    for one in content.get("materials") or ():
        if isinstance(one, str):
            made.append({"name": one, "form": "", "word": ""})
            continue
        form = (
            HOW.get(one["how"], "")
            if one["state"] == "waived"
            else f"{one.get('form') or ''}{one.get('copies') or 1}份"
        )
        made.append({"name": one["name"], "form": form, "word": WORDS.get(one["state"], "")})
    return made


def lines_of(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what must be corrected, each as what is wrong and how to put it right."""
    made = []
    for line in content.get("lines") or ():
        wrong, _, right = tight(str(line["sentence"])).partition("。")
        right, wrong = right.removesuffix("。"), wrong.removeprefix(str(line["material"])) or wrong
        made.append(
            {"material": str(line["material"]), "wrong": wrong, "right": f"{right}。" if right else ""}
        )
    return made


def _days(content: Mapping[str, Any], stamp: int) -> dict[str, Any]:
    """Return the day by which the organ answers, and why the due days are those days."""
    calendar = book.calendar(stamp, str(content["region"]))
    accepted = content.get("accepted_on")
    try:
        if content["kind"] in ("filing_receipt", "passed_on") and not accepted:
            return {"answer_by": terms.notice_due(date.fromisoformat(content["received_on"]), calendar)}
        if content["kind"] in ("acceptance", "deemed") and accepted:
            found = endings.endings(_facts(content, stamp), date.fromisoformat(accepted), calendar)
            # A long derivation prints on its own sheet (caseview:why); the notice stays one page.
            return {"endings": [one for one in found if len(one.runs) <= RUNS_MOST]}
    except BeyondCalendar:
        return {}
    return {}


def _facts(content: Mapping[str, Any], stamp: int) -> versions.VersionFacts:
    """Return the version that the paper names."""
    region, code, number = content["region"], content["item_code"], content["item_version"]
    named = Version.objects.filter(item__region=region, item__code=code, number=number)
    place = ("papers.version", region, code, number)
    return versions.facts(stamps.kept(stamp, place, named.values_list("pk", flat=True).get))


def _contact(paper: Paper) -> dict[str, str]:
    """Return who is rung about the case: the agent, else the applicant; the number masked."""
    parties = {party.role: party for party in Party.objects.filter(case=paper.case_id)}
    one = parties.get("agent") or parties.get("representative") or parties.get("applicant")
    phone = one.clear_phone() if one else ""
    return {"contact": one.name if one else "", "phone": masked_phone(phone) if phone else ""}


def halls_of(stamp: int) -> dict[int, Hall]:
    """Return the halls by id."""
    return stamps.kept(stamp, "papers.halls", _halls)


def windows_of(stamp: int) -> dict[int, str]:
    """Return the windows' names by id."""
    return stamps.kept(stamp, "papers.windows", _windows)


def _halls() -> dict[int, Hall]:
    return {hall.pk: hall for hall in Hall.objects.all()}


def _windows() -> dict[int, str]:
    return {window.pk: window.name for window in Window.objects.all()}
