"""A card lands on whom caused it, who answers and appeals; somebody whom it does not touch judges it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from tests.town import BEGIN, MONDAY, Town, build
from yichuang.journal.models import Entry
from yichuang.journal.refusals import BadInput, Moved, NotYours, Refused, WrongState
from yichuang.people.models import Holding
from yichuang.supervision import acts
from yichuang.supervision.acts.cards import derived
from yichuang.supervision.models import Card
from yichuang.supervision.standing import may

LATE = MONDAY + timedelta(days=7)


@pytest.fixture
def town(db: None) -> Town:
    return build(("company-establishment",))


def answered(town: Town, **changes: Any) -> Card:
    card = town.card(**changes)
    acts.answer(card.pk, by=town.actor("wu"), at=MONDAY, text="系统故障，已经补办。")
    return Card.objects.get(pk=card.pk)


def test_a_card_says_what_why_since_when_and_until_when_it_is_appealed(town: Town) -> None:
    card = town.card()
    assert (card.level, card.state, card.on) == ("red", "issued", MONDAY.date())
    assert card.why == {"calendar": "2026", "entries": [1]}
    assert card.appeal_due_on == (MONDAY + timedelta(days=3)).date()
    assert card.derived == derived(card.rule, card.subject, card.level, card.on, card.hop, card.evidence)


def test_a_case_gets_a_card_of_one_rule_once(town: Town) -> None:
    case = town.case()
    town.card(case)
    with pytest.raises((Moved, IntegrityError)):
        town.card(case)
    town.card(case, rule="statutory-over")
    assert Card.objects.count() == 2


def test_answered_then_appealed_then_upheld(town: Town) -> None:
    card = answered(town)
    acts.appeal(card.pk, by=town.actor("gao"), at=MONDAY, text="停止计时期间不该算。")
    done = acts.uphold(card.pk, by=town.actor("guo"), at=LATE, why="没有停止计时的文书。")
    assert done["state"] == Card.objects.get().state == "upheld"
    told = Entry.objects.filter(subject=card.pk).order_by("seq").values_list("act", flat=True)
    assert list(told) == [
        "supervision.issue",
        "supervision.answer",
        "supervision.appeal",
        "supervision.uphold",
    ]


def test_another_department_cannot_answer(town: Town) -> None:
    card = town.card()
    with pytest.raises(NotYours, match="没有落在"):
        acts.answer(card.pk, by=town.actor("zheng"), at=MONDAY, text="我来说。")
    assert Card.objects.get().state == "issued"


def test_the_hall_answers_what_lands_on_the_hall(town: Town) -> None:
    card = town.card(department=None, hall=town.hall.pk, person=town.people["lin"].pk)
    with pytest.raises(NotYours):
        acts.answer(card.pk, by=town.actor("wu"), at=MONDAY, text="我来说。")
    assert acts.answer(card.pk, by=town.actor("lan"), at=MONDAY, text="已经补发通知。")["state"] == "answered"


def test_an_appeal_that_comes_late_is_refused(town: Town) -> None:
    card = town.card()
    with pytest.raises(WrongState, match="已经过了"):
        acts.appeal(card.pk, by=town.actor("gao"), at=LATE, text="不服。")


def test_a_card_is_withdrawn_only_with_a_reason(town: Town) -> None:
    card = town.card()
    with pytest.raises(BadInput):
        acts.withdraw(card.pk, by=town.actor("guo"), at=MONDAY, why="  ")
    acts.withdraw(card.pk, by=town.actor("guo"), at=MONDAY, why="期限算错。")
    with pytest.raises(WrongState):
        acts.withdraw(card.pk, by=town.actor("guo"), at=MONDAY, why="期限算错。")


def test_nobody_withdraws_a_card_on_themselves_whatever_post_they_use(town: Town) -> None:
    named = town.card(person=town.people["guo"].pk)
    with pytest.raises(NotYours, match="换一位督查"):
        acts.withdraw(named.pk, by=town.actor("guo"), at=MONDAY, why="算错了。")
    Holding.objects.create(person=town.people["guo"], post=town.posts["wu"], starts_on=BEGIN)
    theirs = town.card(town.case())
    with pytest.raises(NotYours, match="换一位督查"):
        acts.uphold(theirs.pk, by=town.actor("guo"), at=MONDAY, why="维持。")


def test_whom_it_lands_on_cannot_withdraw_it(town: Town) -> None:
    card = answered(town)
    for name in ("wu", "gao", "sun", "lin"):
        with pytest.raises(NotYours):
            acts.withdraw(card.pk, by=town.actor(name), at=MONDAY, why="算错了。")


def test_the_system_withdraws_what_a_recount_made_wrong_even_when_upheld(town: Town) -> None:
    card = answered(town)
    acts.uphold(card.pk, by=town.actor("guo"), at=MONDAY, why="维持。")
    acts.withdraw(card.pk, by=town.night, at=LATE, why="放假安排改了。", entry=7)
    assert Card.objects.get().state == "withdrawn"


def test_a_repeat_with_the_same_key_is_harmless(town: Town) -> None:
    card = town.card()
    said: dict[str, Any] = {"by": town.actor("wu"), "at": MONDAY, "text": "已经补办。", "key": "k1"}
    assert acts.answer(card.pk, **said) == acts.answer(card.pk, **said)


def test_who_sees_a_card(town: Town) -> None:
    card = town.card()
    seen = {
        name
        for name in ("lin", "wu", "gao", "zheng", "guo", "luo", "he")
        if Card.objects.visible_to(town.actor(name)).exists()
    }
    assert seen == {"wu", "gao", "guo", "luo"}
    assert not Card.objects.visible_to(town.citizen).exists()
    assert may("answer", card, town.actor("wu")) is None and may("uphold", card, town.actor("guo"))


def test_text_is_kept_within_its_length(town: Town) -> None:
    with pytest.raises(Refused):
        acts.answer(town.card().pk, by=town.actor("wu"), at=MONDAY, text="长" * 501)
