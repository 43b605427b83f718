"""Cards are told to the outer 效能监察 system: as they are shown, and as they stand once judged; nobody's name goes out."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.town import MONDAY, Town, build
from yichuang.journal import errands
from yichuang.journal.models import Errand
from yichuang.journal.sweeps import discover
from yichuang.supervision import acts

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def town(db: None) -> Town:
    discover()
    return build(("company-establishment",))


@pytest.fixture
def told(settings: Any, tmp_path: Path) -> Any:
    """The lines that the outer system picked up so far."""
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"overseer_url": "file"})
    file = tmp_path / "outbox" / "overseer.jsonl"
    return lambda: (
        [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    )


def test_a_card_is_told_with_the_six_fields_and_again_when_it_is_judged(town: Town, told: Any) -> None:
    card = town.card()
    errands.drain(LATER)
    acts.withdraw(card.pk, by=town.actor("guo"), at=LATER, why="期限算错了。")
    errands.drain(LATER)
    first, last = told()
    assert (first["监察编号"], first["责任部门"], first["预警类型"]) == (
        card.pk.hex,
        "市场监督管理局",
        "红牌",
    )
    assert (
        first["产生时间"] == "2026-03-02 09:30:00"
        and "已亮牌" in first["结果描述"]
        and "撤销" in last["结果描述"]
    )
    assert "陈秀英" not in json.dumps([first, last], ensure_ascii=False)


def test_where_no_outer_system_is_set_up_nothing_is_asked_for(town: Town) -> None:
    town.card()
    assert not Errand.objects.filter(kind="overseer").exists()


def test_a_system_that_is_down_is_told_later(town: Town, told: Any, settings: Any) -> None:
    town.card()
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"overseer_url": "http://127.0.0.1:9/none"})
    errands.drain(LATER)
    row = Errand.objects.get(kind="overseer")
    assert row.state == "failed" and "不通" in row.trouble
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"overseer_url": "file"})
    errands.drain(LATER + timedelta(hours=2))
    assert Errand.objects.get(kind="overseer").state == "confirmed" and len(told()) == 1
