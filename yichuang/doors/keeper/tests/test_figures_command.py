"""`yichuang figures`: what is frozen, what is open, closing once."""

import json

import pytest

from tests.town import Town, build
from yichuang.doors.keeper.main import main
from yichuang.figures import ledger
from yichuang.figures.tests import scenes
from yichuang.figures.tests.test_periods import closed, void_one
from yichuang.journal.models import Look


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    scenes.lived_in(town)
    return town


def test_the_command_tells_the_frozen_bytes(town, capsys):
    period = closed(town)
    void_one(town)
    assert main(["figures", scenes.MARCH, "--json"]) == 0
    assert capsys.readouterr().out == f"{period.content}\n"


def test_the_command_tells_an_open_period_in_words_and_as_json(town, capsys):
    assert main(["figures", scenes.MARCH]) == 0
    words = capsys.readouterr().out
    assert "一次办成率：60.00%（3/5）" in words and "平均等候时长：没有来源" in words
    assert main(["figures", scenes.MARCH, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["indicators"]["first_time"]["whole"][""] == [3, 5, 5, "60.00"]


def test_the_command_shows_an_auditor_one_chain_to_supervision_only(town, capsys):
    period = closed(town)
    code = next(line["subject"] for line in ledger.of(period) if line.get("act") == "cases.receive")
    assert main(["figures", scenes.MARCH, "--open", code, "--by", "lin"]) == 1
    assert "督查岗位" in capsys.readouterr().err
    assert main(["figures", scenes.MARCH, "--open", code, "--by", "guo"]) == 0
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["seq"] for row in shown] == list(range(1, len(shown) + 1)) and "cases.receive" in shown[0]["text"]  # fmt: skip
    assert Look.objects.filter(purpose="核对数据包", person=town.people["guo"].pk).count() == 1
    assert main(["figures", scenes.MARCH, "--open", "0" * 24]) == 1


def test_the_command_closes_and_refuses_a_second_time(town, capsys):
    assert main(["figures", scenes.MARCH, "--close"]) == 0
    assert main(["figures", scenes.MARCH, "--close"]) == 1
    assert "已经关账" in capsys.readouterr().err


def test_a_wrong_period_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["figures", "2026-13"])
    assert ended.value.code == 2
