"""At the window: the sources are asked as soon as the list is known; one that is down asks nobody for more."""

import pytest

from tests.town import CHEN_ID, ITEMS, MONDAY, build
from yichuang.journal import looks
from yichuang.journal.models import Look
from yichuang.materials.models import Material
from yichuang.registers import acts as registers
from yichuang.registers.models import Evidence

CARD = "social-card-apply"


@pytest.fixture
def town(db, monkeypatch):
    """The town with a card that wants a picture."""
    from yichuang.ground import now

    monkeypatch.setattr(now, "clock", lambda: MONDAY)
    made = build((*ITEMS, CARD))
    made.licence("居民身份证")
    registers.import_records(
        by=made.night, at=MONDAY, register="citizens", records=[{"number": CHEN_ID, "photo": "有"}]
    )
    return made


def connect(town, provider):
    """Let a provider answer for the register of citizens."""
    registers.connect(
        by=town.night,
        at=MONDAY,
        register="citizens",
        provider=provider,
        basis="示例",
        starts_on=MONDAY.date(),
    )


@pytest.mark.parametrize(
    ("provider", "word"),
    [
        ("local", "数据共享"),
        ("failing", "“居民身份证制证相片”现在查不到。不用您交，先受理，查通后我们核验"),
        ("", "待核"),
    ],
)
def test_the_table_says_how_the_picture_stands(town, hands, provider, word):
    if provider:
        connect(town, provider)
    page = hands.upto_materials(town.items[CARD], ("no",)).page
    assert word in page and Evidence.objects.count() == bool(provider)
    looks.flush()
    assert Look.objects.filter(purpose="调取人口基础信息库").exists() is bool(provider)


def test_a_case_with_a_register_down_is_accepted_and_shows_it(town, hands):
    connect(town, "failing")
    hands.upto_materials(town.items[CARD], ("no",)).send("exits", then="accept")
    row = Material.objects.get(place=1)
    assert (row.how, row.state) == ("verify", "waived")
