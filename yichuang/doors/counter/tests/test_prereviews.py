"""Pre-review at the window: kept without a case, found by the card at any window, gone on with."""

from datetime import date

from tests.town import CHEN_ID, Town
from yichuang.asking.models import PreReview
from yichuang.cases.models import Case, Intake
from yichuang.doors.counter.tests.conftest import Hands
from yichuang.law.identity import synthetic_resident_id

FIRM = "company-establishment"


def kept(town: Town, hands: Hands) -> PreReview:
    hands.upto_materials(town.items[FIRM]).judge("fix", reason="2", f_page="3").judge("all")
    hands.send("kept-review")
    return PreReview.objects.get()


def test_a_result_is_kept_without_a_case_and_the_table_is_free(town: Town, hands: Hands) -> None:
    review = kept(town, hands)
    assert f"编号{review.number}，要补1份" in hands.page and not Case.objects.exists()
    assert not Intake.objects.filter(state="open").exists()
    sheet = hands.client.get(f"/office/asking/reviews/{review.pk}/print/").content.decode()
    assert review.number in sheet and "第 3 页看不清" in sheet


def test_what_is_not_judged_yet_is_not_kept(town: Town, hands: Hands) -> None:
    hands.upto_materials(town.items[FIRM]).send("kept-review")
    assert "都看过再留" in hands.page and not PreReview.objects.exists()


def test_the_card_brings_it_back_and_only_what_was_missing_is_open(town: Town, hands: Hands) -> None:
    review = kept(town, hands)
    hands.look().send("person", number=CHEN_ID, name="陈秀英")
    assert review.number in hands.page
    hands.send("kept-review/taking", review=str(review.pk))
    review.refresh_from_db()
    assert review.state == "taken" and hands.page.count("要补：") == 0
    hands.judge("ok").send("exits", then="accept")
    assert Case.objects.get().state == "accepted"


def test_another_persons_result_stays_away(town: Town, hands: Hands) -> None:
    review = kept(town, hands)
    other = synthetic_resident_id("189901", date(1990, 1, 1), 3)
    hands.look().send("person", number=other, name="李明")
    assert review.number not in hands.page
    hands.send("kept-review/taking", review=str(review.pk))
    review.refresh_from_db()
    assert review.state == "kept"
