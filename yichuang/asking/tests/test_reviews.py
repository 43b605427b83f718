"""Pre-review: a window's result is kept and found again; a draft gets one whole answer, a second one only about changes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import CHEN_ID, MONDAY, Town, build
from yichuang.asking import acts as asking
from yichuang.asking.models import PreReview
from yichuang.drafts import acts as drafts
from yichuang.drafts.models import Draft
from yichuang.ground import vault
from yichuang.journal.actor import Actor
from yichuang.journal.models import Errand
from yichuang.journal.refusals import BadInput, Moved, NotThere, NotYours, WrongState
from yichuang.law import selection

FOOD = "food-business-license-new"
NEXT = MONDAY + timedelta(days=1)


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def citizen(town: Town) -> Actor:
    account = town.account()
    return Actor(
        "applicant", account.region, "申请人", account=account.pk, holders=frozenset({account.number_index})
    )


def answers_of(town: Town) -> dict[str, str]:
    return {q["key"]: q["options"][0]["value"] for q in town.version(FOOD).record.get("scenarios") or ()}


def places(town: Town) -> list[str]:
    facts = town.version(FOOD)
    return [
        str(one.index) for one in selection.select(facts.record, answers_of(town)).materials if not one.waived
    ]


def kept(town: Town, who: str = "dao", **changes: Any) -> PreReview:
    judged: dict[str, Any] = {place: {"state": "got"} for place in places(town)}
    judged[places(town)[0]] = {"state": "faulty", "reason": "2", "fields": {"page": "3"}}
    made: dict[str, Any] = {
        "version": town.version(FOOD).id,
        "answers": answers_of(town),
        "judged": judged,
        "name": "陈秀英",
        "number": CHEN_ID,
    }
    by = town.actor(who, hall=town.hall.pk)
    return PreReview.objects.get(pk=asking.keep_review(by=by, at=MONDAY, **made | changes)["id"])


def draft_of(town: Town) -> Draft:
    made = drafts.begin(town.version(FOOD), answers_of(town), by=citizen(town), at=MONDAY)
    ways = dict.fromkeys(places(town), "window")
    drafts.keep(
        made.pk,
        {"values": {"premises": "示例路1号"}, "ways": ways},
        by=citizen(town),
        at=MONDAY,
        turn=made.turn,
    )
    return Draft.objects.get(pk=made.pk)


def waiting(town: Town) -> tuple[Draft, UUID]:
    draft = draft_of(town)
    return draft, UUID(asking.ask_review(by=citizen(town), at=MONDAY, draft=draft.pk)["id"])


def line(town: Town, nth: int = 0) -> dict[str, Any]:
    return {"part": f"m:{places(town)[nth]}", "reason": "2", "fields": {"page": "1"}}


def test_a_windows_result_is_kept_for_the_person_and_found_by_any_window_and_on_line(town: Town) -> None:
    review = kept(town)
    assert review.keep_until == date(2026, 4, 1) and "第 3 页看不清" in review.mend()[0]["sentence"]
    lan = town.actor("lan")
    assert PreReview.objects.visible_to(lan).filter(number_index=vault.index(CHEN_ID)).get() == review
    assert PreReview.objects.visible_to(citizen(town)).get() == review
    assert not PreReview.objects.visible_to(town.chen).exists()


def test_every_material_is_looked_at_and_none_is_made_up(town: Town) -> None:
    with pytest.raises(BadInput, match="还有"):
        kept(town, judged={places(town)[0]: {"state": "got"}})
    with pytest.raises(BadInput, match="不能要求交"):
        kept(town, judged={"97": {"state": "got"}})


def test_a_kept_result_is_taken_over_once_and_not_after_its_day(town: Town) -> None:
    review = kept(town)
    with pytest.raises(WrongState, match="保留"):
        asking.take_review(review.pk, by=town.actor("lin"), at=MONDAY + timedelta(days=31))
    asking.take_review(review.pk, by=town.actor("lin"), at=NEXT)
    with pytest.raises(WrongState):
        asking.take_review(review.pk, by=citizen(town), at=NEXT)


def test_a_draft_waits_for_its_answer_and_is_not_changed_meanwhile(town: Town) -> None:
    draft, review = waiting(town)
    assert PreReview.objects.get(pk=review).due_on == date(2026, 3, 4)
    with pytest.raises(WrongState, match="正在预审"):
        drafts.keep(draft.pk, {"values": {}}, by=citizen(town), at=MONDAY, turn=draft.turn)
    with pytest.raises((Moved, WrongState)):
        asking.ask_review(by=citizen(town), at=MONDAY, draft=draft.pk)


def test_one_answer_gives_the_draft_back_with_every_sentence(town: Town) -> None:
    draft, review = waiting(town)
    with pytest.raises(NotYours):
        asking.answer_review(review, by=town.actor("zheng"), at=NEXT, lines=[])
    asking.answer_review(review, by=town.actor("wu"), at=NEXT, lines=[line(town), line(town, 1)])
    row = PreReview.objects.get(pk=review)
    assert row.state == "answered" and len(row.mend()) == 2 and Draft.objects.get(pk=draft.pk).state == "open"
    assert Errand.objects.filter(kind="notice", subject=review).count() == 1
    with pytest.raises(WrongState, match="只答一次"):
        asking.answer_review(review, by=town.actor("wu"), at=NEXT, lines=[])


@pytest.mark.parametrize(
    ("made", "why"),
    [({"part": "m:97", "reason": "1"}, "没有这一项"), ({"reason": "2", "fields": {}}, "请填写页"), ({"reason": "7", "fields": {"text": "按有关规定补齐全部材料"}}, "说得不清楚")],
)  # fmt: skip
def test_an_answer_is_about_what_is_there_and_plain(town: Town, made: dict[str, Any], why: str) -> None:
    _, review = waiting(town)
    with pytest.raises(BadInput, match=why):
        asking.answer_review(review, by=town.actor("wu"), at=NEXT, lines=[line(town) | made])
    assert PreReview.objects.get(pk=review).state == "waiting"


def test_a_second_answer_is_only_about_what_changed_or_was_told(town: Town) -> None:
    draft, review = waiting(town)
    me, wu = citizen(town), town.actor("wu")
    asking.answer_review(review, by=wu, at=NEXT, lines=[line(town)])
    with pytest.raises(WrongState, match="还没有改"):
        asking.ask_review_again(review, by=me, at=NEXT)
    open_ = Draft.objects.get(pk=draft.pk)
    drafts.keep(draft.pk, {"ways": {places(town)[0]: "commit"}}, by=me, at=NEXT, turn=open_.turn)
    asking.ask_review_again(review, by=me, at=NEXT)
    with pytest.raises(BadInput, match="上次没有说"):
        asking.answer_review(review, by=wu, at=NEXT, lines=[line(town, 1)])
    asking.answer_review(review, by=wu, at=NEXT, lines=[line(town)])
    assert PreReview.objects.get(pk=review).round == 2


def test_nobody_asks_for_anothers_draft(town: Town) -> None:
    draft, review = draft_of(town), None
    other = Actor("applicant", draft.region, "申请人", account=UUID(int=9))
    with pytest.raises(NotThere):
        asking.ask_review(by=other, at=MONDAY, draft=draft.pk)
    review = UUID(asking.ask_review(by=citizen(town), at=MONDAY, draft=draft.pk)["id"])
    asking.answer_review(review, by=town.actor("wu"), at=NEXT, lines=[])
    with pytest.raises(NotYours):
        asking.ask_review_again(review, by=other, at=NEXT)
