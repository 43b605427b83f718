"""`yichuang cards` tells every card of a case, `yichuang replay` says by its exit whether the journal says the same."""

import json

import pytest

from tests.town import Town, build
from yichuang.doors.keeper.main import main
from yichuang.supervision.models import Card
from yichuang.supervision.tests.scenes import FOOD, days, lived


@pytest.fixture
def town(db: None) -> Town:
    return build((FOOD, "company-establishment"))


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
