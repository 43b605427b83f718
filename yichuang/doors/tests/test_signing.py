"""A signature by hand is on record with what lay before the signer, hangs in the chain, and is forgotten with the person."""

from datetime import timedelta

from tests.town import MONDAY, Town
from yichuang.cases import acts
from yichuang.doors import caseview

LATER = MONDAY + timedelta(hours=1)


def test_the_clerk_records_what_was_signed_and_the_desk_checks_it(town: Town) -> None:
    case = town.case(upto="filed")
    acts.sign_on_paper(case.pk, by=town.actor("lin"), at=LATER)
    (one,) = caseview.find(town.actor("lin"), case.pk, LATER, purpose="试").signatures
    assert (
        one.whole
        and one.on_record
        and one.words.startswith("陈秀英在")
        and "窗口的纸质材料上签字" in one.words
    )
    assert ("事项", "公司设立登记") in one.seen and one.limit.endswith("这里只记下谁看着签的。")


def test_destroying_the_persons_values_destroys_what_was_signed(town: Town) -> None:
    case = town.case(upto="filed")
    acts.sign_on_paper(case.pk, by=town.actor("lin"), at=LATER)
    acts.withdraw(case.pk, by=town.actor("lin"), at=LATER, why="")
    acts.shred(case.pk, by=town.actor("guo"), at=LATER, why="保管期限已满")
    (one,) = caseview.View(type(case).objects.get(pk=case.pk), town.actor("guo"), LATER).signatures
    assert one.on_record and not one.seen and "已依法销毁" in one.verdict
