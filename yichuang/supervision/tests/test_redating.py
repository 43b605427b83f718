"""A calendar that moves re-dates what is open beside the cases: orders, appeals, work orders, mendings; what it makes wrong is taken back."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.town import MONDAY, Town, build
from yichuang.clock import acts as clock
from yichuang.clock import redating
from yichuang.complaints.models import WorkOrder
from yichuang.complaints.tests.scenes import brought, taken
from yichuang.journal import errands, verify
from yichuang.journal.models import Entry, Errand
from yichuang.journal.sweeps import discover
from yichuang.ratings.models import Rating
from yichuang.ratings.tests.scenes import bad
from yichuang.supervision import acts, replaying, sweeping
from yichuang.supervision.models import Card
from yichuang.supervision.orders import Order

FRIDAY = date(2026, 3, 6)  # the first Friday after MONDAY
WHY = "这一件超了承诺时限，写明原因并办结"


def days(count: int) -> datetime:
    return MONDAY + timedelta(days=count)


@pytest.fixture
def town(db: None) -> Town:
    discover()
    return build(("food-business-license-new", "company-establishment"))


def closed(town: Town, at: datetime, *off: date) -> None:
    """Days on which the offices are closed, and the run that follows."""
    clock.close_days(by=town.actor("xi"), at=at, days=dict.fromkeys(off, "台风"), source="示例通告")
    errands.drain(at + timedelta(minutes=1))
    assert not Errand.objects.filter(kind="recount").exclude(state="confirmed").exists()


def test_an_order_and_an_appeal_are_due_a_day_later_and_both_are_on_record(town: Town) -> None:
    card = town.card()
    order = Order.objects.get(
        pk=acts.order(by=town.actor("guo"), at=MONDAY, level="urge", why=WHY, card=card.pk)["id"]
    )
    closed(town, days(1), date(2026, 3, 3))
    again = Order.objects.get(pk=order.pk)
    assert (again.sign_due_on, again.answer_due_on) > (order.sign_due_on, order.answer_due_on)
    assert Card.objects.get(pk=card.pk).appeal_due_on == card.appeal_due_on + timedelta(days=1)
    acts_of = Entry.objects.filter(act__in=("supervision.redate_order", "supervision.redate_card"))
    assert acts_of.count() == 2
    closed(town, days(1), date(2026, 3, 29))  # a Sunday moves nobody
    assert acts_of.count() == 2


def test_an_order_that_was_sent_back_counts_from_there_and_an_answered_one_stays(town: Town) -> None:
    made = [town.card(), town.card(rule="step-over", level="yellow")]
    back, done = (
        UUID(acts.order(by=town.actor("guo"), at=MONDAY, level="urge", why=WHY, card=one.pk)["id"])
        for one in made
    )
    for order in (back, done):
        acts.sign_order(order, by=town.actor("gao"), at=MONDAY)
        acts.answer_order(order, by=town.actor("gao"), at=MONDAY, text="已经补办，材料齐了。")
    acts.send_order_back(back, by=town.actor("guo"), at=days(1), why="没有写明原因，重新答复。")
    before = dict(Order.objects.values_list("pk", "answer_due_on"))
    closed(town, days(1), date(2026, 3, 4))
    after = {pk: day - before[pk] for pk, day in Order.objects.values_list("pk", "answer_due_on")}
    assert after[back] > timedelta(0) and after[done] == timedelta(0)


def test_a_work_order_counts_from_its_receipt_its_extension_and_its_reopening(town: Town) -> None:
    plain, outer = brought(town), taken(town, platform="示例", outer_number="W1", outer_due=date(2026, 3, 5))
    answered = brought(town, "answered")
    closed(town, days(1), date(2026, 3, 4))
    moved = {one.pk: one.due_on for one in WorkOrder.objects.all()}
    assert moved[plain.pk] == plain.due_on + timedelta(days=1)
    assert moved[outer.pk] == date(2026, 3, 5) and moved[answered.pk] == answered.due_on
    assert Entry.objects.filter(act="complaints.redate").count() == 1


def test_a_mending_is_due_later_and_its_step_too(town: Town) -> None:
    rating = bad(town)
    closed(town, days(1), date(2026, 3, 3), date(2026, 3, 4))
    again = Rating.objects.select_related("mending").get(pk=rating)
    told = Entry.objects.get(act="ratings.redate")
    assert again.mend_due_on and again.mend_due_on.isoformat() in told.payload
    assert again.due_on == again.mending.verify_due_on


def test_a_card_that_the_moved_calendar_makes_wrong_is_taken_back_and_comes_on_the_right_day(
    town: Town,
) -> None:
    order = brought(town)
    late = datetime.combine(order.due_on + timedelta(days=1), MONDAY.timetz())
    sweeping.sweep(late)
    wrong = Card.objects.get(rule="complaint-late")
    closed(town, late, order.due_on)
    sweeping.sweep(late)
    wrong.refresh_from_db()
    assert wrong.state == "withdrawn" and "期限重算" in wrong.decision_why
    assert not Card.objects.filter(rule="complaint-late").exclude(pk=wrong.pk).exists()
    sweeping.sweep(late + timedelta(days=5))
    right = Card.objects.get(rule="complaint-late", state="issued")
    assert right.on > wrong.on
    report = replaying.replay((late + timedelta(days=5)).date())
    assert report.same, report.differs
    assert not verify.verify().broken


def test_it_goes_on_where_time_ran_out_and_leaves_nothing_to_do(town: Town) -> None:
    brought(town)
    clock.close_days(by=town.actor("xi"), at=days(1), days={date(2026, 3, 4): "台风"}, source="示例通告")
    span = (date(2026, 3, 4), date(2026, 3, 4))
    assert not redating.run(days(1), span, why="台风", seconds=-1)
    assert redating.run(days(1), span, why="台风", seconds=9) and redating.run(
        days(1), span, why="台风", seconds=9
    )
    assert Entry.objects.filter(act="complaints.redate").count() == 1
