"""What doors show of a case: plain words, masked numbers, the derivation of each due day, files as downloads."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.town import CHEN_ID, MONDAY
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.clock.models import Term
from yichuang.doors import caseview, files, told
from yichuang.doors.clocks import why
from yichuang.journal import looks
from yichuang.journal.models import Look
from yichuang.journal.refusals import NotThere
from yichuang.law import powers, states

LATER = MONDAY + timedelta(days=2)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40


def view(town, case, who="wu", at=LATER):
    return caseview.find(town.actor(who), case.pk, at, purpose="试")


@pytest.mark.parametrize(
    "act",
    sorted({m.act for m in states.MOVES} | {p.act for p in powers.POWERS if p.act.startswith("cases.")}),
)
def test_every_act_of_a_case_has_its_words(act):
    assert told.SAYS[act]({})


def test_the_timeline_is_newest_first_and_says_it_plainly(town):
    case = town.case("food-business-license-new", upto="decided")
    lines = view(town, case, at=MONDAY + timedelta(days=3)).timeline
    assert [line.what.split("，")[0].split("：")[0] for line in lines] == ["决定", "审查", "受理", "收件"]
    assert "建议准予：符合条件。" in lines[1].what and lines[1].who.startswith("吴强")


def test_another_department_finds_nothing_and_a_look_is_on_record(town):
    case = town.case("food-business-license-new")
    with pytest.raises(NotThere):
        view(town, case, "zheng")
    looks.flush()
    before = Look.objects.count()
    view(town, case)
    looks.flush()
    assert (
        Look.objects.filter(subject=case.pk, person=town.people["wu"].pk).count()
        == 1
        == Look.objects.count() - before
    )


def test_numbers_are_masked_until_the_look_is_on_record(town, enter):
    case = town.case("food-business-license-new")
    client = enter("wu")
    page = client.post(
        reverse("caseview:reveal", args=[case.pk]), {"role": "representative"}
    ).content.decode()
    assert CHEN_ID[14:] in page and f"{CHEN_ID[6:14]}" not in page
    page = client.post(reverse("caseview:reveal", args=[case.pk]), {"role": "applicant"}).content.decode()
    assert f"{CHEN_ID[:6]} {CHEN_ID[6:14]} {CHEN_ID[14:]}" in page
    looks.flush()
    assert Look.objects.filter(subject=case.pk, purpose="看全号").count() == 2


def test_the_derivation_counts_to_the_due_day_and_skips_what_the_law_skips(town):
    case = town.case("food-business-license-new")
    cases.suspend(case.pk, by=town.actor("wu"), at=MONDAY + timedelta(days=1), name="听证", days=20)
    cases.resume(case.pk, by=town.actor("wu"), at=MONDAY + timedelta(days=4), result="听证结束")
    seen = view(town, case, at=MONDAY + timedelta(days=5))
    term = Term.objects.get(subject=case.pk, kind="statutory")
    found = seen.why(term.pk)
    assert [d.count for d in found.days if d.count] == list(range(1, 11))
    assert found.days[-1].day == term.due_on == Case.objects.get(pk=case.pk).statutory_due_on
    assert [d.reason for d in found.days if d.state == "stopped"] == ["听证"] * 3
    assert any("听证" in sentence for sentence in found.told) and "第八十二条" in found.basis


def test_a_term_of_another_case_is_not_there(town, enter):
    one, other = town.case("food-business-license-new"), town.case("food-business-license-new")
    term = Term.objects.filter(subject=other.pk).first()
    assert enter("wu").get(reverse("caseview:why", args=[one.pk, term.pk])).status_code == 404


def test_the_derivation_is_a_paper_and_for_htmx_a_table(town, enter):
    case = town.case("food-business-license-new")
    term = Term.objects.get(subject=case.pk, kind="statutory")
    address = reverse("caseview:why", args=[case.pk, term.pk])
    paper = enter("wu").get(address).content.decode()
    table = enter("wu").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "期限推算</h1>" in paper and "<h1" not in table
    assert "第10天" in paper and "第10天" in table and "周六" in table


def test_a_term_beyond_the_calendar_says_so(town):
    case = town.case("food-business-license-new")
    term = Term.objects.get(subject=case.pk, kind="statutory")
    term.days = 3000
    assert "放假安排还没有公布" in why(term, [], MONDAY.date(), 1, case.region).beyond


def test_a_file_comes_back_as_a_download_to_those_who_see_the_case(town, enter, settings, tmp_path):
    (tmp_path / "keys").symlink_to(settings.HOME / "keys")
    settings.HOME = tmp_path
    case = town.case("food-business-license-new")
    kept = files.take(
        SimpleUploadedFile("平面图.png", PNG), case.pk, by=town.actor("lin"), at=MONDAY, place=2
    )
    address = reverse("caseview:file", args=[kept.pk])
    response = enter("wu").get(address)
    assert b"".join(response.streaming_content) == PNG
    assert response["Content-Type"] == "image/png" and response["Content-Disposition"].startswith(
        "attachment"
    )
    assert response["X-Content-Type-Options"] == "nosniff" and response["Content-Security-Policy"].startswith(
        "sandbox"
    )
    assert enter("zheng").get(address).status_code == 404
    assert enter("wu").get(reverse("caseview:file", args=[uuid4()])).status_code == 404
    assert [f.name for m in view(town, case).materials for f in m.files] == ["平面图.png"]


@pytest.mark.parametrize(
    ("upto", "word"),
    [("filed", "待受理"), ("accepted", "审查"), ("reviewed", ""), ("decided", "办结·准予"), ("ready", "待出件"), ("delivered", "已送达·准予")],
)  # fmt: skip
def test_the_status_is_said_in_the_words_of_staff(town, upto, word):
    assert view(town, town.case("food-business-license-new", upto=upto)).status.word == word


def test_what_is_left_is_counted_in_working_days_and_stands_still_when_stopped(town):
    case = town.case("food-business-license-new")
    assert view(town, case).left.words == "还剩8个工作日"
    assert view(town, case, at=MONDAY + timedelta(days=14)).left.words == "今天到期"
    assert view(town, case, at=MONDAY + timedelta(days=16)).left.words == "超2个工作日"
    cases.suspend(case.pk, by=town.actor("wu"), at=LATER, name="听证", days=20)
    still = view(town, case, at=LATER + timedelta(days=5)).left
    assert still.words == "停5天" and still.days is None and not still.card
