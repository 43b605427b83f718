"""Every paper is drawn from its frozen content, whoever asks, and shown from storage once frozen."""

from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import get_template
from django.urls import reverse

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.cases.models import Case, Paper
from yichuang.doors import papers
from yichuang.journal import errands
from yichuang.journal.chain import sm3
from yichuang.law import papers as law


def test_every_paper_of_a_life_is_drawn_whole(town: Town) -> None:
    case = town.case(upto="delivered")
    for paper in Paper.objects.filter(case=case):
        html, template = papers.render(paper)
        assert (
            law.paper(paper.kind).title[:2] in paper.number
            and paper.case.applicant_name in html
            and template == f"{paper.kind}@{papers.VERSION}"
        )
        assert "None" not in html and "法律依据" in html


def test_the_errand_freezes_a_paper_and_a_later_look_shows_the_stored_one(town: Town) -> None:
    town.case()
    while errands.drain(MONDAY + timedelta(minutes=1)):
        continue
    paper = Paper.objects.get(kind="acceptance")
    assert paper.html and paper.html_sm3 == sm3(paper.html) and papers.shown(paper) == paper.html


def test_a_frozen_paper_stays_as_it_is(town: Town) -> None:
    town.case()
    paper = Paper.objects.get(kind="acceptance")
    for html in ("<p>甲</p>", "<p>乙</p>"):
        cases.freeze_papers([(paper.pk, html, "x")], by=town.night, at=MONDAY)
    kept = Paper.objects.get(pk=paper.pk)
    assert (kept.html, kept.html_sm3, kept.template) == ("<p>甲</p>", sm3("<p>甲</p>"), "x")


def test_a_one_time_notice_prints_every_line_with_how_to_mend_it(town: Town) -> None:
    application = town.application("food-business-license-new")
    two = list(application.materials)[:2]
    lines = [{"place": place, "reason": "1"} for place in two]
    cases.receive(by=town.actor("lin"), at=MONDAY, application=application, then="ask_once", lines=lines)
    html = papers.render(Paper.objects.get(kind="one_time_notice"))[0]
    assert html.count("没有交") == 2 and "前补齐" in html


def test_what_people_typed_is_text_and_never_markup(town: Town) -> None:
    case = town.case(upto="filed")
    cases.tell_not_required(case.pk, by=town.actor("lin"), at=MONDAY, why="<script>alert(1)</script>")
    html = papers.render(Paper.objects.get(kind="not_required"))[0]
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_papers_are_for_those_who_may_see_the_case(town: Town, enter: Any) -> None:
    case = town.case()
    paper = Paper.objects.get(case=case, kind="acceptance")
    assert enter("lin").get(reverse("papers:paper", args=[paper.pk])).status_code == 200
    assert enter("zheng").get(reverse("papers:paper", args=[paper.pk])).status_code == 404
    assert enter("zheng").get(reverse("papers:print"), {"paper": str(paper.pk)}).status_code == 404
    assert enter("lin").get(reverse("papers:print"), {"paper": "x"}).status_code == 422


def test_a_receipt_has_its_slip(town: Town, enter: Any) -> None:
    case = town.case(upto="filed")
    paper = Paper.objects.get(case=case, kind="filing_receipt")
    page = enter("lin").get(reverse("papers:slip", args=[paper.pk])).content.decode()
    assert Case.objects.get(pk=case.pk).filing_number in page and "<svg" in page


@pytest.mark.parametrize(
    "kind", [p.key for p in law.PAPERS if p.key not in ("guide", "authorisation", "collect_receipt")]
)
def test_every_kind_has_its_sheet(kind: str) -> None:
    assert get_template(f"papers/{kind}.html").template.nodelist
