"""The sweep: who was late or did wrong gets the card once, on the hop that caused it, whenever the sweep runs."""

from datetime import date, datetime, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.cases.models import Case
from yichuang.clock import acts as clock
from yichuang.journal.models import Entry
from yichuang.supervision import sweeping
from yichuang.supervision.models import Card

FOOD = "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    return build((FOOD, "company-establishment"))


def days(count: int, at: datetime = MONDAY) -> datetime:
    return at + timedelta(days=count)


def cards(case: Case | None = None) -> dict[str, Card]:
    found = Card.objects.order_by("rule")
    return {card.rule: card for card in (found.filter(case=case) if case else found)}


def late(town: Town) -> Case:
    """A case whose promise is past and that nobody decided."""
    town.rewrite(FOOD, committed_days=5)
    return town.case(FOOD)


def test_a_case_past_its_promise_gets_a_red_card_on_the_department(town: Town) -> None:
    case = late(town)
    sweeping.sweep(days(30))
    card = cards()["promised-over"]
    assert (card.level, card.department_id, card.hall_id, card.hop) == (
        "red",
        case.department_id,
        None,
        "审查",
    )
    assert card.on == case.promised_due_on + timedelta(days=1)  # type: ignore[operator]
    assert card.why["due"] == case.promised_due_on.isoformat() and card.why["calendar"].startswith("CN2026")  # type: ignore[union-attr]


def test_a_second_sweep_finds_nothing_new(town: Town) -> None:
    late(town)
    assert sweeping.sweep(days(30)) and not sweeping.sweep(days(30)) and not sweeping.sweep(days(31))
    assert not sweeping.touched(days(31))


def test_what_was_late_and_closed_between_two_sweeps_still_gets_its_card(town: Town) -> None:
    case = late(town)
    sweeping.sweep(MONDAY)
    town.review(case.pk, days(20))
    town.decide(case.pk, days(20))
    sweeping.touched(days(20))
    assert cards()["promised-over"].on == case.promised_due_on + timedelta(days=1)  # type: ignore[operator]


def test_a_card_is_the_same_whenever_the_sweep_ran(town: Town) -> None:
    one, two = late(town), town.case(FOOD)
    for n in range(1, 15):
        sweeping.sweep(days(n))
    town.review(two.pk, days(30))
    first = {rule: (c.on, c.hop, c.why["due"]) for rule, c in cards(one).items() if rule != "step-over-time"}
    assert first == {
        rule: (c.on, c.hop, c.why["due"]) for rule, c in cards(two).items() if rule != "step-over-time"
    }
    assert first.keys() >= {"due-soon", "promised-over"}


def test_nobody_gets_a_card_while_the_clock_stands(town: Town) -> None:
    case = late(town)
    cases.suspend(case.pk, by=town.actor("wu"), at=days(1), name="专家评审", days=30)
    sweeping.sweep(days(20))
    assert not cards()


def test_the_receipt_that_nobody_answers_warns_the_window_then_is_deemed(town: Town) -> None:
    case = town.case(FOOD, upto="filed")
    for n in range(1, 11):
        sweeping.sweep(days(n))
    assert (cards()["notice-clock"].hall_id, cards()["notice-clock"].person) == (
        town.hall.pk,
        town.people["lin"].pk,
    )
    cases.deem_accepted(case.pk, by=town.night, at=days(8))
    sweeping.touched(days(11))
    card = cards()["deemed"]
    assert (card.level, card.hall_id, card.department_id, card.on) == (
        "red",
        town.hall.pk,
        None,
        days(8).date(),
    )


def test_a_silent_department_is_not_the_clerks_fault(town: Town) -> None:
    case = town.case(FOOD, upto="filed")
    cases.propose_not_accept(case.pk, by=town.actor("lin"), at=days(1), why="不归本区管。", whose="邻区")
    sweeping.sweep(days(7))
    card = cards()["notice-clock"]
    assert (card.department_id, card.hall_id, card.person) == (case.department_id, None, None)


def test_a_result_that_does_not_come_to_the_window_is_the_departments(town: Town) -> None:
    case = town.case(FOOD, upto="decided")
    sweeping.sweep(days(30))
    found = cards(case)
    assert found["to-window-late"].department_id == found["delivery-late"].department_id == case.department_id
    assert found["delivery-late"].level == "red"


def test_what_lies_ready_and_is_not_fetched_is_nobodys_fault(town: Town) -> None:
    town.case(FOOD, upto="ready")
    sweeping.sweep(days(60))
    assert not cards()


def test_an_unlawful_second_notice_is_red(town: Town) -> None:
    case = town.case(FOOD, upto="filed")
    lin = town.actor("lin")
    cases.ask_once(case.pk, by=lin, at=MONDAY, lines=[{"place": 0, "reason": "1"}])
    cases.hand_in(case.pk, by=lin, at=days(1), judgements={0: "got"})
    cases.force_notice(
        case.pk, by=town.actor("guo"), at=days(2), lines=[{"place": 1, "reason": "1"}], why="确有必要再补。"
    )
    sweeping.touched(days(2))
    card = cards()["second-notice"]
    assert (card.level, card.hall_id, card.on, card.why["places"]) == (
        "red",
        town.hall.pk,
        days(2).date(),
        [1],
    )


def test_a_demand_beyond_the_list_is_red_and_says_what_was_asked(town: Town) -> None:
    case = town.case(FOOD, upto="filed")
    asked = "请另行提供居委会同意开店的证明，盖章后交来"
    cases.ask_once(
        case.pk,
        by=town.actor("lin"),
        at=MONDAY,
        lines=[{"place": 0, "reason": "7", "fields": {"text": asked}}],
    )
    sweeping.touched(MONDAY)
    card = cards()["outside-list"]
    assert card.why["asks"] == [{"asks": "居委会同意开店的证明", "place": 0}] and card.why["stop"]
    assert (card.hall_id, card.person) == (town.hall.pk, town.people["lin"].pk)


def test_a_second_return_to_the_window_is_a_loop(town: Town) -> None:
    case = town.case(FOOD)
    for n in (1, 2):
        cases.send_back(case.pk, by=town.actor("wu"), at=days(n), why="受理错了。")
    sweeping.touched(days(2))
    assert cards()["returned-loops"].department_id == case.department_id


def test_a_recount_takes_back_the_card_that_it_made_wrong(town: Town) -> None:
    case = late(town)
    sweeping.sweep(days(8))
    assert cards()["promised-over"].on == date(2026, 3, 10)
    clock.close_days(by=town.actor("xi"), at=days(8), days={date(2026, 3, 9): "台风"}, source="示例通告")
    cases.recount(case.pk, by=town.night, at=days(8), why="当地停止办公")
    sweeping.sweep(days(8))
    wrong = Card.objects.get(rule="promised-over")
    assert (wrong.state, wrong.decided_by) == ("withdrawn", None) and "当地停止办公" in wrong.decision_why
    sweeping.sweep(days(9))
    again = Card.objects.get(rule="promised-over", state="issued")
    assert again.on == date(2026, 3, 11)
    assert Entry.objects.filter(subject=wrong.pk, act="supervision.withdraw").count() == 1


def test_what_a_supervisor_took_back_is_not_issued_again(town: Town) -> None:
    from yichuang.supervision import acts

    late(town)
    sweeping.sweep(days(30))
    for card in Card.objects.all():
        acts.withdraw(card.pk, by=town.actor("guo"), at=days(30), why="停电，不可归责。")
    count = Card.objects.count()
    assert not sweeping.sweep(days(31)) and Card.objects.count() == count
