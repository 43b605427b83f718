"""From the journal alone the same cards come out, byte by byte; whatever was changed beside it is named."""

import pytest

from tests.town import Town, build
from yichuang.supervision import replaying
from yichuang.supervision.models import Card
from yichuang.supervision.tests.scenes import FOOD, days, lived


@pytest.fixture
def town(db: None) -> Town:
    return build((FOOD, "company-establishment"))


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
