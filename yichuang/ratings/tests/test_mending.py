"""Mending a bad rating: its steps, its clocks, who may do and see what, and what stays on record."""

import json
from datetime import date, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.clock import acts as clock
from yichuang.journal.models import Entry, Errand, Look
from yichuang.journal.refusals import BadInput, NotYours, WrongState
from yichuang.journal.verify import verify as verify_journal
from yichuang.ratings import acts as ratings
from yichuang.ratings import followers, guarded
from yichuang.ratings.models import Mending, Rater, Rating
from yichuang.ratings.tests import scenes
from yichuang.ratings.tests.scenes import PHONE


@pytest.fixture
def town(db: None) -> Town:
    """The small town."""
    return build()


def acts_of(row: Rating) -> list[str]:
    return list(Entry.objects.filter(subject=row.pk).order_by("seq").values_list("act", flat=True))


def test_a_bad_rating_goes_to_the_body_that_handled_it_with_a_day_for_each_step(town: Town) -> None:
    row = scenes.taken(town)
    assert (row.state, row.due_on, row.mend_due_on) == ("verify", date(2026, 3, 4), date(2026, 3, 23))
    assert row.department == town.departments["market"] and town.people["lin"].pk in row.handlers
    at_window = Rating.objects.get(pk=scenes.bad(town, contact="intake", case=row.case))
    assert at_window.department == town.hall.organisation
    assert at_window.handlers == {town.people["lin"].pk}


def test_from_a_bad_rating_to_its_publication(town: Town) -> None:
    row = scenes.taken(town, "published")
    assert row.state == "published" and row.published_on == MONDAY.date() and row.due_on is None
    assert acts_of(row) == [
        f"ratings.{verb}"
        for verb in ("rate", "verify", "take_call", "call_back", "mend", "answer", "publish")
    ]
    assert verify_journal().broken == []


def test_the_rater_is_told_by_a_notice_that_names_nobody(town: Town) -> None:
    row = scenes.taken(town, "publish")
    errand = Errand.objects.get(subject=row.pk, kind="notice")
    told = json.loads(errand.args)
    assert told["template"] == "rating_answered" and "陈" not in errand.args and PHONE not in errand.args
    assert not Errand.objects.filter(args__contains=PHONE).exists()


def test_the_raters_number_is_locked_and_wiped_when_it_is_published(town: Town) -> None:
    row = scenes.taken(town, "publish")
    assert Rater.objects.get(rating=row).clear_phone() == PHONE
    assert PHONE not in Rater.objects.get(rating=row).phone
    assert not any(PHONE in e.payload or PHONE in e.private for e in Entry.objects.all())
    ratings.publish(row.pk, by=town.actor("guo"), at=MONDAY, published="加开窗口")
    assert Rater.objects.get(rating=row).phone == ""


def test_only_who_calls_back_sees_the_number_and_the_look_is_on_record(town: Town) -> None:
    row = scenes.taken(town, "call")
    assert guarded.contact_of(row.pk, town.actor("guo"), MONDAY) == {"name": "陈女士", "phone": PHONE}
    look = Look.objects.get(subject=row.pk)
    assert (look.person, look.purpose) == (town.people["guo"].pk, "回访差评")


@pytest.mark.parametrize("who", ["lin", "wu", "gao", "luo"])
def test_the_rated_and_everybody_else_is_refused_and_that_is_on_record(town: Town, who: str) -> None:
    row = scenes.taken(town, "call")
    with pytest.raises(NotYours):
        guarded.contact_of(row.pk, town.actor(who), MONDAY)
    entry = Entry.objects.get(subject=row.pk, act="ratings.note_look")
    assert json.loads(entry.payload)["person"] == town.people[who].pk
    assert not Look.objects.filter(subject=row.pk).exists()


