"""Earlier papers: what was verified is remembered, used again with a mark, and gone when it expires or its owner says so."""

import io
from datetime import timedelta
from uuid import UUID

import pytest

from tests.town import CHEN_ID, MONDAY, REGION, build
from yichuang.cases import acts as cases
from yichuang.cases.application import Judgement
from yichuang.ground import vault
from yichuang.ground.ids import uuid7
from yichuang.journal import errands, stamps
from yichuang.journal.refusals import NotThere
from yichuang.law import reuse
from yichuang.materials import acts, earlier, marking, onfile, store
from yichuang.materials.models import Earlier, File, Material

FOOD, HYGIENE = "food-business-license-new", "public-place-hygiene-license"
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03\x84\x00\x00\x02\x80\x08\x02\x00\x00\x00" + b"\0" * 40
)
CHEN = {"applicant": onfile.Who(CHEN_ID, "person")}
DIPLOMA = {"name": "学历证书", "required": "必要", "form": "复印件", "copies": 1, "obtainable_by": None}
LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def town(db, settings, tmp_path):
    """Two items want a diploma; files lie in a folder of this test's own."""
    (tmp_path / "keys").mkdir()
    settings.HOME = tmp_path
    made = build()
    for key in (FOOD, HYGIENE):
        made.rewrite(key, materials=[DIPLOMA], scenarios=[])
    return made


def handed_in(town, key=FOOD, *, channel="counter", at=MONDAY, content=PICTURE):
    """A case with a picture of the diploma, accepted and remembered."""
    application = town.application(key, materials={0: Judgement("got")}, channel=channel)
    case = UUID(cases.receive(by=town.actor("lin"), at=at, application=application)["id"])
    acts.keep(
        case, store.put([content], name="证书.png"), by=town.actor("lin"), at=at, name="证书.png", place=0
    )
    cases.accept(case, by=town.actor("lin"), at=at)
    errands.drain(at + timedelta(seconds=1))
    return case


def held(at=MONDAY):
    """What Chen may use again."""
    return earlier.held(vault.index(CHEN_ID), at.date())


def test_what_the_window_verified_is_remembered_in_words(town):
    case = handed_in(town)
    paper = Earlier.objects.get()
    assert (paper.name, paper.trust_word, paper.case, paper.checked_by) == (
        "学历证书",
        "窗口验过原件",
        case,
        "林敏·3号窗",
    )
    assert held()["学历证书"].id == paper.pk and not held(MONDAY + timedelta(days=3651))
    assert File.objects.filter(subject=paper.pk).count() == 1


def test_a_verified_paper_waives_the_same_material_and_its_copy_is_marked(town):
    handed_in(town)
    made = cases.receive(
        by=town.actor("lin"), at=LATER, application=town.application(HYGIENE, materials={}), then="accept"
    )
    row = Material.objects.get(subject=made["id"])
    assert (row.state, row.how, row.source) == ("waived", "share", "以前交过并核验过，不用再交")
    errands.drain(LATER + timedelta(seconds=1))
    copy = File.objects.get(subject=made["id"])
    assert (
        copy.mark.startswith("此件由陈秀英提供，仅供办理“公共场所卫生许可")
        and "有效期至2036年2月28日" in copy.mark
    )
    assert File.objects.get(subject=Earlier.objects.get().pk).sha256 == copy.sha256
    errands.drain(LATER + timedelta(seconds=2))
    assert Earlier.objects.count() == 1


def test_what_was_only_uploaded_is_offered_and_its_original_is_still_seen(town):
    handed_in(town, channel="portal")
    assert Earlier.objects.get().trust_word == "自己上传，需验原件"
    file = onfile.of(town.version(HYGIENE).record, CHEN, stamp=stamps.current(), region=REGION, at=LATER)
    one = file.select(town.version(HYGIENE).record, {}).materials[0]
    assert (
        not one.waived
        and one.why_zh == "您以前交过副本，可以直接用，原件还要核验"
        and file.paper(one) is not None
    )
    draft = uuid7()
    assert (
        acts.use_again(
            file.paper(one).id, draft, place=0, item="公共场所卫生许可", by=town.applies(), at=LATER
        )
        == 1
    )
    assert (
        acts.use_again(
            file.paper(one).id, draft, place=0, item="公共场所卫生许可", by=town.applies(), at=LATER
        )
        == 0
    )
    assert File.objects.get(subject=draft).mark


def test_the_owner_takes_it_back_and_a_stranger_cannot(town):
    handed_in(town)
    stranger = town.applies(town.account("王芳", "189901198101010072"))
    for do in (
        acts.withdraw_earlier,
        lambda paper, **who: acts.use_again(paper, uuid7(), place=0, item="x", **who),
    ):
        with pytest.raises(NotThere):
            do(Earlier.objects.get().pk, by=stranger, at=LATER)
    acts.withdraw_earlier(Earlier.objects.get().pk, by=town.applies(), at=LATER)
    assert held() == {}


@pytest.mark.parametrize(
    ("name", "again", "waives"),
    [
        ("学历证书", True, True),
        ("经营场所使用证明", True, False),
        ("授权委托书", False, False),
        ("居民身份证", False, False),
        ("原社会保障卡", False, False),
    ],
)
def test_only_papers_that_say_the_same_whatever_the_matter_waive(name, again, waives):
    assert (reuse.kind_of(name) is not None) is again
    assert (again and reuse.waives(name, reuse.B)) is waives and not (again and reuse.waives(name, reuse.C))


def test_the_mark_lies_over_a_picture_and_over_every_page_of_a_pdf():
    mark = reuse.watermark("陈秀英", "食品经营许可<新办>", MONDAY.date())
    picture = marking.marked(PICTURE, "image/png", mark)
    assert (
        picture.type == "image/svg+xml"
        and "&lt;新办&gt;" in picture.content.decode()
        and 'width="900"' in picture.content.decode()
    )
    from pypdf import PdfReader

    page = marking.sheet(300, 400, "一")
    made = PdfReader(io.BytesIO(marking.marked(page, "application/pdf", mark).content))
    assert len(made.pages) == 1 and len(made.pages[0].get_contents().get_data()) > len(mark) * 10
    with pytest.raises(NotThere):
        marking.marked(b"%PDF-1.4 broken", "application/pdf", mark)


def test_a_file_that_takes_no_mark_is_not_remembered(town):
    handed_in(town, content=b"%PDF-1.4 broken")
    assert not Earlier.objects.exists()
