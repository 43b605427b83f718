"""On line: an earlier paper is offered and used with a mark; commitment says what follows, and is closed with its reason."""

from datetime import timedelta

from tests.town import CHEN_ID
from yichuang.cases import acts as cases
from yichuang.doors.apply.tests import applying
from yichuang.ground import now, vault
from yichuang.materials import acts as materials
from yichuang.materials import store
from yichuang.materials.models import Earlier, File

FOOD, NAME = "food-business-license-new", "经营场所使用证明"
MATERIAL = {
    "name": NAME,
    "required": "必要",
    "form": "复印件",
    "copies": 1,
    "obtainable_by": None,
    "commitment": True,
}


def begun(town, chen):
    """Chen's application, which wants a proof of premises."""
    town.rewrite(FOOD, materials=[MATERIAL])
    return applying.begin(chen, FOOD)


def remembered(town, trust="B"):
    """A proof that Chen handed in ninety days ago."""
    paper = Earlier.objects.create(
        region=town.night.region, holder_index=vault.index(CHEN_ID), name=NAME, trust=trust, given_by="陈秀英", item="食品经营许可", case=None,
        checked_on=now.today() - timedelta(days=90), checked_by="林敏", expires_on=now.today() + timedelta(days=200),
    )  # fmt: skip
    lin = town.actor("lin")
    materials.keep(
        paper.pk, store.put([applying.PDF], name="证明.pdf"), by=lin, at=now.now(), name="证明.pdf", place=0
    )
    return paper


def test_a_paper_of_before_is_offered_first_and_used_with_a_mark(town, chen):
    remembered(town)
    draft = begun(town, chen)
    while (asked := applying.seen(draft).next_question) is not None:
        applying.post(chen, draft, f"questions/{asked.key}/", answer=asked.options[0][0])
    page = chen.get(f"/apply/{draft.pk}/materials/0/").content.decode()
    assert (
        "用以前交过的" in page
        and "窗口验过原件" in page
        and "您以前交过并核验过，没有变就直接用，不用再验原件" in page
    )
    applying.post(chen, draft, "materials/0/", way="earlier")
    row = applying.seen(draft).materials[0]
    assert row.way == "upload" and row.files[0].mark.startswith("此件由陈秀英提供，仅供办理“食品经营许可")
    assert File.objects.filter(mark="").count() == 1


def test_commitment_says_by_when_it_is_checked_and_what_follows(town, chen):
    draft = begun(town, chen)
    applying.fill(chen, draft)
    page = chen.get(f"/apply/{draft.pk}/materials/0/").content.decode()
    assert "用书面承诺代替" in page and "办好以后30个工作日内" in page and "撤销决定" in page


def test_whoever_is_on_the_list_is_told_why_commitment_is_closed(town, chen):
    cases.mark_credit(by=town.night, at=now.now(), holder_number=CHEN_ID, reason="承诺不实")
    draft = begun(town, chen)
    applying.fill(chen, draft)
    row = applying.seen(draft).materials[0]
    page = chen.get(f"/apply/{draft.pk}/materials/0/").content.decode()
    assert "commit" not in row.ways and "信用修复以前不能用承诺代替，请交材料" in page and "承诺不实" in page
