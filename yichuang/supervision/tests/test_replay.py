"""From the journal alone the same cards come out, byte by byte; whatever was changed beside it is named."""

import json
from datetime import date, datetime, timedelta

import pytest

from tests.town import MONDAY, Town, build
from yichuang.cases import acts as cases
from yichuang.clock import acts as clock
from yichuang.doors.keeper.main import main
from yichuang.supervision import acts, replaying, sweeping
from yichuang.supervision.models import Card

FOOD = "food-business-license-new"


@pytest.fixture
def town(db: None) -> Town:
    return build((FOOD, "company-establishment"))


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


def test_the_same_cards_come_out_byte_by_byte(town: Town) -> None:
    lived(town)
    report = replaying.replay(days(31).date())
    assert report.same and report.journal == report.table, report.differs
    assert report.cards == Card.objects.count() > 6 and Card.objects.filter(state="withdrawn").exists()


def test_a_card_changed_by_hand_is_named(town: Town) -> None:
    lived(town)
    Card.objects.filter(rule="returned-loops").update(department=town.departments["fire"])
    report = replaying.replay(days(31).date())
    assert not report.same and {one["rule"] for one in report.differs} == {"returned-loops"}


def test_a_card_deleted_by_hand_is_missed(town: Town) -> None:
    lived(town)
    Card.objects.filter(rule="returned-loops").delete()
    report = replaying.replay(days(31).date())
    assert [one["what"] for one in report.differs] == ["该有的牌没有亮"]


def test_the_command_tells_every_card_with_its_derivation(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    lived(town)
    case = Card.objects.filter(rule="promised-over").first().case  # type: ignore[union-attr]
    assert main(["cards", "--case", case.number, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    one = next(card for card in told["cards"] if card["rule"] == "promised-over")
    assert (
        one["level"] == "red" and one["evidence"]["calendar"] and one["evidence"]["entries"] and one["basis"]
    )
    assert main(["cards", "--case", case.number]) == 0 and "超过承诺期限" in capsys.readouterr().out
    assert main(["cards", "--case", "没有这个"]) == 1


def test_the_command_replays_and_says_so_by_its_exit(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    lived(town)
    assert main(["replay", "--at", days(31).date().isoformat(), "--only", "cards", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cards"]["same"]
    Card.objects.filter(rule="due-soon").update(level="red")
    assert main(["replay", "--at", days(31).date().isoformat(), "--only", "cards"]) == 1
    assert "due-soon" in capsys.readouterr().out