def test_the_rated_do_not_verify_call_back_or_publish_their_own(town: Town) -> None:
    row = scenes.taken(town)
    mine = town.actor("gao", person=town.people["sun"].pk)
    with pytest.raises(NotYours, match="被评价的人"):
        ratings.verify(row.pk, by=mine, at=MONDAY, verdict="clear", finding="属实")
    later = scenes.taken(town, "call")
    with pytest.raises(NotYours, match="被评价的人"):
        ratings.take_call(later.pk, by=mine, at=MONDAY)


def test_another_body_has_nothing_to_do_with_it(town: Town) -> None:
    row = scenes.taken(town)
    other = town.actor("gao", organisations=frozenset({town.departments["fire"].pk}))
    with pytest.raises(NotYours, match="谁办理"):
        ratings.verify(row.pk, by=other, at=MONDAY, verdict="clear", finding="属实")
    assert not Rating.objects.visible_to(other).exists()
    assert Rating.objects.visible_to(town.actor("gao")).count() == 1
    assert not Rating.objects.visible_to(town.actor("lin")).exists()


def test_a_caller_is_not_pushed_aside_except_by_the_supervision(town: Town) -> None:
    row = scenes.taken(town, "call")
    with pytest.raises(WrongState, match="已经有人回访"):
        ratings.take_call(row.pk, by=town.actor("gao"), at=MONDAY)
    with pytest.raises(NotYours, match="由别人回访"):
        ratings.call_back(row.pk, by=town.actor("gao"), at=MONDAY, reached=True, note="说清了")


def test_an_anonymous_one_is_mended_without_a_call(town: Town) -> None:
    row = scenes.taken(town, "call", phone="")
    assert (row.state, row.known_by, row.due_on) == ("mend", "", row.mend_due_on)
    assert not Rater.objects.exists()


def test_three_calls_in_vain_and_it_goes_on_without_counting_as_visited(town: Town) -> None:
    row = scenes.taken(town, "call")
    for _ in range(3):
        told = ratings.call_back(row.pk, by=town.actor("guo"), at=MONDAY, reached=False)
    assert told["state"] == "mend" and Rating.objects.get(pk=row.pk).visited_on is None


def test_a_clear_one_may_be_mended_before_the_call(town: Town) -> None:
    row = scenes.taken(town, "call")
    told = ratings.mend(row.pk, by=town.actor("gao"), at=MONDAY, what="当场改了")
    assert told["state"] == "call"
    told = ratings.call_back(row.pk, by=town.actor("guo"), at=MONDAY, reached=True, note="满意")
    assert told["state"] == "answer"


def test_a_complex_one_is_mended_by_the_day_that_its_plan_names(town: Town) -> None:
    row = scenes.taken(town, "mend", verdict="complex")
    assert row.mend_due_on == row.due_on == MONDAY.date() + timedelta(days=20)
    assert Mending.objects.get(rating=row).plan == "加一个窗口"
    late = MONDAY + timedelta(days=21)
    assert ratings.mend(row.pk, by=town.actor("gao"), at=late, what="加了")["late"]


@pytest.mark.parametrize("days", [None, -1, 90])
def test_a_complex_one_needs_a_day_within_the_limit(town: Town, days: int | None) -> None:
    on = None if days is None else MONDAY.date() + timedelta(days=days)
    with pytest.raises(BadInput):
        ratings.verify(
            scenes.bad(town), by=town.actor("guo"), at=MONDAY, verdict="complex", finding="属实", plan="改", planned_on=on
        )  # fmt: skip


def test_a_groundless_one_is_explained_and_not_mended(town: Town) -> None:
    row = scenes.taken(town, "mend", verdict="groundless")
    assert row.state == "answer"
    with pytest.raises(WrongState):
        ratings.mend(row.pk, by=town.actor("gao"), at=MONDAY, what="改")


