"""A month of conduct, good and bad, for the tests of replay."""

from datetime import date, datetime, timedelta

from tests.town import MONDAY, Town
from yichuang.cases import acts as cases
from yichuang.clock import acts as clock
from yichuang.supervision import acts, sweeping
from yichuang.supervision.models import Card

FOOD = "food-business-license-new"


def days(count: int) -> datetime:
    return MONDAY + timedelta(days=count)


def lived(town: Town) -> None:
    """A month with a late case, a loop, a second notice, a stop, and a recount in the middle."""
    town.rewrite(FOOD, committed_days=5)
    late, loop, filed = town.case(FOOD), town.case(FOOD), town.case(FOOD, upto="filed")
    for n in (1, 2):
        cases.send_back(loop.pk, by=town.actor("wu"), at=days(n), why="受理错了。")
    cases.suspend(loop.pk, by=town.actor("wu"), at=days(3), name="专家评审", days=5)
    cases.ask_once(filed.pk, by=town.actor("lin"), at=days(1), lines=[{"place": 0, "reason": "1"}])
    for n in range(1, 9):
        sweeping.sweep(days(n))
    clock.close_days(by=town.actor("xi"), at=days(8), days={date(2026, 3, 9): "台风"}, source="示例通告")
    cases.recount(late.pk, by=town.night, at=days(8), why="当地停止办公")
    for n in range(8, 15):
        sweeping.sweep(days(n))
    cases.resume(loop.pk, by=town.actor("wu"), at=days(20), result="评审通过。")
    town.review(late.pk, days(21))
    sweeping.sweep(days(30))
    card = Card.objects.filter(rule="promised-over", state="issued").first()
    acts.answer(card.pk, by=town.actor("wu"), at=days(31), text="已经补办。")  # type: ignore[union-attr]
