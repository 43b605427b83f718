"""What is judged and is no case: ratings, work orders, grants, results of draws, items whose desks ask for more than is published."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.complaints import acts as complaints
from yichuang.complaints.models import WorkOrder
from yichuang.inspections import acts as inspections
from yichuang.inspections import followers as inspecting
from yichuang.inspections.models import Grant, Inspection
from yichuang.inspections.tests import scenes as drawn
from yichuang.ratings import acts as ratings
from yichuang.ratings.models import Rating
from yichuang.supervision import drift, replaying, sweeping
from yichuang.supervision.models import Card

FOOD = "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    return build((FOOD, "company-establishment"))


def days(count: int) -> datetime:
    return MONDAY + timedelta(days=count)


def test_a_bad_rating_that_nobody_mends_is_red_for_who_handled_it(town: Town) -> None:
    case = town.case(FOOD, upto="delivered")
    rated = ratings.rate(by=town.citizen, at=days(1), case=case.pk, grade=1, reasons=["等得久"])
    due = Rating.objects.get(pk=rated["id"]).mend_due_on
    sweeping.sweep(days(60))
    card = Card.objects.get(rule="rating-not-mended")
    assert (card.about, card.level, card.case, card.on) == ("rating", "red", None, due + timedelta(days=1))  # type: ignore[operator]
    assert card.department_id or card.hall_id
    assert replaying.replay(days(60).date()).same and not sweeping.sweep(days(60))


def test_a_good_rating_gives_nobody_a_card(town: Town) -> None:
    case = town.case(FOOD, upto="delivered")
    ratings.rate(by=town.citizen, at=days(1), case=case.pk, grade=5)
    sweeping.sweep(days(60))
    assert not Card.objects.filter(about="rating").exists()


def order(town: Town) -> WorkOrder:
    made: dict[str, Any] = complaints.receive(by=town.actor("guo"), at=MONDAY, category="complaint", source="phone", content="窗口让我跑了三趟。", caller="陈", phone="13800000000")  # fmt: skip
    found = WorkOrder.objects.get(pk=made["id"])
    complaints.dispatch(found.pk, by=town.actor("guo"), at=MONDAY, department=town.departments["market"].pk)
    return found


def test_a_work_order_past_its_day_is_red_for_the_body_that_has_it(town: Town) -> None:
    found = order(town)
    sweeping.sweep(days(90))
    card = Card.objects.get(rule="complaint-late")
    due = WorkOrder.objects.get(pk=found.pk).due_on
    assert (card.subject, card.department_id, card.on) == (
        found.pk,
        town.departments["market"].pk,
        due + timedelta(days=1),
    )
    assert replaying.replay(days(90).date()).same


def test_a_grant_that_nobody_signs_for_is_yellow_for_whose_it_was_on_its_last_day(town: Town) -> None:
    case = town.case(FOOD, upto="decided")
    inspecting.push_case(case.pk, town.night, MONDAY)
    grant = Grant.objects.get(case=case.pk)
    fire = town.departments["fire"].pk
    inspections.redirect(grant.pk, by=town.actor("qi"), at=days(1), body=fire, why="消防监管")
    sweeping.sweep(days(2))
    assert not Card.objects.filter(about="grant").exists()
    inspections.redirect(
        grant.pk, by=town.actor("zheng"), at=days(3), body=town.departments["market"].pk, why="还是食品监管"
    )
    sweeping.sweep(days(3))
    card = Card.objects.get(rule="grant-not-signed")
    assert (card.subject, card.level, card.department_id, card.on) == (
        grant.pk,
        "yellow",
        fire,
        grant.due_on + timedelta(days=1),
    )
    assert replaying.replay(days(3).date()).same and not sweeping.sweep(days(3))


def test_a_grant_signed_for_on_its_last_day_gives_nobody_a_card(town: Town) -> None:
    case = town.case(FOOD, upto="decided")
    inspecting.push_case(case.pk, town.night, MONDAY)
    inspections.sign(Grant.objects.get(case=case.pk).pk, by=town.actor("qi"), at=days(2))
    sweeping.sweep(days(20))
    assert not Card.objects.filter(about="grant").exists()


@pytest.mark.parametrize(("day", "cards"), [(2, 0), (4, 1)])
def test_a_grant_recalled_by_its_day_gives_nobody_a_card_one_recalled_later_does(
    town: Town, day: int, cards: int
) -> None:
    case = town.case(FOOD, upto="decided")
    inspecting.push_case(case.pk, town.night, MONDAY)
    inspecting.recall_case(case.pk, town.night, days(day), on=days(day).date(), why="录错了申请人")
    sweeping.sweep(days(20))
    assert Card.objects.filter(about="grant").count() == cards and replaying.replay(days(20).date()).same


def test_results_that_are_not_public_in_time_are_red_for_who_leads_the_draw(town: Town) -> None:
    made = drawn.draw(town, "results")
    due = Inspection.objects.filter(draw=made).values_list("due_on", flat=True).first()
    late = datetime.combine(due + timedelta(days=1), MONDAY.timetz())  # type: ignore[operator]
    sweeping.sweep(late - timedelta(days=1))
    assert not Card.objects.filter(about="draw").exists()
    sweeping.sweep(late)
    card = Card.objects.get(rule="results-not-published")
    assert (card.subject, card.level, card.department_id, card.on) == (
        made.pk,
        "red",
        made.lead_id,
        late.date(),
    )
    inspections.publish(made.pk, by=town.actor("sun"), at=late)
    assert replaying.replay(late.date()).same and not sweeping.sweep(late)


def test_results_public_in_time_give_nobody_a_card(town: Town) -> None:
    drawn.draw(town, "published")
    sweeping.sweep(days(90))
    assert not Card.objects.filter(about="draw").exists()


def test_three_cases_asked_beyond_the_list_move_the_radar(town: Town) -> None:
    lin = town.actor("lin")
    for n in range(3):
        case = town.case(FOOD, upto="filed", at=days(n))
        text = "请另行提供居委会同意开店的证明，盖章后交来"
        cases.ask_once(
            case.pk, by=lin, at=days(n), lines=[{"place": 0, "reason": "7", "fields": {"text": text}}]
        )
    sweeping.sweep(days(2))
    assert not Card.objects.filter(rule=drift.RULE).exists()
    sweeping.sweep(days(3))
    card = Card.objects.get(rule=drift.RULE)
    assert (card.about, card.level, card.department_id) == (
        "version",
        "yellow",
        town.departments["market"].pk,
    )
    assert card.subject == drift.subject_of(UUID(str(town.items[FOOD].pk)), 1) and len(card.why["cards"]) == 3
    assert replaying.replay(days(3).date()).same