def test_the_rated_appeals_once_and_in_time_and_publication_waits(town: Town) -> None:
    row = scenes.taken(town, "publish")
    ratings.appeal(row.pk, by=town.actor("sun"), at=MONDAY, why="那天停电")
    with pytest.raises(WrongState, match="申诉还没有复核"):
        ratings.publish(row.pk, by=town.actor("guo"), at=MONDAY, published="改好了")
    with pytest.raises(WrongState, match="申诉过一次"):
        ratings.appeal(row.pk, by=town.actor("wu"), at=MONDAY, why="再来")
    with pytest.raises(NotYours, match="只有被评价的人"):
        ratings.appeal(scenes.taken(town, "mend").pk, by=town.actor("zheng"), at=MONDAY, why="不是我")
    with pytest.raises(WrongState, match="已经过了"):
        ratings.appeal(
            scenes.taken(town, "mend").pk, by=town.actor("sun"), at=MONDAY + timedelta(days=9), why="晚了"
        )


def test_who_verified_does_not_review_the_appeal(town: Town) -> None:
    row = scenes.taken(town, "mend")
    ratings.appeal(row.pk, by=town.actor("sun"), at=MONDAY, why="那天停电")
    with pytest.raises(NotYours, match="核实的人"):
        ratings.review_appeal(row.pk, by=town.actor("guo"), at=MONDAY, upheld=True, why="属实")
    other = town.actor("guo", person=town.people["he"].pk)
    told = ratings.review_appeal(row.pk, by=other, at=MONDAY, upheld=True, why="停电属实")
    assert told == told | {"state": "excluded", "appeal": "upheld"}


def test_an_excluded_one_stays_on_record_and_out_of_what_is_counted(town: Town) -> None:
    row = scenes.taken(town)
    ratings.exclude(row.pk, by=town.actor("guo"), at=MONDAY, kind="malicious", why="同一人连评二十次")
    assert Rating.objects.count() == 1 and not Rating.objects.counted().exists()
    assert Errand.objects.filter(subject=row.pk, args__contains="rating_excluded").exists()
    with pytest.raises(WrongState):
        ratings.verify(row.pk, by=town.actor("guo"), at=MONDAY, verdict="clear", finding="属实")


@pytest.mark.parametrize("words", ["打13800000000", "找110101199003074477"])
def test_no_number_of_a_person_becomes_public(town: Town, words: str) -> None:
    with pytest.raises(BadInput, match="这里不能写"):
        ratings.publish(scenes.taken(town, "publish").pk, by=town.actor("guo"), at=MONDAY, published=words)


def test_steps_do_not_jump(town: Town) -> None:
    row = scenes.taken(town)
    for do, said in (
        (ratings.mend, {"what": "改"}),
        (ratings.answer, {"text_to_rater": "改"}),
        (ratings.publish, {"published": "改"}),
    ):
        with pytest.raises(WrongState):
            do(row.pk, by=town.actor("guo"), at=MONDAY, **said)


def test_what_is_due_is_reminded_of_once_for_each_step(town: Town) -> None:
    row = scenes.taken(town)
    assert followers.sweep(MONDAY) == 0
    later = MONDAY + timedelta(days=2)
    assert (followers.sweep(later), followers.sweep(later)) == (1, 0)
    assert Rating.objects.get(pk=row.pk).reminded == "verify"


def test_the_days_are_those_of_the_region(town: Town) -> None:
    clock.set_number(
        by=town.actor("guo"), at=MONDAY, name="rating_verify_days", value="1", unit="工作日", basis="示例办法", starts_on=MONDAY.date()
    )  # fmt: skip
    assert scenes.taken(town).due_on == date(2026, 3, 3)


def test_a_signed_in_citizen_can_be_called_by_the_number_of_the_account(town: Town) -> None:
    case = town.case(upto="delivered")
    town.tie(town.account())
    row = ratings.rate(by=town.applies(), at=MONDAY, case=case.pk, grade=2)
    kept = Rater.objects.get(rating=row["id"])
    assert (kept.clear_name(), kept.clear_phone()) == ("陈秀英", PHONE)
    assert Rating.objects.get(pk=row["id"]).known_by == "account"
